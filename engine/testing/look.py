"""A look at one tested customer: what the reference evaluator says, remembered."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from engine.reference import DateNeededError
from engine.testing.replay import Replay

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dsl.program import expr as e
    from dsl.program import model as m
    from dsl.program.types import Value
    from engine.decision import OfferDecision, OfferLost, TaskDecision
    from engine.reference import Row, Truth
    from engine.testing.replay import Indexed, Known


class Look:
    """One customer under one program and binding. Only what is asked for is evaluated.

    So a test without a date can be decided as long as what it expects does not depend on one.
    """

    def __init__(self, reference: Indexed, row: Row, known: Known | None = None) -> None:
        self.reference = reference
        self.program = reference.program
        self.evaluation = Replay(reference, row, known)

    @property
    def row(self) -> Row:
        """The customer."""
        return self.evaluation.row

    @property
    def known(self) -> Known:
        """Everything evaluated so far."""
        return self.evaluation.known

    def value(self, node: e.Expr) -> Value | None:
        """The value of an expression."""
        return self.evaluation.value(node)

    def truth(self, node: e.Expr | None) -> Truth:
        """Whether a condition holds."""
        return self.evaluation.truth(node)

    def fires(self, rule: m.Rule) -> Truth:
        """Whether a rule applies; one that is not in force does not."""
        return self.evaluation.fires(rule) if self.in_force(rule) else False

    def in_force(self, rule: m.Rule) -> bool:
        """Whether a rule is in force on the day."""
        return rule.id in self.reference.in_force

    def fired(self) -> Iterator[m.Rule]:
        """Rules that apply; those that would need a date the test does not have are left out."""
        yield from (rule for rule in self.reference.rules if self._applies(rule))

    def rows(self, table: str) -> tuple[m.Rule, ...]:
        """The rows of a table that apply, as far as that can be told without a date the test does not have."""
        return tuple(rule for rule in self.reference.rules if rule.table == table and self._applies(rule))

    def _applies(self, rule: m.Rule) -> bool:
        try:
            return self.evaluation.fires(rule) is True
        except DateNeededError:
            return False

    @cached_property
    def _all_offers(self) -> tuple[tuple[OfferDecision, ...], tuple[OfferLost, ...]]:
        return self.evaluation.offers()

    @cached_property
    def offers(self) -> dict[str, OfferDecision]:
        """What is offered, best first."""
        return {offer.offer: offer for offer in self._all_offers[0]}

    @cached_property
    def lost(self) -> dict[str, OfferLost]:
        """What was granted but lost."""
        return {offer.offer: offer for offer in self._all_offers[1]}

    @cached_property
    def tasks(self) -> tuple[TaskDecision, ...]:
        """All tasks."""
        return self.evaluation.tasks()

    def has(self, outcome: m.HasOutcome | e.Expr) -> bool:
        """Whether a part of a ``never`` holds; one that needs a date the test does not have does not."""
        try:
            return self.evaluation.has(outcome, lambda: self._all_offers[0]) is True
        except DateNeededError:
            return False

    def breaks(self, never: m.Never) -> bool:
        """Whether a ``never`` is broken. What depends on a date the test does not have cannot be told."""
        return all(self.has(outcome) for outcome in never.outcomes)
