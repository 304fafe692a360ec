"""What every kind of data file gives the reader: its columns, and its rows in chunks."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from dsl.lean import dataclass
from engine.io.numerals import BLANK

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa

    from engine.manifest import DataFormat

# A column has one Arrow type, except in a spreadsheet, where every cell has its own.
Cells: TypeAlias = "pa.Array | Sequence[object]"


@dataclass(frozen=True, slots=True)
class Ragged:
    """A row with more or fewer cells than the header.

    Attributes:
        number: of the row.
        cells: as far as they can be told apart.
        line: the whole row as it was read.
        columns: of its file.
        code: of the reason why it cannot be decided.
    """

    number: int
    cells: tuple[str | None, ...]
    line: str
    columns: tuple[str, ...]
    code: str = "D201"

    def may_hold(self, column: str) -> frozenset[str]:
        """What may belong to a column.

        One separator too many or too few, anywhere in the row, leaves what belongs to a column at its place from the
        left or from the right: of the first column from the left, of the last from the right.
        """
        place, width = self.columns.index(column), len(self.columns)
        left, right = place, place - width + len(self.cells)
        places = {left} if place == 0 else {right} if place == width - 1 else {left, right}
        return frozenset(cell for at in places if 0 <= at < len(self.cells) and (cell := self.cells[at]) is not None)


BEGINNING: Final = 20  # rows in which a header that is not the first row is looked for


@dataclass(slots=True)
class Chunk:
    """Some rows of a file.

    Attributes:
        numbers: of the rows, from 1 for the first row that holds data, rising.
        columns: the cells of the columns asked for.
        raw: the rows at some positions, whole.
        ragged: rows that have no place in the columns.
        suspects: positions of rows that seem to have swallowed others, and the column that did.
        part: place of its file among those that are read.
        before: rows of the files before it.
    """

    numbers: pa.Array
    columns: Mapping[str, Cells]
    raw: Callable[[pa.Array], pa.Table]
    ragged: tuple[Ragged, ...] = ()
    suspects: tuple[tuple[int, str], ...] = ()
    part: int = 0
    before: int = 0

    @property
    def last(self) -> int:
        """The number of its last row; 0 for none."""
        last = self.numbers[-1].as_py() if len(self.numbers) else 0
        return max(last, *(row.number for row in self.ragged[-1:]), 0)

    def up_to(self, number: int) -> Chunk:
        """Its rows up to a row number."""
        rows = bisect_right(self.numbers.to_pylist(), number)
        return Chunk(
            self.numbers[:rows],
            {name: cells[:rows] for name, cells in self.columns.items()},
            self.raw,
            tuple(row for row in self.ragged if row.number <= number),
            tuple((at, name) for at, name in self.suspects if at < rows),
            self.part,
            self.before,
        )


class Rows(Protocol):
    """Rows with the same columns; they may be read more than once."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of all columns, in order."""

    def chunks(self, wanted: Sequence[str], most: int, *, whole: bool, few: Collection[str] = ()) -> Iterator[Chunk]:
        """The rows in order, at most so many at a time.

        Args:
            wanted: columns to read.
            most: rows of a chunk.
            whole: whether the raw rows may be asked for.
            few: columns of texts that likely say a few things many times; they may come as dictionaries.
        """

    def beginning(self) -> Sequence[Sequence[str]]:
        """The first rows below the header as texts, where one of them may be the header that was meant."""

    def cells(self, column: str, most: int) -> Iterator[Cells]:
        """The cells of one column alone, and all that ragged rows may have in it, at most so many at a time."""


class Source(Rows, Protocol):
    """An open data file, or a table in memory."""

    @property
    def format(self) -> DataFormat:
        """How it is stored."""

    @property
    def sha256(self) -> str:
        """Of the bytes of a file; of a table in memory, of its columns."""

    @property
    def types(self) -> Mapping[str, pa.DataType]:
        """Arrow types of columns that have one throughout."""

    @property
    def unnamed(self) -> frozenset[str]:
        """Columns whose header cell is blank."""

    @property
    def encoding(self) -> str | None:
        """Of a text file."""

    @property
    def separator(self) -> str | None:
        """Between the cells of a text file."""

    @property
    def sheet(self) -> str | None:
        """Of a workbook."""

    @property
    def other_sheets(self) -> tuple[str, ...]:
        """Of a workbook, those that hold something and are not read."""


def cells_of(chunks: Iterable[Chunk], column: str) -> Iterator[Cells]:
    """The cells of one column, and all that ragged rows may have in it."""
    for chunk in chunks:
        yield chunk.columns[column]
        if chunk.ragged:
            yield [cell for row in chunk.ragged for cell in sorted(row.may_hold(column))]


def column_names(header: Sequence[str | None]) -> tuple[str, ...]:
    """Names of all columns: one without a name is called by its place."""
    given = {name for name in header if name}
    names = []
    for at, name in enumerate(header, 1):
        text = name or f"column {at}"
        while not name and text in given:
            text += "'"
        names.append(text)
    return tuple(names)


def unnamed_columns(columns: Sequence[str], header: Sequence[str | None]) -> frozenset[str]:
    """The columns whose header cell is blank."""
    return frozenset(name for name, cell in zip(columns, header, strict=True) if not (cell or "").strip(BLANK))


NOTHING: Final[Mapping[str, pa.DataType]] = {}
