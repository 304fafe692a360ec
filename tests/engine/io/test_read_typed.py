"""Parquet, Arrow files and tables in memory."""

import datetime as dt
import hashlib
from decimal import Decimal

import duckdb
import pyarrow as pa
import pytest
from pyarrow import feather, parquet

from engine.io.arrow_source import ParquetSource
from engine.io.formats import identify
from engine.io.read import open_data, read_table
from engine.io.reasons import DataError
from tests.engine.records import field, record

RECORD = record(
    field("id", "key"),
    field("deposit", "money"),
    field("birthday", "date"),
    field("risk", "ordered", values=("低", "高")),
    field("sms", "yes_no"),
)
DAY = dt.date(1990, 6, 1)
TABLE = pa.table(
    {
        "id": pa.array([1, 2, None, 2, 5], pa.int32()),
        "deposit": pa.array([Decimal("1.25"), None, Decimal(3), Decimal(4), Decimal("-0.50")]),
        "birthday": pa.array([dt.datetime.fromisoformat("1990-06-01T23:00:00")] * 5, pa.timestamp("ns")),
        "risk": pa.array(["低", "高", "中", None, " 高"]).dictionary_encode(),
        "sms": pa.array([True, False, None, True, True]),
        "note": pa.array([["a"], [], None, ["b", "c"], ["d"]]),
    }
)


def save(table, tmp_path, kind):
    path = tmp_path / f"customers.{kind}"
    if kind == "parquet":
        parquet.write_table(table, path, row_group_size=2)
    elif kind == "feather":
        feather.write_feather(table, path, chunksize=2)
    else:
        writer = {"arrow": pa.ipc.new_file, "arrows": pa.ipc.new_stream}[kind]
        with pa.OSFile(str(path), "wb") as file, writer(file, table.schema) as out:
            out.write_table(table, max_chunksize=2)
    return path


def typed(reader):
    return [tuple(row.values()) for batch in reader for row in batch.rows.to_pylist()]


def codes(reader):
    return {
        number: tuple(reason.code for reason in reasons)
        for batch in reader
        for number, reasons in zip(batch.rejected.row_numbers.to_pylist(), batch.rejected.reasons, strict=True)
    }


def refused(path, a_record=RECORD):
    with pytest.raises(DataError) as caught:
        list(open_data(path, a_record))
    assert "{" not in caught.value.message("zh")
    return caught.value.code


@pytest.mark.parametrize("kind", ["parquet", "arrow", "arrows", "feather"])
@pytest.mark.parametrize("batch_rows", [1, 2, 3, 100])
def test_typed_files(tmp_path, kind, batch_rows):
    reader = open_data(save(TABLE, tmp_path, kind), RECORD, batch_rows=batch_rows)
    assert typed(reader) == [("1", 125, DAY, "低", True), ("5", -50, DAY, "高", True)]
    assert codes(reader) == {2: ("D203",), 3: ("D202", "D218"), 4: ("D203",)}
    assert (reader.parts[0].source.format, reader.unused) == ("parquet" if kind == "parquet" else "arrow", ("note",))
    raw = [row for batch in reader for row in batch.rejected.raw.to_pylist()]
    assert [(row["id"], row["note"]) for row in raw] == [(2, []), (None, None), (2, ["b", "c"])]
    assert [key for batch in reader for key in batch.rejected.keys] == ["2", None, "2"]
    assert [batch.rows.num_rows + len(batch.rejected) <= batch_rows for batch in reader]


def test_a_limit_stops_early(tmp_path):
    reader = open_data(save(TABLE, tmp_path, "parquet"), RECORD, limit=3, batch_rows=2)
    assert [row[0] for row in typed(reader)] == ["1", "2"]
    assert codes(reader) == {3: ("D202", "D218")}


def test_a_table_in_memory_is_identified_by_its_columns():
    def identity(table):
        return read_table(table, RECORD).parts[0].source.sha256

    whole = identity(TABLE)
    assert len(whole) == 64
    cut = pa.Table.from_batches(TABLE.to_batches(max_chunksize=2))
    assert identity(cut) == identity(TABLE.replace_schema_metadata({"made": "today"})) == whole
    others = (TABLE.slice(1), TABLE.rename_columns(["ID", *TABLE.column_names[1:]]), pa.concat_tables([TABLE, TABLE]))
    assert len({whole, *map(identity, others)}) == 4


def test_tables_in_memory():
    for table in (
        TABLE,
        TABLE.to_batches()[0],
        pa.RecordBatchReader.from_batches(TABLE.schema, TABLE.to_batches()),
    ):
        reader = read_table(table, RECORD, batch_rows=2)
        assert [row[0] for row in typed(reader)] == ["1", "5"]
        assert set(codes(reader)) == {2, 3, 4}
        assert (reader.parts[0].facts, reader.parts[0].source.format) == (None, "table")
    query = duckdb.sql("select 7 as id, 1.5 as deposit, true as sms")
    assert typed(read_table(query, RECORD)) == [("7", 150, None, None, True)]
    with pytest.raises(DataError) as caught:
        read_table(object(), RECORD)
    assert caught.value.code == "D120"


def test_floats_and_nulls(tmp_path):
    table = pa.table({"id": [1.0, 2.0, 1e18], "deposit": [0.1, float("nan"), 0.125], "risk": pa.nulls(3)})
    reader = open_data(save(table, tmp_path, "parquet"), RECORD)
    assert typed(reader) == [("1", 10, None, None, None), ("2", None, None, None, None)]
    assert codes(reader) == {3: ("D204", "D221")}
    assert reader.absent == ("birthday", "sms")
    [batch] = reader
    assert [reason.value for reason in batch.rejected.reasons[0]] == ["1000000000000000000", "0.125"]


