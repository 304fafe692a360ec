"""Columns of yes and no, many times faster than pyarrow writes them.

A decision has a column for each class, so these are most of the columns of a run. In Parquet they are bitmaps, as they
are in Arrow; but pyarrow makes a number of each cell, twice, and bits of these again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from engine.io.parquet.bits import packed_flags, same
from engine.io.parquet.pages import BOOLEAN, chunk
from engine.io.parquet.thrift import BINARY, I64, TRUE, Struct

if TYPE_CHECKING:
    import numpy.typing as npt
    import pyarrow as pa

    from engine.io.parquet.chunks import ColumnChunk

    Flags = npt.NDArray[np.bool_]

_PER_BYTE: Final = 8


def yes_no_chunk(name: str, cells: pa.Array) -> ColumnChunk:
    """The chunk of a column that may have nulls.

    Args:
        name: of the column.
        cells: booleans.
    """
    known, said = known_cells(cells), _bits(cells.buffers()[1], cells)
    values = said if known is None else said[known]
    octets = np.packbits(values, bitorder="little").tobytes()
    return chunk(BOOLEAN, (name,), len(cells), (levels(known, len(cells)),), octets, _statistics(values, len(cells)))


def levels(known: Flags | None, cells: int) -> bytes:
    """Which cells are not null."""
    return same(1, cells, width=1) if known is None else packed_flags(known)


def known_cells(cells: pa.Array) -> Flags | None:
    """Which cells are not null; None if all are not."""
    return _bits(cells.buffers()[0], cells) if cells.null_count else None


def _statistics(values: Flags, cells: int) -> Struct:
    found: Struct = {3: (I64, cells - len(values))}
    if len(values):
        least, most = bool(values.all()), bool(values.any())
        found |= {5: (BINARY, bytes([most])), 6: (BINARY, bytes([least])), 7: TRUE, 8: TRUE}
    return found


def _bits(bitmap: pa.Buffer, cells: pa.Array) -> Flags:
    """The bits of a bitmap that belong to some cells."""
    first, skipped = divmod(cells.offset, _PER_BYTE)
    octets = np.frombuffer(bitmap, np.uint8)[first:]
    bits = np.unpackbits(octets, count=skipped + len(cells), bitorder="little")
    return bits[skipped:].view(np.bool_)
