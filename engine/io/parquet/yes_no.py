"""Columns of yes and no, many times faster than pyarrow writes them.

A decision has a column for each class, so these are most of the columns of a run. In Parquet they are bitmaps, as they
are in Arrow; but pyarrow makes a number of each cell, twice, and bits of these again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from engine.io.parquet.chunks import BYTES, CODEC, DATA_PAGE, UNCOMPRESSED_BYTES, ColumnChunk
from engine.io.parquet.thrift import BINARY, I32, I64, LIST, STRUCT, Struct, encoded, flag, integers, varint

if TYPE_CHECKING:
    import numpy.typing as npt

    Flags = npt.NDArray[np.bool_]

_BOOLEAN: Final = 0
_PLAIN: Final = 0
_RLE: Final = 3
_SNAPPY: Final = 1
_DATA_PAGE: Final = 0
_SIZE_BYTES: Final = 4
_PER_BYTE: Final = 8


def yes_no_chunk(name: str, cells: pa.Array) -> ColumnChunk:
    """The chunk of a column that may have nulls, in one page.

    Args:
        name: of the column.
        cells: booleans, at least one.
    """
    known, said = _known(cells), _bits(cells.buffers()[1], cells)
    values = said if known is None else said[known]
    levels = _levels(known, len(cells))
    page = len(levels).to_bytes(_SIZE_BYTES, "little") + levels + _packed(values)
    compressed = pa.Codec(CODEC).compress(page, asbytes=True)
    head = encoded({
        1: (I32, _DATA_PAGE),
        2: (I32, len(page)),
        3: (I32, len(compressed)),
        5: (STRUCT, {1: (I32, len(cells)), 2: (I32, _PLAIN), 3: (I32, _RLE), 4: (I32, _RLE)}),
    })  # fmt: skip
    meta: Struct = {
        1: (I32, _BOOLEAN),
        2: integers(I32, (_PLAIN, _RLE)),
        3: (LIST, (BINARY, [name.encode()])),
        4: (I32, _SNAPPY),
        5: (I64, len(cells)),
        UNCOMPRESSED_BYTES: (I64, len(head) + len(page)),
        BYTES: (I64, len(head) + len(compressed)),
        DATA_PAGE: (I64, 0),
        12: (STRUCT, _statistics(values, len(cells))),
    }
    return ColumnChunk((head, compressed), meta)


def _statistics(values: Flags, cells: int) -> Struct:
    found: Struct = {3: (I64, cells - len(values))}
    if len(values):
        least, most = bool(values.all()), bool(values.any())
        found |= {5: (BINARY, bytes([most])), 6: (BINARY, bytes([least])), 7: flag(True), 8: flag(True)}
    return found


def _levels(known: Flags | None, cells: int) -> bytes:
    """Which cells are not null: one run of as many ones, or the bits."""
    if known is None:
        return varint(cells << 1) + b"\1"
    bits = _packed(known)
    return varint(len(bits) << 1 | 1) + bits


def _known(cells: pa.Array) -> Flags | None:
    """Which cells are not null; None if all are not."""
    return _bits(cells.buffers()[0], cells) if cells.null_count else None


def _bits(bitmap: pa.Buffer, cells: pa.Array) -> Flags:
    """The bits of a bitmap that belong to some cells."""
    first, skipped = divmod(cells.offset, _PER_BYTE)
    octets = np.frombuffer(bitmap, np.uint8)[first:]
    bits = np.unpackbits(octets, count=skipped + len(cells), bitorder="little")
    return bits[skipped:].view(np.bool_)


def _packed(flags: Flags) -> bytes:
    return np.packbits(flags, bitorder="little").tobytes()
