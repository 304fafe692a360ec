"""Columns of every Arrow type are read as their cells are, one by one."""

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import given
from hypothesis import strategies as st

from engine.columns import arrow_type
from engine.io.cells import CellReader, WideInt
from engine.io.convert import absent, cell_values, convert
from engine.io.numerals import BLANK
from engine.io.reasons import Fault
from tests.engine.io.reading import both, read
from tests.engine.records import field

DAY = dt.date(2026, 6, 1)
MONEY = field("存款", "money")
BOUNDED = field("存款", "money", low=0, high=10**12)
RISK = field("风险偏好", "ordered", values=("保守", "稳健", "High Risk", "1"))


def test_floats_are_read_by_their_shortest_decimal():
    cells = pa.array([0.1, 1234.56, -0.0, 1e10, None, float("nan"), float("inf"), 0.1 + 0.2, 1.005, 1e300, 1e-300])
    assert both(MONEY, cells) == [10, 123456, 0, 10**12, None, None, "D214", "D221", "D221", "D225", "D221"]
    single = pa.array([0.1, 16777216, None, float("nan"), 3.14159], pa.float32())
    shortest = [0.1, 16777216.0, None, None, 3.14159]
    assert both(MONEY, single, shortest) == [10, 1677721600, None, None, "D221"]
    assert both(field("w", "whole"), pa.array([3.0, 3.5])) == [3, "D211"]
    assert both(field("y", "yes_no"), pa.array([1.0, 0.0, None, 0.5])) == [True, False, None, "D217"]
    assert both(field("d", "date"), pa.array([20260601.0, 1.5])) == [DAY, "D216"]


@given(st.lists(st.floats(allow_nan=True) | st.integers(-(10**13), 10**13).map(lambda n: n / 100)))
def test_any_float_is_read_the_same_in_a_column(numbers):
    for a_field in (MONEY, BOUNDED, field("w", "whole"), field("n", "number"), field("t", "text")):
        both(a_field, pa.array(numbers, pa.float64()))


def test_integers_of_every_width():
    for kind in (
        pa.int8(),
        pa.uint8(),
        pa.int16(),
        pa.uint16(),
        pa.int32(),
        pa.uint32(),
        pa.int64(),
        pa.uint64(),
    ):
        assert both(MONEY, pa.array([0, 100, None], kind)) == [0, 10000, None]
        assert both(field("w", "whole", low=1, high=99), pa.array([0, 1, 99, 100], kind)) == [
            "D224",
            1,
            99,
            "D225",
        ]
    assert both(MONEY, pa.array([2**63 - 1, -(2**63), 5])) == ["D225", "D224", 500]
    assert both(MONEY, pa.array([2**64 - 1, 5], pa.uint64())) == ["D225", 500]
    assert both(field("d", "date"), pa.array([20260601, 46174, -1])) == [DAY, "D233", "D216"]
    assert both(RISK, pa.array([1, 2])) == ["1", "D218"]


def test_decimals_are_exact():
    cells = [Decimal("1.23"), Decimal("-0.01"), None]
    for kind in (pa.decimal128(10, 2), pa.decimal128(38, 2), pa.decimal256(60, 5), pa.decimal32(9, 2)):
        assert both(MONEY, pa.array(cells, kind)) == [123, -1, None]
    fine = pa.array([Decimal("1.2300"), Decimal("1.2301"), None])
    assert both(MONEY, fine) == [123, "D221", None]
    assert both(MONEY, pa.array([Decimal(10) ** 30, None])) == ["D225", None]


