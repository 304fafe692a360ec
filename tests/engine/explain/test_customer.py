"""Explanations as people read them, whole and in detail."""

import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.types import Num
from engine.binding import bind
from engine.explain.asked import SHORT, Asked
from engine.explain.customer import explain
from engine.explain.missing import missing_of
from engine.reference import DateNeededError, Reference
from tests.engine.explain.customers import NAME, golden, program, reference, trials, typical
from tests.engine.policies import program as checked
from tests.engine.policies import row

WAN = 10_000_00
ALL = Asked(everything=True)
SAMPLE = {
    "lifted, without SMS": {"deposit": 20 * WAN, "loan": 320 * WAN, "wealth": 1_6000_00, "sms_consent": False},
    "on the red list": {"mobile": None, "payroll": True, "age": 30, "loan": 900 * WAN, "deposit": 1 * WAN},
    "undecided": {"wealth": None, "loan": 200 * WAN, "deposit": 60 * WAN},
    "risk appetite missing": {"wealth": 7 * WAN, "risk_appetite": None, "payroll": True, "age": None},
    "excluded because unknown": {"payroll": True, "age": 30, "complaint": None, "name": None},
    "undecided, but lifted": {"wealth": None, "loan": 400 * WAN, "other_loan_rate": None},
}
EVERYTHING = {
    "a good customer": {},
    "a borrower": {"loan": 900 * WAN, "sms_consent": None},
    "deposit missing": {"deposit": None, "loan": 900 * WAN, "mobile": None},
    "much missing": {
        "birthday": None, "risk_appetite": None, "payroll": None, "age": None, "sms_consent": False,
        "last_contact": date(2026, 1, 5),
    },
    "a broken promise": {"age": 110, "loan": 900 * WAN, "last_contact": None},
    "young, no deposit": {"deposit": 0, "loan": 20_000 * WAN, "age": 17, "matures": None, "name": None},
}  # fmt: skip


def told(policy, lang, *, profile=None, asked=SHORT, **given):
    run = reference(policy, profile)
    return explain(run, typical(policy, **given), lang=lang, trials=trials(policy, profile)).text(asked=asked)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("policy", "customers"), [("sample", SAMPLE), ("everything", EVERYTHING)])
def test_what_people_read(policy, customers, lang):
    texts = [f"######## {title}\n{told(policy, lang, **given)}" for title, given in customers.items()]
    last = next(reversed(customers.values()))
    texts.append(f"######## everything about the last\n{told(policy, lang, asked=ALL, **last)}")
    golden(f"{policy}.{lang}.txt", "\n".join(texts))


def test_what_machines_read():
    row = typical("sample", wealth=None, loan=900 * WAN, payroll=True, complaint=None)
    found = explain(reference("sample"), row, lang="zh", trials=trials("sample"))
    golden("sample.json", found.data().to_json())


def test_the_screen():
    text = told("sample", "zh", deposit=20 * WAN, loan=320 * WAN, wealth=1_6000_00)
    assert "客户层级  核心（阶梯 优质 → 提升到 核心）" in text
    assert "资产 21.6万元 = 存款 20万元 + 理财 1.6万元，落在 优质 [5万元, 30万元)" in text
    assert "贷款 320万元 > 3倍 存款 60万元 ✓   贷款 320万元 ≥ 大额贷款线 300万元 ✓" in text
    assert "提升：大额贷款推断 sample.policy:" in text


def test_what_is_missing_is_named_and_settled():
    text = told("sample", "zh", wealth=7 * WAN, risk_appetite=None)
    assert "净值理财  未知，因为 风险偏好 缺失（补上 平衡 及以上 即推荐）" in text
    assert "风险偏好 缺失 ≥ 平衡 → 未知 ?" in told("sample", "zh", asked=ALL, wealth=7 * WAN, risk_appetite=None)
    english = told("sample", "en", wealth=7 * WAN, risk_appetite=None)
    assert "unknown, because risk_appetite is missing (offered if it is 平衡 or" in english


def test_an_exclusion_by_a_guess_says_what_is_missing():
    assert "因未知而剔除：投诉未答复 缺失" in told("sample", "zh", payroll=True, complaint=None)
    english = told("sample", "en", payroll=True, complaint=None)
    assert "excluded because unknown: complaint is missing" in english


@pytest.mark.parametrize(("lang", "heading"), [("zh", "违反的约定"), ("en", "Broken promises")])
def test_a_broken_promise_comes_first(lang, heading):
    lines = told("everything", lang, age=110, loan=900 * WAN).splitlines()
    assert lines[1:3] == ["", heading]
    assert heading not in told("everything", lang)


