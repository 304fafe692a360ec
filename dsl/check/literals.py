"""Literals to exact values in base units."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from dsl.check.context import Context
from dsl.check.operators import differ_by_a_unit
from dsl.check.symbols import in_both
from dsl.diagnostics.model import Arg, Diagnostic, Words
from dsl.program.expr import Const
from dsl.program.types import Bool, Date, Days, Listed, Money, Months, Num, Text, Type, Value
from dsl.syntax import nodes as n
from dsl.syntax.nearest import nearest
from dsl.syntax.slips.thousands import by_thousands, smallest, with_currency
from dsl.syntax.units import CURRENCIES
from dsl.syntax.vocabulary import LANGS

_EIGHT_DIGITS: Final = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])")


def whole_or_fraction(value: Fraction) -> int | Fraction:
    """An int where the value is whole."""
    return value.numerator if value.denominator == 1 else value


def unit_type(number: n.Number) -> Type | None:
    """The type a number has by its unit alone; None for a bare one, which takes the other side's."""
    if number.unit.currency:
        return Money(number.unit.currency)
    match number.unit.kind:
        case "ratio":
            return Num(percent=True)
        case "times":
            return Num()
        case "days":
            return Days()
        case "months":
            return Months()
        case None:
            return None


def money(context: Context, number: n.Number, currency: str) -> Const | None:
    """An amount in the smallest unit; a literal finer than that is an error."""
    grouped = by_thousands(number.span, number.digits, currency) if number.unit.scale is None else None
    if grouped is not None:
        context.diagnostics.append(grouped)
        return None
    digits = CURRENCIES[currency][0]
    value = Fraction(number.digits) * number.unit.factor * 10**digits
    if value.denominator != 1:
        args: dict[str, Arg] = {"found": number.digits, "currency": currency, "smallest": smallest(digits)}
        context.report("E308", number.span, args)
        return None
    return Const(value.numerator, Money(currency))


def without_unit(number: n.Number, currency: str, **more: Arg) -> Diagnostic:
    """The diagnostic for a bare number where an amount of money is needed."""
    value, wan = Fraction(number.digits), f"{number.digits}万"
    english = f"{_decimal(value / 100)} million" if value >= 100 else f"{_decimal(value * 10)}k"
    args: dict[str, Arg] = {**more, "found": number.digits, "scaled": Words(english, wan)}
    if currency != "CNY":
        args |= {"currency": currency, "scaled": Words(f"{number.digits}k", wan)}
    return Diagnostic("E302", number.span, args, fix=with_currency(number.digits, currency))


def number(context: Context, node: n.Number, expected: Type | None, *, strict: bool) -> Const | None:
    """A number as a value of the expected type.

    Args:
        context: of the check.
        node: the literal.
        expected: the type of the other side, if it has one.
        strict: in a comparison a bare ``3`` is no amount of money; as the value of a cell it is.
    """
    own = unit_type(node)
    value = Fraction(node.digits) * node.unit.factor
    if isinstance(own, Money):
        return money(context, node, own.currency)
    if own is not None:
        return Const(whole_or_fraction(value), own)
    match expected:
        case Money(currency):
            if strict and node.unit.scale is None and value != 0:
                grouped = by_thousands(node.span, node.digits, currency)
                context.diagnostics.append(grouped or without_unit(node, currency))
                return None
            return money(context, node, currency)
        case Days() | Months() if value == 0 or (not strict and value.denominator == 1):
            return Const(value.numerator, expected)
        case Num(percent=True) if value != 0:
            _report_no_percentage(context, node, value)
            return None
        case Date() if day := _EIGHT_DIGITS.fullmatch(node.digits):
            fix = "-".join(day.groups())
            context.report("E108", node.span, {"what": "form", "found": node.digits}, fix=fix)
            return None
        case Days() | Months() | Date():
            what: dict[str, Arg] = {"what": "months"} if isinstance(expected, Months) else {}
            context.report("E304", node.span, {"found": node.digits, "expected": context.type_words(expected), **what})
            return None
        case Listed() if node.digits in expected.named:
            return Const(expected.named[node.digits], expected)
        case _:
            return Const(whole_or_fraction(value), Num())


def _report_no_percentage(context: Context, node: n.Number, value: Fraction) -> None:
    """A number beside a percentage: one that lacks its sign, or with a scale, which no percentage has."""
    if node.unit.scale is not None:
        scaled = Words(*(node.digits + node.unit.text(lang, node.digits) for lang in LANGS))
        context.report("E318", node.span, {"what": "scaled", "found": scaled})
        return
    shown = {"found": node.digits, "percent": f"{node.digits}%", "times": f"{_decimal(value * 100)}%"}
    context.report("E318", node.span, shown)


