"""Reads Parquet, Arrow files and tables in memory: columns that have a type."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from bisect import bisect_right
from functools import cached_property, partial
from itertools import accumulate
from typing import TYPE_CHECKING, Final, Self

import pyarrow as pa
import pyarrow.parquet as pq

from engine.io.arrays import is_text, pick
from engine.io.cells import as_text
from engine.io.reasons import DataError, damaged
from engine.io.sources import Chunk, column_names, unnamed_columns

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from engine.io.formats import FileFacts
    from engine.io.sources import Cells
    from engine.manifest import DataFormat

_DICTIONARIES: Final = frozenset({"RLE_DICTIONARY", "PLAIN_DICTIONARY"})
_PLACE_BYTES: Final = 2
_BROKEN: Final = (pa.ArrowException, OSError, ValueError, KeyError)


class _TypedSource(ABC):
    """What typed files have in common; see ``Source``."""

    format: DataFormat = "table"
    encoding = None
    separator = None
    sheet = None
    other_sheets = ()

    def __init__(self, schema: pa.Schema) -> None:
        self.columns = column_names(schema.names)
        self.unnamed = unnamed_columns(self.columns, schema.names)
        self.types: Mapping[str, pa.DataType] = dict(zip(self.columns, schema.types, strict=True))

    def cells(self, column: str, most: int) -> Iterator[Cells]:
        """The cells of one column alone; see ``Source``."""
        return (chunk.columns[column] for chunk in self.chunks((column,), most, whole=False))

    def beginning(self) -> list[list[str]]:
        """Nothing, as the columns of a typed table always have their names; see ``Source``."""
        return []

    @abstractmethod
    def chunks(self, wanted: Sequence[str], most: int, *, whole: bool, few: Collection[str] = ()) -> Iterator[Chunk]:
        """The rows in order; see ``Source``."""


class TableSource(_TypedSource):
    """A table in memory."""

    def __init__(self, table: pa.Table) -> None:
        super().__init__(table.schema)
        self._table = table.rename_columns(list(self.columns))

    @cached_property
    def sha256(self) -> str:
        """Of the columns, each as one Arrow stream: it does not matter how they are cut into batches."""
        digest = hashlib.sha256()
        for name in self._table.column_names:
            column = self._table.select([name]).combine_chunks().replace_schema_metadata()
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, column.schema) as stream:
                stream.write_table(column)
            digest.update(sink.getvalue())
        return digest.hexdigest()

    def chunks(
        self,
        wanted: Sequence[str],
        most: int,
        *,
        whole: bool,  # noqa: ARG002 - all is there
        few: Collection[str] = (),  # noqa: ARG002
    ) -> Iterator[Chunk]:
        """The rows in order; see ``Source``."""
        yield from _number(self._table.to_batches(max_chunksize=most), wanted, most)


class StreamSource(_TypedSource):
    """Batches that come from elsewhere, and can be read once.

    Args:
        schema: of all of them.
        batches: the rows.
    """

    sha256 = ""  # nobody asks who reads a part of the data

    def __init__(self, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
        super().__init__(schema)
        self._batches = batches

    def chunks(
        self,
        wanted: Sequence[str],
        most: int,
        *,
        whole: bool,  # noqa: ARG002 - all is there
        few: Collection[str] = (),  # noqa: ARG002
    ) -> Iterator[Chunk]:
        """The rows in order; see ``Source``."""
        yield from _number((batch.rename_columns(list(self.columns)) for batch in self._batches), wanted, most)


class ArrowSource(_TypedSource):
    """An Arrow IPC file (also called Feather) or stream."""

    format: DataFormat = "arrow"

    def __init__(self, facts: FileFacts) -> None:
        self._facts = facts
        self.sha256 = facts.sha256
        try:
            with pa.OSFile(str(facts.path)) as file:
                super().__init__(self._open(file).schema)
        except _BROKEN as error:
            raise _broken(facts, error) from None

    def chunks(
        self,
        wanted: Sequence[str],
        most: int,
        *,
        whole: bool,  # noqa: ARG002 - read at once
        few: Collection[str] = (),  # noqa: ARG002
    ) -> Iterator[Chunk]:
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
    """A Parquet file; columns that nobody asked for are only read for the rows that are rejected.

    Args:
        facts: what it is.
        groups: only these row groups; their rows keep the numbers that they have in the file.
    """

    format: DataFormat = "parquet"

    def __init__(self, facts: FileFacts, groups: range | None = None) -> None:
        self._facts = facts
        self._groups = groups
        self.sha256 = facts.sha256
        try:
            with pq.ParquetFile(facts.path) as file:
                self._names = file.schema_arrow.names
                self._coded = _coded(file.metadata)
                super().__init__(file.schema_arrow)
        except _BROKEN as error:
            raise _broken(facts, error) from None

    def chunks(
        self,
        wanted: Sequence[str],
        most: int,
        *,
        whole: bool,  # noqa: ARG002 - read when asked for
        few: Collection[str] = (),
    ) -> Iterator[Chunk]:
        """The rows in order; see ``Source``."""
        names = dict(zip(self.columns, self._names, strict=True))
        coded = [names[n] for n in wanted if n in few and is_text(self.types[n]) and names[n] in self._coded]
        try:
            with (
                # What is read ahead is kept until the end: in the end, the whole file.
                pq.ParquetFile(self._facts.path, read_dictionary=coded, pre_buffer=False) as file,
                _WholeRows(self._facts, self.columns) as rows,
            ):
                groups = range(file.num_row_groups) if self._groups is None else self._groups
                first = sum(file.metadata.row_group(at).num_rows for at in range(groups.start))
                for batch in file.iter_batches(most, groups, columns=[names[name] for name in wanted]):
                    columns = {name: batch.column(names[name]) for name in wanted}
                    yield Chunk(_numbers(first, batch.num_rows), columns, partial(rows, first))
                    first += batch.num_rows
        except _BROKEN as error:
            raise _broken(self._facts, error) from None


def _coded(metadata: pq.FileMetaData) -> frozenset[str]:
    """Columns that are stored as places in a dictionary, and mostly short ones: such a column says few things."""
    rows = 0
    sizes: dict[str, int] = {}
    for at in range(metadata.num_row_groups):
        group = metadata.row_group(at)
        rows += group.num_rows
        for place in range(group.num_columns):
            column = group.column(place)
            coded = not _DICTIONARIES.isdisjoint(column.encodings)
            size = column.total_uncompressed_size if coded else _PLACE_BYTES * group.num_rows + 1
            sizes[column.path_in_schema] = sizes.get(column.path_in_schema, 0) + size
    return frozenset(name for name, size in sizes.items() if size <= _PLACE_BYTES * rows)


class _WholeRows:
    """Rows of a Parquet file by their place in it; keeps the row group that it read last."""

    def __init__(self, facts: FileFacts, columns: Sequence[str]) -> None:
        self._facts = facts
        self._columns = list(columns)
        self._file = pq.ParquetFile(facts.path, pre_buffer=False)
        sizes = (self._file.metadata.row_group(at).num_rows for at in range(self._file.num_row_groups))
        self._ends = list(accumulate(sizes))
        self._group = -1
        self._rows = pa.table({})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

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
        return _picked(self._rows, [place - start for place in places])


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
    return _picked(pa.table(rows), positions.to_pylist())


def _picked(rows: pa.Table, positions: list[int]) -> pa.Table:
    """Some rows, with bytes that are not text, in columns of text, written as escapes."""
    columns = []
    for column in rows.columns:
        cells = pick(column.chunk(0) if column.num_chunks == 1 else column.combine_chunks(), positions)
        if is_text(cells.type):
            try:
                cells.validate(full=True)
            except pa.ArrowInvalid:
                texts = [as_text(cell) for cell in cells.cast(pa.binary()).to_pylist()]
                cells = pa.array(texts, cells.type)
        columns.append(cells)
    return pa.table(columns, schema=rows.schema)


def _numbers(first: int, rows: int) -> pa.Array:
    return pa.arange(first + 1, first + rows + 1)


def _broken(facts: FileFacts, error: Exception) -> DataError:
    return damaged(facts.path, facts.format.capitalize(), error)
