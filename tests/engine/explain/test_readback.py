"""Reading back is complete and exact."""

from datetime import date
from fractions import Fraction
from typing import get_args

import pytest

from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.types import Bool, Date, Days, Listed, Money, Num, Text
from engine.explain.formula import Formula
from engine.explain.names import Names
from engine.explain.readback import UnknownStatementError, read_back, text_of
from engine.explain.reading.effects import Effects
from engine.explain.reading.phrases import Phrases
from tests.engine.explain.customers import POLICIES, golden, program, reference, typical
from tests.engine.policies import program as small
from tests.engine.policies import program_using

LANGS = ("zh", "en")
AGE = e.Ref("field", "age", Num())
DEPOSIT = e.Ref("field", "deposit", Money("CNY"))
DAY = e.Ref("field", "matures", Date())
EMPLOYER = e.Ref("field", "employer", Text())
PAYROLL = e.Ref("field", "payroll", Bool())
OLD = e.Compare(">=", AGE, e.Const(60, Num()))
RICH = e.Compare(">", DEPOSIT, e.Const(100_00, Money("CNY")))

NODES = {
    e.Ref: AGE,
    e.Const: e.Const(5, Num()),
    e.Today: e.Today(),
    e.Arith: e.Arith("+", DAY, e.Const(3, Days()), Date()),
    e.Extreme: e.Extreme("min", (DEPOSIT, e.Const(500, Money("CNY"))), Money("CNY")),
    e.Round: e.Round("half", DEPOSIT, Fraction(100), Money("CNY")),
    e.Default: e.Default(AGE, e.Const(1, Num()), Num()),
    e.Since: e.Since("months", DAY),
    e.Anniversary: e.Anniversary(DAY),
    e.Compare: OLD,
    e.IsMissing: e.IsMissing(AGE),
    e.InList: e.InList(AGE, (e.Const(1, Num()), e.Const(2, Num()))),
    e.TextTest: e.TextTest("starts", EMPLOYER, "甲"),
    e.Window: e.Window(DAY, "next", e.Const(7, Days())),
    e.Between: e.Between(AGE, e.Const(18, Num()), e.Const(30, Num()), closed=False),
    e.Not: e.Not(PAYROLL),
    e.And: e.And((OLD, RICH)),
    e.Or: e.Or((OLD, RICH)),
}
EFFECTS = {
    m.LiftTier: m.LiftTier("ladder", "核心"),
    m.GrantClass: m.GrantClass("mixed"),
    m.GrantOffer: m.GrantOffer("refinance", ("wechat",), 95),
    m.AddPoints: m.AddPoints("score", AGE),
    m.SetChoice: m.SetChoice("gift", "报纸"),
    m.CreateTask: m.CreateTask("上门", "rm", e.Const(10, Days()), None),
    m.Exclude: m.Exclude("group", ("贷款",)),
}


def phrases(lang, policy="everything", *, bound=True):
    names = Names(program(policy), lang)
    return Phrases(program(policy), names, reference(policy).binding if bound else None)


def read(policy, name, lang, **kwargs):
    return text_of(read_back(program(policy), name, lang, **kwargs))


# --- completeness -------------------------------------------------------------------------------------------


def test_every_node_and_effect_has_an_example():
    assert set(NODES) == set(get_args(e.Expr))
    assert set(EFFECTS) == set(get_args(m.Effect))


@pytest.mark.parametrize("node", NODES.values(), ids=lambda node: type(node).__name__)
def test_every_node_is_read_in_both_languages(node):
    look = reference("everything").evaluate(typical("everything"))
    read_as = []
    for lang in LANGS:
        names = Names(program("everything"), lang)
        said = [phrases(lang).value(node), phrases(lang, bound=False).value(node)]
        said += [Formula(names, look.value).inner(node), Formula(names).inner(node)]
        if isinstance(node.type, Bool):
            said += [phrases(lang).test(node), phrases(lang).test(e.Not(node))]
            said += [Formula(names, look.value).test(node), Formula(names).test(e.Not(node))]
        assert all(said)
        assert not any("type=" in text or "Fraction" in text for text in said)
        read_as.append(said)
    # Only a bare number looks the same in both.
    assert isinstance(node, e.Const) or all(zh != en for zh, en in zip(*read_as, strict=True))


