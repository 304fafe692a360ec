"""Looks at a data file before anything is known about it: what stands in each column, and how often."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import field
from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Words
from dsl.lean import dataclass
from engine.draft.error import DraftError
from engine.io.cells import is_missing
from engine.io.convert import cell_values
from engine.io.extents import CHUNK
from engine.io.match import kind_of, refuse_repeated
from engine.io.numerals import BLANK, WIDE

if TYPE_CHECKING:
    from engine.io.sources import Chunk, Source

# Every cell of so many rows is looked at; of the rest a few rows of each chunk, ever fewer in very long files.
_FIRST: Final = 50_000
_SPREAD: Final = 500
_LEAST: Final = 10
_LONG: Final = 1_000_000
_FULLER: Final = 2  # times as many cells as a title has a row of the table
_SEPARATORS: Final = frozenset(";\t|,")
# A number, an amount with its sign, a percentage or a date, with the time perhaps: nothing that names a column.
_VALUE: Final = re.compile(
    r"[-+]?[¥$€£]?\d[\d,.]*%?|\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?:[T ][\d:.]+)?|\d{4}年\d{1,2}月\d{1,2}日"
)
_DIGITS: Final = re.compile(r"\d+")
_LETTERS: Final = re.compile(r"[^\W\d_]+")


@dataclass(slots=True)
class Seen:
    """What stands in a column.

    Attributes:
        column: its name.
        kind: of its Arrow type (see ``match.kind_of``); ``mixed`` where each cell has its own.
        zone: time zone of its moments, where the file names one.
        values: cells that are not empty, and how often each was seen.
        empty: how many are.
    """

    column: str
    kind: str
    zone: str | None = None
    values: Counter[object] = field(default_factory=Counter)
    empty: int = 0

    @property
    def known(self) -> int:
        """How many cells that are not empty were seen."""
        return self.values.total()


@dataclass(slots=True)
class Look:
    """What a file holds.

    Attributes:
        rows: that have as many cells as the header.
        ragged: rows that have more or fewer.
        looked_at: rows of which every cell was looked at.
        columns: in order.
    """

    rows: int
    ragged: int
    looked_at: int
    columns: list[Seen]


def look_at(source: Source, path: str) -> Look:
    """Read a file through once, and a part of it closely.

    Raises:
        DataError: the file is damaged, or two columns have one name.
        DraftError: it holds no rows, or its first row is not the header.
    """
    refuse_repeated(source.columns, path)
    columns = [_seen(name, source) for name in source.columns]
    look = Look(0, 0, 0, columns)
    names = tuple(column.column for column in columns if column.kind != "other")
    for chunk in source.chunks(names, CHUNK, whole=False):
        _add(look, chunk, names)
    _refuse_what_has_no_header(look, path, source)
    return look


def _seen(name: str, source: Source) -> Seen:
    held = source.types.get(name)
    if held is None:
        return Seen(name, "text" if source.format == "csv" else "mixed")
    return Seen(name, kind_of(held), getattr(held, "tz", None))


def _add(look: Look, chunk: Chunk, names: tuple[str, ...]) -> None:
    rows = len(chunk.numbers)
    first = max(0, min(rows, _FIRST - look.rows))
    spread = max(_LEAST, _SPREAD * _LONG // max(look.rows, _LONG))
    rest = range(first, rows, max(1, (rows - first) // spread)) if rows > first else range(0)
    positions = [*range(first), *rest]
    look.rows += rows
    look.ragged += len(chunk.ragged)
    look.looked_at += len(positions)
    for column in look.columns:
        if column.column in names:
            _count(column, cell_values(chunk.columns[column.column], positions))


def _count(column: Seen, cells: list[object]) -> None:
    for cell, times in Counter(map(_trimmed, cells)).items():
        if is_missing(cell):
            column.empty += times
        else:
            column.values[cell] += times


def _trimmed(cell: object) -> object:
    if isinstance(cell, bytes):
        cell = cell.decode("utf-8", "backslashreplace")
    return cell.strip(BLANK) if isinstance(cell, str) else cell


def _refuse_what_has_no_header(look: Look, path: str, source: Source) -> None:
    number = len(look.columns)
    if look.ragged > look.rows:
        raise _title_above(
            f"the first row of {path} has {number} cell{'s' if number > 1 else ''}, but most rows have more or fewer",
            f"{path} 的第一行有 {number} 格，而多数行的格数不同",
        )
    if _is_padded(source):
        raise _title_above(
            f"most cells of the first row of {path} are empty, but a fuller row follows",
            f"{path} 的第一行大多是空单元格，下面却有更满的行",
        )
    if not look.rows:
        raise DraftError(_no_rows(path, source))
    only = look.columns[0]
    if number == 1 and any(_all_have(only.values, mark) for mark in _SEPARATORS - {source.separator}):
        raise _title_above(
            f"the first row of {path} has one cell, but the rows below look like several",
            f"{path} 的第一行只有一格，而下面各行像是有多格",
        )
    bare = [column.column for column in look.columns if _heads_as_data(column)]
    if len(bare) * 2 > len(look.columns):
        raise DraftError(
            Words(
                f"the first row of {path} holds values rather than column names; add a row with names above it",
                f"{path} 的第一行像是数据而不是列名；请在它上方加一行列名",
            )
        )


def _no_rows(path: str, source: Source) -> Words:
    """That there are no customers; those of a workbook may be on another sheet than the first."""
    if not source.other_sheets:
        return Words(f"{path} has a header but no rows to learn from", f"{path} 只有表头，没有可供参考的数据行")
    others = ", ".join(source.other_sheets), "、".join(source.other_sheets)
    return Words(
        f"the first sheet of {path}, {source.sheet}, has no rows to learn from, and no other sheet is read"
        f" ({others[0]}); move the sheet with the customers to the front and try again",
        f"{path} 的第一张工作表“{source.sheet}”没有可供参考的数据行，其他工作表（{others[1]}）不会读取；"
        "请把客户所在的工作表移到最前面后重试",
    )


def _title_above(en: str, zh: str) -> DraftError:
    """That the first row is no header, and how that shows."""
    return DraftError(
        Words(
            f"{en}: a title seems to stand above the column headers; delete the rows above them and try again",
            f"{zh}：列名上方似乎还有标题；请删去列名以上的行后重试",
        )
    )


def _is_padded(source: Source) -> bool:
    """Whether the first row is a title that a spreadsheet has filled up with empty cells."""
    number = len(source.columns)
    named = number - len(source.unnamed)
    fullest = max((sum(bool(cell.strip(BLANK)) for cell in row) for row in source.beginning()), default=0)
    return named * 2 < number and fullest >= named * _FULLER


def _all_have(values: Counter[object], mark: str) -> bool:
    counts: Counter[int] = Counter()
    for value, times in values.items():
        counts[str(value).count(mark)] += times
    often, rows = counts.most_common(1)[0] if counts else (0, 0)
    return often > 0 and rows * 10 >= counts.total() * 8


def _heads_as_data(column: Seen) -> bool:
    """Whether a column is headed by a value: a number, a date, or what looks just like most of its cells."""
    header = column.column
    if _VALUE.fullmatch(header.translate(WIDE)) and len(header) > 1:
        return True
    if not any(character.isdigit() for character in header):
        return False
    shape = _shape(header)
    alike = sum(times for cell, times in column.values.items() if isinstance(cell, str) and _shape(cell) == shape)
    return alike * 2 > column.known


def _shape(text: str) -> str:
    """How a text is written, however long its words and numbers are."""
    return _LETTERS.sub("a", _DIGITS.sub("9", text.translate(WIDE)))
