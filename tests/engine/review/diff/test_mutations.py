"""Edits of policies made up at random: what a comparison says is tried on customers on both sides of every threshold.

``TIERCEL_MUTATIONS=1000 pytest tests/engine/review/diff/test_mutations.py`` tries many.
"""

import os
from itertools import count

import pytest

from engine.ir.reach import FIRST_DAY, LAST_DAY, from_days, to_days
from engine.review.diff.comparing.changes import MARGIN
from engine.review.diff.comparing.compare import compared
from tests.engine.equal.made_policies import CHANNELS, checked, random_policy
from tests.engine.equal.made_values import chance
from tests.engine.review.diff.edited import other_channel, other_number, other_word
from tests.engine.review.diff.judging import judge

MUTATIONS = int(os.environ.get("TIERCEL_MUTATIONS", "12"))
CUSTOMERS = 120


def mutants(statements, random):
    """Texts with one edit, without end."""
    for _ in count():
        at = random.randrange(1, len(statements))
        edited = list(statements)
        match random.randrange(5):
            case 0:
                edited[at] = other_number(edited[at], random)
            case 1:
                edited[at] = other_word(edited[at], random)
            case 2:
                del edited[at]
            case 3:
                other = random.randrange(1, len(statements))
                edited[at], edited[other] = edited[other], edited[at]
            case 4:
                edited[at] = other_channel(edited[at], random, CHANNELS)
        if edited != list(statements):
            yield edited


def channel_mutants(statements, random):
    """Texts of which one names another channel, for an offer, a task or an exclusion."""
    for _ in range(100):
        at = random.randrange(2, len(statements))
        edited = list(statements)
        edited[at] = other_channel(edited[at], random, CHANNELS)
        if edited != list(statements):
            yield edited


def a_policy(seed):
    """One that is decided on a day that is compared: not in the first or last hundred years of the calendar."""
    policies = (random_policy(seed + again, 1 + seed % 2) for again in count(step=100_000))
    return next(x for x in policies if FIRST_DAY + MARGIN <= to_days(x.as_of) <= LAST_DAY - MARGIN)


def a_mutant(seed, edits=mutants):
    """A policy and an edit of it that the check lets pass."""
    policy = a_policy(seed)
    random = chance(seed + 1)
    for edited, _ in zip(edits(policy.statements, random), range(50), strict=False):
        program = checked(edited).program
        if program is not None:
            return policy, program
    pytest.skip("the check refuses every edit")


@pytest.mark.parametrize("seed", range(MUTATIONS))
def test_no_difference_is_left_out_and_none_is_made_up(seed):
    policy, edited = a_mutant(seed)
    judge(policy.program, edited, compared(policy.program, edited), [policy.as_of], seed, CUSTOMERS)


@pytest.mark.parametrize("seed", range(1000, 1000 + MUTATIONS))
def test_no_other_channel_is_left_out(seed):
    policy, edited = a_mutant(seed, channel_mutants)
    judge(policy.program, edited, compared(policy.program, edited), [policy.as_of], seed, CUSTOMERS)


def test_the_day_of_a_witness_is_one_of_its_scope():
    for seed in range(4):
        policy, edited = a_mutant(seed)
        found = compared(policy.program, edited)
        for change in found.changes:
            person = found.people.get(id(change))
            if person is not None:
                scope = change.pair.shown.place.scope
                assert scope.first <= person.day <= scope.last
                assert from_days(person.row["today"]) == person.day