def test_the_profile_of_the_run_counts():
    text = told("sample", "zh", profile="外资行", deposit=200 * WAN)
    assert "方案 外资行" in text
    assert "[30万元, 300万元)" in text
    assert "profile foreign_bank" in told("sample", "en", profile="外资行")


def test_names_are_masked_in_every_text():
    text = told("everything", "zh", loan=900 * WAN)
    assert text.startswith("T1 欧** · 全部")
    assert '话术 "欧**您好,利率4.1%"' in text
    assert NAME not in text


def test_only_fields_that_conditions_read_are_shown():
    text = told("sample", "zh", deposit=20 * WAN, loan=320 * WAN)
    assert "138…" not in text  # whether there is a number is asked, not which
    shown = explain(reference("sample"), typical("sample"), lang="zh").data().to_json()
    assert "other_loan_rate" not in shown


def test_missing_of_names_fields():
    look = reference("sample").evaluate(typical("sample", age=None, risk_appetite=None, payroll=True))
    rule = next(rule for rule in program("sample").rules if rule.name == "定投")
    assert missing_of(look, rule.condition) == {"age", "risk_appetite"}
    decided = reference("sample").evaluate(typical("sample", age=None, risk_appetite=None))
    assert missing_of(decided, rule.condition) == set()  # no payroll, so nothing is missing to know it


def test_points_miss_the_amounts_of_rules_that_may_apply():
    look = reference("everything").evaluate(typical("everything", planned=None, age=None, loan=900 * WAN))
    assert missing_of(look, e.Ref("points", "score", Num())) == {"planned", "age"}


def test_a_policy_that_asks_for_the_date_needs_one():
    with pytest.raises(DateNeededError):
        explain(reference("everything", as_of=None), typical("everything"), lang="zh")


