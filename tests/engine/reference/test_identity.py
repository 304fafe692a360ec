"""Meaning 12: identity. A rule is its name, an unnamed one its content; two hashes, decisions and wording."""

import pytest

from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.identity import decisions_hash, wording_hash
from tests.engine.policies import errors, program, record

# The three forms of one rule, in a folder that declares the names.
STARS = [
    "if loan > 3x deposit then tier 核心 and offer refinance",
    "如果 贷款 > 3倍 存款 则 层级 核心 并且 推荐 贷款置换",
    "如果贷款＞３倍存款,则层级核心并且推荐贷款置换",
]
NAMES = """
tiers 客户层级 by deposit
  普通
  核心 from 100万
offer refinance 贷款置换
"""


def test_three_forms_are_one_rule():
    programs = [program(NAMES + star) for star in STARS]
    (rule,) = programs[0].rules
    assert rule.condition == e.Compare(
        ">",
        programs[0].rules[0].condition.left,
        e.Arith("*", e.Const(3, rule.condition.right.left.type), rule.condition.right.right, rule.condition.left.type),
    )
    assert [x.name for x in (rule.condition.left, rule.condition.right.right)] == ["loan", "deposit"]
    assert rule.effects == (m.LiftTier("客户层级", "核心"), m.GrantOffer("refinance"))
    assert [p.rules for p in programs] == [(rule,)] * 3
    assert len({p.rules[0].id for p in programs}) == 1
    assert len({decisions_hash(p) for p in programs}) == 1
    assert len({wording_hash(p) for p in programs}) == 1
    assert [p.rules[0].span.column for p in programs] == [1, 1, 1]


# Each line says one thing in words of its own.
SAYINGS = [
    ["years since opened >= 10", "opened at least 10 years ago", "opened is at least 10 years ago", "开户日 满 10年",
     "开户日 已满 10年", "开户日 至少 10年 以前", "开户日满10年", "距今年数 开户日 不低于 10"],
    ["months since opened < 6", "opened less than 6 months ago", "开户日 不满 6个月", "开户日未满6个月"],
    ["days since opened >= 14", "opened at least 2 weeks ago", "开户日 满 14天"],
    ["days since opened > 90", "opened more than 90 days ago", "opened over 90 days ago", "开户日 超过 90天"],
    ["months since opened >= 18", "opened at least 1.5 years ago", "开户日 满 1.5年"],
    ["months since opened >= 线 / 1 month", "opened at least 线 ago", "开户日 满 线"],
    ["term < 30 days", "期限 不满 30天", "term less than 30 days"],
    ["age >= 18", "年龄 满 18", "年龄年满18周岁", "年龄 满 18岁"],
    ["opened within last 3 months", "opened is within the last 3 months", "opened within the last 3 months",
     "开户日 近 3个月", "开户日 在 近 3个月 内", "开户日 过去 3个月", "开户日在过去3个月以内",
     "开户日 在 近 3个月 之内"],
    ["matures within next 7 days", "matures is within the next 7 days", "到期日 未来 7天", "到期日在未来7天内"],
    ["not (opened within last 3 months)", "opened is not within the last 3 months", "opened not within last 3 months",
     "开户日 不在 近 3个月 内", "开户日不在近3个月内", "非 (开户日 近 3个月)"],
]  # fmt: skip


@pytest.mark.parametrize("sayings", SAYINGS, ids=lambda sayings: sayings[0])
def test_days_may_be_spoken_of_in_many_words(sayings):
    hashes = {decisions_hash(program(f"param 线 = 10年\nclass 甲 if {said}")) for said in sayings}
    assert len(hashes) == 1


CELLS = [
    ("within the last 3 months", "opened is within the last 3 months"),
    ("不在 近 1年 内", "opened is not within the last 1 year"),
    ("within next 7 days", "opened is within the next 7 days"),
    ("at least 10 years ago", "years since opened >= 10"),
    ("不满 6个月, 缺失", "opened less than 6 months ago or opened is missing"),
]


@pytest.mark.parametrize(("cell", "condition"), CELLS, ids=[cell for cell, _ in CELLS])
def test_cells_may_speak_of_days_as_sentences_do(cell, condition):
    tables = [("opened", cell), ("if", condition)]
    hashes = {
        decisions_hash(program(f"class 甲\ntable 表 collect\n  | {head} => class |\n  | {said} => 甲 |"))
        for head, said in tables
    }
    assert len(hashes) == 1


def test_the_same_rule_written_thrice_counts_once():
    policy = "points 积分\n" + NAMES + "\n".join(star + " and add 1 to 积分" for star in STARS)
    assert len(program(policy).rules) == 1
    assert decisions_hash(program(policy)) == decisions_hash(
        program("points 积分\n" + NAMES + STARS[0] + " and add 1 to 积分")
    )


