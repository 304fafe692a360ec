"""Which column names the customers, or none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Words
from dsl.lean import dataclass
from engine.draft import settle
from engine.draft.error import DraftError
from engine.draft.fit import Guess, field_of
from engine.draft.header import hints_of
from engine.io.cells import CellReader, fold
from engine.io.extents import keys_of
from engine.io.reasons import NO_CUSTOMER, Fault

if TYPE_CHECKING:
    from engine.draft.look import Look, Seen
    from engine.io.extents import Keys
    from engine.io.sources import Source

_TRIED: Final = 3  # columns whose values are compared throughout
_SAME: Final = 100  # one row in so many may repeat a key that is called one
_BLANK: Final = 10  # and one in so many may have none, or one row in a short file
_KINDS: Final = frozenset({"text", "whole", "mixed", "double", "decimal"})
_CALLED: Final = 3  # what a header adds that says "customer number"
_IDENTIFIER: Final = 2  # and one that says "number"


@dataclass(frozen=True, slots=True)
class Choice:
    """What came of looking for a key.

    Attributes:
        key: the column that names the customers, with what is to settle about it; None if there is none.
        questions: why columns that are called like a key are none.
    """

    key: Guess | None
    questions: tuple[Words, ...] = ()


def choose_key(look: Look, source: Source, wanted: str | None) -> Choice:
    """The column that names the customers, if there is one.

    Args:
        look: at the file.
        source: the file.
        wanted: the column that a person named; None finds one.

    Raises:
        DraftError: there is no such column, or it cannot name anybody.
    """
    if wanted is not None:
        return Choice(_named(look, source, wanted))
    found = sorted(filter(None, (_score(seen, at) for at, seen in enumerate(look.columns))), key=lambda one: -one[0])
    questions = []
    for score, seen in found[:_TRIED]:
        guess = Guess(seen.column, "key")
        keys = keys_of(source, guess.column, field_of(guess))
        if _names_enough(score, keys, look.rows):
            guess = _with_faults(guess, keys)
            return Choice(guess if score > 1 else guess.asking(settle.likely_key()))
        if score == _CALLED:
            questions.append(settle.no_key_after_all(seen.column, keys.repeated, keys.missing + keys.unreadable))
    return Choice(None, tuple(questions))


def _names_enough(score: int, keys: Keys, rows: int) -> bool:
    """Whether few enough rows would be set aside; a total is no customer under any key."""
    if score == _CALLED and (keys.missing + keys.unreadable) <= max(1, rows // _BLANK):
        return keys.repeated * _SAME <= rows
    failing = keys.repeated + keys.missing + keys.unreadable
    return not failing or (score > 1 and failing * _SAME <= rows)


def _named(look: Look, source: Source, wanted: str) -> Guess:
    names = [seen.column for seen in look.columns]
    column = wanted if wanted in names else next((name for name in names if fold(name) == fold(wanted)), None)
    if column is None:
        listed = ", ".join(names)
        raise DraftError(
            Words(f"there is no column {wanted}; the file has {listed}", f"没有列 {wanted}；文件中有 {listed}")
        )
    guess = Guess(column, "key")
    keys = keys_of(source, guess.column, field_of(guess))
    if keys.missing >= look.rows:
        raise DraftError(
            Words(f"the column {column} has no value that could be a key", f"列 {column} 没有可以作主键的值")
        )
    return _with_faults(guess, keys)


def _with_faults(guess: Guess, keys: Keys) -> Guess:
    found = (
        (keys.repeated, settle.repeated),
        (keys.missing, settle.without_key),
        (keys.no_customer, settle.no_customer),
        (keys.unreadable, settle.unreadable_key),
    )
    return replace(guess, questions=tuple(words(rows) for rows, words in found if rows))


def _score(seen: Seen, at: int) -> tuple[int, Seen] | None:
    """How much speaks for a column as the key; None if something speaks against it."""
    hints = hints_of(seen.column)
    if seen.kind not in _KINDS or hints.no_key or hints.money or not seen.values:
        return None
    reader = CellReader(field_of(Guess(seen.column, "key")))
    names = {cell: times for cell, times in seen.values.items() if reader.read(cell) != Fault(NO_CUSTOMER)}
    if hints.key:
        return (_CALLED, seen) if len(names) > 1 or seen.known == 1 else None
    if any(isinstance(reader.read(cell), Fault) for cell in names):
        return None
    known = sum(names.values())
    repeated = known - len(names)
    if (repeated + seen.empty) * (_SAME if hints.id else known + 1) > known:
        return None
    if hints.id:
        return _IDENTIFIER, seen
    is_first = at == 0 and known > 1 and all(_is_name(cell) for cell in names)
    return (1, seen) if is_first else None


def _is_name(cell: object) -> bool:
    """Whether a cell could name a row: digits, or letters and digits without spaces."""
    if isinstance(cell, int):
        return True
    return isinstance(cell, str) and cell.isalnum() and any(character.isdigit() for character in cell)
