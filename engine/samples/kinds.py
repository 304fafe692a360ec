"""Kinds of columns: what their Arrow type is, and how a core system writes them as text."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dsl.lean import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dsl.syntax.nodes import TypeName
    from engine.samples.shapes import Bools

# Numbers, or texts: numpy has none that are fast.
Values = Any


class Kind(ABC):
    """How a column stands in files that have types, and in text.

    Attributes:
        type: of the Arrow column.
        declared: types of the record that read it.
    """

    type: pa.DataType
    declared: tuple[TypeName, ...]

    def cells(self, values: Values, missing: Bools) -> pa.Array:
        """The Arrow column of some values, null where missing."""
        if isinstance(values, pa.Array):
            return pc.if_else(pa.array(missing), None, values) if missing.any() else values
        counts = values.astype(np.int32) if self.type.bit_width == 32 else values
        return pa.array(counts, mask=missing).cast(self.type)

    def text(self, cells: pa.Array) -> pa.Array:
        """The cells as a core system writes them into a text file."""
        return cells.cast(pa.string())

    @abstractmethod
    def parse(self, texts: pa.Array) -> pa.Array:
        """Cells from such texts."""


@dataclass(frozen=True)
class Plain(Kind):
    """A kind that Arrow writes as we want it."""

    type: pa.DataType
    declared: tuple[TypeName, ...]

    def parse(self, texts: pa.Array) -> pa.Array:
        """Cells from texts."""
        return texts.cast(self.type)


class DayFirst(Plain):
    """A date as it is written in England."""

    def text(self, cells: pa.Array) -> pa.Array:
        """Day, month and year."""
        return pc.strftime(cells, "%d/%m/%Y")


@dataclass(frozen=True)
class Listed(Kind):
    """One of a list; made as places in it."""

    values: tuple[str, ...]
    type = pa.dictionary(pa.int8(), pa.string())
    declared = ("one_of", "ordered")

    def cells(self, values: Values, missing: Bools) -> pa.Array:
        """The Arrow column of places in the list."""
        return pa.DictionaryArray.from_arrays(pa.array(values, pa.int8(), mask=missing), pa.array(self.values))

    def parse(self, texts: pa.Array) -> pa.Array:
        """Cells from texts, in the list or not."""
        encoded = texts.dictionary_encode()
        return pa.DictionaryArray.from_arrays(encoded.indices.cast(pa.int8()), encoded.dictionary)


@dataclass(frozen=True)
class Flag(Kind):
    """Yes or no."""

    yes: str = "Y"
    no: str = "N"
    type = pa.bool_()
    declared = ("yes_no",)

    def cells(self, values: Values, missing: Bools) -> pa.Array:
        """The Arrow column of truths."""
        return pa.array(values, mask=missing)

    def text(self, cells: pa.Array) -> pa.Array:
        """The words for yes and no."""
        return pa.array([self.no, self.yes]).take(cells.cast(pa.int8()))

    def parse(self, texts: pa.Array) -> pa.Array:
        """Cells from the words."""
        return pc.equal(texts, self.yes)


@dataclass(frozen=True)
class Decimals(Kind):
    """Decimal numbers, made as whole counts of their last place."""

    digits: int
    places: int
    declared: tuple[TypeName, ...]
    percent: bool = False  # written as a percentage, two places fewer

    @property
    def type(self) -> pa.DataType:
        """Of the Arrow column."""
        return pa.decimal128(self.digits, self.places)

    def cells(self, values: NDArray[np.int64], missing: Bools) -> pa.Array:
        """The Arrow column of some counts."""
        counts = pa.array(values, pa.int64(), mask=missing)
        wide = np.empty((len(values), 2), np.int64)  # a number of 128 bits: the low half, then the sign
        wide[:, 0] = values
        wide[:, 1] = values >> 63
        return pa.Array.from_buffers(self.type, len(values), [counts.buffers()[0], pa.py_buffer(wide)])

    def text(self, cells: pa.Array) -> pa.Array:
        """The numbers in full, with all their places."""
        if not self.percent:
            return cells.cast(pa.string())
        kind = pa.decimal128(self.digits, self.places - 2)
        percent = pa.Array.from_buffers(kind, len(cells), cells.buffers(), offset=cells.offset)
        return pc.binary_join_element_wise(percent.cast(pa.string()), "%", "")

    def parse(self, texts: pa.Array) -> pa.Array:
        """Cells from texts that are no percentages."""
        return texts.cast(self.type)


KEY: Final = Plain(pa.string(), ("key",))
TEXT: Final = Plain(pa.string(), ("text",))
DAY: Final = Plain(pa.date32(), ("date",))
DAY_FIRST: Final = DayFirst(pa.date32(), ("date",))
MOMENT: Final = Plain(pa.timestamp("s", "UTC"), ("date",))  # made as seconds since 1970-01-01
COUNT: Final = Plain(pa.int32(), ("whole",))
DAYS: Final = Plain(pa.int32(), ("days",))
FLAG: Final = Flag()
MONEY: Final = Decimals(18, 2, ("money",))
RATE: Final = Decimals(9, 4, ("percent",), percent=True)


def in_one(texts: pa.Array) -> memoryview:
    """The bytes of all texts of an array that begins its buffers, one after the other."""
    _, ends, held = texts.buffers()
    return memoryview(held)[: np.frombuffer(ends, np.int32)[len(texts)]]
