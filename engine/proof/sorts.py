"""How numbers are written in SMT-LIB: as rationals, or as bit-vectors that are wide enough for each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


class Sort(Protocol):
    """A way of writing numbers. Every number has a width, which only bit-vectors use."""

    exact: bool

    def name(self, width: int) -> str:
        """Of the sort."""

    def number(self, value: int, width: int) -> str:
        """A constant."""

    def widened(self, text: str, width: int, to: int) -> str:
        """The same number at another width, not less than its own."""

    def sum(self, texts: Sequence[str]) -> str:
        """Of numbers of one width."""

    def product(self, left: str, right: str) -> str:
        """Of two numbers of one width, in that width."""

    def at_least(self, left: str, right: str) -> str:
        """Whether left >= right."""


class Rationals:
    """All numbers are rationals: what is false for them is false for integers, and quickly seen to be."""

    exact = False

    def name(self, width: int) -> str:  # noqa: ARG002
        """Of the sort."""
        return "Real"

    def number(self, value: int, width: int) -> str:  # noqa: ARG002
        """A constant."""
        return f"{value}.0" if value >= 0 else f"(- {-value}.0)"

    def widened(self, text: str, width: int, to: int) -> str:  # noqa: ARG002
        """As it is."""
        return text

    def sum(self, texts: Sequence[str]) -> str:
        """Of numbers."""
        return texts[0] if len(texts) == 1 else f"(+ {' '.join(texts)})"

    def product(self, left: str, right: str) -> str:
        """Of two numbers."""
        return f"(* {left} {right})"

    def at_least(self, left: str, right: str) -> str:
        """Whether left >= right."""
        return f"(>= {left} {right})"


class Bits:
    """Signed integers of fixed widths, which whoever writes formulas chooses so that nothing overflows."""

    exact = True

    def name(self, width: int) -> str:
        """Of the sort."""
        return f"(_ BitVec {width})"

    def number(self, value: int, width: int) -> str:
        """A constant."""
        return f"(_ bv{value % (1 << width)} {width})"

    def widened(self, text: str, width: int, to: int) -> str:
        """With its sign."""
        return text if width == to else f"((_ sign_extend {to - width}) {text})"

    def sum(self, texts: Sequence[str]) -> str:
        """Of numbers of one width."""
        return texts[0] if len(texts) == 1 else f"(bvadd {' '.join(texts)})"

    def product(self, left: str, right: str) -> str:
        """Of two numbers of one width."""
        return f"(bvmul {left} {right})"

    def at_least(self, left: str, right: str) -> str:
        """Whether left >= right."""
        return f"(bvsge {left} {right})"


def width_of(*values: int) -> int:
    """Bits of a signed integer that holds every one of some numbers."""
    return max((value if value >= 0 else ~value).bit_length() for value in values) + 1
