"""Decides a customer whom a proof has found with the production evaluator: only what that confirms is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from dsl.lean import dataclass
from engine.binding import bind
from engine.evaluator.assumptions import Assumptions
from engine.evaluator.evaluator import Evaluator
from engine.evaluator.plan import Wanted
from engine.evaluator.tables import DecidedTables
from engine.io.tables import decisions_table
from engine.review.shared.people import to_batch

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dsl.program.model import Program
    from engine.proof.samples import Row


@dataclass(frozen=True, slots=True)
class Seen:
    """What was decided about a customer.

    Attributes:
        tiers: by ladder; None is undecided.
        incomplete: points accounts to which something unknown may add.
        offers: that are given.
        fired, unknown: ids of rules.
        broken: ids of ``never`` statements.
        conflicts: choices without one value, and ``unique`` tables of which several rows apply.
    """

    tiers: Mapping[str, str | None]
    incomplete: frozenset[str]
    offers: frozenset[str]
    fired: frozenset[str]
    unknown: frozenset[str]
    broken: frozenset[str]
    conflicts: frozenset[str]


class Replay:
    """The production evaluator, bound to each day and profile that is asked for."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._bound: dict[tuple[date, str | None], tuple[Evaluator, Assumptions]] = {}
        self._schema = decisions_table(program, why=True).schema

    def decide(self, row: Row, day: date, profile: str | None) -> Seen | None:
        """The decision about a customer; None if the record does not allow her."""
        evaluator, assumptions = self._on(day, profile)
        rows = to_batch(self._program.record, [row])
        if assumptions.broken(rows):
            return None
        decided = evaluator.decide(rows)
        found = DecidedTables(decided, None).decisions(self._schema).to_pylist()[0]
        columns = {field.name: field.metadata for field in self._schema}

        def of(kind: str) -> dict[str, object]:
            wanted = (x for x in columns.items() if x[1][b"tiercel.kind"].decode() == kind)
            return {meta.get(b"tiercel.of", b"").decode(): found[name] for name, meta in wanted}

        def listed(kind: str) -> frozenset[str]:
            return frozenset(cast("list[str]", of(kind)[""]))

        tallies = decided.plan.tallies.conflicts
        conflicts = (name for name, number in tallies.items() if decided.results.tallies[number])
        tiers = cast("dict[str, str | None]", of("tier"))
        incomplete = frozenset(name for name, value in of("points_incomplete").items() if value)
        offers, fired, unknown, broken = map(listed, ("offers", "fired", "unknown", "broken"))
        return Seen(tiers, incomplete, offers, fired, unknown, broken, frozenset(conflicts))

    def _on(self, day: date, profile: str | None) -> tuple[Evaluator, Assumptions]:
        if (day, profile) not in self._bound:
            binding = bind(self._program, day, profile)
            evaluator = Evaluator(self._program, binding, Wanted(rules=True, reasons=False, counts=True))
            self._bound[day, profile] = evaluator, Assumptions(self._program, binding)
        return self._bound[day, profile]
