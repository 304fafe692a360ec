"""Which column names the customers, or none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Words
from engine.draft import settle
from engine.draft.error import DraftError
from engine.draft.fit import Guess, field_of
from engine.draft.header import hints_of
from engine.io.cells import CellReader, fold
from engine.io.extents import keys_of
from engine.io.reasons import Fault

if TYPE_CHECKING:
    from engine.draft.look import Look, Seen
    from engine.io.extents import Keys
    from engine.io.sources import Source

_TRIED: Final = 3  # columns whose values are compared throughout
_SAME: Final = 100  # one row in so many may repeat a key that is called one
_KINDS: Final = frozenset({"text", "whole", "mixed", "double", "decimal"})


def choose_key(look: Look, source: Source, wanted: str | None) -> Guess | None:
    """The column that names the customers, with what is to settle about it; None if there is none.

    Args:
        look: at the file.
        source: the file.
        wanted: the column that a person named; None finds one.

    Raises:
        DraftError: there is no such column, or it cannot name anybody.
    """
    if wanted is not None:
        return _named(look, source, wanted)
    found = sorted(filter(None, (_score(seen, at) for at, seen in enumerate(look.columns))), key=lambda one: -one[0])
    for score, seen in found[:_TRIED]:
        guess = Guess(seen.column, "key")
        keys = keys_of(source, guess.column, field_of(guess))
        failing = keys.rows + keys.missing
        if failing == 0:
            return guess if score > 1 else guess.asking(settle.likely_key())
        if score > 1 and failing * _SAME <= look.rows:
            return _with_faults(guess, keys)
    return None


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
    questions = [settle.repeated(keys.rows)] if keys.rows else []
    questions += [settle.without_key(keys.missing)] if keys.missing else []
    return replace(guess, questions=tuple(questions))


def _score(seen: Seen, at: int) -> tuple[int, Seen] | None:
    """How much speaks for a column as the key; None if something speaks against it."""
    hints = hints_of(seen.column)
    if seen.kind not in _KINDS or hints.no_key or hints.money or not seen.values:
        return None
    named = 3 if hints.key else 2 if hints.id else 0
    repeated = seen.known - len(seen.values)
    if (repeated + seen.empty) * (_SAME if named else seen.known + 1) > seen.known:
        return None
    reader = CellReader(field_of(Guess(seen.column, "key")))
    if any(isinstance(reader.read(cell), Fault) for cell in seen.values):
        return None
    if named:
        return named, seen
    is_first = at == 0 and seen.known > 1 and all(_is_name(cell) for cell in seen.values)
    return (1, seen) if is_first else None


def _is_name(cell: object) -> bool:
    """Whether a cell could name a row: digits, or letters and digits without spaces."""
    if isinstance(cell, int):
        return True
    return isinstance(cell, str) and cell.isalnum() and any(character.isdigit() for character in cell)
