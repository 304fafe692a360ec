"""Made-up retail customers look like those of a bank. The seed is fixed, so nothing here happens by chance."""

import numpy as np
import pytest

from tests.engine.samples.looking import Look

WAN = 10_000
R = Look("retail")


def assets():
    return sum(R.number(name) for name in ("DEP_BAL", "WLTH_BAL", "FUND_BAL", "INS_CV", "GOLD_BAL"))


def age():
    return R.age("BIRTH_DT")


def from_to(low, high):
    return (assets() >= low * WAN) & (assets() < high * WAN)


SHARES = {
    "assets below 1万": (lambda: from_to(0, 1), 0.57, 0.63),
    "assets of 1 to 5万": (lambda: from_to(1, 5), 0.25, 0.29),
    "assets of 5 to 30万": (lambda: from_to(5, 30), 0.085, 0.115),
    "assets of 30 to 100万": (lambda: from_to(30, 100), 0.012, 0.021),
    "assets of 100万 and more": (lambda: from_to(100, 10**9), 0.002, 0.0045),
    "nothing on deposit": (lambda: R.number("DEP_BAL") == 0, 0.01, 0.06),
    "wealth products": (lambda: R.number("WLTH_BAL") > 0, 0.05, 0.1),
    "wealth products that mature within a month": (lambda: R.days("WLTH_MAT") <= 30, 0.008, 0.03),
    "term deposits that mature within a month": (lambda: R.days("TERM_MAT") <= 30, 0.005, 0.03),
    "drew most of it out in three months": (lambda: assets() < 0.5 * R.number("AST_3M"), 0.01, 0.05),
    "borrowers, here or elsewhere": (lambda: R.number("LOAN_BAL") > 0, 0.26, 0.32),
    "mortgages at other banks": (lambda: R.number("OB_BAL") > 0, 0.04, 0.065),
    "villas of 300万 and more at other banks": (
        lambda: R.says("OB_COLL", "别墅") & (R.number("OB_BAL") >= 300 * WAN), 0.0002, 0.001,
    ),
    "loans of 300万 and more, beyond three times the deposit": (
        lambda: (R.number("LOAN_BAL") >= 300 * WAN) & (R.number("LOAN_BAL") > 3 * R.number("DEP_BAL")), 0.0008, 0.003,
    ),
    "late payers": (lambda: R.true("OVERDUE"), 0.003, 0.015),
    "wages paid here": (lambda: R.true("PAYROLL"), 0.16, 0.28),
    "wages paid here for less than a month": (lambda: R.days("PAY_SINCE") > -30, 0.002, 0.01),
    "credit cards": (lambda: R.true("CC_FLAG"), 0.2, 0.32),
    "credit cards not activated": (
        lambda: R.true("CC_FLAG") & ~R.true("CC_ACTV") & ~R.missing("CC_ACTV"), 0.02, 0.08,
    ),
    "birthday within a week": (lambda: R.birthday_within("BIRTH_DT", 7), 0.015, 0.024),
    "complaints": (lambda: R.true("CMPL_OPEN"), 0.002, 0.007),
    "no mobile": (lambda: R.missing("MOBILE"), 0.008, 0.025),
    "no landline": (lambda: R.missing("PHONE"), 0.85, 0.94),
    "neither mobile nor landline": (lambda: R.missing("MOBILE") & R.missing("PHONE"), 0.004, 0.02),
    "no birthday": (lambda: R.missing("BIRTH_DT"), 0.008, 0.02),
    "no appetite for risk": (lambda: R.missing("RISK_LVL"), 0.3, 0.55),
    "no manager": (lambda: R.missing("MGR_NO"), 0.65, 0.82),
}  # fmt: skip


@pytest.mark.parametrize("what", SHARES)
def test_share(what):
    find, low, high = SHARES[what]
    assert low <= np.mean(find()) <= high


# Of the first group, at least so many times more have it than of the second.
MORE = {
    "the rich have wealth products": (
        lambda: from_to(10, 10**9), lambda: from_to(1, 5), lambda: R.number("WLTH_BAL") > 0, 5,
    ),
    "the daring have funds": (
        lambda: R.says("RISK_LVL", "进取"), lambda: R.says("RISK_LVL", "保守"), lambda: R.number("FUND_BAL") > 0, 5,
    ),
    "the young dare": (lambda: age() < 35, lambda: age() > 60, lambda: R.says("RISK_LVL", "平衡", "进取"), 2),
    "the old save on term": (lambda: age() > 60, lambda: age() < 35, lambda: R.number("TERM_BAL") > 0, 2),
    "the young bank by mobile": (lambda: age() < 40, lambda: age() > 65, lambda: R.true("MB_FLAG"), 2),
    "the old have passbooks": (lambda: age() > 65, lambda: age() < 40, lambda: R.true("PASSBOOK"), 5),
    "those paid here are better off": (
        lambda: R.true("PAYROLL"), lambda: ~R.true("PAYROLL"), lambda: from_to(5, 10**9), 1.3,
    ),
    "heads are better off": (
        lambda: R.says("POSITION", "高管"), lambda: R.says("POSITION", "员工"), lambda: from_to(30, 10**9), 2,
    ),
    "key employers pay here": (lambda: R.true("KEY_EMP"), lambda: ~R.true("KEY_EMP"), lambda: R.true("PAYROLL"), 2),
    "those of middle age borrow": (
        lambda: (age() > 28) & (age() < 50), lambda: age() > 60, lambda: R.number("LOAN_BAL") > 0, 5,
    ),
    "owners of businesses owe much": (
        lambda: R.true("POS_FLAG"), lambda: ~R.true("POS_FLAG"), lambda: R.number("LOAN_BAL") > 100 * WAN, 5,
    ),
    "those paid here have cards": (lambda: R.true("PAYROLL"), lambda: age() > 65, lambda: R.true("CC_FLAG"), 5),
    "the rich have managers": (lambda: from_to(30, 10**9), lambda: from_to(0, 1), lambda: ~R.missing("MGR_NO"), 5),
    "the managed are known": (lambda: ~R.missing("MGR_NO"), lambda: R.missing("MGR_NO"), lambda: R.true("KYC"), 5),
    "the rich have better cards": (
        lambda: from_to(30, 10**9), lambda: from_to(1, 5), lambda: R.says("VIP_CARD", "金卡", "白金卡", "钻石卡"), 3,
    ),
    "the old lack a mobile": (lambda: age() > 70, lambda: age() < 40, lambda: R.missing("MOBILE"), 3),
    "the old kept their landline": (lambda: age() > 70, lambda: age() < 30, lambda: ~R.missing("PHONE"), 5),
}  # fmt: skip


