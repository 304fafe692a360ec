"""The Gregorian calendar on days counted from 1970, for compiled code.

Days to year, month and day and back without a branch, by products and shifts in place of divisions (C. Neri and
L. Schneider, "Euclidean affine functions and their application to calendar algorithms", 2022). Years there begin in
March, so that the day that may be missing is the last.
"""

# mypy: disable-error-code="untyped-decorator,no-any-return"

from __future__ import annotations

from typing import Final

import numpy as np

from engine.kernel.emit import compiled
from engine.kernel.instructions import Calendar

MONTHS_SINCE, YEARS_SINCE = int(Calendar.MONTHS_SINCE), int(Calendar.YEARS_SINCE)
ANNIVERSARY, ADD_MONTHS = int(Calendar.ANNIVERSARY), int(Calendar.ADD_MONTHS)

_TO_MARCH: Final = 719_468  # days from 1 March of the year 0 to 1970
_FIRST_DAY, _LAST_DAY = -719_162, 2_932_896  # the years 1 to 9999
_LAST_YEAR: Final = 9999
_U: Final = np.uint64  # of unsigned integers a division by a constant is a product, and needs no look at the sign


@compiled
def _split(day: int) -> tuple[int, int, int]:
    """The year, the month from 0 and the day of the month from 1."""
    quarters = _U(4) * _U(day + _TO_MARCH) + _U(3)
    century = quarters // _U(146_097)
    of_century = _U(4) * (quarters % _U(146_097) // _U(4)) + _U(3)
    product = _U(2_939_745) * of_century
    of_year = (product & _U(0xFFFF_FFFF)) // _U(2_939_745) // _U(4)
    scaled = _U(2_141) * of_year + _U(197_913)
    year, month = int(_U(100) * century + (product >> _U(32))), int(scaled >> _U(16))  # of a year from March: 3 to 14
    is_next = month > 12
    return year + is_next, month - 1 - 12 * is_next, int((scaled & _U(0xFFFF)) // _U(2_141)) + 1


@compiled
def _length(year: int, month: int) -> int:
    """The days of a month."""
    is_leap = (year & (15 if _U(year) % _U(100) == _U(0) else 3)) == 0
    from_one = month + 1
    return 28 + is_leap if from_one == 2 else 30 + ((from_one ^ (from_one >> 3)) & 1)


@compiled
def _joined(year: int, month: int, day: int) -> int:
    """The day; one the month does not have becomes its last."""
    is_before_march = month < 2
    whole, from_march = _U(year - is_before_march), _U(month + 1 + 12 * is_before_march)
    century = whole // _U(100)
    before = _U(1_461) * whole // _U(4) - century + century // _U(4)  # days of the years before
    of_year = (_U(979) * from_march - _U(2_919)) // _U(32)
    return int(before + of_year) + min(day, _length(year, month)) - 1 - _TO_MARCH


@compiled
def on_calendar(function: int, day: int, argument: int) -> int:
    """A function of instructions.Calendar; days outside the calendar count as its ends."""
    year, month, of_month = _split(min(max(day, _FIRST_DAY), _LAST_DAY))
    if function in (MONTHS_SINCE, YEARS_SINCE):
        this_year, this_month, today = _split(argument)
        is_later = min(of_month, _length(this_year, this_month)) > today
        passed = (this_year - year) * 12 + this_month - month - is_later
        return passed if function == MONTHS_SINCE else passed // 12
    if function == ANNIVERSARY:
        this_year, this_month, today = _split(argument)
        is_over = month * 32 + min(of_month, _length(this_year, month)) < this_month * 32 + today
        found = this_year + is_over
        return _joined(found, month, of_month) if found <= _LAST_YEAR else _LAST_DAY + 1
    if function == ADD_MONTHS:
        later = year * 12 + month + argument
        if later < 12:
            return _FIRST_DAY - 1
        found = later // 12
        return _joined(found, later % 12, of_month) if found <= _LAST_YEAR else _LAST_DAY + 1
    return year * 12 + month
