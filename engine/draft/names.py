"""Names of fields, made from column headers."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from dsl.lean import dataclass
from dsl.lints.keyword_name import is_taken
from dsl.syntax.scan import CJK
from dsl.syntax.vocabulary import VOCABULARY
from engine.draft.header import hints_of, snake, without_side_note
from engine.draft.lists import is_quotable
from engine.io.cells import fold
from engine.io.match import heading

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from dsl.syntax.vocabulary import Lang

_LONGEST: Final = 60
_NOT_IN_NAMES: Final = re.compile(rf"[^A-Za-z0-9_{CJK}]+")
# Letters that are no plain letter with an accent.
_LETTERS: Final = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_SUFFIX: Final = {"en": "_value", "zh": "值"}


@dataclass(frozen=True, slots=True)
class Naming:
    """What a field is called.

    Attributes:
        name: canonical.
        further: other names.
        column: as it must be written in the record; None if the names find it.
        writable: whether the record can say which column it is.
    """

    name: str
    further: tuple[str, ...]
    column: str | None
    writable: bool = True


def name_columns(columns: Sequence[str], taken: Collection[str], lang: Lang) -> dict[str, Naming]:
    """Names for the columns of a file, all different.

    Args:
        columns: the headers.
        taken: names that mean something else already.
        lang: the language the names should be in, where both are known.
    """
    used = {fold(name) for name in taken}
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    own = {column: _own(column, at) for at, column in enumerate(columns, 1)}
    for column, name in own.items():
        found[column] = (_different(name, used), ())
        used.add(fold(found[column][0]))
    for column, (name, _) in found.items():
        other = _translated(column, name)
        if other is None or fold(other) in used:
            continue
        used.add(fold(other))
        names = (name, other) if (lang == "en") == name.isascii() else (other, name)
        found[column] = (names[0], names[1:])
    return {column: _naming(column, names, columns) for column, names in found.items()}


def _own(column: str, at: int) -> str:
    """The name that a header makes."""
    text = _NOT_IN_NAMES.sub("_", _without_accents(snake(without_side_note(column)) or snake(column)))
    text = re.sub(r"_{2,}", "_", text).strip("_")[:_LONGEST].rstrip("_")
    if not text:
        return f"column_{at}"
    if not text.isascii():
        text = re.sub(rf"(?<=[{CJK}])_(?=[{CJK}])", "", text)
    return text + _SUFFIX["en" if text.isascii() else "zh"] if _is_keyword(text) else text


def _without_accents(text: str) -> str:
    """Numéro is numero, Straße strasse."""
    parts = unicodedata.normalize("NFD", text.translate(_LETTERS))
    return unicodedata.normalize("NFC", "".join(part for part in parts if not unicodedata.combining(part)))


def _is_keyword(text: str) -> bool:
    return text.lower() in VOCABULARY.reserved or is_taken(text)


def _different(name: str, used: Collection[str]) -> str:
    text, number = name, 2
    while fold(text) in used:
        text, number = f"{name}_{number}", number + 1
    return text


def _translated(column: str, name: str) -> str | None:
    """The usual name in the other language."""
    term = hints_of(column).term
    if term is None:
        return None
    return term.zh[0] if name.isascii() else term.en[0]


def _naming(column: str, names: tuple[str, tuple[str, ...]], columns: Sequence[str]) -> Naming:
    """Names, and the header if they alone do not find it."""
    folded = {fold(name) for name in (names[0], *names[1])}
    if [other for other in columns if fold(other) in folded] == [column]:
        return Naming(*names, None)
    if is_quotable(column):
        return Naming(*names, column)
    line = heading(column)
    is_only = [other for other in columns if heading(other) == line] == [column]
    return Naming(*names, line, writable=is_only and is_quotable(line))


def policy_name(folder: str, taken: Collection[str]) -> str:
    """A name for the policy, made from that of its folder."""
    name = _own(folder, 1)
    while name in taken:
        name += "_policy" if name.isascii() else "政策"
    return name
