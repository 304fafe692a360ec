"""The offers and tasks that a ``never`` speaks of, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.syntax.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from dsl.program import model as m
    from engine.explain.names import Names


def promised(outcome: m.HasOutcome, names: Names) -> str:
    """An offer or a task, or any of them, with what narrows it."""
    lang = names.lang
    words = [VOCABULARY.word("OFFER" if outcome.kind == "offer" else "TASK", lang)]
    if outcome.name is not None:
        words.append(names.of("offer", outcome.name) if outcome.kind == "offer" else outcome.name)
    else:
        any_ = VOCABULARY.word("ANY", lang)
        words = [f"{any_} {words[0]}" if lang == "en" else any_ + words[0]]
    if outcome.group is not None:
        words += ["of group" if lang == "en" else VOCABULARY.word("GROUP", lang), outcome.group]
    if outcome.role is not None:
        words += [VOCABULARY.word("BY_ROLE", lang), names.of("role", outcome.role)]
    if outcome.channel is not None:
        words += [VOCABULARY.word("VIA", lang), names.of("channel", outcome.channel)]
    return " ".join(words)
