"""The fast evaluator decides what the reference decides, to the last result.

Each result of each customer is compared: as the plain reading of the logical form, as the machine finds it in batches
of all shapes, and as the tables and counts of a run. For a long search:

    TIERCEL_COMPARISONS=10_000_000 pytest tests/engine/equal -s
"""

import os
import sys
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

import tiercel
from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.types import Listed
from dsl.program.walk import walk
from engine.binding import bind
from engine.reference import Reference
from tests.engine.equal.comparing import Compared, compare_program, compare_random, smallest
from tests.engine.equal.made_customers import Customers, expressions
from tests.engine.equal.made_policies import random_policy
from tests.engine.equal.made_values import chance
from tests.engine.equal.outcomes import CAUSES, expected
from tests.engine.equal.special import FIELDS, LITTLE, SPECIAL
from tests.engine.policies import program

COMPARISONS = int(os.environ.get("TIERCEL_COMPARISONS", "48_000"))
PARTS = 4  # that can be run side by side
CUSTOMERS = 30 if COMPARISONS <= 1_000_000 else 150
POLICIES = Path(__file__).parents[3] / "policies"


def long_enough(compared):
    return compared.results >= COMPARISONS // PARTS


@pytest.mark.parametrize("part", range(PARTS))
def test_on_policies_made_up(part, record_property):
    compared, seed = Compared(), part * 1_000_000
    while not long_enough(compared):
        compare_random(seed, 1 + seed % 4, CUSTOMERS, compared, narrow=seed % 5 > 0)
        seed += 1
    record_property("compared", str(compared))
    sys.stderr.write(f"\npart {part}: {compared}\n")
    assert compared.refused < compared.statements / 20


