"""What is decided of a Spark DataFrame: the tables of a run, as DataFrames."""

from __future__ import annotations

import pickle
from functools import cached_property
from typing import TYPE_CHECKING, Final, Self, get_args

from pyspark.sql import DataFrame
from pyspark.sql import functions as f
from pyspark.sql.pandas.types import to_arrow_schema

from dsl.diagnostics.model import Words
from engine.io.read import read_table
from engine.io.reasons import DataError
from engine.io.tables import decisions_table, offers_table, quarantine_schema, tasks_table
from engine.manifest import TableName
from engine.reads import fields_read
from engine.spark.customers import FrameRows, find_duplicates
from engine.spark.session import SparkError
from engine.spark.work import TOLD, Deciding, Policy, outcome_columns
from engine.tally import RowTally

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from dsl.program.model import Program
    from dsl.syntax.vocabulary import Lang
    from engine.binding import Binding
    from engine.io.read import DataReader, Needs
    from engine.spark.customers import Customers
    from engine.spark.work import Done
    from engine.totals import Totals

TABLES: Final[tuple[TableName, ...]] = get_args(TableName)
_ROW: Final = "row_number"


class Outcomes:
    """What is decided of customers, a DataFrame a table; nothing is decided before one of them is used.

    Args:
        customers: whom to decide.
        policy: by which.
        quarantine: the columns of the quarantine.
    """

    def __init__(self, customers: Customers, policy: Policy, quarantine: pa.Schema) -> None:
        self._customers, self._policy = customers, policy
        self._schemas: dict[TableName, pa.Schema] = {
            "decisions": decisions_table(policy.program, why=policy.why).schema,
            "offers": offers_table(policy.program).schema,
            "tasks": tasks_table(policy.program).schema,
            "quarantine": quarantine,
        }
        self._kept: DataFrame | None = None
        self.duplicates = find_duplicates(customers)

    def keep(self) -> None:
        """Decide once for all tables, and keep that in the executors' memory and on their disks."""
        self._kept = self._decided(TABLES, counted=True).persist()

    def release(self) -> None:
        """Keep nothing any more."""
        if self._kept is not None:
            self._kept.unpersist()
            self._kept = None

    def table(self, name: TableName) -> DataFrame:
        """One table."""
        decided = self._kept if self._kept is not None else self._decided((name,), counted=False)
        return decided.where(f.col(name).isNotNull()).select(f"{name}.*")

    def told(self) -> list[Done]:
        """What the tasks tell of all their rows, in their order.

        Raises:
            DataError: the data cannot be read to the end.
        """
        decided = self._kept if self._kept is not None else self._decided(TABLES, counted=True)
        rows = decided.where(f.col(TOLD).isNotNull()).select(TOLD).collect()
        told = [pickle.loads(bytes(row[0])) for row in rows]  # noqa: S301 - the executors have made it
        for error in told:
            if isinstance(error, DataError):
                raise error
        return told

    def totals(self, told: Sequence[Done]) -> Totals:
        """The counts of all tasks together; of everything that the policy declares, also 0."""
        program, as_of = self._policy.program, self._policy.as_of
        nothing = RowTally(as_of, fields_read(program), program.tasks).totals(self._policy.decider(TABLES).results())
        for done in told:
            nothing = nothing.plus(done.totals)
        return nothing

    def _decided(self, tables: tuple[TableName, ...], *, counted: bool) -> DataFrame:
        columns = outcome_columns({name: self._schemas[name] for name in tables})
        return self._customers.decided(Deciding(self._policy, tables, columns, self.duplicates, counted))


class SparkResult:
    """What was decided of a DataFrame of customers.

    Each table is a DataFrame that decides when it is used, and only what it shows. Whoever needs several of them, or
    one several times, calls ``keep`` first: then all is decided once. Rows have no order, as those of any DataFrame.

    Attributes:
        absent: fields for which the DataFrame has no column: missing for everyone.
        unused: columns that no field reads.
    """

    def __init__(self, outcomes: Outcomes, reader: DataReader) -> None:
        self._outcomes = outcomes
        self.absent, self.unused = reader.absent, reader.unused

    @property
    def decisions(self) -> DataFrame:
        """A row per customer: tiers, classes, points, choices, ranked offers."""
        return self._outcomes.table("decisions")

    @property
    def offers(self) -> DataFrame:
        """A row per customer and offer, ranked."""
        return self._outcomes.table("offers")

    @property
    def tasks(self) -> DataFrame:
        """A row per task."""
        return self._outcomes.table("tasks")

    @property
    def quarantine(self) -> DataFrame:
        """Each rejected row, whole, with every reason."""
        return self._outcomes.table("quarantine").drop(_ROW)  # rows of a DataFrame have no number

    @cached_property
    def totals(self) -> Totals:
        """What was decided, counted; all is decided for that, unless it is kept."""
        return self._outcomes.totals(self._outcomes.told())

    def keep(self) -> Self:
        """Decide once, when the first table is used, and keep all in the executors' memory and on their disks."""
        self._outcomes.keep()
        return self

    def release(self) -> None:
        """Give the room back that ``keep`` has taken."""
        self._outcomes.release()


def decide_frame(
    program: Program, binding: Binding, frame: object, needs: Needs, *, why: bool, lang: Lang
) -> SparkResult:
    """Decide the rows of a DataFrame; keys that stand twice are looked for at once.

    Raises:
        DataError: its columns do not fit the record.
        SparkError: keys are numbers of rows, which the rows of a DataFrame do not have.
        TypeError: it is none.
    """
    if not isinstance(frame, DataFrame):
        raise TypeError(f"{type(frame).__name__} is not a Spark DataFrame; give one, or call decide")
    refuse_row_numbers(program)
    empty = to_arrow_schema(frame.schema).empty_table()
    reader = read_table(empty, program.record, needs)
    policy = Policy.of(program, binding, why=why, lang=lang)
    read = tuple(dict.fromkeys(reader.matched.values()))
    customers = FrameRows(frame, reader.matched[program.record.key], read, policy)
    columns = quarantine_schema(program, reader.parts[0].columns, file=False, lines=False)
    return SparkResult(Outcomes(customers, policy, columns), reader)


def refuse_row_numbers(program: Program) -> None:
    """Refuse a record whose key is the number of the row: nobody knows it before all rows above it are counted.

    Raises:
        SparkError: saying so.
    """
    record = program.record
    if record.fields[record.key].declared == "row_number":
        raise SparkError(
            Words(
                "customers without a key, known by the number of their row, are not decided on Spark",
                "没有主键、用行号作标识的客户，不能用 Spark 判定",
            )
        )
