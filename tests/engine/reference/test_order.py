"""Meaning 4: order never matters, except in a ``first`` table. Reordering is proved no change."""

import dataclasses
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from dsl.program.identity import canonical, decisions_hash, digest, wording_hash
from tests.engine.policies import RECORD, analysed, decide, program_of, reference, row

# One of everything, and names used before and after they are declared.
STATEMENTS = [
    RECORD,
    'policy 零售 "标题"',
    "channels 电话 phone, 短信 sms",
    "channels 微信",
    "roles 客户经理 rm",
    "roles 理财经理 wm",
    "param 核心线 = 100万",
    "param 倍数 = 3",
    "param 期\n  = 30天 until 2026-05-31\n  = 60天 from 2026-06-01",
    "profile 外资\n  核心线 = 300万\n  倍数 = 2",
    "require 核心线 >= 1万元",
    "define 资产 = deposit + wealth",
    "define 大额 = loan > 倍数 * deposit",
    "tiers 客户层级 by 资产\n  普通\n  潜力 from 1万\n  优质 from 核心线 / 2\n  核心 from 核心线",
    "tiers 会员 by 积分\n  铜\n  银 from 11\n  金 from 30",
    "class 大户 if 资产 >= 核心线 or (payroll and vip)",
    "class 红名单\n  if mobile is missing\n  if age < 18",
    "class 银客",
    "class 近期 if opened within last 期",
    "points 积分 from -100 to 1_000",
    "choice 礼物 one of 书, 笔, 杯",
    "choice 活动 one of 沙龙, 讲座",
    'offer 置换\n  priority 80\n  group 贷款\n  via 电话, 短信\n  say "{{ 姓名 }}您好"',
    "offer 分期\n  priority 80\n  group 贷款\n  if age from 18 below 70",
    "offer 基金\n  via 短信",
    "offer 理财\n  priority 50",
    "at most 2 offers",
    'rule 推断 if 大额 then tier 客户层级 核心 and offer 置换 via 微信 priority 90\n  because "贷款{{ loan | 万元 }}"',
    "rule 贵宾 if vip then tier 客户层级 优质 and offer 理财 and add 5 to 积分 and 活动 is 沙龙",
    "rule 代发 if payroll then offer 基金, 理财 via 电话 and 活动 is 讲座 and task 电话 by rm within 10 days",
    'if 大户 and not 近期 then offer 分期 and task 电话 by rm on matures and add age to 积分\n  because "大户"',
    "rule 银卡 if 会员 >= 银 then task 拜访 by wm within 1 month and class 银客\n  from 2026-01-01",
    'exclude from all offers if 红名单\n  because "红名单"',
    "exclude from channel 短信 if not child",
    "exclude from group 贷款 if risk is 保守 and not vip",
    "never offer 置换 and class 红名单",
    "never tier 客户层级 核心 and age < 30",
]
TABLES = {
    "table 切入 collect\n  | 客户层级 | 客群 | age => offer | 积分 | because |": [
        '  | 潜力 | - | - => 基金 | 1 | "潜力" |',
        "  | >= 优质 | 近期 | - => 理财 | 2 | - |",
        '  | - | not 大户 | >= 60 => 基金 | 4 | "年长" |',
        '  | - | not 大户 | >= 60 => 基金 | 4 | "年长" |',
    ],
    "table 选礼 unique\n  | age | payroll => 礼物 | 积分 |": [
        "  | < 30 | - => 书 | - |",
        "  | from 30 below 60 | yes => 笔 | 7 |",
        "  | from 30 below 60 | no => 杯 | 9 |",
        "  | >= 60 | - => 书 | - |",
    ],
}  # fmt: skip
FIRST = (
    "table 提醒 first\n  | child | city => task |\n  | yes | - => 亲子 |\n  | - | 北京 => 首都 |\n  | - | - => 通知 |"
)
ALL = [*STATEMENTS, *(head + "\n" + "\n".join(rows) for head, rows in TABLES.items()), FIRST]

MAYBE = st.sampled_from([True, False, None])
CUSTOMERS = st.fixed_dictionaries({
    "deposit": st.sampled_from([None, 0, "9_999.99", "1万", "50万", "100万"]),
    "wealth": st.sampled_from([None, 0, "0.01", "50万"]),
    "loan": st.sampled_from([None, 0, "3万", "30_000.01", "300万"]),
    "age": st.sampled_from([None, 17, 18, 29, 30, 59, 60, 70]),
    "opened": st.sampled_from([None, "2026-04-02", "2026-04-01", "2026-06-01"]),
    "matures": st.sampled_from([None, "2026-06-05", "2026-06-30"]),
    "risk": st.sampled_from([None, "保守", "稳健"]),
    "city": st.sampled_from([None, "北京", "上海"]),
    "mobile": st.sampled_from([None, "1"]),
    "nickname": st.sampled_from([None, "王芳"]),
    "payroll": MAYBE,
    "vip": MAYBE,
    "child": MAYBE,
})  # fmt: skip


