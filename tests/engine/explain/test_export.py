"""Values in the data are exact and carry their unit."""

from datetime import date
from fractions import Fraction

import pytest

from dsl.program.types import Bool, Date, Days, Listed, Money, Months, Num, Text
from engine.explain.value_data import value_data


@pytest.mark.parametrize(
    ("value", "of", "kind", "text", "unit"),
    [
        (320_0000_00, Money("CNY"), "money", "3200000", "CNY"),
        (49_999_99, Money("CNY"), "money", "49999.99", "CNY"),
        (-5, Money("CNY"), "money", "-0.05", "CNY"),
        (7, Money("JPY"), "money", "7", "JPY"),
        (Fraction(100, 3), Money("CNY"), "money", "1/3", "CNY"),
        (Fraction(41, 1000), Num(percent=True), "percent", "4.1", "%"),
        (Fraction(3, 2), Num(), "number", "1.5", None),
        (Fraction(-1, 8), Num(), "number", "-0.125", None),
        (Fraction(-2, 3), Num(), "number", "-2/3", None),
        (0, Num(), "number", "0", None),
        (10, Days(), "days", "10", "days"),
        (12, Months(), "months", "12", "months"),
        (date(2026, 2, 28), Date(), "date", "2026-02-28", None),
        ("甲", Text(), "text", "甲", None),
        ("稳健", Listed("risk", ("保守", "稳健")), "listed", "稳健", None),
        (True, Bool(), "yes_no", "yes", None),
        (False, Bool(), "yes_no", "no", None),
    ],
)
def test_values(value, of, kind, text, unit):
    found = value_data(value, of)
    assert (found.kind, found.value, found.unit) == (kind, text, unit)
    assert value_data(None, of).value is None
