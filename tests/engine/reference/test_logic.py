"""Meaning 3: unknown is not false. Logic is Kleene's."""

import pytest

from tests.engine.policies import decide, truth

T, F, U = True, False, None

AND = {
    (T, T): T, (T, F): F, (T, U): U,
    (F, T): F, (F, F): F, (F, U): F,
    (U, T): U, (U, F): F, (U, U): U,
}  # fmt: skip
OR = {
    (T, T): T, (T, F): T, (T, U): T,
    (F, T): T, (F, F): F, (F, U): U,
    (U, T): T, (U, F): U, (U, U): U,
}  # fmt: skip
NOT = {T: F, F: T, U: U}
EVERY = [T, F, U]


@pytest.mark.parametrize(("a", "b"), AND)
def test_and(a, b):
    assert truth("payroll and vip", payroll=a, vip=b) is AND[a, b]
    assert truth("代发 且 贵宾", payroll=a, vip=b) is AND[a, b]


@pytest.mark.parametrize(("a", "b"), OR)
def test_or(a, b):
    assert truth("payroll or vip", payroll=a, vip=b) is OR[a, b]
    assert truth("代发 或 贵宾", payroll=a, vip=b) is OR[a, b]


@pytest.mark.parametrize("a", NOT)
def test_not(a):
    assert truth("not payroll", payroll=a) is NOT[a]
    assert truth("非 代发", payroll=a) is NOT[a]
    assert truth("not (not payroll)", payroll=a) is a


@pytest.mark.parametrize("a", EVERY)
@pytest.mark.parametrize("b", EVERY)
@pytest.mark.parametrize("c", EVERY)
def test_three_operands(a, b, c):
    given = {"payroll": a, "vip": b, "child": c}
    assert truth("payroll and vip and child", **given) is AND[AND[a, b], c]
    assert truth("payroll or vip or child", **given) is OR[OR[a, b], c]


@pytest.mark.parametrize("a", EVERY)
@pytest.mark.parametrize("b", EVERY)
@pytest.mark.parametrize("c", EVERY)
def test_nesting(a, b, c):
    given = {"payroll": a, "vip": b, "child": c}
    assert truth("payroll or (vip and child)", **given) is OR[a, AND[b, c]]
    assert truth("(payroll or vip) and child", **given) is AND[OR[a, b], c]
    assert truth("payroll or vip and child", **given) is OR[a, AND[b, c]]  # and binds tighter
    assert truth("not (payroll and vip) or child", **given) is OR[NOT[AND[a, b]], c]
    assert truth("not payroll and vip", **given) is AND[NOT[a], b]  # not binds tightest


@pytest.mark.parametrize("a", EVERY)
@pytest.mark.parametrize("b", EVERY)
def test_de_morgan(a, b):
    given = {"payroll": a, "vip": b}
    assert truth("not (payroll and vip)", **given) is truth("not payroll or not vip", **given)
    assert truth("not (payroll or vip)", **given) is truth("not payroll and not vip", **given)


def test_kleene_does_not_look_through_an_unknown():
    assert truth("payroll or not payroll") is U
    assert truth("payroll and not payroll") is U
    assert truth("deposit >= 5万 or deposit < 5万") is U
    assert truth("deposit = deposit") is U


@pytest.mark.parametrize("a", EVERY)
def test_yes_no_fields(a):
    assert truth("payroll", payroll=a) is a
    assert truth("payroll is yes", payroll=a) is a
    assert truth("payroll is no", payroll=a) is NOT[a]
    assert truth("payroll is not yes", payroll=a) is NOT[a]
    assert truth("代发 是 否", payroll=a) is NOT[a]


# --- missing values -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("op", ["<", "<=", ">", ">=", "=", "!="])
def test_comparing_a_missing_value_is_unknown(op):
    assert truth(f"age {op} 5") is U
    assert truth(f"5 {op} age") is U
    assert truth(f"deposit {op} loan", deposit="1万") is U
    assert truth(f"deposit {op} loan", loan="1万") is U
    assert truth(f"deposit {op} loan") is U
    assert truth(f"not (age {op} 5)") is U


def test_what_is_unknown_does_not_fire():
    decided = decide("rule 老客户 if not (age < 5) then tier 高\ntiers 层级\n  低\n  高")
    assert decided.fired == ()
    assert decided.unknown == ("老客户",)
    assert decided.tiers["层级"].rung is None
    assert decide("rule 老客户 if not (age < 5) then task 电话", age=5).fired == ("老客户",)


@pytest.mark.parametrize(
    ("condition", "when_missing", "when_same", "when_other"),
    [
        ("risk is 保守", U, T, F),
        ("risk is not 保守", U, F, T),
        ("risk in (保守, 稳健)", U, T, F),
        ("risk not in (保守, 稳健)", U, F, T),
        ("risk <= 稳健", U, T, F),
        ("risk from 保守 to 稳健", U, T, F),
        ("risk from 保守 below 平衡", U, T, F),
        ("not (risk from 保守 below 平衡)", U, F, T),
    ],
)
def test_listed_values(condition, when_missing, when_same, when_other):
    assert truth(condition) is when_missing
    assert truth(condition, risk="保守") is when_same
    assert truth(condition, risk="进取") is when_other


