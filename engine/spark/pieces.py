"""Data files in pieces: what a task reads."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pyarrow import parquet

from dsl.lean import dataclass
from engine.io.data_reader import DataReader, Share
from engine.io.many import DataPart
from engine.io.read import source_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dsl.program.model import Record
    from engine.io.formats import FileFacts

PIECE_ROWS: Final = 1_000_000  # of a Parquet file that one task decides, about


@dataclass(frozen=True, slots=True)
class Piece:
    """A data file, or some of its rows.

    Attributes:
        part: place of the file among those that are read.
        facts: of the file; its path is the same on all machines.
        constants: values of all its rows that its path gives, by column.
        shown: what the file is called in the quarantine; None where only one file is read.
        groups: only these row groups of a Parquet file.
    """

    part: int
    facts: FileFacts
    constants: Mapping[str, str | None]
    shown: str | None
    groups: range | None = None


def pieces_of(parts: Iterable[DataPart], rows: int = PIECE_ROWS) -> tuple[Piece, ...]:
    """Data files in pieces: Parquet by row groups, anything else whole; none of what holds no row.

    Args:
        parts: the files.
        rows: of a piece of a Parquet file, at the least, where the file has so many.
    """
    parts = tuple(parts)
    pieces = []
    for at, part in enumerate(parts):
        if part.facts is None:
            raise ValueError("a table in memory has no pieces")
        facts = replace(part.facts, path=part.facts.path.absolute())
        whole = Piece(at, facts, dict(part.constants), str(part.shown) if len(parts) > 1 else None)
        if facts.format == "parquet":
            pieces += [replace(whole, groups=groups) for groups in _row_groups(parquet.read_metadata(facts.path), rows)]
        else:
            pieces.append(whole)
    return tuple(pieces)


def _row_groups(metadata: parquet.FileMetaData, rows: int) -> Iterator[range]:
    """Row groups that stand together, with so many rows."""
    first = held = 0
    for at in range(metadata.num_row_groups):
        held += metadata.row_group(at).num_rows
        if held >= rows or (held and at == metadata.num_row_groups - 1):
            yield range(first, at + 1)
            first, held = at + 1, 0


def piece_reader(piece: Piece, record: Record) -> DataReader:
    """Opens a piece."""
    part = DataPart(source_of(piece.facts, piece.groups), piece.facts, piece.constants)
    return DataReader([part], record, share=Share(piece.shown))
