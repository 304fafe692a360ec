"""Rows of a ``unique`` table that certainly meet: some customer fits both, and they say different things.

Only what is certain is reported: cells compared with literals, in columns that do not depend on one another. What
needs a proof over the whole policy is the prover's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import Final, cast

from dsl.check.context import Context
from dsl.check.ranges import Ranges
from dsl.check.strata import feeds
from dsl.diagnostics.model import Label, Words
from dsl.lean import dataclass
from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.types import Bool, Date, Days, Listed, Money, Months, Num, Text, Type, Value
from dsl.program.walk import references

# An end of an interval: a value, and -1, 0 or 1 for just below it, at it, just above it; None is open.
End = tuple[Fraction, int] | None
Interval = tuple[End, End]

_MIRRORED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


@dataclass(frozen=True, slots=True)
class Sources:
    """What outcomes are made of, to see whether two columns depend on one another."""

    ranges: Ranges
    defines: Mapping[str, m.Define]
    ladders: Mapping[str, m.Ladder]
    rules: Iterable[m.Rule]
    _through: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    def of(self, node: e.Expr) -> frozenset[str]:
        """The fields an expression goes back to."""
        found: set[str] = set()
        for ref in references(node):
            found |= {ref.name} if ref.kind == "field" else self._fields(ref.kind, ref.name)
        return frozenset(found)

    def _fields(self, kind: str, name: str) -> frozenset[str]:
        key = (kind, name)
        if key not in self._through:
            self._through[key] = frozenset()  # a cycle is reported elsewhere
            parts: list[e.Expr | None] = []
            if kind == "define" and name in self.defines:
                parts.append(self.defines[name].expr)
            elif kind == "ladder" and name in self.ladders:
                parts.append(self.ladders[name].measure)
            for rule in self.rules:
                parts += [rule.condition for effect in rule.effects if feeds(effect) == key]
                parts += [x.amount for x in rule.effects if isinstance(x, m.AddPoints) and x.account == name]
            self._through[key] = frozenset[str]().union(*(self.of(p) for p in parts if p is not None))
        return self._through[key]


@dataclass(frozen=True, slots=True)
class Region:
    """The values of one column that a cell accepts: listed ones or intervals, and perhaps a missing one."""

    column: e.Expr
    listed: frozenset[Value] | None
    intervals: tuple[Interval, ...]
    missing: bool

    def meets(self, other: Region) -> bool:
        """Whether some value is in both."""
        if self.missing and other.missing:
            return True
        if self.listed is not None and other.listed is not None:
            return bool(self.listed & other.listed)
        return any(_meet(a, b) for a in self.intervals for b in other.intervals)


def check_overlaps(context: Context, tables: Mapping[str, m.Table], sources: Sources) -> None:
    """Report pairs of rows of ``unique`` tables that meet and differ, each row at most once."""
    for table in tables.values():
        if table.hit != "unique":
            continue
        told: set[str] = set()
        for former, later in combinations(table.rows, 2):
            if told & {former.id, later.id} or set(former.effects) == set(later.effects):
                continue
            if _certainly_meet(context.cells[former.id], context.cells[later.id], sources):
                told |= {former.id, later.id}
                at = Label(former.span, Words("this row fits the same customers", "这一行也适用于同样的客户"))
                numbers = {"row": int(later.id.rpartition("#")[2]), "former": int(former.id.rpartition("#")[2])}
                context.report("E422", later.span, {"name": table.name, **numbers}, labels=(at,))


def _certainly_meet(one: tuple[e.Expr | None, ...], other: tuple[e.Expr | None, ...], sources: Sources) -> bool:
    if one == other:
        return True
    free: set[str] = set()  # fields that columns seen so far go back to
    for a, b in zip(one, other, strict=True):
        if a is None and b is None:
            continue
        fields = frozenset[str]().union(*(sources.of(x) for x in (a, b) if x is not None))
        if free & fields or not _cells_meet(a, b, sources.ranges):
            return False
        free |= fields
    return True


def _cells_meet(one: e.Expr | None, other: e.Expr | None, ranges: Ranges) -> bool:
    if one is None or other is None or one == other:
        return True
    regions = region(one, ranges), region(other, ranges)
    return (
        regions[0] is not None
        and regions[1] is not None
        and regions[0].column == regions[1].column
        and regions[0].meets(regions[1])
    )


def region(node: e.Expr, ranges: Ranges) -> Region | None:
    """What a cell accepts; None where that is not plain to see."""
    match node:
        case e.Or(items):
            parts = [region(i, ranges) for i in items]
            first = parts[0]
            if first is None:
                return None
            for part in parts[1:]:
                if part is None or part.column != first.column:
                    return None
                listed = first.listed | part.listed if first.listed is not None and part.listed is not None else None
                first = Region(
                    first.column, listed, first.intervals + part.intervals, missing=first.missing or part.missing
                )
            return first
        case e.IsMissing(column):
            return Region(column, frozenset() if _values(column.type) is not None else None, (), missing=True)
        case e.Not(e.IsMissing(column)):
            return _whole(column, ranges)
        case e.Not(e.Ref(kind="class") as column):
            return Region(column, frozenset({False}), (), missing=False)
        case e.Ref(kind="class"):
            return Region(node, frozenset({True}), (), missing=False)
        case e.Compare(op, column, e.Const(value)):
            return _compared(op, column, value, ranges)
        case e.Compare(op, e.Const(value), column):
            return _compared(_MIRRORED[op], column, value, ranges)
        case e.Between(column, e.Const(low), e.Const(high), closed):
            least, most = _compared(">=", column, low, ranges), _compared("<=" if closed else "<", column, high, ranges)
            return _both(least, most) if least is not None and most is not None else None
        case _:
            return None


def _values(of: Type) -> frozenset[Value] | None:
    """All values of a type that has few."""
    match of:
        case Listed(_, values):
            return frozenset(values)
        case Bool():
            return frozenset({True, False})
        case _:
            return None


def _whole(column: e.Expr, ranges: Ranges) -> Region | None:
    """Every known value of a column."""
    values = _values(column.type)
    if values is not None:
        return Region(column, values, (), missing=False)
    if isinstance(column.type, Text):
        return None
    found = ranges.of(column)
    low = (found.low, 0) if found.low is not None else None
    high = (found.high, 0) if found.high is not None else None
    return Region(column, None, ((low, high),), missing=False)


def _compared(op: str, column: e.Expr, value: Value, ranges: Ranges) -> Region | None:
    """The values of a column that compare so with a literal."""
    of = column.type
    values = _values(of)
    if values is not None:
        ranks: list[Value] = list(of.values) if isinstance(of, Listed) else [False, True]
        at = ranks.index(value)
        kept = {v for i, v in enumerate(ranks) if _holds(op, i, at)}
        return Region(column, frozenset(kept), (), missing=False)
    if isinstance(of, Text):
        return Region(column, frozenset({value}), (), missing=False) if op == "=" else None
    whole = _whole(column, ranges)
    if whole is None:
        return None
    exact = Fraction(value.toordinal()) if isinstance(value, date) else Fraction(cast("int", value))
    steps = isinstance(of, (Money, Days, Months, Date)) or (isinstance(of, Num) and ranges.of(column).whole)
    below, above = ((exact - 1, 0), (exact + 1, 0)) if steps else ((exact, -1), (exact, 1))
    parts: dict[str, tuple[Interval, ...]] = {
        "<": ((None, below),), "<=": ((None, (exact, 0)),), ">": ((above, None),), ">=": (((exact, 0), None),),
        "=": (((exact, 0), (exact, 0)),), "!=": ((None, below), (above, None)),
    }  # fmt: skip
    return _both(whole, Region(column, None, parts[op], missing=False))


def _holds(op: str, left: int, right: int) -> bool:
    return {
        "<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right, "=": left == right,
        "!=": left != right,
    }[op]  # fmt: skip


def _both(one: Region, other: Region) -> Region:
    listed = one.listed & other.listed if one.listed is not None and other.listed is not None else None
    crossed = tuple(_cross(a, b) for a in one.intervals for b in other.intervals if _meet(a, b))
    return Region(one.column, listed, crossed, missing=one.missing and other.missing)


def _cross(one: Interval, other: Interval) -> Interval:
    lows = [x for x in (one[0], other[0]) if x is not None]
    highs = [x for x in (one[1], other[1]) if x is not None]
    return max(lows, default=None), min(highs, default=None)


def _meet(one: Interval, other: Interval) -> bool:
    low, high = _cross(one, other)
    return low is None or high is None or low <= high
