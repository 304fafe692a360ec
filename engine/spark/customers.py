"""Customers as Spark has them: rows of a DataFrame, or data files that the executors read themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pyarrow as pa
from pyspark.sql.pandas.types import from_arrow_schema

from dsl.lean import dataclass
from engine.spark.pieces import Piece, piece_reader
from engine.spark.work import (
    HASHES,
    KEYS,
    hash_keys,
    keys_of_pieces,
    keys_of_rows,
    rows_reader,
    suspected_keys,
)

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from engine.spark.work import Deciding, KeyWork, Policy

Batches = Iterable[pa.RecordBatch]


class Customers(Protocol):
    """Whom to decide."""

    def keys(self, work: KeyWork, columns: pa.Schema) -> DataFrame:
        """What some work makes of their keys."""

    def decided(self, deciding: Deciding) -> DataFrame:
        """What is decided of them."""


@dataclass(frozen=True, slots=True)
class FrameRows:
    """The rows of a DataFrame.

    Attributes:
        frame: Spark reads it.
        key: the column that holds the keys.
        read: the columns that fields are read from, this among them.
        policy: that decides.
    """

    frame: DataFrame
    key: str
    read: tuple[str, ...]
    policy: Policy

    def keys(self, work: KeyWork, columns: pa.Schema) -> DataFrame:
        """What some work makes of their keys; no other column is read."""
        policy = self.policy

        def of_rows(batches: Batches) -> Iterator[pa.RecordBatch]:
            return work(keys_of_rows(batches, policy))

        return self.frame.select(quoted(self.key)).mapInArrow(of_rows, from_arrow_schema(columns))

    def decided(self, deciding: Deciding) -> DataFrame:
        """What is decided of them."""

        def decide(batches: Batches) -> Iterator[pa.RecordBatch]:
            reader = rows_reader(batches, deciding.policy)
            if reader is not None:
                yield from deciding(reader)

        whole = "quarantine" in deciding.tables  # which has all columns of its rows
        frame = self.frame if whole else self.frame.select(*map(quoted, self.read))
        return frame.mapInArrow(decide, from_arrow_schema(deciding.columns))


@dataclass(frozen=True, slots=True)
class FileRows:
    """The rows of data files: Spark hands out the pieces, and the readers of any run read them.

    So every cell is read as on one machine. A task has one piece, and tasks stand in the order of the rows.
    """

    spark: SparkSession
    pieces: tuple[Piece, ...]
    policy: Policy

    def keys(self, work: KeyWork, columns: pa.Schema) -> DataFrame:
        """What some work makes of their keys."""
        policy = self.policy
        return self._each(lambda pieces: work(keys_of_pieces(pieces, policy)), columns)

    def decided(self, deciding: Deciding) -> DataFrame:
        """What is decided of them."""

        def decide(pieces: Iterable[Piece]) -> Iterator[pa.RecordBatch]:
            for piece in pieces:
                yield from deciding(piece_reader(piece, deciding.policy.program.record), piece.part)

        return self._each(decide, deciding.columns)

    def _each(self, work: Callable[[Iterable[Piece]], Iterator[pa.RecordBatch]], columns: pa.Schema) -> DataFrame:
        pieces = self.pieces

        def of_numbers(batches: Batches) -> Iterator[pa.RecordBatch]:
            return work(pieces[number] for batch in batches for number in batch.column(0).to_pylist())

        numbers = self.spark.range(0, len(pieces), 1, len(pieces))
        return numbers.mapInArrow(of_numbers, from_arrow_schema(columns))


def quoted(column: str) -> str:
    """The name of a column as Spark takes any."""
    name = column.replace("`", "``")
    return f"`{name}`"


def find_duplicates(customers: Customers) -> pa.Array:
    """The keys that stand in more than one row.

    Spark compares 8 bytes of each key; only of those that come twice the keys themselves.
    """
    suspects = _repeated(customers.keys(hash_keys, HASHES)).to_numpy().view(np.uint64)
    if not len(suspects):
        return pa.array([], pa.string())
    return _repeated(customers.keys(suspected_keys(np.sort(suspects)), KEYS)).cast(pa.string())


def _repeated(values: DataFrame) -> pa.Array:
    """What comes more than once in a column."""
    (name,) = values.columns
    repeated = values.groupBy(name).count().where("count > 1").select(name).toArrow()
    return repeated.column(0).combine_chunks()
