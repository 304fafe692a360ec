"""Finds keys that stand in more than one row, in passes of their own over the key column alone."""

from __future__ import annotations

from hashlib import shake_128
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.io.arrays import trimmed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    # Keys as text, in parts; read anew each time it is called.
    Keys = Callable[[], Iterable[pa.Array]]

_PLACES: Final = 64
# An arbitrary number for each byte at each place: the sum of those of a text is its hash.
_NUMBERS: Final = np.frombuffer(shake_128().digest(_PLACES * 256 * 8), np.uint64).reshape(_PLACES, 256)


def duplicate_keys(keys: Keys) -> pa.Array:
    """The keys that occur more than once, but for blanks at their edges; missing keys are nobody's, and so never equal.

    Of each key only a hash of 8 bytes is kept, so that files of any size can be read. Keys whose hash comes twice,
    nearly all of them duplicates, are looked at as they are in a second pass; without any there is none.
    """
    suspects = _repeated([hashes(part) for part in keys()])
    if not len(suspects):
        return pa.array([], pa.string())
    seen = (among(part, suspects) for part in keys())
    counts = pc.value_counts(pa.chunked_array(seen, pa.string()))
    return counts.field("values").filter(pc.greater(counts.field("counts"), 1))


def is_duplicate(keys: pa.Array, duplicates: pa.Array) -> pa.Array:
    """Whether each key is among the duplicates; false for missing ones."""
    return pc.and_(pc.is_in(trimmed(keys), duplicates), keys.is_valid())


def hashes(keys: pa.Array) -> NDArray[np.uint64]:
    """64 bits of each key that is there, equal for equal ones."""
    return _hashes(_present(keys))


def among(keys: pa.Array, suspects: NDArray[np.uint64]) -> pa.Array:
    """The keys, without blanks at their edges, whose hash is one of those, of which there is at least one."""
    texts = _present(keys)
    found = _hashes(texts)
    places = np.minimum(np.searchsorted(suspects, found), len(suspects) - 1)
    return texts.filter(pa.array(suspects[places] == found))


def _present(keys: pa.Array) -> pa.Array:
    return trimmed(keys.drop_null())


def _hashes(texts: pa.Array) -> NDArray[np.uint64]:
    """64 bits of each text, equal for equal texts."""
    if not len(texts):
        return np.empty(0, np.uint64)
    _, bounds, held = texts.buffers()
    ends = np.frombuffer(bounds, np.int32)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    data = np.frombuffer(held, np.uint8) if held is not None else np.empty(0, np.uint8)
    sums = np.zeros(len(texts), np.uint64)
    lengths = np.diff(ends)
    for length in np.flatnonzero(np.bincount(np.minimum(lengths, _PLACES + 1))).tolist():
        if length > _PLACES:
            rows = np.flatnonzero(lengths > _PLACES)
            sums[rows] = _of_long(data, ends[:-1][rows], lengths[rows])
        else:
            rows = np.flatnonzero(lengths == length)
            sums[rows] = _of_one_length(data, ends[:-1][rows], length)
    return sums


def _of_one_length(data: NDArray[np.uint8], starts: NDArray[np.int64], length: int) -> NDArray[np.uint64]:
    """The hashes of texts that begin at some places and are equally long: as nearly all keys are."""
    sums = np.zeros(len(starts), np.uint64)
    for place in range(length):
        sums += _NUMBERS[place][data[starts + place]]
    return sums


def _of_long(data: NDArray[np.uint8], starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.uint64]:
    """The hashes of texts of any length, byte for byte."""
    ends = np.cumsum(lengths)
    places = np.arange(ends[-1]) - np.repeat(ends - lengths, lengths)
    octets = data[places + np.repeat(starts, lengths)]
    sums = np.zeros(len(octets) + 1, np.uint64)
    np.cumsum(_NUMBERS[places % _PLACES, octets], out=sums[1:])
    # Unsigned numbers wrap around, and the difference is right again.
    found: NDArray[np.uint64] = sums[ends] - sums[ends - lengths]
    return found


def _repeated(parts: list[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    """Hashes that come more than once, each once, rising."""
    if not parts:
        return np.empty(0, np.uint64)
    found = np.concatenate(parts)
    parts.clear()
    found.sort()
    again = found[1:] == found[:-1]
    again[1:] &= ~again[:-1]  # only the first of each
    repeated: NDArray[np.uint64] = found[:-1][again]
    return repeated
