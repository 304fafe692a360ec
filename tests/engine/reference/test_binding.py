"""A policy bound to a run: profiles, values from outside, requirements."""

from fractions import Fraction

import pytest

from engine.binding import BindingError, bind
from tests.engine.policies import decide, errors, program, reference, row

POLICY = """
param 核心线 core = 100万
param 时限 = 30天
param 比例 = 30%
profile 外资行 foreign
  核心线 = 300万
profile 小行
  核心线 = 50万
  时限 = 10天
require 核心线 >= 10万元
class 核心 if deposit >= 核心线
class 短期 if term < 时限
class 占比 if deposit > 比例 * loan
"""


@pytest.mark.parametrize(
    ("profile", "line", "days"), [(None, 100, 30), ("外资行", 300, 30), ("foreign", 300, 30), ("小行", 50, 10)]
)
def test_profiles(profile, line, days):
    """Meaning 7 and 12: a run is bound to values; any name of a profile will do."""
    binding = reference(program(POLICY), profile=profile).binding
    assert binding.params == {"核心线": line * 10**6, "时限": days, "比例": binding.params["比例"]}
    assert binding.profile == {"foreign": "外资行"}.get(profile, profile)
    assert decide(POLICY, profile=profile, deposit=f"{line}万").classes["核心"] is True
    assert decide(POLICY, profile=profile, deposit=f"{line - 1}_9999.99").classes["核心"] is False


def test_an_unknown_profile_is_refused():
    with pytest.raises(BindingError) as caught:
        reference(program(POLICY), profile="外资")
    assert "外资行" in caught.value.words.zh
    assert "外资行" in caught.value.words.en


def test_values_from_outside():
    policy = program(POLICY)
    run = reference(policy, profile="外资行", 核心线=20_0000_00)
    assert run.binding.overrides == ("核心线",)
    assert run.decide(row(policy, deposit="20万")).classes["核心"] is True
    assert bind(policy, None).overrides == ()


def test_all_that_values_from_outside_break_is_told_and_each_once():
    more = "require 时限 < 60天\ntiers 层级 by deposit\n  低\n  高 from 20万\n  更高 from 核心线\n"
    with pytest.raises(BindingError) as caught:
        reference(program(POLICY + more), 核心线=9_9999_99, 时限=90)
    assert caught.value.words.en.count("break the requirement") == 2
    assert caught.value.words.zh.count("；") == 1  # the ladder falls for the same value as a requirement


def test_requirements_hold_for_values_from_outside():
    policy = program(POLICY)
    assert reference(policy, 核心线=10_0000_00)
    with pytest.raises(BindingError, match="break the requirement"):
        reference(policy, 核心线=9_9999_99)


@pytest.mark.parametrize(
    ("requirement", "holds"),
    [
        ("线 > 4", True), ("线 >= 5", True), ("线 > 5", False), ("线 = 5", True), ("线 != 5", False),
        ("线 in (4, 5)", True), ("线 in (4, 6)", False), ("线 not in (4, 6)", True), ("线 not in (4, 5)", False),
        ("线 from 5 to 6", True), ("线 from 4 below 5", False),
        ("线 is known", True), ("线 is missing", False), ("线 default 4 = 5", True), ("线 default 5 = 4", False),
        ("线 > 5 or 线 < 6", True), ("线 > 5 and 线 < 6", False), ("not (线 > 4)", False),
        ("max(线, 6) = 6", True), ("min(线, 6) = 6", False), ("线 * 2 - 1 = 9", True), ("线 / 2 = 2.4", False),
        ("线 / 2 rounded up to 1 = 3", True), ("线 / 2 rounded down to 1 = 3", False),
        ("风险 is 稳健", True), ("风险 is not 稳健", False), ("风险 < 平衡", True), ("max(风险, 档) is 进取", True),
        ("max(风险, 档) is 稳健", False), ("日 < 2026-01-01", False), ("日 + 1 month = 2026-02-28", True),
        ("日 + 1 month = 2026-03-03", False), ("开", True), ("not 开", False),
        ('文 contains "二"', True), ('文 starts with "二"', False),
    ],
)  # fmt: skip
def test_a_requirement_must_hold(requirement, holds):
    """Every condition over parameters is decided at check time."""
    policy = f"""
param 线 = 5
param 风险 = 稳健
param 档 = 进取
param 日 = 2026-01-31
param 开 = yes
param 文 = "一二"
class 甲 if risk is 风险 and wish is 档 and opened > 日 and payroll is 开 and nickname is 文
require {requirement}
"""
    assert errors(policy) == (set() if holds else {"E409"})


def test_a_requirement_must_hold_in_every_profile_and_period():
    policy = "param 线\n  = 5 until 2025-12-31\n  = 6 from 2026-01-01\nprofile 丙\n  线 = 7\nrequire 线 < {}"
    assert errors(policy.format(8)) == set()
    assert errors(policy.format(7)) == {"E409"}
    assert errors(policy.replace("线 = 7", "线 = 1").format(6)) == {"E409"}


def test_a_requirement_on_the_day_of_the_run():
    policy = program("param 日 = 2026-01-31\nrequire months since 日 < 12")
    assert reference(policy, "2027-01-30")
    with pytest.raises(BindingError, match="break the requirement"):
        reference(policy, "2027-01-31")


def test_an_assumption_is_broken_by_false_only():
    customer = """
customer 客户
  | name | type |
  | id | key |
  | age | whole |
  | x | yes/no |
  assume age >= 18
  assume x
"""
    policy = program(customer)
    run = reference(policy)
    assert run.broken_assumptions(row(policy, age=18, x=True)) == ()
    assert run.broken_assumptions(row(policy, age=17, x=True)) == (0,)
    assert run.broken_assumptions(row(policy, age=17, x=False)) == (0, 1)
    assert run.broken_assumptions(row(policy)) == ()


AMOUNTS = """
param 分 = 10
param 比 = 2
param 几 = 3天
points 积分 from 0 to 1_000
then add 分 to 积分
define 倍额 = 比 * deposit
class 近期 if opened within last 几
"""


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("分", 1000, 1001),  # the range of the account
        ("分", 0, -1),
        ("分", 11, Fraction(21, 2)),  # points are whole
        ("比", 3, Fraction(5, 2)),  # and money is, in its smallest unit
        ("比", 9_000_000, 10_000_000),  # within 64 bits
        ("几", 4, Fraction(7, 2)),  # and days are
    ],
)
def test_values_from_outside_keep_amounts_whole_and_in_their_range(name, good, bad):
    """Meaning 1: overflow is impossible, and what is kept is whole, whatever values a run is given."""
    policy = program(AMOUNTS)
    assert reference(policy, **{name: good}).binding.params[name] == good
    with pytest.raises(BindingError, match="not always whole, or leaves its range"):
        reference(policy, **{name: bad})