def test_in_a_list_with_an_unknown_item():
    assert truth("age in (visits, 30)", age=30) is T  # one true decides, like an or
    assert truth("age in (visits, 30)", age=31) is U
    assert truth("age not in (visits, 30)", age=30) is F
    assert truth("age not in (visits, 30)", age=31) is U
    assert truth("age in (visits, 30)", age=31, visits=31) is T
    assert truth("age not in (visits, 30)", age=31, visits=32) is T


def test_between_with_an_unknown_end():
    assert truth("age from 18 to visits", age=17) is F  # one false decides, like an and
    assert truth("age from 18 to visits", age=18) is U
    assert truth("age from visits below 18", age=18) is F
    assert truth("age from visits below 18", age=17) is U
    assert truth("age from 18 to visits", visits=20) is U


def test_missing_and_known_are_never_unknown():
    assert truth("age is missing") is T
    assert truth("age is missing", age=0) is F
    assert truth("age is known") is F
    assert truth("age is known", age=0) is T
    assert truth("age is not missing", age=0) is T
    assert truth("age is not known") is T
    assert truth("年龄 缺失") is T
    assert truth("年龄 已知") is F
    assert truth("payroll is missing") is T
    assert truth("payroll is missing", payroll=False) is F
    assert truth("(deposit + loan) is missing", deposit="1万") is T
    assert truth("(deposit > loan) is missing", deposit="1万") is T
    assert truth("(deposit / loan) is missing", deposit="1万", loan=0) is T
    assert truth("(payroll and vip) is known", payroll=F) is T


def test_default_takes_the_place_of_a_missing_value():
    assert truth("age default 0 < 5") is T
    assert truth("age default 0 < 5", age=5) is F
    assert truth("年龄 缺省 40 >= 40") is T
    assert truth("payroll default yes") is T
    assert truth("payroll default yes", payroll=F) is F
    assert truth("not payroll default no") is T
    assert truth("risk default 进取 is 进取") is T
    assert truth("risk default wish is 稳健", wish="稳健") is T
    assert truth("risk default wish is 稳健") is U
    assert truth("opened default 2026-01-01 < 2026-01-02") is T
    assert truth('nickname default "无名" is "无名"') is T
    assert truth("(deposit / loan) default 9 > 8", deposit="1万", loan=0) is T
    assert truth("deposit > 1万 default loan", deposit="5万") is T  # the fallback of the literal is never needed


def test_arithmetic_with_a_missing_value_is_unknown():
    for expression in ("deposit + loan", "deposit - loan", "loan - deposit", "3x loan", "30% of loan", "-loan"):
        assert truth(f"{expression} > 0", deposit="1万") is U
    assert truth("deposit * 0 = 0元", deposit=None) is U  # not even times nothing
    assert truth("deposit - deposit = 0元") is U


def test_extremes_with_a_missing_value_are_unknown():
    assert truth("min(deposit, loan) < 5万", deposit="1万") is U  # although it could not be more
    assert truth("max(deposit, loan) >= 1万", deposit="1万") is U
    assert truth("min(deposit, loan) = 1万", deposit="1万", loan="2万") is T
    assert truth("max(deposit, loan, wealth) = 3万", deposit="1万", loan="2万", wealth="3万") is T
    assert truth("max(risk, wish) is 平衡", risk="保守", wish="平衡") is T
    assert truth("min(risk, wish) is 平衡", risk="进取", wish="平衡") is T
    assert truth("max(opened, matures) = 2026-01-02", opened="2026-01-02", matures="2026-01-01") is T


def test_division_by_zero_is_unknown():
    assert truth("deposit / loan > 3", deposit="1万", loan=0) is U
    assert truth("not (deposit / loan > 3)", deposit="1万", loan=0) is U
    assert truth("deposit / loan > 3", deposit=0, loan=0) is U
    assert truth("deposit / visits > 3元", deposit="1万", visits=0) is U
    assert truth("deposit / (loan - wealth) > 3", deposit="1万", loan=5, wealth=5) is U
    assert truth("deposit / loan > 3", deposit=0, loan="0.01") is F
    assert truth("loan > 0 and deposit / loan > 3", deposit="1万", loan=0) is F


def test_texts():
    assert truth('nickname contains "王"') is U
    assert truth('nickname contains "王"', nickname="小王") is T
    assert truth('nickname contains "王"', nickname="小黄") is F
    assert truth('not (nickname contains "王")') is U
    assert truth('nickname starts with "王"') is U
    assert truth('nickname starts with "王"', nickname="王小") is T
    assert truth('nickname starts with "王"', nickname="小王") is F
    assert truth('nickname is "王芳"') is U
    assert truth('nickname is not "王芳"', nickname="王芳") is F


def test_a_define_passes_unknown_on():
    policy = "define 资产 = deposit + wealth\nclass 大户 if 资产 >= 5万\nclass 缺 if 资产 is missing"
    assert decide(policy, deposit="9万").classes == {"大户": U, "缺": T}
    assert decide(policy, deposit="4万", wealth="1万").classes == {"大户": T, "缺": F}


def test_the_tier_choice_and_class_that_are_not_there_are_unknown():
    policy = """
tiers 层级 by deposit
  低
  高 from 1万
choice 礼物 one of 书, 笔
class 未知 if age > 5
rule 甲 if tier is not 高 then task 一
rule 乙 if 礼物 is not 书 then task 二
rule 丙 if not 未知 then task 三
rule 丁 if 层级 is missing and 礼物 is missing and 未知 is missing then task 四
"""
    decided = decide(policy)
    assert decided.unknown == ("class-未知", *sorted(["甲", "乙", "丙"]))
    assert decided.fired == ("丁",)
