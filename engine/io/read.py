"""Reads customer data: typed rows that can be decided, and rejected rows with every reason.

Every row of the data ends in exactly one of the two. What a record field accepts is told in
``engine.io.cells``; how a typed column stands in Arrow, in ``engine.columns``.
"""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from dsl.diagnostics.model import Words
from engine.columns import to_python_rows
from engine.io.arrow_source import ArrowSource, ParquetSource, TableSource
from engine.io.cells import CellReader, as_text, is_number
from engine.io.convert import Converted, absent, cell_values, convert
from engine.io.csv_source import CsvSource
from engine.io.duplicates import duplicate_keys, is_duplicate
from engine.io.excel_source import ExcelSource
from engine.io.formats import identify, stamp_of
from engine.io.match import check_types, fields_called, match_columns
from engine.io.python_row import from_python_row
from engine.io.reasons import DataError, Reason
from engine.io.rejected import RejectedRows, reject

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from dsl.program.model import Record
    from engine.io.formats import FileFacts
    from engine.io.sources import Chunk, Source

# What callers of this module work with, wherever it is defined.
__all__ = [
    "Batch",
    "DataReader",
    "Needs",
    "RejectedRows",
    "RowCheck",
    "from_python_row",
    "open_data",
    "open_source",
    "read_table",
    "to_python_rows",
]

# Finds what is wrong with rows as a whole, by their position in a typed batch.
RowCheck: TypeAlias = "Callable[[pa.RecordBatch], Mapping[int, Sequence[Reason]]]"
_BATCH_ROWS: Final = 65_536
_WORTH_THREADS: Final = 4_096  # rows from which columns are converted at once
# Fields that have few different values, or may have.
_FEW_VALUES: Final = frozenset({"one_of", "ordered", "yes_no", "text"})
_SOURCES: Final = {"csv": CsvSource, "parquet": ParquetSource, "arrow": ArrowSource, "xlsx": ExcelSource}


@dataclass(frozen=True, slots=True)
class Needs:
    """Which fields must have a column in the data.

    Attributes:
        read: those that decisions read.
        absent_ok: names of those that need not be there after all; True, or ``all`` among them, for any.
    """

    read: frozenset[str] = frozenset()
    absent_ok: Collection[str] | bool = ()

    def columns(self, record: Record) -> frozenset[str]:
        """Fields that must have a column.

        Raises:
            DataError: if a field that need not be there is no field of the record.
        """
        allowed = () if self.absent_ok is False else self.absent_ok
        if allowed is True or "all" in allowed:
            return frozenset()
        return self.read - fields_called(allowed, record)


