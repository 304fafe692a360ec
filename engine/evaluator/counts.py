"""Counts over all decided customers, from what the machine has tallied."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, get_args

import numpy as np

from engine.decision import LossCause
from engine.manifest import ChoiceCounts, ClassCounts, OfferCounts, PointsCounts, Results, TaskLosses

if TYPE_CHECKING:
    from engine.evaluator.evaluator import Decided
    from engine.evaluator.plan import Plan


class BatchCounts:
    """Adds up decided batches. Everything the policy declares is counted, also with 0."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._tallies = np.zeros(max(1, plan.program.tallies), np.int64)
        self._points = dict.fromkeys(plan.points, 0)
        self._withheld = 0
        self.rows = 0

    def add(self, decided: Decided, withheld: int) -> None:
        """Count a batch.

        Args:
            decided: made with counts.
            withheld: texts that could not be filled in.
        """
        self.rows += decided.rows.num_rows
        self._tallies += decided.results.tallies
        self._withheld += withheld
        for name, account in self._plan.points.items():
            values = decided.results.outputs[account.value][: decided.rows.num_rows].astype(np.int64)
            # In halves, so that no sum of a batch leaves 64 bits.
            self._points[name] += (int((values >> 32).sum()) << 32) + int((values & 0xFFFF_FFFF).sum())

    def _of(self, number: int | None) -> int:
        return 0 if number is None else int(self._tallies[number])

    def results(self) -> Results:
        """What was decided."""
        program, tallies = self._plan.outcomes.program, self._plan.tallies
        unknown = sum(
            self._of(number) for (_, cause), number in tallies.lost_unknown.items() if cause in ("exclusion", "channel")
        )
        tasks = dict.fromkeys(program.tasks, 0)
        for (task, _), number in tallies.tasks.items():
            tasks[task] += self._of(number)
        return Results(
            tiers={
                name: {rung: self._of(tallies.rungs[name, rung]) for rung in ladder.rungs}
                for name, ladder in program.ladders.items()
            },
            undecided={name: self._of(tallies.undecided[name]) for name in program.ladders},
            unknown_lifts={name: self._of(tallies.unknown_lifts[name]) for name in program.ladders},
            classes={name: self._class(name) for name in program.classes},
            points={
                name: PointsCounts(sum=str(total), incomplete=self._of(tallies.incomplete[name]))
                for name, total in self._points.items()
            },
            choices={name: self._choice(name, choice.values) for name, choice in program.choices.items()},
            conflicts={name: self._of(number) for name, number in tallies.conflicts.items()},
            offers={name: self._offer(name) for name in program.offers},
            exclusions_by_unknown=unknown,
            unknown_exclusions={rule: n for rule, n in sorted(self._unknown_exclusions().items()) if n},
            tasks=tasks,
            tasks_lost={name: self._lost_task(name) for name in program.tasks},
            broken={name: self._of(number) for name, number in tallies.broken.items()},
            rules_fired=self._by_rule(tallies.fired),
            rules_unknown=self._by_rule(tallies.unknown),
            wording_withheld=self._withheld,
        )

    def _by_rule(self, numbers: dict[str, int]) -> dict[str, int]:
        """Rules out of force count 0."""
        nobody = dict.fromkeys((rule.id for rule in self._plan.outcomes.program.all_rules), 0)
        return nobody | {name: self._of(number) for name, number in numbers.items()}

    def _unknown_exclusions(self) -> Counter[str]:
        taken: Counter[str] = Counter()
        for (_, rule), number in self._plan.tallies.unknown_exclusions.items():
            taken[rule] += self._of(number)
        return taken

    def _class(self, name: str) -> ClassCounts:
        yes, no = (self._of(self._plan.tallies.members[name, which]) for which in (True, False))
        return ClassCounts(yes=yes, no=no, unknown=self.rows - yes - no)

    def _choice(self, name: str, values: tuple[str, ...]) -> ChoiceCounts:
        found = {value: self._of(self._plan.tallies.choices[name, value]) for value in values}
        return ChoiceCounts(values=found, none=self.rows - sum(found.values()))

    def _offer(self, name: str) -> OfferCounts:
        tallies = self._plan.tallies
        causes: tuple[LossCause, ...] = get_args(LossCause)
        to = {rule: self._of(number) for (offer, rule), number in tallies.lost_to.items() if offer == name}
        return OfferCounts(
            given=self._of(tallies.given.get(name)),
            lost={cause: self._of(tallies.lost.get((name, cause))) for cause in causes},
            lost_unknown=sum(self._of(tallies.lost_unknown.get((name, cause))) for cause in causes),
            lost_to={rule: n for rule, n in sorted(to.items()) if n},
            channels_unknown=self._of(tallies.channels_unknown.get(name)),
        )

    def _lost_task(self, name: str) -> TaskLosses:
        """Of a task for all roles together."""
        tallies, to = self._plan.tallies, Counter[str]()
        for (task, _, rule), number in tallies.tasks_lost_to.items():
            if task == name:
                to[rule] += self._of(number)
        return TaskLosses(
            lost=sum(self._of(number) for (task, _), number in tallies.tasks_lost.items() if task == name),
            lost_unknown=sum(self._of(number) for (task, _), number in tallies.tasks_unknown.items() if task == name),
            lost_to={rule: n for rule, n in sorted(to.items()) if n},
        )
