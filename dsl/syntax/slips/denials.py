"""What is denied in another way than with ``not`` before it: ``unless``, ``isn't``, 不包含, ``not > 5``."""

from __future__ import annotations

from typing import Final

from dsl.diagnostics.model import Arg, Diagnostic, Words
from dsl.syntax.slips.around import OPPOSITE, Around, around, shown
from dsl.syntax.slips.stop import Stop
from dsl.syntax.slips.words import UNLESS_WORDS
from dsl.syntax.vocabulary import VOCABULARY
from dsl.syntax.wording import called, written

COPULAS: Final = frozenset({"is", "are", "was", "does", "do", "did", "has", "是", "为"})
# What may stand without a space before what it denies, and what an exclusion names.
_GLUED_UNLESS: Final = ("除非", "除了")
_EXCLUDED: Final = frozenset({"OFFER", "GROUP"})
_DENIALS: Final = frozenset(
    {"not", "no", "isn't", "aren't", "wasn't", "doesn't", "don't", "didn't", "hasn't", "不", "非", "没", "没有", "无"}
)
# What a whole condition is denied with; without a space before what it denies, too.
_NOT: Final = frozenset({"not", "no", "不", "非"})
_GLUED_NOT: Final = ("不", "非")
_NEITHER: Final = frozenset({"neither", "nor", "既不", "既非", "也不", "也不是", "也非"})
# Before a comparison they deny it; before anything else they begin a promise.
_NEVER: Final = frozenset(VOCABULARY.words["NEVER", "en"] + VOCABULARY.words["NEVER", "zh"])
_NOT_REACHED: Final = frozenset({"没", "没有", "无"})
_TESTS: Final = {
    "contains": "CONTAINS", "contain": "CONTAINS", "containing": "CONTAINS", "include": "CONTAINS", "包含": "CONTAINS",
    "含": "CONTAINS", "包括": "CONTAINS", "starts": "STARTS", "start": "STARTS", "开头是": "STARTS", "within": "WITHIN",
    "在": "WITHIN", "近": "WITHIN",
}  # fmt: skip


def denial_slip(stop: Stop) -> Diagnostic | None:
    """The diagnostic for something that is denied in another way."""
    return _unless(stop) or _neither(stop) or _without_if(stop) or _denied(stop)


def _unless(stop: Stop) -> Diagnostic | None:
    text = stop.word.text.lower()
    found = next((w for w in _GLUED_UNLESS if text.startswith(w)), stop.word.text)
    if (found == stop.word.text and text not in UNLESS_WORDS - {"没有"}) or stop.head == "BAN":
        return None
    if _names_what_is_given(stop, stop.word.text.removeprefix(found)):
        return Diagnostic("E121", stop.place(), {"what": "exception", "found": found})
    if _has(stop, "IF"):
        say = Words("`if (…) and not (…)`", "`如果 (…) 且 非 (…)`")
        return Diagnostic("E121", stop.place(), {"what": "unless_too", "found": found, "say": say})
    if "IF" in stop.terminals:
        say = Words("`if not (…)`", "`如果 非 (…)`")
    elif _has(stop, "THEN") or (stop.head == "RULE" and "THEN" not in stop.terminals):
        say = Words("`if not (…) then …`", "`如果 非 (…) 则 …`")
    else:
        say = Words("`(…) and not (…)`", "`(…) 且 非 (…)`")
    return Diagnostic("E121", stop.place(), {"what": "unless", "found": found, "say": say})


def _names_what_is_given(stop: Stop, glued: str) -> bool:
    """Whether no condition follows but what an outcome names: all offers except o1, except group g."""
    following = stop.following
    text = glued or (following.text if following is not None and following.kind in ("word", "quoted") else "")
    return stop.gives.get(text) == "OFFER" or not VOCABULARY.heads(text).isdisjoint(_EXCLUDED)


def _has(stop: Stop, terminal: str) -> bool:
    """Whether a keyword stands before, in unspaced text too."""
    words = VOCABULARY.words[terminal, "zh"]
    return any(
        raw.kind == "word" and (terminal in VOCABULARY.heads(raw.text) or raw.text.startswith(words))
        for raw in stop.before
    )


def _neither(stop: Stop) -> Diagnostic | None:
    """``neither a nor b``, ``not a nor b``: told in words, for ``or`` in its place would say the opposite."""
    said = (word for word in (stop.former, stop.word) if word is not None and word.text not in stop.names)
    found = next((word for word in said if word.text.lower() in _NEITHER), None)
    return stop.foreign(found, what="neither") if found is not None else None


