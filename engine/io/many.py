"""Several data files read as one: behind one another, with the same columns."""

from __future__ import annotations

from dataclasses import field, replace
from itertools import chain
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from dsl.diagnostics.model import Words
from dsl.lean import dataclass
from engine.io.match import kind_of, refuse_repeated
from engine.io.reasons import DataError
from engine.io.sources import Chunk, cells_of
from engine.punctuation import ENUMERATION

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from engine.io.formats import FileFacts
    from engine.io.sources import Cells, Rows, Source

# Kinds of values that are alike; what is not here is like itself only.
_ALIKE: Final = {
    "whole": Words("numbers", "数值"), "decimal": Words("numbers", "数值"), "double": Words("numbers", "数值"),
    "float": Words("numbers", "数值"), "text": Words("texts", "文本"), "yes_no": Words("true and false", "真假值"),
    "date": Words("dates", "日期"), "timestamp": Words("dates", "日期"),
}  # fmt: skip


@dataclass(slots=True)
class DataPart:
    """A data file, or a table in memory, and what was found in it.

    Attributes:
        source: its rows.
        facts: of a file.
        constants: values that are the same for all its rows, by column, because its path says so.
        rows: how many of it were read.
        from_numbers: keys and texts of which cells of a workbook, of those read so far, hold numbers.
    """

    source: Source
    facts: FileFacts | None = None
    constants: Mapping[str, str | None] = field(default_factory=dict)
    rows: int = 0
    from_numbers: set[str] = field(default_factory=set)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of all columns, those that the path gives behind the others."""
        return (*self.source.columns, *self.constants)

    @property
    def shown(self) -> str | Words:
        """What people call it."""
        return str(self.facts.path) if self.facts else Words("table", "数据表")


def refuse_other_columns(parts: Sequence[DataPart]) -> None:
    """Refuse a file whose columns are not those of the first, whatever their order.

    Raises:
        DataError: naming both files and every column that only one of them has.
    """
    for part in parts:
        refuse_repeated(part.columns, part.shown)
    first, *others = parts
    for part in others:
        told = _only(first, part) + _only(part, first)
        if told:
            english, chinese = ("".join(getattr(line, lang) for line in told) for lang in ("en", "zh"))
            raise DataError("D126", {"path": part.shown, "other": first.shown, "told": Words(english, chinese)})


def _only(one: DataPart, other: DataPart) -> list[Words]:
    """The columns that the one has and the other has not."""
    names = [name for name in one.columns if name not in other.columns]
    en, zh = (ENUMERATION[lang].join(names) for lang in ("en", "zh"))
    return [Words(f"\n  only in {one.shown}: {en}", f"\n  只在 {one.shown} 中有：{zh}")] if names else []


def refuse_other_kinds(parts: Sequence[DataPart], columns: Collection[str]) -> None:
    """Refuse a file of which a column holds values of another kind than in the first one that tells its kind.

    A key that is a text in one file and a number in another would not be found twice, and 0101 be another branch
    than 101. Cells of a workbook have a kind each; what is empty throughout fits any.

    Raises:
        DataError: naming both files and the column.
    """
    for column in columns:
        told: tuple[DataPart, Words] | None = None
        for part in parts:
            kind = _kind(part, column)
            if kind is None:
                continue
            if told is not None and told[1] != kind:
                other, wanted = told
                values = {"path": part.shown, "column": column, "held": kind, "other": other.shown, "wanted": wanted}
                raise DataError("D127", values)
            told = told or (part, kind)


def _kind(part: DataPart, column: str) -> Words | None:
    """What the values of a column are; None where that is not told of all of them."""
    if part.source.format == "xlsx":
        return None
    if column not in part.source.types:
        return _ALIKE["text"]
    kind = kind_of(part.source.types[column])
    return None if kind == "nothing" else _ALIKE.get(kind, Words(kind, kind))


class ManySource:
    """The rows of several files, or of one whose path says something of them; see ``Source``.

    Args:
        parts: the files.
        skipped: how many of the first ones are left out of the chunks; their rows must be known.
    """

    def __init__(self, parts: Sequence[DataPart], skipped: int = 0) -> None:
        self._parts = parts
        self._skipped = skipped
        self.columns = parts[0].columns

    def chunks(self, wanted: Sequence[str], most: int, *, whole: bool, few: Collection[str] = ()) -> Iterator[Chunk]:
        """The rows in order, numbered throughout; see ``Source``."""
        before = sum(part.rows for part in self._parts[: self._skipped])
        for at, part in enumerate(self._parts[self._skipped :], self._skipped):
            own = [name for name in wanted if name not in part.constants]
            last = 0
            for chunk in part.source.chunks(own, most, whole=whole, few=few):
                if chunk.last:
                    last = chunk.last
                    yield self._placed(chunk, part, at, before)
            before += last

    def cells(self, column: str, most: int) -> Iterator[Cells]:
        """The cells of one column alone; see ``Source``."""
        if column in self._parts[0].constants:
            return cells_of(self.chunks((column,), most, whole=False), column)
        return chain.from_iterable(part.source.cells(column, most) for part in self._parts)

    def beginning(self) -> Sequence[Sequence[str]]:
        """The first rows below the header of the first file; see ``Source``."""
        return self._parts[0].source.beginning()

    def _placed(self, chunk: Chunk, part: DataPart, at: int, before: int) -> Chunk:
        """A chunk of one file in its place among all rows."""
        constants = {name: _repeated(value, len(chunk.numbers)) for name, value in part.constants.items()}

        def raw(positions: pa.Array) -> pa.Table:
            rows = chunk.raw(positions)
            for name, value in part.constants.items():
                rows = rows.append_column(name, _repeated(value, rows.num_rows))
            return rows.select(list(self.columns))

        numbers = pc.add(chunk.numbers, pa.scalar(before, pa.int64()))
        ragged = tuple(replace(row, number=row.number + before) for row in chunk.ragged)
        return Chunk(numbers, {**chunk.columns, **constants}, raw, ragged, chunk.suspects, part=at, before=before)


def _repeated(value: str | None, rows: int) -> pa.Array:
    return pa.repeat(pa.scalar(value, pa.string()), rows)


def only_source(parts: Sequence[DataPart]) -> Rows:
    """What is read of some files: the file itself, where there is one, and its path says nothing of its rows."""
    return parts[0].source if len(parts) == 1 and not parts[0].constants else ManySource(parts)
