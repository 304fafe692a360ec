"""Decides a batch under two policies, and compares the decisions: the driver."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final, Protocol, TypeVar, get_args

import pyarrow as pa

from dsl.lean import dataclass
from engine.evaluator.evaluator import Evaluator, in_order
from engine.evaluator.plan import Wanted
from engine.review.diff.impact.asked import AskedClasses
from engine.review.diff.impact.classes import ClassChange, PromiseChange
from engine.review.diff.impact.found import Customers, Found, Tally
from engine.review.diff.impact.model import Impact, ImpactKind
from engine.review.diff.impact.money import Money
from engine.review.diff.impact.offers import OfferChange
from engine.review.diff.impact.points import PointsChange
from engine.review.diff.impact.quarantine import count_rows, moves, read_files, side_impact
from engine.review.diff.impact.reading import Readings, in_both
from engine.review.diff.impact.tasks import TaskChange
from engine.review.diff.impact.values import ChoiceChange, LadderChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.evaluator.evaluator import Decided
    from engine.review.diff.impact.asked import ChangeClass
    from engine.review.diff.impact.reading import BoundPolicy, Opener, Stretch

Part = TypeVar("Part")
_KINDS: Final[tuple[ImpactKind, ...]] = get_args(ImpactKind)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a change does to a batch.

    Attributes:
        impact: everything.
        customers: of the classes of change that were asked for, how many customers are in each.
    """

    impact: Impact
    customers: Mapping[ChangeClass, int]


def measure_impact(
    old: BoundPolicy, new: BoundPolicy, opens: Opener, *, asked: Iterable[ChangeClass] = (), examples: int = 0
) -> Measured:
    """What a change does to a batch of customers.

    The data are read once if both records make the same of them, else once for each.

    Args:
        old: the policy before the change.
        new: the policy after the change.
        opens: the data: ``lambda record, read: open_data(paths, record, Needs(read))``.
        asked: classes of change whose customers shall be counted.
        examples: name at most so many customers of each kind of change, with masked keys.

    Raises:
        engine.io.reasons.DataError: the data cannot be read under one of the records, or not to the end.
    """
    readings = Readings(old, new, opens)
    comparison = _Comparison(old, new, asked, examples)
    found = Found()
    for part in in_order(comparison.compare, readings):
        found.add(part, examples)
    return Measured(comparison.impact(found, readings), comparison.customers(found))


class _Change(Protocol):
    """Something that policies decide, and how it differs."""

    def compare(self, old: Decided, new: Decided, tally: Tally) -> None:
        """Count, in a batch, for whom it does."""


class _Comparison:
    """Two policies, and everything they decide. Threads may share it."""

    def __init__(self, old: BoundPolicy, new: BoundPolicy, asked: Iterable[ChangeClass], examples: int) -> None:
        wanted = Wanted(rules=False, reasons=False, counts=False)
        self._sides = old, new
        self._old, self._new = (Evaluator(side.program, side.binding, wanted) for side in self._sides)
        self._examples = examples
        plans = before, after = self._old.plan, self._new.plan
        programs = new.program, old.program
        self._ladders = [
            LadderChange(name, *plans, Money(name, *plans)) for name in _names(x.ladders for x in programs)
        ]
        self._classes = [ClassChange(name, *plans) for name in _names(x.classes for x in programs)]
        self._choices = [ChoiceChange(name, *plans) for name in _names(x.choices for x in programs)]
        self._points = [PointsChange(name, *plans) for name in _names(x.points for x in programs)]
        tasks = dict.fromkeys((x.task, x.role) for plan in (after, before) for x in plan.tasks)
        self._tasks = [TaskChange(task, role, *plans) for task, role in tasks]
        self._offers, self._promises = OfferChange(*plans), PromiseChange(*plans)
        self._asked = AskedClasses(*plans, asked)

    def compare(self, stretches: tuple[Stretch, Stretch]) -> Found:
        """Decide the same rows under both policies."""
        one, other = stretches
        old_rows, new_rows, numbers = in_both(one, other)
        if old_rows is new_rows:
            old_rows = new_rows = self._coded(new_rows)
        keys = new_rows.column(self._sides[1].program.record.key)
        tally = Tally(Customers(keys, numbers - one.before, one.part), self._examples)
        count_rows(one, other, tally.rows, tally.found, self._examples)
        old, new = self._old.decide(old_rows), self._new.decide(new_rows)
        changes: list[_Change] = [*self._ladders, *self._classes, *self._choices, *self._points, *self._tasks]
        for change in (*changes, self._offers, self._promises, self._asked):
            change.compare(old, new, tally)
        return tally.close()

    def _coded(self, rows: pa.RecordBatch) -> pa.RecordBatch:
        """Texts that both policies read as places in a dictionary, so that they are coded once."""
        read = [evaluator.plan.program.columns for evaluator in (self._old, self._new)]
        for place, name in enumerate(rows.schema.names):
            if all(name in columns for columns in read) and pa.types.is_string(rows.schema.field(place).type):
                rows = rows.set_column(place, name, rows.column(place).dictionary_encode())
        return rows

    def customers(self, found: Found) -> dict[ChangeClass, int]:
        """How many customers are in the classes that were asked for."""
        return self._asked.counts(found)

    def impact(self, found: Found, readings: Readings) -> Impact:
        """What was found of all rows."""
        (old, new), (old_reader, new_reader) = self._sides, readings.readers
        tasks = [x for task in self._tasks if (x := task.impact(found)) is not None]
        tasks.sort(key=lambda x: (-x.lost.customers, -x.gained.customers, x.task, x.role or ""))
        return Impact(
            old=side_impact("old", old, old_reader, found),
            new=side_impact("new", new, new_reader, found),
            data=read_files(new_reader),
            rows=found.counts["rows",],
            compared=found.counts["compared",],
            changed=found.counts["changed",],
            changed_by={kind: n for kind in _KINDS if (n := found.counts["changed", kind])},
            set_aside=moves("set aside", found),
            let_in=moves("let in", found),
            tiers=_changed({x.name: x.impact(found) for x in self._ladders}),
            classes=_changed({x.name: x.impact(found) for x in self._classes}),
            choices=_changed({x.name: x.impact(found) for x in self._choices}),
            offers=self._offers.impact(found),
            tasks=tuple(tasks),
            points=_changed({x.name: x.impact(found) for x in self._points}),
            promises=self._promises.impact(found),
        )


def _names(declared: Iterable[Iterable[str]]) -> list[str]:
    """Names that either policy declares."""
    return list(dict.fromkeys(chain.from_iterable(declared)))


def _changed(parts: Mapping[str, Part | None]) -> dict[str, Part]:
    """Without what does not change for anybody."""
    return {name: part for name, part in parts.items() if part is not None}
