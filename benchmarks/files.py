"""Parquet to Parquet: reading, deciding and writing overlap."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

import pyarrow as pa
from pyarrow import parquet

from benchmarks.peers.peer import THREADS
from benchmarks.workload.columns import LISTED
from benchmarks.workload.customers import ROW_GROUP
from engine.evaluator.evaluator import in_order
from engine.io.parquet.file import ParquetFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    Decide = Callable[[pa.RecordBatch], pa.RecordBatch]

COMPRESSION: Final = "snappy"  # of everything that is written, by all peers
KEY: Final = {"tiercel.kind": "key"}  # tells our writer of the column with customers' numbers
_WAITING: Final = 4  # batches that may wait for the writer


def decided_file(
    source: Path,
    target: Path,
    columns: Sequence[str],
    decide: Decide,
    writing: type[PyarrowWriting | OurWriting],
) -> None:
    """Decide a file batch by batch.

    Args:
        source, target: Parquet files.
        columns: that deciding reads; the id is read, too.
        decide: gives the columns to write.
        writing: how they are written.
    """
    with writing(target) as put:
        for decided in in_order(decide, _batches(source, columns)):
            put(decided)


def repeated(source: Path, columns: Sequence[str], decide: Decide) -> Decide:
    """What stands in for an evaluation that costs nothing: the decisions of the first batch, again and again."""
    decided = decide(next(_batches(source, columns)))
    return lambda batch: decided.slice(0, batch.num_rows)


def _batches(source: Path, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    # What is read ahead would be kept until the end.
    file = parquet.ParquetFile(source, read_dictionary=list(LISTED), pre_buffer=False)
    return file.iter_batches(ROW_GROUP, columns=["id", *columns])


class OurWriting:
    """A file that is written as the files of a run are: row groups are encoded on all cores."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._content: ParquetFile | None = None
        self._open = ExitStack()

    def __enter__(self) -> Callable[[pa.RecordBatch], None]:
        self._file = self._open.enter_context(self._target.open("wb"))
        self._pool = self._open.enter_context(ThreadPoolExecutor(THREADS))
        return self._put

    def __exit__(self, *_: object) -> None:
        with self._open:
            if self._content is not None:
                self._content.finish()

    def _put(self, batch: pa.RecordBatch) -> None:
        if self._content is None:
            self._content = ParquetFile(self._file, batch.schema, self._pool, THREADS)
        self._content.write(batch)


class PyarrowWriting:
    """A file that pyarrow writes, on a thread of its own."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._waiting: queue.Queue[pa.RecordBatch | None] = queue.Queue(_WAITING)
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._write)

    def __enter__(self) -> Callable[[pa.RecordBatch], None]:
        self._thread.start()
        return self._waiting.put

    def __exit__(self, *_: object) -> None:
        self._waiting.put(None)
        self._thread.join()
        if self._error is not None:
            raise self._error

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