@pytest.mark.parametrize("name", ["retail", "wealth", "harbour", "contact"])
def test_on_the_shipped_policies(name):
    policy, compared = tiercel.load(str(POLICIES / name)).program, Compared()
    for as_of, profile in ((date(2026, 2, 28), None), *((date(2026, 6, 1), x) for x in policy.profiles)):
        compare_program(policy, as_of, compared.policies, CUSTOMERS // 2, compared, profile=profile)


@pytest.mark.parametrize("name", SPECIAL)
def test_on_policies_made_for_it(name):
    compare_program(program(SPECIAL[name]), date(2026, 6, 1), 1, CUSTOMERS, Compared())


@pytest.mark.parametrize("text", LITTLE)
def test_on_policies_of_a_line(text):
    compare_program(program(FIELDS + text), date(2026, 6, 1), 1, 12, Compared())


# --- what is made up ---


def constructs(policy):
    """Everything a policy consists of, in words."""
    for expr in expressions(policy):
        for node in walk(expr):
            kind = type(node).__name__
            yield kind
            match node:
                case e.Arith(op, left, right):
                    yield f"{type(left.type).__name__} {op} {type(right.type).__name__}"
                case e.Compare(op, left, right):
                    of = left.type
                    yield f"{op} {type(of).__name__}{' ordered' if isinstance(of, Listed) and of.ordered else ''}"
                    if isinstance(left, e.Ref) and isinstance(right, e.Ref):
                        yield f"{kind} two {type(of).__name__}"
                case e.Ref(what):
                    yield f"read {what}"
                case e.Extreme(which) | e.TextTest(which) | e.Window(_, which):
                    yield f"{kind} {which} {type(node.type).__name__}"
                case e.Round(mode):
                    yield f"{kind} {mode} {type(node.type).__name__}"
                case e.Since(unit):
                    yield f"{kind} {unit}"
                case e.Between(_, _, _, closed):
                    yield f"{kind} {closed}"
                case e.Default() | e.InList() | e.IsMissing():
                    yield f"{kind} {type(walk_into(node)).__name__}"
    for rule in policy.all_rules:
        for effect in rule.effects:
            yield type(effect).__name__
            if isinstance(effect, m.Exclude):
                yield f"exclude {effect.kind}"
    for outcome in (x for never in policy.nevers for x in never.outcomes if isinstance(x, m.HasOutcome)):
        yield f"never {'any ' if outcome.name is None else ''}{outcome.kind}"
        yield from (f"never {part}" for part in ("group", "channel", "role") if getattr(outcome, part) is not None)
    yield from (f"table {table.hit}" for table in policy.tables.values())
    yield from (f"field {field.declared} {field.missing}" for field in policy.record.fields.values())


def walk_into(node):
    return node.operand.type


AMOUNTS = ["Money", "Num", "Days", "Months", "Date"]
CONSTRUCTS = {
    *(kind.__name__ for kind in get_args(e.Expr)),
    *(kind.__name__ for kind in get_args(m.Effect)),
    *(f"read {kind}" for kind in get_args(e.RefKind)),
    *(f"{op} {kind}" for op in ("=", "!=", "<", "<=", ">", ">=") for kind in (*AMOUNTS, "Listed ordered")),
    *(f"{op} {kind}" for op in ("=", "!=") for kind in ("Listed", "Text", "Bool")),
    *(f"Compare two {kind}" for kind in ("Money", "Num", "Date", "Listed", "Text", "Bool")),
    *(f"{kind} {op} {kind}" for op in ("+", "-") for kind in AMOUNTS[:-1]),
    *(f"{kind} / {kind}" for kind in AMOUNTS[:-1]),
    *(f"{kind} {op} Num" for op in "*/" for kind in ("Money", "Num")),
    *("Num * Money", "Num * Days", "Days * Num", "Num * Months", "Months * Num"),
    *("Date + Days", "Date - Days", "Date + Months", "Date - Months", "Date - Date", "Days + Date", "Months + Date"),
    *(f"Round {mode} {kind}" for mode in ("down", "up", "half") for kind in ("Money", "Num", "Days")),
    *(f"Extreme {which} {kind}" for which in ("min", "max") for kind in ("Money", "Num", "Days", "Date", "Listed")),
    *(f"{kind} {of}" for kind in ("Default", "InList", "IsMissing") for of in (*AMOUNTS, "Text", "Listed", "Bool")),
    *("Since days", "Since months", "Since years", "Window last Bool", "Window next Bool"),
    *("TextTest contains Bool", "TextTest starts Bool", "Between True", "Between False"),
    *("table collect", "table unique", "table first"),
    *("exclude all", "exclude offer", "exclude group", "exclude channel"),
    *(f"field {kind} unknown" for kind in ("money", "number", "percent", "whole", "days", "date", "yes_no", "text")),
    *("field one_of unknown", "field ordered unknown", "field key required", "field row_number required"),
    *("field money as", "field money required"),
    *(f"never {kind}" for kind in ("offer", "any offer", "task", "any task")),
    *(f"never {part}" for part in ("group", "channel", "role")),
}
EVENTS = {
    *(("lost", cause) for cause in CAUSES),
    *((name,) for name in (
        "fired", "unknown", "tier", "unknown lift", "member", "known member", "points", "incomplete", "choice",
        "conflict", "rank", "priority", "any channel", "channel", "lost for something unknown", "task", "due",
        "due unknown", "broken",
    )),
}  # fmt: skip


def test_policies_made_up_have_everything_and_all_of_it_happens():
    found, happened = set(), set()
    for seed in range(120):
        policy = random_policy(seed, 4)
        found.update(constructs(policy.program))
        if happened < EVENTS:
            binding = bind(policy.program, policy.as_of)
            made = Customers(chance(seed), policy.program, binding, [])
            reference = Reference(policy.program, binding)
            decisions = [reference.decide(made.in_base_units(made.row(i))) for i in range(20)]
            for name, column in expected(reference, decisions).items():
                if len(set(column.tolist())) > 1 or (name[-1] == "period" and column.any()):
                    happened.add((name[0], name[-1]) if name[0] == "lost" else name[:1])
        if found >= CONSTRUCTS and happened >= EVENTS:
            break
    assert CONSTRUCTS - found == set()
    assert EVENTS - happened == set()


def test_the_same_seed_makes_the_same_policy():
    assert random_policy(7, 3).text == random_policy(7, 3).text


def test_a_policy_is_made_smaller_as_far_as_it_still_fails():
    policy = random_policy(1, 3)

    def fails(program):
        return any(isinstance(node, e.Window) for x in expressions(program) for node in walk(x))

    assert fails(policy.program)
    left = smallest(policy.statements, fails)
    assert len("".join(left)) < 200
    assert " within " in "".join(left)
