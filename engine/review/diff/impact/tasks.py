"""Compares tasks: for whom they are created, when they are due, and by which channels they go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from engine.evaluator.tables import DecidedTables
from engine.ir.reach import LAST_DAY
from engine.review.diff.impact.channels import count_moves, moves
from engine.review.diff.impact.model import TaskImpact

if TYPE_CHECKING:
    import numpy.typing as npt

    from engine.evaluator.evaluator import Decided
    from engine.evaluator.plan import Plan, TaskColumns
    from engine.review.diff.impact.channels import Sets
    from engine.review.diff.impact.found import Found, Rows, Tally

    Days = npt.NDArray[np.int64]

# In the order of days: without a day comes behind every day.
_NO_DAY: Final = LAST_DAY + 1
_UNKNOWN_DAY: Final = LAST_DAY + 2
_NO_TASK: Final = LAST_DAY + 3


class TaskChange:
    """A task for a role."""

    def __init__(self, task: str, role: str | None, old: Plan, new: Plan) -> None:
        self._task, self._role = task, role
        self._old, self._new = (
            next((x for x in plan.tasks if (x.task, x.role) == (task, role)), None) for plan in (old, new)
        )

    def compare(self, old: Decided, new: Decided, tally: Tally) -> None:
        """Count who has the task under one policy only, or by another day."""
        was, becomes = _days(old, self._old), _days(new, self._new)
        tally.count(self._key("before"), int(np.count_nonzero(was != _NO_TASK)))
        tally.count(self._key("after"), int(np.count_nonzero(becomes != _NO_TASK)))
        self._compare_channels(old, new, np.flatnonzero((was != _NO_TASK) & (becomes != _NO_TASK)), tally)
        rows = np.flatnonzero(was != becomes)
        if not len(rows):
            return
        was, becomes = was[rows], becomes[rows]
        keeps = (was != _NO_TASK) & (becomes != _NO_TASK)
        had, has = was < _NO_DAY, becomes < _NO_DAY
        moves = had & has
        for what, where in (
            ("lost", becomes == _NO_TASK),
            ("gained", was == _NO_TASK),
            ("earlier", moves & (becomes < was)),
            ("later", moves & (becomes > was)),
            ("day lost", keeps & had & ~has),
            ("day gained", keeps & has & ~had),
            ("day unknown", keeps & ~had & ~has),
        ):
            tally.changed("task", self._key(what), rows[where])
        if moves.any():
            days = (becomes - was)[moves]
            tally.found.reach(self._key("days"), int(days.min()), int(days.max()))

    def _compare_channels(self, old: Decided, new: Decided, rows: Rows, tally: Tally) -> None:
        """Count those of some customers, who have the task under both policies, by its channels."""
        names = self._channels
        if names:
            was, becomes = _channels(old, self._old, names, rows), _channels(new, self._new, names, rows)
            count_moves("task", self._key("channels"), names, rows, (was, becomes), tally)

    @property
    def _channels(self) -> list[str]:
        return sorted({name for of in (self._old, self._new) if of is not None for name in of.channels})

    def _key(self, what: str) -> tuple[str | None, ...]:
        return ("task", self._task, self._role, what)

    def impact(self, found: Found) -> TaskImpact | None:
        """What changes; None if nothing does."""
        groups = {
            name: found.group(self._key(name.replace("_", " ")))
            for name in ("lost", "gained", "earlier", "later", "day_lost", "day_gained", "day_unknown")
        }
        channels = moves(self._key("channels"), found)
        if not channels and not any(group.customers for group in groups.values()):
            return None
        least, most = found.ends.get(self._key("days"), (None, None))
        return TaskImpact(
            task=self._task,
            role=self._role,
            before=found.counts[self._key("before")],
            after=found.counts[self._key("after")],
            least_days=least,
            most_days=most,
            channels=channels,
            **groups,
        )


def _days(decided: Decided, of: TaskColumns | None) -> Days:
    """The day of each customer's task, or why there is none."""
    found = np.full(decided.rows.num_rows, _NO_TASK, np.int64)
    if of is not None:
        rows, days, unknown = DecidedTables(decided, None).task(of)
        found[rows] = np.where(unknown, _UNKNOWN_DAY, days)
    return found


def _channels(decided: Decided, of: TaskColumns | None, names: list[str], rows: Rows) -> Sets:
    """By which channels the task of each of some customers goes."""
    found = np.zeros(len(rows), np.int64)
    if of is not None:
        tables = DecidedTables(decided, None)
        for name, masks in of.channels.items():
            found |= np.where(tables.holds(masks, rows), 1 << names.index(name), 0)
    return found
