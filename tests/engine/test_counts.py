"""Counts add up and name all that is declared."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.binding import bind
from engine.counts import Counts
from engine.deciding import DecidedBatch
from engine.decision import PointsDecision, TaskDecision
from engine.evaluator.decider import FastDecider
from engine.io.read import Batch
from engine.io.tables import tasks_table
from engine.manifest import RowCounts
from engine.tally import RowTally
from tests.engine import policies
from tests.engine.programs import DECISIONS, PLAIN, REJECTED, manifest_of, program


def test_everything_declared_is_listed_with_zero():
    results = Counts(program()).results().model_dump()
    nothing = {"period": 0, "eligibility": 0, "exclusion": 0, "channel": 0, "group": 0, "cap": 0}
    assert results == {
        "tiers": {"层级": {"普通": 0, "优质": 0, "核心": 0}},
        "undecided": {"层级": 0},
        "unknown_lifts": {"层级": 0},
        "classes": {"红名单": {"yes": 0, "no": 0, "unknown": 0}},
        "points": {"积分": {"sum": "0", "incomplete": 0}},
        "choices": {"礼物": {"values": {"报纸": 0, "摆件": 0}, "none": 0}},
        "conflicts": {"礼物": 0},
        "offers": {
            name: {"given": 0, "lost": nothing, "lost_unknown": 0, "lost_to": {}, "channels_unknown": 0}
            for name in ("置换", "基金")
        },
        "exclusions_by_unknown": 0,
        "unknown_exclusions": {},
        "tasks": {"上门": 0},
        "tasks_lost": {"上门": {"lost": 0, "lost_unknown": 0, "lost_to": {}}},
        "broken": {"never-1": 0},
        "rules_fired": {"推断": 0, "定投": 0},
        "rules_unknown": {"推断": 0, "定投": 0},
        "wording_withheld": 0,
    }


def test_decisions_are_counted():
    counts = Counts(program())
    for decision in DECISIONS:
        counts.add(decision)
    results = counts.results()
    assert results.tiers == {"层级": {"普通": 1, "优质": 0, "核心": 1}}
    assert (results.undecided, results.unknown_lifts) == ({"层级": 1}, {"层级": 1})
    assert results.classes["红名单"].model_dump() == {"yes": 1, "no": 1, "unknown": 1}
    assert results.points["积分"].model_dump() == {"sum": "11", "incomplete": 1}
    assert results.choices["礼物"].model_dump() == {"values": {"报纸": 1, "摆件": 0}, "none": 2}
    assert results.conflicts == {"礼物": 1}
    assert (results.offers["置换"].given, results.offers["置换"].lost["exclusion"]) == (1, 1)
    assert (results.offers["置换"].lost_unknown, results.offers["置换"].channels_unknown) == (1, 1)
    assert (results.offers["基金"].lost_unknown, results.offers["基金"].channels_unknown) == (1, 0)
    assert results.exclusions_by_unknown == 2
    assert results.tasks == {"上门": 2}
    assert results.broken == {"never-1": 1}
    assert (results.rules_fired, results.rules_unknown) == ({"推断": 1, "定投": 1}, {"推断": 1, "定投": 0})
    assert [results.offers[name].lost_to for name in ("置换", "基金")] == [{"红": 1}, {"红": 1}]
    assert results.wording_withheld == 2


def test_rows_are_counted():
    tally = RowTally(date(2026, 6, 1))
    tally.decided = 3
    tally.add_quarantined(REJECTED.reasons)
    assert tally.rows() == RowCounts(rows_in=5, decided=3, quarantined=2)
    assert tally.quarantine() == {"D202": 1, "D211": 1, "D224": 1}


def test_a_row_counts_once_for_a_reason_it_has_twice():
    counts = RowTally(date(2026, 6, 1))
    counts.add_quarantined([[("D211", "a"), ("D211", "b")], [("D211", "c")]])
    assert counts.quarantine() == {"D211": 2}


@pytest.mark.parametrize(
    ("after", "when"),
    [
        (None, "no_day"), (-400, "overdue"), (-1, "overdue"), (0, "today"), (1, "week"), (7, "week"),
        (8, "month"), (30, "month"), (31, "later"),
    ],
)  # fmt: skip
def test_tasks_are_counted_by_the_day_they_are_due(after, when):
    today = date(2026, 6, 1)
    due = None if after is None else today + timedelta(after)
    batch = tasks_table(program()).batch([replace(PLAIN, tasks=(TaskDecision("上门", None, due, ()),))])
    tally = RowTally(today, tasks=("上门", "电话"))
    tally.add_decided(DecidedBatch(Batch(pa.record_batch({"id": ["T1"]}), pa.array([1]), None), {"tasks": batch}))
    found = tally.tasks_due()
    assert {name: n for name, n in found["上门"].model_dump().items() if n} == {when: 1}
    assert not any(found["电话"].model_dump().values())


def test_what_is_missing_is_counted_where_decisions_read_it():
    rows = pa.record_batch({"a": [1, None, None], "b": ["x", None, "y"], "c": [None, None, None]})
    tally = RowTally(date(2026, 6, 1), read=("b", "a"))
    decided = DecidedBatch(Batch(rows, pa.array([1, 2, 3]), None), {"tasks": tasks_table(program()).batch([])})
    tally.add_decided(decided)
    tally.add_decided(decided)
    assert tally.missing() == {"a": 4, "b": 2}
    assert tally.decided == 6


TASKS = """
channels 电话, 短信
roles 经理, 客服
customer 客户
  | name    | type   | missing |
  | id      | key    |         |
  | 金额    | money  | unknown |
  | 勿电    | yes/no | unknown |
  | 勿短    | yes/no | unknown |