def test_moments_need_a_zone(tmp_path):
    moments = pa.array([dt.datetime.fromisoformat("1990-05-31T16:00:00")], pa.timestamp("ms", "UTC"))
    path = save(pa.table({"id": ["1"], "birthday": moments}), tmp_path, "parquet")
    assert refused(path) == "D116"
    here = record(field("id", "key"), field("birthday", "date", zone="Asia/Shanghai"))
    assert typed(open_data(path, here)) == [("1", DAY)]


def test_numbers_are_no_texts_and_all_such_columns_are_told():
    branches = record(field("branch", "text", "网点"), field("mobile", "text"), field("name", "text"))
    names = pa.array(["x"]).dictionary_encode()
    table = pa.table({"id": [1], "网点": [101], "mobile": pa.array([138.0], pa.float32()), "name": names})
    with pytest.raises(DataError) as caught:
        read_table(table, branches)
    assert caught.value.code == "D122"
    assert caught.value.message("en").endswith("give as text: 网点, mobile")
    coded = pa.table({"id": [1], "branch": pa.array([101, 102, 101]).dictionary_encode()[:1]})
    with pytest.raises(DataError):
        read_table(coded, branches)
    assert typed(read_table(pa.table({"id": [1], "branch": pa.nulls(1)}), branches)) == [("1", None, None, None)]


@pytest.mark.parametrize(
    ("column", "declared"),
    [
        (pa.array([[1]]), "money"),
        (pa.array([{"x": 1}]), "text"),
        (pa.array([True]), "money"),
        (pa.array([True]), "text"),
        (pa.array([DAY]), "money"),
        (pa.array([dt.time(1)]), "date"),
        (pa.array([dt.timedelta(1)]), "days"),
        (pa.array([1.5], pa.float32()), "key"),
        (pa.array([1.5], pa.float32()), "one_of"),
        (pa.array([DAY]), "yes_no"),
        (pa.array([True]).dictionary_encode(), "money"),
    ],
)
def test_columns_that_can_never_be_read(tmp_path, column, declared):
    fields = [field("x", declared)] if declared == "key" else [field("row", "row_number"), field("x", declared)]
    path = save(pa.table({"x": column}), tmp_path, "arrow")
    assert refused(path, record(*fields)) == "D115"


def test_damaged_files(tmp_path):
    for kind in ("parquet", "arrow", "feather"):
        path = save(TABLE, tmp_path, kind)
        content = path.read_bytes()
        for size in (10, len(content) // 2, len(content) - 5):
            path.write_bytes(content[:size])
            assert refused(path) == "D107", (kind, size)
    path = save(TABLE, tmp_path, "arrows")
    content = path.read_bytes()
    for size in (10, len(content) // 2):
        path.write_bytes(content[:size])
        assert refused(path) == "D107"
    path.write_bytes(b"FEA1" + b"\0" * 100)
    assert refused(path) == "D106"


def test_damage_in_the_middle_is_found_while_reading(tmp_path):
    table = pa.table({"id": [f"{n:09d}" for n in range(50_000)]})
    path = tmp_path / "customers.parquet"
    parquet.write_table(table, path, row_group_size=10_000, compression="zstd", use_dictionary=False)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 200] = bytes(200)
    path.write_bytes(content)
    assert refused(path, record(field("id", "key"))) == "D107"


def test_bytes_that_claim_to_be_text(tmp_path):
    bad = pa.array([b"1", "张".encode("gbk")], pa.binary())
    claimed = pa.Array.from_buffers(pa.string(), 2, bad.buffers())
    table = pa.table({"id": ["1", "2"], "risk": claimed, "other": claimed})
    a_record = record(field("id", "key"), field("risk", "one_of", values=("1",)))
    reader = read_table(table, a_record)
    assert typed(reader) == [("1", "1")]
    assert codes(reader) == {2: ("D209",)}
    [batch] = reader
    assert batch.rejected.raw.to_pylist() == [{"id": "2", "risk": r"\xd5\xc5", "other": r"\xd5\xc5"}]


def test_a_file_without_rows(tmp_path):
    for kind in ("parquet", "arrow"):
        with pytest.raises(DataError) as caught:
            list(open_data(save(TABLE.slice(0, 0), tmp_path, kind), RECORD))
        assert caught.value.code == "D128"
    assert list(read_table(TABLE.slice(0, 0), RECORD)) == []


def test_columns_with_odd_names(tmp_path):
    table = pa.table({"id": ["1"], "a.b": [5], "a": [{"b": 7}], "": [1]})
    path = save(table, tmp_path, "parquet")
    reader = open_data(path, record(field("id", "key"), field("x", "money", column="a.b")))
    assert typed(reader) == [("1", 500)]
    assert reader.unused == ("a", "column 4")


def test_a_file_is_never_in_memory_whole(tmp_path):
    rows, groups = 5_000, 20
    keys = [f"C{n}" for n in range(rows * groups)]
    table = pa.table({"id": keys, "text": [hashlib.sha256(key.encode()).hexdigest() for key in keys]})
    path = tmp_path / "long.parquet"
    parquet.write_table(table, path, row_group_size=rows, use_dictionary=False)
    del table
    before = pa.total_allocated_bytes()
    chunks = ParquetSource(identify(path)).chunks(("id", "text"), rows, whole=True)
    assert max(pa.total_allocated_bytes() - before for _ in chunks) < path.stat().st_size / 2
