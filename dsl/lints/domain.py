"""What a condition says about one value, as a set of places on a line.

Every type is laid on a line of numbers: amounts as they are, dates by day, listed values by their place,
yes as 1. A set is a sequence of stretches between *cuts*; the cut ``(5, 0)`` lies just below 5 and ``(5,
1)`` just above it, so ``< 5`` ends at the first and ``<= 5`` at the second. Where only whole numbers occur,
every cut is moved to just below one, and ``> 5`` is the same set as ``>= 6``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Final

from dsl.check.ranges import Ranges
from dsl.lean import dataclass
from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.constant import constant_value
from dsl.program.types import Bool, Date, Listed, Text, Type, Value
from dsl.program.values import normal
from dsl.syntax.nodes import CompareOp

Number = int | Fraction | float  # ints wherever possible, they compare fast; of floats only the infinities
Cut = tuple[Number, int]
Stretches = tuple[tuple[Cut, Cut], ...]

_FLIPPED: Final[dict[CompareOp, CompareOp]] = {
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
    "=": "=",
    "!=": "!=",
}
_BELOW_ALL: Final[Cut] = (-math.inf, 0)
_ABOVE_ALL: Final[Cut] = (math.inf, 1)
_EVERYTHING: Final[Stretches] = ((_BELOW_ALL, _ABOVE_ALL),)


@dataclass(frozen=True, slots=True)
class Told:
    """A condition about one value: it is true where the value is known and in the set.

    Attributes:
        operand: the value; equal ones are one object.
        values: the set, within what the value can be at all.
        universe: what the value can be at all.
    """

    operand: e.Expr
    values: Stretches
    universe: Stretches


class Domains:
    """Reads conditions against what the record says its values can be.

    Parameters count as unknown numbers: a run may be given others.
    """

    def __init__(self, program: m.Program) -> None:
        self._ranges = Ranges(program.record.fields, {}, program.defines, program.points)
        self._told: dict[int, Told | None] = {}  # by identity: hashing whole conditions costs more than reading them
        self._operands: dict[object, tuple[e.Expr, Stretches, bool]] = {}

    def told(self, node: e.Expr) -> Told | None:
        """What a condition of the program says, if it is about one value and literals only."""
        key = id(node)
        if key not in self._told:
            self._told[key] = self._read(node)
        return self._told[key]

    def _read(self, node: e.Expr) -> Told | None:
        match node:
            case e.Compare(op, left, right):
                value, other = constant_value(right, {}, None), left
                if value is None:
                    value, other, op = constant_value(left, {}, None), right, _FLIPPED[op]
                return self._about(other, _compared(op, _place(value, other.type))) if value is not None else None
            case e.Between(operand, low, high, closed):
                least, most = constant_value(low, {}, None), constant_value(high, {}, None)
                if least is None or most is None:
                    return None
                start, end = (_place(least, operand.type), 0), (_place(most, operand.type), int(closed))
                return self._about(operand, ((start, end),))
            case e.InList(operand, items):
                listed = [constant_value(item, {}, None) for item in items]
                if None in listed:
                    return None
                points = (_compared("=", _place(v, operand.type)) for v in listed if v is not None)
                return self._about(operand, joined(s for point in points for s in point))
            case e.Ref(_, _, Bool()):
                return self._about(node, _compared("=", 1))
            case e.Not(operand):
                inner = self.told(operand)
                if inner is None:
                    return None
                return Told(inner.operand, common(complement(inner.values), inner.universe), inner.universe)
            case e.Or(items):
                parts = [told for item in items if (told := self.told(item)) is not None]
                if len(parts) < len(items) or any(part.operand is not parts[0].operand for part in parts):
                    return None
                values = joined(s for part in parts for s in part.values)
                return Told(parts[0].operand, values, parts[0].universe)
            case _:
                return None

    def _about(self, operand: e.Expr, values: Stretches) -> Told | None:
        if isinstance(operand, e.Const) or constant_value(operand, {}, None) is not None:
            return None  # both sides are literals
        key: object = (operand.kind, operand.name) if isinstance(operand, e.Ref) else operand
        if key not in self._operands:
            self._operands[key] = operand, *self._universe(operand)
        operand, universe, is_whole = self._operands[key]
        return Told(operand, common(_whole(values) if is_whole else values, universe), universe)

    def _universe(self, operand: e.Expr) -> tuple[Stretches, bool]:
        """All values an expression can have, and whether they are whole."""
        match operand.type:
            case Listed(_, values):
                return (((0, 0), (len(values), 0)),), True
            case Bool():
                return (((0, 0), (2, 0)),), True
            case Date() | Text():
                return _EVERYTHING, True
            case _:
                known = self._ranges.of(operand)
                low = (normal(known.low), 0) if known.low is not None else _BELOW_ALL
                high = (normal(known.high), 1) if known.high is not None else _ABOVE_ALL
                return _whole(((low, high),)) if known.whole else ((low, high),), known.whole


def _place(value: Value, of: Type) -> int | Fraction:
    """Where on the line a value lies."""
    match value:
        case bool():
            return int(value)
        case date():
            return value.toordinal()
        case str() if isinstance(of, Listed):
            return of.values.index(value)
        case str():  # texts are only told apart, so any number of its own will do
            return int.from_bytes(b"\1" + value.encode(), "big")
        case _:
            return normal(value)


def _compared(op: CompareOp, to: int | Fraction) -> Stretches:
    below, above = (to, 0), (to, 1)
    match op:
        case "<":
            return ((_BELOW_ALL, below),)
        case "<=":
            return ((_BELOW_ALL, above),)
        case ">":
            return ((above, _ABOVE_ALL),)
        case ">=":
            return ((below, _ABOVE_ALL),)
        case "=":
            return ((below, above),)
        case "!=":
            return ((_BELOW_ALL, below), (above, _ABOVE_ALL))


def _whole(values: Stretches) -> Stretches:
    """The whole numbers in a set, every cut moved to just below one."""
    if len(values) == 1:
        low, high = _up(values[0][0]), _up(values[0][1])
        return ((low, high),) if low < high else ()
    return joined((_up(low), _up(high)) for low, high in values)


def _up(cut: Cut) -> Cut:
    """The cut just below the least whole number above a cut."""
    value, side = cut
    if isinstance(value, float):
        return cut
    return math.floor(value) + 1 if side else math.ceil(value), 0


# --- sets ------------------------------------------------------------------------------------------------


def joined(stretches: Iterable[tuple[Cut, Cut]]) -> Stretches:
    """Stretches in order, those that touch made one, empty ones dropped."""
    out: list[tuple[Cut, Cut]] = []
    for low, high in sorted(stretches):
        if low >= high:
            continue
        if out and low <= out[-1][1]:
            out[-1] = out[-1][0], max(out[-1][1], high)
        else:
            out.append((low, high))
    return tuple(out)


def common(one: Stretches, other: Stretches) -> Stretches:
    """What two sets share, in order, since both are."""
    if len(one) == len(other) == 1:  # nearly always
        low, high = max(one[0][0], other[0][0]), min(one[0][1], other[0][1])
        return ((low, high),) if low < high else ()
    return tuple((max(a, c), min(b, d)) for a, b in one for c, d in other if max(a, c) < min(b, d))


def complement(values: Stretches) -> Stretches:
    """Everything else."""
    cuts = [_BELOW_ALL, *(cut for stretch in values for cut in stretch), _ABOVE_ALL]
    return joined(zip(cuts[::2], cuts[1::2], strict=True))


def within(values: Stretches, others: Stretches) -> bool:
    """Whether a set lies in another."""
    return all(any(c <= a and b <= d for c, d in others) for a, b in values)
