"""What the rest of the meaning says of deciding one customer, and that no paragraph of it is without a test."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from tests.engine.policies import decide, program, reference, row, truth

T, F, U = True, False, None


@pytest.mark.parametrize("number", range(1, 13))
def test_every_paragraph_has_a_test_that_names_it(number):
    """Meaning 1 to 12: exact numbers, units, unknown, order, conflicts, ranges, time, text, why, two evaluators,
    no way out, identity.
    """
    texts = [
        file.read_text(encoding="utf-8") for file in Path(__file__).parent.glob("test_*.py") if file != Path(__file__)
    ]
    texts.append(Path(__file__).read_text(encoding="utf-8").partition("# --- paragraphs")[2])
    named = {
        int(n)
        for text in texts
        for group in re.findall(r"Meaning ([\d, and]+)", text)
        for n in re.findall(r"\d+", group)
    }
    assert number in named


# --- paragraphs ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "nickname", "expected"),
    [
        ('nickname is "VIP"', "VIP", T),
        ('nickname is "VIP"', "vip", F),
        ('nickname is "VIP"', "ＶＩＰ", F),
        ('nickname contains "ip"', "VIP", F),
        ('nickname starts with "V"', "vip", F),
        ('nickname is " VIP"', "VIP", F),
        ('nickname contains "王、芳"', "王、芳", T),  # what stands in quotes is not folded
        ('nickname contains "王,芳"', "王、芳", F),
        ("nickname is missing", None, T),
    ],
)
def test_texts_are_case_sensitive(condition, nickname, expected):
    """Meaning 8: text that is not a listed value is compared as it stands."""
    assert truth(condition, nickname=nickname) is expected


def test_listed_values_are_read_in_full_width_too():
    """Meaning 8: ``one of`` values match after folding."""
    policy = "customer 客户\n  | name | type |\n  | id | key |\n  | level | one of A1, B2 |\nclass 甲 if level is Ａ１"
    assert decide(policy, level="A1").classes["甲"] is T
    assert decide(policy, level="B2").classes["甲"] is F


def test_a_decision_says_why():
    """Meaning 9: which rules fired, what was blocked and by what, what did not fire and what was missing."""
    policy = """
offer 甲
offer 乙
rule 一 if age > 5 then offer 甲, 乙
  because "年龄{{ age }}"
rule 二 if payroll then offer 甲
rule 三 if vip then offer 甲
rule 四 if child then exclude from offer 乙
tiers 层级 by deposit
  低
  高 from 1万
rule 五 if payroll then tier 高
"""
    decided = decide(policy, age=6, vip=F, child=T, deposit=0)
    assert decided.fired == ("一", "四")
    assert decided.unknown == ("二", "五")
    assert [(o.offer, [(name, text.text) for name, text in o.reasons]) for o in decided.offers] == [
        ("甲", [("一", "年龄6")])
    ]
    assert [(x.offer, x.cause, x.by) for x in decided.lost] == [("乙", "exclusion", ("四",))]
    assert decided.tiers["层级"].unknown_lifts == ("五",)


def test_a_decision_has_everything_the_policy_declares():
    decided = decide("tiers 层级\n  低\n  高\nclass 甲\npoints 积分\nchoice 礼物 one of 书, 笔\noffer 乙", id="C7")
    assert decided.key == "C7"
    assert list(decided.tiers) == ["层级"]
    assert decided.classes == {"甲": F}
    assert decided.points["积分"].value == Fraction(0)
    assert decided.choices == {"礼物": None}
    assert (decided.offers, decided.lost, decided.tasks, decided.fired, decided.unknown) == ((), (), (), (), ())


def test_a_policy_in_two_languages_decides_the_same():
    """Meaning 10 and 12: the two surfaces are one language."""
    english = """
tiers 层级 by deposit + wealth
  普通
  核心 from 100万
offer 置换
  priority 80
class 年轻 if age from 18 below 30
rule 推断
  if loan > 3x deposit and risk is not 保守 and not payroll
  then tier 核心 and offer 置换 and task 拜访 within 10 days
exclude from offer 置换 if mobile is missing or years since opened < 1
"""
    chinese = """
层级 层级 按 存款 + 理财
  普通
  核心 从 100万
推荐 置换
  优先级 80
客群 年轻 如果 年龄 从 18 不足 30
规则 推断
  如果 贷款 > 3倍 存款 且 风险偏好 不是 保守 且 非 代发
  则 层级 核心 且 推荐 置换 且 待办 拜访 在 10天 内
剔除 推荐 置换 如果 手机 缺失 或 距今年数 开户日 < 1
"""
    customers = [
        {
            "deposit": 1,
            "wealth": 0,
            "loan": "3.01",
            "risk": "稳健",
            "payroll": F,
            "mobile": "1",
            "opened": "2025-06-01",
        },
        {
            "deposit": 1,
            "wealth": 0,
            "loan": "3.01",
            "risk": "稳健",
            "payroll": F,
            "mobile": "1",
            "opened": "2025-06-02",
        },
        {"deposit": 1, "wealth": 0, "loan": 3, "risk": "稳健", "payroll": F, "age": 18},
        {"loan": 3, "age": 30},
    ]
    decisions = [decide(english, as_of="2026-06-01", **customer) for customer in customers]
    assert decisions == [decide(chinese, as_of="2026-06-01", **customer) for customer in customers]
    assert [len(d.offers) for d in decisions] == [1, 0, 0, 0]


def test_the_same_customer_is_decided_the_same_again():
    """Meaning 11: nothing but the policy, the run and the row decides."""
    policy = program("points 积分\nthen add visits to 积分\noffer 甲\nif vip then offer 甲\nclass 乙 if age > 5")
    run = reference(policy, "2026-06-01")
    one, other = row(policy, visits=5, vip=T), row(policy, age=9)
    assert run.decide(one) == run.decide(one)
    first = run.decide(one)
    run.decide(other)
    assert run.decide(one) == first == reference(policy, "2026-06-01").decide(dict(one))
