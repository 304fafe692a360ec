"""Pages, and the column chunks that are made of them here.

The fields and numbers are those of https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa

from engine.io.parquet.chunks import BYTES, CODEC, DATA_PAGE, DICTIONARY_PAGE, UNCOMPRESSED_BYTES, ColumnChunk
from engine.io.parquet.thrift import BINARY, I32, I64, LIST, STRUCT, Struct, encoded, integers

if TYPE_CHECKING:
    from collections.abc import Sequence

BOOLEAN: Final = 0
BYTE_ARRAY: Final = 6
PLAIN: Final = 0
_RLE: Final = 3
_RLE_DICTIONARY: Final = 8
_SNAPPY: Final = 1
_DATA: Final = 0
_DICTIONARY: Final = 2
_SIZE_BYTES: Final = 4


def chunk(
    kind: int,
    path: Sequence[str],
    cells: int,
    levels: Sequence[bytes],
    values: bytes,
    statistics: Struct,
    dictionary: tuple[int, bytes] | None = None,
) -> ColumnChunk:
    """A column chunk with one page of data.

    Args:
        kind: of value.
        path: of the column.
        cells: how many there are, with those that have no value.
        levels: which of them have a value; of lists, before that, where each begins.
        values: of those that have one.
        statistics: of all.
        dictionary: how many different values there are, and these; then ``values`` are places in it.
    """
    pages: list[bytes] = []
    plain_bytes = 0
    if dictionary is not None:
        count, different = dictionary
        about: Struct = {7: (STRUCT, {1: (I32, count), 2: (I32, PLAIN)})}
        pages += _page(_DICTIONARY, different, about)
        plain_bytes += len(pages[0]) + len(different)
    encoding = PLAIN if dictionary is None else _RLE_DICTIONARY
    data = b"".join([*(part for level in levels for part in (_size(level), level)), values])
    about = {5: (STRUCT, {1: (I32, cells), 2: (I32, encoding), 3: (I32, _RLE), 4: (I32, _RLE)})}
    first = sum(map(len, pages))
    pages += _page(_DATA, data, about)
    plain_bytes += len(pages[-2]) + len(data)
    meta: Struct = {
        1: (I32, kind),
        2: integers(I32, sorted({PLAIN, _RLE, encoding})),
        3: (LIST, (BINARY, [name.encode() for name in path])),
        4: (I32, _SNAPPY),
        5: (I64, cells),
        UNCOMPRESSED_BYTES: (I64, plain_bytes),
        BYTES: (I64, sum(map(len, pages))),
        DATA_PAGE: (I64, first),
        12: (STRUCT, statistics),
    }
    return ColumnChunk(pages, meta | ({DICTIONARY_PAGE: (I64, 0)} if dictionary is not None else {}))


def _page(kind: int, content: bytes, about: Struct) -> tuple[bytes, bytes]:
    """The head of a page, and what stands in it."""
    compressed = pa.Codec(CODEC).compress(content, asbytes=True)
    head = encoded({1: (I32, kind), 2: (I32, len(content)), 3: (I32, len(compressed)), **about})
    return head, compressed


def _size(part: bytes) -> bytes:
    return len(part).to_bytes(_SIZE_BYTES, "little")
