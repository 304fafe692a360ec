"""Which edits make a class of change: those that make it for one who is shown, and those that make it for others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.lean import dataclass
from engine.binding import BindingError, bind
from engine.ir.outcomes import Outcomes
from engine.ir.reach import from_days
from engine.proof.booleans import Booleans
from engine.proof.solver import Prover
from engine.review.diff.comparing.differences import Differences
from engine.review.diff.comparing.sides import Side, refused
from engine.review.shared.aspects import absent, aspects
from engine.review.shared.world import TODAY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dsl.program.model import Program
    from engine.ir import nodes as n
    from engine.ir.amounts import Amount
    from engine.proof.samples import Row
    from engine.review.diff.comparing.changes import Change, Comparison
    from engine.review.diff.comparing.differences import Part
    from engine.review.diff.edits.responsible import Responsibility
    from engine.review.diff.statements.model import StatementChange
    from engine.review.diff.telling.showing import Showing
    from engine.review.shared.aspects import Answers, Aspect
    from engine.review.shared.scopes import Scope

_ASKED: Final = 32  # questions of a review: each is about a policy of its own


@dataclass(frozen=True, slots=True)
class Made:
    """What makes a class of change.

    Attributes:
        by: edits that make it for who is shown.
        for_others: edits that make it for others.
        perhaps_more: whether others may be, too: that was not looked for, or is not settled.
    """

    by: tuple[StatementChange, ...]
    for_others: tuple[StatementChange, ...] = ()
    perhaps_more: bool = False


class Causes:
    """Finds the edits that make classes of change.

    Whoever changes though all edits are undone that are known by then, is changed by others.

    Args:
        comparison: that found the classes.
        showing: completes customers.
        responsibility: finds the edits that make a change for a customer.
    """

    def __init__(self, comparison: Comparison, showing: Showing, responsibility: Responsibility) -> None:
        self._c, self._showing, self._responsibility = comparison, showing, responsibility
        self._asked = 0
        self._logic = Booleans((), (), comparison.linked.listed)  # of all questions: they have most in common
        self._undone: dict[tuple[int, Scope], tuple[Outcomes, n.Formula] | None] = {}

    def of(self, change: Change, row: Row, day: date, profile: str | None) -> Made:
        """The edits that make a class, of whom one is known: a row on a day under a profile."""
        shown = self._responsible(change, row, day, profile)
        found = {edit.id: edit for edit in shown}
        perhaps_more = False
        for part in change.pair.parts:
            if self._are_all(change.aspect, found):
                break
            if part is not change.pair.shown:
                found |= {edit.id: edit for edit in self._responsible_in(change, part, part.found.row)}
            perhaps_more |= not self._found_all(change, part, found)
        return Made(shown, tuple(found.values())[len(shown) :], perhaps_more)

    def _found_all(self, change: Change, part: Part, found: dict[str, StatementChange]) -> bool:
        """Add the edits that make a change for others of a part; False if it is not settled whether these are all."""
        while not self._are_all(change.aspect, found):
            policy = self._responsibility.without(found)
            still = self._still(change, part, policy) if policy is not None else None
            if still is None:
                return True  # they cannot be undone, as others need them
            met = self._somebody([part.formula, part.place.valid, *still])
            if met == "nobody":
                return True
            edits = self._responsible_in(change, part, met) if isinstance(met, dict) else ()
            others = {edit.id: edit for edit in edits}
            if others.keys() <= found.keys():
                return False
            found |= others
        return True

    def _are_all(self, aspect: Aspect, found: dict[str, StatementChange]) -> bool:
        """Whether no other edit can make a change; where none was found for one customer, none is sought for others."""
        return not found or self._responsibility.reaching(aspect) <= found.keys()

    def _responsible_in(self, change: Change, part: Part, row: Row | None) -> tuple[StatementChange, ...]:
        if row is None:
            return ()
        whole = self._showing.whole(row, part.place.scope)
        return self._responsible(change, whole, from_days(int(whole[TODAY] or 0)), part.place.scope.profile)

    def _responsible(self, change: Change, row: Row, day: date, profile: str | None) -> tuple[StatementChange, ...]:
        pair = change.pair.before, change.pair.after
        edits = self._responsibility.of(change.aspect, pair, row, day, profile)
        return edits.changes if edits is not None else ()

    # --- who changes with edits undone ---

    def _still(self, change: Change, part: Part, policy: Program) -> Sequence[n.Formula] | None:
        """Where there is the same change from the old policy to another; None where that one is not in force."""
        scope, aspect, pair = part.place.scope, change.aspect, change.pair
        bound = [self._bound(x, scope) for x in (self._c.old, policy)]
        if bound[0] is None or bound[1] is None:
            return None
        (old, _), (other, is_refused) = bound[0], bound[1]
        b = self._c.builder
        if aspect.kind == "quarantine":
            return [is_refused if pair.after is True else b.negation(is_refused)]
        differences = Differences(b)
        differences.add(part.place, self._answers(old, aspect), self._answers(other, aspect))
        return [differences.where(pair.before, pair.after), b.negation(is_refused)]

    def _answers(self, outcomes: Outcomes, aspect: Aspect) -> Answers | Amount:
        channels = (*self._c.old.channels, *self._c.new.channels)
        return next((found for other, found in aspects(outcomes, channels) if other == aspect), absent(aspect))

    def _bound(self, policy: Program, scope: Scope) -> tuple[Outcomes, n.Formula] | None:
        """A policy in a scope, and whom it sets aside."""
        key = id(policy), scope
        if key not in self._undone:
            self._undone[key] = self._new_bound(policy, scope)
        return self._undone[key]

    def _new_bound(self, policy: Program, scope: Scope) -> tuple[Outcomes, n.Formula] | None:
        try:
            binding = bind(policy, scope.first, scope.profile if scope.profile in policy.profiles else None)
        except BindingError:
            return None
        readings = self._responsibility.readings(policy)
        outcomes = Outcomes(policy, binding, builder=Side(self._c.builder, readings), today=self._c.today)
        return outcomes, refused(policy, outcomes, self._c.linked, readings)

    def _somebody(self, goals: Sequence[n.Formula]) -> Row | str:
        """One for whom goals hold; else whether that is proved."""
        self._logic.say(goals)
        if self._logic.nobody(goals, ()):
            return "nobody"
        if self._asked >= _ASKED:
            return "unknown"
        self._asked += 1
        found = Prover(goals, self._c.linked.listed).ask(goals)
        return found.row if found.row is not None else found.verdict
