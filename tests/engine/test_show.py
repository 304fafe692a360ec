"""Values as people read them, and back."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.program.types import Days, Money, Months
from engine.show import many, money, show
from tests.engine.policies import value

CNY = Money("CNY")


@pytest.mark.parametrize(
    ("yuan", "zh", "en"),
    [
        ("0", "0元", "0 CNY"),
        ("9999.99", "9,999.99元", "9,999.99 CNY"),
        ("10000", "1万元", "10,000 CNY"),
        ("49999.99", "49,999.99元", "49,999.99 CNY"),
        ("216000", "21.6万元", "216,000 CNY"),
        ("99990000", "9,999万元", "99,990,000 CNY"),
        ("100000000", "1亿元", "100,000,000 CNY"),
        ("200000000", "2亿元", "200,000,000 CNY"),
        ("-350000000", "-3.5亿元", "-350,000,000 CNY"),
        ("285710000", "2.8571亿元", "285,710,000 CNY"),
        # What is no whole number of 万 stays in 万, and what is finer is written out.
        ("123456700", "12,345.67万元", "123,456,700 CNY"),
        ("123456789.01", "123,456,789.01元", "123,456,789.01 CNY"),
        ("10000000000", "100亿元", "10,000,000,000 CNY"),
    ],
)
def test_amounts(yuan, zh, en):
    cents = Fraction(yuan) * 100
    assert (show(int(cents), CNY, "zh"), show(int(cents), CNY, "en")) == (zh, en)


def test_amounts_of_a_currency_without_cents():
    assert money(Fraction(2 * 10**8), "JPY", "zh") == "2亿日元"


@given(st.integers(1, 9999), st.sampled_from([10**2, 10**6, 10**8, 10**10]))
def test_an_amount_without_thousands_marks_reads_back(count, size):
    shown = show(count * size, CNY, "zh")
    if "," not in shown:
        assert value(shown) == count * size


@pytest.mark.parametrize(
    ("number", "months", "days"), [(1, "1 month", "1 day"), (2, "2 months", "2 days"), (0, "0 months", "0 days")]
)
def test_one_is_singular(number, months, days):
    assert (show(number, Months(), "en"), show(number, Days(), "en")) == (months, days)
    assert (show(number, Months(), "zh"), show(number, Days(), "zh")) == (f"{number}个月", f"{number}天")


def test_numbers_of_things():
    assert [many(n, "file") for n in (0, 1, 2, 1200)] == ["0 files", "1 file", "2 files", "1,200 files"]
