"""Edits that decide nothing otherwise together, or beside other rules; and those that only look as if they did."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from engine.review.diff.comparing.compare import compared
from engine.review.diff.statements.compare import compare_statements
from engine.review.diff.statements.meaning import SameFormulas
from engine.review.diff.telling.deciding import Decider
from tests.engine.policies import program_of
from tests.engine.review.diff.boundary import Boundary
from tests.engine.review.diff.judging import all_of_it
from tests.engine.review.diff.statements.policies import analysed, edited

DAY = date(2026, 6, 1)
MAIN = """
tiers tier
  plain
  core
class keen
  if deposit >= 10k and payroll
  because "Paid here"
choice present one of toy, vase
points loyalty from 0 to 1_000
tasks call, visit
offer card
  via phone, sms
offer fund
  via phone
rule savers
  if deposit >= 10k
  then offer card
  because "Saves"
rule borrowers
  if loan >= 10k
  then offer fund
rule borrowers_much
  if loan >= 50k
  then offer fund
rule counted
  if loan >= 10k
  then add 10 to loyalty
rule counted_too
  if loan >= 50k
  then add 10 to loyalty
rule lifted
  if deposit >= 1 million
  then tier core
exclude from channel sms if risk is low or loan > deposit
table gifts unique
  | risk => present |
  | low  => toy     |
  | high => vase    |
table calls first
  | loan           => task  |
  | >= 50k         => visit |
  | from 10k below 50k => call |
table visits collect
  | risk => task |
  | high => visit |
"""


def cases(kind):
    found = tomllib.loads(Path(__file__).with_name("together.toml").read_text(encoding="utf-8"))
    return [pytest.param(x, id=x["name"]) for x in found[kind]]


def reviewed(case):
    edits = [(x["old"], x["new"]) for x in case["change"]]
    sides = analysed(MAIN), analysed(edited(MAIN, *edits))
    old, new = (program_of(x) for x in sides)
    comparison = compared(old, new).comparison
    meaning = SameFormulas(comparison.worlds, comparison.valid, comparison.linked.listed)
    return old, new, [x for x in compare_statements(*sides, meaning) if x.affects != "checks"]


def decided_otherwise(old, new):
    """How many customers on both sides of every line both evaluators decide otherwise."""
    rows = list(Boundary(old, new, DAY, None, 7).rows(300))
    sides = [[decided(x) for x in Decider(program).decide(rows, DAY, None)] for program in (old, new)]
    return sum(one != other for one, other in zip(*sides, strict=True))


def decided(found):
    assert found.is_sure
    return all_of_it(found.decision, {"phone", "sms"})


@pytest.mark.parametrize("case", cases("same"))
def test_what_decides_the_same_says_so(case):
    old, new, changes = reviewed(case)
    assert decided_otherwise(old, new) == 0
    assert {x.affects for x in changes} <= {"texts", "nothing"}
    assert case.get("told") in (None, {x.id: f"{x.status} {x.sameness}" for x in changes})


@pytest.mark.parametrize("case", cases("other"))
def test_what_may_decide_otherwise_does_not(case):
    old, new, changes = reviewed(case)
    assert decided_otherwise(old, new) > 0
    assert "decisions" in {x.affects for x in changes}
