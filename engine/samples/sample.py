"""Made-up customers, block by block: as typed columns, as texts, and what is wrong with some of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dsl.lean import dataclass
from engine.samples.faults import LINES, Fault, FileKind
from engine.samples.kinds import Kind
from engine.samples.model import BLOCK, Customers, Recipe
from engine.samples.shapes import Ints


@dataclass(frozen=True, slots=True)
class BrokenRows:
    """Some rows of a block that are to be broken in one way.

    Attributes:
        fault: how.
        at: their positions in the block.
        kinds, cells: of the columns by name, as they are before.
    """

    fault: Fault
    at: Ints
    kinds: dict[str, Kind]
    cells: dict[str, pa.Array]

    def __len__(self) -> int:
        return len(self.at)

    def texts(self, column: str | None = None) -> pa.Array:
        """What their cells say, in the column of the fault or another."""
        return self._say(column or self.fault.column, self.at)

    def before(self) -> pa.Array:
        """What the cells of the rows before them say."""
        return self._say(self.fault.column, self.at - 1)

    @property
    def changed(self) -> pa.Array:
        """What the cells of the fault's column are to say."""
        return self.fault.change(self)

    def _say(self, column: str, at: Ints) -> pa.Array:
        return self.kinds[column].text(self.cells[column].take(pa.array(at)))


@dataclass(frozen=True)
class Block:
    """Some customers in a row.

    Attributes:
        first: number of the first, from 0.
        kinds: of the columns by name.
        cells: the columns by name, with nothing wrong.
        broken: rows that are to be broken, by fault.
    """

    first: int
    kinds: dict[str, Kind]
    cells: dict[str, pa.Array]
    broken: tuple[BrokenRows, ...]

    @property
    def rows(self) -> int:
        """How many they are."""
        return len(next(iter(self.cells.values())))

    def mask(self, rows: BrokenRows) -> pa.Array:
        """Which rows are among some broken ones."""
        mask = np.zeros(self.rows, np.bool_)
        mask[rows.at] = True
        return pa.array(mask)

    @cached_property
    def texts(self) -> pa.RecordBatch:
        """All cells as a core system writes them into a text file, null where empty."""
        columns = {name: self.kinds[name].text(cells) for name, cells in self.cells.items()}
        return pa.RecordBatch.from_pydict(self._with_faults(columns))

    @cached_property
    def typed(self) -> pa.RecordBatch:
        """The columns with their types, which must be able to hold what is wrong."""
        faulty = {rows.fault.column for rows in self.broken}
        texts = self._with_faults({name: self.kinds[name].text(self.cells[name]) for name in faulty})
        columns = self.cells | {name: self.kinds[name].parse(column) for name, column in texts.items()}
        return pa.RecordBatch.from_pydict(columns)

    def _with_faults(self, texts: dict[str, pa.Array]) -> dict[str, pa.Array]:
        for rows in self.broken:
            name = rows.fault.column
            texts[name] = pc.replace_with_mask(texts[name], self.mask(rows), rows.changed)
        return texts


@dataclass(frozen=True, slots=True)
class Sample:
    """Some customers of a recipe: the same ones whenever they are asked for.

    Attributes:
        recipe: how they are made.
        rows: how many.
        seed: other seeds make other customers.
        day: the day they are of; None is that of the recipe.
        broken: share of rows that something is wrong with.
        file: what kind of file they are for, which limits what can be wrong.
    """

    recipe: Recipe
    rows: int
    seed: int = 1
    day: date | None = None
    broken: float = 0.0
    file: FileKind = "parquet"

    def blocks(self) -> Iterator[Block]:
        """The customers in order."""
        for number in range(-(-self.rows // BLOCK)):
            yield self._block(number)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The customers in order, as typed columns."""
        for block in self.blocks():
            yield block.typed

    def _block(self, number: int) -> Block:
        customers = Customers(self.seed, number, self.day or self.recipe.day)
        rows = min(self.rows - customers.first, BLOCK)
        columns = self.recipe.columns
        cells = {column.name: column.cells(customers).slice(0, rows) for column in columns}
        block = Block(customers.first, {column.name: column.kind for column in columns}, cells, ())
        if not self.broken:
            return block
        return replace(block, broken=tuple(self._break(customers, block)))

    def _break(self, customers: Customers, block: Block) -> Iterator[BrokenRows]:
        """Choose the rows that are to be broken, and how.

        Where a key is to be the one of the row before, that row must keep it where it can be found; so every other
        row is only broken in ways that leave its key alone.
        """
        is_broken = customers.odds("broken", self.broken)[: block.rows]
        even = customers.even("fault")[: block.rows]
        faults = [fault for fault in self.recipe.faults if self.file in fault.files]
        key = self.recipe.columns[0].name
        harmless = [n for n, fault in enumerate(faults) if fault.column != key and fault.files != LINES]
        chosen = np.where(
            np.arange(block.rows) % 2 == 1,
            np.floor(even * len(faults)).astype(np.int64),
            np.array(harmless)[np.floor(even * len(harmless)).astype(np.int64)],
        )
        for place, fault in enumerate(faults):
            at = np.flatnonzero(is_broken & (chosen == place))
            if len(at):
                yield BrokenRows(fault, at, block.kinds, block.cells)
