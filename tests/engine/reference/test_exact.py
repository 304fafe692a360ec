"""Meaning 1 and 2: exact numbers; units are types. No binary floating point decides anything."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.policies import decide, errors, truth, value


@pytest.mark.parametrize(
    ("condition", "below", "at", "above"),
    [
        ("deposit > 5万", "49_999.99", "5万", "50_000.01"),
        ("deposit > 3x loan", "299.99", "300", "300.01"),
        ("deposit > 1.5x loan", "149.99", "150", "150.01"),
        ("deposit > 0.3x loan", "29.99", "30", "30.01"),
        ("deposit > 30% of loan", "29.99", "30", "30.01"),
        ("deposit > 5bp of loan", "0.04", "0.05", "0.06"),
        ("deposit > loan + 0.01元", "100.00", "100.01", "100.02"),
        ("deposit > loan / 3", "33.33", None, "33.34"),
        ("3x deposit > loan", "33.33", None, "33.34"),
        ("deposit / loan > 1.5", "149.99", "150", "150.01"),
        ("deposit / loan > 150%", "149.99", "150", "150.01"),
        ("deposit * 2 > loan", "49.99", "50", "50.01"),
        ("2 * deposit > loan", "49.99", "50", "50.01"),
        ("deposit > loan * 2", "199.99", "200", "200.01"),
        ("deposit - loan > 0", "99.99", "100", "100.01"),
        ("loan - deposit < 0", "99.99", "100", "100.01"),
        ("-deposit < -loan", "99.99", "100", "100.01"),
    ],
)
def test_the_boundary_is_one_fen(condition, below, at, above):
    """Meaning 1: ratios are exact; ``loan > 1.5x deposit`` is decided on integers."""
    inclusive = condition.replace(">", ">=").replace("<", "<=")
    assert truth(condition, deposit=below, loan=100) is False
    assert truth(condition, deposit=above, loan=100) is True
    assert truth(inclusive, deposit=below, loan=100) is False
    assert truth(inclusive, deposit=above, loan=100) is True
    if at is not None:
        assert truth(condition, deposit=at, loan=100) is False
        assert truth(inclusive, deposit=at, loan=100) is True
        equal = condition.replace(">", "=").replace("<", "=")
        assert truth(equal, deposit=at, loan=100) is True
        assert truth(equal, deposit=below, loan=100) is False


@pytest.mark.parametrize(
    ("condition", "customer"),
    [
        # 0.1 + 0.2 is 0.30000000000000004 in binary floating point
        ("deposit + loan = 0.3元", {"deposit": "0.1", "loan": "0.2"}),
        ("deposit = 1.1x loan", {"deposit": "3.63", "loan": "3.30"}),
        ("deposit = 4.35x loan", {"deposit": "435", "loan": "100"}),  # 4.35 * 100 is 434.99999999999994
        ("deposit = 57% of loan", {"deposit": "57", "loan": "100"}),  # 0.57 * 100 is 56.99999999999999
        ("deposit = 29% of loan", {"deposit": "29", "loan": "100"}),
        ("deposit / loan = 0.07", {"deposit": "0.07", "loan": "1"}),
        ("deposit / loan = 1 / 3", {"deposit": "1", "loan": "3"}),
        ("(deposit / loan) * 3 = 1", {"deposit": "1", "loan": "3"}),
        ("deposit / loan = wealth / balance", {"deposit": 1, "loan": 49, "wealth": 3, "balance": 147}),
        ("1 / (1 / (deposit / loan)) = 49", {"deposit": 49, "loan": 1}),
        ("rate = 0.1% * 41", {"rate": "4.1%"}),
        ("rate = 410bp", {"rate": "4.1%"}),
        ("rate + 5bp = 4.15%", {"rate": "4.1%"}),
        ("score * 3 = 0.3", {"score": "0.1"}),
        ("score - 0.9 = 0.1", {"score": "1.0"}),
    ],
)
def test_what_binary_floating_point_gets_wrong(condition, customer):
    assert truth(condition, **customer) is True


def test_ratios_that_round_to_the_same_float_are_told_apart():
    n = 999_999_999_998
    assert (n + 1) / n == n / (n - 1)  # in binary floating point
    deposit, loan, balance = (Fraction(x, 100) for x in (n + 1, n, n - 1))
    big = {"deposit": deposit, "loan": loan, "wealth": loan, "balance": balance}
    assert truth("deposit / loan < wealth / balance", **big) is True
    assert truth("deposit / loan = wealth / balance", **big) is False
    assert truth("deposit > 1.000000000001x loan", deposit="99.99亿", loan="99.99亿") is False


def test_large_amounts():
    assert truth("deposit = 100亿", deposit="100亿") is True
    assert truth("deposit >= 100亿", deposit="9_999_999_999.99") is False
    assert truth("deposit * 1000000 > 1亿", deposit="100亿") is True
    assert value("(deposit + loan) * 1000", deposit="100亿", loan="0.01") == (10**12 + 1) * 1000


@given(deposit=st.integers(0, 10**12), loan=st.integers(1, 10**12), tenths=st.integers(1, 100))
def test_ratios_agree_with_integers(deposit, loan, tenths):
    """Meaning 1: against plain integer arithmetic."""
    customer = {"deposit": Fraction(deposit, 100), "loan": Fraction(loan, 100)}
    factor = f"{tenths // 10}.{tenths % 10}"
    assert truth(f"deposit > {factor}x loan", **customer) is (10 * deposit > tenths * loan)
    assert truth(f"deposit / loan >= {factor}", **customer) is (10 * deposit >= tenths * loan)


# --- rounding -----------------------------------------------------------------------------------------------

ROUNDING = [
    # amount, down, up, half
    ("25000", 20000, 30000, 30000),
    ("24999.99", 20000, 30000, 20000),
    ("25000.01", 20000, 30000, 30000),
    ("20000", 20000, 20000, 20000),
    ("20000.01", 20000, 30000, 20000),
    ("0", 0, 0, 0),
    ("4999.99", 0, 10000, 0),
    ("5000", 0, 10000, 10000),
    ("-4999.99", -10000, 0, 0),
    ("-5000", -10000, 0, -10000),
    ("-15000", -20000, -10000, -20000),
    ("-14999.99", -20000, -10000, -10000),
    ("-20000", -20000, -20000, -20000),
    ("-0.01", -10000, 0, 0),
]


@pytest.mark.parametrize(("amount", "down", "up", "half"), ROUNDING)
def test_rounding(amount, down, up, half):
    """Down is towards minus infinity, up towards plus infinity, halves go away from zero."""
    assert value("balance rounded down to 1万", balance=amount) == down * 100
    assert value("balance rounded up to 1万", balance=amount) == up * 100
    assert value("balance rounded to 1万", balance=amount) == half * 100


def test_rounding_steps_and_kinds():
    assert value("deposit rounded down to 0.01元", deposit="1.23") == 123
    assert value("loan / 3 rounded to 0.01元", loan=1) == 33
    assert value("loan / 3 rounded up to 0.01元", loan=1) == 34
    assert value("loan * 2 / 3 rounded to 0.01元", loan=1) == 67
    assert value("deposit rounded down to 3元", deposit=10) == 900
    assert value("score rounded to 1", score="2.5") == 3
    assert value("score rounded to 1", score="-2.5") == -3
    assert value("score rounded to 0.1", score="0.25") == Fraction(3, 10)
    assert value("rate rounded down to 1bp", rate="4.1599%") == Fraction(415, 10_000)
    assert value("yen / 3 rounded down to 1 JPY", yen=100) == 33
    assert value("1.5x term rounded up to 1天", term=3) == 5
    assert value("1.5x term rounded down to 1周", term=9) == 7
    assert value("存款 / 3 四舍五入到 0.01元", deposit=1) == 33
    assert value("deposit rounded down to 1万") is None


@given(fen=st.integers(-(10**12), 10**12), step=st.integers(1, 10**7))
def test_rounding_agrees_with_its_definition(fen, step):
    balance, unit = Fraction(fen, 100), f"{step // 100}.{step % 100:02}元"
    down = value(f"balance rounded down to {unit}", balance=balance)
    up = value(f"balance rounded up to {unit}", balance=balance)
    half = value(f"balance rounded to {unit}", balance=balance)
    assert down <= fen <= up
    assert down % step == up % step == half % step == 0
    assert up - down == (0 if fen % step == 0 else step)
    assert abs(half - fen) == min(fen - down, up - fen)
    if fen - down == up - fen and up != down:
        assert half == (up if fen > 0 else down)


@pytest.mark.parametrize(
    "policy",
    [
        "define 值 = 1.5x deposit",
        "define 值 = deposit / 3",
        "define 值 = 30% of deposit",
        "define 值 = rate * deposit",
        "define 值 = score * deposit",
        "points 积分\nthen add deposit / 1万 to 积分",
        "points 积分\nthen add score to 积分",
        "points 积分\nthen add 1.5 to 积分",
        "points 积分\nthen add visits / 2 to 积分",
    ],
)
def test_what_is_kept_must_say_how_it_rounds(policy):
    """Meaning 1: a result that is not whole and enters money or points says how it rounds."""
    assert errors(policy) == {"E307"}
    head, _, tail = policy.rpartition(" to 积分")
    rounded = f"{head} rounded down to 1 to 积分" if head else f"{tail} rounded down to 1元"
    assert errors(rounded) == set()


@pytest.mark.parametrize(
    "policy",
    [
        "class 甲 if opened + 1.5x term > 2026-01-01",
        "class 甲 if opened within last 1.5x term",
        "class 甲 if opened within last 1.5 months",
        "define 日 = opened - score * term",
        "then task 甲 within 1.5x term",
        "then task 甲 on opened + 50% of term",
        "offer 甲\n  if matures within next 0.5x term",
        "never class 乙 and opened + 0.5x term > today\nclass 乙 if payroll",
        "tiers 层级 by opened + 1.5x term\n  低\n  高 from 2026-01-01",
    ],
)
def test_a_date_is_not_moved_by_a_part_of_a_day(policy):
    """Dates have no clock time, so what moves one is whole or says how it rounds."""
    assert errors(policy) == {"E307"}


def test_whole_times_move_dates():
    assert errors("class 甲 if opened + 2x term > today") == set()
    assert errors("class 甲 if opened + (matures - opened) > today") == set()
    assert errors("class 甲 if opened within last (1.5x term rounded up to 1天)") == set()
    assert truth("1.5x term > 4 days", term=3) is True  # only compared: any fraction will do


# --- units --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("loan > 3", "E302"),
        ("loan > 3x", "E301"),
        ("loan > 3天", "E301"),
        ("loan > 3%", "E301"),
        ("loan > 3 USD", "E303"),
        ("usd > loan", "E303"),
        ("usd + loan > 3 USD", "E303"),
        ("loan + 3 days > 3元", "E313"),
        ("loan * wealth > 3元", "E313"),
        ("opened + 3元 > 2026-01-01", "E313"),
        ("opened + opened > 2026-01-01", "E313"),
        ("opened + 3 > 2026-01-01", "E304"),
        ("opened within last 3", "E304"),
        ("opened > 3", "E304"),
        ("term > 3", "E304"),
        ("term > 3 months", "E301"),
        ("age > 3元", "E301"),
        ("age > 18 years", "E301"),
        ("risk > 3", "E301"),
        ("city > 北京", "E306"),
        ("payroll > no", "E306"),
        ('nickname > "a"', "E306"),
        ("loan", "E305"),
        ("loan > 0.001元", "E308"),
        ("yen > 0.5 JPY", "E308"),
        ("loan > 0.0000001万", "E308"),
        ("loan / 0 > 3", "E310"),
    ],
)
def test_units_are_types(condition, code):
    """Meaning 2: money, times, days, dates and currencies never mix in silence."""
    assert errors(f"class 甲 if {condition}") == {code}


@pytest.mark.parametrize(
    ("condition", "customer"),
    [
        ("loan > 3万", {"loan": "30000.01"}),
        ("loan > 0", {"loan": "0.01"}),
        ("usd > 3万", {"usd": "30000.01"}),  # a bare 万 takes the other side's currency
        ("yen > 3万", {"yen": "30001"}),
        ("visits > 0.01万", {"visits": 101}),
        ("term > 0", {"term": 1}),
        ("loan > 1.5 million", {"loan": "1500000.01"}),
        ("loan > 20k", {"loan": "20000.01"}),
        ("loan > 2亿", {"loan": "200000000.01"}),
        ("loan = 1_000.5元", {"loan": "1000.5"}),
        ("usd = 3 USD", {"usd": "3"}),
        ("yen = 300 JPY", {"yen": "300"}),
        ("age = 45岁", {"age": 45}),
        ("visits = 20次", {"visits": 20}),
        ("term = 2周", {"term": 14}),
        ("score = 300%", {"score": 3}),
        ("rate = 300bp", {"rate": "3%"}),
        ("score = 3x", {"score": 3}),
        ("matures - opened = 31天", {"opened": "2026-01-01", "matures": "2026-02-01"}),
        ("(matures - opened) / 1天 = 31", {"opened": "2026-01-01", "matures": "2026-02-01"}),
        ("loan / 1万 = 5", {"loan": "5万"}),
        ("loan / 2万 = wealth / 4万", {"loan": "5万", "wealth": "10万"}),
        ("loan = 2 * 5万", {"loan": "10万"}),
        ("loan = 5万 * 2", {"loan": "10万"}),
        ("loan = 5万 / 2", {"loan": "2.5万"}),
        ("loan = 2x 5万元", {"loan": "10万"}),
        ("usd = 2x 5万", {"usd": "10万"}),
    ],
)
def test_literals(condition, customer):
    assert truth(condition, **customer) is True
    assert truth(f"not ({condition})", **customer) is False


def test_overflow_is_an_error_at_check_time():
    """Meaning 1: overflow is impossible by the bounds, or an error at check time."""
    assert errors("define 值 = deposit * 9000000") == set()
    assert errors("define 值 = deposit * 10000000") == {"E317"}  # 10^12 fen times 10^7 leaves 64 bits
    assert errors("points 积分\nthen add visits to 积分") == set()
    assert errors("points 积分 from 0 to 999\nthen add visits to 积分") == {"E414"}
    assert errors("points 积分 from 0 to 1000\nthen add visits to 积分") == set()
    assert errors("points 积分 from 0 to 1000\nthen add visits to 积分\nthen add 1 to 积分") == {"E414"}


@pytest.mark.parametrize(
    ("bounds", "wrong"),
    [
        ("whole from 0 to 200", set()),  # by 0 it is unknown, so by 1 it is greatest
        ("whole from -5 to 200", set()),
        ("whole from -5 to -1", set()),
        ("number from 1 to 200", set()),
        ("number from 0 to 200", {"E317"}),
    ],
)
def test_a_divisor_that_may_be_0_bounds_the_result_if_it_is_whole(bounds, wrong):
    record = f"customer c\n  | name | type |\n  | id | key |\n  | paid | money from 0 to 10万 |\n  | n | {bounds} |\n"
    assert errors(f"{record}define 值 = paid / n rounded to 0.01元") == wrong


def test_the_greatest_share_is_that_of_one():
    fields = "  | id | key |\n  | paid | whole from 0 to 100 |\n  | n | whole from -2 to 9 |\n"
    record = f"customer c\n  | name | type |\n{fields}"
    rule = "then add (paid / n rounded to 1) to 积分"
    assert errors(f"{record}points 积分 from -100 to 100\n{rule}") == set()
    assert errors(f"{record}points 积分 from -99 to 100\n{rule}") == {"E414"}
    assert errors(f"{record}points 积分 from -100 to 99\n{rule}") == {"E414"}


def test_a_negative_literal():
    assert truth("balance < -3万", balance="-30000.01") is True
    assert truth("balance < -3万", balance="-3万") is False
    assert truth("balance = -deposit", balance="-5", deposit="5") is True


def test_decisions_are_exact_at_the_line():
    policy = "tiers 层级 by deposit + wealth\n  普通\n  潜力 from 1万"
    assert decide(policy, deposit="9_999.98", wealth="0.01").tiers["层级"].rung == "普通"
    assert decide(policy, deposit="9_999.98", wealth="0.02").tiers["层级"].rung == "潜力"


FIRST = "table 表 first\n  | visits => 积分 |\n  | >= 60  => 50 |\n  | >= 30  => 40 |\n  | -      => -5 |\n"


def test_of_a_first_table_one_row_counts():
    assert errors(FIRST + "points 积分 from -5 to 50") == set()
    assert errors(FIRST + "points 积分 from -5 to 49") == {"E414"}
    assert errors(FIRST + "points 积分 from 0 to 50") == {"E414"}
    assert errors(FIRST.replace("first", "collect") + "points 积分 from -5 to 50") == {"E414"}
    assert errors(FIRST + "points 积分 from -5 to 50\nthen add 1 to 积分") == {"E414"}


def test_points_are_bounded_by_their_range():
    assert errors("points 积分 from 0 to 100\ndefine 双倍 = 积分 * 2") == set()
    assert errors("points 积分\ndefine 双倍 = 积分 * 2") == {"E317"}
    accounts = "points 积分 from 0 to 100\npoints 星 from 0 to 10\n"
    assert errors(accounts + "then add 积分 / 10 rounded down to 1 to 星") == set()
