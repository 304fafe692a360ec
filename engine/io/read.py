"""Reads customer data: typed rows that can be decided, and rejected rows with every reason.

Every row of the data ends in exactly one of the two. What a record field accepts is told in
``engine.io.cells``; how a typed column stands in Arrow, in ``engine.columns``.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from engine.columns import arrow_schema, arrow_type, to_python_rows
from engine.io.arrow_source import ArrowSource, ParquetSource, TableSource
from engine.io.cells import CellReader, as_text
from engine.io.convert import cell_values, convert
from engine.io.csv_source import CsvSource
from engine.io.duplicates import duplicate_keys, is_duplicate
from engine.io.excel_source import ExcelSource
from engine.io.formats import identify, stamp_of
from engine.io.match import check_types, match_columns
from engine.io.python_row import from_python_row
from engine.io.reasons import DataError, Reason
from engine.io.rejected import RejectedRows, reject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from dsl.program.model import Field, Record
    from engine.io.formats import FileFacts
    from engine.io.sources import Chunk, Source

# What callers of this module work with, wherever it is defined.
__all__ = [
    "Batch",
    "DataReader",
    "RejectedRows",
    "RowCheck",
    "from_python_row",
    "open_data",
    "read_table",
    "to_python_rows",
]

# Finds what is wrong with rows as a whole, by their position in a typed batch.
RowCheck: TypeAlias = "Callable[[pa.RecordBatch], Mapping[int, Sequence[Reason]]]"
_BATCH_ROWS: Final = 65_536
_SOURCES: Final = {"csv": CsvSource, "parquet": ParquetSource, "arrow": ArrowSource, "excel": ExcelSource}


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of the data.

    Attributes:
        rows: those that can be decided, as typed columns by canonical name.
        row_numbers: of those rows: 1 is the first row below the header that is not blank.
        rejected: the others.
    """

    rows: pa.RecordBatch
    row_numbers: pa.Array
    rejected: RejectedRows


