"""Texts: slots, filters, if and else. Meaning 11: a missing slot withholds the text and says so."""

import pytest

from engine.decision import Wording
from tests.engine.policies import decide, errors

T, F, U = True, False, None


def say(text, *more, **customer):
    """The text of an offer; its quotes are written by this function."""
    (offer,) = decide(f'offer 甲\n  say "{text}"\nthen offer 甲', *more, **customer).offers
    return offer.say


@pytest.mark.parametrize(
    ("text", "customer", "expected"),
    [
        ("您好", {}, "您好"),
        ("{{ nickname }}您好", {"nickname": "王芳"}, "王芳您好"),
        ("{{ 姓名 }}您好", {"nickname": "王芳"}, "王芳您好"),
        # money, as it is
        ("{{ deposit }}", {"deposit": "300万"}, "300万元"),
        ("{{ deposit }}", {"deposit": "3_200_000.5"}, "3,200,000.50元"),
        ("{{ deposit }}", {"deposit": "49_999.99"}, "49,999.99元"),
        ("{{ deposit }}", {"deposit": "9_999"}, "9,999元"),
        ("{{ deposit }}", {"deposit": 0}, "0元"),
        ("{{ balance }}", {"balance": "-49_999.99"}, "-49,999.99元"),
        ("{{ deposit }}", {"deposit": "123_456"}, "123,456元"),
        ("{{ deposit }}", {"deposit": "123_400"}, "12.34万元"),
        ("{{ deposit }}", {"deposit": "100亿"}, "100亿元"),
        ("{{ usd }}", {"usd": "1234.5"}, "1,234.50美元"),
        ("{{ yen }}", {"yen": "1234"}, "1,234日元"),
        # money, filtered: at most two decimals, half away from zero
        ("{{ deposit | 万元 }}", {"deposit": "301万"}, "301万元"),
        ("{{ deposit | wan }}", {"deposit": "12_345"}, "1.23万元"),
        ("{{ deposit | wan }}", {"deposit": "12_350"}, "1.24万元"),
        ("{{ deposit | wan }}", {"deposit": "12_349.99"}, "1.23万元"),
        ("{{ balance | wan }}", {"balance": "-12_350"}, "-1.24万元"),
        ("{{ deposit | wan }}", {"deposit": "1万"}, "1万元"),
        ("{{ deposit | wan }}", {"deposit": "9_999.99"}, "9,999.99元"),
        ("{{ deposit | wan }}", {"deposit": "49.99"}, "49.99元"),
        ("{{ deposit | wan }}", {"deposit": "0"}, "0元"),
        ("{{ balance | wan }}", {"balance": "-5_000"}, "-5,000元"),
        ("{{ usd | wan }}", {"usd": "9_000.5"}, "9,000.5美元"),
        ("{{ deposit | 亿元 }}", {"deposit": "1.5亿"}, "1.5亿元"),
        ("{{ deposit | yi }}", {"deposit": "12_3456_7890"}, "12.35亿元"),
        ("{{ deposit | yi }}", {"deposit": "300万"}, "300万元"),
        ("{{ deposit | yi }}", {"deposit": "3_000"}, "3,000元"),
        ("{{ deposit | 元 }}", {"deposit": "1234.5"}, "1,234.5元"),
        ("{{ deposit | yuan }}", {"deposit": "1234"}, "1,234元"),
        ("{{ yen | 元 }}", {"yen": "1234"}, "1,234日元"),
        ("{{ usd | wan }}", {"usd": "12300"}, "1.23万美元"),
        # others
        ("{{ rate | percent }}", {"rate": "4.1%"}, "4.1%"),
        ("{{ rate | 百分比 }}", {"rate": "0.0001%"}, "0.0001%"),
        ("{{ rate }}", {"rate": "-4.1%"}, "-4.1%"),
        ("{{ score }}", {"score": "1234.5"}, "1,234.5"),
        ("{{ score | whole }}", {"score": "2.5"}, "3"),
        ("{{ score | 取整 }}", {"score": "-2.5"}, "-3"),
        ("{{ score | whole }}", {"score": "2.4999"}, "2"),
        ("{{ age }}岁", {"age": 45}, "45岁"),
        ("{{ term }}", {"term": 30}, "30天"),
        ("{{ opened }}", {"opened": "2026-01-05"}, "2026-01-05"),
        ("{{ opened | date }}", {"opened": "2026-01-05"}, "2026年1月5日"),
        ("{{ opened | 日期 }}", {"opened": "2026-11-25"}, "2026年11月25日"),
        ("{{ risk }}", {"risk": "稳健"}, "稳健"),
        ("{{ payroll }}", {"payroll": T}, "是"),
        ("{{ payroll }}", {"payroll": F}, "否"),
        ("{{ nickname | masked }}", {"nickname": "王芳"}, "王**"),
        ("{{ nickname | 脱敏 }}", {"nickname": "欧阳小芳"}, "欧***"),
        ("{{ nickname | masked }}", {"nickname": "王"}, "王**"),
        ("{{ mobile | masked }}", {"mobile": "13812345678"}, "1**********"),
        # if and else
        ("{% if payroll %}代发{% else %}其他{% endif %}", {"payroll": T}, "代发"),
        ("{% if payroll %}代发{% else %}其他{% endif %}", {"payroll": F}, "其他"),
        ("甲{% if payroll %}乙{% endif %}丙", {"payroll": F}, "甲丙"),
        ("{% if not payroll %}甲{% endif %}", {"payroll": F}, "甲"),
        ("{% if payroll and vip %}甲{% else %}乙{% endif %}", {"payroll": T, "vip": F}, "乙"),
        ("{% if payroll or vip %}甲{% else %}乙{% endif %}", {"payroll": T}, "甲"),  # Kleene
        ("{% if payroll and vip %}甲{% else %}乙{% endif %}", {"payroll": F}, "乙"),
        ("{% if payroll %}{{ nickname }}{% else %}客户{% endif %}", {"payroll": F}, "客户"),  # not needed, not missing
        (
            "{% if payroll %}{% if vip %}甲{% else %}乙{% endif %}{% else %}丙{% endif %}",
            {"payroll": T, "vip": F},
            "乙",
        ),
    ],
)
def test_a_text(text, customer, expected):
    assert say(f"答{text}", **customer) == Wording(f"答{expected}")