# One promise, and one count of points, in all the ways they are written.
PROMISES = [
    "never offer refinance and class 红名单 and payroll and tier 核心",
    "never offer refinance and tier 核心 if 红名单 and payroll",
    "if payroll and 红名单 and 客户层级 is 核心 then never offer refinance",
    "如果 红名单 且 代发，则 永不 推荐 贷款置换 且 层级 核心",
    "永不推荐贷款置换且层级核心如果代发且红名单",
]
COUNTED = [
    "then add 2 * (min(deposit, 5 million) / 线 rounded down to 1) to 积分",
    "then add 2 to 积分 per full 线 of min(deposit, 500万)",
    "则 最小(存款, 500万) 每满 线 加 2 到 积分",
    "则最小(存款,500万)每满线加2到积分",
]


@pytest.mark.parametrize("ways", [PROMISES, COUNTED])
def test_all_ways_to_write_a_sentence_are_one_policy(ways):
    declared = f"{NAMES}class 红名单 if loan > 0\nparam 线 = 1万\npoints 积分\n"
    programs = [program(declared + way) for way in ways]
    assert len({decisions_hash(p) for p in programs}) == 1
    assert len({(*(x.id for x in p.nevers), *(rule.id for rule in p.rules)) for p in programs}) == 1


BASE = """
policy 零售 "标题" from 2026-01-01
channels 电话 phone, 短信 sms
roles 客户经理 rm
param 核心线 core_line = 100万
param 基准
  = 3% until 2026-06-30
  = 4% from 2026-07-01
profile 外资
  核心线 = 300万
require 核心线 >= 1万元
define 资产 assets = deposit + wealth
tiers 层级 by 资产
  普通 plain
  潜力 from 1万
  核心 from 核心线
class 大户 big if 资产 >= 50万 and payroll
  because "资产"
class 其他 if rate > 基准 or vip
points 积分 from 0 to 10_000
choice 礼物 one of 书, 笔
offer 置换 swap
  priority 80
  group 贷款
  via 电话, 短信
  from 2026-01-01 until 2026-12-31
  if age from 18 below 70
  say "{{ 姓名 }}您好"
offer 基金
at most 3 offers
rule 推断
  if loan > 3x deposit
  then tier 核心 and offer 置换 via 电话 priority 95 and task 拜访 by rm within 10 days
  because "贷款{{ loan }}"
if age < 45 and not 大户 then offer 基金 and add 10 to 积分
exclude from channel 短信, 电话 if mobile is missing
  because "无手机"
table 表一 collect
  | risk | payroll => offer | via  | 积分 | because |
  | 保守 | -       => 基金  | 短信 | 1    | "稳"    |
  | -    | yes     => 置换  | -    | 2    | -       |
table 表二 first
  | child => 礼物 |
  | yes   => 书   |
  | -     => 笔   |
never offer 置换 and class 其他
test "一"
  given deposit 1万, wealth 0
  expect tier 潜力
"""


def edited(*changes):
    """The policy above with some text replaced, over the same record."""
    text = BASE
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return program(record(BASE), text)


SAME = [
    # what changes no decision
    [("policy 零售", "# 注释\npolicy 零售")],
    [("  from 2026-01-01 until 2026-12-31\n", "  from 2026-01-01 until 2026-12-31  # 今年\n\n")],
    [('"标题"', '"别的标题"')],
    [('because "资产"', 'because "别的理由"')],
    [('  because "资产"\n', "")],
    [('say "{{ 姓名 }}您好"', 'say "您好"')],
    [('  say "{{ 姓名 }}您好"\n', "")],
    [('"稳"', '"稳健"')],
    [("loan > 3x deposit", "贷款 > 3倍 存款")],
    [("loan > 3x deposit", "贷款>3倍存款")],
    [("loan > 3x deposit", "3x deposit < loan")],
    [("loan > 3x deposit", "loan more than 3x deposit")],
    [("loan > 3x deposit", "loan > 3.0x deposit")],
    [("资产 >= 50万 and payroll", "payroll and 资产 >= 50万")],
    [("资产 >= 50万 and payroll", "assets >= 500_000元 and 代发")],
    [("rate > 基准 or vip", "贵宾 or 基准 < rate")],
    [("deposit + wealth", "wealth + deposit")],
    [("= 100万", "= 1_000_000元")],
    [("  = 3% until 2026-06-30\n  = 4% from 2026-07-01", "  = 400bp from 2026-07-01\n  = 3% until 2026年6月30日")],
    [("via 电话, 短信", "via sms, phone")],
    [("channel 短信, 电话", "via 电话, 短信")],
    [("one of 书, 笔", "one of 笔, 书")],
    [("tier 核心 and offer 置换 via 电话 priority 95", "offer swap priority 95 via 电话 and tier 层级 核心")],
    [("never offer 置换 and class 其他", "never class 其他 and offer 置换")],
    [("大户 big", "大户 large big")],
    [("普通 plain", "普通")],
    [("基金\nat most", "基金 funds\nat most")],
    [('  | 保守 | -       => 基金  | 短信 | 1    | "稳"    |\n  | -    | yes     => 置换  | -    | 2    | -       |',
      '  | - | yes => 置换 | - | 2 | - |\n  | 保守 | - => 基金 | 短信 | 1 | "稳" |')],
    [("  | risk | payroll => offer", "  | 风险偏好 | 代发 => offer")],
    [('test "一"\n  given deposit 1万, wealth 0\n  expect tier 潜力\n', "")],
    [("roles 客户经理 rm", "roles 客户经理 rm, 理财经理")],
]  # fmt: skip


