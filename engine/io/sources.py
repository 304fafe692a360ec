"""What every kind of data file gives the reader: its columns, and its rows in chunks."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

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
    """

    number: int
    cells: tuple[str | None, ...]
    line: str


@dataclass(slots=True)
class Chunk:
    """Some rows of a file.

    Attributes:
        numbers: of the rows, from 1 for the first row that holds data, rising.
        columns: the cells of the columns asked for.
        raw: the rows at some positions, whole.
        ragged: rows that have no place in the columns.
        suspects: positions of rows that seem to have swallowed others, and the column that did.
    """

    numbers: pa.Array
    columns: Mapping[str, Cells]
    raw: Callable[[pa.Array], pa.Table]
    ragged: tuple[Ragged, ...] = ()
    suspects: tuple[tuple[int, str], ...] = ()

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
        )


class Source(Protocol):
    """An open data file; it may be read more than once."""

    @property
    def format(self) -> DataFormat:
        """How it is stored."""

    @property
    def sha256(self) -> str:
        """Of the bytes of a file; of a table in memory, of its columns."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of all columns, in order."""

    @property
    def types(self) -> Mapping[str, pa.DataType]:
        """Arrow types of columns that have one throughout."""

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

    def chunks(self, wanted: Sequence[str], most: int, *, whole: bool, few: Collection[str] = ()) -> Iterator[Chunk]:
        """The rows in order, at most so many at a time.

        Args:
            wanted: columns to read.
            most: rows of a chunk.
            whole: whether the raw rows may be asked for.
            few: columns of texts that likely say a few things many times; they may come as dictionaries.
        """

    def cells(self, column: str, most: int) -> Iterator[Cells]:
        """The cells of one column alone, those of ragged rows left out, at most so many at a time."""


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


NOTHING: Final[Mapping[str, pa.DataType]] = {}
