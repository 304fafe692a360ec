"""The classes of change between two policies: all of them, each with somebody it happens to."""

from datetime import date

import pytest

from engine.binding import bind
from engine.ir.reach import from_days, to_days
from engine.reference import Reference
from engine.review.changes import TODAY, Comparison
from engine.review.scopes import Scope, scopes
from tests.engine.policies import program

OLD = """
customer c
  | name    | type                                 | missing |
  | id      | key                                  |         |
  | deposit | money from 0 to 1亿                  | as 0    |
  | loan    | money from 0 to 1亿                  | unknown |
  | risk    | one of low < middle < high           | unknown |
  | opened  | date                                 | unknown |
param line = 50万
profile rich
  line = 100万
tiers tier by deposit
  plain
  core from line
class old_friend if years since opened >= 10
class brave if risk >= middle
offer fund
offer gift
rule a if brave and deposit > 1万 then offer fund
rule b
  if old_friend
  then offer gift
  from 2026-07-01
rule c if loan > 3x deposit then tier core
"""


def changes(*edits, old=OLD):
    new = old
    for before, after in edits:
        assert before in new
        new = new.replace(before, after)
    one, other = program(old), program(new)
    found = list(Comparison(one, other).changes(scopes(one, other)))
    for change in found:
        assert change.found.verdict == "somebody"
        assert decided(one, change) == change.before
        assert decided(other, change) == change.after
    return {(x.aspect.kind, x.aspect.name[0], x.before, x.after) for x in found}


def decided(policy, change):
    """What the reference evaluator answers for the customer who was found."""
    stored = dict.fromkeys(policy.record.fields) | {"id": "C1", "deposit": 0} | change.found.row
    day = from_days(change.found.row.get(TODAY, to_days(date(2026, 7, 1))))
    scope = next(x for x in change.scopes if x.first <= day <= x.last)
    binding = bind(policy, day, scope.profile)
    row = {name: from_days(x) if name == "opened" and x is not None else x for name, x in stored.items()}
    decision = Reference(policy, binding).decide({name: row[name] for name in policy.record.fields})
    name = change.aspect.name[0]
    match change.aspect.kind:
        case "tier":
            return decision.tiers[name].rung
        case "class":
            return decision.classes[name]
        case "offer":
            return name in [given.offer for given in decision.offers]
    raise AssertionError(change.aspect)


def test_nothing_changes():
    assert changes() == set()
    assert changes(("brave and deposit > 1万", "deposit > 1万 and brave")) == set()
    assert changes(("risk >= middle", "risk is middle or risk is high")) == set()
    assert changes(("loan > 3x deposit", "not (loan <= 3x deposit)")) == set()
    assert changes(("years since opened >= 10", "months since opened >= 120")) == set()


def test_a_line_moves():
    assert changes(("line = 50万", "line = 40万")) == {("tier", "tier", "plain", "core")}
    assert changes(("  line = 100万", "  line = 90万")) == {("tier", "tier", "plain", "core")}
    assert changes(("loan > 3x", "loan >= 3x")) == {("tier", "tier", "plain", "core")}


def test_ages_and_dates():
    assert changes(("opened >= 10", "opened >= 11")) == {
        ("class", "old_friend", True, False),
        ("offer", "gift", True, False),
    }
    assert changes(("from 2026-07-01", "from 2026-08-01")) == {("offer", "gift", True, False)}


def test_what_is_missing_counts():
    assert changes(("risk >= middle", "not risk is low")) == set()
    assert changes(("class brave if risk >= middle", "class brave if risk >= middle or risk is missing")) == {
        ("class", "brave", None, True),
        ("offer", "fund", False, True),
    }


def test_things_come_and_go():
    assert changes(
        ("offer fund\noffer gift\n", "offer fund\noffer gift\noffer card\nrule d if deposit > 9万 then offer card\n")
    ) == {("offer", "card", False, True)}
    assert changes(("rule a if brave and deposit > 1万 then offer fund\n", "")) == {("offer", "fund", True, False)}


@pytest.mark.parametrize("profile", [None, "rich"])
def test_the_days_and_profiles_that_are_compared(profile):
    found = [x for x in scopes(program(OLD)) if x.profile == profile]
    assert found == [
        Scope(profile, date.min, date(2026, 6, 30)),
        Scope(profile, date(2026, 7, 1), date.max),
    ]
