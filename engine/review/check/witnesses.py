"""Customers who were found, made to read like one, and decided as runs do."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

from engine.ir.reach import from_days, to_days
from engine.ir.values import Customer
from engine.review.check.findings.model import Witness
from engine.review.shared.lines import Lines
from engine.review.shared.people import there, typical
from engine.review.shared.shrinking import Plain
from engine.review.shared.world import RICHER, TODAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.proof.samples import Row
    from engine.review.check.questions import Question, Questions
    from engine.review.shared.people import Cell
    from engine.review.shared.replay import Replay, Seen
    from engine.review.shared.world import World

_ANY_DAY: Final = date(2026, 1, 1)  # for policies that decide the same on every day


class Witnesses:
    """Makes witnesses of the customers that questions are answered with.

    Args:
        questions: that were asked.

    Attributes:
        typical: the typical customer.
    """

    def __init__(self, questions: Questions) -> None:
        program = questions.worlds.program
        self._questions = questions
        self.typical = typical(program.record)
        self._fields = program.record.fields
        self._keys = {program.record.key: "C1"}
        self._program = program
        days = (program.record.typical_day, *(test.as_of for test in program.tests))
        self._days = list(dict.fromkeys(day for day in days if day is not None))

    @cached_property
    def _replay(self) -> Replay:
        """Decides as runs do."""
        from engine.review.shared.replay import Replay  # noqa: PLC0415 - loads the machine; most policies have nobody to show

        return Replay(self._program)

    def find(self, question: Question, row: Row, shows: Callable[[Seen], bool]) -> Witness | None:
        """The witness of a customer; None if the production evaluator does not show what was found.

        Args:
            question: that was answered with her.
            row: her values.
            shows: whether a decision shows it.
        """
        whole = self.whole(question, row)
        for candidate in (self.shrunk(question, whole), whole):
            found = self.witness(question, candidate)
            seen = self.decide(found)
            if seen is not None and shows(seen):
                return found
        return None

    def decide(self, witness: Witness) -> Seen | None:
        """What the production evaluator decides about a witness; None if the record does not allow her."""
        return self._replay.decide(witness.row, witness.day, witness.profile)

    def witness(self, question: Question, row: Row) -> Witness:
        """A whole row as a witness that nothing has confirmed yet."""
        world, day = self._scope(question, row), from_days(int(row[TODAY] or 0))
        shown = tuple(name for name, value in self.typical.items() if row[name] != value and name not in self._keys)
        return Witness({name: row[name] for name in self.typical}, day, world.scope.profile, shown)

    # --- whole rows ---

    def whole(self, question: Question, row: Row) -> Row:
        """A row with a day and a value for every field."""
        worlds = question.cases[0].worlds
        met = {name: self._there(name, value) for name, value in row.items()}
        return {TODAY: to_days(self._some_day(worlds[0])), **self.typical, **self._keys, **met}

    def _there(self, name: str, value: Cell) -> Cell:
        field = self._fields.get(name.removesuffix(RICHER))
        return value if field is None else there(value, field, self.typical[field.name])

    def _some_day(self, world: World) -> date:
        scope = world.scope
        wanted = [*self._days, _ANY_DAY, scope.first]
        return next(day for day in wanted if scope.first <= day <= scope.last)

    def _scope(self, question: Question, row: Row) -> World:
        """The first scope that a customer is found in."""
        day = from_days(int(row[TODAY] or 0))
        case = next(case for case in question.cases if case.is_met(Customer(row)))
        return next(world for world in case.worlds if world.scope.first <= day <= world.scope.last)

    # --- shrinking ---

    def shrunk(self, question: Question, row: Row) -> Row:
        """A row in which no single field can be made more typical, or plainer."""
        lines = Lines()
        lines.add(question.goals)
        base = {name: name.removesuffix(RICHER) for name in row if name != TODAY and name not in self._keys}
        plain = Plain(
            usual={name: self.typical[of] for name, of in base.items()},
            fields={name: self._fields[of] for name, of in base.items()},
            lines=lines,
            days=self._usual_days(question),
        )
        return plain.plainer(row, lambda changed: self._questions.is_one(question, changed))

    def _usual_days(self, question: Question) -> list[int]:
        worlds = (world for case in question.cases for world in case.worlds)
        days = [*self._days, *(self._some_day(world) for world in worlds)]
        return list(map(to_days, dict.fromkeys(days)))
