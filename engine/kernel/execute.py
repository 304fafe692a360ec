"""Runs a program over rows, in memory of its own for each thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from engine.kernel.batch import MachineColumn, padded
from engine.kernel.instructions import BLOCK, MASK_BYTES
from engine.kernel.native import run

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from engine.lower.program import MachineProgram, Output

_LINE: Final = 64  # bytes of a cache line
_BYTE_CODES: Final = 256
_WIDE: Final = 16  # bytes


@dataclass(frozen=True, slots=True)
class Results:
    """What a program found for some rows.

    Attributes:
        outputs: by number; longer than the rows. Of a list: where each row's codes end, beginning with 0. Of integers
            of 16 bytes: an array of low halves and one of high halves.
        codes: of list outputs, the codes one row after the other; None for others.
        tallies: counts.
    """

    outputs: tuple[npt.NDArray[np.generic], ...]
    codes: tuple[npt.NDArray[np.generic] | None, ...]
    tallies: npt.NDArray[np.int64]


class Workspace:
    """Masks, vectors and scratch of one thread, for one program."""

    def __init__(self, program: MachineProgram) -> None:
        groups = (program.list_size + 63) // 64
        scratch = max(BLOCK + BLOCK * 8 * groups, 2 * BLOCK * max(program.vectors, default=0))
        sizes = (program.masks * MASK_BYTES, *(BLOCK * width for width in program.vectors), scratch)
        rounded = [-(-size // _LINE) * _LINE for size in sizes]
        self._memory = np.zeros(sum(rounded) + _LINE, np.uint8)
        begin = -(-self._memory.ctypes.data // _LINE) * _LINE
        starts = [begin + sum(rounded[:i]) for i in range(len(rounded))]
        self.masks, *self.vectors, self.scratch = starts


def execute(
    program: MachineProgram,
    code: npt.NDArray[np.int64],
    pool: npt.NDArray[np.int64],
    columns: Sequence[MachineColumn],
    tables: Sequence[npt.NDArray[np.generic]],
    first: int,
    rows: int,
    space: Workspace,
) -> Results:
    """Run a program over some rows of a batch.

    Args:
        program: what the code was completed from.
        code: its instructions, completed for the texts of the batch.
        pool: its integers, likewise.
        columns: of the batch, by number.
        tables: by code, completed for the texts of the batch: bits as bytes, or integers of 8 bytes.
        first: the first row.
        rows: how many; results are of these rows.
        space: of this thread.
    """
    room = -(-rows // BLOCK) * BLOCK
    outputs: list[npt.NDArray[np.generic]] = []
    codes: list[npt.NDArray[np.generic] | None] = []
    for output in program.outputs:
        codes.append(None)
        match output.kind:
            case "mask":
                outputs.append(np.empty(room // 8, np.uint8))
            case "code":
                outputs.append(np.empty(room, np.uint8))
            case "value" if output.width == _WIDE:
                outputs.append(np.empty((room // BLOCK, 2, BLOCK), np.int64))
            case "value":
                outputs.append(np.empty(room, np.dtype(f"i{output.width}")))
            case "list":
                outputs.append(np.zeros(room + 1, np.int32))
                codes[-1] = np.empty(
                    rows * output.width + _LINE, np.uint8 if output.width <= _BYTE_CODES else np.uint16
                )
    ends = np.zeros(len(outputs), np.int64)
    tallies = np.zeros(max(1, program.tallies), np.int64)
    addresses = np.array([output.ctypes.data for output in outputs], np.uint64)
    widths = np.array([_row_bytes(output) for output in program.outputs], np.int64)
    lists = np.array([0 if held is None else held.ctypes.data for held in codes], np.uint64)
    table = np.array([held.ctypes.data for held in tables], np.uint64)
    sizes = np.array([len(held) * (8 if held.dtype == np.uint8 else 1) for held in tables], np.int64)
    whole = rows - rows % BLOCK
    stretches = [(columns, first, whole, 0)] if whole else []
    if whole < rows:
        rest = [padded(column, first + whole, rows - whole) for column in columns]
        stretches.append((rest, 0, rows - whole, whole))
    for held, begin, count, done in stretches:
        # Results are addressed by the row of the batch: so that they begin at the first row of the results.
        shift = done - begin
        offset = np.array([shift // 8 if not w else shift * w for w in widths], np.int64)
        of_vectors = [*program.vectors]
        run(
            code,
            pool,
            np.array([*(c.address for c in held), *space.vectors], np.uint64),
            np.array([*(c.width for c in held), *of_vectors], np.int64),
            np.array([*(c.width for c in held), *[0] * len(of_vectors)], np.int64),
            np.array([c.bit for c in held], np.int64),
            np.array([c.valid for c in held], np.uint64),
            np.array([c.valid_bit for c in held], np.int64),
            table,
            sizes,
            (addresses.astype(np.int64) + offset).astype(np.uint64),
            widths,
            lists,
            ends,
            tallies,
            space.masks,
            space.scratch,
            begin,
            count,
        )
    kept = [None if held is None else held[:end] for held, end in zip(codes, ends, strict=True)]
    joined = (held if held.ndim == 1 else held.swapaxes(0, 1).reshape(2, -1) for held in outputs)
    return Results(tuple(joined), tuple(kept), tallies)


def _row_bytes(output: Output) -> int:
    """Bytes of a row; of bitmaps 0."""
    match output.kind:
        case "mask":
            return 0
        case "list":
            return 4
        case _:
            return output.width
