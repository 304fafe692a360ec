"""The Gregorian calendar on days counted from 1970, for compiled code.

Days to year, month and day and back by counting from 1 March of the year 0 in eras of 400 years (H. Hinnant,
"chrono-Compatible Low-Level Date Algorithms").
"""

# mypy: disable-error-code="untyped-decorator,no-any-return"

from __future__ import annotations

from typing import Final

import numba

from engine.kernel.instructions import Calendar

MONTHS_SINCE, YEARS_SINCE = int(Calendar.MONTHS_SINCE), int(Calendar.YEARS_SINCE)
ANNIVERSARY, ADD_MONTHS = int(Calendar.ANNIVERSARY), int(Calendar.ADD_MONTHS)

_ERA: Final = 146_097  # days of 400 years
_TO_MARCH: Final = 719_468  # days from 1 March of the year 0 to 1970
_FIRST_DAY, _LAST_DAY = -719_162, 2_932_896  # the years 1 to 9999
_LAST_MONTH: Final = 9999 * 12 + 11

_compiled = numba.njit(nogil=True)


@_compiled
def _split(day: int) -> tuple[int, int]:
    """The month counted from January of the year 0, and the day of the month from 1."""
    shifted = day + _TO_MARCH
    era = shifted // _ERA
    of_era = shifted - era * _ERA
    year = (of_era - of_era // 1_460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    march = (5 * of_year + 2) // 153
    return (era * 400 + year) * 12 + march + 2, of_year - (153 * march + 2) // 5 + 1


@_compiled
def _joined(month: int, day: int) -> int:
    """The day of a month counted from January of the year 0; one the month does not have becomes its last."""
    year = month // 12
    in_year = month % 12
    if day > 28:
        if in_year == 1:
            leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
            day = min(day, 29 if leap else 28)
        elif in_year in (3, 5, 8, 10):
            day = min(day, 30)
    march = (in_year + 10) % 12
    year -= in_year < 2
    era = year // 400
    of_era = year - era * 400
    days = of_era * 365 + of_era // 4 - of_era // 100 + (153 * march + 2) // 5 + day - 1
    return era * _ERA + days - _TO_MARCH


@_compiled
def on_calendar(function: int, day: int, argument: int) -> int:
    """A function of instructions.Calendar; days outside the calendar count as its ends."""
    day = min(max(day, _FIRST_DAY), _LAST_DAY)
    month, of_month = _split(day)
    if function in (MONTHS_SINCE, YEARS_SINCE):
        today, _ = _split(argument)
        passed = today - month
        if _joined(month + passed, of_month) > argument:
            passed -= 1
        return passed if function == MONTHS_SINCE else passed // 12
    if function == ANNIVERSARY:
        today, _ = _split(argument)
        years = today // 12 - month // 12
        found = _joined(month + 12 * years, of_month)
        if found < argument:
            month += 12 * (years + 1)
            return _joined(month, of_month) if month <= _LAST_MONTH else _LAST_DAY + 1
        return found
    if function == ADD_MONTHS:
        later = month + argument
        if later < 12:
            return _FIRST_DAY - 1
        return _joined(later, of_month) if later <= _LAST_MONTH else _LAST_DAY + 1
    return month
