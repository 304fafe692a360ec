"""One customer of a class of change, as like the typical one as can be, decided under both policies."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cached_property, partial
from itertools import islice
from typing import TYPE_CHECKING, Final

from dsl.lean import dataclass
from dsl.program.types import Bool, Date, Listed, Text
from engine.ir.reach import from_days, to_days
from engine.review.diff.comparing.sides import taken
from engine.review.diff.telling.alike import Likeness, fields_of
from engine.review.diff.telling.deciding import Decider, answer_of, fits
from engine.review.shared.lines import Lines
from engine.review.shared.people import there, typical
from engine.review.shared.shrinking import Plain
from engine.review.shared.world import TODAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dsl.program.model import Field
    from engine.proof.samples import Row
    from engine.proof.solver import Prover
    from engine.review.diff.comparing.changes import Change, Comparison
    from engine.review.diff.telling.deciding import Decided
    from engine.review.shared.people import Cell
    from engine.review.shared.scopes import Scope

_ANY_DAY: Final = date(2026, 1, 1)  # for policies that decide the same on every day
_NEIGHBOURS: Final = 24  # values of a field that are looked at
_DECADE: Final = 3650  # days
_NEAR_TODAY: Final = (-1, 0, 1, 30, 90)  # days
_MOST_LIKE: Final = 6  # customers who are decided, to find one to whom nothing happens


@dataclass(frozen=True, slots=True)
class Person:
    """A customer whom both policies were asked about.

    Attributes:
        row: stored values by column; None is an empty cell.
        odd: columns in which she is not typical.
        day, profile: that she is decided on and under.
        old, new: what was decided.
        neighbour: a column and another value, with which nothing changes.
    """

    row: Row
    odd: tuple[str, ...]
    day: date
    profile: str | None
    old: Decided
    new: Decided
    neighbour: tuple[str, Cell] | None


class Showing:
    """Finds somebody to show for each class of change."""

    def __init__(self, comparison: Comparison, first_day: date | None = None) -> None:
        self._c = comparison
        self.old, self.new = Decider(comparison.old), Decider(comparison.new)
        self._fields = dict(_fields(comparison))
        self._usual = dict(_usual(comparison, self._fields))
        tests = Counter(test.as_of for program in (comparison.new, comparison.old) for test in program.tests)
        usual = (day for day, _ in tests.most_common())
        self._days = list(dict.fromkeys(day for day in (first_day, *usual, _ANY_DAY) if day is not None))
        self._edited = {field for atom in comparison.edited for field in fields_of(atom)}
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
        usual = {**self._usual, TODAY: days[0]}
        whole = {**usual, **{name: self._there(name, value) for name, value in start.items()}}
        plain = Plain(usual, self._fields, self._lines, days).shrunk(whole, lambda row: prover.is_one(row, goals))
        for row in (plain, whole):
            person = self._person(change, row, profile)
            if person is not None:
                self._met.append((row, profile))
                return person
        return None

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
        like = self._like(change, row, odd)
        decided = self._decided([row, *(row | {name: value} for name, value in like)], day, profile)
        old, new = next(decided)
        if not (old.is_sure and new.is_sure and self._shows(change, old, new)):
            return None
        return Person(row, odd, day, profile, old, new, _unchanged(change, (old, new), zip(like, decided, strict=True)))

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

    # --- who is like her, and nothing happens to ---

    def _like(self, change: Change, row: Row, odd: tuple[str, ...]) -> list[tuple[str, Cell]]:
        """Values of one field with which somebody is not in the class, the nearest first."""
        part = change.pair.shown
        goals = part.formula, part.place.valid

        def is_one(name: str, value: Cell) -> bool:
            return self._prover.is_one(row | {name: value}, goals)

        alike = self.likeness.of(part.formula, part.valid, row)
        in_common = {field for atom, _ in alike.shown for field in fields_of(atom)}

        def distance(other: tuple[str, Cell]) -> tuple[bool, bool, float]:
            """What was edited tells more than what the class has in common, and that more than what is nearer."""
            name, value = other
            return name not in self._edited, name not in in_common, _distance(self._fields[name], row[name], value)

        outside = [(name, value) for name in odd for value in self._outside(row, name, partial(is_one, name))]
        outside = sorted(outside, key=distance)[:_MOST_LIKE]
        nearest = dict.fromkeys((name, _nearest(row[name], value, partial(is_one, name))) for name, value in outside)
        return sorted(nearest, key=distance)

    def _outside(self, row: Row, name: str, is_one: Callable[[Cell], bool]) -> Iterator[Cell]:
        """Other values with which somebody is not in the class; of numbers the nearest on each side."""
        near, value = self._near(row, name), row[name]
        if not _is_number(value):
            yield from (x for x in near if not is_one(x))
            return
        for side in (
            [x for x in near if int(x or 0) < int(value or 0)],
            [x for x in near if int(x or 0) > int(value or 0)],
        ):
            yield from islice((x for x in side if not is_one(x)), 1)

    def _near(self, row: Row, name: str) -> list[Cell]:
        """Other values of a field, of which one may change what happens."""
        field, value = self._fields[name], row[name]
        match field.type:
            case Bool():
                return [not value] if value is not None else [True, False]
            case Listed(values=values):
                return [x for x in values if x != value]
            case Text():
                return []
            case _:
                number = value if isinstance(value, int) else 0
                lines = {x for line in self._lines.of(row, name) for x in (line, line - 1)}
                usual, today = self._usual[name], row[TODAY]
                if isinstance(usual, int):
                    lines.add(usual)
                if isinstance(field.type, Date) and isinstance(today, int):
                    lines |= {today + days for days in _NEAR_TODAY}
                near = sorted(lines - {value}, key=lambda x: (abs(x - number), x))[:_NEIGHBOURS]
                low, high = self._c.linked.bounds.get(name, (0, 0))
                return [x for x in near if low <= x <= high]


def _unchanged(
    change: Change,
    shown: tuple[Decided, Decided],
    like: Iterable[tuple[tuple[str, Cell], tuple[Decided, Decided]]],
) -> tuple[str, Cell] | None:
    """The first value of one field with which both policies give one answer, if possible one that is shown.

    Args:
        change: that does not happen.
        shown: what was decided about the customer who is shown.
        like: other values of a field, and what was decided.
    """
    before, after = (answer_of(x.decision, change.aspect) for x in shown)
    two_sided = None
    for other, (old, new) in like:
        answer = answer_of(old.decision, change.aspect)
        if old.decision is None or new.decision is None or not (old.is_sure and new.is_sure):
            continue
        if answer == answer_of(new.decision, change.aspect):
            if answer in (before, after):  # only one of the policies treats the two differently
                return other
            two_sided = two_sided or other
    return two_sided


def _nearest(inside: Cell, outside: Cell, is_one: Callable[[Cell], bool]) -> Cell:
    """Of the numbers between two of which one makes the change, one beside which it happens."""
    if not (_is_number(inside) and _is_number(outside)):
        return outside
    near, far = int(inside or 0), int(outside or 0)
    while abs(far - near) > 1:
        middle = (near + far) // 2
        if is_one(middle):
            near = middle
        else:
            far = middle
    return far


def _is_number(value: Cell) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _distance(field: Field, one: Cell, other: Cell) -> float:
    """Numbers by how much greater or less, days by how long; what is no number is further away.

    A value in place of a missing one is near: that it is missing is the strangest thing about somebody.
    """
    if one is None:
        return 0.0
    if not (_is_number(one) and _is_number(other)):
        return 10.0
    number, another = int(one), int(other or 0)
    apart = abs(number - another)
    return apart / (apart + _DECADE if isinstance(field.type, Date) else abs(number) + abs(another))


def _fields(comparison: Comparison) -> Iterator[tuple[str, Field]]:
    """Of each column, the field of the new record, or of the old one."""
    for readings, program in ((comparison.linked.old, comparison.old), (comparison.linked.new, comparison.new)):
        for name, reading in readings.items():
            yield reading.column, program.record.fields[name]


def _usual(comparison: Comparison, fields: dict[str, Field]) -> Iterator[tuple[str, Cell]]:
    """The typical customer of the new record, with what only the old one has."""
    for readings, program in ((comparison.linked.old, comparison.old), (comparison.linked.new, comparison.new)):
        usual = typical(program.record)
        for name, reading in readings.items():
            field = fields[reading.column]
            yield reading.column, "C1" if program.record.key == name else usual[name] if field.name == name else None