@pytest.mark.parametrize("what", MORE)
def test_what_goes_together(what):
    group, other, has, times = MORE[what]
    assert np.mean(has()[group()]) > times * np.mean(has()[other()])


ALWAYS = {
    "a card that is used is active": lambda: (R.number("CC_USES") == 0) | R.true("CC_ACTV") | R.missing("CC_ACTV"),
    "no use of a card, no spending": lambda: (R.number("CC_USES") > 0) | (R.number("CC_SPEND") == 0),
    "all loans are at least what other banks have lent": lambda: R.number("LOAN_BAL") >= R.number("OB_BAL"),
    "what falls due is owed": lambda: R.number("LOAN_DUE") <= R.number("LOAN_BAL"),
    "who was contacted has contacts": lambda: R.missing("LAST_CT") | (R.number("CT_COUNT") > 0),
    "who has contacts was contacted": lambda: (R.number("CT_COUNT") == 0) | ~R.missing("LAST_CT"),
    "who likes WeChat best is on it": lambda: ~R.says("PREF_CH", "微信") | ~R.missing("WX_ID"),
    "who likes the app best has it": lambda: ~R.says("PREF_CH", "手机银行") | R.true("MB_FLAG"),
    "a rate only for a loan": lambda: R.missing("LOAN_RATE") | (R.number("LOAN_BAL") > 0),
    "a day to mature only for what matures": lambda: R.missing("WLTH_MAT") | (R.number("WLTH_BAL") > 0),
    "what matures is ahead": lambda: ~(R.days("WLTH_MAT") < 1) & ~(R.days("TERM_MAT") < 1),
    "what happened is past": lambda: (
        ~np.any(
            [R.days(n) > 0 for n in ("PAY_SINCE", "LAST_MV", "LAST_CT", "LAST_VST", "REQ_DT", "REFUSE_DT", "INT_DT")],
            axis=0,
        )
    ),
    "a visit is a contact": lambda: ~(R.days("LAST_VST") > R.days("LAST_CT")),
    "idle cash is on deposit": lambda: R.number("IDLE_BAL") <= R.number("DEP_BAL") - R.number("TERM_BAL"),
    "paid wages since a day": lambda: R.missing("PAY_SINCE") | R.true("PAYROLL"),
    "age of a customer": lambda: ~(age() < 15.9) & ~(age() > 100),
    "all wealth is at least what is here": lambda: R.missing("TOT_WLTH") | (R.number("TOT_WLTH") >= assets()),
}


@pytest.mark.parametrize("what", ALWAYS)
def test_what_is_always_so(what):
    assert np.all(ALWAYS[what]())


def test_the_hundredth_with_most_holds_a_large_part_of_all():
    held = np.sort(assets())
    assert 0.25 < held[-len(held) // 100 :].sum() / held.sum() < 0.5


def test_branches_are_of_different_sizes_and_managers_belong_to_one():
    sizes = sorted(cell["counts"] for cell in R.cells("BRANCH").value_counts().to_pylist())
    assert len(sizes) == 40
    assert sizes[-1] > 5 * sizes[0]
    rows = R.table.select(["BRANCH", "MGR_NO"]).to_pylist()
    assert all(row["MGR_NO"] is None or row["MGR_NO"][1:3] == row["BRANCH"][2:] for row in rows)


def test_names_are_of_their_generation():
    names = R.cells("CUST_NM").to_pylist()
    assert sum(name is not None and name[0] in "王李张刘陈" for name in names) / len(names) == pytest.approx(
        0.33, abs=0.05
    )
    assert len(set(names)) > 20_000
    young, old = age() < 25, age() > 65
    for name, those, others in (("梓涵", young, old), ("建国", old, young)):
        has = np.array([n is not None and n.endswith(name) for n in names])
        assert has[those].any()
        assert not has[others].any()


def test_mobile_numbers_are_mobile_numbers():
    cells = R.cells("MOBILE").drop_null().to_pylist()
    assert all(len(cell) == 11 and cell.isdecimal() and cell[0] == "1" and cell[1] in "356789" for cell in cells)
