"""Columns of a record batch as the machine reads them: by address, without a copy but for the last, partial block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from dsl.lean import dataclass
from engine.kernel.instructions import BLOCK

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

_BYTE: Final = 8


@dataclass(frozen=True, slots=True)
class MachineColumn:
    """A column in memory.

    Attributes:
        address: of the cell in row 0; of yes/no columns, of the bitmap.
        width: bytes of a cell; 0 for a bitmap.
        bit: of row 0 in the bitmap.
        valid: address of the bitmap of cells that have a value; 0 where all have.
        valid_bit: of row 0 in it.
        keep: what owns the memory.
    """

    address: int
    width: int
    bit: int
    valid: int
    valid_bit: int
    keep: object


def machine_column(cells: pa.Array) -> MachineColumn:
    """An Arrow array of integers, dates, yes/no or codes.

    Raises:
        TypeError: for an array of another type.
    """
    if pa.types.is_dictionary(cells.type):
        cells = cells.indices
    kind = cells.type
    valid, data = cells.buffers()
    is_bits = pa.types.is_boolean(kind)
    if not (is_bits or pa.types.is_integer(kind) or pa.types.is_date32(kind)):
        raise TypeError(f"the machine reads no {kind}")
    width = 0 if is_bits else kind.bit_width // _BYTE
    return MachineColumn(
        address=data.address + cells.offset * width if data is not None else 0,
        width=width,
        bit=cells.offset if is_bits else 0,
        valid=valid.address if valid is not None and cells.null_count else 0,
        valid_bit=cells.offset,
        keep=(valid, data),
    )


def padded(column: MachineColumn, first: int, rows: int) -> MachineColumn:
    """A copy of the last rows of a column, with room for a whole block.

    Args:
        column: of at least ``first + rows`` rows.
        first: the first row to copy.
        rows: fewer than a block.
    """
    data = (
        _bits(column.address, column.bit + first, rows)
        if not column.width
        else np.zeros(BLOCK * column.width, np.uint8)
    )
    if column.width:
        length = rows * column.width
        data[:length] = _bytes(column.address + first * column.width, length)
    valid = _bits(column.valid, column.valid_bit + first, rows) if column.valid else None
    return MachineColumn(
        address=data.ctypes.data,
        width=column.width,
        bit=0,
        valid=valid.ctypes.data if valid is not None else 0,
        valid_bit=0,
        keep=(data, valid),
    )


def _bytes(address: int, length: int) -> npt.NDArray[np.uint8]:
    return np.frombuffer(pa.foreign_buffer(address, length), np.uint8)


def _bits(address: int, bit: int, count: int) -> npt.NDArray[np.uint8]:
    """Bits copied to the beginning of a bitmap of a block."""
    start, end = bit // _BYTE, (bit + count + _BYTE - 1) // _BYTE
    loose = np.unpackbits(_bytes(address + start, end - start), bitorder="little")[bit - start * _BYTE :][:count]
    packed = np.packbits(loose, bitorder="little")
    return np.concatenate([packed, np.zeros(BLOCK // _BYTE + _BYTE - len(packed), np.uint8)])


def addresses(columns: Sequence[MachineColumn], attribute: str) -> npt.NDArray[np.uint64]:
    """One attribute of all columns."""
    return np.array([getattr(column, attribute) for column in columns], np.uint64)
