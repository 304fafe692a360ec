"""Counts over all decisions of a run, for the manifest."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, get_args

from dsl.program.types import NUMBER_PLACES
from engine.decision import LossCause
from engine.manifest import ChoiceCounts, ClassCounts, OfferCounts, PointsCounts, Results, TaskLosses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dsl.program.model import Program
    from engine.decision import Decision, Wording


class Counts:
    """Adds up decisions.

    Every count starts at 0 for all that the policy declares; a decision that names anything else is a
    mistake of the evaluator and raises KeyError.
    """

    def __init__(self, program: Program) -> None:
        ladders, offers = program.ladders, program.offers
        self._tiers: dict[str, dict[str | None, int]] = {
            name: dict.fromkeys((None, *ladder.rungs), 0) for name, ladder in ladders.items()
        }
        self._unknown_lifts = dict.fromkeys(ladders, 0)
        self._classes: dict[str, dict[bool | None, int]] = {
            name: dict.fromkeys((True, False, None), 0) for name in program.classes
        }
        self._points = dict.fromkeys(program.points, Fraction(0))
        self._incomplete = dict.fromkeys(program.points, 0)
        self._choices: dict[str, dict[str | None, int]] = {
            name: dict.fromkeys((None, *choice.values), 0) for name, choice in program.choices.items()
        }
        unique = (table.name for table in program.tables.values() if table.hit == "unique")
        self._conflicts = dict.fromkeys((*program.choices, *unique), 0)
        self._given = dict.fromkeys(offers, 0)
        self._lost: dict[str, dict[LossCause, int]] = {name: dict.fromkeys(get_args(LossCause), 0) for name in offers}
        self._lost_unknown = dict.fromkeys(offers, 0)
        self._lost_to: dict[str, Counter[str]] = {name: Counter() for name in offers}
        self._channels_unknown = dict.fromkeys(offers, 0)
        self._excluded_unknown = 0
        self._unknown_exclusions: Counter[str] = Counter()
        self._tasks = dict.fromkeys(program.tasks, 0)
        self._tasks_lost = dict.fromkeys(program.tasks, 0)
        self._tasks_unknown = dict.fromkeys(program.tasks, 0)
        self._tasks_lost_to: dict[str, Counter[str]] = {name: Counter() for name in program.tasks}
        self._broken = dict.fromkeys((never.id for never in program.nevers), 0)
        self._fired = dict.fromkeys((rule.id for rule in program.all_rules), 0)
        self._unknown = dict(self._fired)
        self._withheld = 0

    def add(self, decision: Decision) -> None:
        """Count one customer."""
        for name, tier in decision.tiers.items():
            self._tiers[name][tier.rung] += 1
            self._unknown_lifts[name] += bool(tier.unknown_lifts)
        for name, belongs in decision.classes.items():
            self._classes[name][belongs] += 1
        for name, points in decision.points.items():
            self._points[name] += points.value
            self._incomplete[name] += points.incomplete
        for name, value in decision.choices.items():
            self._choices[name][value] += 1
        for names, counts in (
            (decision.conflicts, self._conflicts),
            (decision.broken, self._broken),
            (decision.fired, self._fired),
            (decision.unknown, self._unknown),
        ):
            for name in names:
                counts[name] += 1
        self._add_offers_and_tasks(decision)

    def _add_offers_and_tasks(self, decision: Decision) -> None:
        for offer in decision.offers:
            self._given[offer.offer] += 1
            self._channels_unknown[offer.offer] += bool(offer.closed_unknown)
            self._withheld += _withheld((offer.say, *(because for _, because in offer.reasons)))
        for lost in decision.lost:
            self._lost[lost.offer][lost.cause] += 1
            self._lost_unknown[lost.offer] += lost.unknown
            if lost.cause in ("exclusion", "channel"):
                self._lost_to[lost.offer].update(lost.by)
                if lost.unknown:  # an offer whose channels are all excluded is lost for want of a channel
                    self._excluded_unknown += 1
                    self._unknown_exclusions.update(rule for rule in lost.by if rule in decision.unknown)
        for task in decision.tasks:
            self._tasks[task.task] += 1
            self._withheld += _withheld([because for _, because in task.reasons])
        for kept_back in decision.lost_tasks:
            self._tasks_lost[kept_back.task] += 1
            self._tasks_unknown[kept_back.task] += kept_back.unknown
            self._tasks_lost_to[kept_back.task].update(kept_back.by)

    def results(self) -> Results:
        """What was decided."""
        return Results(
            tiers={name: _known(counts) for name, counts in self._tiers.items()},
            undecided={name: counts[None] for name, counts in self._tiers.items()},
            unknown_lifts=dict(self._unknown_lifts),
            classes={
                name: ClassCounts(yes=counts[True], no=counts[False], unknown=counts[None])
                for name, counts in self._classes.items()
            },
            points={
                name: PointsCounts(sum=exact_text(total), incomplete=self._incomplete[name])
                for name, total in self._points.items()
            },
            choices={
                name: ChoiceCounts(values=_known(counts), none=counts[None]) for name, counts in self._choices.items()
            },
            conflicts=dict(self._conflicts),
            offers={
                name: OfferCounts(
                    given=given,
                    lost=dict(self._lost[name]),
                    lost_unknown=self._lost_unknown[name],
                    lost_to=dict(sorted(self._lost_to[name].items())),
                    channels_unknown=self._channels_unknown[name],
                )
                for name, given in self._given.items()
            },
            exclusions_by_unknown=self._excluded_unknown,
            unknown_exclusions=dict(sorted(self._unknown_exclusions.items())),
            tasks=dict(self._tasks),
            tasks_lost={
                name: TaskLosses(
                    lost=lost,
                    lost_unknown=self._tasks_unknown[name],
                    lost_to=dict(sorted(self._tasks_lost_to[name].items())),
                )
                for name, lost in self._tasks_lost.items()
            },
            broken=dict(self._broken),
            rules_fired=dict(self._fired),
            rules_unknown=dict(self._unknown),
            wording_withheld=self._withheld,
        )


def _withheld(wordings: Iterable[Wording | None]) -> int:
    return sum(wording is not None and wording.text is None for wording in wordings)


def _known(counts: dict[str | None, int]) -> dict[str, int]:
    return {value: count for value, count in counts.items() if value is not None}


def exact_text(value: Fraction) -> str:
    """A decimal, or a fraction where no decimal of four places is exact."""
    scaled = abs(value) * 10**NUMBER_PLACES
    if scaled.denominator != 1:
        return str(value)
    whole, rest = divmod(scaled.numerator, 10**NUMBER_PLACES)
    text = f"{whole}.{rest:0{NUMBER_PLACES}d}".rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 else text
