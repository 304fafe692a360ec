"""Polars, and other sources of Arrow's younger types: views, wide indices, run ends."""

import datetime as dt
from decimal import Decimal

import polars as pl
import pyarrow as pa
import pytest

from engine.io.read import open_data, read_table
from engine.io.reasons import DataError
from tests.engine.records import field, record

DAY = dt.date(2026, 6, 1)
RECORD = record(
    field("id", "key"),
    field("deposit", "money"),
    field("rate", "percent"),
    field("born", "date"),
    field("seen", "date", zone="Asia/Shanghai"),
    field("risk", "ordered", values=("低", "高")),
    field("region", "one_of", values=("north", "south")),
    field("name", "text"),
    field("visits", "whole"),
    field("sms", "yes_no"),
)
FRAME = pl.DataFrame(
    {
        "id": ["C1", "C2", "C3", None],
        "deposit": pl.Series([Decimal("12.34"), None, Decimal("0.50"), Decimal(1)], dtype=pl.Decimal(18, 2)),
        "rate": [0.05, None, 0.1, 5.0],
        "born": [DAY, None, dt.date(1999, 12, 31), DAY],
        "seen": pl.Series([dt.datetime(2026, 5, 31, 20), None] * 2).dt.replace_time_zone("UTC"),  # noqa: DTZ001
        "risk": pl.Series(["低", None, "高", "低"], dtype=pl.Enum(["高", "低", "中"])),
        "region": pl.Series(["north", None, "SOUTH", "west"], dtype=pl.Categorical),
        "name": ["张三", None, " 李四 ", ""],
        "visits": pl.Series([1, None, 3, 4], dtype=pl.UInt8),
        "sms": [True, None, False, True],
        "notes": [["a", None], None, [], ["b"]],
        "more": [{"x": "y"}, None, {"x": None}, {"x": "z"}],
    }
)
GOOD = [
    ("C1", 1234, 50000, DAY, DAY, "低", "north", "张三", 1, True),
    ("C2", None, None, None, None, None, None, None, None, None),
    ("C3", 50, 100000, dt.date(1999, 12, 31), DAY, "高", "south", "李四", 3, False),
]


def typed(reader):
    return [tuple(row.values()) for batch in reader for row in batch.rows.to_pylist()]


def codes(reader):
    return [[reason.code for reason in row] for batch in reader for row in batch.rejected.reasons]


@pytest.fixture(params=["frame", "ipc", "ipc stream", "parquet"])
def reader(request, tmp_path):
    path = tmp_path / "customers"
    match request.param:
        case "frame":
            return read_table(FRAME, RECORD)
        case "ipc":
            FRAME.write_ipc(path)
        case "ipc stream":
            FRAME.write_ipc_stream(path)
        case _:
            FRAME.write_parquet(path)
    return open_data(path, RECORD)


def test_frames_and_files_of_polars(reader):
    assert typed(reader) == GOOD
    assert codes(reader) == [["D202", "D218"]]
    [batch] = reader
    [raw] = batch.rejected.raw.to_pylist()
    assert (raw["region"], raw["notes"], raw["more"], raw["name"]) == ("west", ["b"], {"x": "z"}, "")
    assert reader.unused == ("notes", "more")


def test_a_frame_is_the_same_data_each_time():
    assert read_table(FRAME, RECORD).parts[0].source.sha256 == read_table(FRAME, RECORD).parts[0].source.sha256
    assert read_table(FRAME, RECORD).parts[0].source.sha256 != read_table(FRAME[:2], RECORD).parts[0].source.sha256


def test_what_arrow_cannot_take_from_polars_is_told():
    with pytest.raises(DataError) as caught:
        read_table(pl.DataFrame({"id": pl.Series([1], dtype=pl.Int128)}), RECORD)
    assert caught.value.code == "D120"
    assert "i128" in caught.value.message("en")


def of_type(values, kind):
    return pa.array(values, kind)


VIEWS = {
    "string_view": of_type(["a", None, "bad"], pa.string_view()),
    "binary_view": of_type([b"a", None, b"bad"], pa.binary_view()),
    "wide indices": pa.DictionaryArray.from_arrays(of_type([0, None, 1], pa.int64()), of_type(["a", "bad"], pa.large_string())),  # noqa: E501 - a table of cases
    "unsigned": pa.DictionaryArray.from_arrays(of_type([0, None, 1], pa.uint64()), of_type(["a", "bad"], pa.string_view())),  # noqa: E501 - a table of cases
    "runs": pa.RunEndEncodedArray.from_arrays(of_type([1, 2, 3], pa.int32()), of_type(["a", None, "bad"], pa.string())),
}  # fmt: skip
UNREAD = {
    "list_view": of_type([[1], None, [2, 3]], pa.list_view(pa.int8())),
    "large_list_view": of_type([["x"], None, ["y"]], pa.large_list_view(pa.string_view())),
    "list of views": of_type([["x"], None, ["y"]], pa.list_(pa.string_view())),
    "struct of views": of_type([{"a": "x"}, None, {"a": "y"}], pa.struct([("a", pa.string_view())])),
    "runs": pa.RunEndEncodedArray.from_arrays(of_type([1, 3], pa.int32()), of_type(["p", "q"], pa.string())),
    "map": of_type([[("a", 1)], None, []], pa.map_(pa.string(), pa.int8())),
    "union": pa.UnionArray.from_dense(
        of_type([0, 0, 1], pa.int8()), of_type([0, 1, 0], pa.int32()), [of_type([1, 2], pa.int8()), of_type(["x"], pa.string())]  # noqa: E501 - a table of cases
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", VIEWS)
def test_types_of_texts(kind):
    a_record = record(field("row", "row_number"), field("x", "one_of", values=("a", "b")), field("t", "text"))
    table = pa.table({"x": VIEWS[kind], "t": VIEWS[kind]})
    for rows in (1, 2, 100):
        reader = read_table(table, a_record, batch_rows=rows)
        assert typed(reader) == [("1", "a", "a"), ("2", None, None)]
        assert codes(reader) == [["D218"]]
        [reason] = [row[0] for batch in reader for row in batch.rejected.reasons]
        assert reason.value == "bad"


@pytest.mark.parametrize("kind", UNREAD)
def test_columns_that_no_field_reads_may_be_of_any_type(kind, tmp_path):
    table = pa.table({"id": ["1", "2", None], "x": UNREAD[kind]})
    readers = [read_table(table, record())]
    if kind != "runs":
        path = tmp_path / "customers.arrow"
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as out:
            out.write_table(table)
        readers.append(open_data(path, record()))
    for reader in readers:
        assert typed(reader) == [("1",), ("2",)]
        [batch] = reader
        assert batch.rejected.raw.column("x").to_pylist() == UNREAD[kind].to_pylist()[2:]
        assert [len(batch.rejected) for batch in read_table(table.slice(0, 2), record())] == [0]
