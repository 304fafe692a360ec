"""Arrow arrays over the memory of results, and bitmaps as numpy reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Bytes = npt.NDArray[np.generic]


def yes_no(true: Bytes, known: Bytes, rows: int) -> pa.Array:
    """Bitmaps as a yes/no array; null where not known."""
    return pa.Array.from_buffers(pa.bool_(), rows, [pa.py_buffer(known), pa.py_buffer(true)])


def bits(mask: Bytes, rows: int) -> pa.Array:
    """A bitmap as a yes/no array without nulls."""
    return pa.Array.from_buffers(pa.bool_(), rows, [None, pa.py_buffer(mask)])


def named(codes: Bytes, known: Bytes | None, rows: int, names: Sequence[str]) -> pa.DictionaryArray:
    """Bytes as names; null where not known."""
    validity = None if known is None else pa.py_buffer(known)
    indices = pa.Array.from_buffers(pa.uint8(), rows, [validity, pa.py_buffer(codes)])
    return pa.DictionaryArray.from_arrays(indices, pa.array(names, pa.string()), safe=False)


def integers(values: Bytes, rows: int) -> pa.Array:
    """Integers as int64."""
    return pa.array(values[:rows]).cast(pa.int64())


def lists(ends: Bytes, codes: Bytes, rows: int, names: Sequence[str]) -> pa.ListArray:
    """Lists of names by number."""
    offsets = pa.Array.from_buffers(pa.int32(), rows + 1, [None, pa.py_buffer(ends)])
    numbers = pa.array(codes)
    values = pa.DictionaryArray.from_arrays(numbers, pa.array(names, pa.string()), safe=False)
    return pa.ListArray.from_arrays(offsets, values)


def ends(counts: npt.NDArray[np.int_]) -> npt.NDArray[np.int32]:
    """Where lists of these lengths end, behind where the first begins."""
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)


def empty_lists(rows: int) -> pa.ListArray:
    """Lists without anything in them."""
    return pa.ListArray.from_arrays(pa.array(np.zeros(rows + 1, np.int32)), pa.array([], pa.string()))


def holds(mask: Bytes, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    """Whether a bitmap has the bits of some rows."""
    octets: npt.NDArray[np.uint8] = mask.view(np.uint8)
    found: npt.NDArray[np.bool_] = (octets[rows >> 3] >> (rows & 7).astype(np.uint8)) & 1 != 0
    return found


def where(mask: Bytes, rows: int) -> npt.NDArray[np.intp]:
    """The rows whose bits are set."""
    # As yes and no they are found many times faster than as numbers.
    return np.flatnonzero(np.unpackbits(mask.view(np.uint8), count=rows, bitorder="little").view(np.bool_))
