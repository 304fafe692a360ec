"""The meaning of single operators on known values. Both the constant folder and the reference evaluator use it.

Everything is exact: ints and Fractions, never floats.
"""

from __future__ import annotations

import math
from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from typing import cast

from dsl.program.types import Listed, Months, Type, Value
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


def next_anniversary(day: date, today: date) -> date:
    """The first anniversary on or after a day; of 29 February it is the 28th in other years."""
    years = today.year - day.year
    this_year = add_months(day, 12 * years)
    return this_year if this_year >= today else add_months(day, 12 * (years + 1))


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


def window(day: date, which: str, length: int, length_type: Type, today: date) -> bool | None:
    """Whether a date lies in the window before or after today, both ends included."""
    try:
        if which == "last":
            return shift(today, -length, length_type) <= day <= today
        return today <= day <= shift(today, length, length_type)
    except OverflowError:
        return None
