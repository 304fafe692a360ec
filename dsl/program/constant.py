"""The value of an expression over parameters and literals alone, for checks that need no customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from dsl.program import expr as e
from dsl.program import values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from dsl.program.types import Value


def constant_value(node: e.Expr, params: Mapping[str, Value], today: date | None) -> Value | None:
    """The value of an expression; None where it depends on a customer, a date not given, or is unknown."""

    def of(inner: e.Expr) -> Value | None:
        return constant_value(inner, params, today)

    match node:
        case e.Const(value):
            return value
        case e.Ref("param", name):
            return params.get(name)
        case e.Today():
            return today
        case e.Arith(op, left, right):
            a, b = of(left), of(right)
            return None if a is None or b is None else values.arithmetic(op, a, b, left.type, right.type)
        case e.Round(mode, operand, step):
            a = of(operand)
            return None if a is None else values.rounded(mode, cast("values.Exact", a), step)
        case e.Extreme(which, operands):
            found = [of(o) for o in operands]
            return None if None in found else values.extreme(which, cast("list[Value]", found), node.type)
        case e.Default(operand, _):  # what is not known here may be known with a date
            return of(operand)
        case e.Since(unit, operand):
            a = of(operand)
            return None if a is None or today is None else values.since(unit, cast("date", a), today)
        case e.Anniversary(operand):
            a = of(operand)
            return None if a is None or today is None else values.next_anniversary(cast("date", a), today)
        case e.Compare(op, left, right):
            a, b = of(left), of(right)
            return None if a is None or b is None else values.compare(op, a, b, left.type)
        case e.IsMissing(operand):
            return None if of(operand) is None else False
        case e.InList(operand, items):
            return _any([of(e.Compare("=", operand, item)) for item in items])
        case e.TextTest(which, operand, text):
            a = of(operand)
            return None if a is None else values.text_test(which, str(a), text)
        case e.Window():
            return of(node.between)
        case e.Between(operand, low, high, closed):
            upper = e.Compare("<=" if closed else "<", operand, high)
            return _all([of(e.Compare(">=", operand, low)), of(upper)])
        case e.Not(operand):
            a = of(operand)
            return None if a is None else not a
        case e.And(items):
            return _all([of(item) for item in items])
        case e.Or(items):
            return _any([of(item) for item in items])
        case e.Ref():
            return None


def _all(truths: Sequence[Value | None]) -> bool | None:
    return False if False in truths else None if None in truths else True


def _any(truths: Sequence[Value | None]) -> bool | None:
    return True if True in truths else None if None in truths else False
