"""When a test passes, fails, or cannot be decided."""

from dataclasses import replace
from fractions import Fraction

import pytest

from engine.testing.model import Errored, Failed, Passed
from engine.testing.runner import run_tests
from tests.engine.policies import program
from tests.engine.testing.samples import LADDER, RECORD, outcome, outcomes, run, why_empty

OFFERS = """
offer 置换
  priority 80
  via 电话, 短信
  say "贷款{{ loan | 万元 }}"
offer 定投
  via 短信
offer 任意
rule 大额
  if loan > 3x deposit
  then offer 置换 and task 上门 by 客户经理 within 10 days
rule 更急
  if loan > 500万
  then offer 置换 priority 90
rule 代发规则
  if payroll
  then offer 定投, 任意
table 表 collect
  | child => offer |
  | yes   => 任意  |
exclude from channel 短信 if not consent
"""
LIFT = f"""
{LADDER}
rule 大额
  if loan > 3x deposit
  then tier 核心
table 提升 collect
  | payroll => tier |
  | yes     => 重点 |
"""


def passes(policy, test):
    return isinstance(outcome(policy, test), Passed)


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("expect tier 潜力", True),
        ("expect tier 优质", False),
        ("given wealth missing\n  expect tier missing", True),
        ("expect tier missing", False),
        ("given loan 7万\n  expect tier 核心 from 大额", True),
        ("given loan 7万\n  expect tier 核心 from 提升", False),
        ("given payroll\n  expect tier 重点 from 提升", True),
        # The ladder gives the rung, so the rule that also would has not lifted to it.
        ("given deposit 100万, loan 301万\n  expect tier 核心 from 大额", False),
        ("given deposit 100万, loan 301万\n  expect tier 核心", True),
        ("expect 层次 潜力, 资产 2万", True),
        ("expect 资产 2.01万", False),
        ("given wealth missing\n  expect 资产 missing", True),
        ("given wealth missing\n  expect 资产 unknown", True),
        ("expect 资产 missing", False),
        ("expect age 40", True),
        ("given age missing\n  expect age missing", True),
        # An empty cell means the default of a field that has one.
        ("given deposit missing\n  expect deposit 0", True),
    ],
)
def test_tiers_and_values(test, expected):
    assert passes(LIFT, f"  {test}") is expected


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("given loan 7万\n  expect offer 置换", True),
        ("expect offer 置换", False),
        ("expect no offer 置换, no offers", True),
        ("given loan 7万\n  expect no offer 置换", False),
        ("given loan 7万\n  expect no offers", False),
        ("given loan 7万\n  expect offer 置换 via 短信", True),
        ("given loan 7万, not consent\n  expect offer 置换 via 短信", False),
        ("given loan 7万, not consent\n  expect offer 置换 via 电话", True),
        ("given loan 7万, not consent\n  expect no offer 置换 via 短信", True),
        ("given loan 7万\n  expect no offer 置换 via 短信", False),
        ("given loan 7万\n  expect offer 置换 priority 80", True),
        ("given loan 7万\n  expect offer 置换 priority 90", False),
        ("given loan 600万\n  expect offer 置换 priority 90", True),
        ('given loan 7万\n  expect offer 置换 say "贷款7万元"', True),
        ('given loan 7万\n  expect offer 置换 say "贷款8万元"', False),
        ("given loan 7万\n  expect offer 置换 from 大额", True),
        ("given loan 7万\n  expect offer 置换 from 更急", False),
        ("given loan 600万\n  expect offer 置换 from 更急", True),
        ("given child\n  expect offer 任意 from 表", True),
        ("given payroll\n  expect offer 任意 from 表", False),
        # What may go by any channel is promised by none, and kept from none.
        ("given payroll\n  expect offer 任意 via 电话", False),
        ("given payroll\n  expect no offer 任意 via 电话", False),
        ("given loan 7万\n  expect task 上门", True),
        ("given loan 7万\n  expect task 上门 by 客户经理", True),
        ("given loan 7万\n  expect no task 上门", False),
        ("expect no task 上门", True),
        ("as of 2026-06-01\n  given loan 7万\n  expect task 上门 on 2026-06-11", True),
        ("as of 2026-06-01\n  given loan 7万\n  expect task 上门 on 2026-06-10", False),
    ],
)
def test_offers_and_tasks(test, expected):
    assert passes(OFFERS, f"  {test}") is expected


