"""Meaning 3, 4 and 5 for classes, points, choices, tasks and ``never``."""

from datetime import date
from fractions import Fraction

import pytest

from engine.decision import PointsDecision
from tests.engine.policies import analysed, decide, errors, program_of

T, F, U = True, False, None


# --- classes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "member"),
    [(T, T, T), (T, F, T), (T, U, T), (F, T, T), (F, F, F), (F, U, U), (U, T, T), (U, F, U), (U, U, U)],
)
def test_a_class_is_the_kleene_or_of_what_grants_it(a, b, member):
    """Meaning 3 and 5: class is union, and keeps its unknown."""
    given = {"payroll": a, "vip": b}
    assert decide("class 甲\n  if payroll\n  if vip", **given).classes["甲"] is member
    assert decide("class 甲 if payroll\nrule 乙 if vip then class 甲", **given).classes["甲"] is member
    assert decide("class 甲\nif payroll then class 甲\nif vip then class 甲", **given).classes["甲"] is member
    table = "class 甲\ntable 表一 collect\n  | if => class |\n  | payroll => 甲 |\n  | vip => 甲 |"
    assert decide(table, **given).classes["甲"] is member


@pytest.mark.parametrize("a", [T, F, U])
def test_reading_a_class(a):
    policy = """
class 甲 if payroll
rule 乙 if 甲 then task 一
rule 丙 if not 甲 then task 二
rule 丁 if 甲 is missing then task 三
"""
    fired = decide(policy, payroll=a).fired
    assert [x for x in fired if len(x) == 1] == {T: ["乙"], F: ["丙"], U: ["丁"]}[a]


def test_classes_do_not_exclude_each_other():
    decided = decide("class 甲 if age > 5\nclass 乙 if age > 6\nclass 丙\nrule 丁 if age > 7 then class 乙, 丙", age=8)
    assert decided.classes == {"甲": T, "乙": T, "丙": T}


def test_a_class_that_nothing_grants():
    assert decide("class 甲").classes == {"甲": F}


# --- points -------------------------------------------------------------------------------------------------

POINTS = """
points 积分
rule 存款 then add deposit / 1万 rounded down to 1 to 积分
rule 代发 if payroll then add 10 to 积分
rule 扣减 if vip then add -3 to 积分
"""


@pytest.mark.parametrize(
    ("customer", "value", "incomplete"),
    [
        ({"deposit": 0, "payroll": F, "vip": F}, 0, F),
        ({"deposit": "19_999.99", "payroll": F, "vip": F}, 1, F),
        ({"deposit": "2万", "payroll": T, "vip": T}, 9, F),
        ({"deposit": "2万", "payroll": U, "vip": T}, -1, T),  # an unknown rule that may add
        ({"payroll": T, "vip": F}, 10, T),  # an unknown amount
        ({"deposit": "2万", "payroll": T, "vip": U}, 12, T),
        ({}, 0, T),
    ],
)
def test_points_are_a_sum_that_may_be_incomplete(customer, value, incomplete):
    """Meaning 5: points sum. Meaning 3: they carry an incomplete mark."""
    assert decide(POINTS, **customer).points["积分"] == PointsDecision(Fraction(value), incomplete)


def test_an_unknown_amount_matters_only_where_its_rule_fires():
    policy = "points 积分\nrule 甲 if payroll then add visits to 积分"
    assert decide(policy, payroll=F).points["积分"] == PointsDecision(Fraction(0))
    assert decide(policy, payroll=T).points["积分"] == PointsDecision(Fraction(0), incomplete=True)
    assert decide(policy).points["积分"] == PointsDecision(Fraction(0), incomplete=True)
    assert decide(policy, visits=5).points["积分"] == PointsDecision(Fraction(0), incomplete=True)


def test_reading_incomplete_points_is_unknown():
    """Meaning 3."""
    policy = POINTS + "class 多 if 积分 >= 5\nclass 缺 if 积分 is missing\nclass 倍多 if 积分 * 2 >= 10"
    decided = decide(policy, deposit="100万", vip=F)
    assert decided.points["积分"].value == 100
    assert decided.classes == {"多": U, "缺": T, "倍多": U}
    decided = decide(policy, deposit="5万", payroll=F, vip=F)
    assert decided.classes == {"多": T, "缺": F, "倍多": T}
    assert decide(policy, deposit="4万", payroll=F, vip=F).classes["多"] is F