@st.composite
def shuffled(draw):
    """The same policy written in another order, in one to three files."""
    tables = [head + "\n" + "\n".join(draw(st.permutations(rows))) for head, rows in sorted(TABLES.items())]
    statements = draw(st.permutations([*STATEMENTS, *tables, FIRST]))
    cuts = sorted(draw(st.lists(st.integers(0, len(statements)), min_size=2, max_size=2)))
    files = (statements[: cuts[0]], statements[cuts[0] : cuts[1]], statements[cuts[1] :])
    return tuple("\n".join(file) for file in files)


@cache
def original():
    return program_of(analysed("\n".join(ALL)))


def plain(policy, value, names=None):
    """A decision as plain data; the rows of tables named by what they say, not by their number."""
    if names is None:
        names = {r.id: f"{r.table}#{digest(canonical([r.condition, r.effects]))}" for r in policy.all_rules if r.table}
    if dataclasses.is_dataclass(value):
        return {f.name: plain(policy, getattr(value, f.name), names) for f in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {k: plain(policy, v, names) for k, v in value.items()}
    if isinstance(value, tuple):
        items = [plain(policy, v, names) for v in value]
        return sorted(items, key=repr) if value and not dataclasses.is_dataclass(value[0]) else items
    return names.get(value, value)


@settings(max_examples=settings.default.max_examples // 3)  # a whole policy is checked each time
@given(files=shuffled(), customers=st.lists(CUSTOMERS, min_size=5, max_size=5), profile=st.sampled_from([None, "外资"]))
def test_another_order_is_the_same_policy(files, customers, profile):
    other = program_of(analysed.__wrapped__(*files))
    assert decisions_hash(other) == decisions_hash(original())
    assert wording_hash(other) == wording_hash(original())
    assert {r.id for r in other.all_rules} == {r.id for r in original().all_rules}
    assert {n.id for n in other.nevers} == {n.id for n in original().nevers}
    assert {p.name: p.type for p in other.params.values()} == {p.name: p.type for p in original().params.values()}
    for customer in customers:
        for day in ("2026-05-31", "2026-06-01"):
            before = reference(original(), day, profile).decide(row(original(), **customer))
            after = reference(other, day, profile).decide(row(other, **customer))
            assert plain(other, after) == plain(original(), before)


def test_the_policy_of_these_tests_decides_something():
    """So that the properties above are not about nothing."""
    policy = original()
    customer = {
        "deposit": "1万",
        "wealth": 0,
        "loan": "300万",
        "age": 60,
        "mobile": "1",
        "nickname": "王芳",
        "child": True,
    }
    decided = reference(policy, "2026-06-01").decide(
        row(policy, **customer, payroll=True, vip=True, opened="2026-04-01")
    )
    assert len(decided.offers) == 2
    assert {x.cause for x in decided.lost} == {"cap", "group"}
    assert decided.conflicts == ("活动",)
    assert decided.tiers["客户层级"].lifted_by == ("推断",)
    assert len(decided.fired) > 5


def test_order_matters_in_a_first_table():
    table = "class 甲\nclass 乙\ntable 表一 first\n  | age => class |\n  | {} => 甲 |\n  | {} => 乙 |"
    assert decide(table.format("> 5", "> 6"), age=7).classes == {"甲": True, "乙": False}
    assert decide(table.format("> 6", "> 5"), age=7).classes == {"甲": True, "乙": False}
    assert decide(table.format("> 6", "> 5"), age=6).classes == {"甲": False, "乙": True}
    assert decide(table.format("> 5", "> 6"), age=6).classes == {"甲": True, "乙": False}


def test_a_parameter_takes_its_type_whichever_use_comes_first():
    """A bare number takes the other side's type; the order of uses cannot change what it is."""
    uses = [
        "class 甲 if deposit > 2x 线",
        "class 乙 if deposit > 线 * 2",
        "class 丙 if deposit > 线",
        "class 丁 if deposit > 线 / 2",
    ]
    for i in range(len(uses)):
        policy = "\n".join(["param 线 = 1万", *uses[i:], *uses[:i]])
        assert decide(policy, deposit="2万").classes == {"甲": False, "乙": False, "丙": True, "丁": True}
    foreign = ["class 甲 if usd > 2x 线", "class 乙 if usd > 线 * 2", "class 丙 if usd > 线"]
    for i in range(len(foreign)):
        policy = "\n".join(["param 线 = 1万", *foreign[i:], *foreign[:i]])
        assert decide(policy, usd="20_000.01").classes == {"甲": True, "乙": True, "丙": True}
