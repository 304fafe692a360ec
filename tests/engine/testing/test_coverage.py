"""Which rules and boundaries tests prove."""

import pytest

from engine.testing.runner import run_tests
from tests.engine.policies import program_using
from tests.engine.testing.samples import LADDER, run

POLICY = f"""
{LADDER}
offer 定投
offer 置换
class 红 if mobile is missing
class 大户
  if deposit >= 10万
  if wealth >= 10万
rule 代发定投
  if payroll and age < 45
  then offer 定投
table 表 collect
  | child => offer |
  | yes   => 置换  |
  | no    => -     |
exclude from all offers if 红
"""


def covered(*tests):
    report = run(POLICY, *(f'test "t{i}"\n  {test}' for i, test in enumerate(tests)))
    return {rule.id for rule in report.fired}, {rule.id for rule in report.never_fired}


def test_rules_rows_classes_and_exclusions_are_counted():
    fired, silent = covered("given payroll\n  expect offer 定投")
    assert "代发定投" in fired
    assert "表#2" in fired
    assert "表#1" in silent
    assert {rule for rule in silent if rule.startswith(("class-红", "exclude-"))} == {
        "class-红", *(rule for rule in silent if rule.startswith("exclude-"))
    }  # fmt: skip
    assert len(fired) + len(silent) == 7


def test_failing_erring_and_empty_tests_cover_nothing():
    assert covered("given payroll\n  expect no offer 定投")[0] == set()
    assert covered("given branch missing\n  expect offer 定投")[0] == set()
    assert covered("given payroll, age 50\n  expect age 50")[0] == set()


def test_a_used_policy_is_tested_by_itself():
    used = """
policy 共用
use 档案
class 红名单 if mobile is missing
test "红名单" as of 2026-06-01
  given age 3
  expect class 红名单
"""
    main = """
policy 零售
use 共用
rule 代发 if payroll then class 红名单
test "代发" as of 2026-06-01
  given payroll
  expect class 红名单
"""
    report = run_tests(program_using(main, 共用=used))
    assert [result.test.title for result in report.results] == ["代发"]
    assert [rule.id for rule in report.rules] == ["代发"]


def test_rows_and_conditions_of_classes_are_named():
    report = run(POLICY)
    labels = {rule.id: (rule.label.zh, rule.label.en) for rule in report.rules}
    assert labels["代发定投"] == ("规则 代发定投", "rule 代发定投")
    assert labels["表#1"] == ("决策表 表 第1行", "table 表 row 1")
    assert labels["class-红"] == ("客群 红", "class 红")
    # Two conditions of one class are told apart by their places.
    places = [zh for zh, _ in labels.values() if zh.startswith("客群 大户（0.policy:")]
    assert len(places) == 2


def sides(policy, *tests):
    report = run(policy, *(f'test "t{i}"\n  {test}' for i, test in enumerate(tests)))
    assert not report.failed
    return {b.label.zh: b.sides for b in report.boundaries}


def tier(deposit, rung):
    return f"given deposit {deposit}\n  expect tier {rung}"


def test_the_lines_of_a_ladder():
    cases = (
        ("9_999.99元", "普通"),
        ("1万", "潜力"),
        ("5万", "优质"),
        ("29万", "优质"),
        ("31万", "重点"),
        ("100万", "核心"),
    )
    found = sides(LADDER, *(tier(deposit, rung) for deposit, rung in cases))
    assert found == {"层次 潜力": "both", "层次 优质": "both", "层次 重点": "line", "层次 核心": "both"}


def test_a_customer_far_from_a_line_does_not_test_its_side():
    found = sides(LADDER, tier("2万", "潜力"), tier("30万", "重点"), tier("200万", "核心"))
    assert found == {"层次 潜力": "upper", "层次 优质": "lower", "层次 重点": "upper", "层次 核心": "line"}
    assert sides(LADDER, tier("100万", "核心"))["层次 核心"] == "upper"


def test_lines_move_with_profiles():
    policy = "param 线 = 10万\nprofile 大行\n  线 = 20万\ntiers 层 by deposit\n  低\n  高 from 线"
    tests = (
        'test "a"\n  given deposit 10万\n  expect tier 高',
        'test "b"\n  profile 大行\n  given deposit 10万\n  expect tier 低',
    )
    (found,) = run(policy, *tests).boundaries
    assert (found.sides, found.value.zh, found.value.en) == ("both", "10万元 / 20万元", "100,000 CNY / 200,000 CNY")
    (untested,) = run(policy).boundaries
    assert (untested.sides, untested.value.zh) == ("none", "线")


