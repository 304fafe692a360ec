"""Tries what a comparison says on customers on both sides of everything that either policy compares."""

from collections import Counter

from engine.binding import BindingError, bind
from engine.ir import nodes as n
from engine.ir.outcomes import Outcomes
from engine.ir.walk import bottom_up
from engine.review.diff.comparing.changes import QUARANTINE
from engine.review.diff.comparing.sides import row_of
from engine.review.diff.telling.deciding import Decider, answer_of
from engine.review.shared.aspects import LESS, MORE, SOME, aspects
from tests.engine.equal.made_customers import Customers
from tests.engine.equal.made_values import chance


def customers(program, day, profile, seed, number):
    """Rows on both sides of what a policy compares."""
    binding = bind(program, day, profile if profile in program.profiles else None)
    goals = [x for _, given in aspects(Outcomes(program, binding)) if isinstance(given, dict) for x in given.values()]
    lines = [node for node in bottom_up(goals) if isinstance(node, n.AtLeast | n.Equal)]
    made = Customers(chance(seed), program, binding, lines)
    return [made.row(i) for i in range(number)]


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


def judge(old, new, found, days, seed, number):
    """Fails if a class has nobody to show, or a customer is decided otherwise and no question or no class says so.

    Returns:
        How many customers were decided otherwise.
    """
    told = Counter((x.aspect, x.pair.before, x.pair.after) for x in found.changes)
    assert max(told.values(), default=1) == 1
    for change in found.changes:
        if change.pair.shown.found.verdict == "somebody":
            assert id(change) in found.people, (change.aspect, change.pair.before, change.pair.after)
    deciders = Decider(old), Decider(new)
    linked = found.comparison.linked
    changed = 0
    for day in days:
        wanted = list(dict.fromkeys(x for program in (old, new) for x, _ in aspects(_outcomes(program, day))))
        for profile in dict.fromkeys((None, *old.profiles, *new.profiles)):
            try:
                rows = [row for x in (old, new) for row in customers(x, day, profile, seed, number)]
            except BindingError:
                continue
            sides = [
                decider.decide([row_of(readings, decider.program.record, row) for row in rows], day, profile)
                for decider, readings in zip(deciders, (linked.old, linked.new), strict=True)
            ]
            for one, other in zip(*sides, strict=True):
                assert one.is_sure
                assert other.is_sure
                different = list(differences(one.decision, other.decision, wanted))
                changed += bool(different)
                for difference in different:
                    assert difference in told, (day, profile, *difference)
                same = [all_of_it(x.decision, {*old.channels, *new.channels}) for x in (one, other)]
                assert different or same[0] == same[1], (day, profile, *same)
    return changed


def _outcomes(program, day):
    return Outcomes(program, bind(program, day))
