"""Words that decide a sentence (a direction, a denial, a joint), and when a word can only be one of them misspelt.

Of ordinary words a likeness is enough: at worst an unknown name is proposed for another. But ``longer than`` is like
``younger than``, 不短于 like 不高于 and ``nor`` like ``or``, and with those the policy says the opposite.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from dsl.syntax.vocabulary import COMPARISONS, LANGS, VOCABULARY

_TERMINALS: Final = (
    "AND", "OR", "NOT", "IS", "NO", "NOT_YES", "YES", "NEVER", "EXCEPT", "BELOW", "FROM", "UNTIL", "LAST", "NEXT",
    "AGO", "BEFORE", "AFTER", "MISSING", "KNOWN", "UNKNOWN", "MIN", "MAX", "ROUND_DOWN", "ROUND_UP", "ROUND_HALF",
    "AT_MOST", "TODAY",
)  # fmt: skip
_WORDS: Final = frozenset(
    {*COMPARISONS, "is not", "不是", "不属于", "不推荐", "不在", "不缺失"}
    | {word for terminal in _TERMINALS for lang in LANGS for word in VOCABULARY.words[terminal, lang]}
)
_SHORT: Final = 3  # letters, of which any other gives another word: for, nor, on


def is_decisive(word: str) -> bool:
    """Whether another word in the place of one gives a sentence of another meaning."""
    return word.lower() in _WORDS


def is_slip_of(word: str, decisive: str, candidates: Iterable[str]) -> bool:
    """Whether a word is a decisive one but for one slip of a key, and no other that is known is as near."""
    word, decisive = word.lower(), decisive.lower()
    if not _one_key(word, decisive):
        return False
    return not any(_one_key(word, other) for other in {*_WORDS, *map(str.lower, candidates)} - {decisive})


def _one_key(word: str, meant: str) -> bool:
    """Whether one key was missed, added, mistaken for another, or hit too early; of a short word none mistaken."""
    if abs(len(word) - len(meant)) > 1 or word == meant:
        return False
    if meant.isascii() and len(meant) <= _SHORT and set(word) != set(meant):
        return False
    same = next((i for i, (a, b) in enumerate(zip(word, meant, strict=False)) if a != b), min(len(word), len(meant)))
    one, other = word[same:], meant[same:]
    if len(one) == len(other):
        return one[1:] == other[1:] or (one[:2] == other[1::-1] and one[2:] == other[2:])
    return one[1:] == other or one == other[1:]
