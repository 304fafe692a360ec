"""One cell to one date: forms that have only one reading, those that the record settles, and why not the others.

What is read and what is not is specified here, as in ``engine.io.cells``.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from engine.columns import INT64
from engine.io.numerals import WIDE, numeral_of
from engine.io.reasons import DataError, Fault, spoken

if TYPE_CHECKING:
    from dsl.program.model import Field

_WRONG: Final = "D216"
_TIME: Final = (
    r"(?:[T ]+(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?"
    r" *(?P<offset>Z|[+-][0-9]{2}(?::?[0-5][0-9])?)?)?"
)
_DATES: Final = tuple(
    re.compile(rf"(?P<year>[0-9]{{4}}){form}{_TIME}", re.IGNORECASE | re.ASCII)
    for form in (
        r"(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})",
        r"(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        r"年(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日",
    )
)
# Taken only where the record says which stands first.
_FIRST: Final = {
    first: re.compile(
        rf"(?P<{first}>[0-9]{{1,2}})(?P<mark>[-/.])(?P<{second}>[0-9]{{1,2}})(?P=mark)(?P<year>[0-9]{{4}}){_TIME}",
        re.IGNORECASE | re.ASCII,
    )
    for first, second in (("day", "month"), ("month", "day"))
}
# Day and month in an order that only the record can tell, though some day may show it: a column that mixes both
# orders would be read wrong where it does not.
_UNTOLD: Final = re.compile(rf"[0-9]{{1,2}}(?P<mark>[-/.])[0-9]{{1,2}}(?P=mark)[0-9]{{4}}{_TIME}", re.ASCII)
_SHORT_YEAR: Final = re.compile(rf"[0-9]{{1,2}}(?P<mark>[-/.])[0-9]{{1,2}}(?P=mark)[0-9]{{1,2}}{_TIME}", re.ASCII)
# Excel counts days from here, and shows the count where a cell is not formatted as a date: five digits since 1927.
_EXCEL_EPOCH: Final = date(1899, 12, 30)
_EXCEL_DAY: Final = re.compile(r"(?P<days>[1-9][0-9]{4})(?:\.[0-9]+)?", re.ASCII)


class DateReader:
    """Reads dates as a field has them.

    Attributes:
        zone: in which moments have their date; None where the record names none.
    """

    def __init__(self, field: Field) -> None:
        self.zone = _zone(field)
        self._first = field.first
        self._forms = (*_DATES, _FIRST[field.first]) if field.first else _DATES

    def read(self, value: object) -> date | Fault:
        """The date of a cell that is not missing, or what is wrong with it."""
        if isinstance(value, datetime):
            return self._cut(value)
        if isinstance(value, date):
            return value
        if not isinstance(value, str):
            numeral = numeral_of(value)
            whole = numeral.scaled(0) if numeral else None
            if whole is not None and not 0 <= whole <= INT64:
                return Fault(_WRONG)
            value = str(value) if whole is None else str(whole)
        text = value.translate(WIDE)
        for form in self._forms:
            if match := form.fullmatch(text):
                return self._date_of(match)
        if _SHORT_YEAR.fullmatch(text):
            return Fault("D230")
        if counted := _EXCEL_DAY.fullmatch(text):
            return Fault("D233", (_EXCEL_EPOCH + timedelta(days=int(counted["days"]))).isoformat())
        return Fault("D226" if self._first is None and _UNTOLD.fullmatch(text) else _WRONG)

    def _date_of(self, match: re.Match[str]) -> date | Fault:
        year, month, day = (int(match[part]) for part in ("year", "month", "day"))
        try:
            found = date(year, month, day)
        except ValueError:
            return Fault("D227")
        if match["hour"] is None:
            return found
        try:
            moment = datetime(
                year, month, day, int(match["hour"]), int(match["minute"]), int(match["second"] or 0),
                tzinfo=_offset(match["offset"]),
            )  # fmt: skip
        except ValueError:
            return Fault(_WRONG)
        return self._cut(moment)

    def _cut(self, moment: datetime) -> date | Fault:
        """The date of a moment: as written without a zone, else in the zone of the field."""
        if moment.tzinfo is None:
            return moment.date()
        if self.zone is None:
            return Fault("D228")
        try:
            return moment.astimezone(self.zone).date()
        except OverflowError:
            return Fault("D227")


def _offset(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text in "Zz":
        return UTC
    digits = text[1:].replace(":", "")
    length = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(-length if text[0] == "-" else length)


def _zone(field: Field) -> ZoneInfo | None:
    if field.zone is None:
        return None
    try:
        return ZoneInfo(field.zone)
    except (ValueError, OSError, KeyError):
        raise DataError("D119", {"zone": field.zone, "field": spoken(field)}) from None
