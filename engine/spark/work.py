"""What executors do: they read some rows, and decide them or look at their keys. Nothing in here knows Spark.

All of it is pickled to get there, so it consists of a few plain values; the policy is prepared once a process.
"""

from __future__ import annotations

import pickle
from contextlib import suppress
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from dsl.lean import dataclass
from engine.evaluator.decider import FastDecider
from engine.io.arrow_source import StreamSource
from engine.io.cells import CellReader
from engine.io.convert import convert
from engine.io.data_reader import BATCH_ROWS, DataReader, Share
from engine.io.duplicates import among, hashes
from engine.io.many import DataPart
from engine.io.reasons import DataError
from engine.io.spool import in_columns
from engine.io.tables import quarantine_batch
from engine.reads import fields_read
from engine.rows import quarantine_rows
from engine.spark.pieces import piece_reader
from engine.tally import RowTally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from numpy.typing import NDArray

    from dsl.program.model import Program
    from dsl.syntax.vocabulary import Lang
    from engine.binding import Binding
    from engine.manifest import TableName
    from engine.spark.pieces import Piece
    from engine.totals import Totals

    Batches = Iterable[pa.RecordBatch]
    KeyWork = Callable[[Iterable[pa.Array]], Iterator[pa.RecordBatch]]

TOLD: Final = "told"  # the column of what is no row of a table, pickled: Done or DataError
HASHES: Final = pa.schema([("hash", pa.int64())])
KEYS: Final = pa.schema([("key", pa.string())])
_POLICIES: Final = 4  # that a process keeps prepared