class DataReader:
    """Customer data, opened and matched with the record; iterating reads it, each time from the start.

    Attributes:
        path: of the file; None for a table in memory.
        format: csv, parquet, excel or arrow; None for a table in memory.
        encoding, separator: of a text file.
        sheet: of a workbook.
        sha256: of the file's bytes; None for a table in memory.
        matched: column by field.
        absent: fields without a column: all their values are missing.
        unused: columns that no field reads.
        duplicate_seconds: what the search for duplicate keys has cost; 0 before the first iteration.
    """

    def __init__(
        self, source: Source, record: Record, facts: FileFacts | None, limit: int | None, batch_rows: int
    ) -> None:
        self.path: Path | None = facts.path if facts else None
        self.format = source.format
        self.encoding = source.encoding
        self.separator = source.separator
        self.sheet = source.sheet
        self.sha256 = facts.sha256 if facts else None
        shown = str(self.path) if self.path else "table"
        matching = match_columns(source.columns, record, shown, by_name=facts is None)
        check_types(source.types, matching, record, shown)
        self.matched = matching.matched
        self.absent = matching.absent
        self.unused = matching.unused
        self.record = record
        self.duplicate_seconds = 0.0
        self._source = source
        self._facts = facts
        self._limit = limit
        self._batch_rows = batch_rows
        self._duplicates: pa.Array | None = None
        self._checks: list[RowCheck] = []
        self._raw_schema = pa.schema([(name, source.types.get(name, pa.string())) for name in source.columns])
        self._readers = {
            name: CellReader(field) for name, field in record.fields.items() if field.declared != "row_number"
        }

    def reject_when(self, check: RowCheck) -> None:
        """Also reject rows for reasons that lie in more than one field.

        Args:
            check: gets typed rows; where a cell could not be read, it is missing.
        """
        self._checks.append(check)

    @property
    def schema(self) -> pa.Schema:
        """The typed columns."""
        return arrow_schema(self.record)

    def __iter__(self) -> Iterator[Batch]:
        if self._duplicates is None:
            self._duplicates = self._find_duplicates()
        for chunk in self._chunks(tuple(dict.fromkeys(self.matched.values())), whole=True):
            yield self._batch(chunk, self._duplicates)
        self._check_unchanged()

    def _chunks(self, wanted: tuple[str, ...], *, whole: bool) -> Iterator[Chunk]:
        for chunk in self._source.chunks(wanted, self._batch_rows, whole=whole):
            if self._limit is None:
                yield chunk
                continue
            cut = chunk.up_to(self._limit)
            if cut.last:
                yield cut
            if chunk.last >= self._limit:
                return

    def _find_duplicates(self) -> pa.Array:
        column = self.matched.get(self.record.key)
        if column is None:
            return pa.array([], pa.string())
        started = time.perf_counter()
        reader = self._readers[self.record.key]
        found = duplicate_keys(
            convert(reader, chunk.columns[column]).values for chunk in self._chunks((column,), whole=False)
        )
        self.duplicate_seconds = time.perf_counter() - started
        return found

    def _check_unchanged(self) -> None:
        if self._facts is None:
            return
        try:
            unchanged = stamp_of(self._facts.path) == self._facts.stamp
        except OSError:
            unchanged = False
        if not unchanged:
            raise DataError("D117", {"path": str(self._facts.path)})

    def _batch(self, chunk: Chunk, duplicates: pa.Array) -> Batch:
        rows = len(chunk.numbers)
        reasons: dict[int, list[Reason]] = {}
        for at, suspect in chunk.suspects:
            reasons.setdefault(at, []).append(Reason("D207", column=suspect))
        columns = {name: self._column(field, chunk, rows, reasons) for name, field in self.record.fields.items()}
        keys = columns[self.record.key]
        if len(duplicates):
            for at in pc.indices_nonzero(is_duplicate(keys, duplicates)).to_pylist():
                found = Reason("D203", self.record.key, self.matched[self.record.key], keys[at].as_py())
                reasons.setdefault(at, []).append(found)
        typed = pa.RecordBatch.from_arrays(list(columns.values()), schema=self.schema)
        for check in self._checks if rows else ():
            for at, more in check(typed).items():
                reasons.setdefault(at, []).extend(more)
        rejected = reject(chunk, keys, reasons, self._raw_schema)
        if not reasons:
            return Batch(typed, chunk.numbers, rejected)
        good = pc.invert(pc.is_in(pa.arange(0, rows), pa.array(reasons, pa.int64())))
        return Batch(typed.filter(good), chunk.numbers.filter(good), rejected)

    def _column(self, field: Field, chunk: Chunk, rows: int, reasons: dict[int, list[Reason]]) -> pa.Array:
        """The typed column of a field; adds what is wrong to the reasons, by position."""
        if field.declared == "row_number":
            return chunk.numbers.cast(pa.string())
        reader, column = self._readers[field.name], self.matched.get(field.name)
        if column is None:
            return pa.repeat(pa.scalar(reader.missing, arrow_type(field)), rows)
        cells = chunk.columns[column]
        converted = convert(reader, cells)
        values = cell_values(cells, list(converted.faults))
        for (at, fault), cell in zip(converted.faults.items(), values, strict=True):
            value = as_text(cell)
            reasons.setdefault(at, []).append(Reason(fault.code, field.name, column, value, fault.expected))
        return converted.values


def open_data(path: Path, record: Record, *, limit: int | None = None, batch_rows: int = _BATCH_ROWS) -> DataReader:
    """Open a file of customers.

    Args:
        path: CSV, Excel, Parquet or Arrow; what it is, is found from its bytes.
        record: what its columns mean.
        limit: read only so many rows, as if the file ended there.
        batch_rows: at most so many rows in a batch.

    Raises:
        DataError: if the file cannot be used. Damage further inside is found, and raised, while iterating.
    """
    facts = identify(path)
    source: Source = _SOURCES[facts.format](facts)
    return DataReader(source, record, facts, limit, batch_rows)


def read_table(table: object, record: Record, *, limit: int | None = None, batch_rows: int = _BATCH_ROWS) -> DataReader:
    """Read customers from memory: any object that offers Arrow data, as polars, pandas and DuckDB objects do.

    Raises:
        DataError: if it is no such object, or its columns do not fit the record.
    """
    try:
        held = table if isinstance(table, pa.Table) else pa.table(table)
    except (TypeError, ValueError, pa.ArrowException):
        raise DataError("D120", {"held": type(table).__name__}) from None
    return DataReader(TableSource(held), record, None, limit, batch_rows)
