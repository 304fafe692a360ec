"""What is found in whole batches is what the reference evaluator says customer by customer."""

import re

import numpy as np

from engine.binding import BindingError, bind
from engine.ir.outcomes import Outcomes
from engine.reference import Reference
from engine.review.diff.impact.measure import measure_impact
from engine.review.diff.impact.reading import BoundPolicy
from tests.engine.equal.batches import batch
from tests.engine.equal.comparing import lines
from tests.engine.equal.made_customers import Customers
from tests.engine.equal.made_policies import Policy, random_policy, sound
from tests.engine.equal.made_values import chance
from tests.engine.equal.outcomes import Results
from tests.engine.review.diff.impact.batch import MadeReader
from tests.engine.review.diff.impact.slow import slow_facts, told_facts

CUSTOMERS = 150
SEEDS = 24


def edited(policy, random):
    """A policy of which a few statements are gone, or have other numbers in them."""
    statements = list(policy.statements)
    if random.random() < 0.5:
        statements[0] = statements[0].partition("\n  assume")[0]
    for _ in range(random.randint(1, 3)):
        at = random.randrange(1, len(statements))
        if random.random() < 0.3:
            del statements[at]
        else:
            statements[at] = re.sub(
                r"(?<![\w.-])[1-9]\d?(?![\w.-])", lambda x: str(int(x[0]) + random.choice([0, 1, 7])), statements[at]
            )
    return sound(Policy(tuple(statements), policy.as_of))


def bound(policy):
    return BoundPolicy(policy.program, bind(policy.program, policy.as_of))


def decided(side, rows):
    """By the reference evaluator; None breaks an assumption."""
    reference = Reference(side.program, side.binding)
    return [None if reference.broken_assumptions(row) else reference.decide(row) for row in rows]


def test_on_policies_made_up():
    compared = changed = moved = 0
    kinds = set()
    for seed in range(SEEDS):
        random = chance(seed)
        policy = random_policy(seed, 1 + seed % 3)
        other = edited(policy, random)
        if policy.program.record.fields != other.program.record.fields:
            continue
        try:
            old, new = bound(policy), bound(other)
        except BindingError:
            continue
        results = Results(Outcomes(old.program, old.binding))
        made = Customers(random, old.program, old.binding, lines([*results.masks.values(), *results.values.values()]))
        stored = [made.row(i) for i in range(CUSTOMERS)]
        rows = [made.in_base_units(row) for row in stored]
        typed = batch(old.program.record, stored, np.arange(CUSTOMERS), random, 3)
        found = measure_impact(old, new, lambda record, _, typed=typed: MadeReader(record, typed)).impact
        one, another = decided(old, rows), decided(new, rows)
        both = [(row, x, row, y) for row, x, y in zip(rows, one, another, strict=True) if x and y]
        assert told_facts(found, old.program, new.program) == slow_facts(old.program, new.program, both), seed
        assert found.set_aside.customers == sum(bool(x) and not y for x, y in zip(one, another, strict=True))
        assert found.let_in.customers == sum(bool(y) and not x for x, y in zip(one, another, strict=True))
        compared, changed = compared + found.compared, changed + found.changed
        moved += found.let_in.customers
        kinds |= found.changed_by.keys()
    assert compared > SEEDS * CUSTOMERS / 3
    assert changed > 100
    assert moved
    assert len(kinds) > 3
