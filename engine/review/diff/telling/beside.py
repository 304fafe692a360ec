"""Who is like a customer in all but one field, and nothing happens to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dsl.lean import dataclass
from dsl.program.types import Bool, Date, Listed, Text
from engine.ir import nodes as n
from engine.ir.walk import bottom_up
from engine.review.diff.telling.alike import fields_of
from engine.review.diff.telling.deciding import answer_of
from engine.review.shared.people import is_number
from engine.review.shared.world import TODAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from dsl.program.model import Field
    from engine.proof.samples import Row
    from engine.review.diff.comparing.changes import Comparison
    from engine.review.diff.comparing.differences import Part
    from engine.review.diff.telling.alike import Likeness
    from engine.review.diff.telling.deciding import Decided
    from engine.review.shared.aspects import Aspect
    from engine.review.shared.lines import Lines
    from engine.review.shared.people import Cell

    _Are = Callable[[Sequence[Any]], list[bool]]  # of each of some values of a field, whether it makes the change

_NEIGHBOURS: Final = 24  # values of a field that are looked at
_DECADE: Final = 3650  # days
_NEAR_TODAY: Final = (-1, 0, 1, 30, 90)  # days
_ON_A_SIDE: Final = 3  # of these numbers: beyond the nearest there may be another class
_HALVED: Final = 6  # times before it is asked with which numbers the change happens
_MOST_LIKE: Final = 12  # that are told apart, to find one with which nothing happens


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another value of a column, with which a change does not happen.

    Attributes:
        is_untouched: whether nothing else happens, either.
    """

    column: str
    value: Cell
    is_untouched: bool


class Beside:
    """Finds values with which a customer is not in a class of change.

    Args:
        comparison: that found the classes.
        likeness: what all in a class have in common.
        fields: by column.
        usual: the typical customer.
        lines: that sentences draw.
    """

    def __init__(
        self,
        comparison: Comparison,
        likeness: Likeness,
        fields: Mapping[str, Field],
        usual: Mapping[str, Cell],
        lines: Lines,
    ) -> None:
        self._c, self._likeness = comparison, likeness
        self._fields, self._usual, self._lines = fields, usual, lines
        self._edited = {field for atom in comparison.edited for field in fields_of(atom)}
        read = [
            {reading.column for reading in side.values()} for side in (comparison.linked.old, comparison.linked.new)
        ]
        self._lone = read[0] ^ read[1]

    def values(self, part: Part, row: Row, odd: Sequence[str]) -> Iterator[list[tuple[str, Cell]]]:
        """Values of one field with which somebody is not in the class, the nearest first: of fields that tell the most.

        Then of others.

        Args:
            part: of the class.
            row: one who is in it.
            odd: columns in which he is not typical.
        """
        alike = self._likeness.of(part.formula, part.valid, row)
        in_common = {field for atom, _ in alike.shown for field in fields_of(atom)}

        def distance(other: tuple[str, Cell]) -> tuple[bool, bool, bool, float]:
            """What came or went tells more than what else was edited, that more than what the class has in common.

            And that more than what is nearer.
            """
            name, value = other
            return (
                name not in self._lone,
                name not in self._edited,
                name not in in_common,
                _distance(self._fields[name], row[name], value),
            )

        for names in self._where_to_look(part, odd, in_common):
            are = {name: self._members(part, row, name) for name in names}
            outside = [(name, value) for name in names for value in self._outside(row, name, are[name])]
            outside = sorted(outside, key=distance)[:_MOST_LIKE]
            nearest = ((name, _nearest(row[name], value, are[name])) for name, value in outside)
            yield sorted(dict.fromkeys((*nearest, *outside)), key=distance)

    def _where_to_look(self, part: Part, odd: Sequence[str], in_common: set[str]) -> Iterator[list[str]]:
        """Fields that the class depends on: what is odd, what tells of the class, and the others."""
        yield list(odd)
        read = {x.field for x in bottom_up([part.formula]) if isinstance(x, n.Column | n.Flag | n.Member | n.Known)}
        typical = [name for name in self._usual if name in read and name not in odd]
        telling = in_common | self._edited
        yield [name for name in typical if name in telling]
        yield [name for name in typical if name not in telling]

    def _members(self, part: Part, row: Row, name: str) -> _Are:
        """Tells with which values of a field somebody is in the class."""
        prover, goals = self._c.prover, (part.formula, part.place.valid)
        if prover is None:
            return lambda values: [False for _ in values]
        if is_number(row[name]):
            return prover.varied(row, name, goals).are
        return lambda values: [prover.is_one(row | {name: value}, goals) for value in values]

    def _outside(self, row: Row, name: str, are: _Are) -> Iterator[Cell]:
        """Other values with which somebody is not in the class; of numbers the nearest few on each side."""
        near, value = self._near(row, name), row[name]
        outside = [x for x, is_one in zip(near, are(near), strict=True) if not is_one]
        if not is_number(value):
            yield from outside
            return
        less = [x for x in outside if int(x or 0) < int(value or 0)][:_ON_A_SIDE]
        more = [x for x in outside if int(x or 0) > int(value or 0)][:_ON_A_SIDE]
        usual = self._usual[name]
        yield from dict.fromkeys((*less, *more, *([usual] if name in self._lone and usual in outside else [])))

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


