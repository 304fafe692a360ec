"""A length of time with its comparison behind it: 10年以上, 3个月以内, ``90 days or more``.

A day is not larger or smaller than a length of time, so the signs that amounts have will not do here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from dsl.diagnostics.model import Arg, Diagnostic, Words
from dsl.source import Span
from dsl.syntax.scan import NUMBER
from dsl.syntax.slips.around import around
from dsl.syntax.slips.stop import Stop
from dsl.syntax.units import Unit, read_unit
from dsl.syntax.vocabulary import COMPARISONS, LANGS, VOCABULARY, Lang, lang_of

_INSIDE: Final = frozenset({"以内", "内", "之内"})
_AGO: Final = VOCABULARY.words["AGO", "en"] + VOCABULARY.words["AGO", "zh"]
# What says how long ago it was, where a sign might as well compare the day.
_IN_WORDS: Final[dict[str, dict[Lang, str]]] = {
    ">": {"en": "more than", "zh": "超过"},
    ">=": {"en": "at least", "zh": "满"},
    "<": {"en": "less than", "zh": "不满"},
}
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


def said_of_how_long_ago(stop: Stop, found: Diagnostic) -> Diagnostic:
    """A diagnostic whose advice is a comparison, as it has to be before ``90 days ago``: ``up to 90 days ago``."""
    said, fix = str(found.args.get("found", "")), found.fix or ""
    sign = COMPARISONS.get(fix, fix)
    at = next((i for i, raw in enumerate(stop.whole) if (raw.line, raw.column) > _end(found.span)), len(stop.whole))
    if sign not in ("<=", *_IN_WORDS) or not any(map(str.isalpha, said)) or at + 1 >= len(stop.whole):
        return found
    length, ago = stop.whole[at : at + 2]
    if ago.text.lower() not in _AGO or (unit := _unit(length.text)) is None:
        return found
    if sign == "<=":
        span = replace(found.span, end_line=ago.line, end_column=ago.end)
        return Diagnostic("E109", span, {"what": "at_most", "length": in_words(length.text, unit)})
    if fix in COMPARISONS:
        return found
    fix = _IN_WORDS[sign][lang_of(said)]
    near: dict[str, Arg] = {"near": fix} if "near" in found.args else {}
    return replace(found, args={**found.args, **near}, fix=fix)


def _end(span: Span) -> tuple[int, int]:
    return span.end_line, span.end_column - 1


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