def test_points_of_several_accounts_and_of_one_rule_twice():
    policy = "points 甲\npoints 乙\nrule 丙 then add 1 to 甲 and add 2 to 乙 and add 4 to 甲"
    assert {k: int(v.value) for k, v in decide(policy).points.items()} == {"甲": 5, "乙": 2}


def test_one_account_may_feed_another():
    """Meaning 4: strata over final values."""
    policy = "points 乙\nrule 丁 if 甲 >= 4 then add 2 to 乙\npoints 甲\nrule 丙 then add visits to 甲"
    assert decide(policy, visits=4).points["乙"] == PointsDecision(Fraction(2))
    assert decide(policy, visits=3).points["乙"] == PointsDecision(Fraction(0))
    assert decide(policy).points["乙"] == PointsDecision(Fraction(0), incomplete=True)


# --- choices ------------------------------------------------------------------------------------------------


def test_a_choice_has_one_value():
    policy = """
choice 礼物 one of 书, 笔, 杯
rule 甲 if payroll then 礼物 is 书
rule 乙 if vip then 礼物 is 笔
rule 丙 if child then 礼物 is 书
"""
    assert decide(policy, payroll=T, vip=F, child=F).choices == {"礼物": "书"}
    assert decide(policy, payroll=T, vip=F, child=T).choices == {"礼物": "书"}  # twice the same is no conflict
    assert decide(policy, payroll=F, vip=F, child=F).choices == {"礼物": None}
    assert decide(policy, payroll=T, vip=U, child=F).choices == {"礼物": "书"}
    assert decide(policy, payroll=T, vip=F, child=T).conflicts == ()


def test_different_values_are_a_conflict_and_no_value():
    policy = """
choice 礼物 one of 书, 笔, 杯
rule 甲 if payroll then 礼物 is 书
rule 乙 if vip then 礼物 is 笔
class 有书 if 礼物 is 书
class 缺 if 礼物 is missing
"""
    decided = decide(policy, payroll=T, vip=T)
    assert (decided.choices, decided.conflicts) == ({"礼物": None}, ("礼物",))
    assert decided.classes == {"有书": U, "缺": T}


def test_a_first_table_gives_a_choice_without_conflict():
    policy = """
choice 礼物 one of 书, 笔, 杯
table 选礼物 first
  | child | age => 礼物 |
  | yes | - => 杯 |
  | - | >= 60 => 书 |
  | - | - => 笔 |
"""
    assert decide(policy, child=T).choices["礼物"] == "杯"
    assert decide(policy, child=F, age=60).choices["礼物"] == "书"
    assert decide(policy, child=F, age=59).choices["礼物"] == "笔"
    assert decide(policy, child=F).choices["礼物"] is None  # the second row is unknown
    assert decide(policy, age=60).choices["礼物"] is None  # the first row is unknown
    assert errors(policy, "rule 甲 if vip then 礼物 is 笔") == {"E421"}


def test_a_unique_table_gives_a_choice():
    policy = """
choice 礼物 one of 书, 笔, 杯
table 选礼物 unique
  | age => 礼物 |
  | < 30 => 书 |
  | from 30 below 60 => 笔 |
  | >= 60 => 杯 |
"""
    assert [decide(policy, age=x).choices["礼物"] for x in (29, 30, 59, 60)] == ["书", "笔", "笔", "杯"]
    assert decide(policy).choices["礼物"] is None


# --- tasks --------------------------------------------------------------------------------------------------

ROLES = "roles 客户经理 rm, 理财经理 wm\n"


def due(policy, *, as_of="2026-01-31", **customer):
    return [
        (t.task, t.role, t.due and t.due.isoformat(), t.due_unknown)
        for t in decide(ROLES + policy, as_of=as_of, **customer).tasks
    ]


