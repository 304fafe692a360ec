"""The data of a run, matched with the record and read in batches, every row accounted for.

What a record field accepts is told in ``engine.io.cells``; how a typed column stands in Arrow, in ``engine.columns``.
"""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from dsl.diagnostics.model import Words
from dsl.lean import dataclass
from engine.io.cells import CellReader, as_text, is_number
from engine.io.convert import absent, cell_values, convert
from engine.io.duplicates import duplicate_keys, is_duplicate
from engine.io.formats import is_as_it_was
from engine.io.many import ManySource, only_source, refuse_other_columns, refuse_other_kinds
from engine.io.match import NOTHING_NEEDED, check_types, match_columns
from engine.io.reasons import DataError, Reason, told
from engine.io.rejected import RejectedRows, reject
from engine.io.settled import Converted
from engine.io.sources import cells_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from dsl.program.model import Record
    from engine.io.many import DataPart
    from engine.io.match import Needs
    from engine.io.sources import Cells, Chunk, Rows

# Finds what is wrong with rows as a whole, by their position in a typed batch.
RowCheck: TypeAlias = "Callable[[pa.RecordBatch], Mapping[int, Sequence[Reason]]]"
BATCH_ROWS: Final = 65_536
_WORTH_THREADS: Final = 4_096  # rows from which columns are converted at once
# Fields that have few different values, or may have.
_FEW_VALUES: Final = frozenset({"one_of", "ordered", "yes_no", "text"})


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of the data.

    Attributes:
        rows: those that can be decided, as typed columns by canonical name.
        row_numbers: of those rows, throughout all files: 1 is the first row below the first header that is not blank.
        rejected: the others.
        part: place of their file among those that are read.
    """

    rows: pa.RecordBatch
    row_numbers: pa.Array
    rejected: RejectedRows
    part: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """What a reader must know that reads some of the rows of a run, while others read the rest.

    Attributes:
        file: what the file is called in the quarantine; None where the run reads one file only.
        threads: that may convert columns at once.
    """

    file: str | None = None
    threads: int = 1


class DataReader:
    """Customer data, opened and matched with the record; iterating reads it, each time from the start.

    Args:
        parts: the files in their order, or one table; all have the same columns.
        record: what the columns mean.
        needs: which fields must have a column.
        limit: read only so many rows, as if the data ended there.
        batch_rows: at most so many rows in a batch.
        by_name: whether a field may be found by its own names where the record names a column.
        share: if these are not all rows of the run.

    Attributes:
        parts: the files, and what was found in them so far.
        limit: at most so many rows are read; None is all.
        matched: column by field.
        absent: fields without a column: all their values are missing.
        absent_read: of these, fields that decisions read.
        unused: columns that no field reads.
        duplicate_seconds: what the search for duplicate keys has cost; 0 before the first iteration.
    """

    def __init__(
        self,
        parts: Sequence[DataPart],
        record: Record,
        needs: Needs = NOTHING_NEEDED,
        *,
        limit: int | None = None,
        batch_rows: int = BATCH_ROWS,
        by_name: bool = False,
        share: Share | None = None,
    ) -> None:
        self.parts = tuple(parts)
        self.limit = limit
        self.record = record
        self.duplicate_seconds = 0.0
        first = self.parts[0]
        self._rows = only_source(self.parts)
        matching = match_columns(
            first.columns,
            record,
            first.shown,
            needed=needs.columns(record),
            by_name=by_name,
            below=self._rows.beginning(),
            passed_over=first.source.other_sheets,
        )
        refuse_other_columns(self.parts)
        for part in self.parts:
            check_types(part.source.types, matching, record, part.shown)
        refuse_other_kinds(self.parts, matching.matched.values())
        self.matched = matching.matched
        self.absent = matching.absent
        self.absent_read = tuple(name for name in matching.absent if name in needs.read)
        self.unused = matching.unused
        self._batch_rows = batch_rows
        self._share = share
        self._duplicates: pa.Array | None = None
        self._threads = share.threads if share else os.cpu_count()
        self._skipped = 0
        self._checks: list[RowCheck] = []
        self._few = frozenset(
            column for name, column in matching.matched.items() if record.fields[name].declared in _FEW_VALUES
        ).difference(column for name, column in matching.matched.items() if record.fields[name].declared == "key")
        self._raw_schema = pa.schema([(name, first.source.types.get(name, pa.string())) for name in self._rows.columns])
        self._readers = {
            name: CellReader(field) for name, field in record.fields.items() if field.declared != "row_number"
        }

    def reject_when(self, check: RowCheck) -> None:
        """Also reject rows for reasons that lie in more than one field.

        Args:
            check: gets typed rows; where a cell could not be read, it is missing.
        """
        self._checks.append(check)

    def take_duplicates(self, duplicates: pa.Array) -> None:
        """Reject rows with these keys, which were found already, instead of looking for any."""
        self._duplicates = duplicates

    def skip(self, files: Sequence[tuple[int, Collection[str]]]) -> None:
        """Take the first files as read; only the search for duplicates still goes through them.

        Args:
            files: of each, how many rows it has, and which fields have cells that are numbers (``DataPart``).
        """
        self._skipped = len(files)
        for part, (rows, from_numbers) in zip(self.parts, files, strict=False):
            part.rows, part.from_numbers = rows, set(from_numbers)

    def __iter__(self) -> Iterator[Batch]:
        if self._duplicates is None:
            self._duplicates = self._find_duplicates()
        at = self._skipped
        for part in self.parts[at:]:
            part.rows = 0
        rows = ManySource(self.parts, at) if at else self._rows
        with ThreadPoolExecutor(self._threads) as pool:
            for chunk in self._chunks(rows, tuple(dict.fromkeys(self.matched.values())), whole=True):
                # Whoever gets rows of a file may rely on the files before it.
                self._check_unchanged(self.parts[at : chunk.part])
                at = chunk.part
                self.parts[at].rows = chunk.last - chunk.before
                at_once = len(chunk.numbers) >= _WORTH_THREADS
                converted = (pool.map if at_once else map)(partial(self._converted, chunk), self._readers)
                yield self._batch(chunk, dict(zip(self._readers, converted, strict=True)), self._duplicates)
        self._check_unchanged(self.parts)
        if self._share is None:
            self.refuse_no_rows()

    def keys(self) -> Iterator[pa.Array]:
        """The keys of all rows, and all that ragged rows may have for one; null where there is none."""
        column, reader = self.matched[self.record.key], self._readers[self.record.key]
        return (convert(reader, cells).values for cells in self._cells(column))

    def _chunks(self, rows: Rows, wanted: tuple[str, ...], *, whole: bool) -> Iterator[Chunk]:
        for chunk in rows.chunks(wanted, self._batch_rows, whole=whole, few=self._few):
            if self.limit is None:
                yield chunk
                continue
            cut = chunk.up_to(self.limit)
            if cut.last:
                yield cut
            if chunk.last >= self.limit:
                return

    def _find_duplicates(self) -> pa.Array:
        if self.record.key not in self.matched:
            return pa.array([], pa.string())
        started = time.perf_counter()
        found = duplicate_keys(self.keys)
        self.duplicate_seconds = time.perf_counter() - started
        return found

    def _cells(self, column: str) -> Iterable[Cells]:
        """The cells of one column alone, and all that ragged rows may have in it."""
        if self.limit is None:
            return self._rows.cells(column, self._batch_rows)
        return cells_of(self._chunks(self._rows, (column,), whole=False), column)

    def _check_unchanged(self, parts: Iterable[DataPart]) -> None:
        for part in parts:
            if part.facts is not None and not is_as_it_was(part.facts):
                raise DataError("D117", {"path": part.shown})

    def refuse_no_rows(self) -> None:
        """Refuse files without rows, which are a failed export; a table in Python may be empty.

        Raises:
            DataError: naming the file.
        """
        if self.parts[0].facts is None or any(part.rows for part in self.parts):
            return
        path, count = self.parts[0].shown, len(self.parts)
        place = Words(f"any of the {count} files", f"这 {count} 个文件") if count > 1 else Words(f"{path}", f"{path} ")
        raise DataError("D128", {"place": place})

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
        reasons = {at: told(found) for at, found in reasons.items()}
        rejected = reject(chunk, keys, reasons, self._raw_schema, self.matched.get(self.record.key), self._told(chunk))
        if not reasons:
            return Batch(typed, chunk.numbers, rejected, chunk.part)
        good = pc.invert(pc.is_in(pa.arange(0, rows), pa.array(reasons, pa.int64())))
        return Batch(typed.filter(good), chunk.numbers.filter(good), rejected, chunk.part)

    def _told(self, chunk: Chunk) -> str | None:
        """The file of a chunk, where there are several."""
        if self._share is not None:
            return self._share.file
        return str(self.parts[chunk.part].shown) if len(self.parts) > 1 else None

    def _tell_faults(self, name: str, chunk: Chunk, converted: Converted, reasons: dict[int, list[Reason]]) -> None:
        """Add what is wrong with the cells of a field to the reasons, by position."""
        reader, column = self._readers[name], self.matched.get(name)
        if column is None:
            return
        cells = chunk.columns[column]
        is_name = reader.field.declared in ("key", "text")
        if is_name and not isinstance(cells, pa.Array) and any(map(is_number, cells)):
            self.parts[chunk.part].from_numbers.add(name)
        values = cell_values(cells, list(converted.faults)) if converted.faults else ()
        for (at, fault), cell in zip(converted.faults.items(), values, strict=True):
            value = as_text(cell)
            found = Reason(fault.code, name, column, value, fault.expected, spoken=reader.spoken)
            reasons.setdefault(at, []).append(found)
