"""Round figures: bounds that leave room, lines near quantiles, typical values; and how they are written."""

from __future__ import annotations

from bisect import bisect_left
from fractions import Fraction
from itertools import accumulate
from math import ceil
from typing import TYPE_CHECKING, Final

from dsl.syntax.units import CURRENCIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dsl.syntax.vocabulary import Lang

_STEPS: Final = (1, 2, 5)
_ROUND: Final = (Fraction(1), Fraction(3, 2), Fraction(2), Fraction(5, 2), *map(Fraction, range(3, 11)))
_GROUPED_FROM: Final = 10_000
# What a scale is worth and how it is written, the largest first.
_SCALES: Final[Mapping[Lang, tuple[tuple[int, str], ...]]] = {
    "zh": ((10**8, "亿"), (10**4, "万")),
    "en": ((10**9, " billion"), (10**6, " million"), (10**3, "k")),
}


def outward(value: Fraction, room: Fraction, steps: tuple[int, ...] = _STEPS) -> Fraction:
    """The nearest 1, 2 or 5 with zeros that is at least ``room`` times a value, on its side of zero."""
    if not value:
        return Fraction(0)
    wanted = abs(value) * room
    unit = Fraction(10) ** _exponent(wanted)
    step = next(unit * step for step in (*steps, 10) if unit * step >= wanted)
    return step if value > 0 else -step


def two_digits(value: Fraction) -> Fraction:
    """A value with no more than two digits that are not zero; half goes away from zero."""
    if not value:
        return Fraction(0)
    unit = Fraction(10) ** (_exponent(abs(value)) - 1)
    count = (2 * abs(value) / unit + 1) // 2
    return count * unit if value > 0 else -count * unit


def round_figure(value: Fraction) -> Fraction:
    """The nearest of the figures that people draw lines at: 1, 1.5, 2, 2.5, 3, 4 … with zeros."""
    if not value:
        return Fraction(0)
    unit = Fraction(10) ** _exponent(abs(value))
    nearest = min(_ROUND, key=lambda step: abs(step * unit - abs(value))) * unit
    return nearest if value > 0 else -nearest


def _exponent(value: Fraction) -> int:
    """The power of ten that a positive value begins with."""
    exponent = len(str(value.numerator)) - len(str(value.denominator))
    return exponent if Fraction(10) ** exponent <= value else exponent - 1


def quantiles(counts: Mapping[Fraction, int], parts: Iterable[Fraction]) -> list[Fraction]:
    """For each part the least value that so large a part of the cells do not exceed."""
    ordered = sorted(counts, key=float)
    ends = list(accumulate(counts[value] for value in ordered))
    return [ordered[bisect_left(ends, ceil(part * ends[-1]))] for part in parts]


def lines(counts: Mapping[Fraction, int], parts: Iterable[Fraction], *, whole: bool) -> list[Fraction]:
    """Rising round figures near some quantiles, above the least value and not above the greatest."""
    low, high = quantiles(counts, (Fraction(0), Fraction(1)))
    found: list[Fraction] = []
    for value in quantiles(counts, parts):
        line = round_figure(value)
        line = Fraction(ceil(line)) if whole else line
        if low < line <= high and (not found or line > found[-1]):
            found.append(line)
    return found


def plain(value: Fraction) -> str:
    """A decimal number as a policy writes it: ``12_000``, ``0.35``."""
    sign = "-" if value < 0 else ""
    digits = 0
    while (abs(value) * 10**digits).denominator != 1:
        digits += 1
    whole, part = divmod(int(abs(value) * 10**digits), 10**digits)
    shown = f"{whole:_}" if whole >= _GROUPED_FROM else str(whole)
    return sign + shown + (f".{part:0{digits}d}" if digits else "")


def amount(value: Fraction, lang: Lang) -> str:
    """An amount with 万 or million where that makes it short."""
    for factor, word in _SCALES[lang]:
        if abs(value) >= max(factor, _GROUPED_FROM) and (value * 100 / factor).denominator == 1:
            return plain(value / factor) + word
    return plain(value)


def thousands(value: Fraction, lang: Lang) -> str | None:
    """Some thousands too few for 万 or million; who changes the currency of a draft need not change them."""
    bare = amount(value, lang)[-1].isdigit()
    return plain(value / 1000) + ("千" if lang == "zh" else "k") if bare and value % 1000 == 0 else None


def amount_of(value: Fraction, currency: str, lang: Lang) -> str:
    """An amount with its currency, which one without 万 or million needs in a sentence."""
    text = amount(value, lang)
    if not text[-1].isdigit():
        return text
    return text + (CURRENCIES[currency][1] if lang == "zh" else f" {currency}")
