"""What a run counts of its rows and tables, whichever evaluator decides them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.manifest import DueCounts, RowCounts
from engine.totals import Totals

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from engine.deciding import DecidedBatch
    from engine.manifest import Results

# Last days of overdue, today, week and month, counted from the day of the run; what is due later comes next.
_LAST_DAYS: Final = np.array([-1, 0, 7, 30])
_NO_DAY: Final = len(_LAST_DAYS) + 1


class RowTally:
    """Counts the rows of a run.

    Args:
        as_of: the day of the run.
        read: fields that decisions read.
        tasks: all that the policy declares.

    Attributes:
        decided: so far.
    """

    def __init__(self, as_of: date, read: Collection[str] = (), tasks: Collection[str] = ()) -> None:
        self.decided = 0
        self._today = pa.scalar(as_of, pa.date32()).cast(pa.int32()).as_py()
        self._missing = dict.fromkeys(sorted(read), 0)
        self._due = {task: np.zeros(_NO_DAY + 1, np.int64) for task in tasks}
        self._quarantined = 0
        self._quarantine: Counter[str] = Counter()

    def add_decided(self, decided: DecidedBatch) -> None:
        """Count decided customers, what is missing of them, and their tasks."""
        rows = decided.batch.rows
        self.decided += rows.num_rows
        for name in self._missing:
            self._missing[name] += rows.column(name).null_count
        tasks = decided.tables["tasks"]
        names = tasks.column("task")
        if not pa.types.is_dictionary(names.type):
            names = names.dictionary_encode()
        codes = names.indices.to_numpy(zero_copy_only=False)
        due = tasks.column("due")
        days = due.cast(pa.int32()).fill_null(0).to_numpy(zero_copy_only=False) - self._today
        when = np.where(pc.is_null(due).to_numpy(zero_copy_only=False), _NO_DAY, np.searchsorted(_LAST_DAYS, days))
        for code, name in enumerate(names.dictionary.to_pylist()):
            self._due[name] += np.bincount(when[codes == code], minlength=_NO_DAY + 1)

    def add_quarantined(self, rows: Iterable[Sequence[tuple[str, str]]]) -> None:
        """Count rejected rows, each by its reasons (code, message)."""
        for reasons in rows:
            self._quarantined += 1
            self._quarantine.update({code for code, _ in reasons})

    def totals(self, results: Results) -> Totals:
        """All counts, with those of decisions."""
        return Totals(
            counts=self.rows(),
            results=results,
            missing=self.missing(),
            tasks_due=self.tasks_due(),
            quarantine=self.quarantine(),
        )

    def rows(self) -> RowCounts:
        """Rows in and out."""
        return RowCounts(rows_in=self.decided + self._quarantined, decided=self.decided, quarantined=self._quarantined)

    def missing(self) -> dict[str, int]:
        """Customers for whom it is missing, by field."""
        return dict(self._missing)

    def tasks_due(self) -> dict[str, DueCounts]:
        """When tasks are due."""
        return {
            task: DueCounts(**dict(zip(DueCounts.model_fields, counts.tolist(), strict=True)))
            for task, counts in self._due.items()
        }

    def quarantine(self) -> dict[str, int]:
        """Rejected rows by reason code."""
        return dict(sorted(self._quarantine.items()))
