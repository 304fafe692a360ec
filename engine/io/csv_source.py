"""Reads text files: every cell as text, so that nothing is guessed."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from dsl.diagnostics.model import Words
from engine.io.reasons import DataError, damaged
from engine.io.sources import BEGINNING, NOTHING, Chunk, Ragged, column_names, unnamed_columns
from engine.io.texts import first_rows, split_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from engine.io.formats import FileFacts
    from engine.io.sources import Cells
    from engine.manifest import DataFormat

# The longest row that can be read.
_BLOCK_MB: Final = 16
_HEADER_BLOCK: Final = 1 << 16
_LINE_BREAKS: Final = r"[\r\n]"


class CsvSource:
    """A text file with a header row; see ``Source``."""

    def __init__(self, facts: FileFacts, *, block: int = _BLOCK_MB << 20) -> None:
        self.format: DataFormat = facts.format
        self.sha256 = facts.sha256
        self.encoding = facts.encoding or "utf-8"
        self.separator = facts.separator or ","
        self.sheet = None
        self.other_sheets = ()
        self.types = NOTHING
        self._facts = facts
        self._block = block
        self._even = False  # whether all rows are known to have as many cells as the header
        self._header = self._read_header()
        if not any(name.strip() for name in self._header):
            raise DataError("D111", {"path": str(facts.path)})
        self.columns = column_names(self._header)
        self.unnamed = unnamed_columns(self.columns, self._header)

    def cells(self, column: str, most: int) -> Iterator[Cells]:
        """The cells of one column alone; see ``Source``. Read to the end, it tells whether there are ragged rows."""
        passed: deque[csv.InvalidRow] = deque()
        original = dict(zip(self.columns, self._header, strict=True))
        reader = self._open(passed, [original[column]], parallel=True)
        number = 1
        while reader is not None and (block := self._next(reader, number + len(passed))) is not None:
            yield from (block.column(0).slice(start, most) for start in range(0, block.num_rows, most))
            number += block.num_rows
        self._even = not passed
        held = [cell for row in passed for cell in sorted(self._ragged(row).may_hold(column))]
        yield from (pa.array(held[start : start + most], pa.string()) for start in range(0, len(held), most))

    def beginning(self) -> list[list[str]]:
        """The first rows below the header; see ``Source``."""
        return first_rows(self._facts.path, self.encoding, self.separator, BEGINNING)[1:]

    def chunks(
        self,
        wanted: Sequence[str],
        most: int,
        *,
        whole: bool,
        few: Collection[str] = (),  # noqa: ARG002 - cells cost less as they are
    ) -> Iterator[Chunk]:
        """The rows in order; see ``Source``."""
        passed: deque[csv.InvalidRow] = deque()
        original = dict(zip(self.columns, self._header, strict=True))
        names = self.columns if whole else tuple(wanted)
        reader = self._open(passed, [original[name] for name in names], parallel=self._even)
        number = 1
        if reader is None:
            return
        while (block := self._next(reader, number)) is not None:
            for start in range(0, block.num_rows, most):
                part = block.slice(start, most)
                numbers, ragged, number = self._number(part.num_rows, passed, number)
                rows = pa.RecordBatch.from_arrays(part.columns, list(names))
                yield self._chunk(rows, numbers, ragged, wanted)
        numbers, ragged, number = self._number(0, passed, number)
        if ragged:
            columns = [pa.array([], pa.string()) for _ in names]
            rows = pa.RecordBatch.from_arrays(columns, list(names))
            yield self._chunk(rows, numbers, ragged, wanted)

    def _read_header(self) -> list[str]:
        try:
            reader = self._open(deque(), None, block=min(self._block, _HEADER_BLOCK))
        except DataError:
            reader = self._open(deque(), None)  # a first row longer than that
        if reader is not None:
            return list(reader.schema.names)
        # Nothing follows the header, perhaps not even the end of its line.
        rows = first_rows(self._facts.path, self.encoding, self.separator, 1)
        return rows[0] if rows else []

    def _open(
        self,
        passed: deque[csv.InvalidRow],
        include: list[str] | None,
        *,
        parallel: bool = False,
        block: int | None = None,
    ) -> csv.CSVStreamingReader | None:
        """Start reading; None if there is nothing but the header."""

        def keep(row: csv.InvalidRow) -> str:
            passed.append(row)
            return "skip"

        try:
            return csv.open_csv(
                self._facts.path,
                # Only a reader with one thread knows the numbers of the rows that it passes over.
                csv.ReadOptions(
                    use_threads=parallel,
                    block_size=block or self._block,
                    encoding="utf8" if self.encoding == "utf-8" else self.encoding,
                ),
                csv.ParseOptions(
                    delimiter=self.separator, newlines_in_values=self._facts.quotes, invalid_row_handler=keep
                ),
                csv.ConvertOptions(
                    # That all of it is text was seen when the file was identified.
                    check_utf8=False,
                    default_column_type=pa.string(),
                    strings_can_be_null=False,
                    quoted_strings_can_be_null=False,
                    include_columns=include,
                ),
            )
        except pa.ArrowInvalid as error:
            if "Empty CSV" in str(error):
                return None
            raise self._broken(error, 0) from None
        except OSError as error:
            raise DataError("D103", {"path": str(self._facts.path), "detail": str(error)}) from None

    def _next(self, reader: csv.CSVStreamingReader, number: int) -> pa.RecordBatch | None:
        try:
            return reader.read_next_batch()
        except StopIteration:
            return None
        except (pa.ArrowInvalid, OSError) as error:
            raise self._broken(error, number - 1) from None

    def _broken(self, error: Exception, row: int) -> DataError:
        if "straddling" in str(error):
            path = str(self._facts.path)
            place = Words(f"behind row {row}", f"第 {row} 行之后") if row else Words("near its beginning", "开头附近")
            return DataError("D118", {"path": path, "place": place, "limit": self._block >> 20})
        return damaged(self._facts.path, "CSV", error)

    def _number(
        self, rows: int, passed: deque[csv.InvalidRow], number: int
    ) -> tuple[pa.Array, tuple[Ragged, ...], int]:
        """Give numbers to rows, leaving out those of rows that were passed over in between.

        Returns:
            The numbers, the rows passed over before, between and right behind, and the next number.
        """
        parts: list[pa.Array] = []
        ragged: list[Ragged] = []
        # The reader counts the header as a row.
        while passed and passed[0].number - 1 <= number + rows:
            row = passed.popleft()
            if row.number - 1 > number:
                parts.append(pa.arange(number, row.number - 1))
                rows -= len(parts[-1])
            number = row.number
            ragged.append(self._ragged(row))
        parts.append(pa.arange(number, number + rows))
        return pa.concat_arrays(parts), tuple(ragged), number + rows

    def _ragged(self, row: csv.InvalidRow) -> Ragged:
        """A row that was passed over.

        A blank cell behind the last column is one, too: where a separator stands in a text, the last column may be
        blank, and every cell before it in the wrong place.
        """
        cells = split_rows(row.text, self.separator, 1)
        # A reader with several threads does not know the number.
        return Ragged((row.number or 1) - 1, tuple(cells[0]) if cells else (row.text,), row.text, self.columns)

    def _chunk(
        self, rows: pa.RecordBatch, numbers: pa.Array, ragged: tuple[Ragged, ...], wanted: Sequence[str]
    ) -> Chunk:
        def raw(positions: pa.Array) -> pa.Table:
            return pa.table(rows.take(positions))

        columns = {name: rows.column(name) for name in wanted}
        return Chunk(numbers, columns, raw, ragged, self._suspects(rows))

    def _suspects(self, rows: pa.RecordBatch) -> tuple[tuple[int, str], ...]:
        """Cells in which a quote that was not closed may have swallowed rows.

        A row can only be lost in a cell if the cell holds a line break and, around it, as many separators as
        a row has; a remark that happens to look like that is put into quarantine too, rather than a customer
        lost in silence.
        """
        if not self._facts.quotes:
            return ()
        found: list[tuple[int, str]] = []
        for name, cells in zip(rows.schema.names, rows.columns, strict=True):
            broken = pc.match_substring_regex(cells, _LINE_BREAKS)
            if pc.any(broken).as_py():
                separators = pc.count_substring(cells, self.separator)
                swallowed = pc.and_(broken, pc.greater_equal(separators, len(self.columns) - 1))
                found += [(at, name) for at in pc.indices_nonzero(swallowed).to_pylist()]
        return tuple(found)
