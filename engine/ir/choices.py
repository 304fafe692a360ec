"""Expressions whose value is one of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from dsl.lean import dataclass
from dsl.program import expr as e
from engine.ir.nodes import FALSE, TRUE

if TYPE_CHECKING:
    from dsl.program.types import Listed, Value
    from dsl.syntax.nodes import CompareOp
    from engine.ir import nodes as n
    from engine.ir.given import Given
    from engine.ir.truth import Logic, Truth


@dataclass(frozen=True, eq=False, slots=True)
class Choices:
    """A value of a list.

    Attributes:
        values: of each value, where it is surely that one.
        known: where it is one of them.
        from_place: of ladders, of each place, where the value surely stands there or higher.
    """

    values: dict[str, n.Formula]
    known: n.Formula
    from_place: tuple[n.Formula, ...] = ()


class ChoiceLogic:
    """Translates values of lists, and their comparisons."""

    def __init__(self, given: Given, logic: Logic) -> None:
        self._given = given
        self._logic = logic
        self._b = given.builder

    def listed(self, expr: e.Expr) -> Choices:
        """A value of a list."""
        b = self._b
        values = cast("Listed", expr.type).values
        match expr:
            case e.Const(value):
                return _only(value, values)
            case e.Ref("param", name):
                return _only(self._given.param(name), values)
            case e.Ref("field", name):
                known = self._given.known(name)
                return Choices({v: b.all_of((known, b.member(name, frozenset((v,))))) for v in values}, known)
            case e.Ref("define", name):
                return self._given.define(name, self.listed)
            case e.Ref("ladder", name):
                return self._given.decided.rung(name)
            case e.Ref("choice", name):
                return self._given.decided.choice(name)
            case e.Default(operand, fallback):
                one, other = self.listed(operand), self.listed(fallback)
                unknown = b.negation(one.known)
                either = {v: b.any_of((one.values[v], b.all_of((unknown, other.values[v])))) for v in values}
                return Choices(either, b.any_of((one.known, other.known)))
            case e.Extreme(which, operands):
                return self._extreme(which, values, [self.listed(o) for o in operands])
            case _:
                raise TypeError(f"not a listed value: {type(expr).__name__}")

    def _extreme(self, which: str, values: tuple[str, ...], operands: list[Choices]) -> Choices:
        """The greatest is the highest value that any operand has; the least, the lowest."""
        b = self._b
        known = b.all_of(o.known for o in operands)
        from_best = tuple(reversed(values)) if which == "max" else values
        first = b.exclusive(b.any_of(o.values[v] for o in operands) for v in from_best)
        found = {v: b.all_of((known, here)) for v, here in zip(from_best, first, strict=True)}
        return Choices({v: found[v] for v in values}, known)

    def compared(self, op: CompareOp, left: e.Expr, right: e.Expr) -> Truth:
        """A comparison of places in the list."""
        b, logic = self._b, self._logic
        values = cast("Listed", left.type).values
        if isinstance(right, e.Const):
            place = values.index(cast("str", right.value))
            return self._one_of(left, tuple(v for i, v in enumerate(values) if _holds(op, i, place)))
        one, other = self.listed(left), self.listed(right)
        pairs = (
            b.all_of((one.values[v], other.values[w]))
            for i, v in enumerate(values)
            for j, w in enumerate(values)
            if _holds(op, i, j)
        )
        return logic.within(b.all_of((one.known, other.known)), b.any_of(pairs))

    def _one_of(self, expr: e.Expr, wanted: tuple[str, ...]) -> Truth:
        """Whether a listed value is one of some."""
        b, logic = self._b, self._logic
        if isinstance(expr, e.Ref) and expr.kind == "field":
            return logic.fact(b.member(expr.name, frozenset(wanted)), self._given.known(expr.name))
        found = self.listed(expr)
        values = tuple(found.values)
        if found.from_place and wanted and wanted == values[-len(wanted) :]:
            return logic.within(found.known, found.from_place[-len(wanted)])
        if found.from_place and wanted and wanted == values[: len(wanted)]:
            return logic.opposite(logic.within(found.known, found.from_place[len(wanted)]))
        return logic.within(found.known, b.any_of(found.values[value] for value in wanted))


def _only(value: Value, values: tuple[str, ...]) -> Choices:
    """The same value for everybody."""
    return Choices({v: TRUE if v == value else FALSE for v in values}, TRUE)


def _holds(op: CompareOp, left: int, right: int) -> bool:
    """A comparison of two places in a list."""
    match op:
        case "=":
            return left == right
        case "!=":
            return left != right
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case ">=":
            return left >= right
