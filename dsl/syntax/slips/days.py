"""Days and bounds compared in words of their own: ``before 2026-01-01``, ``is 90 days ago``, 足 18岁."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Arg, Diagnostic
from dsl.syntax import nodes as n
from dsl.syntax.elapsed import has_one_reading
from dsl.syntax.slips.ago import ago_slip
from dsl.syntax.slips.around import Around, around
from dsl.syntax.units import read_unit

if TYPE_CHECKING:
    from dsl.syntax.slips.stop import Stop

_BOUNDS: Final[dict[str, n.CompareOp]] = {"足": ">=", "已达": ">=", "达": ">="}
_DAYS: Final[dict[str, n.CompareOp]] = {
    "before": "<", "earlier than": "<", "prior to": "<", "on or before": "<=", "no later than": "<=", "until": "<=",
    "not after": "<=", "not later than": "<=", "sooner than": "<",
    "after": ">", "later than": ">", "on or after": ">=", "no earlier than": ">=", "since": ">=",
    "not before": ">=", "not earlier than": ">=", "no sooner than": ">=", "not sooner than": ">=",
    "早于": "<", "先于": "<", "不晚于": "<=", "不迟于": "<=", "晚于": ">", "迟于": ">", "不早于": ">=", "不先于": ">=",
}  # fmt: skip
_SAID: Final = _BOUNDS | _DAYS
# Said of the day, or of how long ago it was, of which less is later.
_EITHER: Final = frozenset({"sooner than", "no sooner than", "not sooner than"})
_YEAR: Final = re.compile(r"((?:19|20)\d\d)\s*年?")
_BEHIND_A_DAY: Final = {
    "之前": "<", "以前": "<", "前": "<", "之后": ">", "以后": ">", "后": ">", "起": ">=", "以来": ">=",
}  # fmt: skip
_AGO: Final = frozenset({"ago", "前", "以前", "之前"})
_UNTIL_NOW: Final = frozenset({"距今", "距离今天", "离今天"})
_SAID_OF_A_LENGTH: Final = {">": "超过", ">=": "满", "≥": "满", "<": "不满"}


def day_slip(stop: Stop) -> Diagnostic | None:
    """The diagnostic for a comparison in words of its own."""
    return (
        _unit_of_a_name(stop)
        or _for_a_length(stop)
        or _ago(stop)
        or _until_now(stop)
        or _said(stop)
        or _behind_a_day(stop)
    )


def _said(stop: Stop) -> Diagnostic | None:
    """足 18, ``before 2026-01-01``, 早于: a comparison that is another word here."""
    words = around(stop)
    for start in (words.here, words.here - 1):
        for size in (3, 2, 1):
            said = words.said(start, start + size).lower()
            if start < 1 or start + size > len(words.whole) or said not in _SAID:
                continue
            if said in stop.names or (start == words.here and "CMP" not in stop.terminals):
                continue
            length, ago = start + size, start + size + 1
            if words.text(ago) in _AGO and words.whole[length].unit.kind in ("days", "months"):
                if said in _EITHER:
                    span = stop.place_to(words.whole[start], words.whole[ago])
                    return ago_slip(said, _SAID[said], words.whole[length].text, words.text(ago), span)
                return _length_ago(stop, words, start, _SAID[said])
            if said in _DAYS and (year := _YEAR.fullmatch(words.text(length))) and _SAID[said] in ("<", ">="):
                span = stop.place_to(words.whole[start], words.whole[length])
                args: dict[str, Arg] = {"what": "day", "found": words.said(start, ago)}
                return Diagnostic("E121", span, args, fix=f"{_SAID[said]} {year[1]}-01-01")
            span = stop.place_to(words.whole[start], words.whole[start + size - 1])
            what: dict[str, Arg] = {"what": "day"} if said in _DAYS else {}
            return Diagnostic("E121", span, {"found": said, **what}, fix=_SAID[said])
    return None


def _length_ago(stop: Stop, words: Around, start: int, op: str) -> Diagnostic:
    """``opened before 3 months ago``: compared with a day, not with how long ago it was, of which less is later."""
    ago = next(i for i in range(start, len(words.whole)) if words.text(i) in _AGO)
    today = "today" if words.text(ago) == "ago" else "今天"
    span = stop.place_to(words.whole[start], words.whole[ago])
    args: dict[str, Arg] = {"found": words.said(start, ago + 1), "what": "day"}
    return Diagnostic("E121", span, args, fix=f"{op} {today} - {words.whole[ago - 1].text}")


def _behind_a_day(stop: Stop) -> Diagnostic | None:
    """在 2026-01-01 之前, 于 2026-01-01 以后: the comparison stands before the day."""
    words = around(stop)
    places = (words.here + 1, words.here, words.here - 1)
    at = next((i for i in places if 0 < i < len(words.whole) and words.whole[i].kind == "date"), None)
    op = _BEHIND_A_DAY.get(words.text(at + 1)) if at is not None else None
    if at is None or op is None:
        return None
    day, last = words.whole[at], words.whole[at + 1]
    first = words.whole[at - 1] if words.text(at - 1) in ("在", "于", "是", "为") else day
    args: dict[str, Arg] = {"found": words.said(at, at + 2), "what": "day"}
    return Diagnostic("E121", stop.place_to(first, last), args, fix=f"{op} {day.text}")


def _unit_of_a_name(stop: Stop) -> Diagnostic | None:
    """``at least loyal_for years ago``: a parameter has its unit already."""
    name, unit = stop.former, stop.word
    if name is None or name.terminal != "NAME" or name.text not in stop.names or unit.text in stop.names:
        return None
    if read_unit(f"2 {unit.text}", 1)[0].kind not in ("days", "months"):
        return None
    args: dict[str, Arg] = {"found": unit.text, "what": "unit_of_a_name", "name": name.text}
    return Diagnostic("E121", stop.place(), args)


def _for_a_length(stop: Stop) -> Diagnostic | None:
    """``opened for at least 10 years``."""
    words, here = around(stop), around(stop).here
    compared = words.comparison(here + 1) if words.text(here) == "for" else None
    end = here + 1 + compared[1] if compared is not None else len(words.whole)
    if end >= len(words.whole) or words.whole[end].unit.kind not in ("days", "months"):
        return None
    args: dict[str, Arg] = {"found": words.said(here, end + 1), "what": "for", "length": words.said(here + 1, end + 1)}
    return Diagnostic("E121", stop.place_to(stop.word, words.whole[end]), args)


def _ago(stop: Stop) -> Diagnostic | None:
    """``opened is 90 days ago`` does not say whether it may be longer ago."""
    words = around(stop)
    for at in (words.here, words.here + 1):
        length = words.whole[at - 1] if 0 < at < len(words.whole) else None
        if length is None or words.text(at) not in _AGO or length.unit.kind not in ("days", "months"):
            continue
        compared = words.question_before(at - 1)
        start = at - 1 - (compared[1] if compared is not None else 0)
        span = stop.place_to(words.whole[start], words.whole[at])
        return Diagnostic("E121", span, {"found": words.said(start, at + 1), "what": "ago"})
    return None


def _until_now(stop: Stop) -> Diagnostic | None:
    """最近联系 距今 超过 90天: the words for how long ago say that it is until today."""
    words, here = around(stop), around(stop).here
    if words.text(here) not in _UNTIL_NOW:
        return None
    compared = words.comparison(here + 1)
    end = here + 1 + (compared[1] if compared is not None else 0)
    length = words.whole[end] if end < len(words.whole) else None
    if compared is None or length is None or not has_one_reading(compared[0], length.unit.kind or ""):
        return stop.foreign(what="ago")
    fix = f"{_SAID_OF_A_LENGTH[compared[0]]} {length.text}"
    args: dict[str, Arg] = {"found": words.said(here, end + 1), "what": "ago"}
    return Diagnostic("E121", stop.place_to(stop.word, length), args, fix=fix)
