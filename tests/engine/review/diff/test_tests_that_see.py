"""Tests of the new policy that see a change: it happens to their customers, and they expect what is new."""

import pytest

from engine.review.diff.comparing.sides import Linked
from engine.review.diff.tests_that_see import TestsThatSee
from engine.review.shared.aspects import LESS, MORE, Aspect
from tests.engine.policies import program

OLD = """
customer c
  as of 2026-06-01
  | name    | type                       | missing | typical |
  | id      | key                        |         |         |
  | deposit | money from 0 to 1亿        | as 0    | 2万     |
  | risk    | one of low < middle < high | unknown | low     |
tiers tier by deposit
  plain
  core from 50万
class rich if tier is core
points loyalty from 0 to 100
offer fund
  priority 10
  via phone, sms
offer card
rule a if rich then offer fund and task call
rule b if deposit > 1万 then add 10 to loyalty
channels phone, sms
"""
TESTS = """
test "core begins at 400k"
  given deposit 40万
  expect tier core
test "lines"
  | deposit => tier  |
  | 39万    => plain |
  | 41万    => core  |
test "the richest get the fund"
  given deposit 90万
  expect offer fund, class rich
test "all that is offered"
  | deposit => offer |
  | 45万    => fund  |
  | 10万    => -     |
test "nothing below"
  given deposit 10万
  expect no offers, no task call
test "a call"
  given deposit 41万
  expect task call
"""
LINE = ("core from 50万", "core from 40万")


def seen(aspect, pair, *edits, old=OLD, tests=TESTS):
    new = old
    for before, after in edits:
        assert new.count(before) == 1, before
        new = new.replace(before, after)
    one, other = program(old), program(new + tests)
    found = TestsThatSee(one, other, Linked.of(one.record, other.record))
    return found.of(Aspect(*aspect), pair)


@pytest.mark.parametrize(
    ("aspect", "pair", "titles"),
    [
        (("tier", ("tier",)), ("plain", "core"), ("core begins at 400k", "lines")),
        (("tier", ("tier",)), ("core", "plain"), ()),
        (("class", ("rich",)), (False, True), ()),
        (("offer", ("fund",)), (False, True), ("all that is offered",)),
        (("offer", ("card",)), (False, True), ()),
        (("task", ("call", None)), (False, True), ("a call",)),
        (("quarantine", ()), (False, True), ()),
    ],
)
def test_those_that_expect_what_is_new(aspect, pair, titles):
    assert seen(aspect, pair, LINE) == titles


def test_a_test_that_passes_under_both_sees_nothing():
    assert seen(("tier", ("tier",)), ("plain", "core"), ("core from 50万", "core from 49万")) == ()


def test_details_of_offers_and_points():
    tests = """
test "priority"
  given deposit 90万
  expect offer fund via sms priority 20
test "points"
  | deposit => loyalty |
  | 2万     => 15      |
"""
    edits = (("priority 10", "priority 20"), ("add 10 to", "add 15 to"))
    assert seen(("priority", ("fund",)), (10, 20), *edits, tests=tests) == ("priority",)
    assert seen(("channel", ("fund", "sms")), (True, False), *edits, tests=tests) == ()
    assert seen(("points", ("loyalty",)), (LESS, MORE), *edits, tests=tests) == ("points",)
    assert seen(("points", ("loyalty",)), (MORE, LESS), *edits, tests=tests) == ()


def test_channels_of_tasks():
    tests = """
test "by sms"
  given deposit 90万
  expect task call via sms
test "not by phone"
  given deposit 90万
  expect no task call via phone
test "a call"
  given deposit 90万
  expect task call
"""
    old, edit = OLD.replace("task call\n", "task call via phone\n"), ("call via phone", "call via sms")
    assert seen(("task_channel", ("call", None, "sms")), (False, True), edit, old=old, tests=tests) == ("by sms",)
    assert seen(("task_channel", ("call", None, "phone")), (True, False), edit, old=old, tests=tests) == (
        "not by phone",
    )
    assert seen(("task", ("call", None)), (False, True), edit, old=old, tests=tests) == ()


def test_of_what_the_old_policy_does_not_have():
    tests = """
test "a new offer"
  given deposit 90万
  expect offer book
test "a new tier"
  given deposit 90万
  expect tier top
test "a new field"
  given age 30
  expect offer old
"""
    edits = (
        ("offer card\n", "offer card\noffer book\noffer old\n"),
        ("rule b if", "rule c if rich then offer book\nrule d if age >= 30 then offer old\nrule b if"),
        ("  core from 50万", "  core from 50万\n  top from 80万"),
        ("tier is core", "tier >= core"),
        ("  | risk ", "  | age     | whole from 0 to 120        | unknown |         |\n  | risk "),
    )  # fmt: skip
    assert seen(("offer", ("book",)), (False, True), *edits, tests=tests) == ("a new offer",)
    assert seen(("tier", ("tier",)), ("core", "top"), *edits, tests=tests) == ("a new tier",)
    assert seen(("offer", ("old",)), (False, True), *edits, tests=tests) == ("a new field",)
