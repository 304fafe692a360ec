"""Meaning 7: ``from … until …``, both included, on rules, offers, tables, parameters and the policy."""

from datetime import date

import pytest

from engine.binding import BindingError
from tests.engine.policies import decide, errors, program, reference, row

EDGES = [("2025-12-31", False), ("2026-01-01", True), ("2026-03-31", True), ("2026-04-01", False)]
PERIOD = "from 2026-01-01 until 2026-03-31"


@pytest.mark.parametrize(("day", "inside"), EDGES)
def test_a_rule(day, inside):
    decided = decide(f"rule 甲 then task 电话\n  {PERIOD}", as_of=day)
    assert bool(decided.tasks) is inside
    assert decided.fired == (("甲",) if inside else ())
    assert decided.unknown == ()


@pytest.mark.parametrize(("day", "inside"), EDGES)
def test_a_rule_out_of_force_is_not_even_unknown(day, inside):
    decided = decide(
        f"points 积分\nclass 高\nrule 甲 if age > 5 then class 高 and add 1 to 积分\n  {PERIOD}", as_of=day
    )
    assert decided.unknown == (("甲",) if inside else ())
    assert decided.classes["高"] is (None if inside else False)
    assert decided.points["积分"].incomplete is inside


@pytest.mark.parametrize(("day", "inside"), EDGES)
def test_an_offer(day, inside):
    decided = decide(f"offer 甲\n  {PERIOD}\nthen offer 甲", as_of=day)
    assert [o.offer for o in decided.offers] == (["甲"] if inside else [])
    assert [(x.offer, x.cause, x.unknown) for x in decided.lost] == ([] if inside else [("甲", "period", False)])


@pytest.mark.parametrize(("day", "inside"), EDGES)
def test_an_exclusion(day, inside):
    decided = decide(
        f"offer 甲\nthen offer 甲\nexclude from all offers if payroll\n  {PERIOD}", as_of=day, payroll=True
    )
    assert bool(decided.lost) is inside


@pytest.mark.parametrize("hit", ["collect", "first"])
@pytest.mark.parametrize(("day", "inside"), EDGES)
def test_a_table(day, inside, hit):
    table = f"table 表一 {hit}\n  | age => task |\n  | >= 5 => 电话 |\n  | - => 短信 |\n  {PERIOD}"
    decided = decide(table, as_of=day, age=9)
    assert [t.task for t in decided.tasks] == ([] if not inside else ["电话"] if hit == "first" else ["电话", "短信"])


@pytest.mark.parametrize(("day", "inside"), EDGES)
def test_the_policy(day, inside):
    policy = f"policy 季度 {PERIOD}\nthen task 电话"
    if inside:
        assert decide(policy, as_of=day).tasks
    else:
        with pytest.raises(BindingError, match="in force from 2026-01-01 until 2026-03-31"):
            decide(policy, as_of=day)
    assert decide(policy).tasks  # without a date everything is in force


@pytest.mark.parametrize(
    ("period", "inside", "outside"),
    [
        ("from 2026-01-01", ["2026-01-01", "9999-12-31"], ["2025-12-31", "0001-01-01"]),
        ("until 2026-03-31", ["2026-03-31", "0001-01-01"], ["2026-04-01", "9999-12-31"]),
        ("from 2026-01-01 until 2026-01-01", ["2026-01-01"], ["2025-12-31", "2026-01-02"]),
        ("从 2026年1月1日 至 2026年3月31日", ["2026-01-01", "2026-03-31"], ["2025-12-31", "2026-04-01"]),
    ],
)
def test_open_and_single_day_periods(period, inside, outside):
    for day in inside:
        assert decide(f"rule 甲 then task 电话\n  {period}", as_of=day).fired == ("甲",)
    for day in outside:
        assert decide(f"rule 甲 then task 电话\n  {period}", as_of=day).fired == ()


PARAM = """
param 线 line
  = 10万 until 2025-12-31
  = 20万 from 2026-01-01 until 2026-06-30
  = 30万 from 2026-07-01
profile 外资
  线 = 90万
class 达标 if deposit >= 线
"""


@pytest.mark.parametrize(
    ("day", "line"),
    [
        ("1999-01-01", 10), ("2025-12-31", 10),
        ("2026-01-01", 20), ("2026-06-30", 20),
        ("2026-07-01", 30), ("2999-01-01", 30),
    ],
)  # fmt: skip
def test_a_parameter_has_the_value_of_the_day(day, line):
    """Meaning 7: a run as of a past date uses what was in force."""
    assert decide(PARAM, as_of=day, deposit=f"{line}万").classes["达标"] is True
    assert decide(PARAM, as_of=day, deposit=f"{line - 1}9999.99").classes["达标"] is False


