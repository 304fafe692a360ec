"""A day of every year: ``5 April``, 4月5日. It is kept as that day of a leap year, so that there is a 29 February."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from dsl.syntax.vocabulary import Lang

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_NUMBERED: Final = {month.lower(): number for number, month in enumerate(_MONTHS, 1)}
MONTH: Final = rf"(?i:{'|'.join(_MONTHS)})"
MONTH_OR_SHORT: Final = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in _MONTHS) + "|Sept"
_IN_CHINESE: Final = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")
LEAP_YEAR: Final = 2000


def is_month(word: str) -> bool:
    """Whether a word is an English month."""
    return word.lower() in _NUMBERED


def number_of_month(word: str) -> int:
    """Which month an English word is."""
    return _NUMBERED[word.lower()]


def full_month(word: str) -> str:
    """The whole of an English month that may be cut short: Dec is December."""
    return next(month for month in _MONTHS if month[:3].lower() == word[:3].lower())


def names_a_day(text: str) -> bool:
    """Whether a Chinese text has the form of a day of every year: 4月5日."""
    return _IN_CHINESE.fullmatch(text) is not None


def day_of_year(text: str) -> date | None:
    """The day of the leap year that is meant; None if the calendar has no such day."""
    if in_chinese := _IN_CHINESE.fullmatch(text):
        month, day = map(int, in_chinese.groups())
    else:
        digits, word = text.split()
        month, day = _NUMBERED[word.lower()], int(digits)
    try:
        return date(LEAP_YEAR, month, day)
    except ValueError:
        return None


def written(day: date, lang: Lang) -> str:
    """A day of every year as it is printed."""
    return f"{day.day} {_MONTHS[day.month - 1]}" if lang == "en" else f"{day.month}月{day.day}日"