def test_within_counts_from_the_day_and_clamps():
    assert due("then task 电话 within 10 days") == [("电话", None, "2026-02-10", F)]
    assert due("then task 电话 within 0 days") == [("电话", None, "2026-01-31", F)]
    assert due("then task 电话 within 1 month") == [("电话", None, "2026-02-28", F)]
    assert due("then task 电话 within term", term=3) == [("电话", None, "2026-02-03", F)]
    assert due("则 待办 电话 由 客户经理 在 2周 内") == [("电话", "客户经理", "2026-02-14", F)]


def test_on_a_day():
    assert due("then task 电话 on matures", matures="2026-05-01") == [("电话", None, "2026-05-01", F)]
    assert due("then task 电话 on matures - 3 days", matures="2026-05-01") == [("电话", None, "2026-04-28", F)]
    assert due("then task 电话 on opened anniversary", opened="2024-02-29") == [("电话", None, "2026-02-28", F)]


def test_a_task_may_have_no_day_or_an_unknown_one():
    assert due("then task 电话") == [("电话", None, None, F)]
    assert due("then task 电话 on matures") == [("电话", None, None, T)]
    assert due("then task 电话 within term") == [("电话", None, None, T)]
    assert due("then task 电话 within 10 days", as_of=None) == [("电话", None, None, T)]


def test_the_same_task_for_the_same_role_is_one_due_at_the_earliest():
    two = "rule 甲 then task 电话 by rm within 10 days\nrule 乙 then task 电话 by 客户经理 on matures\n"
    assert due(two, matures="2026-02-09") == [("电话", "客户经理", "2026-02-09", F)]
    assert due(two, matures="2026-02-11") == [("电话", "客户经理", "2026-02-10", F)]
    assert due(two) == [("电话", "客户经理", "2026-02-10", F)]  # the known day stands
    (task,) = decide(ROLES + two, as_of="2026-01-31").tasks
    assert [name for name, _ in task.reasons] == sorted(["甲", "乙"])
    assert due(two + "rule 丙 then task 电话 by rm") == [("电话", "客户经理", "2026-02-10", F)]


def test_other_roles_and_other_tasks_stay_apart_and_are_ordered_by_day():
    policy = """
then task 电话 by rm within 3 days and task 电话 by wm within 2 days and task 电话 and task 拜访 by rm within 1 day
"""
    assert [(name, role) for name, role, _, _ in due(policy)] == [
        ("拜访", "客户经理"), ("电话", "理财经理"), ("电话", "客户经理"), ("电话", None),
    ]  # fmt: skip


BY_PHONE = """
channels 电话, 短信
roles 客户经理
offer 定投
  via 短信
exclude from channel 电话 if not payroll
rule 致电 if age > 60 then task 回访 by 客户经理 via 电话 and offer 定投
  because "年满六十"
rule 面谈 if vip then task 回访 by 客户经理
  because "贵宾"
"""


@pytest.mark.parametrize(
    ("customer", "reasons"),
    [
        ({"payroll": T}, ["致电"]),
        ({"payroll": F}, None),  # the channel is closed
        ({"payroll": U}, None),  # nobody is called on a guess
        ({"payroll": F, "vip": T}, ["面谈"]),
        ({"payroll": T, "vip": T}, ["致电", "面谈"]),
    ],
)
def test_a_task_is_not_created_by_a_closed_channel(customer, reasons):
    decided = decide(BY_PHONE, age=61, **customer)
    assert [[i for i, _ in task.reasons] for task in decided.tasks] == ([] if reasons is None else [reasons])
    assert [offer.offer for offer in decided.offers] == ["定投"]  # the offer beside it stays


def test_what_takes_offers_takes_no_tasks():
    policy = BY_PHONE + "exclude from all offers if vip\nexclude from channel 短信 if vip"
    decided = decide(policy, age=61, vip=T, payroll=T)
    assert decided.offers == ()
    assert [task.task for task in decided.tasks] == ["回访"]


@pytest.mark.parametrize(
    ("never", "broken"),
    [
        ("any task via 电话 and age > 60", T),
        ("task 回访 by 客户经理 via 电话 and age > 60", T),
        ("any task via 短信 and age > 60", F),
        ("any task via 电话 and vip", F),  # by no channel in particular
    ],
)
def test_a_never_about_tasks_by_a_channel(never, broken):
    vip = "vip" in never
    assert bool(decide(BY_PHONE, f"never {never}", age=61, payroll=not vip, vip=vip).broken) is broken


