"""Which pairs of answers two policies give to one question, and a customer for each, or a proof that there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.lean import dataclass
from engine.ir.amounts import Amount, Amounts
from engine.ir.nodes import FALSE, TRUE
from engine.ir.reach import to_days
from engine.proof.solver import Answer as Found
from engine.review.shared.aspects import LESS, MORE, SOME
from engine.review.shared.world import TODAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.ir.builder import Builder
    from engine.ir.nodes import Formula
    from engine.proof.samples import Row
    from engine.proof.solver import Prover
    from engine.review.shared.aspects import Answer, Answers
    from engine.review.shared.scopes import Scope

    Case = tuple[()] | tuple[Answer]  # an answer, if any is asked for

_FEW: Final = 2  # pairs of answers that are asked for at once


@dataclass(frozen=True, eq=False, slots=True)
class Place:
    """A scope, and who is there: on its days, decided under both policies."""

    scope: Scope
    valid: Formula


@dataclass(frozen=True, eq=False, slots=True)
class Part:
    """Those who have two answers in scopes in which one formula describes them.

    Attributes:
        formula: where they have both.
        valid: who there is in these scopes at all.
        scopes: in which there is somebody.
        found: one of them, and in which place; or unknown.
    """

    formula: Formula
    valid: Formula
    scopes: tuple[Scope, ...]
    found: Found
    place: Place


@dataclass(frozen=True, slots=True)
class Pair:
    """What was found about two answers.

    Attributes:
        scopes: in which somebody has both.
        open_scopes: in which it is not settled.
        parts: who they are, by formula, of all these scopes; somebody of the first one is found, if of any.
    """

    before: Answer
    after: Answer
    scopes: tuple[Scope, ...]
    open_scopes: tuple[Scope, ...]
    parts: tuple[Part, ...]

    @property
    def shown(self) -> Part:
        """Whom somebody is shown of."""
        return self.parts[0]


class Differences:
    """What may change about one question, in all scopes.

    Who answers something else is asked first by one answer, the old or the new: where nobody leaves an answer, or
    nobody gets to it, no pair with it has to be asked for.
    """

    def __init__(self, builder: Builder) -> None:
        self._b = builder
        self._has_numbers = False
        self._cases: dict[tuple[Case, Case], dict[Formula, list[Place]]] = {}

    def add(self, place: Place, before: Answers | Amount, after: Answers | Amount, where: Formula = TRUE) -> None:
        """The answers in a scope; numbers are compared only where it is asked."""
        if isinstance(before, Amount) or isinstance(after, Amount):
            self._add_amounts(place, before, after, where)
            return
        b = self._b
        for x, here in before.items():
            if after.get(x) is not here and not _is_loss(x):
                self._add((x,), (), b.all_of((here, b.negation(after.get(x, FALSE)))), place)
        for y, there in after.items():
            if before.get(y) is not there and not _is_loss(y):
                self._add((), (y,), b.all_of((there, b.negation(before.get(y, FALSE)))), place)
        for x, here in before.items():
            for y, there in after.items():
                if x is not y and x != y and _is_change(x, y):
                    self._add((x,), (y,), b.all_of((here, there)), place)

    def _add_amounts(self, place: Place, before: Answers | Amount, after: Answers | Amount, where: Formula) -> None:
        b = self._b
        self._has_numbers = True
        one, other = _amount(before, b), _amount(after, b)
        gone = b.all_of((one.known, b.negation(other.known)))
        come = b.all_of((other.known, b.negation(one.known)))
        compared = Amounts(b).compared
        for x, y, formula in (
            (SOME, None, gone),
            (None, SOME, come),
            (LESS, MORE, compared("<", one, other).true),
            (MORE, LESS, compared(">", one, other).true),
        ):
            self._add((x,), (y,), b.all_of((formula, where)), place)

    def _add(self, x: Case, y: Case, formula: Formula, place: Place) -> None:
        if formula is not FALSE:
            self._cases.setdefault((x, y), {}).setdefault(formula, []).append(place)

    def where(self, before: Answer, after: Answer) -> Formula:
        """Who has two answers in any scope."""
        return self._b.any_of(self._cases.get(((before,), (after,)), {}))

    def goals(self) -> Iterator[Formula]:
        """Everything that may be asked."""
        for cases in self._cases.values():
            for formula, places in cases.items():
                yield formula
                yield self._anywhere(places)
                yield from (place.valid for place in places)

    def _anywhere(self, places: Iterable[Place]) -> Formula:
        return self._b.any_of(place.valid for place in places)

    def settled(self, prover: Prover) -> Iterator[Pair]:
        """Pairs of answers that somebody has, or may have."""
        pairs = [(x, y) for x, y in self._cases if x and y]
        known: dict[tuple[Case, Case], bool] = {}
        for x, y in pairs:
            if len(pairs) > _FEW and not (self._may(prover, known, (x, ())) and self._may(prover, known, ((), y))):
                continue
            pair = self._pair(prover, x[0], y[0])
            if pair is not None:
                yield pair

    def _may(self, prover: Prover, known: dict[tuple[Case, Case], bool], case: tuple[Case, Case]) -> bool:
        if self._has_numbers or any(_is_loss(x) for side in case for x in side):
            return True  # few pairs have it
        if case not in known:
            cases = self._cases.get(case, {})
            known[case] = any(prover.ask([x, self._anywhere(at)]).verdict != "nobody" for x, at in cases.items())
        return known[case]

    def _pair(self, prover: Prover, x: Answer, y: Answer) -> Pair | None:
        """In which scopes somebody has both answers, and somebody in the first of them."""
        met: list[Scope] = []
        unsettled: list[Scope] = []
        rows: list[Row] = []
        parts: list[Part] = []
        for formula, places in self._cases[(x,), (y,)].items():
            settled = list(self._each(prover, formula, places, rows))
            some = [(place, found) for place, found in settled if found.verdict == "somebody"]
            met += (place.scope for place, _ in some)
            unsettled += (place.scope for place, found in settled if found.verdict != "somebody")
            for place, found in (some or settled)[:1]:
                scopes = tuple(place.scope for place, _ in some)
                parts.append(Part(formula, self._anywhere(places), scopes, found, place))
        parts.sort(key=lambda part: part.found.verdict != "somebody")
        return Pair(x, y, tuple(met), tuple(unsettled), tuple(parts)) if parts else None

    def _each(
        self, prover: Prover, formula: Formula, places: list[Place], rows: list[Row]
    ) -> Iterator[tuple[Place, Found]]:
        """What is found in each place; ``rows`` are customers who were met elsewhere, and gets who is met here."""
        if not rows and len(places) > 1 and prover.ask([formula, self._anywhere(places)]).verdict == "nobody":
            return
        for place in places:
            like = (moved for row in rows for moved in _moved(row, place.scope))
            met = next((row for row in like if prover.is_one(row, [formula, place.valid])), None)
            found = Found("somebody", met) if met is not None else prover.ask([formula, place.valid])
            if found.row is not None and met is None:
                rows.append(found.row)
            if found.verdict != "nobody":
                yield place, found


def _moved(row: Row, scope: Scope) -> Iterator[Row]:
    """The same customer in another scope: on the same day, or as many days later or earlier as it takes."""
    day = row.get(TODAY)
    if not isinstance(day, int):
        yield row
        return
    first, last = to_days(scope.first), to_days(scope.last)
    if first <= day <= last:
        yield row
    yield row | {TODAY: first}
    yield row | {TODAY: last}


def _is_change(before: Answer, after: Answer) -> bool:
    """What an offer is lost to changes nothing for who does not get it."""
    return not (_is_loss(before) and _is_loss(after))


def _is_loss(answer: Answer) -> bool:
    return answer is False or answer in _LOSSES


_LOSSES: Final = ("period", "eligibility", "exclusion", "channel", "group", "cap")


def _amount(answers: Answers | Amount, b: Builder) -> Amount:
    return answers if isinstance(answers, Amount) else Amount(b.constant(0), 1, FALSE)
