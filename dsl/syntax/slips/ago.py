"""A sign before ``… ago``: whether it compares how long ago it was, or the day itself, it does not say.

``= 90 days ago`` can only be that day. Before the word for "longer" or "not so long" there is no question.
"""

from __future__ import annotations

from typing import Final

from dsl.diagnostics.model import Arg, Diagnostic
from dsl.source import Span
from dsl.syntax import nodes as n
from dsl.syntax.vocabulary import COMPARISONS, Lang, lang_of

_TODAY: Final[dict[Lang, str]] = {"en": "today", "zh": "今天"}
# What a sign may say of the length of time; at most so long ago has two readings of its own.
_OF_THE_LENGTH: Final[dict[str, dict[Lang, str]]] = {
    ">": {"en": "< today - {}", "zh": "< 今天 - {}"},
    ">=": {"en": "at least {} ago", "zh": "满 {}"},
    "<": {"en": "less than {} ago", "zh": "不满 {}"},
}


def ago_slip(said: str, op: n.CompareOp, length: str, ago: str, span: Span) -> Diagnostic | None:
    """The diagnostic for a comparison that is not told with a word; None if it is.

    Args:
        said: the comparison as it is written.
        op: what it means.
        length: the length of time as it is written.
        ago: the word behind it.
        span: from the comparison to that word.
    """
    lang = lang_of(ago)
    day = f"{op} {_TODAY[lang]} - {length}"
    if op in ("=", "!="):
        return Diagnostic("E121", span, {"found": f"{said} {length} {ago}", "what": "day_ago"}, fix=day)
    if said in COMPARISONS or op not in _OF_THE_LENGTH:
        return None
    args: dict[str, Arg] = {"what": "ago", "found": said, "length": _OF_THE_LENGTH[op][lang].format(length), "day": day}
    return Diagnostic("E109", span, args)
