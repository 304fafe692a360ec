"""Parts of a rule in another order, or without the word between them."""

from __future__ import annotations

from typing import Final

from dsl.diagnostics.model import Diagnostic
from dsl.syntax.slips.stop import Stop
from dsl.syntax.vocabulary import VOCABULARY
from dsl.syntax.wording import ACTIONS

_BEHIND: Final = frozenset({"BECAUSE", "FROM", "UNTIL"})
_COMPARING: Final = frozenset({"CMP", "IN", "WITHIN", "CONTAINS", "STARTS", "MISSING", "KNOWN"})
# What may go on behind a name that begins the outcomes: it is that of a choice, or of what points are counted by.
_OF_A_NAME: Final = frozenset({"IS", "EACH_FULL", "DOT"})


def rule_slip(stop: Stop) -> Diagnostic | None:
    """The diagnostic for a part of a rule that stands where another is expected."""
    if stop.head != "RULE":
        return None
    return _clause_before_outcomes(stop) or _without_if(stop) or _without_and(stop)


def _clause_before_outcomes(stop: Stop) -> Diagnostic | None:
    """A reason or a period that stands before the condition, or was taken for the name of a choice."""
    former = stop.former
    word = former if former is not None and _is_first_name(stop) else stop.word
    if word is stop.word and not {"IF", "THEN"} <= stop.terminals:
        return None
    if not VOCABULARY.heads(word.text) & _BEHIND:
        return None
    return Diagnostic("E123", stop.place(word), {"what": "behind", "word": word.text})


def _without_if(stop: Stop) -> Diagnostic | None:
    """A condition below the name of a rule, without its word."""
    is_comparing = stop.word.terminal in ("CMP", "EQ") or VOCABULARY.heads(stop.word.text) & _COMPARING
    return stop.lacks("IF", stop.former) if _is_first_name(stop) and is_comparing else None


def _without_and(stop: Stop) -> Diagnostic | None:
    """A second outcome on a line of its own."""
    is_outcome = stop.terminals >= _BEHIND and VOCABULARY.heads(stop.word.text) & ACTIONS
    return stop.lacks("AND") if is_outcome else None


def _is_first_name(stop: Stop) -> bool:
    """Whether the line below the name of a rule begins with a name, and nothing that an outcome says of one follows."""
    former = stop.former
    return former is not None and former.terminal == "NAME" and stop.leads and stop.terminals <= _OF_A_NAME