NOTHING_NEEDED: Final = Needs()


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
        format: how they are stored.
        encoding, separator: of a text file.
        sheet: of a workbook.
        other_sheets: of a workbook, those that hold something and are not read.
        limit: at most so many rows are read; None is all.
        matched: column by field.
        absent: fields without a column: all their values are missing.
        absent_read: of these, fields that decisions read.
        unused: columns that no field reads.
        duplicate_seconds: what the search for duplicate keys has cost; 0 before the first iteration.
    """

    def __init__(
        self,
        source: Source,
        record: Record,
        facts: FileFacts | None,
        needs: Needs = NOTHING_NEEDED,
        *,
        limit: int | None = None,
        batch_rows: int = _BATCH_ROWS,
    ) -> None:
        self.path: Path | None = facts.path if facts else None
        self.format = source.format
        self.encoding = source.encoding
        self.separator = source.separator
        self.sheet = source.sheet
        self.other_sheets = source.other_sheets
        self.limit = limit
        shown = str(self.path) if self.path else Words("table", "数据表")
        matching = match_columns(source.columns, record, shown, needed=needs.columns(record), by_name=facts is None)
        check_types(source.types, matching, record, shown)
        self.matched = matching.matched
        self.absent = matching.absent
        self.absent_read = tuple(name for name in matching.absent if name in needs.read)
        self.unused = matching.unused
        self.record = record
        self.duplicate_seconds = 0.0
        self._source = source
        self._facts = facts
        self._batch_rows = batch_rows
        self._duplicates: pa.Array | None = None
        self._checks: list[RowCheck] = []
        self._from_numbers: set[str] = set()
        self._few = frozenset(
            column for name, column in matching.matched.items() if record.fields[name].declared in _FEW_VALUES
        ).difference(column for name, column in matching.matched.items() if record.fields[name].declared == "key")
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
    def sha256(self) -> str:
        """Of the file's bytes; of a table in memory, of its columns."""
        return self._source.sha256

    @property
    def from_numbers(self) -> tuple[str, ...]:
        """Keys and texts of which cells of a workbook, of those read so far, hold numbers."""
        return tuple(name for name in self.record.fields if name in self._from_numbers)

    def __iter__(self) -> Iterator[Batch]:
        if self._duplicates is None:
            self._duplicates = self._find_duplicates()
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for chunk in self._chunks(tuple(dict.fromkeys(self.matched.values())), whole=True):
                at_once = len(chunk.numbers) >= _WORTH_THREADS
                converted = (pool.map if at_once else map)(partial(self._converted, chunk), self._readers)
                yield self._batch(chunk, dict(zip(self._readers, converted, strict=True)), self._duplicates)
        self._check_unchanged()

    def _chunks(self, wanted: tuple[str, ...], *, whole: bool) -> Iterator[Chunk]:
        for chunk in self._source.chunks(wanted, self._batch_rows, whole=whole, few=self._few):
            if self.limit is None:
                yield chunk
                continue
            cut = chunk.up_to(self.limit)
            if cut.last:
                yield cut
            if chunk.last >= self.limit:
                return

    def _find_duplicates(self) -> pa.Array:
        column = self.matched.get(self.record.key)
        if column is None:
            return pa.array([], pa.string())
        started = time.perf_counter()
        reader = self._readers[self.record.key]
        parts = (
            self._source.cells(column, self._batch_rows)
            if self.limit is None
            else (chunk.columns[column] for chunk in self._chunks((column,), whole=False))
        )
        found = duplicate_keys(convert(reader, part).values for part in parts)
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

    def _converted(self, chunk: Chunk, name: str) -> Converted:
        """The typed column of a field, and what is wrong with its cells."""
        reader, column = self._readers[name], self.matched.get(name)
        if column is None:
            return Converted(absent(reader, len(chunk.numbers)))
        return convert(reader, chunk.columns[column])

    def _batch(self, chunk: Chunk, converted: Mapping[str, Converted], duplicates: pa.Array) -> Batch:
        rows = len(chunk.numbers)
        reasons: dict[int, list[Reason]] = {}
        for at, suspect in chunk.suspects:
            reasons.setdefault(at, []).append(Reason("D207", column=suspect))
        for name in converted:
            self._tell_faults(name, chunk, converted[name], reasons)
        columns = {
            name: converted[name].values if name in converted else chunk.numbers.cast(pa.string())
            for name in self.record.fields
        }
        keys = columns[self.record.key]
        if len(duplicates):
            for at in pc.indices_nonzero(is_duplicate(keys, duplicates)).to_pylist():
                key, column = self.record.key, self.matched[self.record.key]
                found = Reason("D203", key, column, keys[at].as_py(), spoken=self._readers[key].spoken)
                reasons.setdefault(at, []).append(found)
        typed = pa.RecordBatch.from_arrays(list(columns.values()), list(columns))
        for check in self._checks if rows else ():
            for at, more in check(typed).items():
                reasons.setdefault(at, []).extend(more)
        rejected = reject(chunk, keys, reasons, self._raw_schema)
        if not reasons:
            return Batch(typed, chunk.numbers, rejected)
        good = pc.invert(pc.is_in(pa.arange(0, rows), pa.array(reasons, pa.int64())))
        return Batch(typed.filter(good), chunk.numbers.filter(good), rejected)

    def _tell_faults(self, name: str, chunk: Chunk, converted: Converted, reasons: dict[int, list[Reason]]) -> None:
        """Add what is wrong with the cells of a field to the reasons, by position."""
        reader, column = self._readers[name], self.matched.get(name)
        if column is None:
            return
        cells = chunk.columns[column]
        is_name = reader.field.declared in ("key", "text")
        if is_name and not isinstance(cells, pa.Array) and any(map(is_number, cells)):
            self._from_numbers.add(name)
        values = cell_values(cells, list(converted.faults)) if converted.faults else ()
        for (at, fault), cell in zip(converted.faults.items(), values, strict=True):
            value = as_text(cell)
            found = Reason(fault.code, name, column, value, fault.expected, spoken=reader.spoken)
            reasons.setdefault(at, []).append(found)


def open_data(
    path: Path,
    record: Record,
    needs: Needs = NOTHING_NEEDED,
    *,
    limit: int | None = None,
    batch_rows: int = _BATCH_ROWS,
) -> DataReader:
    """Open a file of customers.

    Args:
        path: CSV, Excel, Parquet or Arrow; what it is, is found from its bytes.
        record: what its columns mean.
        needs: which fields must have a column.
        limit: read only so many rows, as if the file ended there.
        batch_rows: at most so many rows in a batch.

    Raises:
        DataError: if the file cannot be used. Damage further inside is found, and raised, while iterating.
    """
    facts, source = open_source(path)
    return DataReader(source, record, facts, needs, limit=limit, batch_rows=batch_rows)


def open_source(path: Path) -> tuple[FileFacts, Source]:
    """Open a file of which nothing is known yet: what it is, and its rows as they stand.

    Raises:
        DataError: if the file cannot be used.
    """
    facts = identify(path)
    return facts, _SOURCES[facts.format](facts)


def read_table(
    table: object,
    record: Record,
    needs: Needs = NOTHING_NEEDED,
    *,
    limit: int | None = None,
    batch_rows: int = _BATCH_ROWS,
) -> DataReader:
    """Read customers from memory: any object that offers Arrow data, as Polars, pandas and DuckDB objects do.

    Raises:
        DataError: if it is no such object, or its columns do not fit the record.
    """
    try:
        held = table if isinstance(table, pa.Table) else pa.table(table)
    except (TypeError, ValueError, pa.ArrowException) as error:
        why = str(error) if isinstance(error, pa.ArrowException) else ""
        detail = Words(f" ({why})", f"（{why}）") if why else Words("", "")
        raise DataError("D120", {"held": type(table).__name__, "detail": detail}) from None
    return DataReader(TableSource(held), record, None, needs, limit=limit, batch_rows=batch_rows)
