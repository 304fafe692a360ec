"""The word that was likely meant by a misspelt one: never one that says the opposite of it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Final

from dsl.syntax.decisive import is_decisive, is_slip_of
from dsl.syntax.slips.words import meant

_CLOSE: Final = 0.6
_DENIALS: Final = frozenset("不未非无没否勿")
_OPPOSITES: Final = tuple(
    (pair[0], pair[1]) for pair in "大小 高低 多少 早晚 前后 上下 先后 有无 增减 加减 首末 已未 升降".split()
)
_DENYING_STARTS: Final = ("un", "non", "not", "dis")
_DENYING_ENDS: Final = ("n't", "n’t", "out", "less")
_DENIES: Final = frozenset({"nor", "neither"})  # whole words: ``or`` would say the opposite
_SAME: Final = 0.8  # for what is left of a word without what denies it


def nearest(word: str, candidates: Iterable[str], close: float = _CLOSE) -> str | None:
    """The candidate most like a misspelt word, if one is like it at all."""
    candidates = list(candidates)
    synonym = meant(word, frozenset(candidates))
    if synonym is not None or word.lower() in _DENIES:
        return synonym
    if len(word) < 2 and not word.isascii():  # 满 is no 未满: nobody misspells a single character by a word
        return None
    known = [c for c in candidates if c and (len(c) > 1 or word.isascii()) and not turns_round(word, c)]
    known = [c for c in known if not is_decisive(c) or is_slip_of(word, c, known)]
    lowered = {c.lower(): c for c in reversed(known)}
    found = difflib.get_close_matches(word.lower(), lowered, 1, close)
    if found:
        return lowered[found[0]]
    if not word.isascii():
        # One wrong character in a short Chinese word is still a likely slip; of two characters the second only,
        # because words that share the second (短信, 微信) are things of one kind, not one word misspelt. 不足 and 不为
        # share nothing but a denial; and of two words that are equally near, nobody knows which was meant.
        alike = [c for c in known if len(c) == len(word) and sum(a != b for a, b in zip(c, word, strict=True)) == 1]
        if len(word) == 2:
            alike = [c for c in alike if c[0] == word[0] and word[0] not in _DENIALS]
        return alike[0] if len(alike) == 1 else None
    return None


def turns_round(word: str, other: str) -> bool:
    """Whether one of two words says the opposite of the other: 不包含 and 包含, ``unknown`` and ``known``."""
    if not word.isascii() or not other.isascii():
        one, two = set(word), set(other)
        if one.isdisjoint(_DENIALS) != two.isdisjoint(_DENIALS):
            return True
        return any((a in one - two and b in two - one) or (b in one - two and a in two - one) for a, b in _OPPOSITES)
    word, other = word.lower(), other.lower()
    return _denies(word, other) or _denies(other, word)


def _denies(word: str, other: str) -> bool:
    if any(word.endswith(end) and not other.endswith(end) for end in _DENYING_ENDS):
        return True
    starts = [start for start in _DENYING_STARTS if word.startswith(start) and not other.startswith(start)]
    return any(difflib.SequenceMatcher(None, word[len(start) :], other).ratio() >= _SAME for start in starts)
