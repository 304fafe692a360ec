"""Dates as they are written: 2026-06-01, 2026年6月1日, ``1 June 2026``; what each is, and how the scanner knows it."""

from __future__ import annotations

import re
from typing import Final

from dsl.syntax.year_days import MONTH, number_of_month

# Blanks may stand around the numbers of a Chinese date, as around any other number. Each pattern is for VERBOSE.
_BLANKS: Final = r"[ \t]*"
_YEAR_AND_MONTH: Final = rf"\d{{4}}{_BLANKS}年{_BLANKS}\d{{1,2}}{_BLANKS}月"
_DAY_OF_A_MONTH: Final = rf"\d{{1,2}}{_BLANKS}月{_BLANKS}\d{{1,2}}"
DATE: Final = (
    rf"\d{{4}}-\d{{1,2}}-\d{{1,2}}(?!\d)|{_YEAR_AND_MONTH}{_BLANKS}\d{{1,2}}{_BLANKS}日"
    rf"|\d{{1,2}}[ \t]+{MONTH}[ \t]+\d{{4}}(?![\d_.])"
)
# What makes of the last digits something else than a day: 近 3月 5 天.
_GOES_ON: Final = rf"[\d_.,%]|{_BLANKS}[天周年个万亿元]|[\u3400-\u9fff]"
# As other programs and everyday speech write them.
OTHER_DATE: Final = (
    r"\d{4}(?P<mark>[/.])\d{1,2}(?P=mark)\d{1,2}(?![\d_])|\d{1,2}(?P<gap>[/.-])\d{1,2}(?P=gap)(?:19|20)\d\d(?![\d_.])"
)
SPOKEN_DATE: Final = rf"{_YEAR_AND_MONTH}{_BLANKS}\d{{1,2}}{_BLANKS}号"
# Dates that lack a part: the year, the day, or the word behind the day.
HALF_DATE: Final = (
    rf"{_YEAR_AND_MONTH}(?!末|初|均)(?:{_BLANKS}\d{{1,2}}(?!\d))?|{_DAY_OF_A_MONTH}(?:{_BLANKS}[日号]|(?!{_GOES_ON}))"
    r"|(?:19|20)\d\d-(?:0\d|1[0-2])(?![\d_.A-Za-z%\u3400-\u9fff-])"
)
# Where a word ends before one of them: 从2026-01-01, 每年4月5日.
BEGUN: Final = rf"\d{{4}}(?:-\d{{1,2}}-\d|[/.]\d{{1,2}}[/.]\d)|{_YEAR_AND_MONTH}(?!末|初|均)|{_DAY_OF_A_MONTH}"

_ISO_OR_CHINESE: Final = re.compile(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})")


def parts(text: str) -> tuple[int, int, int]:
    """Year, month and day of a date that the scanner found."""
    if found := _ISO_OR_CHINESE.match(text):
        return int(found[1]), int(found[2]), int(found[3])
    day, month, year = text.split()
    return int(year), number_of_month(month), int(day)
