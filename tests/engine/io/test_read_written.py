"""How data are written that the record has to tell: cells that count as empty, dates, decimal commas, rounding."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import pytest

from engine.io.cells import CellError, CellReader
from engine.io.python_row import from_python_row
from engine.io.reasons import Fault
from tests.engine.io.reading import both, read
from tests.engine.records import field, record

NO_DAY = dt.date(9999, 12, 31)
DAY = dt.date(2026, 6, 1)


def test_marks_are_empty_however_they_are_written():
    marked = field("天数", "whole", low=0, high=1000, empty=("?", "不详", Fraction(-1), Fraction(999)))
    texts = ["?", " ？ ", "不详", "-1", "-1.0", "−1", "999", "0999", "５", "998", "-2", "1", None, "n/a"]
    assert both(marked, pa.array(texts)) == [None] * 8 + [5, 998, "D224", 1, None, "D211"]
    assert both(marked, pa.array([-1, 999, 998, -2, None])) == [None, None, 998, "D224", None]
    assert both(marked, pa.array([-1.0, 999.0, 3.0])) == [None, None, 3]
    assert both(marked, pa.array([Decimal("-1.00"), Decimal("3.00")])) == [None, 3]
    assert both(marked, [-1, "?", 999.0, 4, None], [-1, "?", 999.0, 4, None]) == [None, None, None, 4, None]
    assert both(marked, pa.array(["?", "7", "?"]).dictionary_encode()) == [None, 7, None]


def test_a_mark_takes_what_the_field_says_of_missing_cells():
    cells = pa.array(["?", "5", "-1"])
    assert both(field("m", "money", default=700, empty=("?", Fraction(-1))), cells) == [700, 500, 700]
    assert both(field("m", "money", missing="required", empty=("?", Fraction(-1))), cells) == ["D206", 500, "D206"]
    assert both(field("id", "key", empty=("0", "-")), pa.array(["0", " - ", "00", "7"])) == ["D202", "D202", "00", "7"]


def test_marks_in_texts_and_lists_match_after_folding():
    cells = pa.array(["Unknown", "ＵＮＫＮＯＷＮ ", "unknown person", "", "无", "none at all"])
    assert both(field("t", "text", empty=("unknown", "无")), cells) == [
        None, None, "unknown person", None, None, "none at all",
    ]  # fmt: skip
    listed = field("l", "one_of", values=("own", "rent"), empty=("unknown", Fraction(9)))
    assert both(listed, pa.array(["OWN", "UNKNOWN", "9", "free"])) == ["own", None, None, "D218"]
    assert both(listed, pa.array([9, 8])) == [None, "D218"]


def test_marks_of_yes_and_no():
    marked = field("y", "yes_no", empty=(Fraction(9), "?"))
    assert both(marked, pa.array(["Y", "9", "?", "0"])) == [True, None, None, False]
    assert both(marked, pa.array([1, 9, 0])) == [True, None, False]
    assert both(marked, pa.array([True, False])) == [True, False]


def test_days_that_stand_for_no_day():
    marked = field("d", "date", empty=(NO_DAY, "00000000"))
    texts = ["9999-12-31", "99991231", "9999/12/31 00:00:00", "9999年12月31日", "00000000", "2026-06-01", "00000001"]
    assert both(marked, pa.array(texts)) == [None] * 5 + [DAY, "D227"]
    assert both(marked, pa.array([NO_DAY, DAY, None])) == [None, DAY, None]
    assert both(marked, pa.array([dt.datetime(9999, 12, 31), dt.datetime(2026, 6, 1, 8)])) == [None, DAY]  # noqa: DTZ001
    assert both(field("d", "date", empty=(NO_DAY,), missing="required"), pa.array([NO_DAY, DAY])) == ["D206", DAY]
    assert both(field("d", "date", empty=("9999-12-31",)), pa.array([NO_DAY, DAY])) == [None, DAY]


def test_an_error_of_a_spreadsheet_may_stand_for_missing():
    assert read(field("m", "money", empty=("#DIV/0!",)), CellError("#DIV/0!")) is None
    assert read(field("m", "money", empty=("#DIV/0!",)), CellError("#REF!")) == "D210"


def test_one_customer_in_python_is_read_alike():
    marked = record(field("天数", "whole", empty=(Fraction(-1),)))
    assert from_python_row({"id": "C1", "天数": -1}, marked) == ({"id": "C1", "天数": None}, [])


@pytest.mark.parametrize(
    ("first", "text", "expected"),
    [
        ("day", "01/02/2026", dt.date(2026, 2, 1)),
        ("month", "01/02/2026", dt.date(2026, 1, 2)),
        ("day", "1.2.2026", dt.date(2026, 2, 1)),
        ("month", "1-2-2026 23:59:59", dt.date(2026, 1, 2)),
        ("day", "2026-06-01", DAY),
        ("day", "20260601", DAY),
        ("day", "2/13/2026", "D227"),
        ("month", "2/13/2026", dt.date(2026, 2, 13)),
        ("day", "01/02/26", "D230"),
        ("month", "01/02/26", "D230"),
        ("day", "01/02-2026", "D216"),
        ("day", "6/13/2026", "D227"),
        (None, "13/05/2026", "D226"),
        (None, "6/13/2026", "D226"),
        (None, "01/02/2026", "D226"),
    ],
)
def test_which_stands_first_in_a_date(first, text, expected):
    assert both(field("d", "date", first=first), pa.array([text, "2026-06-01"])) == [expected, DAY]


def test_decimal_commas():
    money = field("m", "money", currency="EUR", decimal_comma=True, empty=(Fraction(-1),))
    texts = ["1.234,56", "12,5", "1.234", "1,234", "-1", "€ 5,00", "1.23", "1,2,3", "7", "1\0234"]
    assert both(money, pa.array(texts)) == [
        123456, 1250, 123400, "D221", None, 500, "D214", "D214", 700, "D214",
    ]  # fmt: skip
    assert both(money, pa.array([1.5, 2.25])) == [150, 225]
    assert both(field("p", "percent", decimal_comma=True), pa.array(["3,5%", "0,035"])) == [35000, 35000]


def test_rounding_where_the_record_asks_for_it():
    money = field("m", "money", rounded=True, low=0, high=1000)
    assert both(money, pa.array(["1.234", "1.235", "-0.004", "10.004", "10.005", "1.5"])) == [
        123, 124, 0, 1000, "D225", 150,
    ]  # fmt: skip
    assert both(money, pa.array([0.1 + 0.2, 1.005, 2.5])) == [30, 101, 250]
    assert both(field("m", "money", rounded=True), pa.array([Decimal("1.005"), Decimal("-1.005")])) == [101, -101]
    score = field("s", "number", places=2, rounded=True)
    assert both(score, pa.array(["1.5e-7", "1.5E-1", "1.5e3", "1e-999"])) == [0, 15, "D222", 0]
    assert both(field("s", "number", places=2), pa.array(["1.5e-7", "0.123"])) == ["D222", "D221"]
    assert both(field("n", "whole", rounded=True), pa.array(["1.5", "-1.5", "2.4"])) == [2, -2, 2]


def test_a_fault_still_says_what_was_expected():
    assert CellReader(field("n", "number", places=2, empty=("?",))).read("0.123") == Fault("D221", "0.01")
