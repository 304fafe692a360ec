"""Fills the slots of texts. A slot whose value is unknown withholds the whole text and is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final, cast

from dsl.program import expr as e
from dsl.program.template import Either, Part, Slot, Template
from dsl.program.types import Money, Type, Value
from dsl.program.walk import references
from dsl.syntax.units import CURRENCIES
from engine.decision import Wording
from engine.show import percent, rounded_places, show

if TYPE_CHECKING:
    from dsl.syntax.vocabulary import Lang

# Signs that mean one currency only.
_SIGNS: Final = {"GBP": "£", "EUR": "€", "INR": "₹", "KRW": "₩", "VND": "₫"}
# The filters for large amounts, and what each counts in; where an amount is less than one, in those that follow.
_LARGE: Final = {"yi": (10**8, "亿"), "wan": (10**4, "万")}

Evaluate = Callable[[e.Expr], Value | None]


def fill(template: Template, value_of: Evaluate) -> Wording:
    """A text with its slots filled, or without a text and with the names of what is missing."""
    missing: list[str] = []
    text = _parts(template.parts, value_of, missing, template.lang)
    return Wording(None, tuple(dict.fromkeys(missing))) if missing else Wording(text)


def _parts(parts: tuple[Part, ...], value_of: Evaluate, missing: list[str], lang: Lang) -> str:
    out: list[str] = []
    for part in parts:
        match part:
            case str():
                out.append(part)
            case Slot(expr, style):
                value = value_of(expr)
                if value is None:
                    missing += _unknown(expr, value_of)
                else:
                    out.append(styled(value, expr.type, style, lang))
            case Either(condition, then, otherwise):
                truth = value_of(condition)
                if truth is None:
                    missing += _unknown(condition, value_of)
                else:
                    out.append(_parts(then if truth else otherwise, value_of, missing, lang))
    return "".join(out)


def _unknown(node: e.Expr, value_of: Evaluate) -> list[str]:
    """The names in a slot or condition whose value is unknown."""
    return [ref.name for ref in references(node) if value_of(ref) is None]


def styled(value: Value, of: Type, style: str | None, lang: Lang) -> str:
    """A value as a slot shows it, by the filter of the slot or else by its type, in the language of the text."""
    match style:
        case "yi" | "wan" if isinstance(of, Money):
            return _scaled(Fraction(cast("int", value)), of.currency, style)
        case "yuan" if isinstance(of, Money):
            return _money(Fraction(cast("int", value)), of.currency, lang)
        case None if isinstance(of, Money) and lang == "en":
            return _money(Fraction(cast("int", value)), of.currency, lang)
        case "percent":
            return percent(Fraction(cast("int", value)))
        case "whole":
            return rounded_places(Fraction(cast("int", value)), 0)
        case "date" if isinstance(value, date):
            return f"{value.year}年{value.month}月{value.day}日" if lang == "zh" else f"{value.day} {value:%B %Y}"
        case "masked":
            text = str(value)
            return text[:1] + "*" * max(len(text) - 1, 2)
        case _:
            return show(value, of, lang)


def _scaled(value: Fraction, currency: str, style: str) -> str:
    """An amount in 万 or 亿 with two places; below one of them in what is smaller, so that little never reads as 0."""
    digits, name = CURRENCIES[currency]
    units = value / 10**digits
    for one, prefix in list(_LARGE.values())[list(_LARGE).index(style) :]:
        if abs(units) >= one:
            return f"{rounded_places(units / one, 2)}{prefix}{name}"
    return f"{rounded_places(units, digits)}{name}"


def _money(value: Fraction, currency: str, lang: Lang) -> str:
    """An amount rounded to the smallest unit; in English with its pence unless there are none."""
    digits, name = CURRENCIES[currency]
    units = value / 10**digits
    if lang == "zh":
        return f"{rounded_places(units, digits)}{name}"
    text = rounded_places(abs(units), digits)
    whole, _, part = text.partition(".")
    amount = f"{whole}.{part:0<{digits}}" if part else whole
    sign = "-" if units < 0 and amount != "0" else ""
    return f"{sign}{_SIGNS[currency]}{amount}" if currency in _SIGNS else f"{sign}{amount} {currency}"
