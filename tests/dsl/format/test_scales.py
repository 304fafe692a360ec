"""Large numbers in the other language: the same value, on the scales people use there."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.format.scales import rescaled
from dsl.format.writer import Writer
from dsl.syntax import nodes as n
from dsl.syntax.units import SCALES, Unit
from tests.dsl.strategies import numbers


def printed(digits, scale, lang, currency=None):
    number = n.Number(digits, Unit(scale=scale, currency=currency))
    return Writer(lang).number(rescaled(number, lang))


@pytest.mark.parametrize(
    ("digits", "scale", "en", "zh"),
    [
        ("2", "wan", "20k", "2万"),
        ("1.5", "wan", "15k", "1.5万"),
        ("30", "wan", "300k", "30万"),
        ("29.99", "wan", "299.9k", "29.99万"),
        ("100", "wan", "1 million", "100万"),
        ("1000", "wan", "10 million", "1000万"),
        ("1.5", "yi", "150 million", "1.5亿"),
        ("1000", "yi", "100 billion", "1000亿"),
        ("1", "thousand", "1k", "1千"),
        ("2.5", "thousand", "2.5k", "2.5千"),
        ("25", "thousand", "25k", "2.5万"),
        ("2.5", "million", "2.5 million", "250万"),
        ("100", "million", "100 million", "1亿"),
        ("3", "qianwan", "30 million", "3000万"),
        ("20000", "wan", "200 million", "2亿"),
        ("0", "wan", "0k", "0千"),
        ("0.05", "wan", "0.5k", "0.5千"),
    ],
)
def test_a_large_number_goes_by_the_scales_of_the_language(digits, scale, en, zh):
    assert printed(digits, scale, "en") == en
    assert printed(digits, scale, "zh") == zh


def test_its_currency_goes_along():
    assert printed("5", "wan", "en", "USD") == "50k USD"
    assert printed("25", "thousand", "zh", "EUR") == "2.5万欧元"


@pytest.mark.parametrize("unit", [Unit(), Unit(currency="CNY"), Unit(plain="%"), Unit(plain="x"), Unit(plain="day")])
def test_what_is_written_in_digits_stays(unit):
    number = n.Number("50000", unit)
    assert rescaled(number, "en") is number


@pytest.mark.parametrize("lang", ["en", "zh"])
@given(number=numbers)
def test_no_value_changes_and_once_is_enough(lang, number):
    again = rescaled(number, lang)
    assert _value(again) == _value(number)
    assert (again.unit.scale is None) == (number.unit.scale is None)
    assert rescaled(again, lang) == again
    assert rescaled(rescaled(number, "zh" if lang == "en" else "en"), lang) == again


@given(digits=st.integers(0, 10**40).map(str), scale=st.sampled_from([*SCALES]))
def test_no_digit_is_lost_however_many(digits, scale):
    number = n.Number(f"{digits}.{digits}1", Unit(scale=scale))
    for lang in ("en", "zh"):
        assert _value(rescaled(number, lang)) == _value(number)


def _value(number):
    return Fraction(number.digits) * number.unit.factor
