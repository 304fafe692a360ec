"""Outcomes that were taken for names of their rule: ``rule x offer o1`` on one line, a rule without a name."""

from __future__ import annotations

from typing import Final

from dsl.diagnostics.model import Arg, Diagnostic
from dsl.syntax.lexer import Word
from dsl.syntax.slips.around import means
from dsl.syntax.slips.stop import Stop
from dsl.syntax.slips.trial import Trial

# What would stand before an outcome on a line of its own: where a name stands before it, and where none does.
_BELOW_THE_NAME: Final = ("_NL",)
_BELOW_NO_NAME: Final = ("NEW", "_NL")


def rule_name_slip(stop: Stop) -> Diagnostic | None:
    """The diagnostic for a rule with an outcome in place of a name, or beside it."""
    if stop.head != "RULE" or stop.trial is None:
        return None
    names = [word for word, _ in stop.trial.stacks if word.terminal == "NEW"]
    at = next((i for i, word in enumerate(names) if _begins_outcomes(stop.trial, word, is_first=i == 0)), None)
    if at is None:
        return _without_a_name(stop)
    if at == 0:
        return _no_name(stop, names[0])
    return Diagnostic("E123", stop.place(names[at]), {"what": "beside_name", "word": names[at].text})


def _begins_outcomes(trial: Trial, word: Word, *, is_first: bool) -> bool:
    """Whether a word that was taken for a name begins outcomes that read, on the line below the name."""
    before = _BELOW_NO_NAME if is_first else _BELOW_THE_NAME
    return word.raw.kind == "word" and word.text == word.raw.text and trial.reads_behind(before, word)


def _without_a_name(stop: Stop) -> Diagnostic | None:
    """``rule if vip``: what stands behind the first word begins a condition."""
    is_first = stop.terminals <= {"NEW"} and stop.former is not None and stop.former.terminal == "RULE"
    begins = any(means(stop.word.raw, terminal) for terminal in ("IF", "THEN"))
    return _no_name(stop, stop.word) if is_first and begins else None


def _no_name(stop: Stop, word: Word) -> Diagnostic:
    args: dict[str, Arg] = {"what": "no_name", "found": word.text}
    return Diagnostic("E101", stop.place(word), args)