@pytest.mark.parametrize("changes", SAME)
def test_what_cannot_change_a_decision_does_not_change_its_hash(changes):
    assert decisions_hash(edited(*changes)) == decisions_hash(edited())


DIFFERENT = [
    [("from 2026-01-01\nchannels", "from 2026-01-02\nchannels")],
    [("from 2026-01-01\nchannels", "\nchannels")],
    [("= 100万", "= 100.01万")],
    [("= 3% until", "= 3.0001% until")],
    [("until 2026-06-30\n  = 4% from 2026-07-01", "until 2026-07-01\n  = 4% from 2026-07-02")],
    [("核心线 = 300万", "核心线 = 301万")],
    [("profile 外资", "profile 内资")],
    [("require 核心线 >= 1万元", "require 核心线 >= 2万元")],
    [("deposit + wealth", "deposit - wealth")],
    [("deposit + wealth", "deposit")],
    [("by 资产", "by deposit")],
    [("潜力 from 1万", "潜力 from 10_000.01元")],
    [("潜力 from 1万", "潜在 from 1万"), ("expect tier 潜力", "expect tier 潜在")],
    [("资产 >= 50万 and payroll", "资产 > 50万 and payroll")],
    [("资产 >= 50万 and payroll", "资产 >= 50万 or payroll")],
    [("资产 >= 50万 and payroll", "资产 >= 50万 and not payroll")],
    [("资产 >= 50万 and payroll", "资产 <= 50万 and payroll")],
    [("rate > 基准 or vip", "rate < 基准 or vip")],
    [("from 0 to 10_000", "from 0 to 10_001")],
    [("one of 书, 笔", "one of 书, 笔, 杯")],
    [("priority 80", "priority 81")],
    [("group 贷款", "group 存款")],
    [("via 电话, 短信", "via 电话")],
    [("  from 2026-01-01 until 2026-12-31\n", "  until 2026-12-31\n")],
    [("from 18 below 70", "from 18 to 70")],
    [("at most 3 offers", "at most 4 offers")],
    [("at most 3 offers\n", "")],
    [("rule 推断", "rule 推定")],
    [("loan > 3x deposit", "loan >= 3x deposit")],
    [("loan > 3x deposit", "loan > 3.01x deposit")],
    [("loan > 3x deposit", "deposit > 3x loan")],
    [("tier 核心 and offer 置换 via", "tier 潜力 and offer 置换 via")],
    [("via 电话 priority 95", "via 短信 priority 95")],
    [("priority 95", "priority 94")],
    [("within 10 days", "within 11 days")],
    [("task 拜访 by rm", "task 拜访")],
    [("add 10 to", "add 11 to")],
    [('  because "贷款{{ loan }}"\n', '  because "贷款{{ loan }}"\n  until 2026-12-31\n')],
    [("channel 短信, 电话", "channel 短信")],
    [("mobile is missing", "mobile is known")],
    [("表一 collect", "表一 first")],
    [("| 保守 | - ", "| 稳健 | - ")],
    [("| -    | yes ", "| -    | no ")],
    [("| yes   => 书   |\n  | -     => 笔   |", "| -     => 笔   |\n  | yes   => 书   |")],  # a first table
    [("never offer 置换 and class 其他\n", "")],
    [('exclude from channel 短信, 电话 if mobile is missing\n  because "无手机"\n', "")],
]  # fmt: skip


@pytest.mark.parametrize("changes", DIFFERENT)
def test_what_can_change_a_decision_changes_its_hash(changes):
    assert decisions_hash(edited(*changes)) != decisions_hash(edited())


def test_the_hashes_of_all_these_policies_are_different():
    hashes = {decisions_hash(edited(*changes)) for changes in DIFFERENT}
    assert len(hashes) == len(DIFFERENT)


