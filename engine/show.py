"""How values are shown to people: exact, in either language."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final, cast

from dsl.program.types import Date, Days, Money, Months, Num, Type, Value
from dsl.syntax.units import CURRENCIES

if TYPE_CHECKING:
    from datetime import date

    from dsl.syntax.vocabulary import Lang

# Scales of Chinese amounts: how much one is, its word, and how many decimals of it are still easy to read.
_SCALES: Final = ((10**8, "亿", 4), (10**4, "万", 2))
_SHOWN_PLACES: Final = 2


def show(value: Value | None, of: Type, lang: Lang) -> str:
    """A value of a type; money exact, in 万 or 亿 where that is short."""
    if value is None:
        return "unknown" if lang == "en" else "未知"
    if isinstance(value, bool):
        return {("en", True): "yes", ("en", False): "no", ("zh", True): "是"}.get((lang, value), "否")
    match of:
        case Money(currency):
            return money(Fraction(cast("int", value)), currency, lang)
        case Num(percent=True):
            return percent(Fraction(cast("int", value)))
        case Num():
            return number(Fraction(cast("int", value)))
        case Days():
            return many(cast("int", value), "day") if lang == "en" else f"{value}天"
        case Months():
            return many(cast("int", value), "month") if lang == "en" else f"{value}个月"
        case Date():
            return cast("date", value).isoformat()
        case _:
            return str(value)


def many(number: int, noun: str) -> str:
    """A number of things in English: ``1 month``, ``1,200 customers``."""
    return f"{number:,} {noun}{'' if abs(number) == 1 else 's'}"


def number(value: Fraction, places: int = 6) -> str:
    """A number with thousands marks; at most ``places`` decimals, marked with ≈ where cut."""
    if value.denominator == 1:
        return f"{value.numerator:,}"
    scaled = value * 10**places
    exact = scaled.denominator == 1
    rounded = round(scaled)
    text = _decimal(rounded, places).rstrip("0").rstrip(".")
    return text if exact else f"≈{text}"


def _decimal(scaled: int, places: int) -> str:
    sign = "-" if scaled < 0 else ""
    whole, fraction = divmod(abs(scaled), 10**places)
    return f"{sign}{whole:,}" + (f".{fraction:0{places}d}" if places else "")


def money(value: Fraction, currency: str, lang: Lang) -> str:
    """An amount of the smallest unit: ``320万元``, ``2.5亿元``, ``49,999.99元``, ``3,200,000 CNY``."""
    digits, name = CURRENCIES[currency]
    units = value / 10**digits
    if lang == "en":
        return f"{_places(units, digits)} {currency}"
    for size, word, places in _SCALES:
        if abs(units) >= size and (units / size * 10**places).denominator == 1:
            return f"{number(units / size)}{word}{name}"
    return f"{_places(units, digits)}{name}"


def _places(units: Fraction, digits: int) -> str:
    if units.denominator == 1:
        return f"{units.numerator:,}"
    if (units * 10**digits).denominator == 1:
        return _decimal((units * 10**digits).numerator, digits)
    return number(units)


def percent(value: Fraction) -> str:
    """A ratio as a percentage."""
    return f"{number(value * 100, 4)}%"


def rounded_places(units: Fraction, places: int = _SHOWN_PLACES) -> str:
    """At most some decimals, half away from zero, without trailing zeros: for texts, not for explanations."""
    scaled = abs(units) * 10**places + Fraction(1, 2)
    whole = scaled.numerator // scaled.denominator
    text = _decimal(-whole if units < 0 else whole, places)
    return text.rstrip("0").rstrip(".") if "." in text else text
