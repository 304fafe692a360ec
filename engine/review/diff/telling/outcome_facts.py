"""Tiers, classes and choices that both policies decide alike, as conditions that a class of change may be told by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from dsl.lean import dataclass
from engine.ir import nodes as n
from engine.ir.walk import bottom_up
from engine.review.diff.edits.reach import targets
from engine.testing.slices import Slices

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dsl.program.model import Program
    from engine.ir.outcomes import Outcomes
    from engine.ir.values import Customer
    from engine.review.diff.comparing.differences import Part
    from engine.review.shared.aspects import Aspect
    from engine.review.shared.scopes import Scope

_FEWEST: Final = 2  # conditions; what one condition decides is told by that one

_NODES: Final = {"tier": "ladder", "class": "class", "choice": "choice"}

Kind = Literal["tier", "class", "choice"]
Value = str | bool | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One of the answers to a question; of a class whether the customer is in it."""

    kind: Kind
    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class OneOf:
    """That the answer to a question is one of some."""

    kind: Kind
    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A tier, a class or a choice.

    Attributes:
        answers: where each holds.
        others: that it may have, too.
    """

    kind: Kind
    name: str
    answers: dict[Value, n.Formula]
    others: set[Value]

    def met(self, anybody: Sequence[Customer]) -> OneOf | None:
        """Which of the answers some customers have, if that is worth telling: few of those that there may be."""
        met = [value for value, where in self.answers.items() if any(one.holds(where) for one in anybody)]
        left = (self.answers.keys() | self.others) - set(met)
        if self.kind == "tier":
            left -= {None}  # that there is a tier is nothing to tell
        is_told = len(met) == 1 if self.kind == "class" else bool(met and left)
        return OneOf(self.kind, self.name, tuple(met)) if is_told else None


class DecidedAlike:
    """What both policies decide by one formula.

    Args:
        scopes: that were compared.
        worlds: both policies in each of them.
        programs: both policies.
    """

    def __init__(
        self, scopes: Sequence[Scope], worlds: Sequence[tuple[Outcomes, Outcomes]], programs: Sequence[Program]
    ) -> None:
        self._worlds = dict(zip(scopes, worlds, strict=True))
        self._slices = [(program, Slices(program)) for program in programs]
        self._reads: dict[Aspect, set[tuple[str, str]]] = {}
        self._found: dict[Scope, dict[Outcome, n.Formula]] = {}

    def in_part(self, part: Part, aspect: Aspect) -> Iterator[Question]:
        """Questions that another one depends on, with the answers that are made of nothing but what a part is made of.

        Args:
            part: of a class of change.
            aspect: that is answered differently.
        """
        first, *others = (self._in(scope) for scope in part.scopes)
        read = _conditions(part.formula)
        found: dict[tuple[Kind, str], Question] = {}
        for outcome, formula in first.items():
            key = outcome.kind, outcome.name
            if (_NODES[outcome.kind], outcome.name) not in self._read_by(aspect):
                continue
            question = found.setdefault(key, Question(*key, {}, set()))
            own = _conditions(formula)
            if own and own <= read and all(other.get(outcome) is formula for other in others):
                question.answers[outcome.value] = formula
            else:
                question.others.add(outcome.value)
        for question in found.values():
            if any(len(_conditions(formula)) >= _FEWEST for formula in question.answers.values()):
                yield question

    def _read_by(self, aspect: Aspect) -> set[tuple[str, str]]:
        """What the answers to a question are made of in either policy."""
        if aspect not in self._reads:
            found = (slices.of(targets(aspect, program)).nodes for program, slices in self._slices)
            self._reads[aspect] = {node for nodes in found for node in nodes}
        return self._reads[aspect]

    def counterparts(self, known: Part, other: Part) -> dict[int, n.Formula]:
        """By id, what an answer is in one part for each of what it is in another."""
        mine, its = self._in(known.scopes[0]), self._in(other.scopes[0])
        return {id(formula): its[outcome] for outcome, formula in mine.items() if outcome in its}

    def _in(self, scope: Scope) -> Mapping[Outcome, n.Formula]:
        if scope not in self._found:
            old, new = (dict(_outcomes(world)) for world in self._worlds[scope])
            self._found[scope] = {x: formula for x, formula in new.items() if old.get(x) is formula}
        return self._found[scope]


def _outcomes(world: Outcomes) -> Iterator[tuple[Outcome, n.Formula]]:
    program, b = world.program, world.builder
    for name in program.ladders:
        rung = world.rung(name)
        yield Outcome("tier", name, None), b.negation(rung.known)
        yield from ((Outcome("tier", name, value), where) for value, where in rung.values.items())
    for name in program.classes:
        member = world.member(name)
        unknown = b.negation(b.any_of((member.true, member.false)))
        answers: dict[Value, n.Formula] = {True: member.true, False: member.false, None: unknown}
        yield from ((Outcome("class", name, value), where) for value, where in answers.items())
    for name in program.choices:
        choice = world.choice(name)
        yield Outcome("choice", name, None), b.negation(choice.known)
        yield from ((Outcome("choice", name, value), where) for value, where in choice.values.items())


def _conditions(formula: n.Formula) -> set[int]:
    return {id(x) for x in bottom_up([formula]) if isinstance(x, n.CONDITIONS)}
