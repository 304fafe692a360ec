"""Conditions as they are said: what is compared left out, a list in words, a class with its word, no value at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Arg, Diagnostic
from dsl.syntax.scan import Raw
from dsl.syntax.slips.around import Around, around, shown
from dsl.syntax.slips.days import day_slip
from dsl.syntax.slips.denials import COPULAS, denial_slip
from dsl.syntax.slips.words import KNOWN_WORDS, MISSING_WORDS
from dsl.syntax.vocabulary import VOCABULARY
from dsl.syntax.wording import written

if TYPE_CHECKING:
    from dsl.syntax.slips.stop import Stop

_LOWER_BOUND: Final = frozenset({">=", "≥"})
_UPPER_BOUND: Final = {"<=": "TO", "≤": "TO", "<": "BELOW"}
_JOINING: Final = frozenset({"AND", "OR"})
_BEFORE_A_CONDITION: Final = frozenset({"IF", "AND", "OR", "NOT"})
# What is said between a condition's beginning and the class it asks for.
_OF_A_CLASS: Final = frozenset({"in", "is", "of", "the", "属于", "是", "属于客群", "属于人群"})
_NOT_OF_A_CLASS: Final = frozenset({"不属于", "不是", "不属于客群", "不属于人群"})


def speech_slip(stop: Stop) -> Diagnostic | None:
    """The diagnostic for a way of speaking."""
    checks = (_missing, _if_again, _one_of, _without_left, denial_slip, day_slip, _class_asked)
    return next((found for check in checks if (found := check(stop)) is not None), None)


def _missing(stop: Stop) -> Diagnostic | None:
    """年龄 为空, ``age unknown``."""
    text = stop.word.text.lower()
    is_missing = any(text in words for words in MISSING_WORDS)
    if not {"MISSING", "KNOWN"} <= stop.terminals or not (is_missing or text in KNOWN_WORDS):
        return None
    if stop.following is not None and stop.following.text.lower() == "of":  # none of bj, sh
        return None
    fix = VOCABULARY.word("MISSING" if is_missing else "KNOWN", "en" if text.isascii() else "zh")
    return stop.foreign(what="missing", instead=fix)


def _if_again(stop: Stop) -> Diagnostic | None:
    """``if a then if b then``."""
    if stop.word.terminal != "IF" or not {"OFFER", "TIER", "EXCLUDE"} <= stop.terminals:
        return None
    return Diagnostic("E101", stop.place(), {"what": "if_again", "found": stop.word.text})


def _one_of(stop: Stop) -> Diagnostic | None:
    """``city is one of bj, sh``, ``city one of (bj, sh)``."""
    words = around(stop)
    places = (i for i in (words.here, words.here - 1) if i > 0 and (words.text(i), words.text(i + 1)) == ("one", "of"))
    at = next(places, None)
    if at is None or "one" in stop.names:
        return None
    start = at - 1 if words.text(at - 1) in COPULAS else at
    values = [at + 2 + (words.text(at + 2) == "(")]
    while words.text(values[-1] + 1) == ",":
        values.append(values[-1] + 2)
    if values[-1] >= len(words.whole):
        return None
    last = values[-1] + (words.text(values[-1] + 1) == ")")
    fix = f"in ({', '.join(shown(words.whole[i]) for i in values)})"
    span = stop.place_to(words.whole[start], words.whole[last])
    return Diagnostic("E121", span, {"found": words.said(start, at + 2)}, fix=fix)


def _without_left(stop: Stop) -> Diagnostic | None:
    """``deposit >= 5万 and <= 10万``, ``city is bj or is sh``: the second comparison does not say what it compares."""
    words = around(stop)
    begun = _begun_with_a_comparison(stop, words)
    if begun is not None:
        return begun
    for at in (words.here, words.here - 1, words.here - 2):
        second = words.question(at) if at > 1 and VOCABULARY.heads(words.text(at - 1)) & _JOINING else None
        if second is not None:
            return _range(stop, words, at, second) or _left_out(stop, words, at, second)
    return _compared_twice(stop, words)


def _compared_twice(stop: Stop, words: Around) -> Diagnostic | None:
    """``deposit more than 50k less than 100k``, 存款 大于 5万 小于 10万: two comparisons, and nothing between them."""
    for at in (words.here, words.here - 1):
        second = words.comparison(at)
        former = words.question_before(at - 1) if second is not None else None
        if second is None or former is None or words.whole[at - 1].text in stop.names:  # 5万 < deposit < 10万
            continue
        found, joined = words.said(at, at + second[1]), written("AND", stop.lang)
        span = stop.place_to(words.whole[at], words.whole[at + second[1] - 1])
        named = words.whole[at - 2 - former[1]]
        fix = f"{joined} {named.text} {found}" if _is_alone(words, at - 2 - former[1]) else None
        in_one = _as_range(stop, words, former, at - 1, second, at + second[1])
        return in_one or Diagnostic("E101", span, {"what": "left" if fix else "no_left", "found": found}, fix=fix)
    return None


def _is_alone(words: Around, name: int) -> bool:
    """Whether a name is all that is compared."""
    return name >= 0 and words.whole[name].kind == "word" and not words.ends_a_calculation(name)


def _begun_with_a_comparison(stop: Stop, words: Around) -> Diagnostic | None:
    """``if > 5万``, ``if not > 5万``: a condition that begins with its comparison."""
    for at in (words.here, words.here - 1):
        first = at - 1 if "NOT" in VOCABULARY.heads(words.text(at - 1)) else at
        compared = words.question(at) if first > 0 and _begins(stop, words.whole[first - 1]) else None
        if compared is not None and words.whole[at].text not in stop.names:
            span = stop.place_to(words.whole[at], words.whole[at + compared[1] - 1])
            return Diagnostic("E101", span, {"what": "no_left", "found": words.said(at, at + compared[1])})
    return None


def _begins(stop: Stop, raw: Raw) -> bool:
    """Whether a condition begins behind a word."""
    return raw.kind == "word" and raw.text not in stop.names and "IF" in VOCABULARY.heads(raw.text)


def _range(stop: Stop, words: Around, at: int, upper: tuple[str, int]) -> Diagnostic | None:
    """Two comparisons that are a range in other words."""
    lower = words.question_before(at - 2)
    if lower is None or "AND" not in VOCABULARY.heads(words.text(at - 1)):
        return None
    return _as_range(stop, words, lower, at - 2, upper, at + upper[1])


def _as_range(
    stop: Stop, words: Around, lower: tuple[str, int], low: int, upper: tuple[str, int], high: int
) -> Diagnostic | None:
    """The range that two comparisons are, each a sign and its size, with the places of its ends."""
    if lower[0] not in _LOWER_BOUND or upper[0] not in _UPPER_BOUND or high >= len(words.whole):
        return None
    if words.whole[high].kind == "word" and words.whole[high].text not in stop.names:
        return None
    ends = shown(words.whole[low]), shown(words.whole[high])
    fix = f"{written('FROM', stop.lang)} {ends[0]} {written(_UPPER_BOUND[upper[0]], stop.lang)} {ends[1]}"
    args: dict[str, Arg] = {"what": "left", "found": words.said(high - upper[1], high)}
    start = low - lower[1]
    start -= words.text(start - 1) in COPULAS  # age is at least 18 and at most 60: no `is` stands before a range
    return Diagnostic("E101", stop.place_to(words.whole[start], words.whole[high]), args, fix=fix)


def _left_out(stop: Stop, words: Around, at: int, second: tuple[str, int]) -> Diagnostic:
    """A comparison that needs the name of the one before it."""
    found = words.said(at, at + second[1])
    span = stop.place_to(words.whole[at], words.whole[at + second[1] - 1])
    former = words.question_before(at - 2)
    name = at - 3 - former[1] if former is not None else -1
    if not _is_alone(words, name):
        return Diagnostic("E101", span, {"what": "no_left", "found": found})
    fix = f"{words.whole[name].text} {found}"
    return Diagnostic("E101", span, {"what": "left", "found": found}, fix=fix)


def _class_asked(stop: Stop) -> Diagnostic | None:
    """``if class young``, ``if in class young``, 属于 年轻: in a condition a class stands with its name alone."""
    words = around(stop)
    name = next((at for at in (words.here, words.here + 1) if _is_class(stop, words, at)), None)
    if name is None:
        return None
    first = name
    while _leads_to_a_class(stop, words, first - 1):
        first -= 1
    if first == name or not _begins_a_condition(stop, words, first - 1):
        return None
    is_denied = any(words.text(at) in _NOT_OF_A_CLASS for at in range(first, name))
    fix = words.whole[name].text
    if is_denied:
        fix = f"{written('NOT', stop.lang)} {fix}"
    found = words.said(first, name + 1)
    return Diagnostic("E121", stop.place_to(words.whole[first], words.whole[name]), {"found": found}, fix=fix)


def _is_class(stop: Stop, words: Around, at: int) -> bool:
    return at < len(words.whole) and stop.gives.get(words.whole[at].text) == "CLASS"


def _leads_to_a_class(stop: Stop, words: Around, at: int) -> bool:
    """Whether a word only says that a class follows: ``in``, ``class``, 属于, 是; ``not`` if it is part of 不属于."""
    text = words.text(at)
    if text in stop.names:
        return False
    return text in _OF_A_CLASS | _NOT_OF_A_CLASS or (at > 0 and "CLASS" in VOCABULARY.heads(text))


def _begins_a_condition(stop: Stop, words: Around, at: int) -> bool:
    """Whether a condition begins behind a place: there is nothing before it that could be in a list."""
    if at < 0 or words.whole[at].text in stop.names:
        return False
    return words.text(at) == "(" or not _BEFORE_A_CONDITION.isdisjoint(VOCABULARY.heads(words.text(at)))
