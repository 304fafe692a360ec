"""Meaning 5: the higher of ladder and lifts. Meaning 6: ladders are half open, the first rung has no line."""

import pytest

from engine.binding import BindingError
from engine.decision import TierDecision
from tests.engine.policies import decide, errors, program, reference

LADDER = """
param 核心线 = 100万
tiers 层级 by deposit + wealth
  普通
  潜力 from 1万
  优质 from 5万
  重点 from 30万
  核心 from 核心线
profile 外资
  核心线 = 300万
"""


def tier(policy, *more, ladder="层级", **customer):
    return decide(policy, *more, **customer).tiers[ladder]


@pytest.mark.parametrize(
    ("deposit", "rung"),
    [
        ("0", "普通"), ("0.01", "普通"), ("9_999.99", "普通"),
        ("1万", "潜力"), ("49_999.99", "潜力"),
        ("5万", "优质"), ("299_999.99", "优质"),
        ("30万", "重点"), ("999_999.99", "重点"),
        ("100万", "核心"), ("100亿", "核心"),
    ],
)  # fmt: skip
def test_every_line_is_the_first_of_its_rung(deposit, rung):
    """Meaning 6: one fen below is the rung below."""
    assert tier(LADDER, deposit=deposit, wealth=0) == TierDecision(rung, rung)
    assert tier(LADDER, deposit=0, wealth=deposit) == TierDecision(rung, rung)


@pytest.mark.parametrize(("deposit", "rung"), [("100万", "重点"), ("2_999_999.99", "重点"), ("300万", "核心")])
def test_lines_of_a_profile(deposit, rung):
    assert tier(LADDER, profile="外资", deposit=deposit, wealth=0).rung == rung


def test_an_unknown_measure_decides_nothing():
    """Meaning 3: the tier is then missing (未定), never the lowest rung in silence."""
    assert tier(LADDER, deposit="500万") == TierDecision(None, None)


def test_a_lift_raises():
    lift = "rule 大客户 if loan >= 300万 then tier 核心"
    assert tier(LADDER, lift, deposit=0, wealth=0, loan="300万") == TierDecision("核心", "普通", ("大客户",))
    assert tier(LADDER, lift, deposit=0, wealth=0, loan="2_999_999.99") == TierDecision("普通", "普通")


def test_a_lift_never_lowers():
    """Meaning 5: the higher of ladder and lifts."""
    lift = "rule 小客户 if loan >= 0 then tier 潜力"
    assert tier(LADDER, lift, deposit="100万", wealth=0, loan=0) == TierDecision("核心", "核心")
    assert tier(LADDER, lift, deposit="1万", wealth=0, loan=0) == TierDecision("潜力", "潜力")
    assert tier(LADDER, lift, deposit="9_999.99", wealth=0, loan=0) == TierDecision("潜力", "普通", ("小客户",))


def test_the_highest_of_several_lifts_counts():
    lifts = "rule 甲 then tier 优质\nrule 乙 then tier 重点\nrule 丙 then tier 重点\nrule 丁 if payroll then tier 核心"
    found = tier(LADDER, lifts, deposit=0, wealth=0, payroll=False)
    assert found == TierDecision("重点", "普通", tuple(sorted(["乙", "丙"])))


def test_an_unknown_measure_with_a_lift():
    """Meaning 3: a ladder whose measure is unknown decides nothing; a lift still may."""
    assert tier(LADDER, "rule 甲 then tier 潜力") == TierDecision("潜力", None, ("甲",))
    assert tier(LADDER, "rule 甲 then tier 普通") == TierDecision("普通", None, ("甲",))


def test_an_unknown_lift_is_counted_if_it_would_lift():
    """Meaning 3: tier is final; "decided with an unknown lift" is counted."""
    lift = "rule 甲 if age > 60 then tier 重点"
    assert tier(LADDER, lift, deposit="5万", wealth=0) == TierDecision("优质", "优质", (), ("甲",))
    assert tier(LADDER, lift, deposit="30万", wealth=0) == TierDecision("重点", "重点")
    assert tier(LADDER, lift) == TierDecision(None, None, (), ("甲",))
    both = lift + "\nrule 乙 then tier 重点"
    assert tier(LADDER, both, deposit="5万", wealth=0) == TierDecision("重点", "优质", ("乙",))


def test_what_an_unknown_lift_decides_is_final():
    policy = """
tiers 层级 by deposit
  低
  高 from 1万
rule 提升 if age > 60 then tier 高
class 低端 if 层级 is 低
class 高端 if 层级 is 高
class 未定 if 层级 is missing
"""
    assert decide(policy, deposit=0).classes == {"低端": True, "高端": False, "未定": False}
    assert decide(policy).classes == {"低端": None, "高端": None, "未定": True}


def test_a_ladder_without_a_measure():
    policy = (
        "tiers 层级\n  一层\n  二层\n  三层\nrule 甲 if age >= 30 then tier 二层\nrule 乙 if age >= 60 then tier 三层"
    )
    assert tier(policy, age=29) == TierDecision(None, None)
    assert tier(policy, age=30) == TierDecision("二层", None, ("甲",))
    assert tier(policy, age=60) == TierDecision("三层", None, ("乙",))
    assert tier(policy) == TierDecision(None, None, (), tuple(sorted(["甲", "乙"])))


