"""What is compared: every single result of a decision, as a column with a name."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import numpy as np

from dsl.program import model as m
from engine.ir import nodes as n
from engine.ir.nodes import FALSE
from engine.ir.reach import to_days
from engine.ir.values import Customer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from engine.decision import Decision
    from engine.ir.amounts import Amount
    from engine.ir.outcomes import Outcomes, TaskLogic
    from engine.reference import Reference

    Name = tuple[str, ...]
    Found = dict[Name, np.ndarray]

NO_DAY: Final = 10**9
NO_PRIORITY: Final = 10**9
FAR: Final = 2**62  # what is not known may be any integer, however large
CAUSES: Final = ("period", "eligibility", "exclusion", "channel", "group", "cap")


def expected(run: Reference, decisions: list[Decision]) -> Found:
    """The results of the reference."""
    columns: dict[Name, list[int]] = {}
    for decision in decisions:
        for name, value in _facts(run, decision).items():
            columns.setdefault(name, []).append(value)
    return {name: np.array(values, np.int64) for name, values in columns.items()}


def _facts(run: Reference, decision: Decision) -> dict[Name, int]:
    program, found = run.program, {}
    fired, unknown = set(decision.fired), set(decision.unknown)
    for rule in run.rules:
        found["fired", rule.id] = rule.id in fired
        found["unknown", rule.id] = rule.id in unknown
    for name, ladder in program.ladders.items():
        tier = decision.tiers[name]
        found["tier", name] = 0 if tier.rung is None else 1 + ladder.rungs.index(tier.rung)
        found["unknown lift", name] = bool(tier.unknown_lifts)
    for name, member in decision.classes.items():
        found["member", name], found["known member", name] = member is True, member is not None
    for name, account in decision.points.items():
        assert account.value.denominator == 1
        found["points", name], found["incomplete", name] = account.value.numerator, account.incomplete
    for name, value in decision.choices.items():
        found["choice", name] = 0 if value is None else 1 + program.choices[name].values.index(value)
    for name in may_conflict(program):
        found["conflict", name] = name in decision.conflicts
    offers, lost = {x.offer: x for x in decision.offers}, {x.offer: x for x in decision.lost}
    for name in {x.offer for _, x in run.effects_of(m.GrantOffer)}:
        offer, loss = offers.get(name), lost.get(name)
        found["rank", name] = offer.rank if offer else 0
        found["priority", name] = offer.priority if offer else NO_PRIORITY
        found["any channel", name] = offer is not None and offer.channels == ()
        for channel in program.channels:
            found["channel", name, channel] = offer is not None and channel in offer.channels
        for cause in CAUSES:
            found["lost", name, cause] = loss is not None and loss.cause == cause
        found["lost for something unknown", name] = loss is not None and loss.unknown
    tasks = {(x.task, x.role or ""): x for x in decision.tasks}
    for x in {(x.task, x.role or "") for _, x in run.effects_of(m.CreateTask)}:
        task = tasks.get(x)
        found["task", *x] = task is not None
        found["due", *x] = NO_DAY if task is None or task.due is None else to_days(task.due)
        found["due unknown", *x] = task is not None and task.due_unknown
    for never in program.nevers:
        found["broken", never.id] = never.id in decision.broken
    return found


def may_conflict(program: m.Program) -> list[str]:
    return [*program.choices, *(x.name for x in program.tables.values() if x.hit == "unique")]


class Results:
    """Where the logical form has each result; who reads it says what he makes of formulas and forms.

    Attributes:
        masks: by name, where a result holds.
        codes: by name, 1 + the place of the last formula that holds.
        values: integers.
        ranked: the offers at their priorities, in the order in which they are given.
        dues: by task, of each grant that sets a day: where it does, and where that is known, and the day.
    """

    def __init__(self, o: Outcomes) -> None:
        b, program = o.builder, o.program
        self.masks: dict[Name, n.Formula] = {}
        self.codes: dict[Name, list[n.Formula]] = {}
        self.values: dict[Name, n.Form] = {}
        self.dues: dict[Name, list[tuple[n.Formula, n.Formula, n.Form]]] = {}
        self.ranked = [(entry.offer, entry.priority, entry.given) for entry in o.offers.entries]
        for rule in o.rules:
            self.masks["fired", rule.id] = o.fires(rule).true
            self.masks["unknown", rule.id] = o.unknown(rule)
        for name in program.ladders:
            self.codes["tier", name] = list(o.rung(name).from_place)
            self.masks["unknown lift", name] = o.unknown_lift(name)
        for name in program.classes:
            member = o.member(name)
            self.masks["member", name] = member.true
            self.masks["known member", name] = b.any_of((member.true, member.false))
        for name in program.points:
            self.values["points", name] = o.points(name).form
            self.masks["incomplete", name] = b.negation(o.points(name).known)
        for name in program.choices:
            self.codes["choice", name] = list(o.choice(name).values.values())
        for name in may_conflict(program):
            self.masks["conflict", name] = o.conflict(name)
        for name, candidate in o.offers.candidates.items():
            given, wins = o.offers.given(name), o.offers.wins(name)
            self.masks["any channel", name] = b.all_of((given, candidate.any_channel))
            for channel in program.channels:
                here = b.all_of((b.negation(candidate.any_channel), candidate.channels.get(channel, FALSE)))
                self.masks["channel", name, channel] = b.all_of((given, here))
            self.masks |= {("lost", name, cause): FALSE for cause in CAUSES}
            self.masks |= {("lost", name, loss.cause): loss.where for loss in candidate.losses}
            self.masks["lost", name, "group"] = b.all_of((candidate.stands, b.negation(wins)))
            self.masks["lost", name, "cap"] = b.all_of((wins, b.negation(given)))
            self.masks["lost for something unknown", name] = b.any_of(loss.unknown for loss in candidate.losses)
        for task in o.tasks():
            self._task(o, task)
        for never in program.nevers:
            self.masks["broken", never.id] = o.broken(never)

    def _task(self, o: Outcomes, task: TaskLogic) -> None:
        name, b = (task.task, task.role or ""), o.builder
        self.masks["task", *name] = b.any_of(where for _, where, _ in task.grants)
        set_: list[tuple[n.Formula, Amount]] = [(where, due) for _, where, due in task.grants if due is not None]
        self.dues[name] = [(where, b.all_of((where, due.known)), due.form) for where, due in set_]

    def read(
        self,
        mask: Callable[[n.Formula], np.ndarray],
        value: Callable[[n.Form], np.ndarray],
        code: Callable[[list[n.Formula]], np.ndarray],
        places: Callable[[list[n.Formula]], tuple[np.ndarray, np.ndarray]],
        rows: int,
    ) -> Found:
        """All results, by functions that read one each."""
        found = {name: mask(formula) for name, formula in self.masks.items()}
        found |= {name: value(form) for name, form in self.values.items()}
        found |= {name: code(formulas) for name, formulas in self.codes.items()}
        for name, grants in self.dues.items():
            due, wanted = np.full(rows, NO_DAY), np.zeros(rows, np.int64)
            for where, known, form in grants:
                due = np.minimum(due, np.where(mask(known), value(form), NO_DAY))
                wanted |= mask(where)
            found["due", *name], found["due unknown", *name] = due, wanted & (due == NO_DAY)
        found |= ranks(self.ranked, *places([given for _, _, given in self.ranked]))
        return found


def ranks(entries: list[tuple[str, int, object]], ends: np.ndarray, places: np.ndarray) -> Found:
    """The rank and priority of each offer, from the entries customers are in, one customer after the other."""
    rows = np.repeat(np.arange(len(ends) - 1), np.diff(ends))
    rank = np.arange(len(places)) - ends[rows] + 1
    found: Found = {}
    for place, (name, priority, _) in enumerate(entries):
        if ("rank", name) not in found:
            found["rank", name] = np.zeros(len(ends) - 1, np.int64)
            found["priority", name] = np.full(len(ends) - 1, NO_PRIORITY)
        here = places == place
        assert not found["rank", name][rows[here]].any(), "an offer given twice"
        found["rank", name][rows[here]] = rank[here]
        found["priority", name][rows[here]] = priority
    return found


def interpreted(results: Results, rows: list[dict[str, object]]) -> Found:
    """The results that plain reading of the logical form gives."""
    customers = [Customer(row) for row in rows]
    sys.setrecursionlimit(max(sys.getrecursionlimit(), 20_000))  # chains of formulas may be long
    return results.read(
        lambda formula: np.array([c.holds(formula) for c in customers], np.int64),
        lambda form: np.array([min(max(c.value(form), -FAR), FAR) for c in customers], np.int64),
        lambda formulas: np.array([_last(c, formulas) for c in customers], np.int64),
        lambda formulas: _places([[i for i, x in enumerate(formulas) if c.holds(x)] for c in customers]),
        len(rows),
    )


def _places(lists: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    return np.cumsum([0, *map(len, lists)]), np.array([x for some in lists for x in some], np.int64)


def _last(customer: Customer, formulas: list[n.Formula]) -> int:
    return max((i for i, x in enumerate(formulas, start=1) if customer.holds(x)), default=0)


def differences(one: Found, other: Found, rows: np.ndarray | None = None) -> list[tuple[Name, int, int, int]]:
    """Of each result that differs: its name, the first such row, and both values."""
    found = []
    if one.keys() != other.keys():
        raise AssertionError(sorted(one.keys() ^ other.keys()))
    for name, wanted in one.items():
        there = wanted if rows is None else wanted[rows]
        if not np.array_equal(there, other[name]):
            row = int(np.flatnonzero(there != other[name])[0])
            found.append((name, row, int(there[row]), int(other[name][row])))
    return found


def lines(formulas: Iterable[n.Formula | n.Form]) -> list[n.AtLeast | n.Equal]:
    """All comparisons inside formulas."""
    waiting: list[object] = list(formulas)
    seen: set[int] = set()
    found = []
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        match node:
            case n.AtLeast(form) | n.Equal(form):
                found.append(node)
                waiting.append(form)
            case n.Not(operand):
                waiting.append(operand)
            case n.All(items) | n.Any(items):
                waiting += items
            case n.Form(parts):
                waiting += [term for term, _ in parts]
            case n.Product(left, right) | n.Quotient(_, left, right) | n.Calendar(_, left, right):
                waiting += [left, right]
            case n.Extreme(_, forms):
                waiting += forms
            case n.Choose(condition, then, otherwise):
                waiting += [condition, then, otherwise]
            case n.Total(parts):
                waiting += [x for part in parts for x in part]
    return found
