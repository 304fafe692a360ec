"""Small numbers in few bits: Parquet's hybrid of runs and packed bits, of which one run is enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from engine.io.parquet.thrift import varint

if TYPE_CHECKING:
    import numpy.typing as npt

    Octets = npt.NDArray[np.uint8]
    Numbers = npt.NDArray[np.unsignedinteger[Any]]

_GROUP: Final = 8  # numbers that are packed together: as many bytes as each has bits
_BYTE: Final = 8
_WORD: Final = 64


def width_of(most: int) -> int:
    """How many bits numbers up to this one need, at least one."""
    return max(1, most.bit_length())


def same(number: int, count: int, width: int) -> bytes:
    """One number so many times over."""
    return varint(count << 1) + number.to_bytes(-(-width // _BYTE), "little")


def packed(numbers: Numbers, width: int) -> bytes:
    """Numbers of so many bits, 16 at the most."""
    if not len(numbers):
        return b""
    padding = -len(numbers) % _GROUP
    if padding:
        numbers = np.concatenate([numbers, np.zeros(padding, numbers.dtype)])
    octets = _shifted(numbers, width) if width * _GROUP <= _WORD else _unpacked(numbers, width)
    return varint(len(numbers) // _GROUP << 1 | 1) + octets.tobytes()


def packed_flags(flags: npt.NDArray[np.bool_]) -> bytes:
    """Numbers of one bit."""
    octets = np.packbits(flags, bitorder="little")
    return varint(len(octets) << 1 | 1) + octets.tobytes()


def _shifted(numbers: Numbers, width: int) -> Octets:
    """Eight numbers in one word, whose upper bytes are left out."""
    by_eight = numbers.reshape(-1, _GROUP)
    words = np.zeros(len(by_eight), "<u8")
    for place in range(_GROUP):
        words |= by_eight[:, place].astype("<u8") << np.uint64(place * width)
    return words.view(np.uint8).reshape(-1, _BYTE)[:, :width]


def _unpacked(numbers: Numbers, width: int) -> Octets:
    """Bit for bit, which takes longer."""
    octets = numbers.astype("<u2").view(np.uint8).reshape(-1, 2)
    return np.packbits(np.unpackbits(octets, axis=1, bitorder="little")[:, :width], bitorder="little")
