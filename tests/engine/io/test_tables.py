"""The columns of the tables, and decisions as rows."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.program.model import Choice, ClassDef, Points
from dsl.source import NOWHERE
from engine.io.tables import (
    QuarantineRows,
    decisions_table,
    empty_quarantine,
    key_column,
    offers_table,
    quarantine_batch,
    tasks_table,
)
from tests.engine.programs import DECISIONS, REJECTED, ladder, program


def test_decisions_are_one_row_per_customer():
    batch = decisions_table(program(), why=True).batch(DECISIONS)
    assert batch.to_pydict() == {
        "id": ["T1", "0002", "T3"],
        "层级": ["普通", "核心", None],
        "红名单": [False, None, True],
        "积分": [0, 12, -1],
        "积分_incomplete": [False, True, False],
        "礼物": [None, "报纸", None],
        "offers": [[], ["置换", "基金"], []],
        "broken": [[], ["never-1"], []],
        "fired": [[], ["推断", "定投"], []],
        "unknown": [[], [], ["推断"]],
    }
    assert batch.schema.field("积分").type == pa.int64()


def test_decisions_say_why_on_request():
    assert not {"fired", "unknown"} & set(decisions_table(program()).schema.names)


def test_offers_are_only_those_given():
    rows = offers_table(program()).batch(DECISIONS).to_pylist()
    assert rows == [
        {
            "id": "0002",
            "rank": 1,
            "offer": "置换",
            "priority": 80,
            "channels": ["电话", "短信"],
            "reasons": ["推断", "定投", "补充"],
            "because": ["贷款超过三倍存款"],
            "say": "王先生,您好",
            "say_missing": [],
        },
        {
            "id": "0002",
            "rank": 2,
            "offer": "基金",
            "priority": 10,
            "channels": [],
            "reasons": ["定投"],
            "because": [],
            "say": None,
            "say_missing": ["姓名", "利率"],
        },
    ]


def test_tasks_tell_no_day_from_an_unknown_day():
    batch = tasks_table(program()).batch(DECISIONS)
    assert batch.schema.field("due").type == pa.date32()
    assert [(row["role"], row["due"], row["due_unknown"]) for row in batch.to_pylist()] == [
        ("客户经理", date(2026, 6, 11), False),
        (None, None, True),
    ]


def test_no_decisions_give_no_rows_of_the_same_columns():
    table = decisions_table(program())
    assert table.batch([]).num_rows == 0
    assert table.batch([]).schema == table.schema


def test_clashing_names_get_their_kind_and_say_what_they_hold():
    policy = program(
        key="VIP",
        ladders={"vip": ladder("vip", "低"), "a": ladder("a", "低")},
        classes={name: ClassDef(name, (), NOWHERE) for name in ("Vip", "a", "offers", "b_incomplete")},
        points={"b": Points("b", (), NOWHERE, Fraction(0), Fraction(1))},
        choices={"A": Choice("A", (), NOWHERE, ("x",))},
    )
    schema = decisions_table(policy).schema
    assert schema.names == [
        "VIP", "vip_tier", "a", "Vip_class", "a_class", "offers_class", "b_incomplete", "b",
        "b_incomplete_points", "A_choice", "offers", "broken",
    ]  # fmt: skip
    assert len({name.casefold() for name in schema.names}) == len(schema.names)
    assert schema.field("a_class").metadata == {b"tiercel.kind": b"class", b"tiercel.of": b"a"}
    assert schema.field("b_incomplete_points").metadata[b"tiercel.of"] == b"b"


@pytest.mark.parametrize("name", ["offers", "Rank", "due", "row_number"])
def test_the_key_has_one_name_in_all_tables(name):
    policy = program(key=name)
    assert key_column(policy) == f"{name}_key"
    for schema in (
        decisions_table(policy).schema,
        offers_table(policy).schema,
        tasks_table(policy).schema,
        empty_quarantine(policy).schema,
    ):
        assert f"{name}_key" in schema.names


_NAMES = st.sampled_from(["a", "A", "a_class", "offers", "a_incomplete", "fired", "a_points", "id"])


@given(st.sets(_NAMES), st.sets(_NAMES), st.sets(_NAMES), st.sets(_NAMES))
def test_no_two_columns_have_one_name(ladders, classes, points, choices):
    policy = program(
        ladders={name: ladder(name, "低") for name in sorted(ladders)},
        classes={name: ClassDef(name, (), NOWHERE) for name in sorted(classes)},
        points={name: Points(name, (), NOWHERE, Fraction(0), Fraction(1)) for name in sorted(points)},
        choices={name: Choice(name, (), NOWHERE, ("x",)) for name in sorted(choices)},
    )
    names = [name.casefold() for name in decisions_table(policy).schema.names]
    assert len(names) == len(set(names))


def test_quarantine_keeps_the_row_whole_as_text():
    batch = quarantine_batch(program(), REJECTED)
    assert batch.to_pydict() == {
        "row_number": [7, 9],
        "id": ["T7", None],
        "reasons": [["D224"], ["D202", "D211"]],
        "messages": ["存款 是 -3.5", "缺少 id; 年龄 不是整数"],
        "CUST_NO": ["T7", ""],
        "备注": ["=1+1", None],
        "存款": ["-3.5", "1"],
    }

    kinds = {field.name: field.metadata[b"tiercel.kind"] for field in batch.schema}
    assert (kinds["id"], kinds["CUST_NO"], kinds["备注"]) == (b"key", b"key", b"source")


def test_source_columns_give_way_to_ours():
    raw = pa.RecordBatch.from_arrays(
        [pa.array([1]), pa.array([2]), pa.array([3]), pa.array([4])], names=["ID", "reasons", "x", "X"]
    )
    batch = quarantine_batch(program(), QuarantineRows([1], ["a"], raw, [[("D1", "m")]]))
    assert batch.schema.names == [
        "row_number", "id", "reasons", "messages", "source_ID", "source_reasons", "x", "source_X",
    ]  # fmt: skip
    assert [batch[i][0].as_py() for i in range(4, 8)] == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (pa.array([b"ab", b"\xff", None]), ["ab", "0xff", None]),
        (pa.array([[1, 2], None, []]), ["[1, 2]", None, "[]"]),
        (pa.array([{"名": date(2026, 1, 1)}]), ['{"名": "2026-01-01"}']),
        (pa.array(["a", None, "a"]).dictionary_encode(), ["a", None, "a"]),
        (pa.array([0.1, 1e20]), ["0.1", "1e+20"]),
        (pa.array([Decimal("1.50")]), ["1.50"]),
        (pa.nulls(2), [None, None]),
    ],
)
def test_any_type_becomes_text(value, text):
    raw = pa.RecordBatch.from_arrays([value], names=["x"])
    n = len(value)
    batch = quarantine_batch(program(), QuarantineRows(range(n), [None] * n, raw, [[]] * n))
    assert batch["x"].type == pa.string()
    assert batch["x"].to_pylist() == text


def test_quarantined_rows_of_different_lengths_are_our_mistake():
    with pytest.raises(ValueError, match="different lengths"):
        QuarantineRows([1, 2], ["a"], REJECTED.raw, [[], []])
