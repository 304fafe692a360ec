"""Tables as Excel workbooks. Cells have a type there, so texts that begin like formulas are marked as texts."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, Final, Literal
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pyarrow as pa
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import ALL_TEMP_FILES, WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from dsl.width import display_width
from engine.io.csv_file import LIST_SEPARATOR
from engine.io.limits import EXCEL_ROWS
from engine.io.output_errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal
    from pathlib import Path
    from typing import BinaryIO

EXCEL_CHARACTERS: Final = 32_767  # of a cell
EXCEL_DIGITS: Final = 15  # of a number; Excel drops the others

# What XML cannot hold, or gives back as something else, in the notation of Office Open XML.
_UNSAFE: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")

_WIDTH_SAMPLE: Final = 200  # rows looked at for the widths of columns
_WIDEST: Final = 60
_NARROWEST: Final = 8
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)  # the earliest a zip file can tell


class ExcelFile:
    """A workbook of one sheet, written row by row.

    Args:
        file: the workbook.
        schema: of the batches.
        table: name of the sheet.
        scratch: an empty file for the sheet until it is packed into the workbook.
    """

    def __init__(self, file: BinaryIO, schema: pa.Schema, table: str, scratch: Path) -> None:
        self._file = file
        self._names = schema.names
        self._table = table
        self._rows = 1
        self._held: list[tuple[object, ...]] | None = []
        self._book = Workbook(write_only=True)
        self._sheet = _Sheet(self._book, table, scratch)
        self._sheet.freeze_panes = "A2"
        self._book._add_sheet(self._sheet)  # noqa: SLF001 - create_sheet would make one of the other class
        self._texts = [self._text_cell() for _ in self._names]

    def write(self, batch: pa.RecordBatch) -> None:
        """Append rows.

        Raises:
            OutputError: if the sheet or a cell cannot hold them.
        """
        self._rows += batch.num_rows
        if self._rows > EXCEL_ROWS:
            raise OutputError("O107", {"table": self._table, "limit": EXCEL_ROWS - 1})
        for row in zip(*(_excel_values(column) for column in batch.columns), strict=True):
            if self._held is None:
                self._append(row)
            else:
                self._held.append(row)
                if len(self._held) == _WIDTH_SAMPLE:
                    self._begin(self._held)

    def finish(self) -> None:
        """Pack the sheet into the workbook."""
        if self._held is not None:
            self._begin(self._held)
        properties = self._book.properties
        properties.creator = "Tiercel"
        properties.created = properties.modified = dt.datetime(*_NO_TIME)  # noqa: DTZ001 - openpyxl wants no zone
        self._sheet.close()
        with _TimelessZip(self._file, "w", ZIP_DEFLATED) as archive:
            ExcelWriter(self._book, archive).write_data()

    def discard(self) -> None:
        """Give up."""
        self._sheet.abandon()

    def _begin(self, sample: Sequence[tuple[object, ...]]) -> None:
        """Write the header. Widths come before the rows, so the first rows waited to be measured."""
        for index, name in enumerate(self._names):
            width = max(map(_width, (name, *(row[index] for row in sample))))
            letter = get_column_letter(index + 1)
            self._sheet.column_dimensions[letter].width = min(max(width + 2, _NARROWEST), _WIDEST)
        header = [self._text_cell() for _ in self._names]
        for cell, name in zip(header, self._names, strict=True):
            cell.font = Font(bold=True)
            self._set_text(cell, name, name)
        self._sheet.append(header)
        self._held = None
        for row in sample:
            self._append(row)

    def _append(self, row: tuple[object, ...]) -> None:
        cells = []
        for name, text, value in zip(self._names, self._texts, row, strict=True):
            if isinstance(value, str):
                self._set_text(text, name, value)
                cells.append(text if value else None)
            else:
                cells.append(value)
        self._sheet.append(cells)

    def _text_cell(self) -> Any:  # noqa: ANN401 - openpyxl has no types
        cell = WriteOnlyCell(self._sheet)
        cell.number_format = "@"  # it stays a text when somebody edits it
        return cell

    def _set_text(self, cell: Any, column: str, text: str) -> None:  # noqa: ANN401
        text = _UNSAFE.sub(_escaped, text)
        if len(text) > EXCEL_CHARACTERS:  # openpyxl would cut it off in silence
            raise OutputError("O108", {"table": self._table, "column": column, "limit": EXCEL_CHARACTERS})
        cell.value = text
        cell.data_type = "s"  # whatever it looks like: openpyxl takes "=" for a formula


class _Sheet(WriteOnlyWorksheet):  # type: ignore[misc]  # openpyxl has no types
    """A sheet that waits in a file of ours until it is packed.

    By default it waits in the temporary folder of the machine, where a killed run would leave it.
    """

    _writer: Any  # openpyxl sets it to None

    def __init__(self, book: Workbook, title: str, scratch: Path) -> None:
        super().__init__(book, title)
        self._scratch = str(scratch)

    def _get_writer(self) -> None:
        if self._writer is None:
            self._writer = WorksheetWriter(self, out=self._scratch)
            self._writer.write_top()

    def close(self) -> None:
        """Finish the sheet; once it is packed, openpyxl removes its file, which must be on its list."""
        super().close()
        ALL_TEMP_FILES.append(self._scratch)

    def abandon(self) -> None:
        """Close what is open, in whatever state it is."""
        for generator in (self._rows, self._writer and self._writer.xf):
            if generator is not None:
                with suppress(OSError, ValueError):
                    generator.close()


class _TimelessZip(ZipFile):
    """A zip file whose entries carry no time, so that the same rows give the same bytes."""

    def open(
        self,
        name: str | ZipInfo,
        mode: Literal["r", "w"] = "r",
        pwd: bytes | None = None,
        *,
        force_zip64: bool = False,
    ) -> IO[bytes]:
        if isinstance(name, ZipInfo):
            name.date_time = _NO_TIME
        return super().open(name, mode, pwd, force_zip64=force_zip64)


def _excel_values(column: pa.Array) -> Iterable[object]:
    if pa.types.is_list(column.type):
        return (None if items is None else LIST_SEPARATOR.join(items) for items in column.to_pylist())
    if pa.types.is_decimal(column.type):
        return map(_excel_number, column.to_pylist())
    values: list[object] = column.to_pylist()
    return values


def _excel_number(value: Decimal | None) -> Decimal | str | None:
    if value is None:
        return None
    value = value.normalize()
    return value if len(value.as_tuple().digits) <= EXCEL_DIGITS else f"{value:f}"


def _escaped(match: re.Match[str]) -> str:
    return f"_x{ord(match[0]):04X}_"


def _width(value: object) -> int:
    """How many Latin characters wide a value is shown."""
    if value is None:
        return 0
    return display_width(str(value)[: _WIDEST + 1])
