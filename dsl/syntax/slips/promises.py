"""Promises in other words: a ``never`` inside a rule, or without saying what of; a group without its products."""

from __future__ import annotations

from dsl.diagnostics.model import Arg, Diagnostic
from dsl.syntax.slips.around import around, means
from dsl.syntax.slips.forbidding import EVERY, about_somebody
from dsl.syntax.slips.stop import Stop
from dsl.syntax.vocabulary import VOCABULARY
from dsl.syntax.wording import written


def promise_slip(stop: Stop) -> Diagnostic | None:
    """The diagnostic for a promise that is said in another way."""
    former = stop.former
    if former is None:
        return None
    about = about_somebody(stop, around(stop))
    if about is not None:
        return about
    if former.terminal == "NAME" and means(former.raw, "NEVER") and former.text not in stop.names:
        return Diagnostic("E121", stop.place(former), {"what": "promise", "found": former.text})
    if not is_promise(stop):
        return None
    if former.terminal == "NAME" and means(former.raw, "GROUP") and stop.word.raw.kind in ("word", "quoted"):
        name = stop.word.text
        fix = f"any offer of group {name}" if stop.lang == "en" else f"推荐 {name} 分组 的 任何产品"
        first = next((raw for raw in reversed(stop.before) if means(raw, "OFFER")), former.raw)
        return Diagnostic("E121", stop.place_to(first, stop.word), {"found": former.text, "what": "group"}, fix=fix)
    named = _named_any(stop) or _any_other(stop)
    if named is not None:
        return named
    instead = EVERY.get((former.terminal, stop.lang))
    if instead is not None and "ANY" in stop.terminals and (means(stop.word.raw, "IF") or not stop.word.text):
        return stop.foreign(former, instead=instead)
    return None


def _named_any(stop: Stop) -> Diagnostic | None:
    """``never any offer of o1``, 推荐 任何 基金: what is named is not any."""
    words, name = around(stop), stop.word
    start = words.here - 1
    while start > 0 and words.text(start) in ("of", *VOCABULARY.words["OFFER", stop.lang]):
        start -= 1
    given = stop.gives.get(name.text)
    if given != "OFFER" or start < 0 or not means(words.whole[start], "ANY"):
        return None
    has_word = means(words.whole[start - 1], given)
    fix = name.text if has_word else f"{written(given, stop.lang)} {name.text}"
    args: dict[str, Arg] = {"found": words.said(start, words.here)}
    return Diagnostic("E121", stop.place_to(words.whole[start], name), args, fix=fix)


def _any_other(stop: Stop) -> Diagnostic | None:
    """推荐 任何 商品, ``offer any product``: a word for all offers or tasks that is none here."""
    former, word = stop.former, stop.word
    kind = next((t for t in ("OFFER", "TASK") if t in stop.terminals), None)
    if former is None or former.terminal != "ANY" or kind is None or word.text in stop.names:
        return None
    fix = f"any {written(kind, 'en')}" if stop.lang == "en" else EVERY[kind, "zh"].split()[-1]
    args: dict[str, Arg] = {"found": f"{former.text} {word.text}"}
    return Diagnostic("E121", stop.place_to(former, word), args, fix=fix)


def is_promise(stop: Stop) -> bool:
    """Whether the statement is a ``never``, as far as it was read."""
    return any(means(raw, "NEVER") for raw in stop.before)