@pytest.mark.parametrize(
    ("condition", "given", "label", "expected"),
    [
        ("loan > 3万", ("3万", "30_000.01元"), "贷款 > 3万元", "both"),
        ("loan > 3万", ("2万", "30_000.01元"), "贷款 > 3万元", "both"),  # the first that satisfies
        ("loan > 3万", ("2万", "4万"), "贷款 > 3万元", "line"),
        ("loan > 3万", ("2万", "1万"), "贷款 > 3万元", "lower"),
        ("loan >= 3万", ("3万", "2万"), "贷款 ≥ 3万元", "both"),
        ("loan >= 3万", ("29_999.99元", "4万"), "贷款 ≥ 3万元", "line"),
        ("loan < 3万", ("29_999.99元", "4万"), "贷款 < 3万元", "both"),
        ("loan <= 3万", ("3万", "4万"), "贷款 ≤ 3万元", "both"),
        ("3万 < loan", ("3万", "4万"), "贷款 > 3万元", "both"),
        ("not (loan < 3万)", ("3万", "2万"), "贷款 < 3万元", "both"),
        ("(loan >= 3万 or payroll)", ("3万", "2万"), "贷款 ≥ 3万元", "both"),
        ("loan from 3万 to 5万", ("3万", "2万"), "贷款 ≥ 3万元", "both"),
        ("loan from 3万 to 5万", ("5万", "6万"), "贷款 ≤ 5万元", "both"),
        ("loan from 3万 below 5万", ("49_999.99元", "6万"), "贷款 < 5万元", "both"),
        ("loan >= 线", ("3万", "2万"), "贷款 ≥ 线", "both"),
        ("loan >= 2x 线", ("6万", "2万"), "贷款 ≥ 2倍 线", "both"),
        ("富", ("3万", "2万"), "贷款 ≥ 3万元", "both"),  # a define
    ],
)
def test_comparisons_in_conditions(condition, given, label, expected):
    policy = (
        f"param 线 = 3万元\ndefine 富 = loan >= 3万\ndefine 用 = 线 + loan\nclass 甲 if {condition}\nclass 乙 if not 甲"
    )
    tests = []
    for loan in given:
        report = run(policy, f'test "t"\n  given loan {loan}\n  expect class 甲')
        yes = not report.failed
        tests.append(f"given loan {loan}\n  expect {'class 甲' if yes else 'no class 甲'}")
    assert sides(policy, *tests)[label] == expected


@pytest.mark.parametrize(
    ("field", "condition", "given", "label"),
    [
        ("age", "age > 45", ("45", "46"), "年龄 > 45"),
        ("age", "age > 45", ("46", "40"), "年龄 > 45"),  # the first whole number that satisfies
        ("score", "score > 60", ("60.1", "50"), "评分 > 60"),  # kept with one place
        ("last_contact", "last_contact >= 2026-05-01", ("2026-05-01", "2026-04-30"), "上次联系 ≥ 2026-05-01"),
        ("last_contact", "last_contact within last 30 days", ("2026-05-02", "2026-05-01"), "上次联系 在 近 30天 内"),
        ("last_contact", "last_contact within next 3 days", ("2026-06-04", "2026-06-05"), "上次联系 在 未来 3天 内"),
        ("last_contact", "days since last_contact > 30", ("2026-05-02", "2026-05-01"), "上次联系 超过 30天"),
        ("last_contact", "last_contact at least 1 year ago", ("2025-06-01", "2025-06-02"), "上次联系 满 1年"),
        ("last_contact", "上次联系 不满 6个月", ("2025-12-01", "2025-12-02"), "上次联系 不满 6个月"),
    ],
)
def test_numbers_dates_and_durations(field, condition, given, label):
    policy = f"class 甲 if {condition}"
    tests = []
    for value in given:
        head = f"as of 2026-06-01\n  given {field} {value}\n  expect"
        yes = not run(policy, f'test "t"\n  {head} class 甲').failed
        tests.append(f"{head} {'class 甲' if yes else 'no class 甲'}")
    assert {t.rpartition(" class")[0].endswith("no") for t in tests} == {True, False}
    assert sides(policy, *tests) == {label: "both"}


def test_what_depends_on_the_customer_or_is_in_a_list_is_no_boundary():
    policy = (
        "class 甲 if loan > 3x deposit\nclass 乙 if risk >= 平衡\nclass 丙 if age = 40\nclass 丁 if mobile is missing"
    )
    assert sides(policy) == {}


def test_the_condition_of_an_offer_has_boundaries():
    policy = "offer 置换\n  if age < 60\nrule 甲\n  if payroll\n  then offer 置换"
    tests = ("given payroll, age 60\n  expect no offer 置换", "given payroll\n  expect offer 置换")
    assert sides(policy, *tests) == {"年龄 < 60": "both"}


def test_only_tests_that_can_depend_on_a_boundary_test_it():
    policy = f"{LADDER}\nclass 甲 if age >= 40\nclass 乙 if payroll"
    assert sides(policy, "expect tier 潜力")["年龄 ≥ 40"] == "none"
    assert sides(policy, "given payroll\n  expect class 乙")["层次 潜力"] == "none"
    assert sides(policy, "expect class 甲")["年龄 ≥ 40"] == "upper"


def test_the_same_comparison_of_two_rules_is_one():
    one = "offer 甲\nrule 一\n  if age >= 40\n  then offer 甲"
    policy = f"{one}\noffer 乙\nrule 二\n  if age >= 40 and payroll\n  then offer 乙"
    tests = ("expect offer 甲", "given payroll, age 39\n  expect no offer 乙")
    assert sides(policy, *tests) == {"年龄 ≥ 40": "both"}


def test_without_a_date_a_window_is_not_tested():
    policy = f"{LADDER}\nclass 甲 if last_contact within last 30 days\nrule 乙\n  if 甲\n  then task 事"
    assert sides(policy, "expect tier 潜力")["上次联系 在 近 30天 内"] == "none"