REASONS = """
class 熟客 if last_contact is known
offer 置换
  say "{% if payroll %}代发客户{% else %}您{% endif %}好"
rule 大额
  if loan > 3x deposit
  then offer 置换 and task 上门 by 客户经理 within 10 days
  because "{% if 熟客 %}熟客，{% endif %}贷款{{ loan | 万元 }}"
rule 高龄
  if age > 60
  then offer 置换
  because "已经{{ age }}岁"
rule 按评分
  if score > 70
  then offer 置换
table 有子女的 collect
  | child => offer | task | because         |
  | yes   => 置换  | 上门 | "理财{{ wealth }}" |
"""


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ('given loan 7万\n  expect offer 置换 because "熟客，贷款7万元"', True),
        ('given loan 7万, last_contact missing\n  expect offer 置换 because "贷款7万元"', True),
        ('given loan 7万\n  expect offer 置换 because "贷款7万元"', False),
        ('given loan 7万\n  expect no offer 置换 because "贷款7万元"', True),
        ('given loan 7万\n  expect offer 置换 because "熟客，" "贷款7万元" say "您好"', True),
        ('given loan 7万, payroll\n  expect offer 置换 say "代发客户好"', True),
        # One of the reasons is enough; behind `from` it is that of the rule.
        ('given loan 7万, age 61\n  expect offer 置换 because "已经61岁"', True),
        ('given loan 7万, age 61\n  expect offer 置换 because "已经61岁" from 高龄', True),
        ('given loan 7万, age 61\n  expect offer 置换 because "已经61岁" from 大额', False),
        ('given score 80\n  expect offer 置换 because ""', False),
        ('given child\n  expect offer 置换 because "理财0元" from 有子女的', True),
        # A text with a slot that is missing is withheld.
        ('given child, wealth missing\n  expect offer 置换 because "理财"', False),
        ('given loan 7万\n  expect task 上门 by 客户经理 because "熟客，贷款7万元"', True),
        ('given loan 7万\n  expect task 上门 because "贷款7万元"', False),
        ('given child\n  expect task 上门 because "理财0元", no task 上门 because "熟客，贷款0元"', True),
    ],
)
def test_reasons(test, expected):
    assert passes(REASONS, f"  as of 2026-06-01\n  {test}") is expected


def test_a_reason_that_speaks_of_a_class_tests_the_class():
    given = "  as of 2026-06-01\n  given loan 7万, age 61\n"
    assert why_empty(REASONS, f"{given}  expect offer 置换") is not None
    assert why_empty(REASONS, f'{given}  expect offer 置换 because "已经61岁"') is None
    assert why_empty(REASONS, f'{given}  expect offer 置换 because "熟客，贷款7万元"') is None


