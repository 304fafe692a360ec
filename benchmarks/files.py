"""Parquet to Parquet with pyarrow: reading, deciding and writing overlap."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING, Final, Self

import pyarrow as pa
from pyarrow import parquet

from benchmarks.workload.columns import LISTED
from benchmarks.workload.customers import ROW_GROUP
from engine.evaluator.evaluator import in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    Decide = Callable[[pa.RecordBatch], pa.RecordBatch]

COMPRESSION: Final = "snappy"  # of everything that is written, by all peers
_WAITING: Final = 4  # batches that may wait for the writer


def decided_file(source: Path, target: Path, columns: Sequence[str], decide: Decide) -> None:
    """Decide a file batch by batch.

    Args:
        source, target: Parquet files.
        columns: that deciding reads; the id is read, too.
        decide: gives the columns to write.
    """
    file = parquet.ParquetFile(source, read_dictionary=list(LISTED), pre_buffer=True)
    batches = file.iter_batches(ROW_GROUP, columns=["id", *columns])
    with _Writing(target) as writing:
        for decided in in_order(decide, batches):
            writing.put(decided)


def repeated(source: Path, columns: Sequence[str], decide: Decide) -> Decide:
    """What stands in for an evaluation that costs nothing: the decisions of the first batch, again and again."""
    file = parquet.ParquetFile(source, read_dictionary=list(LISTED))
    first = next(_of(file, columns))
    decided = decide(first)
    return lambda batch: decided.slice(0, batch.num_rows)


def _of(file: parquet.ParquetFile, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    yield from file.iter_batches(ROW_GROUP, columns=["id", *columns])


class _Writing:
    """A Parquet file that is written on a thread of its own."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._waiting: queue.Queue[pa.RecordBatch | None] = queue.Queue(_WAITING)
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._write)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._waiting.put(None)
        self._thread.join()
        if self._error is not None:
            raise self._error

    def put(self, batch: pa.RecordBatch) -> None:
        self._waiting.put(batch)

    def _write(self) -> None:
        writer: parquet.ParquetWriter | None = None
        try:
            while (batch := self._waiting.get()) is not None:
                if writer is None:
                    writer = parquet.ParquetWriter(self._target, batch.schema, compression=COMPRESSION)
                writer.write_batch(batch)
            if writer is not None:
                writer.close()
        except Exception as error:  # noqa: BLE001 - raised again by the thread that waits
            self._error = error
            while self._waiting.get() is not None:
                pass
