"""Tries what a comparison says on customers on both sides of everything that either policy compares."""

from collections import Counter

from engine.binding import bind
from engine.ir.outcomes import Outcomes
from engine.review.diff.comparing.changes import QUARANTINE
from engine.review.diff.comparing.sides import taken
from engine.review.diff.telling.deciding import Decider, answer_of
from engine.review.shared.aspects import LESS, MORE, SOME, aspects
from tests.engine.review.diff.boundary import Boundary, interesting

MOST = 60  # customers of interest on a day, under a profile


def seen(before, after, kind):
    """The pair of answers as the classes have it."""
    if kind in ("points", "due") and before != after:
        if before is None or after is None:
            return (None if before is None else SOME, None if after is None else SOME)
        return (LESS, MORE) if before < after else (MORE, LESS)
    return before, after


def differences(one, other, wanted):
    """What two decisions about a customer answer differently, as classes of change would have it."""
    if one is None or other is None:
        if one is not other:
            yield QUARANTINE, one is None, other is None
        return
    for aspect in wanted:
        before, after = answer_of(one, aspect), answer_of(other, aspect)
        x, y = seen(before, after, aspect.kind)
        if x == y and type(x) is type(y):
            continue
        if aspect.kind in ("priority", "channel", "due", "task_channel") and None in (before, after):
            continue  # told of who has the offer or the task under both
        if aspect.kind == "offer" and True not in (x, y):
            continue
        yield aspect, x, y


def all_of_it(decision, channels):
    """All that a customer has of a decision, whatever questions are asked; an offer without channels may go by any."""
    if decision is None:
        return None
    return (
        {name: tier.rung for name, tier in decision.tiers.items() if tier.rung is not None},
        {name: member for name, member in decision.classes.items() if member is not False},
        {name: value for name, value in decision.choices.items() if value is not None},
        {name: points.value for name, points in decision.points.items() if not points.incomplete},
        {x.offer: (x.priority, set(x.channels or channels)) for x in decision.offers},
        {(x.task, x.role): (x.due, set(x.channels)) for x in decision.tasks},
        set(decision.broken),
    )


def judge(old, new, found, days, seed, number, many=0):
    """Fails if a class has nobody to show, or a customer is decided otherwise and no question or no class says so.

    Args:
        old, new: the policies.
        found: what a comparison says of them.
        days: on which customers are decided.
        seed: of chance.
        number: of customers a policy, on each day under each profile, who are decided by the reference.
        many: of customers of whom those are decided, too, whom the evaluator of runs decides otherwise.

    Returns:
        Which classes somebody was met of, and how many customers were decided otherwise.
    """
    told = {(x.aspect, x.pair.before, x.pair.after): x.pair for x in found.changes}
    assert len(told) == len(found.changes)
    for change in found.changes:
        if change.pair.shown.found.verdict == "somebody":
            assert id(change) in found.people, (change.aspect, change.pair.before, change.pair.after)
    deciders = Decider(old), Decider(new)
    linked = found.comparison.linked
    met = Counter()
    for scope in _scopes(found.comparison.scopes, days):
        day, profile = scope
        wanted = list(dict.fromkeys(x for program in (old, new) for x, _ in aspects(_outcomes(program, day))))
        boundary = Boundary(old, new, day, profile, seed)
        rows = list(boundary.rows(number))
        rows += interesting(old, new, linked, list(boundary.rows(many)), day, profile)[:MOST]
        sides = [
            decider.decide([taken(readings, decider.program.record, row) for row in rows], day, profile)
            for decider, readings in zip(deciders, (linked.old, linked.new), strict=True)
        ]
        for one, other in zip(*sides, strict=True):
            assert one.is_sure
            assert other.is_sure
            different = list(differences(one.decision, other.decision, wanted))
            met["customers"] += bool(different)
            for difference in different:
                assert difference in told, (day, profile, *difference)
                pair = told[difference]
                assert any(_is_in(scope, x) for x in (*pair.scopes, *pair.open_scopes)), (day, profile, *difference)
                met[difference] += 1
            same = [all_of_it(x.decision, {*old.channels, *new.channels}) for x in (one, other)]
            assert different or same[0] == same[1], (day, profile, *same)
    return met


def _scopes(scopes, days):
    """Each day that was compared, under each profile."""
    return [
        (day, profile)
        for day in days
        for profile in dict.fromkeys(x.profile for x in scopes)
        if any(_is_in((day, profile), x) for x in scopes)
    ]


def _is_in(scope, compared):
    return compared.profile == scope[1] and compared.first <= scope[0] <= compared.last


def _outcomes(program, day):
    return Outcomes(program, bind(program, day))
