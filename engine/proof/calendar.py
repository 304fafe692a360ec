"""The functions of a calendar for many days at once, as ``engine.ir.reach.on_calendar`` has them for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np

from engine.ir.reach import FIRST_DAY, LAST_DAY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.ir import nodes as n

    Days = NDArray[np.int64]

_TO_1970: Final = 1970 * 12  # months from the year 0
_LAST_YEAR: Final = 9999
_MOST_MONTHS: Final = 12 * (_LAST_YEAR + 1)  # what moves any day out of the calendar


def on_calendar(function: n.CalendarFunction, days: Days, arguments: Days) -> Days:
    """The values of a ``Calendar`` term; the days are in the calendar."""
    match function:
        case "month":
            return _months(days)
        case "add_months":
            return add_months(days, arguments)
        case "months_since":
            return _months_since(days, arguments)
        case "years_since":
            return _months_since(days, arguments) // 12
        case "anniversary":
            years = _months(arguments) // 12 - _months(days) // 12
            this, following = add_months(days, 12 * years), add_months(days, 12 * (years + 1))
            is_over = _months(arguments) // 12 == _LAST_YEAR
            return np.where(this >= arguments, this, np.where(is_over, LAST_DAY + 1, following))


def add_months(days: Days, months: Days) -> Days:
    """Days so many months later; a day that its month does not have becomes the last; outside, one beyond the end."""
    wanted = _months(days) + np.clip(months, -_MOST_MONTHS, _MOST_MONTHS)
    inside = np.clip(wanted, 12, 12 * _LAST_YEAR + 11)
    first, following = _first_day(inside), _first_day(inside + 1)
    moved = np.minimum(first + (days - _first_day(_months(days))), following - 1)
    return np.where(wanted == inside, moved, np.where(months < 0, FIRST_DAY - 1, LAST_DAY + 1))


def _months_since(days: Days, today: Days) -> Days:
    months = _months(today) - _months(days)
    return months - (add_months(days, months) > today)


def _months(days: Days) -> Days:
    """Months from the year 0."""
    return _count(days.astype("M8[D]").astype("M8[M]")) + _TO_1970


def _first_day(months: Days) -> Days:
    """The first day of months from the year 0."""
    return _count((months - _TO_1970).astype("M8[M]").astype("M8[D]"))


def _count(moments: NDArray[Any]) -> Days:
    return cast("Days", moments.astype(np.int64))
