"""From what value on a computed term reaches a bound: a question about the term becomes one about its operands.

So most computed terms never have to be computed: rounding, ages and the like turn into plain thresholds.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Final, assert_never

from dsl.program import values
from engine.ir import nodes as n

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.ir.builder import Builder

EPOCH: Final = date(1970, 1, 1).toordinal()
FIRST_DAY: Final = date.min.toordinal() - EPOCH
LAST_DAY: Final = date.max.toordinal() - EPOCH


def reach(builder: Builder, term: n.Term, bound: int) -> n.Formula | None:
    """The formula for term >= bound in terms of its operands; None where there is none."""
    match term:
        case n.Column() | n.Product() | n.Total():
            return None
        case n.Extreme(which, forms):
            each = [builder.at_least(form, bound) for form in forms]
            return builder.all_of(each) if which == "min" else builder.any_of(each)
        case n.Choose(condition, then, otherwise):
            one = builder.all_of((condition, builder.at_least(then, bound)))
            other = builder.all_of((builder.negation(condition), builder.at_least(otherwise, bound)))
            return builder.any_of((one, other))
        case n.Quotient(mode, numerator, denominator):
            return _quotient(builder, mode, numerator, denominator, bound)
        case n.Calendar(function, day, argument):
            return None if argument.parts else _calendar(builder, function, day, argument.constant, bound)
    assert_never(term)


def _quotient(builder: Builder, mode: str, numerator: n.Form, denominator: n.Form, bound: int) -> n.Formula | None:
    if denominator.parts:
        return None
    by = denominator.constant
    match mode:
        case "down":
            return builder.at_least(numerator, bound * by)
        case "up":
            return builder.at_least(numerator, (bound - 1) * by + 1)
        case _:  # from k - 1/2 on; halves below zero round down
            return builder.at_least(builder.times(numerator, 2), (2 * bound - 1) * by + (bound <= 0))


def _calendar(
    builder: Builder, function: n.CalendarFunction, day: n.Form, argument: int, bound: int
) -> n.Formula | None:
    match function:
        case "months_since":  # the later the day, the less has passed
            return builder.negation(builder.at_least(day, _last_since(bound, argument) + 1))
        case "years_since":
            return builder.negation(builder.at_least(day, _last_since(12 * bound, argument) + 1))
        case "month" | "add_months":
            return builder.at_least(day, _first(lambda d: on_calendar(function, d, argument) >= bound))
        case "anniversary":
            return None


def _last_since(months: int, until: int) -> int:
    """The last day since which so many months have passed; the day before the first if for none."""
    end = from_days(until)
    try:
        found = values.add_months(end, -months)
    except OverflowError:
        return FIRST_DAY - 1 if months > 0 else LAST_DAY
    if end.day == _days_of_month(end):  # the last of a month, so whatever day was to be reached in it
        found = found.replace(day=_days_of_month(found))
    return to_days(found)


def _days_of_month(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _first(holds: Callable[[int], bool]) -> int:
    """The first day for which something holds that holds for all days after it; the day after the last if for none."""
    low, high = FIRST_DAY, LAST_DAY + 1
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def on_calendar(function: n.CalendarFunction, day: int, argument: int) -> int:
    """The value of a ``Calendar`` term."""
    match function:
        case "months_since":
            return values.months_since(from_days(day), from_days(argument))
        case "years_since":
            return values.months_since(from_days(day), from_days(argument)) // 12
        case "anniversary":
            found = values.next_anniversary(from_days(day), from_days(argument))
            return LAST_DAY + 1 if found is None else to_days(found)
        case "month":
            return month(from_days(day))
        case "add_months":
            try:
                return to_days(values.add_months(from_days(day), argument))
            except OverflowError:
                return FIRST_DAY - 1 if argument < 0 else LAST_DAY + 1


def month(day: date) -> int:
    """The month of a day, counted from January of the year 0."""
    return day.year * 12 + day.month - 1


def to_days(day: date) -> int:
    """Days since 1970."""
    return day.toordinal() - EPOCH


def from_days(days: int) -> date:
    """The date."""
    return date.fromordinal(days + EPOCH)