CONTACTS = """
offer 置换
  via 电话, 短信
rule 致电
  if payroll
  then task 回访 by 客户经理 via 电话 within 10 days and offer 置换
rule 发短信
  if child
  then task 回访 by 客户经理 via 短信
rule 上门
  if loan > 0
  then task 拜访 by 客户经理
exclude from channel 短信 if not consent
"""


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("given payroll\n  expect task 回访 via 电话", True),
        ("given payroll\n  expect task 回访 by 客户经理 via 电话 on 2026-06-11", True),
        ("given payroll\n  expect task 回访 via 电话 on 2026-06-10", False),
        ("given payroll\n  expect task 回访 via 短信", False),
        ("given payroll\n  expect no task 回访 via 短信", True),
        ("given payroll\n  expect no task 回访 via 电话", False),
        # The same task for the same role is one, by all channels that are left.
        ("given payroll, child\n  expect task 回访 via 电话, task 回访 via 短信", True),
        ("given payroll, child, not consent\n  expect task 回访 via 电话, no task 回访 via 短信", True),
        ("given child, not consent\n  expect no task 回访 via 短信", True),
        ("given child, not consent\n  expect task 回访 via 短信", False),
        # A task without a channel goes by none.
        ("given loan 1万\n  expect task 拜访, no task 拜访 via 电话", True),
        ("given loan 1万\n  expect task 拜访 via 电话", False),
    ],
)
def test_tasks_by_channels(test, expected):
    assert passes(CONTACTS, f"  as of 2026-06-01\n  {test}") is expected


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("task | via", "yes | no | no => 回访 | 电话", True),
        ("task | via", "yes | no | no => 回访 | 短信", False),
        ("task | via", "yes | no | no => 回访 | -", True),
        ("task | via", "yes | yes | no => 回访 | 电话, 短信", True),
        ("task | via | by", "yes | no | no => 回访 | 电话 | 客户经理", True),
        ("task | by", "no | no | 1 => 拜访 | 客户经理", True),
        ("task | via", "no | no | no => no | -", True),
        # Beside offers the channel is one of theirs.
        ("offer | via | task", "yes | no | no => 置换 | 短信 | 回访", True),
        ("task | via | offer", "yes | no | no => 回访 | 短信 | 置换", True),
        ("offer | via", "no | no | no => no | -", True),
    ],
)
def test_channels_and_roles_of_a_row(header, row, expected):
    row = row.replace(" | no =>", " | 0 =>", 1).replace(" | 1 =>", " | 1万 =>", 1)
    test = f'test "格"\n  | payroll | child | loan => {header} |\n  | {row} |'
    assert outcomes(run(CONTACTS, test)) == {"格 #1": "passed" if expected else "failed"}


def test_a_task_that_goes_by_another_channel_is_told_with_its_channels():
    report = run(CONTACTS, 'test "a"\n  given payroll\n  expect task 回访 via 短信')
    (difference,) = report.failed[0].outcome.differences
    assert (difference.expected.en, difference.actual.en) == ("task 回访 via sms", "task 回访 by rm via phone")
    assert (difference.expected.zh, difference.actual.zh) == ("待办 回访 渠道 短信", "待办 回访 由 客户经理 渠道 电话")
    assert [why.en for why in difference.why] == [
        "rule 发短信 does not apply: child no ✗",
        "because of rule 致电: payroll yes ✓",
    ]


def test_a_cell_of_offers_is_exact():
    table = 'test "格"\n  | payroll | loan => offer      |\n'
    found = outcomes(run(OFFERS, f"{table}  | yes | 0 => 定投, 任意 |\n  | yes | 0 => 定投 |\n  | no | 0 => no |"))
    assert found == {"格 #1": "passed", "格 #2": "failed", "格 #3": "passed"}


@pytest.mark.parametrize(
    ("given", "expect", "expected"),
    [
        ("payroll", "class 甲", True),
        ("not payroll", "class 甲", False),
        ("not payroll", "no class 甲", True),
        ("payroll", "class 甲 unknown", False),
        ("child missing", "class 乙 unknown", True),
        ("child missing", "no class 乙", False),
        ("child missing", "分 unknown", True),
        ("child", "分 3", True),
        ("not child", "分 0", True),
        ("child", "礼 书", True),
        ("not child", "礼 missing", True),
        ("child missing", "礼 书", False),
    ],
)
def test_classes_points_and_choices(given, expect, expected):
    policy = """
    class 甲 if payroll
    class 乙 if child
    points 分
    choice 礼 one of 书, 笔
    rule 有子女分
      if child
      then add 3 to 分 and 礼 is 书
    """
    lines = "\n".join(line[4:] for line in policy.splitlines())
    assert passes(lines, f"  given {given}\n  expect {expect}") is expected


