"""The classes of change between two policies: all of them, each with somebody it happens to."""

from datetime import date

import pytest

from engine.review.diff.comparing.compare import compared
from engine.review.shared.scopes import Scope, scopes
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
    """The classes of change that edits make; somebody of each is decided as was found, by both evaluators."""
    new = old
    for before, after in edits:
        assert before in new
        new = new.replace(before, after)
    one, other = program(old), program(new)
    found = compared(one, other)
    assert {id(change) for change in found.changes} == set(found.people)
    return {(x.aspect.kind, *x.aspect.name[:1], x.pair.before, x.pair.after) for x in found.changes}


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


def test_what_the_record_does_with_missing_data_counts():
    assert (
        changes(
            (
                "| loan    | money from 0 to 1亿                  | unknown |",
                "| loan    | money from 0 to 1亿                  | as 0    |",
            )
        )
        == set()
    )
    assert changes(
        (
            "| deposit | money from 0 to 1亿                  | as 0    |",
            "| deposit | money from 0 to 1亿                  | unknown |",
        )
    ) == {
        ("tier", "tier", "plain", None),
        ("tier", "tier", "core", None),  # a loan was more than three times nothing
    }
    assert changes(
        ("one of low < middle < high           | unknown |", "one of low < middle < high           | as high |")
    ) == {
        ("class", "brave", None, True),
        ("offer", "fund", False, True),
    }
    assert changes(
        (
            "| opened  | date                                 | unknown |",
            "| opened  | date                                 | required |",
        )
    ) == {
        ("quarantine", False, True),
    }
    assert changes(("loan    | money from 0 to 1亿", "loan    | money from 0 to 5000万")) == {
        ("quarantine", False, True)
    }
    assert changes(("param line", "  assume loan <= 100x deposit\nparam line")) == {("quarantine", False, True)}
    assert changes(("one of low < middle < high", "one of low < middle < high < extreme")) == {
        ("quarantine", True, False)
    }


def test_a_field_that_gets_another_name_is_the_same():
    named = OLD.replace("  | name    | type ", "  | name    | also  | type ").replace(
        "  | risk    |", "  | risk    | level |"
    )
    for field in ("id     ", "deposit", "loan   ", "opened "):
        named = named.replace(f"  | {field} |", f"  | {field} |       |")
    assert changes(("  | risk    | level |", "  | level   | risk  |"), old=named) == set()


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


def test_channels_come_and_go():
    named = OLD.replace("offer fund\n", "offer fund\n  via phone, sms\n").replace(
        "param line", "channels phone, sms\nparam line"
    )
    gone = {("channel", "fund", True, False)}
    assert changes(("via phone, sms", "via phone"), old=named) == gone
    assert changes(("via phone, sms", "via sms"), ("channels phone, sms", "channels sms"), old=named) == gone
    assert changes(("  via phone, sms\n", ""), old=named) == set()
    excluded = ("rule c if", "exclude from channel phone if deposit > 5万\nrule c if")
    assert changes(excluded, old=named) == {*gone, ("channel", "gift", True, False)}


CALLS = (
    OLD.replace("param line", "channels phone, sms\nroles rm\nparam line")
    + """
rule d if deposit > 2万 then task greet by rm via phone
rule e if brave then task greet by rm via sms
rule f if old_friend then task visit by rm
"""
)


def test_channels_of_tasks_come_and_go():
    to_sms = ("deposit > 2万 then task greet by rm via phone", "deposit > 2万 then task greet by rm via sms")
    assert changes(to_sms, old=CALLS) == {
        ("task_channel", "greet", True, False),
        ("task_channel", "greet", False, True),
    }
    assert changes((" by rm via sms", " by rm"), old=CALLS) == {("task_channel", "greet", True, False)}
    assert changes(("task visit by rm", "task visit by rm via phone"), old=CALLS) == {
        ("task_channel", "visit", False, True)
    }
    assert changes(("channels phone, sms", "channels phone, sms, app"), old=CALLS) == set()


def test_an_exclusion_that_closes_a_channel_takes_the_task_or_one_of_its_channels():
    closed = ("rule d if", "exclude from channel phone if loan > 1万\nrule d if")
    assert changes(closed, old=CALLS) == {
        ("task", "greet", True, False),
        ("task_channel", "greet", True, False),
        ("channel", "fund", True, False),
        ("channel", "gift", True, False),
    }


def test_channels_of_a_task_that_comes_or_goes_are_not_told_apart():
    assert changes(("rule d if", "rule g if deposit > 3万 then task write via sms\nrule d if"), old=CALLS) == {
        ("task", "write", False, True)
    }
    assert changes(("rule f if old_friend then task visit by rm\n", ""), old=CALLS) == {("task", "visit", True, False)}
