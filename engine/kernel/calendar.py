"""The Gregorian calendar on days counted from 1970, for many rows at once.

Days to year, month and day and back without a branch, by products and shifts in place of divisions (C. Neri and
L. Schneider, "Euclidean affine functions and their application to calendar algorithms", 2022). Years there begin in
March, so that the day that may be missing is the last. Everything fits 32 bits, but for one product.
"""

# mypy: disable-error-code="no-untyped-call,untyped-decorator,no-any-return"

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from engine.kernel.emit import (
    ADDRESS,
    I32,
    I64,
    INTEGER,
    NOTHING,
    compiled,
    everywhere,
    function,
    load,
    store,
    vector,
)
from engine.kernel.instructions import BLOCK, Calendar
from engine.kernel.lanes import LANES, Lanes

if TYPE_CHECKING:
    from collections.abc import Callable

    from llvmlite import ir

    from engine.kernel.emit import Emit, Operand

_TO_MARCH: Final = 719_468  # days from 1 March of the year 0 to 1970
_FIRST_DAY, _LAST_DAY = -719_162, 2_932_896  # the years 1 to 9999
_LAST_YEAR: Final = 9999
_MOST_MONTHS: Final = 200_000  # more than any calendar has

Date = tuple[Lanes, Lanes, Lanes]  # year, month from 0, day of the month from 1


def _split(day: Lanes) -> Date:
    quarters = (day + _TO_MARCH) * 4 + 3
    century = quarters // 146_097
    of_century = quarters % 146_097 // 4 * 4 + 3
    product = of_century.wide(64) * 2_939_745
    of_year = product.short(32) // 2_939_745 // 4
    scaled = of_year * 2_141 + 197_913
    year, month = century * 100 + (product >> 32).short(32), scaled >> 16  # of a year from March: 3 to 14
    is_next = (month > 12).counted(32)
    return year + is_next, month - 1 - is_next * 12, (scaled & 0xFFFF) // 2_141 + 1


def _length(year: Lanes, month: Lanes) -> Lanes:
    """The days of a month."""
    in_four = (year % 100).equals(0).choose(15, 3, year)  # of 100 years the last is none, but of 400
    february = (year & in_four).equals(0).counted(32) + 28
    from_one = month + 1
    other = ((from_one ^ (from_one >> 3)) & 1) + 30
    return from_one.equals(2).choose(february, other, year)


def _joined(date: Date) -> Lanes:
    """The day; one the month does not have becomes its last."""
    year, month, day = date
    is_before_march = (month < 2).counted(32)
    whole, from_march = year - is_before_march, month + 1 + is_before_march * 12
    century = whole // 100
    before = whole * 1_461 // 4 - century + century // 4  # days of the years before
    of_year = (from_march * 979 - 2_919) // 32
    return before + of_year + day.least(_length(year, month)) - 1 - _TO_MARCH


def _months_since(day: Lanes, today: Lanes) -> Lanes:
    (year, month, of_month), (this_year, this_month, of_this) = _split(day), _split(today)
    is_later = (of_month.least(_length(this_year, this_month)) > of_this).counted(32)
    return (this_year - year) * 12 + this_month - month - is_later


def _years_since(day: Lanes, today: Lanes) -> Lanes:
    far = 12 * (_LAST_YEAR + 1)  # months are divided from 0 on
    return (_months_since(day, today) + far) // 12 - far // 12


def _anniversary(day: Lanes, today: Lanes) -> Lanes:
    (_, month, of_month), (this_year, this_month, of_this) = _split(day), _split(today)
    here = month * 32 + of_month.least(_length(this_year, month))
    found = this_year + (here < this_month * 32 + of_this).counted(32)
    return (found > _LAST_YEAR).choose(_LAST_DAY + 1, _joined((found, month, of_month)), found)


def _add_months(day: Lanes, months: Lanes) -> Lanes:
    year, month, of_month = _split(day)
    later = year * 12 + month + months
    found = later // 12
    moved = _joined((found, later % 12, of_month))
    kept = (later > _LAST_YEAR * 12 + 11).choose(_LAST_DAY + 1, moved, moved)
    return (later < 12).choose(_FIRST_DAY - 1, kept, kept)


def _month(day: Lanes, _nothing: Lanes) -> Lanes:
    year, month, _ = _split(day)
    return year * 12 + month


def _within(number: Lanes, low: int, high: int) -> Lanes:
    """The nearest integer between two, in 32 bits."""
    found = number.greatest(low).least(high)
    return found.short(32) if found.value.type.element.width > 32 else found


def _days(at: Emit, address: Operand, of: ir.Type) -> Lanes:
    return _within(Lanes(at, load(at, address, vector(of, LANES))), _FIRST_DAY, _LAST_DAY)


def _with_today(calculate: Callable[[Lanes, Lanes], Lanes], of: ir.Type) -> Any:  # noqa: ANN401
    """A function for some rows of days and one other day."""

    @function(NOTHING, ADDRESS, ADDRESS, INTEGER)
    def calendar(at: Emit, to: Operand, day: Operand, today: Operand) -> None:
        other = _within(Lanes(at, everywhere(at, today, LANES)), _FIRST_DAY, _LAST_DAY)
        store(at, calculate(_days(at, day, of), other).signed(64).value, to)

    return calendar


@function(NOTHING, ADDRESS, ADDRESS, ADDRESS)
def _add_months_rows(at: Emit, to: Operand, day: Operand, months: Operand) -> None:
    number = _within(Lanes(at, load(at, months, vector(I64, LANES))), -_MOST_MONTHS, _MOST_MONTHS)
    store(at, _add_months(_days(at, day, I64), number).signed(64).value, to)


_FUNCTIONS = (_months_since, _years_since, _anniversary, _month)
_months_since64, _years_since64, _anniversary64, _month64 = (_with_today(of, I64) for of in _FUNCTIONS)
_months_since32, _years_since32, _anniversary32, _month32 = (_with_today(of, I32) for of in _FUNCTIONS)

# Compiled code sees plain integers.
MONTHS_SINCE, YEARS_SINCE, ANNIVERSARY = (
    int(Calendar.MONTHS_SINCE),
    int(Calendar.YEARS_SINCE),
    int(Calendar.ANNIVERSARY),
)


@compiled
def on_calendar(to: np.uint64, day: np.uint64, width: int, today: int, which: int) -> None:
    """A function of instructions.Calendar for a block; days outside the calendar count as its ends."""
    for row in range(0, BLOCK, LANES):
        here, days = to + np.uint64(row * 8), day + np.uint64(row * width)
        if width == 8:
            if which == MONTHS_SINCE:
                _months_since64(here, days, today)
            elif which == YEARS_SINCE:
                _years_since64(here, days, today)
            elif which == ANNIVERSARY:
                _anniversary64(here, days, today)
            else:
                _month64(here, days, today)
        elif which == MONTHS_SINCE:
            _months_since32(here, days, today)
        elif which == YEARS_SINCE:
            _years_since32(here, days, today)
        elif which == ANNIVERSARY:
            _anniversary32(here, days, today)
        else:
            _month32(here, days, today)


@compiled
def months_later(to: np.uint64, day: np.uint64, months: np.uint64) -> None:
    """Days moved by months, for a block; where that leaves the calendar, the day before or after it."""
    for i in range(0, BLOCK * 8, LANES * 8):
        _add_months_rows(to + np.uint64(i), day + np.uint64(i), months + np.uint64(i))
