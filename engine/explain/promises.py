"""A ``never`` in words: what is promised, and when, in the order of the language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.program import expr as e
from dsl.program import model as m
from dsl.syntax.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.explain.names import Names


def promise(never: m.Never, names: Names, said: Callable[[e.Expr], str]) -> str:
    """The whole sentence; ``said`` prints a condition.

    Where nothing is given, the first condition is what shall not be, as in ``never may_call if not call_ok``.
    """
    given = [promised(x, names) for x in never.outcomes if isinstance(x, m.HasOutcome)]
    others = [x for x in never.outcomes if not isinstance(x, m.HasOutcome)]
    if not given:
        given, others = [said(others[0])], others[1:]
    conditions = [f"({said(x)})" if isinstance(x, e.Or) and len(others) > 1 else said(x) for x in others]
    never_, if_, then, and_ = (VOCABULARY.word(word, names.lang) for word in ("NEVER", "IF", "THEN", "AND"))
    joined = f" {and_} ".join(conditions)
    if not conditions:
        return f"{never_} {f' {and_} '.join(given)}"
    promised_ = f"{never_} {f' {and_} '.join(given)}"
    return f"{promised_} {if_} {joined}" if names.lang == "en" else f"{if_} {joined} {then} {promised_}"


def promised(outcome: m.HasOutcome, names: Names) -> str:
    """An offer or a task, or any of them, with what narrows it."""
    words = _offer(outcome, names) if outcome.kind == "offer" else _task(outcome, names)
    if outcome.channel is not None:
        words += [VOCABULARY.word("VIA", names.lang), names.of("channel", outcome.channel)]
    return " ".join(words)


def _offer(outcome: m.HasOutcome, names: Names) -> list[str]:
    if outcome.name is not None:
        return [VOCABULARY.word("OFFER", names.lang), names.of("offer", outcome.name)]
    if names.lang == "en":
        return ["any offer", *(["of group", names.of("group", outcome.group)] if outcome.group is not None else [])]
    return ["推荐", *([names.of("group", outcome.group), "分组 的"] if outcome.group is not None else []), "任何产品"]


def _task(outcome: m.HasOutcome, names: Names) -> list[str]:
    name = names.of("task", outcome.name) if outcome.name is not None else None
    english = ["any task"] if name is None else ["task", name]
    words = english if names.lang == "en" else ["安排", name or "任何待办"]
    if outcome.role is not None:
        words += [VOCABULARY.word("BY_ROLE", names.lang), names.of("role", outcome.role)]
    return words
