"""Text by the columns it takes on a screen: Chinese characters take two, combining marks none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from dsl.width import character_width, display_width

TAB: Final = 4
_NO_LINE_START: Final = frozenset("，。；：、？！）》」』】”’…,.;:)")
_NO_LINE_END: Final = frozenset("（《「『【“‘(")
_ATOM: Final = re.compile(r"\s+|[\u2e80-\uffef]|[^\s\u2e80-\uffef]+")


def printable(text: str) -> str:
    """A text that cannot move the cursor, change colours or turn the reading direction."""
    return "".join("�" if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co") and c != "\t" else c for c in text)


def expand(text: str) -> tuple[str, list[int]]:
    """A source line with tabs as spaces, and the column at which each of its characters begins.

    Returns:
        The line, and for every character (and the end) the screen column counted from 0.
    """
    out: list[str] = []
    starts: list[int] = []
    column = 0
    for char in text:
        starts.append(column)
        shown = " " * (TAB - column % TAB) if char == "\t" else char
        out.append(shown)
        column += display_width(shown)
    starts.append(column)
    return "".join(out), starts


def wrap(text: str, columns: int) -> list[str]:
    """A text in lines of at most so many columns; Chinese breaks anywhere but before closing punctuation."""
    lines: list[str] = [""]
    for atom in _atoms(text):
        if lines[-1] and display_width(lines[-1]) + display_width(atom.rstrip()) > columns:
            lines[-1] = lines[-1].rstrip()
            lines.append(atom.lstrip())
        else:
            lines[-1] += atom
    lines[-1] = lines[-1].rstrip()
    return [line for line in lines if line]


def crop(text: str, start: int, end: int) -> str:
    """The part of a text between two screen columns; a wide character cut in half becomes a space."""
    out: list[str] = []
    column = 0
    for char in text:
        size = character_width(char)
        if column >= start and column + size <= end:
            out.append(char)
        elif column < end and column + size > start:
            out.append(" " * (min(column + size, end) - max(column, start)))
        column += size
    return "".join(out)


def _atoms(text: str) -> Iterator[str]:
    """The smallest pieces a line may be broken between."""
    current = ""
    for match in _ATOM.finditer(text):
        piece = match.group()
        glued = current and (piece[0] in _NO_LINE_START or current[-1] in _NO_LINE_END)
        if current and not glued:
            yield current
            current = ""
        current += piece
    if current:
        yield current
