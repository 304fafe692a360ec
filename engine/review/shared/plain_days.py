"""Days that people would write down, near another: so many weeks, months or years before or after it, to the day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from itertools import chain, product
from typing import TYPE_CHECKING, Final

from engine.ir.reach import FIRST_DAY, LAST_DAY, from_days, to_days

if TYPE_CHECKING:
    from collections.abc import Iterator

_DAYS: Final = (0, 1, 7)
_MONTHS: Final = (1, 3, 6, 2, 4, 9)
_YEARS: Final = (1, 2, 5, 10, 20, 30, 50, 80, 3, 4, 6, 7, 8, 9, 12, 15, 18, 25, 40, 60, 70)
_BESIDE: Final = (0, 1, -1, 7, -7, 14, -14, 30, -30, 60, -60)  # of a birthday from today
_LEAP: Final = 4  # years in which there is one 29 February


def days_near(today: int, usual: int | None) -> Iterator[int]:
    """Days by how plain they are, counted from today: first on the side of it on which they usually are.

    Then days with a birthday soon or just gone, in the usual year.
    """
    ways = (-1, 1) if usual is not None and usual <= today else (1, -1)
    if usual is None:
        yield from _within(today + way * days for days in _DAYS for way in ways)
        yield from _within(_later(today, way * months) for months, way in product(_counted(), ways))
    else:
        yield from _within(today + way * days for way in ways[:1] for days in _DAYS)
        yield from _within(_later(today, ways[0] * months) for months in _counted())
    year = from_days(usual).year if usual is not None else from_days(today).year - 1
    yield from _within(_in_year(today + days, year) for days in _BESIDE)
    if usual is not None:
        yield from _within(today + ways[1] * days for days in _DAYS)
        yield from _within(_later(today, ways[1] * months) for months in _counted())


def days_to_decide_on(usual: int, found: int) -> Iterator[int]:
    """Days near the usual one; then the same day of the year as one that was found, in years near the usual one."""
    for count in chain(_DAYS[1:]):
        yield from _within((usual + count, usual - count))
    for count in range(1, 12):
        yield from _within((_later(usual, count), _later(usual, -count)))
    year = from_days(usual).year
    for years in range(_LEAP + 1):
        yield from _within((_in_year(found, year + years), _in_year(found, year - years)))


def _counted() -> Iterator[int]:
    """Months in the order in which they are tried."""
    yield from _MONTHS[:3]
    yield from (12 * years for years in _YEARS)
    yield from _MONTHS[3:]


def _within(days: Iterator[int | None] | tuple[int | None, ...]) -> Iterator[int]:
    yield from (day for day in days if day is not None and FIRST_DAY <= day <= LAST_DAY)


def _later(day: int, months: int) -> int | None:
    """So many months later; the last of the month where it is shorter."""
    of = from_days(day)
    years, month = divmod(of.month - 1 + months, 12)
    return _day(of.year + years, month + 1, of.day)


def _in_year(day: int, year: int) -> int | None:
    """The same day of another year."""
    of = from_days(min(max(day, FIRST_DAY), LAST_DAY))
    return _day(year, of.month, of.day)


def _day(year: int, month: int, day: int) -> int | None:
    if not date.min.year <= year <= date.max.year:
        return None
    return to_days(date(year, month, min(day, monthrange(year, month)[1])))
