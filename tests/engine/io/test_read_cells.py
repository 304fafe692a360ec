"""What each type of field accepts, cell by cell."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import pytest

from engine.io.cells import CellError, CellReader
from engine.io.reasons import DataError, Fault
from tests.engine.io.reading import both, read
from tests.engine.records import field

DAY = dt.date(2026, 6, 1)
MONEY = field("存款", "money")
BOUNDED = field("存款", "money", low=0, high=10**12)
RISK = field("风险偏好", "ordered", values=("保守", "稳健", "High Risk", "1"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("123", 12300),
        ("123.4", 12340),
        ("0.01", 1),
        ("-0.01", -1),
        ("+5", 500),
        (".5", 50),
        ("5.", 500),
        ("007", 700),
        ("1.5000", 150),
        (" 12.34\t", 1234),
        ("　12.34\ufeff", 1234),
        ("１２．３４", 1234),
        ("−5", -500),
        ("1,234.56", 123456),
        ("1,234,567", 123456700),
        ("-1,234.56", -123456),
        ("¥1,234.56", 123456),
        ("￥100", 10000),
        ("¥-100", -10000),
        ("-¥100", -10000),
        ("100元", 10000),
        ("100 CNY", 10000),
        ("cny 100", 10000),
        ("人民币100元", 10000),
        ("5万", 5000000),
        ("5万元", 5000000),
        ("1.2345 万", 1234500),
        ("0.3亿", 3_000_000_000),
        ("2百万", 200_000_000),
        ("0.000001万", 1),
        ("", None),
        (" 　", None),
        ("NULL", None),
        (" null ", None),
        ("\\N", None),
        ("NaN", None),
        ("#N/A", None),
        ("Null", "D214"),
        ("N/A", "D214"),
        ("-", "D214"),
        ("12abc", "D214"),
        ("1.2.3", "D214"),
        ("1,23", "D214"),
        ("1,2345", "D214"),
        ("1234,567", "D214"),
        ("1.234,56", "D214"),
        ("1 234", "D214"),
        ("(100)", "D214"),
        ("--5", "D214"),
        ("-¥-5", "D214"),
        ("0x10", "D214"),
        ("5_000", "D214"),
        ("十万", "D214"),
        ("٣", "D214"),
        ("5%", "D214"),
        ("5天", "D214"),
        (".", "D214"),
        ("元", "D214"),
        ("1.005", "D221"),
        ("0.00000001万", "D221"),
        ("1." + "0" * 80, 100),
        ("1." + "0" * 80 + "1", "D221"),
        ("1e5", "D222"),
        ("1.23457E+12", "D222"),
        ("100 USD", "D223"),
        ("$100", "D223"),
        ("100港元", "D223"),
        ("9" * 5000, "D225"),
        ("-" + "9" * 5000, "D224"),
        ("1\n", 100),
        ("1\n2", "D214"),
        ("1\0", "D214"),
    ],
)
def test_amounts_in_text(text, expected):
    assert both(MONEY, pa.array([text])) == [expected]


def test_currencies_belong_to_the_field():
    dollars, yen = field("usd", "money", currency="USD"), field("jpy", "money", currency="JPY")
    assert [read(dollars, text) for text in ("$5", "5 usd", "5美元", "5元")] == [500, 500, 500, "D223"]
    assert [read(yen, text) for text in ("¥5", "5日元", "5.5", "5.0")] == [5, 5, "D214", 5]
    assert read(field("n", "number"), "¥5") == "D212"


def test_bounds_are_included():
    cells = pa.array(["0", "-0.00", "-0.01", "10000000000.00", "10000000000.01", "10,000,000,000.01", "100亿"])
    assert both(BOUNDED, cells) == [0, 0, "D224", 10**12, "D225", "D225", 10**12]
    fault = CellReader(BOUNDED).read("10000000000.01")
    assert fault == Fault("D225", "10,000,000,000")
    rate = field("rate", "percent", low=0, high=Fraction(36, 100))
    assert both(rate, pa.array(["36%", "0.36", "36.0001%", "12.3"])) == [360000, 360000, "D225", "D229"]
    assert CellReader(rate).read("37%") == Fault("D225", "36%")


def test_bounds_that_fall_between_the_places_are_narrowed():
    third = field("n", "number", places=1, low=Fraction(1, 3), high=Fraction(2, 3))
    assert both(third, pa.array(["0.3", "0.4", "0.6", "0.7"])) == ["D224", 4, 6, "D225"]


def test_percentages():
    cells = pa.array(["12.3%", "１２．３％", "12.3 %", "0.123", "0.1234567", "0.00001%", "100%", "1万%", "3bp"])
    assert both(field("p", "percent"), cells) == [
        123000, 123000, 123000, 123000, "D221", "D221", 10**6, "D213", "D213",
    ]  # fmt: skip


def test_a_bare_number_is_a_ratio_only_up_to_one():
    rate = field("p", "percent", empty=(Fraction(-1), Fraction(999)))
    texts = ["5", "1", "-1", "1.0", "1.01", "-5", "0", "+0.05", "５", "5%", "500%", "999", "1,000", "150", None]
    expected = ["D229", 10**6, None, 10**6, "D229", "D229", 0, 50000, "D229", 50000, 5 * 10**6, None, "D229", "D229"]
    assert both(rate, pa.array(texts)) == [*expected, None]
    for text, written in (("5", ("5%", "0.05")), ("1,234.5", ("1,234.5%", "12.345")), ("-3", ("-3%", "-0.03"))):
        assert CellReader(rate).read(text) == Fault("D229", written)
    comma = CellReader(field("p", "percent", decimal_comma=True))
    assert comma.read("3,5") == Fault("D229", ("3,5%", "0,035"))
    assert both(rate, pa.array([5, 150, -1])) == [5 * 10**6, 150 * 10**6, None]
    assert both(rate, pa.array([5.0, 0.05, 999.0])) == [5 * 10**6, 50000, None]
    assert both(rate, pa.array([Decimal("5.00"), Decimal("0.05")])) == [5 * 10**6, 50000]


def test_the_finest_that_is_kept_is_told_as_the_cell_is_written():
    for declared, text, finest in (
        ("percent", "12.34567%", "0.0001%"),
        ("percent", "0.1234567", "0.000001"),
        ("money", "1.234", "0.01"),
        ("number", "0.00001", "0.0001"),
    ):
        assert CellReader(field("f", declared)).read(text) == Fault("D221", finest)
    assert CellReader(field("m", "money", decimal_comma=True)).read("1,234") == Fault("D221", "0,01")
    assert CellReader(field("p", "percent")).read(0.1234567) == Fault("D221", "0.000001")


def test_whole_numbers_and_days():
    whole, days = field("年龄", "whole", low=0, high=120), field("d", "days")
    cells = pa.array(["40", "40.0", "40.5", "121", "-1", "4千", "40岁", "４０"])
    assert both(whole, cells) == [40, 40, "D211", "D225", "D224", "D225", "D211", 40]
    assert both(days, pa.array(["30", "30天", "30 days", "1 Day", "3万", "1.5"])) == [
        30,
        30,
        30,
        1,
        "D215",
        "D215",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-06-01", DAY),
        ("2026-6-1", DAY),
        ("2026/6/1", DAY),
        ("2026.06.01", DAY),
        ("20260601", DAY),
        ("2026年6月1日", DAY),
        ("２０２６－０６－０１", DAY),
        (" 2026-06-01 ", DAY),
        ("2026/6/1 0:00", DAY),
        ("2026-06-01 23:59:59", DAY),
        ("2026-06-01T23:59:59.999999999", DAY),
        ("2024-02-29", dt.date(2024, 2, 29)),
        ("9999-12-31", dt.date.max),
        ("0001-01-01", dt.date.min),
        ("", None),
        ("nan", None),
        ("2026-02-29", "D227"),
        ("2026-13-01", "D227"),
        ("20260631", "D227"),
        ("0000-00-00", "D227"),
        ("0000-01-01", "D227"),
        ("01/02/2026", "D226"),
        ("1.2.26", "D230"),
        ("13/02/2026", "D226"),
        ("26-06-01", "D230"),
        ("13/02/26 8:00", "D230"),
        ("13/02-2026", "D216"),
        ("2026-06/01", "D216"),
        ("2026-06", "D216"),
        ("2026-06-01 24:00:00", "D216"),
        ("2026-06-01 12:60", "D216"),
        ("June 1, 2026", "D216"),
        ("昨天", "D216"),
        ("2026-06-01\n2026-06-02", "D216"),
        ("2026-06-01T20:00:00Z", "D228"),
        ("2026-06-01 20:00:00 +08:00", "D228"),
    ],
)
def test_dates_in_text(text, expected):
    assert both(field("生日", "date"), pa.array([text])) == [expected]
    assert both(field("生日", "date"), pa.array([text, "2026-06-01", None])) == [expected, DAY, None]


def test_moments_are_cut_in_the_zone_of_the_field():
    here = field("d", "date", zone="Asia/Shanghai")
    cells = pa.array(["2026-05-31T15:59:59Z", "2026-05-31T16:00Z", "2026-06-01T23:59:59+0800", "2026-06-01 23:59"])
    assert both(here, cells) == [dt.date(2026, 5, 31), DAY, DAY, DAY]
    assert both(here, pa.array(["9999-12-31T23:00:00Z", "0001-01-01T00:00:00+09:00"])) == ["D227", "D227"]
    assert read(here, dt.datetime(2026, 5, 31, 16, tzinfo=dt.UTC)) == DAY
    with pytest.raises(DataError) as caught:
        CellReader(field("d", "date", zone="Asia/Peking"))
    assert caught.value.code == "D119"


def test_yes_and_no():
    words = ["yes", "Y", "TRUE", "t", "1", "是", "ＹＥＳ", "no", "n", "False", "F", "0", "否", " 否 "]
    assert both(field("y", "yes_no"), pa.array(words)) == [True] * 7 + [False] * 7
    assert both(field("y", "yes_no"), pa.array(["2", "maybe", "有", None, "", "NULL"])) == ["D217"] * 3 + [None] * 3
    assert both(field("y", "yes_no", default=False), pa.array(["y", None, ""])) == [True, False, False]


def test_listed_values_match_after_folding():
    cells = pa.array(
        ["保守", " 保守　", "HIGH RISK", "Ｈｉｇｈ　ｒｉｓｋ", "high  risk", "进取", "", None, "NULL", "１"]
    )
    assert both(RISK, cells) == [
        "保守", "保守", "High Risk", "High Risk", "D218", "D218", None, None, None, "1",
    ]  # fmt: skip
    assert CellReader(RISK).read("x") == Fault("D218", ("保守", "稳健", "High Risk", "1"))


def test_a_listed_value_may_be_given_by_any_of_its_names():
    named = replace(RISK, type=replace(RISK.type, further=(("cautious",), ("steady",), ("高风险",), ("NULL",))))
    cells = pa.array(["cautious", " Steady", "稳健", "高风险", "high risk", "NULL", "null", "1", "bold"])
    assert both(named, cells) == ["保守", "稳健", "稳健", "High Risk", "High Risk", "1", "1", "1", "D218"]


def test_a_list_may_contain_a_word_for_missing():
    poutcome = field("poutcome", "one_of", values=("NaN", "success"))
    assert both(poutcome, pa.array(["NaN", "nan", "NULL", "success"])) == ["NaN", "NaN", None, "success"]


def test_texts_are_trimmed_and_keys_are_not():
    cells = pa.array([" 张 三　", "", " ", "NULL", "Null", "007", None, "a\nb"])
    assert both(field("t", "text"), cells) == ["张 三", None, None, None, "Null", "007", None, "a\nb"]
    keys = pa.array(["007", " 7 ", "a b", "NULL", "", " 　", None])
    assert both(field("id", "key"), keys) == ["007", " 7 ", "a b", "NULL", "D202", "D202", "D202"]


def test_what_a_missing_cell_means_is_up_to_the_field():
    cells = pa.array(["", None, "NULL", "5"])
    assert both(field("m", "money"), cells) == [None, None, None, 500]
    assert both(field("m", "money", default=7), cells) == [7, 7, 7, 500]
    assert both(field("m", "money", missing="required"), cells) == ["D206", "D206", "D206", 500]
    assert both(field("p", "percent", default=Fraction(1, 8)), cells[:2]) == [125000, 125000]
    assert both(field("d", "date", default=DAY), cells[:2]) == [DAY, DAY]
    assert both(field("t", "text", missing="required"), cells) == ["D206", "D206", "D206", "5"]
    for declared in ("money", "text", "date", "yes_no", "percent"):
        required = field("f", declared, missing="required")
        assert both(required, pa.nulls(2)) == ["D206", "D206"]
        assert both(field("f", declared), pa.nulls(2)) == [None, None]


def test_values_of_a_wrong_kind():
    wrong = {"money": "D214", "whole": "D211", "date": "D216", "text": "D219", "key": "D205"}
    for declared, code in wrong.items():
        assert read(field("f", declared), True) == code  # noqa: FBT003
        assert read(field("f", declared), dt.time(1)) == code
        assert read(field("f", declared), CellError("#REF!")) == "D210"
    assert read(RISK, False) == "D218"  # noqa: FBT003
    assert read(MONEY, DAY) == "D214"
    assert read(field("t", "text"), DAY) == "2026-06-01"
    assert read(field("t", "text"), dt.datetime.fromisoformat("2026-06-01T08:00:00")) == "2026-06-01 08:00:00"
