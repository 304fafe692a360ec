"""Ways of speaking told by a table, tried out in their place: ``in the last 3 months``, 在最近3个月内, ``at lest``.

Words with a meaning of their own elsewhere, or of which a name could be made, are only said to be another way of
writing where the sentence reads with that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Diagnostic
from dsl.syntax.nearest import nearest
from dsl.syntax.scan import Raw
from dsl.syntax.slips.said_otherwise import SAID
from dsl.syntax.slips.words import PHRASES, SPOKEN_BEFORE_A_NUMBER, SYNONYMS
from dsl.syntax.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from dsl.syntax.slips.stop import Stop

_PHRASES: Final = SAID | PHRASES
_LONGEST: Final = max(phrase.count(" ") for phrase in _PHRASES) + 1
_VERY_CLOSE: Final = 0.85  # for words that are no keyword each
_KEYWORDS: Final = [" ".join(parts) for phrases in VOCABULARY.phrases.values() for parts in phrases]


def phrase_slip(stop: Stop) -> Diagnostic | None:
    """The diagnostic for words that are said in another way here."""
    return _several(stop) or _unspaced(stop)


def _several(stop: Stop) -> Diagnostic | None:
    """Words in a row, one of which stopped the parser: ``during the last 3 months``, 但不是."""
    for words in _rows(stop.whole, stop.here):
        said = " ".join("#" if raw.kind == "number" else raw.text.lower() for raw in words)
        instead = _PHRASES.get(said) or (_misspelt(said, stop.names) if len(words) > 1 else None)
        if instead is None:
            continue
        number = next((raw.text for raw in words if raw.kind == "number"), "")
        fix = instead.replace("#", number)
        if stop.reads_row(words[0], words[-1], fix):
            found = " ".join(raw.text for raw in words)
            return Diagnostic("E121", stop.place_to(words[0], words[-1]), {"found": found}, fix=fix)
    return None


def _misspelt(said: str, names: AbstractSet[str]) -> str | None:
    """The keyword of several words that was likely meant."""
    words = said.split()
    if said in _KEYWORDS or not names.isdisjoint(words):
        return None
    return nearest(said, [keyword for keyword in _KEYWORDS if len(keyword.split()) == len(words)], _VERY_CLOSE)


def _rows(whole: Sequence[Raw], here: int) -> Iterator[Sequence[Raw]]:
    """Words in a row on one line that touch the place where the parser stopped, most words first."""
    for size in range(_LONGEST, 0, -1):
        for start in range(max(here - size, 0), here + 1):
            row = whole[start : start + size]
            if len(row) == size and all(raw.kind in ("word", "number") and raw.line == row[0].line for raw in row):
                yield row


def _unspaced(stop: Stop) -> Diagnostic | None:
    """A word inside unspaced text: 最近联系在最近3个月内, 存款超5万."""
    raw = stop.word.raw
    if raw.kind != "word" or raw.text.isascii():
        return None
    for said in SPOKEN_BEFORE_A_NUMBER.finditer(raw.text):
        for instead in SYNONYMS[said.group()]:
            fixed = raw.text[: said.start()] + instead + raw.text[said.end() :]
            if stop.reads_row(raw, raw, fixed):
                start = raw.column + said.start()
                word = Raw("word", said.group(), raw.line, start, start + len(said.group()))
                return Diagnostic("E121", stop.place_to(word, word), {"found": said.group()}, fix=instead)
    return None
