"""The words around the place where the parser stopped, and the comparisons among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dsl.lean import dataclass
from dsl.syntax.lexer import Word
from dsl.syntax.scan import NUMBER, Raw
from dsl.syntax.slips.stop import Stop
from dsl.syntax.units import read_unit
from dsl.syntax.vocabulary import COMPARISONS, VOCABULARY

OPPOSITE: Final = {">": "<=", ">=": "<", "<": ">=", "<=": ">", "=": "!=", "!=": "=", "≥": "<", "≤": ">", "<>": "="}
_IS: Final = frozenset({"is", "是", "为", "不是"})
_LONGEST: Final = 6  # "greater than or equal to"


@dataclass(frozen=True, slots=True)
class Around:
    """The tokens of a statement, and which of them stopped the parser; words of unspaced text count as tokens."""

    whole: Sequence[Raw]
    here: int

    def text(self, at: int) -> str:
        """What stands at a place, in small letters; empty past the ends."""
        return self.whole[at].text.lower() if 0 <= at < len(self.whole) else ""

    def said(self, start: int, end: int) -> str:
        """The words from one place to before another, as they were written."""
        return " ".join(raw.text for raw in self.whole[start:end])

    def comparison(self, at: int) -> tuple[str, int] | None:
        """The comparison that begins at a place, as a sign, and how many tokens it has."""
        if not 0 <= at < len(self.whole):
            return None
        for size in range(min(_LONGEST, len(self.whole) - at), 0, -1):
            said = self.said(at, at + size).lower()
            if said in COMPARISONS:
                return COMPARISONS[said], size
        sign = self.whole[at].text
        return (sign, 1) if self.whole[at].kind == "op" and sign in OPPOSITE else None

    def question(self, at: int) -> tuple[str, int] | None:
        """A comparison, or ``is`` and ``is not``, that begins at a place."""
        if self.text(at) in _IS:
            return "=", 2 if self.text(at + 1) == "not" else 1
        return self.comparison(at)

    def question_before(self, end: int) -> tuple[str, int] | None:
        """The same, for one that ends before a place."""
        for size in range(min(_LONGEST, end), 0, -1):
            found = self.question(end - size)
            if found is not None and found[1] == size:
                return found
        return None

    def ends_a_calculation(self, at: int) -> bool:
        """Whether a name is only the last of several that are calculated with: a + b."""
        return at > 0 and self.whole[at - 1].kind == "op" and self.whole[at - 1].text in ("+", "-", "*", "/", ".")


def around(stop: Stop) -> Around:
    """The words around a stop."""
    read = [word for word, _ in stop.trial.stacks] if stop.trial is not None else [stop.former, stop.word]
    pieces = [w for w in read if w is not None and w.raw is stop.word.raw] or [stop.word]
    cut = [w.raw if w.text == w.raw.text else _piece(w) for w in pieces]
    return Around([*stop.before, *cut, *stop.rest], len(stop.before) + len(cut) - 1)


def _piece(word: Word) -> Raw:
    """A word of unspaced text as a token of its own."""
    digits = NUMBER.match(word.text)
    if digits is None:
        return Raw("word", word.text, word.line, word.column, word.end)
    return Raw("number", word.text, word.line, word.column, word.end, unit=read_unit(word.text, digits.end())[0])


def means(raw: Raw, terminal: str) -> bool:
    """Whether a token is a word that a terminal may begin with."""
    return raw.kind == "word" and terminal in VOCABULARY.heads(raw.text)


def shown(raw: Raw) -> str:
    """A token as it was written."""
    return f'"{raw.text}"' if raw.kind == "text" else f"`{raw.text}`" if raw.kind == "quoted" else raw.text
