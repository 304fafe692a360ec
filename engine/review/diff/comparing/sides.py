"""Two records over the same data: what one calls missing the other may fill, refuse, or read by another name.

Each policy reads the fields of its own record. Fields that stand for the same column of the data share one column of
the formulas; where the records read that column differently, each policy sees it through a ``Side``.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Literal

from dsl.lean import dataclass
from dsl.program.types import Bool, Date, Listed, Text
from engine.columns import stored_bounds
from engine.ir.builder import Builder
from engine.ir.nodes import FALSE, TRUE
from engine.ir.reach import FIRST_DAY, LAST_DAY
from engine.review.shared.people import stored

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    """

    column: str
    filled: Cell = None


@dataclass(frozen=True, slots=True)
class Linked:
    """The columns of two records.

    Attributes:
        old, new: by field of each record.
        bounds: of numeric columns, wide enough for both.
        listed: of columns with a list, the values of both.
    """

    old: dict[str, Reading] = field(default_factory=dict)
    new: dict[str, Reading] = field(default_factory=dict)
    bounds: dict[str, tuple[int, int]] = field(default_factory=dict)
    listed: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, old: Record, new: Record) -> Linked:
        """Those of two records; a field of another type is another column."""
        found = cls()
        partner = dict(_partners(old, new))
        for name, one in old.fields.items():
            other = new.fields[partner[name]] if name in partner else None
            found._add(name, one, other)
            found.old[name] = Reading(name, _filled(one, other))
            if other is not None:
                found.new[other.name] = Reading(name, _filled(other, one))
        for name, only in new.fields.items():
            if name not in found.new:
                column = name if name not in old.fields else f"{name}′"
                found._add(column, only, None)
                found.new[name] = Reading(column)
        return found

    def _add(self, column: str, one: Field, other: Field | None) -> None:
        both = [x for x in (one, other) if x is not None]
        if isinstance(one.type, Listed):
            self.listed[column] = tuple(
                dict.fromkeys(v for x in both if isinstance(x.type, Listed) for v in x.type.values)
            )
        elif not isinstance(one.type, Bool | Text):
            lows, highs = zip(*map(bounds_of, both), strict=True)
            self.bounds[column] = min(lows), max(highs)


def bounds_of(one: Field) -> tuple[int, int]:
    """The least and the greatest stored integer of a numeric field."""
    return (FIRST_DAY, LAST_DAY) if isinstance(one.type, Date) else stored_bounds(one)


def _partners(old: Record, new: Record) -> Iterator[tuple[str, str]]:
    """Fields of two records that stand for the same: of one name, or of one that both call the other."""
    left = {name: x for name, x in new.fields.items() if name not in old.fields}
    for name, one in old.fields.items():
        if name in new.fields:
            candidates = [new.fields[name]]
        else:
            candidates = [x for x in left.values() if set(x.all_names) & set(one.all_names) or _same_column(x, one)]
        for other in candidates[:1]:
            if _kind(one) == _kind(other):
                left.pop(other.name, None)
                yield name, other.name


def _same_column(one: Field, other: Field) -> bool:
    return one.column is not None and one.column == other.column


def _kind(one: Field) -> tuple[object, ...]:
    """What two fields must have in common for their stored values to mean the same."""
    return type(one.type), getattr(one.type, "currency", None), one.places


def _filled(one: Field, other: Field | None) -> Cell:
    """The value of an empty cell, where the other policy reads it differently."""
    if one.missing != "as" or one.default is None or other is None:
        return None
    return None if (other.missing, other.default) == ("as", one.default) else stored(one.default, one)


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
        return self._or_filled(field, super().member(reading.column, values), fills=reading.filled in values)

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
        form = super().column(reading.column, low, high)
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
            form = Builder.column(b, column, *linked.bounds[column])
            outside = b.any_of((b.negation(b.at_least(form, low)), b.at_least(form, high + 1)))
            found.append(b.all_of((here, outside)))
        elif isinstance(one.type, Listed):
            others = frozenset(linked.listed[column]) - frozenset(one.type.values)
            found.append(b.all_of((here, Builder.member(b, column, others))))
    return b.any_of(found)


def row_of(linked: Mapping[str, Reading], record: Record, row: Mapping[str, Cell]) -> dict[str, Cell]:
    """A customer of the data as a record reads her."""
    found: dict[str, Cell] = {}
    for name, one in record.fields.items():
        value = row.get(linked[name].column)
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