def unchanged(
    aspect: Aspect,
    aspects: Sequence[Aspect],
    shown: tuple[Decided, Decided],
    like: Iterable[tuple[tuple[str, Cell], tuple[Decided, Decided]]],
) -> Neighbour | None:
    """The first value with which both policies give one answer: if possible to every question, and one that is shown.

    Args:
        aspect: the question that is answered differently.
        aspects: all questions that are answered differently for somebody.
        shown: what was decided about the customer who is shown.
        like: other values of a field, and what was decided.
    """
    answers = [_answer(x, aspect) for x in shown]
    found: dict[tuple[bool, bool], Neighbour] = {}
    for (column, value), (old, new) in like:
        if old.decision is None or new.decision is None or not (old.is_sure and new.is_sure):
            continue
        if not _is_same(old, new, aspect):
            continue
        is_untouched = all(_is_same(old, new, other) for other in aspects)
        is_one_sided = _answer(old, aspect) in answers  # only one of the policies treats the two differently
        found.setdefault((is_untouched, is_one_sided), Neighbour(column, value, is_untouched))
        if is_untouched and is_one_sided:
            break
    return found[max(found)] if found else None


def _is_same(old: Decided, new: Decided, aspect: Aspect) -> bool:
    return _answer(old, aspect) == _answer(new, aspect)


def _answer(decided: Decided, aspect: Aspect) -> object:
    """What was decided; of an offer only whether it is given, for no other change is one of those that are told."""
    answer = answer_of(decided.decision, aspect)
    return answer is True if aspect.kind == "offer" else answer


def _nearest(inside: Cell, outside: Cell, are: _Are) -> Cell:
    """Of the numbers between two of which one makes the change, one beside which it happens."""
    if not (is_number(inside) and is_number(outside)):
        return outside
    near, far = int(inside or 0), int(outside or 0)
    while abs(far - near) > 1:
        numbers = list(_halving(near, far))
        is_one = dict(zip(numbers, are(numbers), strict=True))
        while abs(far - near) > 1 and (middle := (near + far) // 2) in is_one:
            near, far = (middle, far) if is_one[middle] else (near, middle)
    return far


def _halving(near: int, far: int) -> Iterator[int]:
    """The numbers in the middle that are asked about next, whatever is answered."""
    between = [(near, far)]
    for _ in range(_HALVED):
        between = [(a, b) for a, b in between if abs(b - a) > 1]
        middle = [(a + b) // 2 for a, b in between]
        yield from middle
        between = [x for (a, b), m in zip(between, middle, strict=True) for x in ((a, m), (m, b))]


def _distance(field: Field, one: Cell, other: Cell) -> float:
    """Numbers by how much greater or less, days by how long; what is no number is further away.

    A value in place of a missing one is near: that it is missing is the strangest thing about somebody.
    """
    if one is None:
        return 0.0
    if not (is_number(one) and is_number(other)):
        return 10.0
    number, another = int(one), int(other or 0)
    apart = abs(number - another)
    return apart / (apart + _DECADE if isinstance(field.type, Date) else abs(number) + abs(another))