rule 甲 if 金额 > 0元 then task 回访 by 经理 via 电话
rule 乙 if 金额 > 5元 then task 回访 by 经理 via 短信 and task 回访 by 客服 via 电话
rule 丙 if 金额 > 9元 then task 回访 by 客服 and task 上门
exclude from channel 电话 if 勿电
exclude from channel 短信 if 勿短
"""


@pytest.mark.parametrize(
    ("customer", "created", "lost", "unknown"),
    [
        ({"金额": 1}, 0, 1, 1),
        ({"金额": 1, "勿电": True}, 0, 1, 0),
        ({"金额": 1, "勿电": False}, 1, 0, 0),
        ({"金额": 6, "勿电": True, "勿短": False}, 1, 1, 0),
        ({"金额": 6, "勿电": True}, 0, 2, 1),
        ({"金额": 10, "勿电": True, "勿短": True}, 1, 1, 0),
        ({}, 0, 0, 0),
    ],
)
def test_tasks_that_closed_channels_keep_back_are_counted(customer, created, lost, unknown):
    policy = policies.program(TASKS)
    given = {"勿电": None, "勿短": None, "金额": None} | customer
    counts = Counts(policy)
    counts.add(policies.decide(TASKS, **customer))
    found = counts.results().tasks_lost["回访"]
    assert (counts.results().tasks["回访"], found.lost, found.lost_unknown) == (created, lost, unknown)
    assert bool(found.lost_to) == bool(lost)
    rows = pa.record_batch({
        "id": ["C1"],
        "金额": pa.array([given["金额"] and given["金额"] * 100], pa.int64()),
        "勿电": pa.array([given["勿电"]], pa.bool_()),
        "勿短": pa.array([given["勿短"]], pa.bool_()),
    })  # fmt: skip
    fast = FastDecider(policy, bind(policy, None), why=False, threads=1)
    assert len(list(fast.decide([Batch(rows, pa.array([1]), None)]))) == 1
    assert fast.results() == counts.results()


EXCLUDED = """
channels 电话, 短信
customer 客户
  | name    | type   | missing |
  | id      | key    |         |
  | 偏好低  | yes/no | unknown |
  | 投诉    | yes/no | unknown |
  | 勿电    | yes/no | unknown |
  | 勿短    | yes/no | unknown |
offer 基金
offer 存单
  via 电话
rule 甲 then offer 基金, 存单
exclude from offer 基金 if 偏好低
  because "偏好低"
exclude from all offers if 投诉
  because "投诉"
exclude from channel 电话 if 勿电
  because "勿电"
exclude from channel 短信 if 勿短
  because "勿短"
"""
NEITHER = {"偏好低": False, "投诉": False, "勿电": False, "勿短": False}


@pytest.mark.parametrize(
    ("customer", "taken"),
    [
        ({}, {}),
        ({"偏好低": None}, {"偏好低": 1}),
        ({"偏好低": None, "投诉": None}, {"偏好低": 1, "投诉": 2}),
        ({"偏好低": None, "投诉": True}, {}),
        ({"勿电": None}, {"勿电": 1}),
        ({"勿电": True, "勿短": None}, {"勿短": 1}),
        ({"勿电": None, "勿短": None}, {"勿电": 2, "勿短": 1}),
        ({"勿短": None}, {}),
    ],
)
def test_offers_are_counted_for_the_unknown_exclusions_that_took_them(customer, taken):
    policy = policies.program(EXCLUDED)
    reasons = {rule.id: "".join(rule.because.parts) for rule in policy.all_rules if rule.because is not None}
    given = NEITHER | customer
    counts = Counts(policy)
    counts.add(policies.decide(EXCLUDED, **given))
    assert {reasons[rule]: n for rule, n in counts.results().unknown_exclusions.items()} == taken
    rows = pa.record_batch({"id": ["C1"], **{name: pa.array([value], pa.bool_()) for name, value in given.items()}})
    fast = FastDecider(policy, bind(policy, None), why=False, threads=1)
    assert len(list(fast.decide([Batch(rows, pa.array([1]), None)]))) == 1
    assert fast.results() == counts.results()


def test_what_the_policy_does_not_declare_is_our_mistake():
    with pytest.raises(KeyError):
        Counts(program()).add(replace(PLAIN, fired=("nobody",)))


@given(st.lists(st.sampled_from(DECISIONS)))
def test_the_manifest_of_any_decisions_adds_up(decisions):
    made = manifest_of(program(), decisions, REJECTED)
    assert made.counts.rows_in == len(decisions) + 2


@given(st.lists(st.integers(-(10**9), 10**9).map(lambda n: Fraction(n, 10**4))))
def test_sums_of_points_are_exact(values):
    counts = Counts(program())
    for value in values:
        counts.add(replace(PLAIN, points={"积分": PointsDecision(value)}))
    assert Fraction(counts.results().points["积分"].sum) == sum(values)


def test_a_sum_without_an_exact_decimal_is_a_fraction():
    counts = Counts(program())
    counts.add(replace(PLAIN, points={"积分": PointsDecision(Fraction(-1, 3))}))
    assert counts.results().points["积分"].sum == "-1/3"
