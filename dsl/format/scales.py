"""Large numbers as people of a language write them: 30万 in Chinese is 300k in English."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final

from dsl.syntax import nodes as n
from dsl.syntax.units import SCALES
from dsl.syntax.vocabulary import Lang

# The scales of each language, the largest first.
_SCALES: Final[dict[Lang, tuple[str, ...]]] = {
    "en": ("billion", "million", "thousand"),
    "zh": ("yi", "wan", "thousand"),
}


def rescaled(number: n.Number, lang: Lang) -> n.Number:
    """The same number by a scale of the language; one that is written out in digits stays so."""
    if number.unit.scale is None:
        return number
    value = Fraction(number.digits) * number.unit.factor
    scale = next((scale for scale in _SCALES[lang] if SCALES[scale][0] <= value), _SCALES[lang][-1])
    unit = replace(number.unit, scale=scale)
    return replace(number, digits=_decimal(value / unit.factor), unit=unit)


def _decimal(value: Fraction) -> str:
    """A number that was written in decimals, in decimals."""
    places = value.denominator.bit_length()  # of 2^a 5^b, that is more than both a and b
    digits = f"{value.numerator * 10**places // value.denominator:0{places + 1}d}"
    return f"{digits[:-places]}.{digits[-places:]}".rstrip("0").rstrip(".")