def test_dates_and_timestamps():
    a_field = field("d", "date")
    assert both(a_field, pa.array([DAY, None, dt.date.max, dt.date.min])) == [
        DAY,
        None,
        dt.date.max,
        dt.date.min,
    ]
    late = dt.datetime.fromisoformat("2026-06-01T23:59:59")
    early = dt.datetime.fromisoformat("1899-12-31T23:00:00")
    for unit in ("s", "ms", "us", "ns"):
        assert both(a_field, pa.array([late, None, early], pa.timestamp(unit))) == [DAY, None, early.date()]
    assert both(a_field, pa.array([DAY, None], pa.date64())) == [DAY, None]
    zoned = pa.array([dt.datetime.fromisoformat("2026-05-31T16:00:00"), None], pa.timestamp("us", "UTC"))
    assert both(field("d", "date", zone="Asia/Shanghai"), zoned) == [DAY, None]
    assert both(field("d", "date", zone="Asia/Shanghai", missing="required"), zoned) == [DAY, "D206"]


def test_dates_beyond_the_calendar_are_faults_not_crashes():
    reader = CellReader(field("d", "date", default=DAY))
    for cells in (
        pa.array([10**9, None, 0], pa.int32()).view(pa.date32()),
        pa.array([10**17, None, 0], pa.timestamp("s")),
        pa.array([253402300800, None, 0], pa.timestamp("s")),
        pa.array([-62135596801, None, 0], pa.timestamp("s")),
    ):
        column = convert(reader, cells)
        assert column.faults == {0: Fault("D227")}
        assert column.values.to_pylist()[1:] == [DAY, dt.date(1970, 1, 1)]
        assert [type(cell) for cell in cell_values(cells, [0, 1])] == [str, type(None)]


def test_a_number_can_only_name_something_if_all_its_digits_are_sure():
    key = field("id", "key")
    assert both(key, pa.array([1, 1234567890123456789, None])) == ["1", "1234567890123456789", "D202"]
    assert both(key, pa.array([-100, None, 0], pa.int8())) == ["-100", "D202", "0"]
    assert both(key, pa.array([2**64 - 1], pa.uint64())) == [str(2**64 - 1)]
    marked = field("id", "key", empty=("-1", "99"))
    assert both(marked, pa.array([-1, 1, 99])) == ["D202", "1", "D202"]
    assert both(key, pa.array([1.0, 999999999999999.0, 1e15, 1.2345678901234568e18, 1.5])) == [
        "1", "999999999999999", "D204", "D204", "D205",
    ]  # fmt: skip
    assert both(key, pa.array([Decimal(6222021234567890123), Decimal("1.50")], pa.decimal128(25, 2))) == [
        "6222021234567890123", "D205",
    ]  # fmt: skip
    assert read(key, WideInt(6222021234567890)) == "D204"
    assert read(MONEY, WideInt(1000000000000000)) == 10**17
    assert read(field("t", "text"), 13800000000.0) == "13800000000"
    assert read(field("t", "text"), 12.5) == "12.5"
    assert read(field("t", "text"), 1e22) == "D204"
    assert read(RISK, 1.0) == "1"
    assert read(RISK, 1e22) == "D204"
    assert [read(key, value) for value in (True, DAY, Decimal("1E+99999"), float("inf"))] == ["D205"] * 4


def test_texts_of_every_arrow_kind():
    for kind in (
        pa.string(),
        pa.large_string(),
        pa.string_view(),
        pa.binary(),
        pa.large_binary(),
        pa.binary_view(),
    ):
        cells = pa.array(["1.5", None, "x"], pa.string()).cast(kind)
        assert both(MONEY, cells) == [150, None, "D214"]
    assert both(MONEY, pa.array(["1.5", None, "x", "1.5"]).dictionary_encode()) == [150, None, "D214", 150]
    nulls_inside = pa.DictionaryArray.from_arrays(pa.array([0, 1, None], pa.int8()), pa.array(["5", None]))
    assert both(field("m", "money", default=7), nulls_inside) == [500, 7, 7]
    assert both(RISK, pa.DictionaryArray.from_arrays(pa.array([None], pa.int8()), pa.array([], pa.string()))) == [None]
    encoded = pa.RunEndEncodedArray.from_arrays(pa.array([2, 3], pa.int32()), pa.array(["5", "x"]))
    assert both(MONEY, encoded) == [500, 500, "D214"]