def test_a_ladder_without_anything():
    assert tier("tiers 层级\n  一层\n  二层") == TierDecision(None, None)


def test_several_ladders_with_a_rung_of_the_same_name():
    policy = """
tiers 存款层级 by deposit
  低
  高 from 1万
tiers 贷款层级 by loan
  低
  高 from 5万
rule 甲 if payroll then tier 贷款层级 高
"""
    assert tier(policy, ladder="存款层级", deposit="1万", loan="1万", payroll=True) == TierDecision("高", "高")
    assert tier(policy, ladder="贷款层级", deposit="1万", loan="1万", payroll=True) == TierDecision("高", "低", ("甲",))
    assert errors(policy, "rule 乙 then tier 高") == {"E206"}


@pytest.mark.parametrize(("points", "rung"), [(0, "铜"), (9, "铜"), (10, "银"), (19, "银"), (20, "金"), (21, "金")])
def test_a_ladder_over_points(points, rung):
    """Meaning 4: outcomes are computed in strata over final values."""
    policy = """
tiers 会员 by 积分
  铜
  银 from 10
  金 from 20
points 积分
rule 次数 then add visits to 积分
rule 贵宾 if vip then add 5 to 积分
class 金牌 if 会员 is 金
rule 送礼 if 金牌 then task 送礼
"""
    decided = decide(policy, visits=points, vip=False)
    assert decided.tiers["会员"].rung == rung
    assert decided.classes["金牌"] is (rung == "金")
    assert bool(decided.tasks) is (rung == "金")
    assert decide(policy, visits=points).tiers["会员"].rung is None  # incomplete points are unknown when read
    assert decide(policy, visits=15, vip=True).tiers["会员"].rung == "金"


def test_a_ladder_over_a_date_and_over_a_number():
    policy = "tiers 层级 by opened\n  新\n  旧 from 2020-01-01"
    assert [tier(policy, opened=day).rung for day in ("2019-12-31", "2020-01-01")] == ["新", "旧"]
    policy = "tiers 层级 by deposit / loan\n  低\n  高 from 1.5"
    assert [tier(policy, deposit=x, loan=100).rung for x in ("149.99", 150)] == ["低", "高"]
    assert tier(policy, deposit=1, loan=0).rung is None  # division by zero is unknown


def test_comparing_tiers():
    policy = LADDER + "class 高端 if 层级 >= 重点\nclass 中端 if 层级 from 潜力 below 重点\nclass 低端 if tier < 潜力"
    for deposit, expected in [
        ("9999", "低端"),
        ("1万", "中端"),
        ("299_999.99", "中端"),
        ("30万", "高端"),
        ("100万", "高端"),
    ]:
        classes = decide(policy, deposit=deposit, wealth=0).classes
        assert [name for name, belongs in classes.items() if belongs] == [expected]
    assert set(decide(policy).classes.values()) == {None}


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        ("tiers 层级 by deposit\n  低\n  中 from 5万\n  高 from 5万", "E404"),
        ("tiers 层级 by deposit\n  低\n  中 from 5万\n  高 from 49_999.99元", "E404"),
        ("param 线 = 5万\nprofile 丙\n  线 = 3万\ntiers 层级 by deposit\n  低\n  中 from 3万\n  高 from 线", "E404"),
        (
            """
param 线
  = 5万 until 2025-12-31
  = 3万 from 2026-01-01
tiers 层级 by deposit
  低
  中 from 3万
  高 from 线
""",
            "E404",
        ),
        ("tiers 层级 by deposit\n  低 from 1万\n  高 from 5万", "E403"),
        ("tiers 层级 by deposit\n  低\n  高", "E403"),
        ("tiers 层级\n  低\n  高 from 5万", "E403"),
        ("tiers 层级 by deposit\n  低\n  高 from loan", "E410"),
        ("tiers 层级 by risk\n  低\n  高 from 稳健", "E315"),
    ],
)
def test_lines_rise_in_every_profile_and_period(policy, code):
    """Meaning 6."""
    assert errors(policy) == {code}


def test_values_from_outside_keep_lines_rising():
    policy = program(LADDER)
    assert reference(policy, 核心线=30_0000_01).binding.params["核心线"] == 30_0000_01
    for line in (30_0000_00, 29_9999_99, 0):
        with pytest.raises(BindingError, match="the line of 核心 is not above that of 重点"):
            reference(policy, 核心线=line)


def test_lines_that_move_with_the_day_must_rise_on_it():
    policy = program("tiers 层级 by opened\n  老\n  中 from 2020-01-01\n  新 from today - 300 days")
    assert reference(policy, "2020-10-28").binding.as_of
    with pytest.raises(BindingError, match="the line of 新 is not above that of 中"):
        reference(policy, "2020-10-27")


def test_an_unknown_line_decides_nothing():
    policy = "param 数 = 0\ntiers 层级 by score\n  低\n  中 from 1\n  高 from 5 / 数"
    assert tier(policy, score=3) == TierDecision(None, None)
    assert tier(policy, "rule 甲 then tier 中", score=3) == TierDecision("中", None, ("甲",))
