"""Conditions without their ``if``, told by the ``then`` that they lead to: ``vip and age >= 60 then offer o1``.

Without its word a condition is read as what a name of it may begin: a choice, or what points are counted by. So it is
tried out with the word, before anything is said of the place where the parser stopped.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from dsl.diagnostics.model import Diagnostic
from dsl.syntax.cut import LONGEST_RUN
from dsl.syntax.lexer import Word
from dsl.syntax.scan import Raw
from dsl.syntax.slips.around import means, shown
from dsl.syntax.slips.stop import Stop
from dsl.syntax.vocabulary import VOCABULARY
from dsl.syntax.wording import outcome_word, written

_OF_THE_NAME: Final = frozenset({"RULE", "NEW", "_NL"})


def lost_if(stop: Stop) -> Diagnostic | None:
    """The diagnostic for a condition below the name of a rule, or at the margin, that lacks its first word."""
    first = _first(stop)
    if first is None or any(means(raw, "IF") for raw in stop.before):
        return None
    return stop.lacks("IF", first) if _reads_as_condition(stop, first) else None


def _first(stop: Stop) -> Word | None:
    """The first word behind the name of a rule, or that of a line at the margin."""
    if stop.head is None:
        return stop.word if stop.former is None else None
    if stop.head != "RULE" or stop.trial is None:
        return None
    words = (word for word, _ in stop.trial.stacks)
    return next((word for word in words if word.terminal not in _OF_THE_NAME), None)


def _reads_as_condition(stop: Stop, first: Word) -> bool:
    """Whether it reads with its word, up to the end of its outcomes; of unspaced text, the whole run."""
    raw = first.raw
    fix = f"{written('IF', stop.lang)} {raw.text}"
    if not any(map(_says_then, stop.whole)):
        return _reads_with_then(stop, raw)
    if first.text == raw.text and stop.reads(fix, first):
        return True
    if stop.trial is None or raw.text.isascii():
        return False
    # A line that cannot be read is taken for a name, which would not be cut.
    return replace(stop.trial, names=stop.trial.names - {raw.text}).reads_row(raw, raw, fix)


def _says_then(raw: Raw) -> bool:
    """Whether a token is a word for ``then``, or unspaced text with one; what is too long to be cut is prose."""
    is_run = raw.kind == "word" and not raw.text.isascii() and len(raw.text) <= LONGEST_RUN
    return means(raw, "THEN") or (is_run and any(word in raw.text for word in VOCABULARY.words["THEN", "zh"]))


def _reads_with_then(stop: Stop, first: Raw) -> bool:
    """Whether it reads if ``then`` is lacking, too: a condition on one line, its outcomes on the next."""
    words = [raw for raw in stop.whole if raw.kind != "newline"]
    line = [raw for raw in words if raw.line == first.line and raw.column >= first.column]
    below = next((raw for raw in words if raw.line > first.line), None)
    if stop.head != "RULE" or below is None or not outcome_word(below.text):
        return False
    said = " ".join(map(shown, line))
    return stop.reads_row(first, line[-1], f"{written('IF', stop.lang)} {said} {written('THEN', stop.lang)}")