def test_bytes_that_are_no_text():
    good, bad = "张".encode(), "张".encode("gbk")
    cells = pa.array([good, bad, None], pa.binary())
    assert both(field("t", "text"), cells) == ["张", "D209", None]
    # Files can say that such bytes are text.
    claimed = pa.Array.from_buffers(pa.string(), 3, cells.buffers())
    column = convert(CellReader(field("t", "text")), claimed)
    assert (column.values.to_pylist(), column.faults) == (["张", None, None], {1: Fault("D209")})
    assert cell_values(claimed, [1, 0]) == [bad, "张"]


NUMERIC_TEXTS = st.text("0123456789.,+-¥元万亿%eE$ 　１NULabn天", max_size=12)
DATE_TEXTS = st.from_regex(
    r"[0-9]{1,4}[-/.年]?[0-9]{1,2}[-/.月]?[0-9]{1,2}日?([ T][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|\+08)?)?",
    fullmatch=True,
)
EDGES = st.text(BLANK, max_size=1)
PADDED = st.tuples(EDGES, NUMERIC_TEXTS | DATE_TEXTS | st.text(max_size=6), EDGES).map("".join)
FIELDS = [
    MONEY,
    BOUNDED,
    RISK,
    field("w", "whole", low=-5, high=5),
    field("n", "number", places=3),
    field("p", "percent"),
    field("d", "days", default=3),
    field("t", "text"),
    field("k", "key"),
    field("y", "yes_no", missing="required"),
    field("e", "date"),
    field("z", "date", zone="Asia/Shanghai", default=DAY),
    field("j", "money", currency="JPY"),
]


@given(st.lists(st.none() | PADDED | st.sampled_from(["", "是", "HIGH RISK", "null", "2026-06-01", "1,234.5"])))
def test_any_text_is_read_the_same_in_a_column(texts):
    cells = pa.array(texts, pa.string())
    for a_field in FIELDS:
        both(a_field, cells)
        both(a_field, cells.dictionary_encode())
        # A column of a larger array starts behind other cells.
        both(a_field, pa.concat_arrays([pa.array(["9", None, "x"]), cells]).slice(2))


PLAIN = st.from_regex(r"-?[0-9]{1,12}(\.[0-9]{0,8})?|-?[0-9]{0,18}", fullmatch=True)
GROUPED = st.integers(-(10**9), 10**9).map("{:,}".format)
PERCENTS = st.integers(-(10**9), 10**9).map(lambda n: f"{n / 10**5}%") | st.sampled_from(
    ["0.5", "1", "2", "5%%", "%", "5 %"]
)
DAYS = st.dates().map(str) | st.dates().map("{} 00:00:00".format) | st.dates().map("{:%Y/%m/%d}".format)


@given(
    st.sampled_from([PLAIN, PLAIN | GROUPED, PERCENTS, PERCENTS | PLAIN, st.dates().map(str), DAYS]).flatmap(
        lambda texts: st.lists(st.none() | texts | st.sampled_from(["", " ", "NULL"]), max_size=8)
    ),
    st.integers(0, 3),
)
def test_columns_of_one_kind_of_text_are_read_the_same(texts, before):
    cells = pa.concat_arrays([pa.array(["1"] * before, pa.string()), pa.array(texts, pa.string())]).slice(before)
    comma = field("c", "money", currency="EUR", decimal_comma=True)
    for a_field in (*FIELDS, comma, field("r", "money", rounded=True)):
        both(a_field, cells)