def test_a_task_whose_channel_is_closed_says_by_what():
    policy = """
rule 致电 if payroll then task 回访 by rm via phone
exclude from channel phone if not consent
never any task via phone and age < 20
"""
    report = run(policy, 'test "a"\n  given payroll, not consent\n  expect task 回访')
    (difference,) = report.failed[0].outcome.differences
    (why,) = difference.why
    assert (why.en[:20], why.en[-12:]) == ("because of exclusion", "ot consent ✓")
    report = run(policy, 'test "a"\n  given payroll, age 19\n  expect task 回访 by rm')
    (difference,) = report.failed[0].outcome.differences
    assert difference.expected.en == "never any task via phone if age < 20"
    assert difference.expected.zh == "如果 年龄 < 20 则 永不 安排 任何待办 渠道 电话"


def test_a_broken_never_fails_a_test_whose_expectations_are_met():
    policy = f"{LADDER}\nclass 甲 if payroll\nnever tier 潜力 and class 甲 and age < 50"
    found = outcome(policy, "  given payroll\n  expect tier 潜力")
    assert isinstance(found, Failed)
    (difference,) = found.differences
    assert difference.expected.zh == "如果 甲 且 年龄 < 50 则 永不 层次 = 潜力"
    assert difference.expected.en == "never level = 潜力 if 甲 and age < 50"
    assert passes(policy, "  given payroll, age 60\n  expect tier 潜力")


def test_profiles_and_params_of_a_test():
    policy = "param 线 = 10万\nprofile 大行\n  线 = 20万\nclass 大户 if deposit >= 线"
    assert passes(policy, "  given deposit 10万\n  expect class 大户")
    assert passes(policy, "  profile 大行\n  given deposit 10万\n  expect no class 大户")
    assert passes(policy, "  param 线 = 5万\n  given deposit 5万\n  expect class 大户")


DATED = f"""
{LADDER}
param 利率
  = 30bp from 2026-01-01 until 2026-06-30
  = 20bp from 2026-07-01
points 分
offer 节日
  until 2026-06-30
class 贵 if 利率 > 25bp
rule 近期
  if last_contact within last 30 days
  then add 1 to 分
rule 发
  if payroll
  then offer 节日 and task 上门 within 3 days
never tier 核心 and last_contact within last 30 days
"""


def test_what_depends_on_the_date_asks_for_one():
    found = outcome(DATED, "  expect 分 1")
    assert isinstance(found, Errored)
    assert found.words.en == "this test depends on the date; say `as of 2026-06-01`"
    assert found.words.zh == "此测试取决于日期；请写明“截至 2026-06-01”"
    assert passes(DATED, "  as of 2026-06-01\n  expect 分 1")
    param = outcome(DATED, "  expect class 贵")
    assert isinstance(param, Errored)
    assert "利率" in param.words.zh
    assert isinstance(outcome(DATED, "  given payroll\n  expect task 上门 on 2026-06-04"), Errored)


def test_what_does_not_depend_on_the_date_needs_none():
    # Neither another rule, nor a `never` that cannot be told, asks for a date.
    assert passes(DATED, "  given deposit 100万\n  expect tier 核心")
    # Without a date everything is in force.
    assert passes(DATED, "  given payroll\n  expect offer 节日, task 上门")
    assert not passes(DATED, "  as of 2026-07-01\n  given payroll\n  expect offer 节日")
    assert not passes(DATED, "  as of 2026-06-01\n  given deposit 100万\n  expect tier 核心")


