"""Which tests prove nothing; the definition is in ``engine.testing.empty``."""

import pytest

from tests.engine.testing.samples import LADDER, outcomes, run, why_empty

RULE = f"""
{LADDER}
rule 大额贷款推断
  if loan > 3x deposit
  then tier 核心
"""


def empty(policy, test):
    return why_empty(policy, f"  {test}") is not None


def test_a_lift_to_where_the_ladder_leads_anyway():
    found = why_empty(RULE, "  given deposit 100万, loan 301万\n  expect tier 核心")
    assert found is not None
    assert found.about == ("大额贷款推断",)
    assert found.words.zh == "删去 规则 大额贷款推断 后仍通过（资产 100万元，本来就是 核心）"
    assert found.words.en == "still passes without rule 大额贷款推断 (assets 1,000,000 CNY is 核心 anyway)"


@pytest.mark.parametrize(
    "test",
    [
        "given deposit 100万\n  expect tier 核心",  # of the ladder
        "given loan 7万\n  expect tier 核心",  # of the rule
        "given loan 7万\n  expect tier 核心 from 大额贷款推断",
        "given loan 6万\n  expect tier 潜力",  # a lift that does not happen leaves the ladder
        "given wealth missing\n  expect tier missing",
        "expect 资产 2万",
    ],
)
def test_tests_of_a_ladder_and_of_a_lift_are_real(test):
    assert not empty(RULE, test)


def test_a_lower_lift_beside_the_ladder_plays_no_part():
    policy = f"{RULE}\nrule 代发提升\n  if payroll\n  then tier 潜力"
    assert not empty(policy, "given payroll, deposit 100万\n  expect tier 核心")
    found = why_empty(policy, "  given payroll, deposit 100万, loan 301万\n  expect tier 核心")
    assert found is not None
    assert found.about == ("大额贷款推断",)


def test_two_rules_that_do_the_same():
    policy = "offer 置换\nrule 甲\n  if loan > 1万\n  then offer 置换\nrule 乙\n  if loan > 2万\n  then offer 置换"
    found = why_empty(policy, "  given loan 3万\n  expect offer 置换")
    assert found is not None
    assert found.words.zh == "删去 规则 甲 后仍通过（规则 乙 同样给出）"
    assert found.words.en == "still passes without rule 甲 (rule 乙 gives the same)"
    assert not empty(policy, "given loan 3万\n  expect offer 置换 from 乙")
    assert not empty(policy, "given loan 2万\n  expect offer 置换")


def test_what_an_offer_declares_is_tested_however_many_grant_it():
    policy = "offer 置换\n  priority 7\nrule 甲\n  if loan > 1万\n  then offer 置换\nrule 乙\n  then offer 置换"
    assert empty(policy, "given loan 3万\n  expect offer 置换")
    assert not empty(policy, "given loan 3万\n  expect offer 置换 priority 7")


def test_a_table_and_a_class_count_as_a_whole_too():
    policy = """
offer 定投
class 大户
  if deposit >= 1万
  if loan >= 1万
table 表 collect
  | deposit => offer |
  | >= 1万  => 定投  |
  | >= 2万  => 定投  |
"""
    assert not empty(policy, "given deposit 3万\n  expect offer 定投")
    assert not empty(policy, "given deposit 3万, loan 3万\n  expect class 大户")


def test_a_row_of_a_first_table_that_the_next_would_replace():
    policy = """
choice 礼 one of 书, 笔
table 选 first
  | child | risk    => 礼 |
  | yes   | >= 平衡 => 书 |
  | yes   | -       => 书 |
  | -     | -       => 笔 |
"""
    assert not empty(policy, "given child, risk 保守\n  expect 礼 书")
    # Without the first row the second gives the same; without the table there is nothing.
    assert not empty(policy, "given child, risk 平衡\n  expect 礼 书")


NEGATIVE = f"""
{LADDER}
offer 定投
  if age < 60
class 代发户 if payroll
class 老年 if age >= 60
rule 代发定投
  if 代发户 and age < 45 and risk is not 保守
  then offer 定投
exclude from all offers if mobile is missing
"""


def test_a_near_miss_is_real_and_a_far_miss_is_empty():
    assert not empty(NEGATIVE, "given payroll, risk 保守\n  expect no offer 定投")
    assert not empty(NEGATIVE, "given payroll, age 45\n  expect no offer 定投")
    assert not empty(NEGATIVE, "given payroll, risk missing\n  expect no offer 定投")
    found = why_empty(NEGATIVE, "  given payroll, risk 保守, age 45\n  expect no offer 定投")
    assert found is not None
    assert found.about == ()
    assert found.words.zh == "任何一个条件写错也会通过：给出 推荐 定投 的规则都差两个以上条件；请让客户只差一个"


