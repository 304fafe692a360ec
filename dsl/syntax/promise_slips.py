"""Promises in other words: a ``never`` inside a rule, or without saying what of; a group without its products."""

from __future__ import annotations

from typing import Final

from dsl.diagnostics.model import Arg, Diagnostic
from dsl.syntax.around import Around, around
from dsl.syntax.scan import Raw
from dsl.syntax.stop import Stop
from dsl.syntax.vocabulary import VOCABULARY
from dsl.syntax.wording import written

_ANY: Final = {("OFFER", "en"): "any offer", ("OFFER", "zh"): "推荐 任何产品", ("TASK", "en"): "any task",
               ("TASK", "zh"): "安排 任何待办"}  # fmt: skip


# What forbids an outcome in plain speech; here that is a promise.
_FORBIDDING: Final = (
    "不要", "不能", "不得", "不可", "不可以", "不准", "不许", "禁止", "严禁", "绝不", "决不", "不", "勿",
    "do not", "don't", "not", "no",
)  # fmt: skip


def denied_outcome(stop: Stop) -> Diagnostic | None:
    """The diagnostic for an outcome that is forbidden in other words: 则 不 推荐 基金, ``then do not offer fund``."""
    words = around(stop)
    for start in (words.here, words.here - 1, words.here - 2):
        if start > 0 and _means(words.whole[start - 1], "THEN"):
            said = [x for x in _FORBIDDING if words.said(start, start + 1 + x.count(" ")).lower() == x]
            end = start + 1 + said[0].count(" ") if said else start
            if said and end < len(words.whole) and VOCABULARY.heads(words.text(end)) & {"OFFER", "TASK"}:
                return _forbidden(stop, words, start, end)
    return None


def _forbidden(stop: Stop, words: Around, start: int, end: int) -> Diagnostic:
    """``never`` in place of the words that forbid; with all there is, if nothing is named."""
    args: dict[str, Arg] = {"found": words.said(start, end), "what": "forbidden"}
    never, last = written("NEVER", stop.lang), words.whole[end]
    names_nothing = end + 1 >= len(words.whole) or words.whole[end + 1].kind == "newline"
    every = next((_ANY[t, stop.lang] for t in ("OFFER", "TASK") if _means(last, t)), "")
    if names_nothing:
        return Diagnostic("E121", stop.place_to(words.whole[start], last), args, fix=f"{never} {every}")
    return Diagnostic("E121", stop.place_to(words.whole[start], words.whole[end - 1]), args, fix=never)


def promise_slip(stop: Stop) -> Diagnostic | None:
    """The diagnostic for a promise that is said in another way."""
    former = stop.former
    if former is None:
        return None
    if former.terminal == "NAME" and _means(former.raw, "NEVER") and former.text not in stop.names:
        return Diagnostic("E121", stop.place(former), {"what": "promise", "found": former.text})
    if not is_promise(stop):
        return None
    if former.terminal == "NAME" and _means(former.raw, "GROUP") and stop.word.raw.kind in ("word", "quoted"):
        name = stop.word.text
        fix = f"any offer of group {name}" if stop.lang == "en" else f"推荐 {name} 分组 的 任何产品"
        first = next((raw for raw in reversed(stop.before) if _means(raw, "OFFER")), former.raw)
        return Diagnostic("E121", stop.place_to(first, stop.word), {"found": former.text, "what": "group"}, fix=fix)
    named = _named_any(stop)
    if named is not None:
        return named
    instead = _ANY.get((former.terminal, stop.lang))
    if instead is not None and "ANY" in stop.terminals and (_means(stop.word.raw, "IF") or not stop.word.text):
        return stop.foreign(former, instead=instead)
    return None


def _named_any(stop: Stop) -> Diagnostic | None:
    """``never any offer of o1``: what is named is not any."""
    words, name = around(stop), stop.word
    start = words.here - (3 if words.text(words.here - 1) == "of" else 2)
    given = stop.gives.get(name.text)
    if given != "OFFER" or start < 0 or not _means(words.whole[start], "ANY"):
        return None
    fix = f"{written(given, stop.lang)} {name.text}"
    args: dict[str, Arg] = {"found": words.said(start, words.here)}
    return Diagnostic("E121", stop.place_to(words.whole[start], name), args, fix=fix)


def is_promise(stop: Stop) -> bool:
    """Whether the statement is a ``never``, as far as it was read."""
    return any(_means(raw, "NEVER") for raw in stop.before)


def _means(raw: Raw, terminal: str) -> bool:
    return raw.kind == "word" and terminal in VOCABULARY.heads(raw.text)
