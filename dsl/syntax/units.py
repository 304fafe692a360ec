"""Units of literals: how they are written, what they are worth, how they are printed.

A literal is digits and a unit. Scales (万, million) and currencies combine (``5万元``, ``2 million EUR``);
the other units stand alone. Words that merely count (``45岁``, ``20次``) are read and dropped.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final, Literal

from dsl.lean import dataclass
from dsl.syntax.vocabulary import Lang

UnitKind = Literal["ratio", "times", "days", "months"]

# id: (factor, english, chinese); an english word longer than one letter is set off by a space.
SCALES: Final[dict[str, tuple[int, str, str]]] = {
    "thousand": (10**3, "k", "千"),
    "wan": (10**4, "万", "万"),
    "million": (10**6, " million", "百万"),
    "qianwan": (10**7, "千万", "千万"),
    "yi": (10**8, "亿", "亿"),
    "billion": (10**9, " billion", "十亿"),
}
_SCALE_WORDS: Final = {
    "k": "thousand", "thousand": "thousand", "千": "thousand", "万": "wan", "million": "million", "百万": "million",
    "千万": "qianwan", "亿": "yi", "billion": "billion", "十亿": "billion",
}  # fmt: skip

# code: digits of the smallest unit (ISO 4217), chinese name if it has a short one
CURRENCIES: Final[dict[str, tuple[int, str]]] = {
    "CNY": (2, "元"), "USD": (2, "美元"), "EUR": (2, "欧元"), "GBP": (2, "英镑"), "HKD": (2, "港元"),
    "JPY": (0, "日元"), "KRW": (0, "韩元"), "SGD": (2, "新加坡元"), "CHF": (2, "瑞士法郎"), "AUD": (2, "澳元"),
    "CAD": (2, "加元"), "NZD": (2, "新西兰元"), "TWD": (2, "新台币"), "MOP": (2, "澳门元"), "THB": (2, "泰铢"),
    "MYR": (2, "林吉特"), "IDR": (2, "印尼盾"), "VND": (0, "越南盾"), "PHP": (2, "比索"), "INR": (2, "卢比"),
    "RUB": (2, "卢布"), "SEK": (2, "瑞典克朗"), "NOK": (2, "挪威克朗"), "DKK": (2, "丹麦克朗"),
    "PLN": (2, "兹罗提"), "CZK": (2, "捷克克朗"), "HUF": (2, "福林"), "TRY": (2, "里拉"), "ZAR": (2, "兰特"),
    "BRL": (2, "雷亚尔"), "MXN": (2, "墨西哥比索"), "AED": (2, "迪拉姆"), "SAR": (2, "里亚尔"),
    "ILS": (2, "谢克尔"), "KWD": (3, "科威特第纳尔"), "DEM": (2, "德国马克"),
}  # fmt: skip
_CURRENCY_WORDS: Final = {
    **{code.lower(): code for code in CURRENCIES},
    **{name: code for code, (_, name) in CURRENCIES.items()},
    "人民币": "CNY",
}

# For each word its kind, its factor, and how it is printed in English and in Chinese.
_PLAIN: Final[dict[str, tuple[UnitKind, Fraction, str, str]]] = {
    "%": ("ratio", Fraction(1, 100), "%", "%"),
    "bp": ("ratio", Fraction(1, 10_000), "bp", "bp"),
    "x": ("times", Fraction(1), "x", "倍"),
    "day": ("days", Fraction(1), " days", "天"),
    "week": ("days", Fraction(7), " weeks", "周"),
    "month": ("months", Fraction(1), " months", "个月"),
    "year": ("months", Fraction(12), " years", "年"),
}
_PLAIN_WORDS: Final = {
    "%": "%", "bp": "bp", "bps": "bp", "基点": "bp", "个基点": "bp", "x": "x", "times": "x", "倍": "x",
    "day": "day", "days": "day", "天": "day", "week": "week", "weeks": "week", "周": "week", "星期": "week",
    "month": "month", "months": "month", "个月": "month", "year": "year", "years": "year", "年": "year",
    "周年": "year", "个星期": "week",
}  # fmt: skip
# What may be misspelt: all units but signs and single letters.
SPELT_OUT: Final = (*(word for word in (*_SCALE_WORDS, *_PLAIN_WORDS) if word.isascii() and len(word) > 2), *CURRENCIES)
COUNT_WORDS: Final = ("岁", "次", "笔", "个", "户", "人", "名", "张", "件")


@dataclass(frozen=True, slots=True)
class Unit:
    """What follows the digits of a literal.

    Attributes:
        scale: key into SCALES, or None.
        currency: ISO code, or None.
        plain: key of a unit that stands alone (``%``, ``bp``, ``x``, ``day`` …), or None.
    """

    scale: str | None = None
    currency: str | None = None
    plain: str | None = None

    @property
    def kind(self) -> UnitKind | None:
        """The kind of a unit that stands alone."""
        return _PLAIN[self.plain][0] if self.plain else None

    @property
    def factor(self) -> Fraction:
        """What one is worth: currency units, ratio, days or months."""
        if self.plain:
            return _PLAIN[self.plain][1]
        return Fraction(SCALES[self.scale][0] if self.scale else 1)

    def text(self, lang: Lang, digits: str = "2") -> str:
        """How the unit is printed after the digits, in the singular after a lone 1."""
        which = 0 if lang == "en" else 1
        if self.plain:
            text = _PLAIN[self.plain][2:][which]
            return text.removesuffix("s") if digits == "1" and text.startswith(" ") else text
        text = SCALES[self.scale][1:][which] if self.scale else ""
        if self.currency:
            text += f" {self.currency}" if lang == "en" else CURRENCIES[self.currency][1]
        return text


NO_UNIT: Final = Unit()


def _pattern(words: dict[str, str] | tuple[str, ...]) -> str:
    parts = []
    for word in sorted(words, key=len, reverse=True):
        glued = word in ("x", "k")
        ascii_word = word[-1].isascii() and word[-1].isalpha()
        parts.append(("" if glued else r"[ \t]*") + re.escape(word) + ("(?![A-Za-z0-9_])" if ascii_word else ""))
    return "|".join(parts)


_AFTER_DIGITS: Final = re.compile(
    rf"(?P<plain>{_pattern(_PLAIN_WORDS)})|(?P<scale>{_pattern(_SCALE_WORDS)})?(?P<currency>{_pattern(_CURRENCY_WORDS)})?",
    re.IGNORECASE,
)
_COUNT: Final = re.compile("|".join(COUNT_WORDS))
_CJK_NEXT: Final = re.compile(r"[\u3400-\u9fff]")


def read_unit(text: str, at: int) -> tuple[Unit, int, bool]:
    """Read the unit that stands behind digits ending at ``at``.

    Returns:
        The unit, where it ends, and whether it is a bare count word (``岁``), which carries no meaning.
    """
    match = _AFTER_DIGITS.match(text, at)
    if match is None:  # pragma: no cover - the second branch matches nothing too
        return NO_UNIT, at, False
    found, end = match.group(), match.end()
    if found[:1].isspace() and found.strip()[:1] > "\u2e80" and _CJK_NEXT.match(text, end):
        return NO_UNIT, at, False  # "5 万达广场": a word of its own that begins like a unit
    if found == "周" and text.startswith("岁", end):
        return NO_UNIT, end + 1, True
    if not found:
        count = _COUNT.match(text, at)
        return (NO_UNIT, count.end(), True) if count else (NO_UNIT, at, False)
    if word := match["plain"]:
        return Unit(plain=_PLAIN_WORDS[word.strip().lower()]), end, False
    scale, currency = match["scale"], match["currency"]
    return (
        Unit(
            scale=_SCALE_WORDS[scale.strip().lower()] if scale else None,
            currency=_CURRENCY_WORDS[currency.strip().lower()] if currency else None,
        ),
        end,
        False,
    )
