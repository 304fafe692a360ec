"""The word that was likely meant by a misspelt one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Final

from dsl.syntax.slips import meant

_CLOSE: Final = 0.6


def nearest(word: str, candidates: Iterable[str], close: float = _CLOSE) -> str | None:
    """The candidate most like a misspelt word, if one is like it at all."""
    candidates = list(candidates)
    known = [c for c in candidates if c and (len(c) > 1 or word.isascii())]
    synonym = meant(word, frozenset(candidates))
    if synonym is not None:
        return synonym
    lowered = {c.lower(): c for c in reversed(known)}
    found = difflib.get_close_matches(word.lower(), lowered, 1, close)
    if found:
        return lowered[found[0]]
    if not word.isascii():
        # One wrong character in a short Chinese word is still a likely slip; of two characters the second only,
        # because words that share the second (短信, 微信) are things of one kind, not one word misspelt.
        for candidate in known:
            if len(candidate) != len(word) or (len(word) == 2 and candidate[0] != word[0]):
                continue
            if sum(a != b for a, b in zip(candidate, word, strict=True)) == 1:
                return candidate
    return None
