"""Edits of policies made up at random: what a comparison says is tried on customers on both sides of every threshold.

Every difference that any of them shows must be among the classes of change, and every class has somebody whom both
evaluators decide so. ``TIERCEL_MUTATIONS=1000 pytest tests/engine/review/test_mutations.py`` tries many.
"""

import os
import re
from collections import Counter
from itertools import count

import pytest

from engine.binding import BindingError, bind
from engine.ir import nodes as n
from engine.ir.outcomes import Outcomes
from engine.ir.reach import from_days
from engine.ir.walk import bottom_up
from engine.review.diff.comparing.compare import compared
from engine.review.diff.comparing.sides import row_of
from engine.review.diff.telling.deciding import Decider, answer_of
from engine.review.shared.aspects import LESS, MORE, SOME, aspects
from tests.engine.equal.made_customers import Customers
from tests.engine.equal.made_policies import checked, random_policy
from tests.engine.equal.made_values import chance

HERE = int(os.environ.get("TIERCEL_MUTATIONS", "12"))
CUSTOMERS = 120
NUMBER = re.compile(r"(?<![\w.-])\d[\d_]*(?![\w.-])")
SWAPS = [(" >= ", " > "), (" > ", " >= "), (" < ", " <= "), (" <= ", " < "), (" and ", " or "), (" or ", " and ")]


def mutants(statements, random):
    """Texts with one edit, without end."""
    for _ in count():
        at = random.randrange(1, len(statements))
        edited = list(statements)
        match random.randrange(4):
            case 0:
                numbers = list(NUMBER.finditer(edited[at]))
                if numbers:
                    found = random.choice(numbers)
                    other = str(int(found[0].replace("_", "")) + random.choice([-1, 1, 1, 7]))
                    edited[at] = edited[at][: found.start()] + other + edited[at][found.end() :]
            case 1:
                old, new = random.choice(SWAPS)
                edited[at] = edited[at].replace(old, new, 1)
            case 2:
                del edited[at]
            case 3:
                other = random.randrange(1, len(statements))
                edited[at], edited[other] = edited[other], edited[at]
        if edited != list(statements):
            yield edited


def a_mutant(seed):
    """A policy and an edit of it that the check lets pass."""
    policy = random_policy(seed, 1 + seed % 2)
    random = chance(seed + 1)
    for edited, _ in zip(mutants(policy.statements, random), range(50), strict=False):
        program = checked(edited).program
        if program is not None:
            return policy, program
    pytest.skip("the check refuses every edit")


def customers(program, day, seed, number):
    """Rows on both sides of what the policy compares."""
    binding = bind(program, day)
    outcomes = Outcomes(program, binding)
    goals = [x for _, answers in aspects(outcomes) if isinstance(answers, dict) for x in answers.values()]
    lines = [node for node in bottom_up(goals) if isinstance(node, n.AtLeast | n.Equal)]
    made = Customers(chance(seed), program, binding, lines)
    return [made.row(i) for i in range(number)]


def asked(change):
    return change.aspect.kind, change.aspect.name


def answers(decision, wanted):
    return {aspect: answer_of(decision, aspect) for aspect in wanted}


def seen(before, after, kind):
    """The pair of answers as the classes have it."""
    if kind in ("points", "due") and before != after:
        if before is None or after is None:
            return (None if before is None else SOME, None if after is None else SOME)
        return (LESS, MORE) if before < after else (MORE, LESS)
    return before, after


@pytest.mark.parametrize("seed", range(HERE))
def test_no_difference_is_left_out_and_none_is_made_up(seed):
    policy, edited = a_mutant(seed)
    old, new = policy.program, edited
    found = compared(old, new)
    told = Counter((x.aspect, x.pair.before, x.pair.after) for x in found.changes)
    assert max(told.values(), default=1) == 1
    for change in found.changes:
        if change.pair.found.verdict == "somebody":
            assert id(change) in found.people, (change.aspect, change.pair.before, change.pair.after)
    deciders = Decider(old), Decider(new)
    wanted = list(
        dict.fromkeys(aspect for x in (old, new) for aspect, _ in aspects(Outcomes(x, bind(x, policy.as_of))))
    )
    profiles = dict.fromkeys((None, *old.profiles, *new.profiles))
    linked = found.comparison.linked
    for profile in profiles:
        try:
            rows = [row for x in (old, new) for row in customers(x, policy.as_of, seed, CUSTOMERS)]
        except BindingError:
            continue
        sides = [
            decider.decide([row_of(readings, decider.program.record, row) for row in rows], policy.as_of, profile)
            for decider, readings in zip(deciders, (linked.old, linked.new), strict=True)
        ]
        for one, other in zip(*sides, strict=True):
            assert one.is_sure
            assert other.is_sure
            if one.decision is None or other.decision is None:
                continue
            before, after = answers(one.decision, wanted), answers(other.decision, wanted)
            for aspect in wanted:
                x, y = seen(before[aspect], after[aspect], aspect.kind)
                if x == y and type(x) is type(y):
                    continue
                if aspect.kind in ("priority", "channel", "due") and None in (before[aspect], after[aspect]):
                    continue  # told of who has the offer or the task under both
                if aspect.kind == "offer" and True not in (x, y):
                    continue
                assert (aspect, x, y) in told, (policy.as_of, profile, aspect, x, y)


def test_the_day_of_a_witness_is_one_of_its_scope():
    for seed in range(4):
        policy, edited = a_mutant(seed)
        found = compared(policy.program, edited)
        for change in found.changes:
            person = found.people.get(id(change))
            if person is not None:
                scope = change.pair.place.scope
                assert scope.first <= person.day <= scope.last
                assert from_days(person.row["today"]) == person.day