@dataclass(frozen=True, slots=True)
class Done:
    """What is told of a piece, or of the rows of a partition, when all of it is decided.

    Attributes:
        part: place of its file.
        totals: of its rows.
        from_numbers: keys and texts of which some cells of a workbook are numbers.
        has_lines: whether some rows did not fit the columns.
    """

    part: int
    totals: Totals
    from_numbers: frozenset[str]
    has_lines: bool


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy bound to a run, on its way to the executors.

    Attributes:
        pickled: program and binding.
        why: whether decisions tell which rules fire.
        lang: language of quarantine messages.
    """

    pickled: bytes
    why: bool
    lang: Lang

    @classmethod
    def of(cls, program: Program, binding: Binding, *, why: bool, lang: Lang) -> Policy:
        """Pack it."""
        return cls(pickle.dumps((program, binding)), why, lang)

    @property
    def program(self) -> Program:
        """The checked program."""
        return _unpacked(self.pickled)[0]

    @property
    def as_of(self) -> date:
        """The day to decide on."""
        as_of = _unpacked(self.pickled)[1].as_of
        assert as_of is not None
        return as_of

    def decider(self, tables: tuple[TableName, ...]) -> FastDecider:
        """A decider that has counted nothing; the cores of an executor have a task each, and so it gets one thread."""
        return _decider(self.pickled, self.why, tables).anew()


@lru_cache(_POLICIES)
def _unpacked(pickled: bytes) -> tuple[Program, Binding]:
    program, binding = pickle.loads(pickled)  # noqa: S301 - the driver has made it
    return program, binding


@lru_cache(_POLICIES)
def _decider(pickled: bytes, why: bool, tables: tuple[TableName, ...]) -> FastDecider:  # noqa: FBT001 - lru_cache
    program, binding = _unpacked(pickled)
    return FastDecider(program, binding, why=why, threads=1, tables=tables)


# --- the rows ---


def rows_reader(rows: Batches, policy: Policy) -> DataReader | None:
    """Reads rows that Spark hands over; None if there are none."""
    batches = iter(rows)
    first = next(batches, None)
    if first is None:
        return None
    source = StreamSource(first.schema, _gathered(chain([first], batches)))
    return DataReader([DataPart(source)], policy.program.record, by_name=True, share=Share())


def _gathered(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Batches as large as readers like them; Spark's are smaller."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        if sum(x.num_rows for x in held) >= BATCH_ROWS:
            yield pa.concat_batches(held)
            held.clear()
    if held:
        yield pa.concat_batches(held)


# --- their keys ---


def keys_of_pieces(pieces: Iterable[Piece], policy: Policy) -> Iterator[pa.Array]:
    """The keys of pieces, as far as they can be read: who decides the pieces tells what is wrong with them."""
    for piece in pieces:
        with suppress(DataError):
            yield from piece_reader(piece, policy.program.record).keys()


def keys_of_rows(rows: Batches, policy: Policy) -> Iterator[pa.Array]:
    """The keys of batches that have this column only."""
    record = policy.program.record
    reader = CellReader(record.fields[record.key])
    return (convert(reader, batch.column(0)).values for batch in rows)


def hash_keys(keys: Iterable[pa.Array]) -> Iterator[pa.RecordBatch]:
    """The hashes of keys."""
    for part in keys:
        yield pa.record_batch([pa.array(hashes(part).view(np.int64))], schema=HASHES)


def suspected_keys(suspects: NDArray[np.uint64]) -> KeyWork:
    """Keeps the keys that have one of these hashes."""

    def keep(keys: Iterable[pa.Array]) -> Iterator[pa.RecordBatch]:
        for part in keys:
            yield pa.record_batch([among(part, suspects)], schema=KEYS)

    return keep


# --- their decisions ---


@dataclass(frozen=True, slots=True)
class Deciding:
    """Decides rows, and gives all tables in one kind of batch: a table is a column of structures.

    What stands in one row belongs to different customers: tables stand side by side because a row of each costs less
    than a row for each, and whoever wants a table takes the rows where its column is not null.

    Attributes:
        policy: which.
        tables: which are wanted.
        columns: of the batches.
        duplicates: keys that stand in more than one row of the run.
        counted: whether to tell what was counted.
    """

    policy: Policy
    tables: tuple[TableName, ...]
    columns: pa.Schema
    duplicates: pa.Array
    counted: bool

    def __call__(self, reader: DataReader, part: int = 0) -> Iterator[pa.RecordBatch]:
        """Decide all rows of a reader, the file at this place."""
        pa.set_cpu_count(1)  # other cores have other tasks
        try:
            yield from self._decided(reader, part)
        except DataError as error:
            yield self._told(error)

    def _decided(self, reader: DataReader, part: int) -> Iterator[pa.RecordBatch]:
        program = self.policy.program
        decider, has_lines = self.policy.decider(self.tables), False
        tally = RowTally(self.policy.as_of, fields_read(program), program.tasks)
        reader.take_duplicates(self.duplicates)
        reader.reject_when(decider.broken)
        for decided in decider.decide(reader):
            tables: dict[TableName, pa.RecordBatch] = dict(decided.tables)
            rejected = decided.batch.rejected
            if self.counted:
                tally.add_decided(decided)
            if len(rejected) and "quarantine" in self.tables:
                rows = quarantine_rows(rejected, self.policy.lang)
                tally.add_quarantined(rows.reasons)
                tables["quarantine"] = quarantine_batch(program, rows)
                has_lines |= any(line is not None for line in rejected.lines)
            yield self._side_by_side(tables)
        if self.counted:
            yield self._told(
                Done(part, tally.totals(decider.results()), frozenset(reader.parts[0].from_numbers), has_lines)
            )

    def _side_by_side(self, tables: Mapping[TableName, pa.RecordBatch]) -> pa.RecordBatch:
        rows = max((batch.num_rows for batch in tables.values()), default=0)
        columns = [_padded(tables.get(field.name), field.type, rows) for field in self.columns]
        return pa.record_batch(columns, schema=self.columns)

    def _told(self, what: Done | DataError) -> pa.RecordBatch:
        columns = [
            pa.array([pickle.dumps(what)]) if field.name == TOLD else pa.nulls(1, field.type) for field in self.columns
        ]
        return pa.record_batch(columns, schema=self.columns)


def _padded(batch: pa.RecordBatch | None, kind: pa.DataType, rows: int) -> pa.Array:
    """Rows as structures, and null behind them."""
    if batch is None:
        return pa.nulls(rows, kind)
    found = pa.StructArray.from_arrays(in_columns(batch, pa.schema(list(kind))).columns, fields=list(kind))
    return found if len(found) == rows else pa.concat_arrays([found, pa.nulls(rows - len(found), kind)])


def outcome_columns(tables: Mapping[TableName, pa.Schema]) -> pa.Schema:
    """The columns of the batches that ``Deciding`` gives."""
    fields = [(name, pa.struct([field.remove_metadata() for field in schema])) for name, schema in tables.items()]
    return pa.schema([*fields, (TOLD, pa.binary())])
