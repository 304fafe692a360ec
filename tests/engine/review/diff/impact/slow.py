"""What a change does to customers, found customer by customer with the reference evaluator.

Both this and the model are written out as the same plain facts: a kind, a name, what is counted, and how many.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from engine.reads import fields_in
from engine.review.diff.impact.asked import ChangeClass
from engine.review.shared.aspects import LESS, MORE, Aspect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dsl.program.model import Program
    from dsl.program.types import Value
    from engine.decision import Decision
    from engine.review.diff.impact.model import Impact

    Facts = Counter[tuple[object, ...]]
    Row = dict[str, Value | None]
    # Whether it is a change, what it is, and how many.
    Seen = Iterator[tuple[bool, tuple[object, ...], int]]

SMALLEST = {"JPY": 1}
FEWEST = 5
DAYS = ("lost", "gained", "earlier", "later", "day_lost", "day_gained", "day_unknown")


def slow_facts(old: Program, new: Program, people: Iterable[tuple[Row, Decision, Row, Decision]]) -> Facts:
    """The facts about customers whom both policies decide: each as read and decided by the old, then by the new one."""
    found: Facts = Counter()
    changing: set[tuple[object, ...]] = set()
    holders: Facts = Counter()
    for old_row, before, new_row, after in people:
        kinds = set()
        for look in (_tiers, _classes, _choices, _promises, _offers, _tasks, _points):
            for is_change, fact, number in look(before, after):
                found[fact] += number
                if is_change:
                    changing.add(fact[:2])
                    kinds.add(fact[0])
        for _, fact, _ in _tiers(before, after):
            for key, held in dict(_money(fact, (new, new_row), (old, old_row))).items():
                found[key] += held or 0
                holders[key] += held is not None
        found.update(("changed", kind) for kind in kinds)
        found["changed",] += bool(kinds)
    for key in [key for key, number in holders.items() if 0 < number < FEWEST]:
        del found[key]
    return Counter({x: n for x, n in found.items() if n and (x[0] == "changed" or x[:2] in changing)})


def _both(before, after, what):
    """Everything that either decision has, with what both say of it; None for the one that does not have it."""
    one, other = getattr(before, what), getattr(after, what)
    return [(name, one.get(name), other.get(name)) for name in one | other]


def _tiers(before: Decision, after: Decision) -> Seen:
    for name, x, y in _both(before, after, "tiers"):
        was, becomes = x and x.rung, y and y.rung
        yield was != becomes, ("tier", name, was, becomes), 1


def _classes(before: Decision, after: Decision) -> Seen:
    for name in before.classes | after.classes:
        was, becomes = before.classes.get(name, False), after.classes.get(name, False)
        yield was is not becomes, ("class", name, was, becomes), 1


def _choices(before: Decision, after: Decision) -> Seen:
    for name, was, becomes in _both(before, after, "choices"):
        yield was != becomes, ("choice", name, was, becomes), 1


def _promises(before: Decision, after: Decision) -> Seen:
    for name in {*before.broken} ^ {*after.broken}:
        yield True, ("never", name, name in after.broken), 1


def _offers(before: Decision, after: Decision) -> Seen:
    was, becomes = ({x.offer: x for x in side.offers} for side in (before, after))
    for name in was | becomes:
        one, other = was.get(name), becomes.get(name)
        yield False, ("offer", name, "before"), int(one is not None)
        yield False, ("offer", name, "after"), int(other is not None)
        if one is None or other is None:
            what, without = ("lost", after) if other is None else ("gained", before)
            causes = [x.cause for x in without.lost if x.offer == name] or ["not_granted"]
            yield True, ("offer", name, what), 1
            yield False, ("offer", name, what, causes[0]), 1
            continue
        if one.rank != other.rank:
            yield True, ("offer", name, "rank_better" if other.rank < one.rank else "rank_worse"), 1
        if one.priority != other.priority:  # it counts as a change; to which, classes of change tell
            yield True, ("offer", ("priority", name)), 0
        if set(one.channels) != set(other.channels):
            yield True, ("offer", name, tuple(sorted(one.channels)), tuple(sorted(other.channels))), 1


def _tasks(before: Decision, after: Decision) -> Seen:
    was, becomes = ({(x.task, x.role): x for x in side.tasks} for side in (before, after))
    for name in was | becomes:
        one, other = was.get(name), becomes.get(name)
        yield False, ("task", name, "before"), int(one is not None)
        yield False, ("task", name, "after"), int(other is not None)
        if one is None or other is None:
            yield True, ("task", name, "lost" if other is None else "gained"), 1
        elif one.due is None and other.due is None:
            if one.due_unknown != other.due_unknown:
                yield True, ("task", name, "day_unknown"), 1
        elif one.due is None or other.due is None:
            yield True, ("task", name, "day_lost" if other.due is None else "day_gained"), 1
        elif one.due != other.due:
            yield True, ("task", name, "earlier" if other.due < one.due else "later"), 1
        if one is not None and other is not None and one.channels != other.channels:
            yield True, ("task", name, one.channels, other.channels), 1


def _points(before: Decision, after: Decision) -> Seen:
    for name, was, becomes in _both(before, after, "points"):
        change = int((becomes.value if becomes else 0) - (was.value if was else 0))
        if change:
            sign, size = 1 if change > 0 else -1, len(str(abs(change)))
            yield True, ("points", name, *sorted((sign * 10 ** (size - 1), sign * (10**size - 1)))), 1
            yield False, ("points", name, "sum"), change
        incomplete = [bool(side and side.incomplete) for side in (was, becomes)]
        if incomplete[0] != incomplete[1]:
            yield True, ("points", name, "incomplete" if incomplete[1] else "complete"), 1


def _money(fact: tuple[object, ...], *sides: tuple[Program, Row]) -> Iterator[tuple[tuple[object, ...], int | None]]:
    """What the measure of a ladder reads of a customer who changes the tier, in the smallest unit."""
    _, ladder, was, becomes = fact
    for program, row in reversed(sides):
        measure = program.ladders[ladder].measure if ladder in program.ladders else None
        for name in fields_in(program, [measure]) if measure is not None and was != becomes else ():
            if program.record.fields[name].declared == "money":
                read = sides[0][1] if name in sides[0][0].record.fields else row
                yield (*fact, name), read[name]


def change_classes(facts: Facts) -> Iterator[tuple[ChangeClass, int]]:
    """The facts that are also classes of change, with their customers."""
    for (kind, *what), number in facts.items():
        match kind, *what:
            case (("tier" | "class" | "choice"), name, before, after):
                yield ChangeClass(Aspect(kind, (name,)), before, after), number
            case "offer", name, "lost", cause:
                yield ChangeClass(Aspect(kind, (name,)), before=True, after=cause != "not_granted" and cause), number
            case "offer", name, "gained", cause:
                yield ChangeClass(Aspect(kind, (name,)), before=cause != "not_granted" and cause, after=True), number
            case "task", name, ("lost" | "gained") as which:
                yield ChangeClass(Aspect(kind, name), which == "lost", which == "gained"), number
            case "task", name, ("earlier" | "later") as which:
                answers = (LESS, MORE) if which == "later" else (MORE, LESS)
                yield ChangeClass(Aspect("due", name), *answers), number
            case "never", name, after:
                yield ChangeClass(Aspect(kind, (name,)), not after, after), number


# --- the model as such facts ---


def told_facts(impact: Impact, *programs: Program) -> Facts:
    """The facts that the model tells."""
    found: Facts = Counter({("changed",): impact.changed})
    found.update({("changed", kind): number for kind, number in impact.changed_by.items()})
    for kind, things in (("tier", impact.tiers), ("class", impact.classes), ("choice", impact.choices)):
        for name, thing in things.items():
            found.update({(kind, name, x.before, x.after): x.customers for x in thing.cells})
    measured = {name for program in programs for name, x in program.ladders.items() if x.measure is not None}
    for name in measured & impact.tiers.keys():
        for cell in impact.tiers[name].cells:
            for money in cell.money:
                for field, amount in money.fields.items():
                    if amount is None:
                        continue
                    smallest = Fraction(amount) * SMALLEST.get(money.currency, 100)
                    found["tier", name, cell.before, cell.after, field] = int(smallest)
    for name, offer in impact.offers.items():
        found["offer", name, "before"], found["offer", name, "after"] = offer.before, offer.after
        for what in ("lost", "gained", "rank_better", "rank_worse"):
            found["offer", name, what] = getattr(offer, what).customers
        for what, causes in (("lost", offer.lost_to), ("gained", offer.gained_from)):
            found.update({("offer", name, what, cause): number for cause, number in causes.items()})
        found.update({("offer", name, x.before, x.after): x.customers for x in offer.channels})
    for task in impact.tasks:
        key = ("task", (task.task, task.role))
        found[*key, "before"], found[*key, "after"] = task.before, task.after
        found.update({(*key, what): getattr(task, what).customers for what in DAYS})
        found.update({(*key, x.before, x.after): x.customers for x in task.channels})
    for name, points in impact.points.items():
        found.update({("points", name, x.low, x.high): x.customers for x in points.buckets})
        found["points", name, "incomplete"] = points.became_incomplete.customers
        found["points", name, "complete"] = points.became_complete.customers
        found["points", name, "sum"] = int(points.sum)
    for name, promise in impact.promises.items():
        found["never", name, True], found["never", name, False] = promise.broken.customers, promise.mended.customers
    return Counter({fact: number for fact, number in found.items() if number})