@pytest.mark.parametrize(
    ("text", "customer", "expected"),
    [
        ("You have {{ deposit }}.", {"deposit": "300万"}, "You have 3,000,000 CNY."),
        ("You have {{ deposit | money }}.", {"deposit": "1234.5"}, "You have 1,234.50 CNY."),
        ("You owe {{ balance | money }}.", {"balance": "-0.1"}, "You owe -0.10 CNY."),
        ("{{ usd }} and {{ yen | 元 }} left", {"usd": "1234.56", "yen": "1234"}, "1,234.56 USD and 1,234 JPY left"),
        ("{{ deposit | wan }} kept", {"deposit": "301万"}, "301万元 kept"),
        ("since {{ opened | date }}", {"opened": "2026-01-05"}, "since 5 January 2026"),
        ("paid here: {{ payroll }}", {"payroll": T}, "paid here: yes"),
        ("within {{ term }}", {"term": 1}, "within 1 day"),
        ("{% if payroll %}paid here{% endif %} {{ opened | 日期 }}", {"payroll": T, "opened": "2026-01-05"},
         "paid here 5 January 2026"),
        # without letters of its own, by the names in its slots
        ("{{ deposit }}", {"deposit": "1万"}, "10,000 CNY"),
        ("{{ 存款 }}", {"deposit": "1万"}, "1万元"),
        ("{{ deposit | 元 }}", {"deposit": "1万"}, "10,000元"),
        # one letter is enough to be Chinese
        ("VIP客户 {{ opened | date }}", {"opened": "2026-01-05"}, "VIP客户 2026年1月5日"),
    ],
)  # fmt: skip
def test_a_text_has_values_in_its_own_language(text, customer, expected):
    assert say(text, **customer) == Wording(expected)


