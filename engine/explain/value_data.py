"""Values as data: exact, with their unit."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, assert_never, cast

from dsl.program.types import Bool, Date, Days, Listed, Money, Months, Num, Text, Type, Value
from engine.explain import schema as s

if TYPE_CHECKING:
    from datetime import date


def value_data(value: Value | None, of: Type) -> s.ValueJson:
    """A value with its unit, exact."""
    match of:
        case Money(currency):
            return s.ValueJson(kind="money", value=_exact(value, Fraction(1, 10**of.digits)), unit=currency)
        case Num(percent=True):
            return s.ValueJson(kind="percent", value=_exact(value, Fraction(100)), unit="%")
        case Num():
            return s.ValueJson(kind="number", value=_exact(value), unit=None)
        case Days():
            return s.ValueJson(kind="days", value=_exact(value), unit="days")
        case Months():
            return s.ValueJson(kind="months", value=_exact(value), unit="months")
        case Date():
            day = cast("date", value).isoformat() if value is not None else None
            return s.ValueJson(kind="date", value=day, unit=None)
        case Bool():
            return s.ValueJson(kind="yes_no", value={True: "yes", False: "no"}.get(cast("bool", value)), unit=None)
        case Text() | Listed():
            kind: s.ValueKind = "text" if isinstance(of, Text) else "listed"
            return s.ValueJson(kind=kind, value=cast("str | None", value), unit=None)
        case _:  # pragma: no cover - every type is above
            assert_never(of)


def _exact(value: Value | None, scale: Fraction = Fraction(1)) -> str | None:
    """A number as a decimal where it is one, else as a fraction in lowest terms."""
    if value is None:
        return None
    number = Fraction(cast("int", value)) * scale
    rest, places = number.denominator, 0
    while (common := math.gcd(rest, 10)) > 1:
        rest //= common
        places += 1
    if rest > 1:
        return str(number)
    digits = f"{abs(number.numerator) * 10**places // number.denominator:0{places + 1}d}"
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if number < 0 else text