@pytest.mark.parametrize("effect", EFFECTS.values(), ids=lambda effect: type(effect).__name__)
def test_every_effect_is_read_in_both_languages(effect):
    zh, en = (
        Effects(program("everything"), Names(program("everything"), lang), phrases(lang), None).said(effect)
        for lang in LANGS
    )
    assert zh
    assert en
    assert zh != en


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("lang", LANGS)
def test_whole_policies_are_read(policy, lang):
    found = program(policy)
    rules = [rule.name or rule.id for rule in found.rules if rule.kind != "class"]
    declared = (*found.offers, *found.points, *found.choices, *found.defines, *found.params, *found.tasks)
    given = (*found.record.fields, *found.profiles)
    nevers = [never.id for never in found.nevers]
    wanted = dict.fromkeys((*found.ladders, *found.classes, *rules, *found.tables, *declared, *given, *nevers))
    texts = [read(policy, name, lang) for name in wanted]
    golden(f"{policy}.readback.{lang}.txt", "\n".join(texts))


def test_for_a_run_dates_and_values_are_its_own():
    binding = reference("everything", "外资行").binding
    texts = [read("everything", name, "zh", binding=binding) for name in ("客户层级", "日子", "否定", "夏天")]
    golden("everything.readback.run.zh.txt", "\n".join(texts))


# --- exactness ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("op", ["<", "<=", ">", ">=", "=", "!="])
@pytest.mark.parametrize("negated", [False, True])
def test_the_edge_is_said_as_it_is_decided(op, negated):
    node = e.Compare(op, AGE, e.Const(45, Num()))
    condition = e.Not(node) if negated else node
    at_edge = reference("everything").evaluate(typical("everything", age=45)).truth(condition)
    edges = (("zh", "（45 也算）", "（45 不算）"), ("en", "(45 counts)", "(45 does not count)"))
    for lang, counts, counts_not in edges:
        said = phrases(lang).test(condition)
        if op in ("=", "!="):
            assert ("not" in said or "不等于" in said) is not at_edge
        else:
            assert said.endswith(counts if at_edge else counts_not)


@pytest.mark.parametrize(
    ("policy", "name", "zh", "en"),
    [
        (
            "sample", "大额贷款推断", "贷款 大于 存款的 3 倍（刚好 3 倍不算）",
            "loan is greater than 3 times deposit (exactly 3 times does not count)",
        ),
        (
            "sample", "大额贷款推断", "贷款 不低于 大额贷款线 300万元（刚好 300万元也算）",
            "loan is at least large_loan 3,000,000 CNY (exactly 3,000,000 CNY counts)",
        ),
        ("sample", "定投", "年龄 小于 45（45 不算）", "age is less than 45 (45 does not count)"),
        ("sample", "切入产品#2", "风险偏好 不低于 平衡（即 平衡、进取）", "at least 平衡 (that is 平衡, 进取)"),
        ("everything", "贷款多", "30%（刚好 30% 也算）", "30% of assets (exactly 30% counts)"),
        ("everything", "mixed", "在 18（含）与 30（不含）之间", "from 18 up to 30 (18 counts, 30 does not)"),
        ("everything", "否定", "生日 晚于 1990-01-01（当天不算）", "after 1990-01-01 (that day does not count)"),
        ("everything", "计算", "存款 为 0：商未知", "deposit is 0: the quotient is unknown"),
        ("everything", "red", "如果 手机 缺失", "if mobile is missing"),
    ],
)  # fmt: skip
def test_comparisons_are_exact(policy, name, zh, en):
    assert zh in read(policy, name, "zh")
    assert en in read(policy, name, "en")


