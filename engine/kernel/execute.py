"""Runs a program over rows, in memory of its own for each thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from dsl.lean import dataclass
from engine.kernel.batch import MachineColumn, padded
from engine.kernel.instructions import BLOCK, LINE, MASK_BYTES
from engine.kernel.native import run
from engine.kernel.room import Blocks, Layout, row_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from engine.lower.program import MachineProgram, Output

_BYTE_CODES: Final = 256
_LEAST_SCRATCH: Final = 512  # bytes; 64 integers


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
    """Masks, vectors and scratch of one thread, for one program.

    Attributes:
        masks, vectors, scratch: addresses.
        blocks: memory for results.
        row_bytes: of each output, the bytes of a row; of bitmaps 0.
    """

    def __init__(self, program: MachineProgram) -> None:
        groups = (program.list_size + 63) // 64
        scratch = max(BLOCK + BLOCK * 8 * groups, 2 * BLOCK * max(program.vectors, default=0), _LEAST_SCRATCH)
        sizes = (program.masks * MASK_BYTES, *(BLOCK * width for width in program.vectors), scratch)
        rounded = [-(-size // LINE) * LINE for size in sizes]
        self._memory = np.zeros(sum(rounded) + LINE, np.uint8)
        begin = -(-_address(self._memory) // LINE) * LINE
        starts = [begin + sum(rounded[:i]) for i in range(len(rounded))]
        self.masks, *self.vectors, self.scratch = starts
        self.row_bytes = np.array([row_bytes(output) for output in program.outputs], np.int64)
        self._outputs = program.outputs
        self._codes: dict[int, npt.NDArray[np.generic]] = {}
        self._layout = 0, Layout(program.outputs, 0)
        self.blocks = Blocks()

    def layout(self, rows: int) -> Layout:
        """Where the results of so many rows stand; mostly as many as the last time."""
        if self._layout[0] != rows:
            self._layout = rows, Layout(self._outputs, rows)
        return self._layout[1]

    def codes(self, number: int, output: Output, rows: int) -> npt.NDArray[np.generic]:
        """Room for the codes of a list of all rows; used again and again, since most of it is never touched.

        Args:
            number: of the output.
            output: a list.
            rows: how many.
        """
        length = rows * output.width + LINE
        if number not in self._codes or len(self._codes[number]) < length:
            self._codes[number] = np.empty(length, np.uint8 if output.width <= _BYTE_CODES else np.uint16)
        return self._codes[number]


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
    layout = space.layout(rows)
    begin_of_all, outputs = layout.room(space.blocks)
    codes = [space.codes(i, x, rows) if x.kind == "list" else None for i, x in enumerate(program.outputs)]
    ends = np.zeros(len(outputs), np.int64)
    tallies = np.zeros(max(1, program.tallies), np.int64)
    addresses = begin_of_all + layout.starts
    lists = np.array([0 if held is None else _address(held) for held in codes], np.uint64)
    table = np.array([_address(held) for held in tables], np.uint64)
    sizes = np.array([len(held) * (8 if held.dtype == np.uint8 else 1) for held in tables], np.int64)
    whole = rows - rows % BLOCK
    stretches = [(columns, first, whole, 0)] if whole else []
    if whole < rows:
        rest = [padded(column, first + whole, rows - whole) for column in columns]
        stretches.append((rest, 0, rows - whole, whole))
    for held, begin, count, done in stretches:
        # Results are addressed by the row of the batch: so that they begin at the first row of the results.
        shift = done - begin
        offset = np.where(space.row_bytes == 0, shift // 8, shift * space.row_bytes)
        run(
            code,
            pool,
            np.array([*(c.address for c in held), *space.vectors], np.uint64),
            np.array([*(c.width for c in held), *program.vectors], np.int64),
            np.array([*(c.width for c in held), *[0] * len(program.vectors)], np.int64),
            np.array([c.bit for c in held], np.int64),
            np.array([c.valid for c in held], np.uint64),
            np.array([c.valid_bit for c in held], np.int64),
            table,
            sizes,
            (addresses + offset).astype(np.uint64),
            space.row_bytes,
            lists,
            ends,
            tallies,
            space.masks,
            space.scratch,
            begin,
            count,
        )
    kept = [None if held is None else held[:end].copy() for held, end in zip(codes, ends, strict=True)]
    joined = (held if held.ndim == 1 else held.swapaxes(0, 1).reshape(2, -1) for held in outputs)
    return Results(tuple(joined), tuple(kept), tallies)


def _address(held: npt.NDArray[np.generic]) -> int:
    """Where an array begins: a quarter of the time of ``ctypes.data``."""
    found: int = held.__array_interface__["data"][0]
    return found
