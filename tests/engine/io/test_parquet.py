"""What we encode ourselves of Parquet reads as what was written, with every reader."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from engine.io.parquet import coded, file
from engine.io.parquet.bits import packed
from engine.io.parquet.chunks import footer_of
from engine.io.parquet.thrift import BINARY, I16, I32, I64, LIST, STRUCT, decoded, encoded

KEY = {"tiercel.kind": "key"}
SCHEMA = pa.schema([
    pa.field("id", pa.string(), metadata=KEY),
    ("yes", pa.bool_()),
    ("必", pa.bool_()),
    ("a.b", pa.string()),
    ("list", pa.list_(pa.string())),
    ("none", pa.list_(pa.string())),
    ("number", pa.int64()),
    ("day", pa.date32()),
])  # fmt: skip
TEXTS = st.sampled_from(["", "a", "甲", "b" * 300, *(f"t{i}" for i in range(20))])
ROWS = st.lists(
    st.fixed_dictionaries({
        "id": st.none() | st.text(max_size=3),
        "yes": st.none() | st.booleans(),
        "必": st.booleans(),
        "a.b": st.none() | TEXTS,
        "list": st.lists(TEXTS, max_size=3) | st.none(),
        "none": st.just([]),
        "number": st.none() | st.integers(-(2**63), 2**63 - 1),
        "day": st.none() | st.dates(date(1900, 1, 1)),
    }),
    max_size=70,
)  # fmt: skip


def written(batches, schema=SCHEMA, row_group=1000):
    target = io.BytesIO()
    with ThreadPoolExecutor(2) as pool, pytest.MonkeyPatch.context() as patch:
        patch.setattr(file, "ROW_GROUP", row_group)
        content = file.ParquetFile(target, schema, pool, ahead=2)
        for batch in batches:
            content.write(batch)
        content.finish()
    return target.getvalue()


def in_codes(batch):
    """The same batch with places in dictionaries that also hold texts that nobody has, in another order."""
    lists = pa.array(batch["list"].to_pylist(), batch["list"].type)
    columns = {"a.b": places(batch["a.b"])}
    if not lists.null_count:
        columns["list"] = pa.ListArray.from_arrays(lists.offsets, places(lists.flatten()))
    for name, column in columns.items():
        at = batch.schema.get_field_index(name)
        batch = batch.set_column(at, batch.schema.field(at).with_type(column.type), column)
    return batch


def places(texts):
    found = texts.to_pylist()
    names = sorted({text for text in found if text is not None} | {"nobody", "zz"}, reverse=True)
    return pa.DictionaryArray.from_arrays(
        pa.array([None if text is None else names.index(text) for text in found], pa.int16()), pa.array(names)
    )


@settings(deadline=None)
@given(rows=ROWS, cut=st.integers(1, 30), row_group=st.integers(1, 40))
def test_rows_are_read_as_they_were_written(rows, cut, row_group):
    whole = pa.RecordBatch.from_pylist(rows, SCHEMA)
    batches = [whole.slice(at, cut) for at in range(0, len(rows), cut)]
    data = written(batches, row_group=row_group)
    table = parquet.read_table(io.BytesIO(data))
    table.validate(full=True)
    assert table.to_pylist() == rows
    assert pl.read_parquet(io.BytesIO(data)).to_dicts() == rows
    assert written([whole], row_group=row_group) == data
    assert written([in_codes(batch) for batch in batches], row_group=row_group) == data


def test_what_a_file_tells_of_itself_is_what_pyarrow_tells():
    rows = [{"yes": at % 3 == 0 or None, "必": False, "a.b": "x", "list": ["a"] * (at % 3)} for at in range(1000)]
    table = pa.Table.from_pylist(rows, SCHEMA)
    data = written(table.to_batches(), row_group=300)
    sink = io.BytesIO()
    parquet.write_table(table, sink, row_group_size=300)
    ours, theirs = (parquet.read_metadata(io.BytesIO(x)) for x in (data, sink.getvalue()))
    assert ours.schema.equals(theirs.schema)
    schemas = [parquet.read_schema(io.BytesIO(x)) for x in (data, sink.getvalue())]
    assert schemas[0].equals(schemas[1], check_metadata=True)
    assert (ours.num_rows, ours.num_row_groups) == (theirs.num_rows, theirs.num_row_groups)
    end = 4
    for at in range(ours.num_row_groups):
        group, other = ours.row_group(at), theirs.row_group(at)
        assert group.num_rows == other.num_rows
        for place in range(group.num_columns):
            chunk, like = group.column(place), other.column(place)
            assert (chunk.path_in_schema, chunk.num_values) == (like.path_in_schema, like.num_values)
            assert chunk.statistics.null_count == like.statistics.null_count
            if chunk.physical_type == "BOOLEAN":
                assert (chunk.statistics.min, chunk.statistics.max) == (like.statistics.min, like.statistics.max)
            start = chunk.dictionary_page_offset if chunk.has_dictionary_page else chunk.data_page_offset
            assert start == end
            end += chunk.total_compressed_size
    assert end == len(data) - 8 - ours.serialized_size


def test_more_texts_than_a_dictionary_takes(monkeypatch):
    monkeypatch.setattr(coded, "_MOST", 10)
    rows = [{"a.b": f"t{at % 20}", "list": [f"{at % 20}", "x"]} for at in range(100)]
    batches = [in_codes(pa.RecordBatch.from_pylist(rows[at : at + 50], SCHEMA)) for at in (0, 50)]
    table = parquet.read_table(io.BytesIO(written(batches)), columns=["a.b", "list"])
    assert table.to_pylist() == rows


@pytest.mark.parametrize("different", [1, 2, 3, 255, 256, 257, 1000, 65_536])
def test_dictionaries_of_every_size(different):
    rows = [{"a.b": f"{at * 7 % different}"} for at in range(max(different, 10))]
    data = written([pa.RecordBatch.from_pylist(rows, SCHEMA)], row_group=100_000)
    table = parquet.read_table(io.BytesIO(data), columns=["a.b"])
    assert table.to_pylist() == rows
    assert parquet.read_metadata(io.BytesIO(data)).row_group(0).column(3).has_dictionary_page


@given(st.integers(1, 16).flatmap(lambda width: st.tuples(st.just(width), st.lists(st.integers(0, 2**width - 1)))))
def test_numbers_are_packed_from_the_lowest_bit_on(case):
    width, numbers = case
    bits = packed(np.array(numbers, np.uint16), width)
    groups = -(-len(numbers) // 8)
    head = len(bits) - groups * width
    if numbers:
        assert bits[:head] == encoded_varint(groups << 1 | 1)
    whole = int.from_bytes(bits[head:], "little")
    assert [whole >> width * at & (2**width - 1) for at in range(groups * 8)] == numbers + [0] * (
        groups * 8 - len(numbers)
    )


def encoded_varint(number):
    return bytes([number]) if number < 128 else bytes([number & 127 | 128]) + encoded_varint(number >> 7)


def test_a_footer_is_written_as_it_was_read():
    sink = pa.BufferOutputStream()
    table = pa.table({f"c{at}": pa.array([at, None]).cast(pa.decimal128(30, 2)) for at in range(40)})
    parquet.write_table(table, sink, write_page_index=True)
    buffer = sink.getvalue()
    size = int.from_bytes(buffer.slice(buffer.size - 8, 4).to_pybytes(), "little")
    assert encoded(footer_of(buffer)) == buffer.slice(buffer.size - 8 - size, size).to_pybytes()


STRUCTS = st.recursive(
    st.just({}),
    lambda deeper: st.dictionaries(
        st.integers(1, 2**15 - 1),
        st.one_of(
            st.tuples(st.just(I16), st.integers(-(2**15), 2**15 - 1)),
            st.tuples(st.just(I64), st.integers(-(2**63), 2**63 - 1)),
            st.tuples(st.just(BINARY), st.binary(max_size=200)),
            st.tuples(st.sampled_from([1, 2]), st.none()),
            st.tuples(st.just(STRUCT), deeper),
            st.tuples(st.just(LIST), st.tuples(st.just(STRUCT), st.lists(deeper, max_size=20))),
            st.tuples(st.just(LIST), st.tuples(st.just(I32), st.lists(st.integers(0, 9), max_size=20))),
            st.tuples(st.just(LIST), st.tuples(st.just(1), st.lists(st.sampled_from([1, 2]), max_size=20))),
        ),
        max_size=4,
    ),
    max_leaves=6,
)


@given(STRUCTS)
def test_a_structure_is_read_as_it_was_written(struct):
    assert decoded(encoded(struct)) == struct


@pytest.mark.parametrize("kind", [7, 10, 11])
def test_what_parquet_has_not_is_refused(kind):
    with pytest.raises(ValueError, match=f"kind {kind}"):
        encoded({1: (kind, 0)})
    with pytest.raises(ValueError, match=f"kind {kind}"):
        decoded(bytes([1 << 4 | kind, 0, 0]))