def test_the_channel_of_a_table_is_of_the_offer_or_else_of_the_task():
    head = "channels 电话, 短信\nexclude from channel 电话 if payroll\noffer 甲\n"
    alone = head + "table 表 collect\n  | vip => task | via |\n  | yes => 回访 | 电话 |\n  | yes => 寄信 | - |"
    assert [task.task for task in decide(alone, vip=T, payroll=T).tasks] == ["寄信"]
    beside = head + "table 表 collect\n  | vip => task | offer | via |\n  | yes => 回访 | 甲 | 电话 |"
    assert [task.task for task in decide(beside, vip=T, payroll=T).tasks] == ["回访"]
    assert decide(beside, vip=T, payroll=T).offers == ()


def test_a_task_is_final():
    """Meaning 3: what was not granted is not granted."""
    assert due("if payroll then task 电话") == []
    assert due("if payroll then task 电话", payroll=F) == []


def test_tasks_of_a_table():
    policy = """
table 提醒 collect
  | if => task | by | within | because |
  | payroll => 电话 | rm | 7天 | "代发" |
  | vip => 电话, 拜访 | rm, wm | 1周 | - |
  because "贵宾"
"""
    decided = decide(ROLES + policy, as_of="2026-01-01", payroll=T, vip=T)
    assert [(t.task, t.role, t.due) for t in decided.tasks] == [
        ("拜访", "客户经理", date(2026, 1, 8)), ("拜访", "理财经理", date(2026, 1, 8)),
        ("电话", "客户经理", date(2026, 1, 8)), ("电话", "理财经理", date(2026, 1, 8)),
    ]  # fmt: skip
    assert [[w.text for _, w in t.reasons] for t in decided.tasks] == [["贵宾"], ["贵宾"], ["代发", "贵宾"], ["贵宾"]]


# --- never --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "customer", "broken"),
    [
        ("offer 甲 and class 乙", {"payroll": T, "vip": T}, T),
        ("offer 甲 and class 乙", {"payroll": T, "vip": F}, F),
        ("offer 甲 and class 乙", {"payroll": F, "vip": T}, F),
        ("offer 甲 and class 乙", {"payroll": T}, F),  # unknown does not break it
        ("offer 甲 and class 乙", {"vip": T}, F),
        ("tier 高 and deposit < 2万", {"deposit": "1万"}, T),
        ("tier 高 and deposit < 2万", {"deposit": "2万"}, F),
        ("tier 高 and deposit < 2万", {"deposit": "9999"}, F),
        ("tier 层级 低 and age > 60", {"deposit": 0, "age": 61}, T),
        ("tier 层级 低 and age > 60", {"deposit": 0}, F),
        ("tier 低 and age > 60", {"age": 61}, F),  # on no rung
        ("not payroll and offer 丙", {"payroll": F}, T),
        ("offer 丁 and class 乙", {"vip": T}, F),  # granted but excluded: he does not end with it
        ("any offer and payroll", {"payroll": T}, T),
        ("any offer and class 乙", {"vip": T}, T),
        ("any offer of group 组 and payroll", {"payroll": T}, T),
        ("any offer of group 组 and not payroll", {"payroll": F}, F),
        ("any offer via 短信 and payroll", {"payroll": T}, T),
        ("offer 甲 via 电话 and payroll", {"payroll": T}, F),
        ("offer 丙 via 电话 and payroll", {"payroll": T}, T),  # it may go by any channel
        ("task 面访 and age > 60", {"age": 61}, T),
        ("task 面访 by 客户经理 and age > 60", {"age": 61}, T),
        ("task 面访 by 理财经理 and age > 60", {"age": 61}, F),
        ("any task by 理财经理 and vip", {"age": 61, "vip": T}, F),
        ("any task and vip", {"age": 61, "vip": T}, T),
        ("any task and vip", {"age": 60, "vip": T}, F),
        ("any task and vip", {"vip": T}, F),  # unknown creates no task
    ],
)
def test_never_is_broken_only_when_all_is_true(condition, customer, broken):
    policy = """
channels 电话, 短信
roles 客户经理, 理财经理
offer 甲
  group 组
  via 短信
offer 丙
offer 丁
class 乙 if vip
tiers 层级 by deposit
  低
  高 from 1万
rule 一 if payroll then offer 甲
rule 二 then offer 丙, 丁
exclude from offer 丁 if vip
if age > 60 then task 面访 by 客户经理
"""
    assert bool(decide(policy, f"never {condition}", **customer).broken) is broken