CUSTOMER = """
customer 客户 in USD
  | name | also | column | type | missing | typical |
  | id | 编号 | ID | key | | |
  | deposit | 存款 | DEP | money from 0 to 100亿 | as 0 | 2万 |
  | risk | | | one of 保守 < 稳健 | unknown | |
  | city | | | one of 北京, 上海 | unknown | |
  | score | | | number 2 places | unknown | |
  | day | | | date in "Asia/Shanghai" | unknown | |
  assume deposit >= 0
  as of 2026-01-01
class 甲 if deposit > 5万
"""


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("| 2万 |", "| 3万 |", True),  # the typical customer is for tests
        ("as of 2026-01-01", "as of 2026-01-02", True),
        ("存款", "存款余额", True),
        ("one of 北京, 上海", "one of 上海, 北京", True),
        ("deposit >= 0", "存款 不低于 0", True),
        ("customer 客户", "customer 顾客", True),
        ("as 0", "unknown", False),  # what missing means
        ("as 0", "as 1", False),
        ("as 0", "required", False),
        ("from 0 to 100亿", "from 0 to 101亿", False),
        ("in USD", "in EUR", False),
        ("| DEP |", "| DEPOSIT |", False),
        ("one of 保守 < 稳健", "one of 稳健 < 保守", False),
        ("one of 保守 < 稳健", "one of 保守, 稳健", False),
        ("2 places", "3 places", False),
        ("Asia/Shanghai", "Asia/Tokyo", False),
        ("assume deposit >= 0", "assume deposit > 0", False),
        ("| key |", "| key row number |", False),
    ],
)
def test_the_record(old, new, same):
    assert CUSTOMER.count(old) == 1
    before, after = program(CUSTOMER), program(CUSTOMER.replace(old, new))
    assert (decisions_hash(before) == decisions_hash(after)) is same


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ('"标题"', '"别的标题"', False),
        ('because "资产"', 'because "别的理由"', False),
        ('because "贷款{{ loan }}"', 'because "贷款{{ loan | 万元 }}"', False),
        ('  say "{{ 姓名 }}您好"\n', "", False),
        ('"稳"', '"稳健"', False),
        ('"无手机"', '"没有手机"', False),
        ("= 100万", "= 101万", True),
        ("loan > 3x deposit", "loan > 4x deposit", True),
        ("priority 80", "priority 81", True),
        ("at most 3 offers", "at most 4 offers", True),
        ("资产 >= 50万", "资产 >= 51万", True),
        ("never offer 置换 and class 其他\n", "", True),
    ],
)
def test_the_wording_hash_covers_the_texts_only(old, new, same):
    assert (wording_hash(edited((old, new))) == wording_hash(edited())) is same


@pytest.mark.parametrize("changes", SAME[:2] + SAME[8:27])
def test_how_decisions_are_written_does_not_change_the_wording_hash(changes):
    assert wording_hash(edited(*changes)) == wording_hash(edited())


def test_ids_of_rules():
    """Meaning 12: a rule is its name; an unnamed one its content."""

    def ids(policy):
        return {rule.id for rule in program(policy).all_rules}

    assert ids("rule 甲 if age > 5 then task 电话") == ids("rule 甲 if age > 6 then task 短信") == {"甲"}
    (one,) = ids("if age > 5 then task 电话")
    assert ids("如果 年龄 大于 5 则 待办 电话") == ids('if 5 < age\n  then task 电话\n  because "年龄"') == {one}
    assert ids("if age > 6 then task 电话") != {one}
    assert ids("if age > 5 then task 短信") != {one}
    assert ids("if age > 5 then task 电话\n  until 2026-12-31") != {one}
    assert ids("offer 甲\noffer 乙\nif vip then offer 甲 and offer 乙") == ids(
        "offer 甲\noffer 乙\nif vip then offer 乙, 甲"
    )
    assert ids("class 甲 if age > 5") == ids("class 甲 if age > 6") == {"class-甲"}
    two = ids("class 甲\n  if age > 5\n  if vip")
    assert two == ids("class 甲\n  if vip\n  if age > 5")
    assert len(two) == 2
    channels = "channels 电话, 短信\nexclude from channel {} if vip"
    assert ids(channels.format("电话, 短信")) == ids(channels.format("短信, 电话")) != ids(channels.format("短信"))


def test_no_name_is_the_id_of_another_rule():
    """A name may be anything in backquotes; it must not be taken for what has no name."""
    assert errors("class 甲 if payroll\nrule `class-甲` if vip then task 电话") == {"E202"}
    table = "table 表一 collect\n  | vip => task |\n  | yes => 电话 |\n"
    assert errors(table + "rule `表一#1` if payroll then task 拜访") == {"E202"}
    (unnamed,) = program("if vip then task 电话").rules
    assert errors(f"if vip then task 电话\nrule `{unnamed.id}` if payroll then task 拜访") == {"E202"}
