"""Column chunks: the cells of one column in one row group, as they stand in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.lean import dataclass
from engine.io.parquet.thrift import I64, STRUCT, Struct, decoded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

CODEC: Final = "snappy"
_MAGIC_BYTES: Final = 4
_TAIL_BYTES: Final = 8  # how long the footer is, and the magic again

# Fields of FileMetaData, RowGroup, ColumnChunk, and ColumnMetaData.
GROUPS: Final = 4
COLUMNS: Final = 1
FILE_OFFSET: Final = 2
META: Final = 3
UNCOMPRESSED_BYTES: Final = 6
BYTES: Final = 7
DATA_PAGE: Final = 9
DICTIONARY_PAGE: Final = 11


@dataclass(frozen=True, slots=True)
class ColumnChunk:
    """The cells of a column in a row group.

    Attributes:
        pages: their bytes, one behind the other.
        meta: what the footer tells of them, with places that count from their beginning.
    """

    pages: Sequence[bytes | pa.Buffer]
    meta: Struct

    @property
    def size(self) -> int:
        """How many bytes."""
        return int(self.meta[BYTES][1])

    @property
    def uncompressed_size(self) -> int:
        """How many it would be without compression."""
        return int(self.meta[UNCOMPRESSED_BYTES][1])

    def at(self, place: int) -> Struct:
        """What the footer tells of the chunk, if it stands at a place of the file."""
        return {FILE_OFFSET: (I64, 0), META: (STRUCT, _moved(self.meta, place))}


def footer_of(file: pa.Buffer) -> Struct:
    """What a Parquet file in memory tells of itself."""
    end = file.size - _TAIL_BYTES
    size = int.from_bytes(file.slice(end, _MAGIC_BYTES).to_pybytes(), "little")
    return decoded(file.slice(end - size, size).to_pybytes())


def chunks_of(file: pa.Buffer) -> Iterator[ColumnChunk]:
    """The columns of a Parquet file in memory that has one row group."""
    (group,) = footer_of(file)[GROUPS][1][1]
    for column in group[COLUMNS][1][1]:
        meta = column[META][1]
        start = meta.get(DICTIONARY_PAGE, meta[DATA_PAGE])[1]
        yield ColumnChunk((file.slice(start, meta[BYTES][1]),), _moved(meta, -start))


def _moved(meta: Struct, by: int) -> Struct:
    places = {field: (I64, meta[field][1] + by) for field in (DATA_PAGE, DICTIONARY_PAGE) if field in meta}
    return meta | places