def test_a_profile_and_then_a_given_value_win_over_periods():
    policy = program(PARAM)
    at = row(policy, deposit="50万")
    assert reference(policy, "2026-07-01").decide(at).classes["达标"] is True
    assert reference(policy, "2026-07-01", "外资").decide(at).classes["达标"] is False
    assert reference(policy, None, "外资").decide(at).classes["达标"] is False
    assert reference(policy, "2026-07-01", "外资", 线=50_0000_00).decide(at).classes["达标"] is True
    assert reference(policy, "2026-07-01", 线=50_0000_01).decide(at).classes["达标"] is False


@pytest.mark.parametrize(
    "values",
    [
        "= 1万 until 2025-12-30\n  = 2万 from 2026-01-01",  # a gap
        "= 1万 until 2026-01-01\n  = 2万 from 2026-01-01",  # an overlap of one day
        "= 1万\n  = 2万 from 2026-01-01",
        "= 1万 from 2026-01-01\n  = 2万 from 2026-06-01",
        "= 1万 from 2026-01-01 until 2025-01-01",
    ],
)
def test_periods_of_a_parameter_are_disjoint_and_leave_no_gap(values):
    assert errors(f"param 线\n  {values}\nclass 达标 if deposit >= 线") == {"E405"}


def test_periods_of_a_parameter_may_be_written_in_any_order():
    policy = "param 线\n  = 2万 from 2026-01-01\n  = 1万 until 2025-12-31\nclass 达标 if deposit >= 线"
    assert decide(policy, as_of="2025-12-31", deposit="1万").classes["达标"] is True
    assert decide(policy, as_of="2026-01-01", deposit="1万").classes["达标"] is False


def test_a_day_without_a_value_of_a_parameter_is_refused():
    policy = program("param 线\n  = 1万 from 2026-01-01\nclass 达标 if deposit >= 线")
    with pytest.raises(BindingError):
        reference(policy, "2025-12-31")
    assert reference(policy, "2026-01-01").binding.as_of == date(2026, 1, 1)
    assert reference(policy, "2025-12-31", 线=1).decide(row(policy, deposit=1)).classes["达标"] is True


def test_a_day_without_a_value_says_where_the_parameter_stands_and_what_to_do():
    policy = program("\nparam line 线\n  = 1万 until 2026-12-31\nclass 达标 if deposit >= 线")
    with pytest.raises(BindingError) as found:
        reference(policy, "2027-01-01")
    place = policy.params["line"].span
    assert found.value.words.en == (
        f"the param line has no value on 2027-01-01 ({place}): add a line there for that day, "
        "or give the run a value with --set"
    )
    assert found.value.words.zh == (
        f"参数 线 在 2027-01-01 没有取值（{place}）：请在那里为这一天加一行，或者用 --set 给出取值"
    )


def test_two_rules_follow_each_other():
    policy = """
points 积分
rule 旧 then add 1 to 积分
  until 2025-12-31
rule 新 then add 2 to 积分
  from 2026-01-01
"""
    assert decide(policy, as_of="2025-12-31").points["积分"].value == 1
    assert decide(policy, as_of="2026-01-01").points["积分"].value == 2


@pytest.mark.parametrize(("day", "line"), [("2025-12-31", "低"), ("2026-01-01", "高")])
def test_a_ladder_whose_line_falls_on_a_day(day, line):
    policy = """
param 线
  = 20万 until 2025-12-31
  = 10万 from 2026-01-01
tiers 层级 by deposit
  低
  高 from 线
"""
    assert decide(policy, as_of=day, deposit="10万").tiers["层级"].rung == line


def test_without_a_date_everything_is_in_force():
    policy = f"""
offer 甲
  {PERIOD}
points 积分
rule 一 then offer 甲 and add 1 to 积分
  {PERIOD}
rule 二 if vip then exclude from offer 甲
  until 1999-12-31
table 表一 collect
  | age => 积分 |
  | > 5 => 10   |
  from 2999-01-01
"""
    decided = decide(policy, age=6, vip=False)
    assert [o.offer for o in decided.offers] == ["甲"]
    assert int(decided.points["积分"].value) == 11
    assert [x.cause for x in decide(policy, vip=True).lost] == ["exclusion"]
