"""Ways of speaking that may mean two things, or need a sentence built otherwise: told in words, with an example."""

from __future__ import annotations

import re
from typing import Final

from dsl.diagnostics.model import Arg, Diagnostic
from dsl.syntax.scan import NUMBER
from dsl.syntax.slips.around import Around, around, means, shown
from dsl.syntax.slips.stop import Stop
from dsl.syntax.units import read_unit
from dsl.syntax.wording import written

_REACHED: Final = frozenset({"on", "by", "using", "于"})
_LIKE: Final = frozenset({"like", "matches", "matching", "像", "类似", "类似于", "形如"})
_BUT: Final = ("除", "除了", "除去", "除开")
_BUT_ENDS: Final = ("外", "以外", "之外")
_TO: Final = frozenset({"to", "到"})
_TO_GLUED: Final = re.compile(r"到\d")
_TIMES: Final = frozenset({"days", "months"})
_OF_BUSINESS: Final = frozenset({"working", "business", "banking", "trading"})
_DAYS: Final = frozenset({"day", "days"})
_INSIDE: Final = frozenset({"内", "之内", "以内"})
_ASKED: Final = {
    "is not": "not in", "are not": "not in", "is": "in", "are": "in", "within": "in", "not within": "not in",
    "是": "属于", "为": "属于", "在": "属于", "不是": "不属于", "不在": "不属于", "不为": "不属于",
}  # fmt: skip


def unclear_slip(stop: Stop) -> Diagnostic | None:
    """The diagnostic for a way of speaking that does not say which of two things is meant."""
    return (
        _channel(stop)
        or _like(stop)
        or _years_old(stop)
        or _in_days(stop)
        or _working_days(stop)
        or _on_within(stop)
        or _is_in_a_list(stop)
        or _all_but(stop)
        or _without_from(stop)
    )


def _channel(stop: Stop) -> Diagnostic | None:
    """``offer o1 on phone``: a channel stands behind its word, and a day behind another."""
    following = stop.following
    is_name = following is not None and following.kind in ("word", "quoted") and following.text in stop.names
    if "VIA" not in stop.terminals or stop.word.text.lower() not in _REACHED or not is_name:
        return None
    return stop.foreign(what="reached")


def _like(stop: Stop) -> Diagnostic | None:
    """``memo like "%x%"``: the signs of a pattern would be looked for as they are."""
    is_said = stop.word.text.lower() in _LIKE and stop.word.text not in stop.names
    return stop.foreign(what="like") if is_said and "CONTAINS" in stop.terminals else None


def _years_old(stop: Stop) -> Diagnostic | None:
    """``age >= 60 years old``: an age is a plain number, and a birthday is asked otherwise."""
    former = stop.former
    if former is None or stop.word.text.lower() != "old" or former.raw.unit.plain != "year":
        return None
    digits = NUMBER.match(former.text)
    args: dict[str, Arg] = {"what": "years_old", "found": f"{former.text} {stop.word.text}"}
    args["digits"] = digits.group() if digits else former.text
    return Diagnostic("E121", stop.place_to(former, stop.word), args)


def _in_days(stop: Stop) -> Diagnostic | None:
    """``matures in 7 days``: on that day, or until then."""
    former, word = stop.former, stop.word
    if former is None or not means(former.raw, "IN") or word.raw.unit.kind not in _TIMES:
        return None
    args: dict[str, Arg] = {"what": "in_days", "found": f"{former.text} {word.text}", "length": word.text}
    return Diagnostic("E121", stop.place_to(former, word), args)


def _working_days(stop: Stop) -> Diagnostic | None:
    """``within 10 working days``: days are those of the calendar."""
    former, following = stop.former, stop.following
    is_said = stop.word.text.lower() in _OF_BUSINESS and stop.word.text not in stop.names
    if not is_said or former is None or former.raw.kind != "number" or following is None or following.text not in _DAYS:
        return None
    found = f"{stop.word.text} {following.text}"
    return Diagnostic("E105", stop.place_to(former, following), {"what": "unit", "found": found})


def _on_within(stop: Stop) -> Diagnostic | None:
    """于 10天 内: a task is due within a length of time, and on a day."""
    words = around(stop)
    at = next((i for i in (words.here, words.here - 1) if words.text(i) in _INSIDE), 0)
    is_due = at > 1 and words.whole[at - 1].unit.kind in _TIMES and words.text(at - 2) == "于"
    if not is_due or not any(means(raw, "TASK") for raw in stop.before):
        return None
    span = stop.place_to(words.whole[at - 2], words.whole[at])
    fix = f"{written('DUE', 'zh')} {words.whole[at - 1].text}{words.whole[at].text}"
    return Diagnostic("E121", span, {"found": words.said(at - 2, at + 1)}, fix=fix)


def _is_in_a_list(stop: Stop) -> Diagnostic | None:
    """``city is not (bj, sh)``, 城市 不在 (北京, 上海): one of several values is asked with another word."""
    words = around(stop)
    opened = next((i for i in range(words.here + 1, 0, -1) if words.text(i) == "("), None)
    closed = _end_of_list(words, opened) if opened is not None else None
    if opened is None or closed is None:
        return None
    for said, instead in _ASKED.items():
        start = opened - len(said.split())
        if start > 0 and words.said(start, opened).lower() == said and words.whole[start - 1].text in stop.names:
            values = ", ".join(shown(raw) for raw in words.whole[opened + 1 : closed : 2])
            span = stop.place_to(words.whole[start], words.whole[closed])
            args: dict[str, Arg] = {"found": words.said(start, opened)}
            return Diagnostic("E121", span, args, fix=f"{instead} ({values})")
    return None


def _end_of_list(words: Around, opened: int) -> int | None:
    """Where several values with commas between them end; None if that is not what the parentheses hold."""
    at = opened + 1
    while at + 1 < len(words.whole) and words.whole[at].kind in ("word", "quoted", "text", "number", "date"):
        if words.text(at + 1) == ")":
            return at + 1 if at > opened + 1 else None
        if words.text(at + 1) != ",":
            return None
        at += 2
    return None


def _all_but(stop: Stop) -> Diagnostic | None:
    """除 北京 外: which of the values are left out does not say what they are values of."""
    words = around(stop)
    for at in (words.here, words.here - 1, words.here - 2):
        text = words.text(at)
        begins = text in _BUT or (text.startswith(_BUT) and text.endswith(_BUT_ENDS))
        ends = any(words.text(i) in _BUT_ENDS or words.text(i).endswith(_BUT_ENDS) for i in (at, at + 1, at + 2))
        if at > 0 and begins and ends and text not in stop.names:
            last = next(i for i in (at, at + 1, at + 2) if words.text(i).endswith(_BUT_ENDS))
            args: dict[str, Arg] = {"what": "all_but", "found": words.said(at, last + 1)}
            return Diagnostic("E121", stop.place_to(words.whole[at], words.whole[last]), args)
    return None


def _without_from(stop: Stop) -> Diagnostic | None:
    """``age 18 to 60``, 存款 5万到10万: the word before the lower end is missing."""
    following, word = stop.following, stop.word
    if "FROM" not in stop.terminals or word.terminal not in ("NUMBER", "QUANTITY", "DATE") or following is None:
        return None
    if following.text.lower() not in _TO and not _TO_GLUED.match(following.text):
        return None
    digits = NUMBER.match(word.text)
    if digits is not None and read_unit(word.text, digits.end())[0].kind in _TIMES:
        return None  # of a day it may be a length of time
    return stop.lacks("FROM")
