"""Numbers without a unit that are met by name: the mistake is where the number is written, not where it is used."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TypeGuard

from dsl.check import literals
from dsl.check.context import Context
from dsl.diagnostics.model import Arg, Label, Words
from dsl.program.types import Days, Money, Months, Type
from dsl.syntax import nodes as n
from dsl.syntax.units import SCALES


def number_behind_a_name(context: Context, unit: str, named: n.Expr, expected: Type) -> bool:
    """Whether a define or param that needs a unit here was given a number without one: 定义 线 = 5万 (reported).

    Args:
        context: of the check.
        unit: where the name stands.
        named: one side of a comparison.
        expected: the type of the other.
    """
    if not isinstance(named, n.Name) or not isinstance(expected, Money | Days | Months):
        return False
    symbol = context.symbols.peek("value", named, unit)
    number = next(filter(_is_bare, _values(symbol.node)), None) if symbol is not None else None
    if number is None:
        return False
    used = (Label(named.span, Words("used here", "在此使用")),)
    if isinstance(expected, Money):
        written = number.digits + (SCALES[number.unit.scale][1] if number.unit.scale else "")
        fix = written + ("元" if expected.currency == "CNY" and " " not in written else f" {expected.currency}")
        args = {"what": "named", "name": named.text, "found": written}
        context.report("E302", number.span, args, labels=used, fix=fix)
    else:
        told: dict[str, Arg] = {"found": number.digits, "expected": context.type_words(expected)}
        context.report("E304", number.span, told, labels=used)
    return True


def _values(declaration: object) -> Iterator[n.Expr]:
    match declaration:
        case n.DefineDecl(value=value):
            yield value
        case n.ParamDecl(values=values):
            yield from (given.value for given in values)
        case _:
            return


def _is_bare(value: n.Expr) -> TypeGuard[n.Number]:
    return isinstance(value, n.Number) and literals.unit_type(value) is None and Fraction(value.digits) != 0
