"""Decision tables: every kind of cell, every hit policy, every column."""

from datetime import date

import pytest

from tests.engine.policies import decide, errors, truth

T, F, U = True, False, None


def cell(column, text, **customer):
    """Whether a row with one cell applies."""
    decided = decide(f"class 行\ntable 表一 collect\n  | {column} => class |\n  | {text} => 行 |", **customer)
    assert ("表一#1" in decided.fired, "表一#1" in decided.unknown) == (
        decided.classes["行"] is True,
        decided.classes["行"] is None,
    )
    return decided.classes["行"]


CELLS = [
    # column, cell, the sentence it abbreviates
    ("age", "45", "age = 45"),
    ("age", "18, 45", "age in (18, 45)"),
    ("age", ">= 45", "age >= 45"),
    ("age", "> 45", "age > 45"),
    ("age", "<= 45", "age <= 45"),
    ("age", "< 45", "age < 45"),
    ("age", "!= 45", "age != 45"),
    ("age", "= 45", "age = 45"),
    ("age", "超过 45", "age > 45"),
    ("age", "at least 45", "age >= 45"),
    ("age", "not 45", "age is not 45"),
    ("age", "非 45", "age is not 45"),
    ("age", "from 18 to 45", "age from 18 to 45"),
    ("age", "from 18 below 45", "age from 18 below 45"),
    ("age", "从 18 不足 45", "age from 18 below 45"),
    ("age", "missing", "age is missing"),
    ("age", "known", "age is known"),
    ("age", "缺失", "age is missing"),
    ("age", "已知", "age is known"),
    ("age", "< 18, 45", "age < 18 or age = 45"),
    ("age", "< 18, >= 45", "age < 18 or age >= 45"),
    ("age", "missing, < 18", "age is missing or age < 18"),
    ("age", "from 18 to 20, from 44 to 45", "age from 18 to 20 or age from 44 to 45"),
    ("age", "visits", "age = visits"),
    ("age", "> visits", "age > visits"),
    ("age * 2", "90", "age * 2 = 90"),
    ("age >= 45", "yes", "age >= 45"),
    ("age >= 45", "no", "not (age >= 45)"),
]


@pytest.mark.parametrize(("column", "text", "sentence"), CELLS)
@pytest.mark.parametrize("age", [None, 17, 18, 19, 44, 45, 46])
def test_a_cell_is_the_sentence_it_abbreviates(column, text, sentence, age):
    customer = {"age": age, "visits": 45}
    assert cell(column, text, **customer) is truth(sentence, **customer)


@pytest.mark.parametrize(
    ("column", "text", "customer", "expected"),
    [
        ("age", "-", {}, T),  # anything, missing included
        ("age", "-", {"age": 5}, T),
        ("deposit", "5元", {"deposit": 5}, T),
        ("deposit", "0", {"deposit": 0}, T),
        ("deposit", ">= 5万", {"deposit": "49_999.99"}, F),
        ("deposit", ">= 5万", {"deposit": "5万"}, T),
        ("deposit", "from 1万 below 5万", {"deposit": "5万"}, F),
        ("risk", "保守, 平衡", {"risk": "平衡"}, T),
        ("risk", "保守, 平衡", {"risk": "稳健"}, F),
        ("risk", "保守, 平衡", {}, U),
        ("risk", ">= 平衡", {"risk": "平衡"}, T),
        ("risk", ">= 平衡", {"risk": "稳健"}, F),
        ("risk", "not 保守", {"risk": "保守"}, F),
        ("risk", "not 保守", {}, U),
        ("city", "北京, 上海", {"city": "上海"}, T),
        ("payroll", "yes", {"payroll": T}, T),
        ("payroll", "no", {"payroll": T}, F),
        ("payroll", "yes", {}, U),
        ("payroll", "missing", {}, T),
        ("nickname", '"王芳"', {"nickname": "王芳"}, T),
        ("opened", "2026-01-01", {"opened": "2026-01-01"}, T),
        ("opened", "< 2026-01-01", {"opened": "2026-01-01"}, F),
        ("rate", "<= 4.1%", {"rate": "4.1%"}, T),
        ("term", "> 30天", {"term": 30}, F),
    ],
)
def test_cells(column, text, customer, expected):
    assert cell(column, text, **customer) is expected


@pytest.mark.parametrize("a", [T, F, U])
@pytest.mark.parametrize("b", [T, F, U])
def test_a_row_is_the_kleene_and_of_its_cells(a, b):
    policy = "class 行\ntable 表一 collect\n  | payroll | vip | age => class |\n  | yes | yes | - => 行 |"
    assert decide(policy, payroll=a, vip=b).classes["行"] is truth("payroll and vip", payroll=a, vip=b)