@pytest.mark.parametrize(
    ("policy", "name", "said"),
    [
        ("sample", "定投", "年龄、风险偏好：不触发；积分 标为不完整"),
        ("sample", "大额贷款推断", "贷款、存款：按 0元 计"),
        ("sample", "客户层级", "理财：阶梯不定；仍可被提升，否则为 未定"),
        ("everything", "exclude", "同意短信：剔除"),
        ("everything", "日子", "到期日：待办期限未知"),
        ("everything", "定投", "年龄、存款：仅当其余条件已足够才触发"),
    ],
)
def test_what_a_missing_value_does_is_said(policy, name, said):
    if name == "exclude":
        name = next(r.id for r in program(policy).rules if r.kind == "exclude" and r.because is not None)
    assert said in read(policy, name, "zh")


def test_windows_have_dates_in_a_run():
    without = read("everything", "日子", "zh")
    assert "到期日 在未来 提醒期 7天 内（从今天到 提醒期 7天 后，两端都算）" in without
    run = read("everything", "日子", "zh", binding=reference("everything").binding)
    assert "到期日 在未来 提醒期 7天 内（2026-06-01 至 2026-06-08，两端都算）" in run
    assert "不在近 3个月 内（2026-03-01 至 2026-06-01，两端都算）" in run


def test_parameters_have_all_their_values():
    text = read("everything", "否定", "zh")
    assert "利差：0.3%（2026-01-01 至 2026-06-30）；0.2%（2026-07-01 起）" in text
    later = reference("everything", as_of=date(2026, 8, 1)).binding
    assert "本次为 0.2%" in read("everything", "否定", "zh", binding=later)
    assert "核心线：100万元；方案 外资行 为 300万元" in read("everything", "客户层级", "zh")


def test_orders_without_a_value_say_so():
    at_most = Listed("risk_appetite", ("保守", "稳健"), ordered=True)
    node = e.Compare("<", e.Ref("field", "risk_appetite", at_most), e.Const("保守", at_most))
    assert phrases("zh").test(node) == "风险偏好 低于 保守（没有这样的值）"


@pytest.mark.parametrize(
    ("policy", "name", "said"),
    [
        ("sample", "贷款置换", "由以下规则给出\n    大额贷款推断 sample.policy:"),
        ("sample", "贷款置换", "剔除 sample.policy:63（渠道 短信）：同意短信 为 否"),
        ("sample", "基金定投", "剔除 sample.policy:61：属于客群 红名单"),
        ("sample", "积分", "10：定投 sample.policy:"),
        ("sample", "生日礼物", "儿童玩具：选礼物 第1行 sample.policy:"),
        ("sample", "资产", "资产 = 存款 + 理财"),
        ("sample", "资产", "理财：未知"),
        ("sample", "资产", "读取它的\n    层级 客户层级 sample.policy:"),
        ("sample", "核心线", "核心线：100万元；方案 外资行 为 300万元"),
        ("sample", "大额贷款线", "读取它的\n    规则 大额贷款推断 sample.policy:"),
        ("sample", "上门拜访", "由 客户经理，10天 内完成：大额贷款推断 sample.policy:"),
        ("sample", "sample.policy:77", "违反时最先报告\n  如果 属于客群 红名单"),
        ("sample", "外资行", "核心线：300万元；默认 100万元"),
        ("everything", "存款", "金额，币种 CNY，从 0元 到 100亿元"),
        ("everything", "贷款", "缺失时\n    按 0元 计"),
        ("everything", "网点", "缺失时\n    客户被隔离，不作判定"),
        ("everything", "姓名", "读取它的\n    产品 "),
        ("everything", "成年", "成立的条件："),
        ("everything", "card", "素：没有规则给出"),
        ("everything", "adults", "年龄：不推荐"),
    ],
)
def test_what_is_declared_is_read(policy, name, said):
    assert said in read(policy, name, "zh")


def test_an_account_says_its_declared_ends():
    assert "始终在 0 与 5 之间" in text_of(read_back(small("points pts from 0 to 5"), "pts", "zh"))
    assert "始终" not in text_of(read_back(small("points pts"), "pts", "zh"))


