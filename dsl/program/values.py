"""The meaning of single operators on known values, for the constant folder and the reference evaluator.

Everything is exact: ints and Fractions, never floats.
"""

from __future__ import annotations

import math
from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, cast

from dsl.program.types import Listed, Months, Type, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dsl.syntax.nodes import CompareOp, RoundMode

Exact = int | Fraction


def add_months(day: date, months: int) -> date:
    """The same day some months on; a day the month does not have becomes its last.

    Raises:
        OverflowError: if the result is not a date of the years 1 to 9999.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def shift(day: date, by: int, of: Type) -> date:
    """A date moved by days or months.

    Raises:
        OverflowError: if the result is not a date of the years 1 to 9999.
    """
    return add_months(day, by) if isinstance(of, Months) else day + timedelta(days=by)


def months_since(day: date, today: date) -> int:
    """Whole months passed; a month ends on the same day, or on the last where there is none."""
    months = (today.year - day.year) * 12 + today.month - day.month
    return months if add_months(day, months) <= today else months - 1


def since(unit: Literal["days", "months", "years"], day: date, today: date) -> int:
    """Whole days, months or years passed from a day to today; negative for a day to come."""
    match unit:
        case "days":
            return (today - day).days
        case "months":
            return months_since(day, today)
        case "years":
            return months_since(day, today) // 12


def next_anniversary(day: date, today: date) -> date | None:
    """The first anniversary on or after a day; of 29 February it is the 28th in other years.

    None if it falls after the year 9999.
    """
    years = today.year - day.year
    this_year = add_months(day, 12 * years)
    if this_year >= today:
        return this_year
    return None if today.year == date.max.year else add_months(day, 12 * (years + 1))


def compare(op: CompareOp, left: Value, right: Value, of: Type) -> bool:
    """A comparison of two known values of a type; listed values compare by their place."""
    if isinstance(of, Listed) and op not in ("=", "!="):
        left, right = of.values.index(cast("str", left)), of.values.index(cast("str", right))
    match op:
        case "=":
            return left == right
        case "!=":
            return left != right
        case "<":
            return left < right  # type: ignore[operator]
        case "<=":
            return left <= right  # type: ignore[operator]
        case ">":
            return left > right  # type: ignore[operator]
        case ">=":
            return left >= right  # type: ignore[operator]


def extreme(which: Literal["min", "max"], operands: Sequence[Value], of: Type) -> Value:
    """The least or greatest of known values of a type."""
    best = operands[0]
    for other in operands[1:]:
        if compare("<" if which == "min" else ">", other, best, of):
            best = other
    return best


def text_test(which: Literal["contains", "starts"], text: str, wanted: str) -> bool:
    """Whether a text contains or starts with another; case matters."""
    return wanted in text if which == "contains" else text.startswith(wanted)


def arithmetic(op: str, left: Value, right: Value, left_type: Type, right_type: Type) -> Value | None:
    """Exact arithmetic on known values; None for a division by zero and for a date out of the calendar."""
    try:
        if isinstance(left, date):
            if isinstance(right, date):
                return (left - right).days
            by = cast("int", right)
            return shift(left, by if op == "+" else -by, right_type)
        if isinstance(right, date):
            return shift(right, cast("int", left), left_type)
    except OverflowError:
        return None
    a, b = cast("Exact", left), cast("Exact", right)
    match op:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case _:
            return None if b == 0 else normal(Fraction(a) / b)


def normal(value: Exact) -> Exact:
    """An int where the value is whole."""
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value


def rounded(mode: RoundMode, value: Exact, step: Fraction) -> Exact:
    """A value rounded to a multiple of a step; ``half`` rounds halves away from zero."""
    steps = Fraction(value) / step
    match mode:
        case "down":
            whole = math.floor(steps)
        case "up":
            whole = math.ceil(steps)
        case "half":
            whole = math.floor(abs(steps) + Fraction(1, 2)) * (1 if steps >= 0 else -1)
    return normal(whole * step)
