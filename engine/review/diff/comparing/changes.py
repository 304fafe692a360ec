"""What changes for whom between two policies: every pair of answers, and a customer who has both, or a proof."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from dsl.lean import dataclass
from engine.binding import BindingError, bind
from engine.ir.amounts import Amount
from engine.ir.builder import Builder
from engine.ir.nodes import CONDITIONS, FALSE, TRUE
from engine.ir.outcomes import Outcomes
from engine.ir.reach import FIRST_DAY, LAST_DAY, to_days
from engine.ir.walk import bottom_up
from engine.proof.solver import Prover
from engine.review.diff.comparing.differences import Differences, Place
from engine.review.diff.comparing.sides import Linked, Side, refused
from engine.review.shared.aspects import Aspect, absent, aspects
from engine.review.shared.world import TODAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dsl.program.model import Program
    from engine.ir.nodes import Form, Formula
    from engine.review.diff.comparing.differences import Pair
    from engine.review.shared.aspects import Answers
    from engine.review.shared.scopes import Scope

MARGIN: Final = 36_525  # days at the ends of the calendar, where what is counted from today falls out of it
QUARANTINE: Final = Aspect("quarantine", ())


@dataclass(frozen=True, slots=True)
class Change:
    """A class of change: of everybody who has one answer before and another after."""

    aspect: Aspect
    pair: Pair


@dataclass(frozen=True, slots=True)
class InForce:
    """A scope in which only one of the policies is in force."""

    scope: Scope
    which: str


class Comparison:
    """Two policies over the same data, as formulas of one builder: what they share is the same object.

    Attributes:
        linked: the columns of both records.
        worlds: both policies in each of these scopes.
        valid: in each of them, the customers whom both policies decide.
        scopes: in which both policies are in force.
        one_sided: scopes in which only one policy is in force; there is nothing to compare.
        prover: that was asked.
    """

    def __init__(self, old: Program, new: Program) -> None:
        self.old, self.new = old, new
        self.builder = Builder()
        self.linked = Linked.of(old.record, new.record)
        for name, (low, high) in self.linked.bounds.items():
            self.builder.column(name, low, high)
        self._alike = self.builder.all_of(self.builder.negation(self.builder.known(x)) for x in self.linked.apart)
        self.today: Form = self.builder.column(TODAY, FIRST_DAY, LAST_DAY)
        self._sides = {
            id(old): (Side(self.builder, self.linked.old), self.linked.old),
            id(new): (Side(self.builder, self.linked.new), self.linked.new),
        }
        self.scopes: list[Scope] = []
        self.worlds: list[tuple[Outcomes, Outcomes]] = []
        self.valid: list[Formula] = []
        self.one_sided: list[InForce] = []
        self.prover: Prover | None = None
        self._deciding: tuple[list[Formula | Form], list[Formula | Form]] = [], []

    def changes(self, scopes: Iterable[Scope]) -> Iterator[Change]:
        """Every pair of different answers that somebody has, or may have; what is not told nobody has."""
        found: dict[Aspect, Differences] = {}
        for scope in scopes:
            old, new = self._bound(self.old, scope), self._bound(self.new, scope)
            if old is not None and new is not None:
                self.scopes.append(scope)
                self.worlds.append((old, new))
                self._compare(scope, old, new, found)
            elif old is not None or new is not None:
                self.one_sided.append(InForce(scope, "new" if old is None else "old"))
        goals = list({id(goal): goal for differences in found.values() for goal in differences.goals()}.values())
        if not goals:
            return
        self.prover = Prover(goals, self.linked.listed)
        for aspect, differences in found.items():
            for pair in differences.settled(self.prover):
                yield Change(aspect, pair)

    def _compare(self, scope: Scope, old: Outcomes, new: Outcomes, found: dict[Aspect, Differences]) -> None:
        b = self.builder
        days = b.all_of((self._days(scope), self._alike))
        before, after = (refused(x.program, x, self.linked, self._sides[id(x.program)][1]) for x in (old, new))
        if before is not after:
            was, now = (_yes_no(b, where) for where in (before, after))
            found.setdefault(QUARANTINE, Differences(b)).add(Place(scope, days), was, now)
        place = Place(scope, b.all_of((days, b.negation(before), b.negation(after))))
        self.valid.append(place.valid)
        for aspect, where, one, other in _pairs(old, new):
            for side, answers in zip(self._deciding, (one, other), strict=True):
                side.extend([answers.known, answers.form] if isinstance(answers, Amount) else answers.values())
            found.setdefault(aspect, Differences(b)).add(place, one, other, where)

    @cached_property
    def edited(self) -> tuple[Formula, ...]:
        """Conditions that only one of the policies has."""
        old, new = ({id(x): x for x in bottom_up(side) if isinstance(x, CONDITIONS)} for side in self._deciding)
        return tuple(x for key, x in {**old, **new}.items() if (key in old) is not (key in new))

    def _days(self, scope: Scope) -> Formula:
        b = self.builder
        first, last = max(to_days(scope.first), FIRST_DAY + MARGIN), min(to_days(scope.last), LAST_DAY - MARGIN)
        return b.all_of((b.at_least(self.today, first), b.negation(b.at_least(self.today, last + 1))))

    def _bound(self, program: Program, scope: Scope) -> Outcomes | None:
        """A policy on the days of a scope; None where it is not in force."""
        profile = scope.profile if scope.profile in program.profiles else None
        try:
            binding = bind(program, scope.first, profile)
        except BindingError:
            return None
        return Outcomes(program, binding, builder=self._sides[id(program)][0], today=self.today)


def _yes_no(b: Builder, where: Formula) -> Answers:
    return {True: where, False: b.negation(where)}


def _pairs(old: Outcomes, new: Outcomes) -> Iterator[tuple[Aspect, Formula, Answers | Amount, Answers | Amount]]:
    """Questions that the two answer with different formulas, or only one of them answers, and where they are asked."""
    channels = (*old.program.channels, *new.program.channels)
    before, after = dict(aspects(old, channels)), dict(aspects(new, channels))
    for aspect in {**before, **after}:
        one = before[aspect] if aspect in before else absent(aspect)
        other = after[aspect] if aspect in after else absent(aspect)
        if not _same(one, other):
            where = _with_task(old.builder, aspect, before, after) if aspect.kind == "due" else TRUE
            if where is not FALSE:
                yield aspect, where, one, other


def _with_task(
    b: Builder,
    due: Aspect,
    before: Mapping[Aspect, Answers | Amount],
    after: Mapping[Aspect, Answers | Amount],
) -> Formula:
    """Where both create a task: that one which comes or goes gets or loses its due day is not told apart."""
    created = [x.get(Aspect("task", due.name), {}) for x in (before, after)]
    return b.all_of(answers.get(True, FALSE) for answers in created if not isinstance(answers, Amount))


def _same(one: Answers | Amount, other: Answers | Amount) -> bool:
    if isinstance(one, Amount) and isinstance(other, Amount):
        return (one.form, one.divisor, one.known, one.over) == (other.form, other.divisor, other.known, other.over)
    if isinstance(one, Amount) or isinstance(other, Amount):
        return False
    return one.keys() == other.keys() and all(other[x] is here for x, here in one.items())