@pytest.mark.parametrize(
    ("text", "customer", "missing"),
    [
        ("{{ nickname }}", {}, ("nickname",)),
        ("{{ 姓名 | masked }}{{ 姓名 }}", {}, ("nickname",)),
        ("{{ nickname }}{{ deposit | wan }}{{ rate }}", {"deposit": 1}, ("nickname", "rate")),
        ("{% if payroll %}甲{% endif %}", {}, ("payroll",)),
        ("{% if payroll %}{{ nickname }}{% else %}甲{% endif %}", {"payroll": T}, ("nickname",)),
        ("{% if payroll and vip %}甲{% endif %}", {"payroll": T}, ("vip",)),
        ("{% if not (payroll or vip) %}甲{% endif %}", {"vip": F}, ("payroll",)),
        ("{% if payroll and vip %}甲{% endif %}", {}, ("payroll", "vip")),
    ],
)
def test_a_missing_slot_withholds_the_text_and_is_named(text, customer, missing):
    """Meaning 11."""
    assert say(text, **customer) == Wording(None, missing)


def test_an_offer_without_a_text_and_a_withheld_text_keep_the_offer():
    (plain,) = decide("offer 甲\nthen offer 甲").offers
    assert plain.say is None
    assert say("{{ nickname }}") == Wording(None, ("nickname",))


def test_slots_read_what_was_decided():
    policy = """
define 资产 = deposit + wealth
tiers 层级 by 资产
  低
  高 from 1万
points 积分
then add 1_500 to 积分
class 大户 if 资产 >= 2万
param 线 = 3万元
"""
    text = "{{ 资产 }}{{ 层级 }}{{ 积分 }}{{ 线 }}{% if 大户 %}大{% endif %}"
    assert say(text, policy, deposit="1万", wealth="1万") == Wording("2万元高1,5003万元大")
    assert say(text, policy, deposit="1万") == Wording(None, ("资产", "层级", "大户"))


def test_reasons_are_filled_too():
    policy = 'rule 甲 if age > 5 then offer 乙 and task 电话\n  because "{{ age }}岁,{{ nickname }}"\noffer 乙'
    decided = decide(policy, age=6, nickname="王芳")
    assert decided.offers[0].reasons == decided.tasks[0].reasons == (("甲", Wording("6岁,王芳")),)
    assert decide(policy, age=6).offers[0].reasons == (("甲", Wording(None, ("nickname",))),)


@pytest.mark.parametrize(
    "text",
    [
        "{{ deposit + 1 }}", "{{ deposit | upper }}", "{{ ''.__class__ }}", "{{ nickname.x }}", "{{ nickname[0] }}",
        "{{ nickname() }}", "{% for x in y %}{% endfor %}", "{% set x = 1 %}", "{{ 1 }}", "{{ '甲' }}",
        "{% if deposit > 5 %}甲{% endif %}", "{% include 'x' %}", "{{ nickname | masked | masked }}", "{{ nickname",
        "{% if payroll %}甲{% elif vip %}乙{% endif %}", "{{ nickname | default('x') }}", "{% raw %}{% endraw",
        "{{ 没有 }}", "{% if deposit %}甲{% endif %}", "{{ deposit | percent }}", "{{ age | 万元 }}",
    ],
)  # fmt: skip
def test_there_is_no_way_out_of_a_text(text):
    """Meaning 11: only output, filters from our list and if/else are accepted, checked against the record."""
    assert errors(f'offer 甲\n  say "{text}"\nthen offer 甲') <= {"E113", "E117", "E118", "E201"}
    assert errors(f'offer 甲\n  say "{text}"\nthen offer 甲') != set()
