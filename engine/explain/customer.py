"""Explains what was decided about one customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.types import Date
from engine.explain.asked import SHORT, Asked
from engine.explain.changes.nearest import wished
from engine.explain.changes.wishes import wishes
from engine.explain.explanation import (
    ChoiceSeen,
    ClassSeen,
    Explanation,
    NeverSeen,
    PointsAdded,
    PointsSeen,
    TaskSeen,
    TaskTaken,
    TierSeen,
)
from engine.explain.look import Look
from engine.explain.missing import causes_of, choice_causes, ladder_causes, points_causes, tier_causes
from engine.explain.offers import given, missed, taken
from engine.explain.seen import Seen, all_causes, unique_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dsl.program.types import Value
    from dsl.syntax.vocabulary import Lang
    from engine.decision import TaskDecision, TierDecision
    from engine.explain.changes.trials import Trials
    from engine.explain.missing import Cause
    from engine.reference import Reference, Row


def explain(
    reference: Reference, row: Row, *, lang: Lang, trials: Trials | None = None, asked: Asked = SHORT
) -> Explanation:
    """Decide one customer and say why.

    Args:
        reference: the policy, bound to the run.
        row: the value of every field by canonical name, in base units; None is missing.
        lang: of the text; names are shown in it where things have a name in it.
        trials: of the same policy and run, to find what would change the decision; without it nobody looks.
        asked: offers and tiers for which changes are wanted besides.

    Raises:
        DateNeededError: as deciding does.
    """
    look = Look(reference, row)
    seen = Seen(look)
    decision = look.evaluation.decision()
    program = reference.program
    broken = set(decision.broken)
    return Explanation(
        lang=lang,
        look=look,
        decision=decision,
        tiers=tuple(_tier(seen, program.ladders[name], tier) for name, tier in decision.tiers.items()),
        classes=tuple(_class(seen, name) for name in decision.classes),
        offers=given(seen, decision),
        taken=taken(seen, decision),
        missed=missed(seen, decision),
        points=tuple(_points(seen, name) for name in decision.points),
        choices=tuple(_choice(seen, name) for name in decision.choices),
        tasks=tuple(_task(seen, task) for task in decision.tasks),
        tasks_taken=tuple(_tasks_taken(seen)),
        nevers=tuple(_never(seen, never) for never in program.nevers if never.id in broken),
        tables=tuple(table for name, table in program.tables.items() if name in decision.conflicts),
        changes=wished(trials, look.evaluation, wishes(program, decision, asked)) if trials is not None else (),
    )


def _tier(seen: Seen, ladder: m.Ladder, tier: TierDecision) -> TierSeen:
    low = high = None
    if tier.base is not None:
        place = ladder.rungs.index(tier.base)
        low = _line(seen, ladder, place)
        high = _line(seen, ladder, place + 1) if place + 1 < len(ladder.rungs) else None
    unknown = set(tier.unknown_lifts)
    lifts = [(rule, x.rung) for rule, x in seen.effects(m.LiftTier) if x.ladder == ladder.name]
    causes: tuple[Cause, ...] = ()
    if tier.rung is None:
        causes = tier_causes(seen.evaluation, ladder.name)
    elif tier.base is None:
        causes = ladder_causes(seen.evaluation, ladder)
    return TierSeen(
        ladder,
        tier,
        low,
        high,
        seen.rules(tier.lifted_by),
        tuple((rule, rung) for rule, rung in lifts if rule.rule.id in unknown),
        causes,
    )


def _line(seen: Seen, ladder: m.Ladder, place: int) -> Value | None:
    line = ladder.lines[place]
    return seen.look.shown(line) if line is not None else None


def _class(seen: Seen, name: str) -> ClassSeen:
    truth = seen.evaluation.member(name)
    granting = unique_rules(rule for rule, x in seen.effects(m.GrantClass) if x.name == name)
    # A class is the `or` of its rules: those that are as it is make it so.
    deciding = tuple(rule for rule in granting if rule.truth is truth and rule.in_force)
    return ClassSeen(name, truth, deciding, all_causes(deciding))


def _points(seen: Seen, name: str) -> PointsSeen:
    added = [
        PointsAdded(rule, x.amount, seen.look.shown(x.amount) if rule.truth is True else None)
        for rule, x in seen.effects(m.AddPoints)
        if x.account == name and rule.truth is not False
    ]
    causes = points_causes(seen.evaluation, name)
    return PointsSeen(name, seen.evaluation.points(name), tuple(added), causes)


def _choice(seen: Seen, name: str) -> ChoiceSeen:
    value, conflict = seen.evaluation.choice(name)
    setting = [(rule, x) for rule, x in seen.effects(m.SetChoice) if x.choice == name]
    applying = tuple((rule, x.value) for rule, x in setting if rule.truth is True)
    unknown = tuple((rule, x.value) for rule, x in setting if rule.truth is None)
    causes = choice_causes(seen.evaluation, name) if value is None else ()
    return ChoiceSeen(name, value, conflict, applying or unknown, causes)


def _task(seen: Seen, task: TaskDecision) -> TaskSeen:
    rules = seen.rules(i for i, _ in task.reasons)
    causes: list[Cause] = []
    if task.due_unknown:
        for effect in _tasks(rule.rule for rule in rules):
            if (effect.task, effect.role) != (task.task, task.role):
                continue
            due = e.Arith("+", e.Today(), effect.within, Date()) if effect.within is not None else effect.on
            causes += causes_of(seen.evaluation, due)
    return TaskSeen(task, rules, tuple(dict.fromkeys(causes)))


def _tasks_taken(seen: Seen) -> Iterator[TaskTaken]:
    for rule, task in seen.effects(m.CreateTask):
        closing = seen.evaluation.closing(task.channel) if rule.truth is True else ()
        if closing:
            yield TaskTaken(task, rule, seen.rules(x.id for x in closing))


def _tasks(rules: Iterable[m.Rule]) -> Iterable[m.CreateTask]:
    return (x for rule in rules for x in rule.effects if isinstance(x, m.CreateTask))


def _never(seen: Seen, never: m.Never) -> NeverSeen:
    lines = tuple(seen.condition(x) for x in never.outcomes if not isinstance(x, m.HasOutcome))
    because = seen.look.fill(never.because) if never.because is not None else None
    return NeverSeen(never, lines, because)