def test_the_name_of_a_never_is_its_content():
    policy = "class 甲 if payroll\nclass 乙 if vip\n"
    both = {"payroll": T, "vip": T}
    one = decide(policy, "never class 甲 and class 乙", **both).broken
    assert decide(policy, "never class 乙 and class 甲", **both).broken == one
    assert decide(policy, "永不 客群 甲 且 客群 乙", **both).broken == one
    assert decide(policy, "never class 乙 and class 甲\nnever class 甲 and class 乙", **both).broken == one


# --- strata -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "policy",
    [
        "class 甲 if 甲 or payroll",
        "class 甲 if not 乙\nclass 乙 if not 甲",
        "points 积分\nif 积分 > 3 then add 1 to 积分",
        "points 积分\nthen add max(min(积分, 5), 0) to 积分",
        "tiers 层级 by deposit\n  低\n  高 from 1万\nif tier is 低 then tier 高",
        "tiers 层级 by 积分\n  低\n  高 from 1\npoints 积分\nif 层级 is 低 then add 1 to 积分",
        "choice 礼物 one of 书, 笔\nif 礼物 is 书 then 礼物 is 笔",
        "define 够 = 甲\nclass 甲 if 够 and payroll",
        "class 甲\ntable 表一 first\n  | if => class |\n  | 甲 => - |\n  | payroll => 甲 |",
    ],
)
def test_a_cycle_is_an_error(policy):
    """Meaning 4."""
    assert errors(policy) == {"E214"}


def test_a_chain_of_strata_in_any_order():
    policy = """
rule 五 if 礼物 is 书 then task 送书
rule 四 if 层级 is 高 then 礼物 is 书
choice 礼物 one of 书, 笔
tiers 层级 by 积分
  低
  高 from 10
rule 三 if 乙 then add 10 to 积分
points 积分
class 乙 if 甲
class 甲 if payroll
"""
    assert [t.task for t in decide(policy, payroll=T).tasks] == ["送书"]
    assert decide(policy, payroll=F).tasks == ()
    assert decide(policy).unknown == ("class-乙", "class-甲", "三", "五", "四")
    order = program_of(analysed(policy)).order
    assert order == (("class", "甲"), ("class", "乙"), ("points", "积分"), ("ladder", "层级"), ("choice", "礼物"))


@pytest.mark.parametrize(
    ("declared", "first", "read", "second", "last"),
    [
        ("class 甲\nclass 乙", "class 甲", "甲", "class 乙", "乙"),
        ("choice 甲 one of 书\nchoice 乙 one of 书", "甲 is 书", "甲 is 书", "乙 is 书", "乙 is 书"),
        ("points 甲\npoints 乙", "add 1 to 甲", "甲 = 1", "add 1 to 乙", "乙 = 1"),
        (
            "tiers 甲\n  低\n  高\ntiers 乙\n  铜\n  银",
            *("tier 高", "甲 is 高", "tier 银", "乙 is 银"),
        ),
    ],
)
def test_an_outcome_may_read_another_of_its_kind(declared, first, read, second, last):
    for order in (1, -1):
        rules = [f"if {last} then task 电话", f"if {read} then {second}", f"if payroll then {first}"][::order]
        policy = "\n".join([declared, *rules])
        assert len(decide(policy, payroll=T).tasks) == 1
        assert len(decide(policy, payroll=F).tasks) == 0
        assert len(decide(policy).tasks) == 0


def test_a_long_chain_of_strata():
    chain = [f"class 第{i}类 if 第{i - 1}类" for i in range(1, 300)]
    for order in (chain, chain[::-1]):
        policy = "\n".join(["class 第0类 if payroll", *order])
        assert decide(policy, payroll=T).classes["第299类"] is T
        assert decide(policy).classes["第299类"] is U
