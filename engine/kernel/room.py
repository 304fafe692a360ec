"""Memory for results: of all results of a piece of rows one block, which is made fast and given back as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from dsl.lean import dataclass
from engine.kernel.instructions import BLOCK, LINE

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from engine.lower.program import Output

_WIDE: Final = 16  # bytes
_INTEGERS: Final = {width: np.dtype(f"i{width}") for width in (1, 2, 4, 8)}
_BYTE, _END = np.dtype(np.uint8), np.dtype(np.int32)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a result stands in the block."""

    begin: int
    end: int
    kind: np.dtype[np.generic]
    shape: tuple[int, ...] | None  # None of one dimension


class Layout:
    """Where the results of so many rows stand in a block of memory.

    Args:
        outputs: of a program.
        rows: how many.

    Attributes:
        starts: of each result, how many bytes behind the beginning of the block it begins.
    """

    def __init__(self, outputs: Sequence[Output], rows: int) -> None:
        self._places: list[_Place] = []
        end = 0
        for output in outputs:
            kind, count, shape = _extent(output, -(-rows // BLOCK) * BLOCK)
            begin = -(-end // LINE) * LINE
            end = begin + count * kind.itemsize
            self._places.append(_Place(begin, end, kind, shape))
        self._bytes = end
        self._lists = [
            place.begin for place, output in zip(self._places, outputs, strict=True) if output.kind == "list"
        ]
        self.starts = np.array([place.begin for place in self._places], np.int64)

    def room(self) -> tuple[int, list[npt.NDArray[np.generic]]]:
        """The address of a new block, and the results in it. Lists end nowhere yet.

        Arrow's allocator keeps what is given back, so the system need not give every page anew, which it does for one
        thread at a time.
        """
        buffer = pa.allocate_buffer(max(self._bytes, LINE))
        held = np.frombuffer(buffer, np.uint8)
        results = [_result(held, place) for place in self._places]
        for begin in self._lists:
            held[begin : begin + 4] = 0
        return buffer.address, results


def _result(held: npt.NDArray[np.uint8], place: _Place) -> npt.NDArray[np.generic]:
    found: npt.NDArray[np.generic] = held[place.begin : place.end]
    if place.kind is not _BYTE:
        found = found.view(place.kind)
    return found if place.shape is None else found.reshape(place.shape)


def _extent(output: Output, rows: int) -> tuple[np.dtype[np.generic], int, tuple[int, ...] | None]:
    """The kind and number of a result's elements for whole blocks of rows, and their shape."""
    match output.kind:
        case "mask":
            return _BYTE, rows // 8, None
        case "code":
            return _BYTE, rows, None
        case "value" if output.width == _WIDE:
            return _INTEGERS[8], 2 * rows, (rows // BLOCK, 2, BLOCK)
        case "value":
            return _INTEGERS[output.width], rows, None
        case "list":
            return _END, rows + 1, None


def row_bytes(output: Output) -> int:
    """Bytes of a row of a result; of bitmaps 0."""
    match output.kind:
        case "mask":
            return 0
        case "list":
            return _END.itemsize
        case _:
            return output.width
