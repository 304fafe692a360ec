"""A length of time with its comparison behind it: 10年以上, 3个月以内, ``90 days or more``.

A day is not larger or smaller than a length of time, so the signs that amounts have will not do here.
"""

from __future__ import annotations

from typing import Final

from dsl.diagnostics.model import Arg, Diagnostic, Words
from dsl.source import Span
from dsl.syntax.around import around
from dsl.syntax.scan import NUMBER
from dsl.syntax.stop import Stop
from dsl.syntax.units import Unit, read_unit
from dsl.syntax.vocabulary import LANGS, VOCABULARY, Lang

_INSIDE: Final = frozenset({"以内", "内", "之内"})
_COUNTED: Final = frozenset({"DAYS_SINCE", "MONTHS_SINCE", "YEARS_SINCE"})
_WRITTEN: Final[dict[Lang, dict[str, str]]] = {
    "en": {">=": "at least {} ago", "<": "less than {} ago", ">": "< today - {}"},
    "zh": {">=": "满 {}", "<": "不满 {}", ">": "< 今天 - {}"},
}


def compared_behind(span: Span, found: str, length: str, sign: str, suffix: str) -> Diagnostic | None:
    """The diagnostic for a comparison behind a length of time; None behind anything else.

    Args:
        span: of both.
        found: both, as they were written.
        length: the length of time.
        sign: the comparison that an amount would have.
        suffix: the words for it.
    """
    unit = _unit(length)
    if unit is None:
        return None
    if sign == "<=" and suffix not in _INSIDE:
        return Diagnostic("E109", span, {"what": "at_most", "length": in_words(length, unit)})
    lang: Lang = "en" if length.isascii() else "zh"
    if sign == "<=":
        return Diagnostic("E109", span, {"what": "inside", "found": found, "length": in_words(length, unit)})
    fix = _WRITTEN[lang][sign].format(length.strip())
    args: dict[str, Arg] = {"found": found, "suffix": suffix, "fix": fix, "what": "length"}
    return Diagnostic("E106", span, args, fix=fix)


def is_about_a_day(stop: Stop) -> bool:
    """Whether a name alone is compared, not what is counted or calculated from it: 今天 - 开户日 is a number."""
    words = around(stop)
    last = next((i for i in range(words.here - 1, -1, -1) if words.whole[i].text in stop.names), -1)
    return not words.ends_a_calculation(last) and VOCABULARY.heads(words.text(last - 1)).isdisjoint(_COUNTED)


def without_comparison(stop: Stop) -> Diagnostic | None:
    """A length of time behind a day, with nothing that says whether it is longer ago or not."""
    text = stop.word.text
    unit = _unit(text)
    if unit is None or not is_about_a_day(stop):
        return None
    behind = stop.following
    if behind is not None and behind.text in _INSIDE:
        return compared_behind(stop.place_to(stop.word, behind), text + behind.text, text, "<=", behind.text)
    return Diagnostic("E101", stop.place(), {"what": "compare_length", "found": text, "length": in_words(text, unit)})


def _unit(text: str) -> Unit | None:
    """The unit of a length of time."""
    digits = NUMBER.match(text)
    if digits is None:
        return None
    unit, end, _ = read_unit(text, digits.end())
    return unit if end == len(text) and unit.kind in ("days", "months") else None


def in_words(length: str, unit: Unit) -> Words:
    """A length of time in both languages."""
    digits = NUMBER.match(length)
    shown = digits.group() if digits else length
    return Words(*(shown + unit.text(lang, shown) for lang in LANGS))
