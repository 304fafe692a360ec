"""What a policy decides under each profile and on each stretch of days, as formulas of one builder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.lean import dataclass
from dsl.program.types import Bool, Date, Listed, Text
from engine.binding import BindingError, bind
from engine.columns import stored_bounds
from engine.ir.builder import Builder
from engine.ir.outcomes import Outcomes
from engine.ir.reach import FIRST_DAY, LAST_DAY, to_days
from engine.review.shared.scopes import scopes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from dsl.program.model import Field, Program
    from engine.ir.nodes import Form, Formula
    from engine.review.shared.scopes import Scope

TODAY: Final = "today"
RICHER: Final = "′"  # behind a field: of another customer, who has the same in all other fields


@dataclass(frozen=True, eq=False, slots=True)
class World:
    """A policy on the days of a scope.

    Attributes:
        valid: where it is such a day and the customer is one that the record allows.
    """

    scope: Scope
    outcomes: Outcomes
    valid: Formula


class Worlds:
    """A policy in every scope in which it is in force; what scopes have in common is the same object.

    Attributes:
        today: stands for the as-of date.
        listed: the values of each field that is a list.
        each: the policy in each scope.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.builder = Builder()
        self.listed: dict[str, Sequence[str]] = {}
        for field in program.record.fields.values():
            self._column(field)
        self.today: Form = self.builder.column(TODAY, FIRST_DAY, LAST_DAY)
        self.each = tuple(self._worlds())

    def _column(self, field: Field) -> None:
        """Make the column of a field with its bounds."""
        if isinstance(field.type, Listed):
            self.listed[field.name] = field.type.values
        if not isinstance(field.type, Bool | Listed | Text):
            self.builder.column(field.name, *self.bounds(field))

    @staticmethod
    def bounds(field: Field) -> tuple[int, int]:
        """The least and the greatest stored integer of a field."""
        return (FIRST_DAY, LAST_DAY) if isinstance(field.type, Date) else stored_bounds(field)

    def _worlds(self) -> Iterator[World]:
        for scope in scopes(self.program):
            try:
                binding = bind(self.program, scope.first, scope.profile)
            except BindingError:  # the policy is not in force
                continue
            outcomes = Outcomes(self.program, binding, builder=self.builder, today=self.today)
            yield World(scope, outcomes, self._valid(scope, outcomes))

    def _valid(self, scope: Scope, outcomes: Outcomes) -> Formula:
        b = self.builder
        assumed = (
            b.negation(outcomes.conditions.truth(condition).false) for condition, _ in self.program.record.assumptions
        )
        return b.all_of((*self._during(scope.first, scope.last), *assumed))

    def _during(self, first: date, last: date) -> tuple[Formula, Formula]:
        """On one of some days."""
        b = self.builder
        return b.at_least(self.today, to_days(first)), b.negation(b.at_least(self.today, to_days(last) + 1))

    def on(self, day: date) -> Formula:
        """On a day."""
        return self.builder.all_of(self._during(day, day))
