"""Reads Parquet, Arrow files and tables in memory: columns that have a type."""

from __future__ import annotations

from bisect import bisect_right
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from engine.io.cells import as_text
from engine.io.reasons import DataError
from engine.io.sources import Chunk, column_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from engine.io.formats import FileFacts, Format

_BROKEN: Final = (pa.ArrowException, OSError, ValueError, KeyError)


class _TypedSource:
    """What typed files have in common; see ``Source``."""

    format: Format | None = None
    encoding = None
    separator = None
    sheet = None

    def __init__(self, schema: pa.Schema) -> None:
        self.columns = column_names(schema.names)
        self.types: Mapping[str, pa.DataType] = dict(zip(self.columns, schema.types, strict=True))


class TableSource(_TypedSource):
    """A table in memory."""

    def __init__(self, table: pa.Table) -> None:
        super().__init__(table.schema)
        self._table = table.rename_columns(list(self.columns))

    def chunks(self, wanted: Sequence[str], most: int, *, whole: bool) -> Iterator[Chunk]:  # noqa: ARG002 - all is there
        """The rows in order; see ``Source``."""
        yield from _number(self._table.to_batches(max_chunksize=most), wanted, most)


class ArrowSource(_TypedSource):
    """An Arrow IPC file (also called Feather) or stream."""

    format: Format = "arrow"

    def __init__(self, facts: FileFacts) -> None:
        self._facts = facts
        try:
            with pa.OSFile(str(facts.path)) as file:
                super().__init__(self._open(file).schema)
        except _BROKEN as error:
            raise _broken(facts, error) from None

    def chunks(self, wanted: Sequence[str], most: int, *, whole: bool) -> Iterator[Chunk]:  # noqa: ARG002 - read at once
        """The rows in order; see ``Source``."""
        yield from _number(self._batches(), wanted, most)

    def _open(self, file: pa.NativeFile) -> pa.RecordBatchFileReader | pa.RecordBatchStreamReader:
        is_file = file.read(6) == b"ARROW1"
        file.seek(0)
        return pa.ipc.open_file(file) if is_file else pa.ipc.open_stream(file)

    def _batches(self) -> Iterator[pa.RecordBatch]:
        try:
            with pa.OSFile(str(self._facts.path)) as file:
                reader = self._open(file)
                # Only the stream reader is an iterator.
                batches = (
                    (reader.get_batch(at) for at in range(reader.num_record_batches))
                    if isinstance(reader, pa.RecordBatchFileReader)
                    else reader
                )
                for batch in batches:
                    yield batch.rename_columns(list(self.columns))
        except _BROKEN as error:
            raise _broken(self._facts, error) from None


class ParquetSource(_TypedSource):
    """A Parquet file; columns that nobody asked for are only read for the rows that are rejected."""

    format: Format = "parquet"

    def __init__(self, facts: FileFacts) -> None:
        self._facts = facts
        try:
            with pq.ParquetFile(facts.path) as file:
                super().__init__(file.schema_arrow)
        except _BROKEN as error:
            raise _broken(facts, error) from None

    def chunks(self, wanted: Sequence[str], most: int, *, whole: bool) -> Iterator[Chunk]:  # noqa: ARG002 - read when asked for
        """The rows in order; see ``Source``."""
        try:
            with pq.ParquetFile(self._facts.path) as file:
                rows = _WholeRows(file, self.columns, self._facts)
                names = dict(zip(self.columns, file.schema_arrow.names, strict=True))
                first = 0
                for batch in file.iter_batches(most, columns=[names[name] for name in wanted]):
                    columns = {name: batch.column(names[name]) for name in wanted}
                    yield Chunk(_numbers(first, batch.num_rows), columns, partial(rows, first))
                    first += batch.num_rows
        except _BROKEN as error:
            raise _broken(self._facts, error) from None


class _WholeRows:
    """Rows of a Parquet file by their place in it; keeps the row group that it read last."""

    def __init__(self, file: pq.ParquetFile, columns: Sequence[str], facts: FileFacts) -> None:
        self._file = file
        self._facts = facts
        self._columns = list(columns)
        sizes = (file.metadata.row_group(at).num_rows for at in range(file.num_row_groups))
        self._ends = list(accumulate(sizes))
        self._group = -1
        self._rows = pa.table({})

    def __call__(self, first: int, positions: pa.Array) -> pa.Table:
        """The rows at some rising positions behind the first."""
        by_group: dict[int, list[int]] = {}
        for position in positions.to_pylist():
            by_group.setdefault(bisect_right(self._ends, first + position), []).append(first + position)
        try:
            return pa.concat_tables([self._of_group(group, places) for group, places in by_group.items()])
        except _BROKEN as error:
            raise _broken(self._facts, error) from None

    def _of_group(self, group: int, places: list[int]) -> pa.Table:
        if group != self._group:
            self._rows = self._file.read_row_group(group).rename_columns(self._columns)
            self._group = group
        start = self._ends[group - 1] if group else 0
        return _as_text(self._rows.take([place - start for place in places]))


def _number(batches: Iterable[pa.RecordBatch], wanted: Sequence[str], most: int) -> Iterator[Chunk]:
    """Chunks of batches that are read whole."""
    first = 0
    for batch in batches:
        for start in range(0, batch.num_rows, most):
            part = batch.slice(start, most)
            columns = {name: part.column(name) for name in wanted}
            yield Chunk(_numbers(first, part.num_rows), columns, partial(_taken, part))
            first += part.num_rows


def _taken(rows: pa.RecordBatch, positions: pa.Array) -> pa.Table:
    return _as_text(pa.table(rows.take(positions)))


def _as_text(rows: pa.Table) -> pa.Table:
    """The rows with bytes that are not text, in columns of text, written as escapes."""
    for at, column in enumerate(rows.columns):
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            try:
                column.validate(full=True)
            except pa.ArrowInvalid:
                texts = [as_text(cell) for cell in column.cast(pa.large_binary()).to_pylist()]
                rows = rows.set_column(at, rows.field(at), pa.chunked_array([pa.array(texts, column.type)]))
    return rows


def _numbers(first: int, rows: int) -> pa.Array:
    return pa.arange(first + 1, first + rows + 1)


def _broken(facts: FileFacts, error: Exception) -> DataError:
    return DataError("D107", {"path": str(facts.path), "format": facts.format, "detail": str(error)})
