"""What is expected in other words: ``expect nothing``, ``expect tier is l2``, a semicolon between two."""

from __future__ import annotations

from typing import Final

from dsl.diagnostics.model import Diagnostic
from dsl.syntax.scan import FOLD
from dsl.syntax.slips.around import means
from dsl.syntax.slips.stop import Stop

_NOTHING: Final = frozenset({"nothing", "none", "no", "没有", "无", "空", "什么都没有", "没有结果", "无结果", "不"})
_WITH_A_WORD: Final = ("OFFER", "CLASS", "TASK")


def expect_slip(stop: Stop) -> Diagnostic | None:
    """The diagnostic for something that a test expects in other words."""
    return _nothing(stop) or _is_behind_its_word(stop)


def semicolon(stop: Stop) -> Diagnostic | None:
    """``expect offer o1; tier l2``: a comma stands between what is given, and between what is expected."""
    following = stop.following
    if stop.word.raw.text.translate(FOLD) != ";":
        return None
    goes_on = following is not None and following.line == stop.word.line and following.kind != "newline"
    if stop.head != "TEST" or not goes_on or "COMMA" not in stop.terminals or not stop.reads(","):
        return None
    return stop.foreign(instead=",")


def _is_expected(stop: Stop) -> bool:
    """Whether what stands here is expected, not given."""
    clauses = [raw for raw in stop.before if means(raw, "GIVEN") or means(raw, "EXPECT")]
    return bool(clauses) and means(clauses[-1], "EXPECT")


def _nothing(stop: Stop) -> Diagnostic | None:
    """``expect nothing``: what there is none of is said."""
    read = [*stop.before, stop.word.raw]
    at = next((i for i in range(len(read) - 1, 0, -1) if means(read[i - 1], "EXPECT")), None)
    if at is None or at != len(read) - 1 or read[at].text.lower() not in _NOTHING or read[at].text in stop.names:
        return None
    following = stop.following
    if following is not None and following.kind != "newline" and following.line == stop.word.line:
        return None
    return Diagnostic("E121", stop.place_to(read[at], read[at]), {"found": read[at].text, "what": "nothing"})


def _is_behind_its_word(stop: Stop) -> Diagnostic | None:
    """``expect tier is l2``, ``expect points = 5``: what is expected follows its word, or its name, at once."""
    former, word = stop.former, stop.word
    if word.raw.text == "=" and _is_expected(stop) and stop.reads(""):
        return Diagnostic("E101", stop.place(), {"what": "extra", "found": word.text})
    if former is not None and means(former.raw, "IS") and not means(stop.before[-2], "GIVEN"):
        is_extra = stop.reads("", former)
        return Diagnostic("E101", stop.place(former), {"what": "extra", "found": former.text}) if is_extra else None
    if former is None or not means(word.raw, "IS") or not any(means(former.raw, t) for t in _WITH_A_WORD):
        return None
    return Diagnostic("E101", stop.place(), {"what": "extra", "found": word.text}) if stop.reads("") else None
