"""The customers of the shipped retail record, and what may be wrong with their rows."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.samples import holdings, people, relations
from engine.samples.faults import LINES, UNTYPED, Fault, of_row_before, says, with_prefix
from engine.samples.kinds import COUNT, DAY, DAYS, FLAG, KEY, MONEY, RATE, TEXT, Listed
from engine.samples.model import Column, Customers, Recipe, true_for, unless, when_zero
from engine.samples.relations import ago, ahead
from engine.samples.shapes import Bools, Floats, Ints, along, amounts, waits, whole

_BRANCHES: Final = pa.array([f"{place + 101:04d}" for place in range(people.BRANCHES)])
_WAN: Final = 10_000 * holdings.FEN

_POSITION: Final = Listed(("员工", "专业技术", "高管"))
_INDUSTRY: Final = Listed(people.INDUSTRIES)
_SOURCE: Final = Listed(("工薪", "继承", "意外所得", "专业技能", "小企业", "企业主"))
_CHANNEL: Final = Listed(("电话", "短信", "微信", "面访", "手机银行"))
_CARD: Final = Listed(("无卡", "金卡", "白金卡", "钻石卡"))
_COLLATERAL: Final = Listed(("住宅", "别墅", "商铺"))
_APPETITE: Final = Listed(("保守", "稳健", "平衡", "进取"))
_LIQUIDITY: Final = Listed(("低", "中", "高"))
_YIELD: Final = Listed(("一般", "稍高", "高"))
_PURCHASE: Final = Listed(("车", "房", "无"))
_INTEREST: Final = Listed(("储蓄", "投资", "保障", "融资", "用卡"))
_STAGE: Final = Listed(("建档", "跟踪", "分析定标", "首次面谈", "方案", "二次面谈", "监测", "回访"))
_TIER: Final = Listed(("潜力", "优质", "重点", "核心"))


def _branch(c: Customers) -> pa.Array:
    return _BRANCHES.take(pa.array(c(people.branch_place)))


def _manager(c: Customers) -> pa.Array:
    """E, two digits of the branch, two of the manager."""
    digits = pa.array(10_000 + (c(people.branch_place) + 1) * 100 + c(people.manager_place)).cast(pa.string())
    return pc.binary_join_element_wise("E", pc.utf8_slice_codeunits(digits, 1), "")


def _payroll_since(c: Customers) -> Ints:
    return np.maximum(relations.days_ago(c, "payroll since", 1_300.0), c.day - c(relations.days_at_work))


def _source_of_wealth(c: Customers) -> Ints:
    even = c.even("source of wealth")
    business = np.where(c(people.fortune) > 1.3, 5, 4)
    skill = np.where((c(people.position) == people.EXPERT) & (even < 0.4), 3, 0)
    return np.select([even > 0.985, even > 0.94], [2, 1], np.where(c(people.owner), business, skill))


def _total_wealth(c: Customers) -> Ints:
    """In 万元, with what is held elsewhere."""
    return whole(c(holdings.assets) * (1 + amounts(c.normal("wealth elsewhere"), 1.6, 1.0)), _WAN) + _WAN


def _vip_card(c: Customers) -> Ints:
    """What the assets deserve, or one less for who did not ask for it."""
    deserved: Ints = np.digitize(c(holdings.assets_log), [4.7, 5.6, 6.15]).astype(np.int64)
    return np.where(c.odds("vip card", 0.72), deserved, np.maximum(deserved - 1, 0))


def _liquidity(c: Customers) -> Ints:
    need: Ints = np.digitize(c.normal("liquidity") - 0.5 * c(people.fortune), [-0.7, 0.6]).astype(np.int64)
    return need


def _yield(c: Customers) -> Ints:
    wish: Ints = np.digitize(c.normal("yield") + 0.6 * c(people.appetite), [0.2, 1.3]).astype(np.int64)
    return wish


def _purchase(c: Customers) -> Ints:
    here = c.even("purchase")
    house = along(c(people.age), {22: 0.02, 30: 0.16, 45: 0.07, 60: 0.01})
    car = along(c(people.age), {20: 0.05, 30: 0.15, 50: 0.09, 65: 0.01})
    wish: Ints = np.select([here < car, here < car + house], [0, 1], 2)
    return wish


def _stage(c: Customers) -> Ints:
    """The farther, the fewer; the wealthy have come farther."""
    return np.minimum(waits(c.even("stage"), along(c(holdings.assets_log), {4.5: 1.2, 6.0: 4.0})), 7)


def _entitled(c: Customers) -> Bools:
    card: Bools = c(_vip_card) > 0
    return card


def _washes(c: Customers) -> Ints:
    return np.where(c(_entitled), np.minimum(waits(c.even("washes"), 1.3), 12), 0)


def _haircuts(c: Customers) -> Ints:
    return np.where(c(_entitled), np.minimum(waits(c.even("haircuts"), 0.9), 12), 0)


def _fund_plan(c: Customers) -> Bools:
    return c.odds("fund plan", np.where(c(holdings.fund) > 0, 0.34, 0.002))


# Shares that are missing, where they are not the same for everyone.


def _no_mobile(c: Customers) -> Floats:
    return along(c(people.age), {18: 0.003, 55: 0.008, 70: 0.05, 85: 0.16})


def _no_landline(c: Customers) -> Floats:
    return along(c(people.age), {30: 0.985, 50: 0.90, 75: 0.66})


def _not_known_closely(c: Customers) -> Floats:
    """What only a manager finds out."""
    return np.where(c(relations.file_kept), 0.15, np.where(c(relations.managed), 0.7, 0.96))


def _no_employer(c: Customers) -> Floats:
    return np.where(c(people.payroll), 0.01, np.where(c(people.works), 0.45, 1.0))


def _no_past(c: Customers) -> Floats:
    """Customers who came within three months."""
    return along(c(people.age), {20: 0.09, 35: 0.04, 60: 0.01})


_COLUMNS: Final = (
    Column("CUST_NO", KEY, people.key),
    Column("CUST_NM", TEXT, people.name, 0.0004),
    Column("BIRTH_DT", DAY, people.birthday, 0.012),
    Column("BRANCH", TEXT, _branch),
    Column("MGR_NO", TEXT, _manager, unless(relations.managed, 0.01)),
    Column("CHILD", FLAG, relations.has_child, _not_known_closely),
    Column("STUDY_AB", FLAG, relations.study_abroad, _not_known_closely),
    # work and income
    Column("EMPLOYER", TEXT, people.employer, _no_employer),
    Column("KEY_EMP", FLAG, people.key_employer, 0.02),
    Column("POSITION", _POSITION, people.position, _no_employer),
    Column("INDUSTRY", _INDUSTRY, people.industry, _no_employer),
    Column("PAYROLL", FLAG, people.payroll),
    Column("PAY_SINCE", DAY, _payroll_since, unless(people.payroll, 0.005)),
    Column("SRC_WLTH", _SOURCE, _source_of_wealth, _not_known_closely),
    Column("TOT_WLTH", MONEY, _total_wealth, _not_known_closely),
    # how to reach them, and whether one may
    Column("MOBILE", TEXT, people.mobile, _no_mobile),
    Column("MOB_DEAD", FLAG, true_for("mobile dead", 0.021), 0.01),
    Column("PHONE", TEXT, people.landline, _no_landline),
    Column("WX_ID", TEXT, people.wechat, unless(relations.on_wechat)),
    Column("CALL_OK", FLAG, true_for("call ok", 0.87), 0.06),
    Column("SMS_OK", FLAG, true_for("sms ok", 0.80), 0.06),
    Column("WX_OK", FLAG, relations.wechat_ok, 0.06),
    Column("PREF_CH", _CHANNEL, relations.preferred_channel, _not_known_closely),
    Column("CT_COUNT", COUNT, relations.contacts, when_zero(relations.contacts, 0.5)),
    # what they hold
    Column("DEP_BAL", MONEY, holdings.deposit),
    Column("TERM_BAL", MONEY, holdings.term_deposit),
    Column("TERM_DAYS", DAYS, relations.term_length, unless(relations.has_term, 0.003)),
    Column("TERM_MAT", DAY, relations.term_matures, unless(relations.has_term, 0.003)),
    Column("WLTH_BAL", MONEY, holdings.wealth),
    Column("WLTH_MAT", DAY, relations.wealth_matures, unless(relations.has_wealth, 0.004)),
    Column("WLTH_DUE", MONEY, relations.wealth_maturing, when_zero(holdings.wealth, 0.6)),
    Column("FUND_BAL", MONEY, holdings.fund, when_zero(holdings.fund, 0.6)),
    Column("FUND_PLAN", FLAG, _fund_plan, 0.03),
    Column("INS_CV", MONEY, holdings.insurance, when_zero(holdings.insurance, 0.6)),
    Column("GOLD_BAL", MONEY, holdings.gold, when_zero(holdings.gold, 0.8)),
    Column("IDLE_BAL", MONEY, holdings.idle_cash),
    Column("AST_3M", MONEY, holdings.assets_3m_ago, _no_past),
    # cards, shops, bills, currencies
    Column("PASSBOOK", FLAG, holdings.passbook),
    Column("CHIP", FLAG, holdings.chip_card, 0.03),
    Column("MB_FLAG", FLAG, holdings.mobile_bank),
    Column("VIP_CARD", _CARD, _vip_card, 0.04),
    Column("CC_FLAG", FLAG, holdings.credit_card),
    Column("CC_ACTV", FLAG, holdings.card_active, unless(holdings.credit_card, 0.02)),
    Column("CC_LINK", FLAG, true_for("debit linked", 0.58), unless(holdings.credit_card, 0.02)),
    Column("CC_USES", COUNT, holdings.card_uses),
    Column("CC_SPEND", MONEY, holdings.card_spend),
    Column("POS_FLAG", FLAG, holdings.merchant),
    Column("POS_AMT", MONEY, holdings.merchant_volume, when_zero(holdings.merchant_volume, 0.7)),
    Column("CORP_ACC", FLAG, holdings.company_client, 0.07),
    Column("DEBITS", COUNT, holdings.direct_debits),
    Column("FX_AMT", MONEY, holdings.foreign_exchange, when_zero(holdings.foreign_exchange, 0.7)),
    # what they owe
    Column("LOAN_BAL", MONEY, holdings.loan),
    Column("LOAN_RATE", RATE, holdings.loan_rate, unless(holdings.borrows, 0.006)),
    Column("LOAN_DUE", MONEY, holdings.loan_due_1y, when_zero(holdings.loan, 0.5)),
    Column("OVERDUE", FLAG, holdings.overdue, 0.012),
    Column("OB_BAL", MONEY, holdings.other_mortgage, when_zero(holdings.other_mortgage, 0.7)),
    Column("OB_RATE", RATE, holdings.other_rate, unless(holdings.has_other_mortgage, 0.2)),
    Column("OB_YEARS", COUNT, holdings.other_years, unless(holdings.has_other_mortgage, 0.1)),
    Column("OB_COLL", _COLLATERAL, holdings.other_collateral, unless(holdings.has_other_mortgage, 0.15)),
    # what they are like, and what they have in mind
    Column("RISK_LVL", _APPETITE, relations.risk_level, unless(relations.assessed)),
    Column("RISK_TO", DAY, relations.assessed_until, unless(relations.assessed)),
    Column("LIQ_NEED", _LIQUIDITY, _liquidity, _not_known_closely),
    Column("YLD_WISH", _YIELD, _yield, _not_known_closely),
    Column("PLAN_BUY", _PURCHASE, _purchase, _not_known_closely),
    # what they do and say
    Column("MOVES", COUNT, relations.moves),
    Column("STAY_DAYS", DAYS, relations.stay, unless(relations.moving, 0.01)),
    Column("LAST_MV", DAY, relations.last_move, 0.006),
    Column("CMPL_OPEN", FLAG, true_for("complains", 0.004), 0.003),
    Column("UNMET", COUNT, relations.unmet, when_zero(relations.unmet, 0.3)),
    Column("REQ_DT", DAY, ago("request on", 12.0), unless(relations.asks, 0.02)),
    Column("REFUSE_DT", DAY, ago("refused on", 150.0), unless(relations.refused)),
    Column("INT_PROD", _INTEREST, relations.interest, unless(relations.interested)),
    Column("INT_DT", DAY, ago("interest on", 75.0), unless(relations.interested)),
    Column("SUGG_DT", DAY, ago("suggestion on", 200.0), unless(relations.adopted)),
    # how they are looked after
    Column("STAGE", _STAGE, _stage, unless(relations.on_path)),
    Column("LAST_CT", DAY, relations.last_contact, unless(relations.contacted)),
    Column("LAST_VST", DAY, relations.last_visit, unless(relations.visited)),
    Column("KYC", FLAG, relations.file_kept),
    Column("JUDGED", _TIER, relations.judged_tier, unless(relations.judged)),
    Column("JUDGED_TO", DAY, ahead("judged until", -120, 365), unless(relations.judged, 0.04)),
    Column("WASH_USED", COUNT, _washes, when_zero(_washes, 0.4)),
    Column("HAIR_USED", COUNT, _haircuts, when_zero(_haircuts, 0.4)),
)

_FAULTS: Final = (
    Fault("D203", "CUST_NO", of_row_before, twin=True),
    Fault("D202", "CUST_NO", says(None)),
    Fault("D206", "BRANCH", says(None)),
    Fault("D208", "TERM_BAL", with_prefix("1", "DEP_BAL")),  # more on term than on deposit
    Fault("D224", "DEP_BAL", with_prefix("-1")),
    Fault("D225", "LOAN_BAL", says("99999999999.99")),  # how some systems write that they do not know
    Fault("D218", "RISK_LVL", says("中等")),
    Fault("D201", "EMPLOYER", says("商贸公司,零售部"), LINES),  # a comma that nobody quoted
    Fault("D211", "CC_USES", says("3.5"), UNTYPED),
    Fault("D213", "LOAN_RATE", says("LPR+30BP"), UNTYPED),
    Fault("D214", "WLTH_BAL", says("待核实"), UNTYPED),
    Fault("D215", "TERM_DAYS", says("三个月"), UNTYPED),
    Fault("D216", "LAST_CT", says("上月"), UNTYPED),
    Fault("D217", "SMS_OK", says("待定"), UNTYPED),
    Fault("D221", "FUND_BAL", says("1024.6183"), UNTYPED),
    Fault("D222", "AST_3M", says("1.2E+05"), UNTYPED),
    Fault("D223", "GOLD_BAL", says("USD 500"), UNTYPED),
    Fault("D226", "RISK_TO", says("06/07/2026"), UNTYPED),
    Fault("D227", "BIRTH_DT", says("1990-02-30"), UNTYPED),
)

RETAIL: Final = Recipe("record", date(2026, 6, 1), _COLUMNS, _FAULTS)
