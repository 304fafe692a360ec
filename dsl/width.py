"""Width of text on a terminal: Chinese characters take two columns."""

from __future__ import annotations

import unicodedata

_WIDE = frozenset("WF")


def display_width(text: str) -> int:
    """Columns a text takes; combining characters take none."""
    return sum(character_width(c) for c in text)


def character_width(character: str) -> int:
    """Columns one character takes."""
    if character.isascii():
        return 1
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def pad(text: str, width: int) -> str:
    """A text filled with spaces to a width."""
    return text + " " * max(width - display_width(text), 0)


def cut(text: str, width: int) -> str:
    """A text, or its beginning with ``…`` behind it if it takes more columns."""
    if display_width(text) <= width:
        return text
    kept, room = "", width - 1
    for character in text:
        room -= character_width(character)
        if room < 0:
            break
        kept += character
    return kept.rstrip() + "…"