@pytest.mark.parametrize("a", [T, F, U])
@pytest.mark.parametrize("b", [T, F, U])
def test_the_class_column(a, b):
    policy = "class 甲 if payroll\nclass 乙 if vip\nclass 行\ntable 表一 collect\n  | 客群 => class |\n  | {} => 行 |"
    given = {"payroll": a, "vip": b}
    assert decide(policy.format("甲"), **given).classes["行"] is a
    assert decide(policy.format("not 甲"), **given).classes["行"] is truth("not payroll", **given)
    assert decide(policy.format("甲, 乙"), **given).classes["行"] is truth("payroll or vip", **given)
    assert decide(policy.format("-"), **given).classes["行"] is T
    assert errors(policy.format(">= 甲")) != set()
    assert errors(policy.format("missing")) == {"E316"}


@pytest.mark.parametrize("a", [T, F, U])
def test_the_if_column(a):
    policy = """
class 行
table 表一 collect
  | if | age => class |
  | payroll and deposit >= 5万 | - => 行 |
  | - | 99 => 行 |
"""
    assert decide(policy, payroll=a, deposit="5万", age=1).classes["行"] is a
    assert decide(policy, payroll=a, deposit="49_999.99", age=1).classes["行"] is F


# --- hit policies -------------------------------------------------------------------------------------------


def rows(hit, *conditions, **customer):
    """Which rows apply, and of which it is unknown."""
    body = "\n".join(f"  | {condition} => {i} |" for i, condition in enumerate(conditions))
    decided = decide(f"points 积分 from 0 to 99\ntable 表一 {hit}\n  | if => 积分 |\n{body}", **customer)
    return [x.partition("#")[2] for x in decided.fired], [x.partition("#")[2] for x in decided.unknown]


def test_collect_adds_every_row_that_applies():
    """Meaning 5: ``collect`` adds."""
    policy = """
points 积分
table 表一 collect
  | age => 积分 |
  | >= 18 => 1 |
  | >= 18 => 1 |
  | >= 60 => 10 |
  | < 0 => 100 |
"""
    assert [int(decide(policy, age=x).points["积分"].value) for x in (17, 18, 60)] == [0, 2, 12]


def test_first_takes_the_first_row_that_applies():
    conditions = ("age < 18", "age < 60", "-", "age < 99")
    assert [rows("first", *conditions, age=x) for x in (17, 18, 59, 60)] == [
        (["1"], []), (["2"], []), (["2"], []), (["3"], []),
    ]  # fmt: skip


def test_an_unknown_row_makes_what_is_below_it_unknown():
    """Meaning 3: in a ``first`` table an unknown row above a true one makes the result unknown."""
    assert rows("first", "payroll", "age < 60", "-", age=59) == ([], ["1", "2"])  # the third cannot win
    assert rows("first", "payroll", "age < 60", "-", age=60) == ([], ["1", "3"])  # the second cannot
    assert rows("first", "payroll", "vip", "-") == ([], ["1", "2", "3"])
    assert rows("first", "age < 60", "payroll", "-", age=59) == (["1"], [])  # above the unknown row
    assert rows("first", "age < 60", "payroll", "-", age=60) == ([], ["2", "3"])
    assert rows("first", "age < 60", "-", "payroll", age=60) == (["2"], [])
    assert rows("first", "payroll", "age < 60", "-", payroll=F, age=59) == (["2"], [])


def test_nothing_may_be_unknown_in_a_first_table_for_each_outcome():
    policy = """
channels 短信
tiers 层级
  低
  高
class 甲
points 积分
choice 礼物 one of 书, 笔
offer 丙
table 表一 first
  | if => tier | class | 积分 | 礼物 | offer | task |
  | payroll => - | - | - | - | - | - |
  | - => 高 | 甲 | 5 | 书 | 丙 | 电话 |
"""
    decided = decide(policy)
    assert decided.tiers["层级"].rung is None
    assert decided.tiers["层级"].unknown_lifts == ("表一#2",)
    assert decided.classes == {"甲": U}
    assert decided.points["积分"].incomplete is T
    assert (decided.choices, decided.conflicts) == ({"礼物": None}, ())
    assert (decided.offers, decided.lost, decided.tasks) == ((), (), ())
    decided = decide(policy, payroll=T)  # a row without outcomes still wins
    assert (decided.fired, decided.classes, decided.offers) == (("表一#1",), {"甲": F}, ())
    decided = decide(policy, payroll=F)
    assert decided.fired == ("表一#2",)
    assert [o.offer for o in decided.offers] == ["丙"]
    assert decided.tiers["层级"].lifted_by == ("表一#2",)