def test_the_text_needs_no_schema_library():
    done = subprocess.run(
        [sys.executable, "-c", "import sys, engine.explain.customer; print('pydantic' in sys.modules)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("given", "zh", "en"),
    [
        ({"deposit": 0}, "除数 存款 为 0", "the divisor deposit is 0"),
        ({"birthday": date(9999, 12, 31)}, "生日 后 1个月 超出日历范围", "is outside the calendar"),
        ({"loan": 1 * WAN, "last_contact": None}, "期限未知：上次联系 缺失", "last_contact is missing"),
        ({}, "没有规则判定", "no rule decides it"),
    ],
)
def test_every_cause_has_its_words(given, zh, en):
    assert zh in told("everything", "zh", **given)
    assert en in told("everything", "en", **given).replace("\n", " ").replace("    ", "")


def test_values_of_lists_go_by_the_reader_s_language():
    rules = "choice gift one of flowers 鲜花, book 书\nrule r\n  if mood is calm\n  then gift is flowers"
    policy = checked(
        f"customer c\n  | name | type |\n  | id | key |\n  | mood | one of calm 平静, wary 警惕 |\n{rules}"
    )
    for lang, gift, said in (("zh", "gift  鲜花", "mood 平静 = 平静"), ("en", "gift  flowers", "mood calm = calm")):
        text = explain(Reference(policy, bind(policy, date(2026, 6, 1))), {"id": "T1", "mood": "calm"}, lang=lang).text(
            asked=ALL
        )
        assert gift in text
        assert said in text


def test_rules_that_disagree_about_a_choice_are_named():
    """The check finds what can be proved; the rest is found in the run."""
    policy = program("everything")
    changed = []
    for rule in policy.rules:
        if rule.name in ("全给", "文字"):
            value = "素" if rule.name == "全给" else "花"
            rule = replace(rule, effects=(m.SetChoice("card", value),))  # noqa: PLW2901
        changed.append(rule)
    run = Reference(replace(policy, rules=tuple(changed)), reference("everything").binding)
    found = explain(run, typical("everything"), lang="zh")
    assert "卡面  无：各规则给出的值不一致" in found.text()
    assert "素：全给" in found.text()
    assert found.data().choices[1].conflict


def small(rules, asked=SHORT, **given):
    policy = checked(f"{SMALL}\n{rules}")
    row = {name: field.typical for name, field in policy.record.fields.items()} | {"id": "T1"} | given
    return explain(Reference(policy, bind(policy, date(2026, 6, 1))), row, lang="zh").text(asked=asked)


SMALL = """
customer c
  | name        | type                   | missing | typical        |
  | id          | key                    |         |                |
  | client_name | text                   | unknown | "Ada Clarke"   |
  | phone       | text                   | unknown | "+44 207 9460" |
  | deposit     | money from 0 to 1亿    | as 0    | 0              |
  | judged      | one of low, mid, high  | unknown | missing        |
tiers level by deposit
  low
  mid from 5万
  high from 30万
"""


REACH = """
customer c
  | name    | also   | type   | missing | typical |
  | id      |        | key    |         |         |
  | call_ok | 可电话 | yes/no | unknown | yes     |
  | wechat  | 微信号 | text   | unknown | "wx"    |
class silent 联系不上 if not call_ok and wechat is missing
offer card
offer gift
rule asking if not call_ok and wechat is missing then offer card
rule greeting if not silent and wechat is known then offer gift
"""


@pytest.mark.parametrize(
    ("lang", "given", "asking", "greeting"),
    [
        ("zh", {}, "非 可电话 ✗   微信号 缺失 ✗", "非 联系不上 ✓"),
        ("en", {}, "not call_ok ✗   wechat is missing ✗", "not silent ✓"),
        ("en", {"call_ok": False, "wechat": None}, "not call_ok ✓   wechat is missing ✓", "not silent ✗"),
        ("zh", {"call_ok": None, "wechat": None}, "非 可电话（缺失） → 未知 ?", "微信号 有值 ✗"),
        ("en", {"call_ok": None, "wechat": None}, "not call_ok (missing) → unknown ?", "wechat is known ✗"),
    ],
)
def test_a_negated_condition_stands_as_it_is_written_beside_its_mark(lang, given, asking, greeting):
    policy = checked(REACH)
    row = {"id": "T1", "call_ok": True, "wechat": "wx"} | given
    found = explain(Reference(policy, bind(policy, date(2026, 6, 1))), row, lang=lang)
    text = found.text(asked=ALL)
    assert asking in text
    assert greeting in text


def test_what_is_missing_for_several_lifts_is_said_once():
    table = "table judgement unique\n  | judged => level |\n  | mid    => mid   |\n  | high   => high  |"
    text = small(table)
    assert text.count("judged 缺失") == 1
    assert "或可提升到 mid、high：未知，因为 judged 缺失（judgement 第1行、judgement 第2行）" in text.replace(
        "\n    ", " "
    )
    assert "或可提升到" not in small(table, judged="low")


def test_names_and_numbers_of_people_are_masked_whatever_their_field_is_called():
    text = small('class c\n  if phone starts with "+44"\n  because "{{ client_name }}: {{ phone }}"')
    assert 'phone "+44****60" 开头是 "+44" ✓' in text
    assert '因为 "A**: +44****60"' in text
    assert "Clarke" not in text
    assert "9460" not in text


def test_a_test_by_which_two_rules_of_a_class_fail_is_said_once():
    cases = "class rich\n  if deposit > 5万 and phone is known\n  if deposit > 5万 and judged is missing"
    text = small(f"{cases}\noffer gift\nrule r\n  if rich and deposit > 1万\n  then offer gift", asked=ALL)
    assert text.count("deposit 0元 > 5万元 ✗") == 1


def test_a_task_whose_channel_is_closed_says_by_what():
    rules = """
channels 电话, 短信
exclude from channel 电话 if judged is low
  because "不愿接电话"
rule 回访客户 then task 回访 via 电话
rule 寄信 then task 寄对账单
"""
    text = small(rules, judged="low")
    assert "回访  不生成：渠道 电话 不可用\n    剔除" in text
    assert '因为 "不愿接电话"' in text
    assert "回访  不生成" in small(rules)  # nobody is called on a guess
    assert "不生成" not in small(rules, judged="high")


NAMED = """
tasks home_visit 上门拜访
groups investments 投资类
roles rm 客户经理
offer fund 基金
  group 投资类
offer bond 债券
  priority 5
  group investments
rule large_loan 大额
  if loan > 0
  then task 上门拜访 by rm and offer fund, bond
"""


@pytest.mark.parametrize(("lang", "task", "group"), [("zh", "上门拜访", "投资类"), ("en", "home_visit", "investments")])
def test_tasks_and_groups_have_the_names_of_the_readers_language(lang, task, group):
    policy = checked(NAMED)
    run = Reference(policy, bind(policy, date(2026, 6, 1)))
    shown = explain(run, row(policy, loan=1), lang=lang).text(asked=ALL)
    both = {"上门拜访", "投资类", "home_visit", "investments"}
    assert {name for name in both if name in shown} == {task, group}