def test_lists_are_places_in_the_list_of_the_record():
    cells = pa.array(["high risk", None, "保守", "x", "1", ""])
    of_codes = pa.DictionaryArray.from_arrays(pa.array([1, 0, None, 1], pa.int64()), pa.array(["保守", "1"]))
    of_numbers = pa.array([1, None, 2])
    for source, places in (
        (cells, [2, None, 0, None, 3, None]),
        (of_codes, [3, 0, None, 3]),
        (of_numbers, [3, None, None]),
    ):
        column = convert(CellReader(RISK), source).values
        assert column.type == pa.dictionary(pa.int8(), pa.string()) == arrow_type(RISK)
        assert column.dictionary.to_pylist() == list(RISK.type.values)
        assert column.indices.to_pylist() == places
    rising = field("r", "ordered", values=("低", "高"), default="高")
    assert convert(CellReader(rising), pa.array(["低", ""])).values.indices.to_pylist() == [0, 1]
    assert convert(CellReader(rising), ["低", None]).values.indices.to_pylist() == [0, 1]
    assert absent(CellReader(rising), 2).to_pylist() == ["高", "高"]
    for count, width in ((128, 8), (129, 16)):
        long = field("l", "one_of", values=tuple(map(str, range(count))))
        last = convert(CellReader(long), pa.array([str(count - 1)])).values
        assert (last.indices.type.bit_width, last.to_pylist()) == (width, [str(count - 1)])


def test_texts_stay_a_dictionary_of_different_texts_without_nulls():
    texts = pa.array(["a", " a", "", "NULL", "b", None])
    cells = pa.DictionaryArray.from_arrays(pa.array([0, 1, 2, 3, 4, 5, None, 1], pa.int8()), texts)
    column = convert(CellReader(field("t", "text")), cells).values
    assert column.type == pa.dictionary(pa.int32(), pa.string())
    assert column.to_pylist() == ["a", "a", None, None, "b", None, None, "a"]
    assert column.dictionary.to_pylist() == ["a", "b"]
    assert column.indices.to_pylist() == [0, 0, None, None, 1, None, None, 0]
    filled = convert(CellReader(field("t", "text", default="无")), cells).values
    assert filled.to_pylist() == ["a", "a", "无", "无", "b", "无", "无", "a"]
    required = convert(CellReader(field("t", "text", missing="required")), cells)
    assert set(required.faults) == {2, 3, 5, 6}
    # Most of a large dictionary may be elsewhere: then only what is here is read.
    part = pa.array([str(n) for n in range(100)]).dictionary_encode().slice(50, 3)
    assert convert(CellReader(field("t", "text")), part).values.to_pylist() == ["50", "51", "52"]


@given(st.lists(st.none() | st.integers(-(2**63), 2**63 - 1)))
def test_any_integer_is_read_the_same_in_a_column(numbers):
    for a_field in FIELDS:
        both(a_field, pa.array(numbers, pa.int64()))


@given(
    st.lists(
        st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**18), max_value=10**18)
    )
)
def test_any_decimal_is_read_the_same_in_a_column(numbers):
    for a_field in FIELDS:
        both(a_field, pa.array(numbers, pa.decimal128(38, 4)))


def test_moments_where_arrow_knows_no_time_zones(monkeypatch):
    def unknown(*_args):
        raise pa.ArrowInvalid("Cannot locate timezone")

    here = field("d", "date", zone="Asia/Shanghai")
    for unit in ("s", "ms", "us", "ns"):
        hours = pa.array([-8, -9, 0, None, 10**5], pa.int64())
        seconds = pc.multiply(hours, 3600 * {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[unit])
        cells = seconds.cast(pa.timestamp(unit, "UTC"))
        expected = both(here, cells)
        with monkeypatch.context() as patch:
            patch.setattr(pc, "local_timestamp", unknown)
            assert both(here, cells) == expected
        assert both(field("d", "date"), cells) == ["D228", "D228", "D228", None, "D228"]
    last = pa.array([253402300799, 253402300800, -62135596801], pa.int64()).cast(pa.timestamp("s", "UTC"))
    with monkeypatch.context() as patch:
        patch.setattr(pc, "local_timestamp", unknown)
        column = convert(CellReader(field("d", "date", zone="America/New_York")), last)
    assert column.values.to_pylist() == [dt.date.max, None, None]
    assert set(column.faults) == {1, 2}
