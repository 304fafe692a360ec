"""The value of an expression over parameters and literals alone, for checks that need no customer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dsl.program import expr as e
from dsl.program import values
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
            return None if a is None else values.rounded(mode, a, step)  # type: ignore[arg-type]
        case e.Extreme(which, operands):
            found = [of(o) for o in operands]
            if None in found:
                return None
            return (min if which == "min" else max)(found)  # type: ignore[type-var]
        case e.Compare(op, left, right):
            a, b = of(left), of(right)
            return None if a is None or b is None else values.compare(op, a, b, left.type)
        case e.Between(operand, low, high, closed):
            a, b, c = of(operand), of(low), of(high)
            if a is None or b is None or c is None:
                return None
            upper = values.compare("<=" if closed else "<", a, c, operand.type)
            return values.compare(">=", a, b, operand.type) and upper
        case e.Not(operand):
            a = of(operand)
            return None if a is None else not a
        case e.And(items):
            truths = [of(i) for i in items]
            return False if False in truths else None if None in truths else True
        case e.Or(items):
            truths = [of(i) for i in items]
            return True if True in truths else None if None in truths else False
        case _:
            return None
