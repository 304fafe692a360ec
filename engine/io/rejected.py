"""Rows that cannot be decided: whole, as they were read, each with every reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from dsl.lean import dataclass
from engine.io.numerals import BLANK
from engine.io.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from engine.io.sources import Chunk, Ragged


@dataclass(frozen=True, slots=True)
class RejectedRows:
    """Rejected rows of one file, by row number.

    Attributes:
        row_numbers: in their file: 1 is the first row below the header that is not blank.
        keys: of the customers, where they could be read.
        raw: the columns of the file, with the cells as they were read.
        reasons: of each row: at least one, and all that could be found.
        lines: the whole row as it was read, where it has no place in the columns; else None.
        may_be: of each row that has no place in the columns, what may be its key; else nothing.
        file: where they stand; None unless several files are read.
    """

    row_numbers: pa.Array
    keys: tuple[str | None, ...]
    raw: pa.Table
    reasons: tuple[tuple[Reason, ...], ...]
    lines: tuple[str | None, ...]
    may_be: tuple[frozenset[str], ...]
    file: str | None = None

    def __len__(self) -> int:
        return len(self.keys)

    def of(self, key: str) -> list[Reason]:
        """All reasons of the rows that have a key, or may have it."""
        rows = zip(self.keys, self.may_be, self.reasons, strict=True)
        return [reason for own, others, reasons in rows if own == key or key in others for reason in reasons]


def reject(
    chunk: Chunk,
    keys: pa.Array,
    reasons: Mapping[int, Sequence[Reason]],
    schema: pa.Schema,
    key_column: str | None,
    file: str | None,
) -> RejectedRows:
    """The rows of a chunk for which there are reasons, by position, and those that are ragged.

    Args:
        chunk: some rows of a file.
        keys: of its rows.
        reasons: by position in the chunk.
        schema: the columns of the file.
        key_column: the one that keys are read from; None for keys that are the numbers of rows.
        file: where the chunk is from, if that is to be told.
    """
    positions = pa.array(sorted(reasons), pa.int64())
    raw = chunk.raw(positions) if len(positions) else _empty(schema)
    numbers = chunk.numbers.take(positions).to_pylist()
    found = list(keys.take(positions).to_pylist())
    why = [tuple(reasons[at]) for at in positions.to_pylist()]
    lines: list[str | None] = [None] * len(numbers)
    may_be: list[frozenset[str]] = [frozenset()] * len(numbers)
    if chunk.ragged:
        # Cells of a ragged row may stand in the wrong column, so none of them is taken for the key.
        raw = pa.concat_tables(([raw] if len(positions) else []) + [_cells_of(chunk.ragged, schema.names)])
        numbers += [row.number for row in chunk.ragged]
        found += [None] * len(chunk.ragged)
        why += [(_wrong_width(row),) for row in chunk.ragged]
        lines += [row.line for row in chunk.ragged]
        may_be += [frozenset(_keys_in(row, key_column)) for row in chunk.ragged]
        order = sorted(range(len(numbers)), key=numbers.__getitem__)
        raw = raw.take(pa.array(order, pa.int64()))
        numbers, found = [numbers[at] for at in order], [found[at] for at in order]
        why, lines, may_be = [why[at] for at in order], [lines[at] for at in order], [may_be[at] for at in order]
    own = pa.array([number - chunk.before for number in numbers], pa.int64())
    return RejectedRows(own, tuple(found), raw, tuple(why), tuple(lines), tuple(may_be), file)


def _empty(schema: pa.Schema) -> pa.Table:
    # Arrow makes no empty array of some types, and there is nothing to be seen of it.
    columns = [pa.field(each.name, pa.string() if pa.types.is_union(each.type) else each.type) for each in schema]
    return pa.schema(columns).empty_table()


def _cells_of(ragged: Sequence[Ragged], names: Sequence[str]) -> pa.Table:
    """Ragged rows in the columns from the left, as far as both go; only files without types have such rows."""
    rows = [dict(zip(row.columns, row.cells, strict=False)) for row in ragged]
    return pa.table({name: pa.array([row.get(name) for row in rows], pa.string()) for name in names})


def _wrong_width(row: Ragged) -> Reason:
    return Reason(row.code, value=str(len(row.cells)), expected=str(len(row.columns)))


def _keys_in(row: Ragged, column: str | None) -> Iterator[str]:
    if column is not None and column in row.columns:
        yield from (cell.strip(BLANK) for cell in row.may_hold(column))
