"""Columns of texts of which few are different, and lists of such texts: as places in a dictionary.

The machine finds places, not texts. Pyarrow takes no lists of places; it would make texts of them, and look for each
among those that it had before.

The dictionary has the texts of the row group in their order, and no others: so the bytes are the same for the same
texts, whatever they come as.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dsl.lean import dataclass
from engine.io.parquet.bits import packed, packed_flags, same, width_of
from engine.io.parquet.pages import BYTE_ARRAY, chunk
from engine.io.parquet.thrift import I64
from engine.io.parquet.yes_no import known_cells, levels

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from engine.io.parquet.chunks import ColumnChunk

    Numbers = npt.NDArray[np.unsignedinteger[Any]]

_LIST_PATH: Final = ("list", "element")
_MOST: Final = 2**16  # different texts in a row group
_EMPTY, _FULL = 1, 3  # levels of a list without items, and of an item that is no null
_LEVEL_BITS: Final = 2
_SIZE_BYTES: Final = 4


def coded_chunk(name: str, cells: pa.Array) -> ColumnChunk | None:
    """The chunk of a column of texts or of lists of texts; None if too many are different, or lists or items null."""
    if not pa.types.is_list(cells.type):
        coded = _coded(cells)
        known = known_cells(cells)
        return None if coded is None else _chunk((name,), len(cells), (levels(known, len(cells)),), coded)
    items = cells.flatten()
    coded = None if cells.null_count or items.null_count else _coded(items)
    if coded is None:
        return None
    starts, count, level = _levels_of_lists(cells)
    return _chunk((name, *_LIST_PATH), count, (starts, level), coded)


@dataclass(frozen=True, slots=True)
class _Coded:
    """Texts: the different ones in their order, and the places of all that are not null."""

    texts: pa.Array
    places: Numbers


def _coded(cells: pa.Array) -> _Coded | None:
    """None if too many are different."""
    coded = cells if pa.types.is_dictionary(cells.type) else cells.dictionary_encode()
    indices = coded.indices.drop_null() if coded.null_count else coded.indices
    codes = indices.to_numpy(zero_copy_only=False)
    used = np.flatnonzero(np.bincount(codes, minlength=1)) if len(codes) else np.zeros(0, np.intp)
    if len(used) > _MOST:
        return None
    texts = coded.dictionary.take(pa.array(used))
    order = pc.array_sort_indices(texts).to_numpy()
    place = np.zeros(int(used[-1]) + 1 if len(used) else 0, np.uint8 if len(used) <= 2**8 else np.uint16)
    place[used[order]] = np.arange(len(used))
    return _Coded(texts.take(pa.array(order)), place[codes])


def _levels_of_lists(lists: pa.ListArray) -> tuple[bytes, int, bytes]:
    """Where lists begin, how many entries that tells of, and which of these are items."""
    counts = np.diff(lists.offsets.to_numpy(zero_copy_only=False))
    entries = np.maximum(counts, 1)  # a list without items has one entry that says so
    count, items = int(entries.sum()), int(counts.sum())
    starts = np.cumsum(entries) - entries
    if not items:
        return same(0, count, width=1), count, same(_EMPTY, count, _LEVEL_BITS)
    continues = np.ones(count, np.bool_)
    continues[starts] = False
    if count == items:
        return packed_flags(continues), count, same(_FULL, count, _LEVEL_BITS)
    level = np.full(count, _FULL, np.uint8)
    level[starts[counts == 0]] = _EMPTY
    return packed_flags(continues), count, packed(level, _LEVEL_BITS)


def _chunk(path: tuple[str, ...], cells: int, level: Sequence[bytes], coded: _Coded) -> ColumnChunk:
    nulls = {3: (I64, cells - len(coded.places))}
    different = len(coded.texts)
    if not different:
        return chunk(BYTE_ARRAY, path, cells, level, b"", nulls)
    width = width_of(different - 1)
    values = bytes([width]) + packed(coded.places, width)
    return chunk(BYTE_ARRAY, path, cells, level, values, nulls, (different, _plain(coded.texts)))


def _plain(texts: pa.Array) -> bytes:
    """Texts, each behind its length."""
    found = [text.as_py() for text in texts.cast(pa.binary())]
    return b"".join(part for text in found for part in (len(text).to_bytes(_SIZE_BYTES, "little"), text))