def lacks_its_unit(context: Context, node: n.Expr, of: Type) -> bool:
    """Whether a bare number stands opposite a length of time, of which there is only one kind (reported)."""
    is_bare = isinstance(node, n.Number) and unit_type(node) is None and Fraction(node.digits) != 0
    if not isinstance(node, n.Number) or not is_bare or not isinstance(of, Days | Months):
        return False
    what = "days" if isinstance(of, Days) else "months"
    fix = None
    if isinstance(of, Days):  # of months it may be years
        fix = node.digits + ("天" if context.lang_at(node.span) == "zh" else " days")
    context.report("E304", node.span, {"found": node.digits, "expected": context.type_words(of), "what": what}, fix=fix)
    return True


def _decimal(value: Fraction) -> str:
    """A literal's value in digits; it is a finite decimal, because it was written as one."""
    text = f"{value.numerator * 10**12 // value.denominator:013d}"
    return f"{text[:-12]}.{text[-12:]}".rstrip("0").rstrip(".")


def text(context: Context, node: n.Text) -> Const | None:
    """A text; an empty one is a mistake, because it is the same as missing."""
    if not node.value.strip():
        context.report("E319", node.span)
        return None
    return Const(node.value, Text())


def listed_value(context: Context, of: Listed, text: str, node: n.Node) -> Const | None:
    """A value of a list by any of its names, matched exactly."""
    if text in of.named:
        return Const(of.named[text], of)
    near = nearest(text, of.named)
    args: dict[str, Arg] = {"name": text, "owner": context.symbols.words_for(of.name), "values": _shown(of)}
    if near:
        args["near"] = near
    context.symbols.report_once(Diagnostic("E205", node.span, args, fix=near), text)
    return None


def _shown(of: Listed) -> tuple[Words, ...]:
    """What the values of a list are called in either language."""
    return tuple(in_both(of.names(value)) for value in of.values)


def _listed_truth(context: Context, of: Listed, node: n.Expr, *, truth: bool) -> Const | None:
    """The value of a list that is written like yes or no."""
    words = ("yes", "是") if truth else ("no", "否", "无")
    word = next((w for w in words if w in of.named), None)
    if word is not None:
        return Const(of.named[word], of)
    owner = context.symbols.words_for(of.name)
    context.report("E205", node.span, {"name": Words(*words[:2]), "owner": owner, "values": _shown(of)})
    return None


def plain_value(context: Context, node: n.Expr | n.Missing, expected: Type, *, strict: bool = False) -> Value | None:
    """A literal in a cell or setting, as a value of the type known there; None if it is none (reported).

    Where ``strict``, a bare number is no amount of money: 300万 is not set to 500 without a unit.
    """
    const: Const | None
    sign = 1
    if isinstance(node, n.Negative) and isinstance(node.operand, n.Number):
        node, sign = node.operand, -1
    match node:
        case n.Number() if strict and lacks_its_unit(context, node, expected):
            return None
        case n.Number():
            const = number(context, node, expected, strict=strict)
        case n.Name(value, None) if isinstance(expected, Listed):
            const = listed_value(context, expected, value, node)
        case n.Text(value) if isinstance(expected, Listed):
            const = listed_value(context, expected, value, node)
        case n.Text():
            const = text(context, node)
        case n.Truth(truth) if isinstance(expected, Listed):
            const = _listed_truth(context, expected, node, truth=truth)
        case n.Truth(truth):
            const = Const(truth, Bool())
        case n.Day(day):
            const = Const(day, Date())
        case _:
            what = "day" if isinstance(expected, Date) else "expression"
            context.report("E311", node.span, {"expected": context.type_words(expected), "what": what})
            return None
    if const is None:
        return None
    if const.type != expected and not (isinstance(const.type, Listed) and isinstance(expected, Listed)):
        if isinstance(const.type, Money) and isinstance(expected, Money):
            context.two_currencies(node.span, expected, const.type)
        else:
            args: dict[str, Arg] = {"expected": context.type_words(expected), "found": context.type_words(const.type)}
            if isinstance(expected, Days | Months) and isinstance(const.type, Days | Months):
                args["what"] = "days" if isinstance(expected, Days) else "months"
            context.report("E311", node.span, args)
        if differ_by_a_unit(const.type, expected):
            context.misused.append(node.span)
        return None
    if sign == -1 and isinstance(const.value, (int, Fraction)):
        return -const.value
    return const.value


def is_bare(node: n.Expr) -> bool:
    """Whether a node is a number with neither a unit nor a scale."""
    return isinstance(node, n.Number) and unit_type(node) is None and node.unit.scale is None