def _without_if(stop: Stop) -> Diagnostic | None:
    """``class k not vip``, 剔除 推荐 定存 非贵宾: the whole condition is denied, and lacks its ``if``."""
    text, following = stop.word.text, stop.following
    glued = text[1:] if text[:1] in _GLUED_NOT and stop.is_asked(text[1:]) else ""
    if "IF" not in stop.terminals or not (glued or text.lower() in _NOT) or _has(stop, "IF"):
        return None
    if not glued and (following is None or not (following.text == "(" or following.text in stop.names)):
        return None
    fix = " ".join((written("IF", stop.lang), written("NOT", stop.lang), *((glued,) if glued else ())))
    if not stop.reads(fix):
        return None
    args: dict[str, Arg] = {"what": "missing", "missing": called("IF"), "found": text}
    return Diagnostic("E101", stop.place(), args, fix=fix)


def _denied(stop: Stop) -> Diagnostic | None:
    """A comparison, a test or a value that is denied: ``not > 5``, 不 小于 5, 不包含 "x", ``city not bj``."""
    words = around(stop)
    for start in (words.here - 2, words.here - 1, words.here):
        first = start + 1 if start >= 0 and words.text(start) in COPULAS else start
        if not 0 < start <= first < len(words.whole):
            continue
        denial = words.text(first)
        glued = denial[1:] if denial[:1] == "不" and denial[1:] in _TESTS else ""
        if denial not in _DENIALS | _NEVER and not glued:
            continue
        behind = first if glued else first + 1
        if denial in _NEVER:
            return _comparison(stop, words, start, behind)
        found = (
            _test(stop, words, start, behind, glued or words.text(behind))
            or _comparison(stop, words, start, behind)
            or _value(stop, words, start, behind)
        )
        if found is not None:
            return found
    return None


def _test(stop: Stop, words: Around, start: int, at: int, said: str) -> Diagnostic | None:
    """``memo does not contain "x"``, 不在 过去 3个月: the test goes into parentheses, with what it is about."""
    test = _TESTS.get(said)
    if test is None:
        return None
    left, tail = words.whole[start - 1], list(words.whole[at + 1 : at + 3])
    has_with = test == "STARTS" and words.text(at + 1) == "with"
    size = 2 if test == "WITHIN" or has_with else 1
    is_whole = len(tail) >= size and tail[size - 1].kind == ("number" if test == "WITHIN" else "text")
    args: dict[str, Arg] = {"what": "denied", "found": words.said(start, at + 1)}
    if not is_whole or left.kind != "word" or words.ends_a_calculation(start - 1):
        last = tail[size - 1] if is_whole else words.whole[at]
        return Diagnostic("E121", stop.place_to(words.whole[start], last), {**args, "what": "denied_test"})
    rest = " ".join(shown(raw) for raw in tail[has_with:size])
    fix = f"{written('NOT', stop.lang)} ({left.text} {written(test, stop.lang)} {rest})"
    return Diagnostic("E121", stop.place_to(left, tail[size - 1]), args, fix=fix)


def _comparison(stop: Stop, words: Around, start: int, at: int) -> Diagnostic | None:
    """``is not less than 18``, 不 小于 18: the opposite comparison."""
    found = words.comparison(at)
    if found is None:
        return None
    op, size = found
    span = stop.place_to(words.whole[start], words.whole[at + size - 1])
    return Diagnostic("E121", span, {"found": words.said(start, at + size)}, fix=OPPOSITE[op])


def _value(stop: Stop, words: Around, start: int, at: int) -> Diagnostic | None:
    """``city not bj`` lacks its ``is``; ``no vip`` and 没有 贵宾 deny with another word."""
    value = words.whole[at] if at < len(words.whole) else None
    if value is None or (value.text not in stop.names and value.kind not in ("number", "text", "date")):
        return None
    left = words.whole[start - 1]
    begins = left.text not in stop.names and (left.kind != "word" or VOCABULARY.heads(left.text))
    said = words.said(start, at)
    if value.kind == "number" and not begins and said in _NOT_REACHED:
        fix = VOCABULARY.word("BELOW", "zh")  # 存款 没有 5万
    else:
        fix = written("NOT", stop.lang) if begins else "is not" if said.isascii() else "不是"
    if fix == said.lower():
        return None
    return Diagnostic("E121", stop.place_to(words.whole[start], words.whole[at - 1]), {"found": said}, fix=fix)
