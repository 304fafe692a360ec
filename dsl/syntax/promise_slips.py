"""Promises in other words: a ``never`` inside a rule, or without saying what of; a group without its products."""

from __future__ import annotations

from typing import Final

from dsl.diagnostics.model import Diagnostic
from dsl.syntax.scan import Raw
from dsl.syntax.stop import Stop
from dsl.syntax.vocabulary import VOCABULARY

_ANY: Final = {("OFFER", "en"): "any offer", ("OFFER", "zh"): "推荐 任何产品", ("TASK", "en"): "any task",
               ("TASK", "zh"): "安排 任何待办"}  # fmt: skip


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
    instead = _ANY.get((former.terminal, stop.lang))
    if instead is not None and "ANY" in stop.terminals and (_means(stop.word.raw, "IF") or not stop.word.text):
        return stop.foreign(former, instead=instead)
    return None


def is_promise(stop: Stop) -> bool:
    """Whether the statement is a ``never``, as far as it was read."""
    return any(_means(raw, "NEVER") for raw in stop.before)


def _means(raw: Raw, terminal: str) -> bool:
    return raw.kind == "word" and terminal in VOCABULARY.heads(raw.text)
