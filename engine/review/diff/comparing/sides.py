"""Two records over the same data: what one calls missing the other may fill, refuse, or read by another name.

Each policy reads the fields of its own record. Fields that stand for the same column of the data share one column of
the formulas; where the records read that column differently, each policy sees it through a ``Side``.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Literal

from dsl.lean import dataclass
from dsl.program.types import Bool, Date, Listed, Text
from engine.columns import decimal_places, stored_bounds
from engine.ir.builder import Builder
from engine.ir.nodes import FALSE, TRUE
from engine.ir.reach import FIRST_DAY, LAST_DAY
from engine.review.diff.comparing.links import Link, links, renamed
from engine.review.shared.people import stored

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dsl.program.model import Field, Program, Record
    from engine.ir import nodes as n
    from engine.ir.outcomes import Outcomes
    from engine.review.shared.people import Cell


@dataclass(frozen=True, slots=True)
class Reading:
    """How a policy reads a column.

    Attributes:
        column: its name in the formulas.
        filled: what stands for an empty cell, if the other policy takes that for something else.
        scale: times the number of the column is the stored integer; more than 1 if the other policy keeps fewer places.
        renamed: values of a list that the column has by another name, which the new policy gives them.
    """

    column: str
    filled: Cell = None
    scale: int = 1
    renamed: Mapping[str, str] = field(default_factory=dict)

    def of(self, cell: Cell) -> Cell:
        """The stored value of a cell of the column, as this policy has it."""
        if isinstance(cell, str):
            return next((own for own, other in self.renamed.items() if other == cell), cell)
        return cell * self.scale if isinstance(cell, int) and not isinstance(cell, bool) else cell

    def values(self, own: Iterable[str]) -> frozenset[str]:
        """Values of a list, as the column has them."""
        return frozenset(self.renamed.get(value, value) for value in own)


@dataclass(frozen=True, slots=True)
class Linked:
    """The columns of two records.

    Attributes:
        old, new: by field of each record.
        fields: what each column holds: a field of the new record, or of the old one where only that has the column, or
            keeps fewer places.
        bounds: of numeric columns, wide enough for both.
        listed: of columns with a list, the values of both.
        apart: columns that are read so differently that of a cell nothing is known to both but that there is none.
        links: which fields stand for the same.
    """

    old: dict[str, Reading] = field(default_factory=dict)
    new: dict[str, Reading] = field(default_factory=dict)
    fields: dict[str, Field] = field(default_factory=dict)
    bounds: dict[str, tuple[int, int]] = field(default_factory=dict)
    listed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    apart: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    @classmethod
    def of(cls, old: Record, new: Record) -> Linked:
        """Those of two records."""
        found = cls()
        found.links.extend(links(old, new))
        for link in found.links:
            if link.is_tied:
                found._add(link, _column(link, old))
                continue
            for each in (Link(link.old, None), Link(None, link.new)):
                found._add(each, _column(each, old))
                found.apart.append(_column(each, old))
        return found

    def _add(self, link: Link, column: str) -> None:
        both = [x for x in (link.new, link.old) if x is not None]
        self.fields[column] = min(both, key=decimal_places)
        for side, one, other in ((self.old, link.old, link.new), (self.new, link.new, link.old)):
            if one is not None:
                called = renamed(one, other) if other is not None and one is link.old else {}
                side[one.name] = Reading(column, _filled(one, other), _scale(one, link), called)
        lists = [x.type for x in both if isinstance(x.type, Listed)]
        if len(lists) == len(both):
            called = renamed(link.old, link.new) if link.old is not None and link.new is not None else {}
            every = (called.get(value, value) for x in reversed(lists) for value in x.values)
            self.listed[column] = tuple(dict.fromkeys(every))
        elif lists:  # a text that is in the list is read alike by both
            self.listed[column] = lists[0].values
        elif not isinstance(both[0].type, Bool | Text):
            lows, highs = zip(*((_rounded(x, _scale(x, link))) for x in both), strict=True)
            self.bounds[column] = min(lows), max(highs)


def _column(link: Link, old: Record) -> str:
    """What a column is called: as the old record calls it, else as the new one does."""
    if link.old is not None:
        return link.old.name
    assert link.new is not None
    return link.new.name if link.new.name not in old.fields else f"{link.new.name}′"


def bounds_of(one: Field) -> tuple[int, int]:
    """The least and the greatest stored integer of a numeric field."""
    return (FIRST_DAY, LAST_DAY) if isinstance(one.type, Date) else stored_bounds(one)


def _scale(one: Field, link: Link) -> int:
    return int(10 ** (decimal_places(one) - link.places))


def _rounded(one: Field, scale: int) -> tuple[int, int]:
    """The bounds of a field in the units of its column."""
    low, high = bounds_of(one)
    return -(-low // scale), high // scale


def _filled(one: Field, other: Field | None) -> Cell:
    """The stored value of an empty cell, where the other policy reads it differently."""
    if one.missing != "as" or one.default is None or other is None:
        return None
    alike = (other.missing, other.default) == ("as", one.default) and _unit(one) == _unit(other)
    return None if alike else stored(one.default, one)


def _unit(one: Field) -> tuple[object, int]:
    """What two fields must have in common for their stored values to mean the same."""
    return getattr(one.type, "currency", None), decimal_places(one)


class Side(Builder):
    """The builder as one policy sees it.

    Args:
        shared: makes the nodes.
        readings: of the policy's fields.
    """

    def __init__(self, shared: Builder, readings: Mapping[str, Reading]) -> None:
        vars(self).update(vars(shared))  # one store of nodes for all sides, whatever a builder keeps
        self._readings = readings

    def known(self, field: str) -> n.Formula:
        """Whether the data have a value."""
        return super().known(self._readings[field].column)

    def flag(self, field: str) -> n.Formula:
        """Whether a yes/no field is yes."""
        filled = self._readings[field].filled
        return self._or_filled(field, super().flag(self._readings[field].column), fills=filled is True)

    def member(self, field: str, values: frozenset[str]) -> n.Formula:
        """Whether the text of a field is one of some."""
        reading = self._readings[field]
        return self._or_filled(
            field, super().member(reading.column, reading.values(values)), fills=reading.filled in values
        )

    def matches(self, field: str, which: Literal["contains", "starts"], text: str) -> n.Formula:
        """Whether the text of a field contains or starts with another."""
        reading = self._readings[field]
        filled = str(reading.filled)
        fills = text in filled if which == "contains" else filled.startswith(text)
        return self._or_filled(field, super().matches(reading.column, which, text), fills=fills)

    def _or_filled(self, field: str, formula: n.Formula, *, fills: bool) -> n.Formula:
        """A condition on the data; where they have no value, on what stands for it."""
        if self._readings[field].filled is None:
            return formula
        known = self.known(field)
        return self.any_of((self.all_of((known, formula)), self.negation(known) if fills else FALSE))

    def same_text(self, left: str, right: str) -> n.Formula:
        """Whether two fields hold the same text."""
        one, other = self._readings[left], self._readings[right]
        found = [self.all_of((self._there(left), self._there(right), super().same_text(one.column, other.column)))]
        for here, there in ((left, right), (right, left)):
            filled = self._readings[here].filled
            if filled is not None:
                alike = self.member(there, frozenset((str(filled),)))
                found.append(self.all_of((self.negation(self.known(here)), alike)))
        return self.any_of(found)

    def _there(self, field: str) -> n.Formula:
        return TRUE if self._readings[field].filled is None else self.known(field)

    def column(self, field: str, low: int, high: int) -> n.Form:
        """The stored integer of a field."""
        reading = self._readings[field]
        bounds = (low, high) if reading.scale == 1 else (-(-low // reading.scale), high // reading.scale)
        form = self.times(super().column(reading.column, *bounds), reading.scale)
        if not isinstance(reading.filled, int):
            return form
        return self.choose(self.known(field), form, self.constant(reading.filled))


def refused(program: Program, outcomes: Outcomes, linked: Linked, readings: Mapping[str, Reading]) -> n.Formula:
    """Where a record sends a customer of the data into quarantine, of those the other one may take."""
    b = outcomes.builder
    found = [outcomes.conditions.truth(condition).false for condition, _ in program.record.assumptions]
    for name, one in program.record.fields.items():
        column = readings[name].column
        is_there = one.missing == "required" or (one.missing == "as" and readings[name].filled is None)
        here = TRUE if is_there else b.known(name)
        if one.missing == "required":
            found.append(b.negation(b.known(name)))
        if column in linked.bounds:
            low, high = bounds_of(one)
            form = b.times(Builder.column(b, column, *linked.bounds[column]), readings[name].scale)
            outside = b.any_of((b.negation(b.at_least(form, low)), b.at_least(form, high + 1)))
            found.append(b.all_of((here, outside)))
        elif isinstance(one.type, Listed):
            others = frozenset(linked.listed[column]) - readings[name].values(one.type.values)
            found.append(b.all_of((here, Builder.member(b, column, others))))
    return b.any_of(found)


def row_of(linked: Mapping[str, Reading], record: Record, row: Mapping[str, Cell]) -> dict[str, Cell]:
    """A customer of the data as a record reads her."""
    found: dict[str, Cell] = {}
    for name, one in record.fields.items():
        value = linked[name].of(row.get(linked[name].column))
        if value is None and one.missing == "as" and one.default is not None:
            value = stored(one.default, one)
        found[name] = value
    return found


def taken(linked: Mapping[str, Reading], record: Record, row: Mapping[str, Cell]) -> dict[str, Cell] | None:
    """A customer of the data as a record reads her; None if it takes one of her values for a mistake."""
    found = row_of(linked, record, row)
    return found if all(_takes(one, found[name]) for name, one in record.fields.items()) else None


def _takes(one: Field, value: Cell) -> bool:
    match one.type:
        case _ if value is None:
            return one.missing != "required"
        case Listed(values=values):
            return value in values
        case Bool() | Text():
            return True
        case _:
            low, high = bounds_of(one)
            return isinstance(value, int) and low <= value <= high