def test_unique_lets_one_row_apply():
    assert rows("unique", "age < 18", "age from 18 below 60", "age >= 60", age=18) == (["2"], [])
    assert rows("unique", "age < 18", "age >= 18") == ([], ["1", "2"])


def test_two_rows_of_a_unique_table_are_a_conflict():
    policy = """
offer 甲
offer 乙
table 表一 unique
  | if => offer |
  | deposit > loan => 甲 |
  | wealth > loan => 乙 |
"""
    decided = decide(policy, deposit=5, loan=3, wealth=4)
    assert decided.conflicts == ("表一",)
    assert decide(policy, deposit=5, loan=3, wealth=3).conflicts == ()
    assert decide(policy, deposit=5, loan=3).conflicts == ()
    assert decide(policy.replace("unique", "collect"), deposit=5, loan=3, wealth=4).conflicts == ()


# --- outputs ------------------------------------------------------------------------------------------------


def test_every_output_column():
    policy = """
channels 电话, 短信
roles 客户经理
offer 甲
  priority 5
  via 电话
offer 乙
tiers 层级 by deposit
  低
  高 from 1万
tiers 财富
  一层
  二层
class 丙
class 丁
points 积分
choice 礼物 one of 书, 笔
table 表一 collect
  | age => offer | via | priority | 层级 | 财富 | class | 积分 | 礼物 | task | by | within | because |
  | 1 => 甲, 乙 | 短信 | 9 | 高 | 二层 | 丙, 丁 | 5, 7 | 书 | 电话 | 客户经理 | 7天 | "{{ age }}岁" |
  | 2 => 甲 | - | - | - | - | - | - | - | - | - | - | - |
  | 3 => - | - | - | - | - | - | - | - | - | - | - | - |
"""
    decided = decide(policy, age=1, deposit=0, as_of="2026-01-01")
    assert [(o.offer, o.priority, o.channels) for o in decided.offers] == [("乙", 9, ("短信",)), ("甲", 9, ("短信",))]
    assert [w.text for o in decided.offers for _, w in o.reasons] == ["1岁", "1岁"]
    assert {k: v.rung for k, v in decided.tiers.items()} == {"层级": "高", "财富": "二层"}
    assert decided.classes == {"丙": T, "丁": T}
    assert int(decided.points["积分"].value) == 12
    assert decided.choices == {"礼物": "书"}
    assert [(t.task, t.role, str(t.due)) for t in decided.tasks] == [("电话", "客户经理", "2026-01-08")]
    decided = decide(policy, age=2, deposit=0)
    assert [(o.offer, o.priority, o.channels) for o in decided.offers] == [("甲", 5, ("电话",))]
    assert [w for o in decided.offers for _, w in o.reasons] == [None]
    decided = decide(policy, age=3, deposit=0)
    assert decided.fired == ("表一#3",)
    assert (decided.offers, decided.tasks, decided.classes) == ((), (), {"丙": F, "丁": F})


def test_the_tier_column():
    policy = "tiers 层级\n  低\n  高\ntable 表一 collect\n  | age => tier |\n  | > 5 => 高 |\n  | - => 低 |"
    assert decide(policy, age=6).tiers["层级"].rung == "高"
    assert decide(policy, age=5).tiers["层级"].rung == "低"


def test_points_of_a_row_may_be_calculated():
    policy = "points 积分\ntable 表一 collect\n  | age => 积分 |\n  | > 5 => deposit / 1万 rounded down to 1 |"
    assert int(decide(policy, age=6, deposit="29_999.99").points["积分"].value) == 2
    assert decide(policy, age=6).points["积分"].incomplete is T
    assert decide(policy, age=5).points["积分"].incomplete is F


@pytest.mark.parametrize(
    ("cell", "due"),
    [
        ("7 days", "2026-06-08"),
        ("2周", "2026-06-15"),
        ("opened", "2026-05-03"),
        ("2026-06-20", "2026-06-20"),
        ("2 days after opened", "2026-05-05"),
        ("opened 前 1个月", "2026-04-03"),
        ("every year on 5 April", "2027-04-05"),
        ("每年6月1日", "2026-06-01"),
        ("-", "None"),
    ],
)
@pytest.mark.parametrize("column", ["within", "限期"])
def test_a_task_is_due_after_a_length_of_time_or_on_a_day(column, cell, due):
    policy = f"table 表一 collect\n  | age => task | {column} |\n  | -   => 回访 | {cell} |"
    (task,) = decide(policy, opened=date(2026, 5, 3), as_of="2026-06-01").tasks
    assert str(task.due) == due
