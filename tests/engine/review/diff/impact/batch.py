"""Customers in memory, read as a data reader reads them, but typed from the start."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from engine.io.read import Batch
from engine.io.rejected import RejectedRows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dsl.program.model import Record
    from engine.io.read import RowCheck

BATCH = 70  # rows: more than one word of the machine, and no whole number of them


class MadeReader:
    """Gives typed rows as if they had been read.

    Args:
        record: of the rows.
        rows: typed.
        cuts: after how many rows a batch ends.
    """

    def __init__(self, record: Record, rows: pa.RecordBatch, cuts: Sequence[int] = ()) -> None:
        self.record = record
        self.absent = ()
        self._rows = rows
        self._cuts = cuts or range(BATCH, rows.num_rows, BATCH)
        self._check: RowCheck = lambda _: {}
        self.parts = [SimpleNamespace(facts=None, source=SimpleNamespace(sha256="0" * 64), rows=rows.num_rows)]

    def reject_when(self, check: RowCheck) -> None:
        self._check = check

    def __iter__(self) -> Iterator[Batch]:
        ends = [0, *self._cuts, self._rows.num_rows]
        for start, end in pairwise(ends):
            rows = self._rows.slice(start, end - start)
            reasons = {at: tuple(found) for at, found in sorted(self._check(rows).items())}
            good = pa.array([at for at in range(rows.num_rows) if at not in reasons], pa.int64())
            keys = rows.column(self.record.key).to_pylist()
            rejected = RejectedRows(
                pa.array([start + at + 1 for at in reasons], pa.int64()),
                tuple(keys[at] for at in reasons),
                pa.table({}),
                tuple(reasons.values()),
                (None,) * len(reasons),
                (frozenset(),) * len(reasons),
            )
            yield Batch(rows.take(good), pc.add(good, start + 1), rejected)
