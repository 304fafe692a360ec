"""What a text looks like to people, though no reader takes it: amounts with blanks in them, days without a century."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections import Counter

_BLANK: Final = " \u00a0\u2009\u202f"
_SIGN: Final = r"(?:[¥￥$€£₹₩元]|EUR|USD|GBP|CHF|HKD|CNY|RMB|kr|zł|Kč)"
# 1 234,56 € · € 1'234.50 · ($12,000.50) · 1234,-: more than digits, which may be a name.
NUMBER: Final = re.compile(
    rf"(?!\d+$)\(?[-−]?(?:{_SIGN}[{_BLANK}]?)?[-−]?"
    rf"(?:[1-9]\d{{0,2}}(?:[.,'’{_BLANK}]\d{{2,3}})+|\d+)"
    rf"(?:[.,](?:\d{{1,4}}|-))?(?:[{_BLANK}]?{_SIGN})?\)?"
)
# 31.12.26 · 31-Jan-26 · 31 janvier 2026 · Jan 31, 2026
DAY: Final = re.compile(
    r"\d{1,2}([-/.])\d{1,2}\1\d{2}"
    r"|\d{1,2}\.?[-/ ][^\W\d_]{3,9}\.?[-/ ]'?(?:\d{2}|\d{4})"
    r"|[^\W\d_]{3,9}\.? \d{1,2},? \d{4}"
)


def looks_like(what: re.Pattern[str], texts: Counter[str]) -> bool:
    """Whether most of some texts look like something."""
    return sum(times for text, times in texts.items() if what.fullmatch(text)) * 2 > texts.total()
