"""The least time that any evaluator could take: for moving the bytes it reads and writes, and nothing else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from benchmarks.peers.peer import THREADS
from benchmarks.workload.rules import columns_read

if TYPE_CHECKING:
    import pyarrow as pa

    from benchmarks.workload.rules import Rule


class Floor:
    """A copy on all cores that moves as many bytes as deciding must: half of them are read, half written.

    Args:
        moved: bytes.
    """

    name: ClassVar[str] = "memory bandwidth"
    form: ClassVar[str] = (
        "A copy on all cores that moves as many bytes as the Arrow columns that are read and those that are written."
    )

    def __init__(self, moved: int) -> None:
        self.moved = moved
        size = max(moved // 2, THREADS)
        self._from, self._to = np.ones(size, np.uint8), np.zeros(size, np.uint8)
        self._parts = [slice(size * i // THREADS, size * (i + 1) // THREADS) for i in range(THREADS)]
        self._pool = ThreadPoolExecutor(THREADS)

    def copy(self) -> None:
        """Once."""
        list(self._pool.map(lambda part: np.copyto(self._to[part], self._from[part]), self._parts))


def bytes_moved(
    rules: tuple[Rule, ...], customers: pa.Table | pa.RecordBatch, decided: pa.Table | pa.RecordBatch
) -> int:
    """Bytes of the columns that deciding reads, and of those it gives; the id is passed on, not read."""
    written = sum(int(decided[name].nbytes) for name in decided.schema.names if name != "id")
    return written + sum(int(customers[name].nbytes) for name in columns_read(rules))
