"""Numbers in Chinese numerals, which are written in digits here: 三个月, 五万, 百分之三十, 半年."""

from __future__ import annotations

import re
from typing import Final

from dsl.diagnostics.model import Arg, Diagnostic
from dsl.source import Span

_DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_TENS: Final = {"十": 10, "百": 100, "千": 1000}
_SCALES: Final = ("亿", "万")
_UNIT: Final = "倍|成|天|日|月|周年|周岁|周|年|个月|个星期|星期|个|元|岁|次|笔|折"
_SIGNS: Final = "零一二两三四五六七八九十百千万"
_NUMERAL: Final = re.compile(rf"[{_SIGNS}]+分之.+|[{_SIGNS}亿半]+(?:{_UNIT})?")
_PARTS: Final = re.compile(rf"(百分之)?([零一二两三四五六七八九十百千]+)([万亿])?({_UNIT})?")
_WRITTEN: Final = {"日": "天", "月": "个月"}
_HALVES: Final = {"半年": "6个月", "一年半": "18个月", "两年半": "30个月"}


def is_numeral(word: str) -> bool:
    """Whether a word is a number in Chinese numerals."""
    return leading_numeral(word) == word


def leading_numeral(word: str) -> str:
    """The number in Chinese numerals that a word begins with; empty if there is none."""
    found = _NUMERAL.match(word)
    return found.group() if found and len(found.group()) > 1 else ""


def numeral_slip(span: Span, numeral: str, before: str = "", behind: str = "") -> Diagnostic:
    """The diagnostic for a number in numerals, with what stands before and behind it inside its place."""
    digits = in_digits(numeral)
    args: dict[str, Arg] = {"what": "numeral", "found": numeral}
    if digits is None:
        return Diagnostic("E105", span, args)
    return Diagnostic("E105", span, args | {"digits": digits}, fix=" ".join(filter(None, (before, digits, behind))))


def in_digits(numeral: str) -> str | None:
    """A numeral as it is written here; None if that is not certain."""
    if numeral in _HALVES:
        return _HALVES[numeral]
    found = _PARTS.fullmatch(numeral)
    number = _below_ten_thousand(found[2]) if found else None
    if found is None or number is None or found[4] == "折":
        return None
    percent, scale, unit = found[1], found[3] or "", found[4] or ""
    if percent or unit == "成":
        return None if scale or (percent and unit) else f"{number * (1 if percent else 10)}%"
    return f"{number}{scale}{_WRITTEN.get(unit, unit)}"


def _below_ten_thousand(text: str) -> int | None:
    """The value of 三千零五十, 十二 or 二〇; None if it is no number in this form."""
    total, digit, last = 0, None, 10_000
    for sign in text:
        if sign in _TENS:
            if _TENS[sign] >= last or (digit is None and (sign != "十" or total)):
                return None
            last = _TENS[sign]
            total += (1 if digit is None else digit) * last
            digit = None
        elif digit is not None and digit != 0:
            return None
        else:
            digit = _DIGITS[sign]
    is_short_form = digit is not None and last in (100, 1000) and "零" not in text  # 一百五 is 150
    return None if is_short_form else total + (digit or 0)
