"""Values and literals of made-up policies, and what is known of an expression before the check sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from random import Random

from dsl.program.types import Bool, Date, Days, Listed, Money, Months, Num, Text, Type, Value
from dsl.syntax.units import CURRENCIES

CNY, USD, JPY = Money("CNY"), Money("USD"), Money("JPY")
DAYS_OF_INTEREST = [
    date(2024, 2, 29), date(2025, 2, 28), date(2026, 3, 31),
    date(2026, 12, 31), date(2028, 2, 29), date(2100, 3, 1), date(1970, 1, 1), date(9999, 12, 31), date(9999, 1, 15),
    date(1, 1, 1), date(1, 3, 31),
]  # fmt: skip
WORDS = ["a", "ab", "abc", "b", "A", "北京", "北", "0101", "a b", "x-y", "é", "1", "无"]
LISTS = [("v1", "v2", "v3"), ("低", "中", "高", "特高"), ("甲", "乙"), ("k1", "k2", "k3", "k4", "k5", "k6")]


def chance(seed: int) -> Random:
    """The source of all that is made up."""
    return Random(seed)  # noqa: S311 - no secrets


@dataclass(frozen=True, slots=True)
class Made:
    """An expression, with what the check will find out about it.

    Attributes:
        bits: that the numerator and the denominator of an amount may need.
    """

    text: str
    type: Type
    low: Fraction | None = None
    high: Fraction | None = None
    whole: bool = False
    bits: tuple[int, int] = (1, 1)


def decimal(value: Fraction) -> str:
    """A number in digits; its decimals end."""
    digits, sign = 0, "-" if value < 0 else ""
    value = abs(value)
    while (value * 10**digits).denominator != 1:
        digits += 1
        assert digits < 40
    whole = str((value * 10**digits).numerator).rjust(digits + 1, "0")
    return sign + (f"{whole[:-digits]}.{whole[-digits:]}" if digits else whole)


def literal(of: Type, value: Value) -> str:
    """A value as written, with its unit."""
    match of:
        case Money(currency):
            digits = CURRENCIES[currency][0]
            if currency == "CNY" and value % 10**6 == 0 and value:
                return f"{decimal(Fraction(value, 10**6))}万"
            return f"{decimal(Fraction(value, 10**digits))} {currency}"
        case Num(percent=True):
            return f"{decimal(Fraction(value) * 100)}%"
        case Num():
            return decimal(Fraction(value))
        case Days():
            return f"{value // 7} weeks" if value % 7 == 0 and value else f"{value} days"
        case Months():
            return f"{value // 12} years" if value % 12 == 0 and value else f"{value} months"
        case Date():
            return value.isoformat()
        case Bool():
            return "yes" if value else "no"
        case Text():
            return f'"{value}"'
        case _:
            return str(value)


def bit_length(value: Fraction) -> tuple[int, int]:
    return value.numerator.bit_length() + 1, value.denominator.bit_length()


def constant(of: Type, value: Value) -> Made:
    """A literal; a negative one in parentheses."""
    text = literal(of, value)
    text = f"({text})" if text.startswith("-") else text
    if isinstance(of, Money | Num | Days | Months):
        exact = Fraction(value)
        return Made(text, of, exact, exact, exact.denominator == 1, bit_length(exact))
    return Made(text, of, bits=(23, 1) if isinstance(of, Date) else (1, 1))


def key(of: Type) -> object:
    """Types whose values can be compared have the same."""
    return of.values if isinstance(of, Listed) else of


# --- ranges and widths ---------------------------------------------------------------------------------------


def plus(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else a + b


def minus(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else a - b


def corners(a: Made, b: Made) -> tuple[Fraction | None, Fraction | None]:
    if None in {a.low, a.high, b.low, b.high}:
        return None, None
    found = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
    return min(found), max(found)


def sum_bits(a: Made, b: Made) -> tuple[int, int]:
    return max(a.bits[0] + b.bits[1], b.bits[0] + a.bits[1]) + 1, a.bits[1] + b.bits[1]


def quotient(a: Made, b: Made, of: Type) -> Made:
    bits = (a.bits[0] + b.bits[1], a.bits[1] + b.bits[0])
    return Made(f"({a.text} / {b.text})", of, bits=bits)


def plain(of: Type) -> Type:
    """The type of a product; that of percentages is a plain number."""
    return Num() if isinstance(of, Num) else of


def is_name(made: Made) -> bool:
    return made.text.isalnum()


def atom(made: Made) -> str:
    """As one operand: literals and names stand as they are."""
    text = made.text
    simple = text.startswith(("(", "min(", "max(", '"')) or is_name(made) or isinstance(made.type, Date)
    return text if simple else f"({text})"
