"""Decides the batches of a run on all cores, in the order of the rows."""

from __future__ import annotations

from copy import copy
from functools import partial
from typing import TYPE_CHECKING, get_args

from dsl.lean import dataclass
from engine.deciding import DecidedBatch
from engine.evaluator.assumptions import Assumptions
from engine.evaluator.counts import BatchCounts
from engine.evaluator.evaluator import Evaluator, in_order
from engine.evaluator.plan import Wanted
from engine.evaluator.tables import DecidedTables
from engine.evaluator.texts import Texts
from engine.io.tables import decisions_table, offers_table, tasks_table
from engine.manifest import TableName

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    import pyarrow as pa

    from dsl.program.model import Program
    from engine.binding import Binding
    from engine.evaluator.evaluator import Decided
    from engine.io.read import Batch
    from engine.io.reasons import Reason
    from engine.manifest import Results


@dataclass(frozen=True, slots=True)
class _Done:
    """A batch with what is to be counted of it."""

    batch: DecidedBatch
    decided: Decided
    withheld: int


class FastDecider:
    """Decides with the machine.

    Args:
        program: a checked policy.
        binding: of that policy to the run.
        why: whether decisions also tell which rules fire and which are unknown.
        threads: how many; as many as there are cores, if None.
        tables: which are made of what is decided.
    """

    def __init__(
        self,
        program: Program,
        binding: Binding,
        *,
        why: bool,
        threads: int | None = None,
        tables: Collection[TableName] = get_args(TableName),
    ) -> None:
        self._evaluator = Evaluator(program, binding, Wanted(rules=why))
        self._texts = Texts(self._evaluator.plan)
        self._counts = BatchCounts(self._evaluator.plan)
        self._assumptions = Assumptions(program, binding)
        self._threads = threads
        schemas: dict[TableName, pa.Schema] = {
            "decisions": decisions_table(program, why=why).schema,
            "offers": offers_table(program).schema,
            "tasks": tasks_table(program).schema,
        }
        self._schemas = {table: schema for table, schema in schemas.items() if table in tables}

    def broken(self, rows: pa.RecordBatch) -> dict[int, list[Reason]]:
        """Rows that break an assumption."""
        return self._assumptions.broken(rows)

    def decide(self, batches: Iterable[Batch], *, coded: bool = False) -> Iterator[DecidedBatch]:
        """Decide batches, in their order, whatever the number of threads; see ``Decider``."""
        for done in in_order(partial(self._decide, coded), batches, self._threads):
            yield done.batch
            self._counts.add(done.decided, done.withheld)

    def _decide(self, coded: bool, batch: Batch) -> _Done:  # noqa: FBT001 - given in decide
        decided = self._evaluator.decide(batch.rows)
        found = DecidedTables(decided, self._texts, coded=coded)
        make: dict[TableName, Callable[[pa.Schema], pa.RecordBatch]] = {
            "decisions": found.decisions,
            "offers": found.offers,
            "tasks": found.tasks,
        }
        tables = {table: make[table](schema) for table, schema in self._schemas.items()}
        return _Done(DecidedBatch(batch, tables), decided, found.withheld)

    def anew(self) -> FastDecider:
        """The same decider, which has counted nothing yet; threads may use both at once."""
        other = copy(self)
        other._counts = BatchCounts(self._evaluator.plan)  # noqa: SLF001 - of its own kind
        return other

    def results(self) -> Results:
        """Counts over the batches that were decided."""
        return self._counts.results()