def test_an_offer_granted_and_lost_is_real():
    assert not empty(NEGATIVE, "given payroll, mobile missing\n  expect no offer 定投")
    policy = NEGATIVE + "exclude from offer 定投 if age < 41"
    # Either exclusion could go, but both are at work.
    assert not empty(policy, "given payroll, mobile missing\n  expect no offer 定投")


def test_no_offer_where_no_rule_grants_it():
    found = why_empty("offer 定投\nrule 无\n  then task 事", "  expect no offer 定投")
    assert found is not None
    assert found.words.zh == "总会通过：没有规则给出 推荐 定投"


def test_what_is_out_of_force_is_a_near_miss():
    policy = "offer 定投\nrule 甲\n  if payroll\n  then offer 定投\n  until 2026-01-01"
    assert not empty(policy, "as of 2026-06-01\n  given payroll\n  expect no offer 定投")
    assert empty(policy, "as of 2026-06-01\n  expect no offer 定投")


@pytest.mark.parametrize("expect", ["no class 高客", "no task 上门", "分 0", "礼 missing", "no offers", "层 missing"])
def test_every_kind_of_absence_can_be_far_or_near(expect):
    policy = """
offer 定投
class 高客
points 分
choice 礼 one of 书, 笔
tiers 层
  低
  高
rule 甲
  if payroll and child
  then class 高客 and task 上门 and add 1 to 分 and 礼 is 书 and offer 定投 and tier 高
"""
    assert empty(policy, f"expect {expect}")
    assert not empty(policy, f"given payroll\n  expect {expect}")


def test_a_test_that_expects_only_what_it_gives():
    found = why_empty(LADDER, "  given age 50\n  expect age 50")
    assert found is not None
    assert found.words.zh == "期望的只是自己给出的值"
    assert not empty(LADDER, "given age 50\n  expect age 50, tier 潜力")


def test_a_rule_upstream_counts():
    # Nothing that grants the offer matters alone, but the class does.
    policy = """
offer 定投
class 代发户 if payroll
rule 甲
  if 代发户
  then offer 定投
rule 乙
  if 代发户 and age > 20
  then offer 定投
"""
    assert not empty(policy, "given payroll\n  expect offer 定投")


def test_an_unknown_rule_counts():
    policy = "class 高客 if child\nclass 低客 if not child"
    assert not empty(policy, "given child missing\n  expect class 高客 unknown")


def test_a_task_by_one_channel_is_not_tested_by_the_rules_for_another():
    policy = """
rule 致电 if payroll then task 回访 via phone
rule 短信 if child and age > 50 then task 回访 via sms
"""
    assert not empty(policy, "given payroll\n  expect task 回访 via phone")
    assert not empty(policy, "given child\n  expect no task 回访 via sms")
    found = why_empty(policy, "  given payroll\n  expect no task 回访 via sms")
    assert found.about == ()
    assert found.words.en.startswith("passes with any one condition broken: each rule for task 回访 via sms misses two")
    found = why_empty(policy, "  given payroll\n  expect no task 回访 by rm via sms")
    assert found.words.en == "always passes: no rule gives task 回访 by rm via sms"
    assert found.words.zh == "总会通过：没有规则给出 待办 回访 由 客户经理 渠道 短信"


def test_an_exclusion_that_closes_the_channel_of_a_task_counts():
    policy = "rule 致电 if payroll then task 回访 via phone\nexclude from channel phone if not consent\n"
    assert not empty(policy, "given payroll, not consent\n  expect no task 回访")
    assert empty(policy, "given not payroll, not consent, age 50\n  expect age 50")


def test_a_rule_that_keeps_a_never_from_breaking_counts():
    policy = """
offer 定投
class 红 if mobile is missing
rule 甲
  if payroll
  then offer 定投
rule 乙
  if payroll and child
  then task 上门
exclude from all offers if 红
"""
    test = "given payroll, mobile missing, not child, age 50\n  expect age 50"
    assert empty(policy, test)
    # Without the exclusion the offer would meet the class, and the test would fail.
    assert not empty(policy + "never offer 定投 and class 红", test)
    assert empty(policy + "never offer 定投 and class 红 and age < 20", test)


def test_empty_cases_are_counted_apart():
    report = run(
        RULE, 'test "空"\n  given deposit 100万, loan 301万\n  expect tier 核心', 'test "实"\n  expect tier 潜力'
    )
    assert outcomes(report) == {"空": "empty", "实": "passed"}
    assert [len(x) for x in (report.passed, report.empty, report.failed, report.errors)] == [1, 1, 0, 0]
    assert report.has_warnings
