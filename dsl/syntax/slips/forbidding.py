"""What is forbidden or said of somebody in plain speech: 不得 推荐 基金, 绝不 给 贵宾 推荐 基金, ``must not offer``."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Final

from dsl.diagnostics.model import Arg, Diagnostic
from dsl.syntax.outline import is_asked
from dsl.syntax.scan import Raw
from dsl.syntax.slips.around import Around, around, means, shown
from dsl.syntax.slips.stop import Stop
from dsl.syntax.vocabulary import VOCABULARY
from dsl.syntax.wording import written

EVERY: Final = {("OFFER", "en"): "any offer", ("OFFER", "zh"): "推荐 任何产品", ("TASK", "en"): "any task",
               ("TASK", "zh"): "安排 任何待办"}  # fmt: skip
# What forbids an outcome in plain speech, longest first; here that is a promise.
_FORBIDDING: Final = (
    "do not ever", "must never", "must not", "may not", "shall not", "do not", "don't", "never ever", "cannot",
    "forbid", "prohibit", "not", "no", "不可以", "永远不", "不要", "不能", "不得", "不可", "不准", "不许", "不应",
    "禁止", "严禁", "绝不", "决不", "不", "勿",
)  # fmt: skip
# What puts those first whom a sentence is about; here they are its condition.
_TO: Final = frozenset({"给", "对", "向", "为", "to", "for"})
_OUTCOMES: Final = frozenset({"OFFER", "TASK"})
_BEGINNING: Final = frozenset(
    (*_FORBIDDING, *_TO, *(w for t in ("NEVER", "ANY", *_OUTCOMES) for w in VOCABULARY.words[t, "zh"]))
)


def denied_outcome(stop: Stop) -> Diagnostic | None:
    """The diagnostic for an outcome that is forbidden in other words: 则 不 推荐 基金, ``then do not offer fund``."""
    words = around(stop)
    for start in (words.here, words.here - 1, words.here - 2):
        if start > 0 and means(words.whole[start - 1], "THEN"):
            end = _forbidden_until(words, start)
            if end > start and _is_outcome(words, end):
                return _forbidden(stop, words, start, end)
    return None


def spoken_promise(stop: Stop) -> Diagnostic | None:
    """The diagnostic for a line without its first word: 禁止 推荐 基金, 贵宾 永不 推荐 基金, 给 贵宾 推荐 基金."""
    words = Around(_opened(stop), 0)
    end = _forbidden_until(words, 0)
    if end and (_is_outcome(words, end) or means(words.whole[end], "ANY")):
        return _left_out(stop, words) or _forbidden(stop, words, 0, end)
    return about_somebody(stop, words)


def _opened(stop: Stop) -> list[Raw]:
    """The tokens of a statement, the first cut into the words that a promise may begin with: 绝不给贵宾 推荐 基金."""
    first, *rest = stop.whole
    is_denied = first.text.startswith(_FORBIDDING)  # a line that cannot be read names what it begins with
    names = stop.names - {first.text} if is_denied else stop.names
    found: list[Raw] = []
    at = 0
    while not first.text.isascii() and (word := _longest(first.text[at:], names)):
        start = first.column + at
        found.append(Raw("word", word, first.line, start, start + len(word)))
        at += len(word)
    tail = Raw(first.kind, first.text[at:], first.line, first.column + at, first.end)
    return [*found, *([tail] if tail.text else []), *rest]


def _longest(text: str, names: AbstractSet[str]) -> str:
    """The longest name or word of a promise that a text begins with."""
    known = (text[:size] for size in range(len(text), 0, -1))
    return next((word for word in known if word in names or word in _BEGINNING), "")


def _left_out(stop: Stop, words: Around) -> Diagnostic | None:
    """不推荐 基金: of an offer that is left out, not of a promise."""
    if len(words.whole) < 3:
        return None
    denial, outcome = words.whole[:2]
    if denial.text != "不" or denial.end != outcome.column or not means(outcome, "OFFER"):
        return None
    names_its_kind = means(words.whole[2], "GROUP") or means(words.whole[2], "CHANNEL")  # 不推荐 组 贷款类
    fix = written("EXCLUDE", "zh") + ("" if names_its_kind else f" {outcome.text}")
    return Diagnostic("E121", stop.place_to(denial, outcome), {"found": denial.text + outcome.text}, fix=fix)


def about_somebody(stop: Stop, words: Around) -> Diagnostic | None:
    """绝不 给 贵宾 推荐 基金, 贵宾 不得 推荐 基金: whom it is about stands first, where only a condition can say it."""
    at = _promised_until(words, 0)
    is_promise = at > 0
    at += words.text(at) in _TO
    who = words.whole[at] if at < len(words.whole) else None
    end = _promised_until(words, at + 1)
    if who is None or not _may_be_a_condition(stop, who) or not _is_outcome(words, end):
        return None
    span = stop.place_to(words.whole[0], words.whole[end - 1])
    args: dict[str, Arg] = {"what": "about", "found": who.text}
    if any(means(raw, "IF") for raw in words.whole[end:]):
        return Diagnostic("E121", span, {**args, "what": "about_too"})
    terminals = ("IF", "THEN", *(("NEVER",) if is_promise or end > at + 1 else ()))
    condition, *rest = (written(terminal, stop.lang) for terminal in terminals)
    return Diagnostic("E121", span, args, fix=" ".join((condition, shown(who), *rest)))


def _may_be_a_condition(stop: Stop, who: Raw) -> bool:
    """Whether a name may stand alone in a condition, as a class does or what is yes or no."""
    return who.text in stop.names and is_asked(stop.gives.get(who.text, "CLASS"))


def _promised_until(words: Around, start: int) -> int:
    """Where the words end that promise or forbid; the start, if there are none."""
    is_promise = 0 <= start < len(words.whole) and means(words.whole[start], "NEVER")
    return start + 1 if is_promise else _forbidden_until(words, start)


def _forbidden_until(words: Around, start: int) -> int:
    said = [x for x in _FORBIDDING if words.said(start, start + 1 + x.count(" ")).lower() == x]
    return start + 1 + said[0].count(" ") if said else start


def _is_outcome(words: Around, at: int) -> bool:
    """Whether a word for an outcome stands at a place, perhaps without a blank behind it."""
    text = words.text(at)
    glued = (*VOCABULARY.words["OFFER", "zh"], *VOCABULARY.words["TASK", "zh"])
    return not _OUTCOMES.isdisjoint(VOCABULARY.heads(text)) or text.startswith(glued)


def _forbidden(stop: Stop, words: Around, start: int, end: int) -> Diagnostic:
    """``never`` in place of the words that forbid; with all there is, if nothing is named."""
    args: dict[str, Arg] = {"found": words.said(start, end), "what": "forbidden"}
    never, last = written("NEVER", stop.lang), words.whole[end]
    names_nothing = end + 1 >= len(words.whole) or words.whole[end + 1].kind == "newline"
    every = next((EVERY[t, stop.lang] for t in ("OFFER", "TASK") if means(last, t)), "")
    if names_nothing:
        return Diagnostic("E121", stop.place_to(words.whole[start], last), args, fix=f"{never} {every}")
    return Diagnostic("E121", stop.place_to(words.whole[start], words.whole[end - 1]), args, fix=never)
