"""Reads the first visible sheet of an Excel workbook into memory: every cell with a type of its own."""

from __future__ import annotations

import re
import warnings
import zipfile
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

import openpyxl
import pyarrow as pa

from engine.io.cells import CellError, WideInt, as_text
from engine.io.reasons import DataError, damaged
from engine.io.sources import BEGINNING, NOTHING, Chunk, Ragged, cells_of, column_names, unnamed_columns

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from engine.io.formats import FileFacts
    from engine.io.sources import Cells
    from engine.manifest import DataFormat

# Excel itself keeps 15 digits and writes zeros for the rest.
_KEPT_DIGITS: Final = 15
_ERRORS: Final = frozenset(
    {"#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)
_FORMULA: Final = re.compile(rb"<(?:[A-Za-z]+:)?f[ >/]")
_LONGEST_TAG: Final = 64
_CHUNK: Final = 1 << 20
# A workbook is read into memory, where it takes several times what it unpacks to.
_MOST_UNPACKED: Final = 1 << 30
_SHEET_PARTS: Final = re.compile(r"xl/worksheets/[^/]+\.xml")


class ExcelSource:
    """A workbook; its first row that is not blank is the header. See ``Source``."""

    def __init__(self, facts: FileFacts) -> None:
        self.format: DataFormat = "xlsx"
        self.sha256 = facts.sha256
        self.encoding = None
        self.separator = None
        self.types = NOTHING
        try:
            self.sheet, rows, self.other_sheets = _read(facts)
        except DataError:
            raise
        except Exception as error:  # noqa: BLE001 - openpyxl fails on damaged files in every way there is
            raise damaged(facts.path, "Excel", error) from None
        if not rows:
            raise DataError("D111", {"path": str(facts.path)})
        header = [(as_text(cell) or "").strip() for cell in _without_end(rows[0])]
        self.columns = column_names(header)
        self.unnamed = unnamed_columns(self.columns, header)
        self._rows = rows[1:]

    def chunks(
        self,
        wanted: Sequence[str],
        most: int,
        *,
        whole: bool,  # noqa: ARG002 - all is there
        few: Collection[str] = (),  # noqa: ARG002
    ) -> Iterator[Chunk]:
        """The rows in order; see ``Source``."""
        width = len(self.columns)
        places = {name: self.columns.index(name) for name in wanted}
        for start in range(0, len(self._rows), most):
            numbers: list[int] = []
            rows: list[tuple[object, ...]] = []
            ragged: list[Ragged] = []
            for number, cells in enumerate(self._rows[start : start + most], start + 1):
                row = _without_end(cells)
                if len(row) > width:
                    texts = tuple(as_text(cell) for cell in row)
                    line = "\t".join(text or "" for text in texts)
                    ragged.append(Ragged(number, texts, line, self.columns, code="D235"))
                else:
                    numbers.append(number)
                    rows.append((*row, *(None,) * (width - len(row))))
            columns = {name: [row[at] for row in rows] for name, at in places.items()}
            yield Chunk(pa.array(numbers, pa.int64()), columns, _Raw(self.columns, rows), tuple(ragged))

    def cells(self, column: str, most: int) -> Iterator[Cells]:
        """The cells of one column alone; see ``Source``."""
        return cells_of(self.chunks((column,), most, whole=False), column)

    def beginning(self) -> list[list[str]]:
        """The first rows below the header; see ``Source``."""
        return [[as_text(cell) or "" for cell in _without_end(row)] for row in self._rows[:BEGINNING]]


class _Raw:
    """The rows of a chunk as text, when they are asked for."""

    def __init__(self, columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
        self._columns = columns
        self._rows = rows

    def __call__(self, positions: pa.Array) -> pa.Table:
        """The rows at some positions."""
        rows = [self._rows[at] for at in positions.to_pylist()]
        return pa.table(
            {name: pa.array([as_text(row[at]) for row in rows], pa.string()) for at, name in enumerate(self._columns)}
        )


def _read(facts: FileFacts) -> tuple[str, list[tuple[object, ...]], tuple[str, ...]]:
    """The name of the first visible sheet, its rows that are not blank, and the names of other such sheets."""
    with zipfile.ZipFile(facts.path) as archive:
        if not any(name.startswith("xl/") for name in archive.namelist()):
            raise DataError("D105", {"path": str(facts.path)})
        unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > _MOST_UNPACKED:
            shown = f"{unpacked / (1 << 30):.1f}"
            raise DataError("D125", {"path": str(facts.path), "size": shown, "limit": _MOST_UNPACKED >> 30})
        has_formulas = any(_has_formulas(archive, name) for name in archive.namelist() if _SHEET_PARTS.fullmatch(name))
    sheet, rows, others = _rows(facts, results=True)
    if has_formulas:
        # A formula that was never calculated has no result, which must not pass for an empty cell.
        _, formulas, others = _rows(facts, results=False)
        rows = [
            tuple(_result(*cells) for cells in zip_longest(*pair)) for pair in zip_longest(rows, formulas, fillvalue=())
        ]
    return sheet, [row for row in rows if _without_end(row)], others


def _has_formulas(archive: zipfile.ZipFile, name: str) -> bool:
    with archive.open(name) as sheet:
        end = b""
        while part := sheet.read(_CHUNK):
            if _FORMULA.search(end + part):
                return True
            end = part[-_LONGEST_TAG:]
    return False


def _rows(facts: FileFacts, *, results: bool) -> tuple[str, list[tuple[object, ...]], tuple[str, ...]]:
    with facts.path.open("rb") as file, warnings.catch_warnings():
        # It warns of parts that it does not know; dates that it cannot read it shows as errors.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(file, read_only=True, data_only=results)
        # What nobody sees in Excel is not what was meant.
        sheet = next((each for each in book.worksheets if each.sheet_state == "visible"), book.worksheets[0])
        # The size that the file claims may be too small, and rows beyond it would be lost.
        sheet.reset_dimensions()
        rows = [tuple(_cell(cell.value, cell.data_type) for cell in row) for row in sheet.iter_rows()]
        others = tuple(str(other.title) for other in book.worksheets if other is not sheet and _holds_something(other))
        book.close()
    return str(sheet.title), rows, others


def _holds_something(sheet: Any) -> bool:  # noqa: ANN401 - openpyxl has no types
    sheet.reset_dimensions()
    return any(_without_end([cell.value for cell in row]) for row in sheet.iter_rows())


def _cell(cell: object, kind: str) -> object:
    if cell is None and kind == "str":
        return ""  # the result of a formula
    if isinstance(cell, int) and not isinstance(cell, bool) and abs(cell) >= 10**_KEPT_DIGITS:
        return WideInt(cell)
    if isinstance(cell, str) and cell in _ERRORS:
        return CellError(cell)
    return cell


def _result(result: object, formula: object) -> object:
    if result is None and formula is not None:
        return CellError(str(getattr(formula, "text", formula)))
    return result


def _without_end(cells: Sequence[object]) -> Sequence[object]:
    """The cells up to the last that is not blank."""
    end = len(cells)
    while end and (cells[end - 1] is None or (isinstance(text := cells[end - 1], str) and not text.strip())):
        end -= 1
    return cells[:end]
