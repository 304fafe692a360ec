"""Tells of policies that only one side has: there is nothing to compare, and much that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dsl.syntax.vocabulary import Lang
    from engine.review.diff.report import LonePolicy


def lone_words(lone: LonePolicy, lang: Lang) -> str:
    """What happened to it, before its path is named."""
    if lone.which == "old":
        return "政策已删除" if lang == "zh" else "policy removed"
    return "新政策，没有可比较的旧版" if lang == "zh" else "new policy, nothing to compare it with"
