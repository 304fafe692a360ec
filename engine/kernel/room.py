"""Memory for results: of all results of a piece of rows one block, which serves again once nobody has any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from dsl.lean import dataclass
from engine.kernel.instructions import BLOCK, LINE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from engine.lower.program import Output

_WIDE: Final = 16  # bytes
_INTEGERS: Final = {width: np.dtype(f"i{width}") for width in (1, 2, 4, 8)}
_KEPT: Final = 4  # blocks
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

    def room(self, blocks: Blocks) -> tuple[int, list[npt.NDArray[np.generic]]]:
        """The address of a block, and the results in it. Lists end nowhere yet."""
        held = blocks.take(self._bytes + LINE)
        address: int = held.__array_interface__["data"][0]
        before = -address % LINE
        for begin in self._lists:
            held[before + begin : before + begin + _END.itemsize] = 0
        return address + before, [_result(held, place, before) for place in self._places]


class Blocks:
    """Blocks of memory for results.

    The system gives memory slowly, page by page, and to one thread at a time. So a block comes back when no result in
    it, nor anything made of one, is left, and some that came back are kept.
    """

    def __init__(self) -> None:
        self._free: list[npt.NDArray[np.uint8]] = []

    def take(self, length: int) -> npt.NDArray[np.uint8]:
        """A block of so many bytes or some more."""
        while self._free:
            memory = self._free.pop()
            if length <= len(memory) <= 2 * length:
                break
        else:
            memory = np.empty(length, np.uint8)
        return np.asarray(_Lent(memory, self._give_back))

    def _give_back(self, memory: npt.NDArray[np.uint8]) -> None:
        if len(self._free) < _KEPT:
            self._free.append(memory)


class _Lent:
    """A block that is in use: every array over it refers to this."""

    def __init__(self, memory: npt.NDArray[np.uint8], give_back: Callable[[npt.NDArray[np.uint8]], None]) -> None:
        self.__array_interface__ = memory.__array_interface__
        self._memory, self._give_back = memory, give_back

    def __del__(self) -> None:
        self._give_back(self._memory)


def _result(held: npt.NDArray[np.uint8], place: _Place, before: int) -> npt.NDArray[np.generic]:
    found: npt.NDArray[np.generic] = held[before + place.begin : before + place.end]
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