def test_what_may_be_asked_for_is_all_that_decides_or_is_declared():
    """One statement of each kind, by its name or its place."""
    found = program("everything")
    named = (found.ladders, found.classes, found.offers, found.points, found.choices, found.defines, found.params)
    kinds = [read_back(found, next(iter(things)), "en").statements[0].kind for things in (*named, found.tables)]
    assert kinds == ["ladder", "class", "offer", "points", "choice", "define", "param", "table"]
    given = (found.record.fields, found.profiles)
    assert [read_back(found, next(iter(x)), "en").statements[0].kind for x in given] == ["field", "profile"]
    assert read_back(found, next(iter(found.tasks)), "en").statements[0].kind == "task"
    assert read_back(found, str(found.nevers[0].span), "en").statements[0].kind == "never"
    for offer in found.offers.values():
        assert read_back(found, str(offer.span), "en").statements[0].id == offer.name


def test_a_sum_is_written_without_parentheses():
    one, two = e.Const(100, Money("CNY")), e.Const(200, Money("CNY"))
    total = e.Arith("+", e.Arith("-", DEPOSIT, one, Money("CNY")), two, Money("CNY"))
    assert phrases("en").value(total) == "deposit − 1 CNY + 2 CNY"
    assert phrases("en").value(e.Arith("-", DEPOSIT, total, Money("CNY"))) == "deposit − (deposit − 1 CNY + 2 CNY)"
    assert phrases("en").value(e.Arith("+", DEPOSIT, total, Money("CNY"))) == "deposit + deposit − 1 CNY + 2 CNY"


# --- names --------------------------------------------------------------------------------------------------


def test_a_statement_is_found_by_any_of_its_names():
    names = ["red", "红名单", "class-red"]
    assert len({read("everything", name, "zh") for name in names}) == 1
    rule = next(r for r in program("everything").rules if r.name == "定投")
    assert read("everything", str(rule.span), "zh") == read("everything", "定投", "zh")


def test_a_row_alone_says_what_its_table_does():
    assert "只取第一条满足的行" in read("everything", "礼物表#2", "zh")
    assert read("everything", "礼物表", "zh").count("只取第一条满足的行") == 1


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("甲.底线", ["param floor"]),
        ("甲.floor", ["param floor"]),
        ("底线", ["param floor", "param low"]),
        ("乙.扣", ["rule 乙.扣"]),
        ("扣", ["rule 甲.扣", "rule 乙.扣"]),
        ("甲.拦", ["rule 甲.扣"]),
        ("测试.信用卡", ["offer 信用卡"]),
    ],
)
def test_a_name_of_two_policies_is_read_behind_that_of_its_policy(name, titles):
    used = "use 档案\nparam {} 底线 = 1万\noffer {}\nrule 扣 {} if deposit < 底线 then offer {}\n"
    policy = program_using(
        "use 甲, 乙\noffer 信用卡\n", 甲=used.format("floor", "a", "拦", "a"), 乙=used.format("low", "b", "", "b")
    )
    assert [s.title for s in read_back(policy, name, "en").statements] == titles


def test_no_policy_is_asked_for_what_another_holds():
    used = "use 档案\nparam 底线 = 1万\noffer a\nif deposit < 底线 then offer a\n"
    with pytest.raises(UnknownStatementError):
        read_back(program_using("use 甲\n", 甲=used), "测试.底线", "en")


def test_an_unknown_name_gets_the_nearest():
    with pytest.raises(UnknownStatementError) as error:
        read_back(program("sample"), "大额贷款推论", "zh")
    assert "大额贷款推断" in error.value.words.zh
    assert "大额贷款推断" in error.value.words.en


def test_a_row_that_decides_nothing_excludes_nobody():
    table = """
table t first
  | age   | payroll => task  |
  | < 30  | -       => call  |
  | > 60  | -       => -     |
  | -     | yes     => visit |
  | -     | -       => -     |
"""
    english, chinese = (text_of(read_back(small(table), "t", lang)) for lang in ("en", "zh"))
    middle, last = english[english.index("row 2") : english.index("row 3")], english[english.index("row 4") :]
    assert "nothing is decided, and the rows below are not looked at" in middle
    assert "age: the rows below that would apply may be unknown too" in middle
    assert last.rstrip().endswith("then\n    nothing is decided")
    assert "不作任何判定，其下各行也不再看" in chinese
    assert "年龄：其下本会满足的行也可能未知" in chinese
    assert "exclude" not in english
    assert "剔除" not in chinese
