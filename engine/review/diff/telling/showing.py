"""One customer of a class of change, as like the typical one as can be, decided under both policies."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

from dsl.lean import dataclass
from engine.ir.reach import from_days, to_days
from engine.review.diff.comparing.sides import taken
from engine.review.diff.telling.alike import Likeness
from engine.review.diff.telling.beside import Beside, unchanged
from engine.review.diff.telling.deciding import Decider, answer_of, fits
from engine.review.shared.lines import Lines
from engine.review.shared.people import there, typical
from engine.review.shared.shrinking import Plain
from engine.review.shared.world import TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dsl.program.model import Field, Program
    from engine.proof.samples import Row
    from engine.proof.solver import Prover
    from engine.review.diff.comparing.changes import Change, Comparison
    from engine.review.diff.telling.beside import Neighbour
    from engine.review.diff.telling.deciding import Decided
    from engine.review.shared.people import Cell
    from engine.review.shared.scopes import Scope

_ANY_DAY: Final = date(2026, 1, 1)  # for policies that decide the same on every day


@dataclass(frozen=True, slots=True)
class Person:
    """A customer whom both policies were asked about.

    Attributes:
        row: stored values by column; None is an empty cell.
        odd: columns in which she is not typical.
        day, profile: that she is decided on and under.
        old, new: what was decided.
        neighbour: another value of a column, with which this change does not happen, if one was found.
    """

    row: Row
    odd: tuple[str, ...]
    day: date
    profile: str | None
    old: Decided
    new: Decided
    neighbour: Neighbour | None


def usual_days(old: Program, new: Program, first_day: date | None = None) -> list[date]:
    """Days on which customers are shown, the best first: one that is wanted, the records', those of most tests."""
    tests = Counter(test.as_of for program in (new, old) for test in program.tests)
    records = (program.record.typical_day for program in (new, old))
    usual = (day for day, _ in tests.most_common())
    return list(dict.fromkeys(day for day in (first_day, *records, *usual, _ANY_DAY) if day is not None))


class Showing:
    """Finds somebody to show for each class of change.

    Args:
        comparison: that found the classes.
        changes: all of them.
        first_day: on which customers are shown, if the change is one of that day.
    """

    def __init__(self, comparison: Comparison, changes: Sequence[Change], first_day: date | None = None) -> None:
        self._c = comparison
        self._aspects = tuple(dict.fromkeys(change.aspect for change in changes))
        self.old, self.new = Decider(comparison.old), Decider(comparison.new)
        self._fields = comparison.linked.fields
        self._usual = dict(_usual(comparison))
        self._days = usual_days(comparison.old, comparison.new, first_day)
        self._met: list[tuple[Row, str | None]] = []
        self._lines = Lines()

    @property
    def _prover(self) -> Prover:
        if self._c.prover is None:
            raise ValueError("nothing was proved yet")
        return self._c.prover

    @cached_property
    def likeness(self) -> Likeness:
        """What all in a class are seen to have in common."""
        return Likeness(self._prover)

    @cached_property
    def _beside(self) -> Beside:
        return Beside(self._c, self.likeness, self._fields, self._usual, self._lines)

    @property
    def usual(self) -> Mapping[str, Cell]:
        """What the typical customer has, by column."""
        return self._usual

    @property
    def fields(self) -> dict[str, Field]:
        """What each column holds."""
        return self._fields

    def find(self, change: Change) -> Person | None:
        """Somebody; None if none is found whom the production evaluator decides as was proved."""
        part, prover = change.pair.shown, self._prover
        goals = [part.formula, part.place.valid]
        self._lines.add([part.formula])
        profile = part.place.scope.profile
        alike = (row for row, under in self._met if under == profile and prover.is_one(row, goals))
        start = next(alike, part.found.row)
        if start is None:
            return None
        days = self._days_in(part.place.scope)
        usual, whole = {**self._usual, TODAY: days[0]}, self.whole(start, part.place.scope)
        plainer = Plain(usual, self._fields, self._lines, days, self._c.linked.bounds)
        plain = plainer.shrunk(whole, lambda row: prover.is_one(row, goals))
        for row in (plain, whole):
            person = self._person(change, row, profile)
            if person is not None:
                self._met.append((row, profile))
                return person
        return None

    def whole(self, row: Row, scope: Scope) -> Row:
        """A customer of a scope with all values, as usual where a proof says nothing of them."""
        usual = {**self._usual, TODAY: self._days_in(scope)[0]}
        return {**usual, **{name: self._there(name, value) for name, value in row.items()}}

    def _there(self, name: str, value: Cell) -> Cell:
        field = self._fields.get(name)
        if field is None or value in self._c.linked.listed.get(name, ()):
            return value
        return there(value, field, self._usual[name])

    def _days_in(self, scope: Scope) -> list[int]:
        """Days to decide on, the best first: one of a test, or of those in the scope the one next to it."""
        held = [day for day in self._days if scope.first <= day <= scope.last]
        if self._days[0] not in held:
            held.insert(0, min(max(self._days[0], scope.first), scope.last))
        return list(map(to_days, held))

    def _person(self, change: Change, row: Row, profile: str | None) -> Person | None:
        day = from_days(int(row[TODAY] or 0))
        odd = tuple(name for name in self._usual if row[name] != self._usual[name])
        old, new = next(self._decided([row], day, profile))
        if not (old.is_sure and new.is_sure and self._shows(change, old, new)):
            return None
        person = Person(row, odd, day, profile, old, new, None)
        return replace(person, neighbour=self._neighbour(change, person))

    def _neighbour(self, change: Change, person: Person) -> Neighbour | None:
        """The nearest to whom this change does not happen, if possible none at all."""
        found = None
        for like in self._beside.values(change.pair.shown, person.row, person.odd):
            rows = [person.row | {name: value} for name, value in like]
            decided = zip(like, self._decided(rows, person.day, person.profile), strict=True)
            near = unchanged(change.aspect, self._aspects, (person.old, person.new), decided)
            found = near if found is None or (near is not None and near.is_untouched) else found
            if found is not None and found.is_untouched:
                break
        return found

    @staticmethod
    def _shows(change: Change, old: Decided, new: Decided) -> bool:
        before, after = (answer_of(x.decision, change.aspect) for x in (old, new))
        if (old.decision is None or new.decision is None) and change.aspect.kind != "quarantine":
            return False
        return fits(before, after, (change.pair.before, change.pair.after))

    def _decided(self, rows: list[Row], day: date, profile: str | None) -> Iterator[tuple[Decided, Decided]]:
        linked = self._c.linked
        sides = ((self.old, linked.old), (self.new, linked.new))
        each = (
            decider.decide([taken(readings, decider.program.record, row) for row in rows], day, profile)
            for decider, readings in sides
        )
        yield from zip(*each, strict=True)


def _usual(comparison: Comparison) -> Iterator[tuple[str, Cell]]:
    """The typical customer of the new record, with what only the old one has."""
    linked = comparison.linked
    by_field: dict[int, Cell] = {}
    for program in (comparison.old, comparison.new):
        usual = typical(program.record) | {program.record.key: "C1"}
        by_field |= {id(field): usual[name] for name, field in program.record.fields.items()}
    for column, field in linked.fields.items():
        value, values = by_field[id(field)], linked.listed.get(column, ())
        if column in linked.apart:
            value = None
        elif values and value is not None and value not in values:  # a text, where the other record has a list
            value = values[0]
        yield column, value
