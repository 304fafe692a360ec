"""Opens customer data, in files or in memory, to be read as typed rows: see ``engine.io.data_reader``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from dsl.diagnostics.model import Words
from engine.columns import to_python_rows
from engine.io.arrow_source import ArrowSource, ParquetSource, TableSource
from engine.io.cells import fold
from engine.io.csv_source import CsvSource
from engine.io.data_reader import BATCH_ROWS, Batch, DataReader, RowCheck
from engine.io.formats import identify
from engine.io.many import DataPart
from engine.io.match import NOTHING_NEEDED, Needs
from engine.io.python_row import from_python_row
from engine.io.reasons import DataError
from engine.io.rejected import RejectedRows
from engine.io.selection import columns_of_path, data_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dsl.program.model import Record
    from engine.io.formats import FileFacts
    from engine.io.sources import Source

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
    "part_of",
    "read_table",
    "source_of",
    "to_python_rows",
]


def open_data(
    data: Path | Sequence[Path],
    record: Record,
    needs: Needs = NOTHING_NEEDED,
    *,
    limit: int | None = None,
    batch_rows: int = BATCH_ROWS,
) -> DataReader:
    """Open files of customers.

    Args:
        data: files, patterns and folders. CSV, Excel, Parquet or Arrow; what a file is, is found from its bytes.
        record: what its columns mean.
        needs: which fields must have a column.
        limit: read only so many rows, as if the data ended there.
        batch_rows: at most so many rows in a batch.

    Raises:
        DataError: if a file cannot be used. Damage further inside is found, and raised, while iterating.
    """
    files = data_files([data] if isinstance(data, Path) else data)
    parts = [part_of(identify(path), record) for path in files]
    return DataReader(parts, record, needs, limit=limit, batch_rows=batch_rows)


def open_source(path: Path) -> tuple[FileFacts, Source]:
    """Open a file of which nothing is known yet: what it is, and its rows as they stand.

    Raises:
        DataError: if the file cannot be used.
    """
    facts = identify(path)
    return facts, source_of(facts)


def source_of(facts: FileFacts, groups: range | None = None) -> Source:
    """The rows of a file.

    Args:
        facts: what it is.
        groups: only these row groups of a Parquet file.

    Raises:
        DataError: if the file cannot be used.
    """
    if facts.format == "xlsx":
        from engine.io.excel_source import ExcelSource  # noqa: PLC0415 - a heavy import, rarely wanted

        return ExcelSource(facts)
    if facts.format == "parquet":
        return ParquetSource(facts, groups)
    return ArrowSource(facts) if facts.format == "arrow" else CsvSource(facts)


def part_of(facts: FileFacts, record: Record) -> DataPart:
    """A file, and what its path says of fields that it has no column for."""
    source = source_of(facts)
    taken = {fold(column) for column in source.columns}
    looked_for = [
        {fold(name) for name in (field.column,) if name} or set(map(fold, field.all_names))
        for field in record.fields.values()
    ]
    names = set().union(*(names for names in looked_for if not names & taken))
    constants = {column: value for column, value in columns_of_path(facts.path).items() if fold(column) in names}
    return DataPart(source, facts, constants)


def read_table(
    table: object,
    record: Record,
    needs: Needs = NOTHING_NEEDED,
    *,
    limit: int | None = None,
    batch_rows: int = BATCH_ROWS,
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
    return DataReader([DataPart(TableSource(held))], record, needs, limit=limit, batch_rows=batch_rows, by_name=True)
