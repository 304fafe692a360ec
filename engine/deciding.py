"""How a run decides its batches: with the fast evaluator, or with the reference evaluator to check it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from dsl.lean import dataclass
from engine.assumptions import broken_assumptions
from engine.columns import to_python_rows
from engine.counts import Counts
from engine.io.tables import decisions_table, offers_table, tasks_table
from engine.reference import Reference

if TYPE_CHECKING:
    import pyarrow as pa

    from dsl.program.model import Program
    from engine.binding import Binding
    from engine.io.read import Batch
    from engine.io.reasons import Reason
    from engine.manifest import Results, TableName


@dataclass(frozen=True, slots=True)
class DecidedBatch:
    """Some rows, and what was decided of them: the tables of decisions, offers and tasks."""

    batch: Batch
    tables: Mapping[TableName, pa.RecordBatch]


class Decider(Protocol):
    """Decides the batches of one run."""

    def broken(self, rows: pa.RecordBatch) -> Mapping[int, Sequence[Reason]]:
        """Typed rows, by position, that break an assumption of the record; unreadable cells are missing."""

    def decide(self, batches: Iterable[Batch], *, coded: bool = False) -> Iterator[DecidedBatch]:
        """Decide batches, in their order.

        Args:
            batches: of the run.
            coded: whether texts of which there are few, and the items of lists, may be places in a dictionary.
        """

    def results(self) -> Results:
        """Counts over the batches that were decided: a batch counts when the next is asked for, or the end."""


class ReferenceDecider:
    """Decides row by row: some ten thousand times slower than the fast evaluator, and easier to believe."""

    def __init__(self, program: Program, binding: Binding, *, why: bool) -> None:
        self._reference = Reference(program, binding)
        self._counts = Counts(program)
        self._decisions = decisions_table(program, why=why)
        self._offers = offers_table(program)
        self._tasks = tasks_table(program)

    def broken(self, rows: pa.RecordBatch) -> dict[int, list[Reason]]:
        """Rows that break an assumption."""
        record = self._reference.program.record
        if not record.assumptions:
            return {}
        found = ((at, broken_assumptions(self._reference, row)) for at, row in enumerate(to_python_rows(rows, record)))
        return {at: reasons for at, reasons in found if reasons}

    def decide(
        self,
        batches: Iterable[Batch],
        *,
        coded: bool = False,  # noqa: ARG002 - texts are as good
    ) -> Iterator[DecidedBatch]:
        """Decide batches, in their order."""
        for batch in batches:
            decisions = [
                self._reference.decide(row) for row in to_python_rows(batch.rows, self._reference.program.record)
            ]
            tables: dict[TableName, pa.RecordBatch] = {
                "decisions": self._decisions.batch(decisions),
                "offers": self._offers.batch(decisions),
                "tasks": self._tasks.batch(decisions),
            }
            yield DecidedBatch(batch, tables)
            for decision in decisions:
                self._counts.add(decision)

    def results(self) -> Results:
        """Counts over the batches that were decided."""
        return self._counts.results()
