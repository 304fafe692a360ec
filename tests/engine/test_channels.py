"""The channels that the tables of a run name: those of offers are always listed, those of tasks where a rule says."""

from datetime import date

import pyarrow as pa
import pytest

import tiercel

POLICY = """
customer 客户
  | name | type                | missing |
  | id   | key                 |         |
  | age  | whole from 0 to 120 | unknown |
  | mute | yes/no              | as no   |
  | vip  | yes/no              | as no   |
channels sms 短信, phone 电话
roles rm
offer anyhow
offer written
  via sms, phone
if age > 0 then offer anyhow, written
exclude from channel sms if mute
rule a if age > 30 then task call by rm via sms and task visit
rule b if vip then task call by rm via phone
rule c if age > 60 then task call by rm
table t collect
  | age  => task | via   | within  |
  | > 90 => card | phone | 1 month |
"""
DAY = date(2026, 1, 31)


@pytest.fixture(scope="module")
def policy(tmp_path_factory):
    path = tmp_path_factory.mktemp("channels") / "a.policy"
    path.write_text(POLICY, encoding="utf-8")
    return tiercel.load(path)


def decided(policy, age, *, mute=False, vip=False):
    table = pa.table({"id": ["C1"], "age": [age], "mute": [mute], "vip": [vip]})
    return policy.decide(table, as_of=DAY)


def offers(policy, *customer, **flags):
    return {x["offer"]: x["channels"] for x in decided(policy, *customer, **flags).offers.to_pylist()}


def tasks(policy, *customer, **flags):
    return {x["task"]: x["channels"] for x in decided(policy, *customer, **flags).tasks.to_pylist()}


def test_an_offer_that_may_go_by_any_channel_lists_them_all(policy):
    assert offers(policy, 20) == {"anyhow": ["phone", "sms"], "written": ["phone", "sms"]}
    assert offers(policy, 20, mute=True) == {"anyhow": ["phone"], "written": ["phone"]}


@pytest.mark.parametrize(
    ("age", "flags", "channels"),
    [
        (20, {"vip": True}, ["phone"]),
        (40, {}, ["sms"]),
        (40, {"vip": True}, ["phone", "sms"]),
        (40, {"vip": True, "mute": True}, ["phone"]),
        (40, {"mute": True}, None),
        (70, {}, ["sms"]),
        (70, {"mute": True}, []),
    ],
)
def test_a_task_lists_the_channels_that_rules_name_and_nothing_closes(policy, age, flags, channels):
    assert tasks(policy, age, **flags).get("call") == channels
    made = policy.decide_one({"id": "C1", "age": age, **flags}, as_of=DAY)
    assert {x.task: list(x.channels) for x in made.tasks}.get("call") == channels


def test_a_task_without_a_channel_lists_none(policy):
    assert tasks(policy, 40)["visit"] == []


def test_a_row_may_give_months(policy):
    (card,) = (x for x in decided(policy, 95).tasks.to_pylist() if x["task"] == "card")
    assert (card["channels"], card["due"]) == (["phone"], date(2026, 2, 28))


def test_an_explanation_names_the_channels_of_a_task(policy):
    said = str(policy.explain({"id": "C1", "age": 40, "vip": True}, as_of=DAY, lang="zh"))
    assert "电话、短信" in said