def test_a_customer_that_cannot_be_in_the_data_is_an_error():
    head, tail = RECORD.split("channels", 1)
    record = f"{head}  assume deposit >= loan / 1_000\nchannels{tail}"
    found = outcome(LADDER, "  given deposit 0, loan 1万\n  expect tier 普通", record)
    assert isinstance(found, Errored)
    assert "存款 0元 ≥ 贷款 1万元 ÷ 1,000 = 10元 ✗" in found.words.zh
    missing = outcome(LADDER, "  given branch missing\n  expect tier 潜力")
    assert isinstance(missing, Errored)
    assert missing.words.en == "branch is required and cannot be missing"


def test_a_typical_customer_that_cannot_be_in_the_data_is_an_error():
    policy = program(f'{RECORD}\n{LADDER}\ntest "它"\n  expect tier 潜力')
    fields = policy.record.fields

    def with_typical(name, value):
        changed = {**fields, name: replace(fields[name], typical=value)}
        report = run_tests(replace(policy, record=replace(policy.record, fields=changed)))
        return report.results[0].outcome.words.zh

    assert with_typical("branch", None) == "网点 必填，但典型客户没有取值；请用“已知”给出"
    assert with_typical("age", 121) == "年龄 121 高于上限 120"
    assert with_typical("deposit", Fraction(-1, 2)) == "存款 -0.005元 低于下限 0元"


def test_values_that_do_not_bind_are_an_error():
    policy = f"policy 它 from 2026-01-01\n{LADDER}"
    found = outcome(policy, "  as of 2025-01-01\n  expect tier 潜力")
    assert isinstance(found, Errored)
    assert "2025-01-01 不在其内" in found.words.zh


def test_cases_of_a_table_are_numbered_and_share_what_is_given():
    test = 'test "线"\n  given wealth 1万\n  | deposit => 层次 |\n  | 4万 => 优质 |\n  | 3万 => 潜力 |'
    report = run(LADDER, test)
    assert outcomes(report) == {"线 #1": "passed", "线 #2": "passed"}
    first, second = (r.test.span.line for r in report.results)
    assert second == first + 1


UNIQUE = """
offer 甲
offer 乙
table 选一 pick unique
  | payroll | child => offer |
  | yes     | -     => 甲    |
  | -       | yes   => 甲    |
  | no      | no    => 乙    |
"""


def test_a_unique_table_that_applies_twice_fails_whatever_is_expected():
    found = outcome(UNIQUE, "  given payroll, child\n  expect offer 甲")
    assert isinstance(found, Failed)
    (difference,) = found.differences
    assert (difference.expected.zh, difference.actual.zh) == ("决策表 选一 至多满足一行", "满足 2 行")
    assert (difference.expected.en, difference.actual.en) == ("at most one row of table pick", "2 rows")
    assert [why.zh for why in difference.why] == [
        "因 决策表 选一 第1行：代发 是 ✓",
        "因 决策表 选一 第2行：有子女 是 ✓",
    ]
    assert [why.en for why in difference.why] == [
        "because of table pick row 1: payroll yes ✓",
        "because of table pick row 2: child yes ✓",
    ]
    assert passes(UNIQUE, "  given payroll\n  expect offer 甲")
    # An unknown row does not apply.
    assert passes(UNIQUE, "  given payroll, child missing\n  expect offer 甲")


def test_rows_that_need_a_date_the_test_does_not_have_do_not_apply():
    dated = """
offer 甲
class 乙
table 选一 unique
  | if                           => offer | class |
  | child                        => 甲    | -     |
  | days since last_contact <= 0 => -     | 乙    |
"""
    assert passes(dated, "  given child\n  expect offer 甲")
    assert not passes(dated, "  as of 2026-05-20\n  given child\n  expect offer 甲")


def test_what_keeps_a_unique_table_from_applying_twice_is_tested():
    policy = """
class 例外 if child
offer 甲
then offer 甲
table 选一 unique
  | payroll | class    => offer |
  | yes     | -        => 甲    |
  | yes     | not 例外 => 甲    |
"""
    assert why_empty(policy, "  given payroll, child\n  expect offer 甲") is None
