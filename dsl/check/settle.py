"""Types of parameters: one whose values are bare numbers takes its type from its first use."""

from __future__ import annotations

from fractions import Fraction
from typing import cast

from dsl.check import literals
from dsl.check.context import Context
from dsl.check.symbols import Symbol
from dsl.diagnostics.model import Words
from dsl.program.types import Bool, Date, Days, Listed, Money, Num, Text, Type
from dsl.syntax import nodes as n


def settle_param(context: Context, symbol: Symbol, expected: Type | None) -> Type | None:
    """Fix the type of a parameter whose values are bare numbers, by its first use.

    A scaled number (``100万``) that nothing settles is money of the record's currency.
    """
    declaration = cast("n.ParamDecl", symbol.node)
    values = [v.value for v in declaration.values]
    if symbol.name in context.faulty | context.unfit:
        return None
    for value in values:
        if not _is_plain(value) and not (isinstance(value, n.Name) and isinstance(expected, Listed)):
            plain = Words("an amount, a number, a date or a text in quotes", "金额、数值、日期或带引号的文字")
            context.report("E311", value.span, {"expected": plain, "what": "expression"})
            context.faulty.add(symbol.name)
    if symbol.name in context.faulty:
        return None
    of = _own_type(values[0], expected)
    if of is None:
        scaled = any(is_scaled(v.operand if isinstance(v, n.Negative) else v) for v in values)
        zero = all(isinstance(v, n.Number) and Fraction(v.digits) == 0 for v in values)
        if isinstance(expected, Money) and (scaled or zero):
            of = expected
        elif expected is None and scaled:
            of = Money(context.currency)
        elif (isinstance(expected, Days) and zero) or (isinstance(expected, Num) and expected.percent):
            of = expected
        else:
            of = Num()
    context.param_types[symbol.name] = of
    return of


def _is_plain(value: n.Expr) -> bool:
    """Whether a value is written out."""
    if isinstance(value, n.Negative):
        return isinstance(value.operand, n.Number)
    return isinstance(value, (n.Number, n.Day, n.Truth, n.Text))


def _own_type(value: n.Expr, expected: Type | None) -> Type | None:
    match value:
        case n.Number():
            return literals.unit_type(value)
        case n.Negative(operand):
            return _own_type(operand, expected)
        case n.Day():
            return Date()
        case n.Truth():
            return Bool()
        case n.Text():
            return expected if isinstance(expected, Listed) else Text()
        case n.Name():
            return expected if isinstance(expected, Listed) else Text()
        case _:
            return None


def is_scaled(node: n.Expr) -> bool:
    """Whether a node is a number with a scale, such as 100万."""
    return isinstance(node, n.Number) and node.unit.scale is not None
