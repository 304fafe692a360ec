"""Words, names, numbers and texts as they are printed in one statement."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import field
from itertools import groupby
from typing import Final

from dsl.format.layout import TEXT_BREAK, Segments, glue, join, segment
from dsl.lean import dataclass
from dsl.source import Span
from dsl.syntax import nodes as n
from dsl.syntax.scan import CJK, FOLD
from dsl.syntax.vocabulary import VOCABULARY, Lang

_PLAIN_WORD: Final = re.compile(rf"[A-Za-z_{CJK}][A-Za-z0-9_{CJK}]*")
_PLAIN_NUMBER: Final = re.compile(r"[0-9][0-9_]*(?:\.[0-9][0-9_]*)?")
_GROUPED_FROM: Final = 5  # digits of the whole part


@dataclass(frozen=True, slots=True)
class Origin:
    """What the source shows of a statement and its nodes do not.

    Attributes:
        texts: every text in quotes, piece by piece.
        table: the line of the first table row; 0 if there is none.
    """

    texts: tuple[n.Text, ...] = ()
    table: int = 0

    def pieces(self, span: Span) -> list[n.Text]:
        """The pieces of a text that stood at a place."""
        start, end = (span.line, span.column), (span.end_line, span.end_column)
        return [t for t in self.texts if start <= (t.span.line, t.span.column) < end]


@dataclass(slots=True)
class Writer:
    """Prints what a statement is made of.

    Attributes:
        lang: the language of keywords and units.
        guarded: names to be printed in backquotes though they have the form of a word.
        origin: the statement in its source.
        is_day: whether an expression may be a day, which Chinese does not say beside how long ago it was.
        bare: names printed without backquotes, in order.
    """

    lang: Lang
    guarded: AbstractSet[str] = frozenset()
    origin: Origin = Origin()
    is_day: Callable[[n.Expr], bool] = lambda _: True
    bare: dict[str, None] = field(default_factory=dict)

    # --- words ---

    def word(self, terminal: str) -> str:
        """The keyword for a terminal."""
        return VOCABULARY.word(terminal, self.lang)

    def pick(self, en: str, zh: str) -> str:
        """A phrase that is not the same words in both languages."""
        return en if self.lang == "en" else zh

    # --- names ---

    def spell(self, text: str) -> str:
        """A name, in backquotes if it has not the form of a word, is reserved, or is to be guarded."""
        if not is_word(text) or text.lower() in VOCABULARY.reserved or text in self.guarded:
            return f"`{text}`"
        self.bare[text] = None
        return text

    def name(self, name: n.Name | None) -> Segments:
        """A name in use; nothing for None."""
        if name is None:
            return []
        owner = f"{self.spell(name.owner)}." if name.owner is not None else ""
        return segment(owner + self.spell(name.text), name)

    def names(self, names: Iterable[n.Name], depth: int = 2) -> Segments:
        """A list of names."""
        return join((self.name(name) for name in names), ",", depth, fill=True)

    def declared(self, declared: n.Declared) -> Segments:
        """A name being declared with its further names."""
        return segment(" ".join(self.spell(text) for text in declared.all), declared)

    def listed(self, text: str) -> str:
        """A value of a list: a word, a number, or a text in quotes."""
        if _PLAIN_NUMBER.fullmatch(text):
            return text
        if not is_word(text):
            return quoted(text)
        return self.spell(text)

    def value(self, value: n.Declared) -> str:
        """A value of a list being declared with its further names."""
        return " ".join((self.listed(value.text), *map(self.spell, value.further)))

    # --- values ---

    def number(self, number: n.Number) -> str:
        """A number with its unit."""
        whole, dot, fraction = number.digits.partition(".")
        if len(whole) >= _GROUPED_FROM:
            whole = f"{int(whole):_}"
        return whole + dot + fraction + number.unit.text(self.lang, number.digits)

    def text(self, text: n.Text) -> Segments:
        """A text in one pair of quotes."""
        return segment(quoted(text.value), text)

    def long_text(self, keyword: str, text: n.Text | None) -> Segments:
        """A clause with a text; written on several lines, it keeps them."""
        if text is None:
            return []
        pieces = self.origin.pieces(text.span)
        if "".join(piece.value for piece in pieces) != text.value or not pieces:
            pieces = [text]
        lines: Segments = []
        for _, together in groupby(pieces, key=lambda piece: piece.span.line):
            first, *more = together
            value = "".join(piece.value for piece in (first, *more))
            lines += segment(" ".join(map(quoted, _quotable(value))), first)
        for line in lines[1:]:
            line.hard, line.depth = True, TEXT_BREAK
        return glue(keyword, lines)

    def period(self, period: n.Period | None) -> Segments:
        """From and until; nothing for None."""
        if period is None:
            return []
        start = f"{self.word('FROM')} {period.start}" if period.start else ""
        end = f"{self.word('UNTIL')} {period.end}" if period.end else ""
        return segment(" ".join(filter(None, (start, end))), period)


def is_word(text: str) -> bool:
    """Whether a text has the form of a name without backquotes."""
    return _PLAIN_WORD.fullmatch(text) is not None


def quoted(text: str) -> str:
    """A text in the quotes that it does not itself contain.

    Raises:
        ValueError: it contains both kinds, so it cannot have been written as one text.
    """
    folded = text.translate(FOLD)
    if '"' not in folded:
        return f'"{text}"'
    if "”" not in folded:
        return f"“{text}”"
    raise ValueError(f"no quotes can hold {text!r}")


def _quotable(text: str) -> list[str]:
    """A text cut where it must be, so that each part fits into one kind of quotes."""
    parts: list[str] = []
    start, seen = 0, set[str]()
    for at, character in enumerate(text.translate(FOLD)):
        if character in '"”':
            if seen and character not in seen:
                parts.append(text[start:at])
                start, seen = at, set()
            seen.add(character)
    return [*parts, text[start:]]
