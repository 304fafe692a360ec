"""What differs between two texts, word by word; in Chinese, character by character."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from engine.review.diff.render.story import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS: Final = re.compile(r"\{\{.*?\}\}|[A-Za-z0-9_]+(?:[.,][0-9]+)*%?|\s+|.", re.DOTALL)
_MOST: Final = 250_000  # comparisons of words: what is longer is told as two texts
_LIKE: Final = 0.4  # texts that have less in common are told as two


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """A text as it became another, in stretches; what is gone stands before what is new."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if len(before) * len(after) > _MOST:
        return (Piece(old, "gone"), Piece(new, "new"))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < _LIKE:
        return (Piece(old, "gone"), Piece(new, "new"))
    return tuple(_stretches(matcher, before, after))


def _stretches(matcher: SequenceMatcher[str], before: list[str], after: list[str]) -> Iterator[Piece]:
    for how, a, b, c, d in matcher.get_opcodes():
        if how == "equal":
            yield Piece("".join(before[a:b]), "same")
            continue
        if a < b:
            yield Piece("".join(before[a:b]), "gone")
        if c < d:
            yield Piece("".join(after[c:d]), "new")
