"""Rows that cannot be decided: whole, as they were read, each with every reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from engine.io.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.io.sources import Chunk


@dataclass(frozen=True, slots=True)
class RejectedRows:
    """Rejected rows, by row number.

    Attributes:
        row_numbers: 1 is the first row below the header that is not blank.
        keys: of the customers, where they could be read.
        raw: the columns of the file, with the cells as they were read.
        reasons: of each row: at least one, and all that could be found.
        lines: the whole row as it was read, where it has no place in the columns; else None.
    """

    row_numbers: pa.Array
    keys: tuple[str | None, ...]
    raw: pa.Table
    reasons: tuple[tuple[Reason, ...], ...]
    lines: tuple[str | None, ...]

    def __len__(self) -> int:
        return len(self.keys)


def _empty(schema: pa.Schema) -> pa.Table:
    # Arrow makes no empty array of some types, and there is nothing to be seen of it.
    columns = [pa.field(each.name, pa.string() if pa.types.is_union(each.type) else each.type) for each in schema]
    return pa.schema(columns).empty_table()


def reject(chunk: Chunk, keys: pa.Array, reasons: Mapping[int, Sequence[Reason]], schema: pa.Schema) -> RejectedRows:
    """The rows of a chunk for which there are reasons, by position, and those that are ragged.

    Args:
        chunk: some rows of a file.
        keys: of its rows.
        reasons: by position in the chunk.
        schema: the columns of the file.
    """
    positions = pa.array(sorted(reasons), pa.int64())
    raw = chunk.raw(positions) if len(positions) else _empty(schema)
    numbers = chunk.numbers.take(positions).to_pylist()
    found = list(keys.take(positions).to_pylist())
    why = [tuple(reasons[at]) for at in positions.to_pylist()]
    lines: list[str | None] = [None] * len(numbers)
    if chunk.ragged:
        # Cells of a ragged row may stand in the wrong column, so none of them is taken for the key.
        width = len(schema)
        cells = [(*row.cells[:width], *(None,) * (width - len(row.cells))) for row in chunk.ragged]
        columns = [pa.array(column, kind) for column, kind in zip(zip(*cells, strict=True), schema.types, strict=True)]
        raw = pa.concat_tables([raw, pa.Table.from_arrays(columns, schema=schema)])
        numbers += [row.number for row in chunk.ragged]
        found += [None] * len(chunk.ragged)
        why += [(Reason("D201", value=str(len(row.cells)), expected=str(width)),) for row in chunk.ragged]
        lines += [row.line for row in chunk.ragged]
        order = sorted(range(len(numbers)), key=numbers.__getitem__)
        raw = raw.take(pa.array(order, pa.int64()))
        numbers, found = [numbers[at] for at in order], [found[at] for at in order]
        why, lines = [why[at] for at in order], [lines[at] for at in order]
    return RejectedRows(pa.array(numbers, pa.int64()), tuple(found), raw, tuple(why), tuple(lines))
