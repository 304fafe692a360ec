"""A text in SMT-LIB, written line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.proof.sorts import Sort


class Script:
    """Lines, and the names they declare.

    Args:
        sort: how numbers are written.
    """

    def __init__(self, sort: Sort) -> None:
        self.sort = sort
        self.lines: list[str] = []

    def condition(self) -> str:
        """A condition of its own."""
        name = self._new("c")
        self.lines.append(f"(declare-const {name} Bool)")
        return name

    def number(self, low: int, high: int, width: int) -> str:
        """A number of its own, between two others."""
        name, s = self._new("x"), self.sort
        self.lines.append(f"(declare-const {name} {s.name(width)})")
        self.claim(s.at_least(name, s.number(low, width)))
        self.claim(s.at_least(s.number(high, width), name))
        return name

    def defined(self, sort: str, text: str) -> str:
        """A name for a text."""
        name = self._new("d")
        self.lines.append(f"(define-fun {name} () {sort} {text})")
        return name

    def claim(self, text: str) -> None:
        """Something that is true."""
        self.lines.append(f"(assert {text})")

    def _new(self, kind: str) -> str:
        return f"{kind}{len(self.lines)}"


def all_of(texts: Sequence[str]) -> str:
    """And."""
    return "true" if not texts else texts[0] if len(texts) == 1 else f"(and {' '.join(texts)})"


def any_of(texts: Sequence[str]) -> str:
    """Or."""
    return "false" if not texts else texts[0] if len(texts) == 1 else f"(or {' '.join(texts)})"


def signed(condition: str, *, holds: bool) -> str:
    """A condition, or its opposite."""
    return condition if holds else f"(not {condition})"
