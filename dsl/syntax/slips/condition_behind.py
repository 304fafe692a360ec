"""The condition of a rule behind its outcomes, as it is said: ``offer o1 if vip``, 推荐 定存 如果 贵宾."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dsl.diagnostics.model import Diagnostic
from dsl.syntax.lexer import Word
from dsl.syntax.scan import Raw
from dsl.syntax.slips.around import means, shown
from dsl.syntax.slips.stop import Stop
from dsl.syntax.slips.words import SYNONYMS
from dsl.syntax.vocabulary import VOCABULARY, Lang
from dsl.syntax.wording import written

_WITH_OUTCOMES: Final = frozenset({"RULE", "IF", "THEN"})
_OF_THE_NAME: Final = frozenset({"RULE", "NEW", "_NL"})
_OUTCOMES: Final = frozenset({"TIER", "TASK", "ADD"})  # an offer, a class and an exclusion begin a sentence, too
_ENDS: Final = frozenset({"_NL", "$END"})
_BEHIND: Final = frozenset({"BECAUSE", "FROM", "UNTIL"})
_IF: Final = frozenset({"if", "如果"})
_TO: Final = frozenset({"to", "for"})
_ONLY: Final = frozenset({"only", "只有", "仅当", "仅限", "只要"})


def condition_behind(stop: Stop) -> Diagnostic | None:
    """The diagnostic for a condition behind what it leads to."""
    word = _first_of_condition(stop)
    first = _first_of_outcomes(stop) if word is not None else None
    if word is None or first is None:
        return None
    if any(means(raw, "IF") for raw in stop.before):
        return Diagnostic("E101", stop.place(word), {"what": "if_again", "found": word.text})
    if first.line != word.line:
        return Diagnostic("E123", stop.place(word), {"what": "before", "word": word.text})
    return _in_front(stop, first, word) or Diagnostic("E123", stop.place(word), {"what": "condition_behind"})


def outcome_at_margin(stop: Stop) -> Diagnostic | None:
    """The diagnostic for a line that begins with an outcome: ``tier l2 if vip``, with its rule around it."""
    first = stop.word.raw
    if VOCABULARY.heads(first.text).isdisjoint(_OUTCOMES) or first.text in stop.names:
        return None
    return _with_its_rule(stop, first) or Diagnostic("E110", stop.place(), {"word": first.text, "what": "outcome"})


def tier_at_margin(stop: Stop) -> Diagnostic | None:
    """层级 优质 如果 代发: a word for a tier that begins a ladder, too."""
    first = stop.whole[0]
    is_tier = stop.head == "TIERS" and "TIER" in VOCABULARY.heads(first.text)
    is_here = stop.word.line == first.line and means(stop.word.raw, "IF")
    return _with_its_rule(stop, first) if is_tier and is_here else None


def _with_its_rule(stop: Stop, first: Raw) -> Diagnostic | None:
    """The diagnostic for a line with an outcome and a condition behind it, if they read the other way round."""
    line = [raw for raw in stop.whole if raw.line == first.line and raw.kind != "newline"]
    word = next((raw for raw in line[1:] if means(raw, "IF")), None)
    if word is None:
        return None
    condition, outcome = _text(line)[word.end - 1 :].strip(), _text(line)[: word.column - 1].strip(" ,")
    lang: Lang = "en" if word.text.isascii() else "zh"
    fix = f"{written('IF', lang)} {condition} {written('THEN', lang)} {outcome}"
    if not condition or not stop.reads_row(first, line[-1], fix):
        return None
    return Diagnostic("E123", stop.place_to(first, line[-1]), {"what": "condition_behind"}, fix=fix)


def _first_of_condition(stop: Stop) -> Word | None:
    """The word that a condition begins with, behind whole outcomes; it may have been read as a name."""
    is_comma = stop.former is not None and stop.former.terminal == "COMMA"
    may_end = bool(stop.terminals & _ENDS) or stop.terminals >= _BEHIND
    if stop.head not in _WITH_OUTCOMES or not (is_comma or may_end) or not stop.terminals.isdisjoint({"IF", "THEN"}):
        return None
    if _begins_one(stop, stop.word, stop.following):
        return stop.word
    is_name = stop.former is not None and stop.former.terminal == "NAME"
    return stop.former if is_name and stop.former and _begins_one(stop, stop.former, stop.word.raw) else None


def _begins_one(stop: Stop, word: Word, following: Raw | None) -> bool:
    """Whether a word says that a condition follows."""
    text = word.text.lower()
    if text in stop.names or word.raw.kind != "word":
        return False
    if text in _TO:
        return following is not None and stop.is_asked(following.text)
    is_if = word.terminal == "IF" or "IF" in VOCABULARY.heads(text)
    return is_if or text in _ONLY or not _IF.isdisjoint(SYNONYMS.get(text, ())[:1])


def _first_of_outcomes(stop: Stop) -> Raw | None:
    """Where the outcomes begin: with ``then``, or below the name of the rule."""
    then = next((raw for raw in stop.before if means(raw, "THEN")), None)
    if then is not None or stop.trial is None or stop.head != "RULE":
        return then
    read = (word for word, _ in stop.trial.stacks if word.terminal not in _OF_THE_NAME)
    return next((word.raw for word in read), None)


def _in_front(stop: Stop, first: Raw, word: Word) -> Diagnostic | None:
    """The line with its condition in front, if it is a condition of all it gives, and then reads."""
    if word.text.lower() in _ONLY or any(means(raw, "AND") for raw in stop.before):
        return None
    line = [raw for raw in stop.whole if raw.line == first.line and raw.kind != "newline"]
    last, text = line[-1], _text(line)
    outcomes, condition = text[first.column - 1 : word.column - 1].strip(" ,"), text[word.end - 1 :].strip()
    lang: Lang = "en" if word.text.isascii() else "zh"
    then = "" if means(first, "THEN") else f"{written('THEN', lang)} "
    fix = f"{written('IF', lang)} {condition} {then}{outcomes}"
    if not condition or not stop.reads_row(first, last, fix):
        return None
    return Diagnostic("E123", stop.place_to(first, last), {"what": "condition_behind"}, fix=fix)


def _text(line: Sequence[Raw]) -> str:
    """A line as it was written, up to the end of its last token."""
    text = ""
    for raw in line:
        text = text.ljust(raw.column - 1) + shown(raw)
    return text
