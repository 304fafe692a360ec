"""Which column is which field, messages, and rows as Python values."""

import datetime as dt
import string
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.columns import arrow_schema, to_stored
from engine.io.match import match_columns
from engine.io.python_row import from_python_row
from engine.io.read import Needs, read_table, to_python_rows
from engine.io.reasons import DataError, Reason
from engine.messages import MESSAGES, render, title_of
from tests.engine.records import field, record

DAY = dt.date(2026, 6, 1)


def match(columns, *fields):
    return match_columns(columns, record(field("id", "key", "客户号"), *fields), "customers.csv")


def refused(columns, *fields):
    with pytest.raises(DataError) as caught:
        match(columns, *fields)
    return caught.value


def test_names_match_without_case_width_or_blanks():
    for header in ("id", "ID", " Id ", "\ufeffid", "ＩＤ", "客户号", "　客户号"):
        assert match([header]).matched == {"id": header}


def test_a_named_column_is_the_only_one_looked_for():
    deposit = field("deposit", "money", "存款", column="DEP_BAL")
    assert match(["id", "DEP_BAL", "deposit"], deposit).matched["deposit"] == "DEP_BAL"
    assert match(["id", " dep_bal"], deposit).matched["deposit"] == " dep_bal"
    assert match(["id", "dep_bal", "DEP_BAL"], deposit).matched["deposit"] == "DEP_BAL"
    matching = match(["id", "deposit", "存款"], deposit)
    assert (matching.absent, matching.unused) == (("deposit",), ("deposit", "存款"))


def test_two_columns_for_one_field():
    error = refused(["id", "存款", "Deposit"], field("deposit", "money", "存款"))
    assert (error.code, error.values["columns"]) == ("D113", ("存款", "Deposit"))
    assert "存款, Deposit" in error.message("en")
    assert "存款、Deposit" in error.message("zh")
    error = refused(["id", "x", "x"])
    assert (error.code, error.values["first"], error.values["second"]) == ("D112", 2, 3)


def test_fields_that_everyone_must_have():
    error = refused(["name", "deposit"])
    assert (error.code, error.values["fields"]) == ("D114", ("id",))
    assert "id: no column id, 客户号; every customer must have it" in error.message("en")
    assert refused(["id"], field("branch", "text", missing="required")).code == "D114"
    assert match(["id"], field("loan", "money", default=0), field("age", "whole")).absent == ("loan", "age")
    many = refused([f"c{n}" for n in range(100)])
    assert "c19, …" in many.message("en")


def test_all_columns_that_are_needed_and_absent_are_told_at_once():
    fields = (
        field("id", "key", "客户号", column="CUST_NO"),
        field("deposit", "money", "存款", column="DEP_BAL", default=0),
        field("wealth", "money", "理财", default=0),
        field("branch", "text", "网点", missing="required"),
        field("age", "whole"),
    )
    header = ["CUST_NO", "DEP_BALANCE", "Wealth_", "zip"]
    with pytest.raises(DataError) as caught:
        match_columns(header, record(*fields), "c.csv", needed={"deposit", "wealth"})
    error = caught.value
    assert (error.code, error.values["fields"]) == ("D114", ("deposit", "wealth", "branch"))
    assert error.message("en").splitlines() == [
        "c.csv lacks columns that are needed:",
        "  deposit: no column DEP_BAL; did you mean DEP_BALANCE?",
        "  wealth: no column wealth, 理财; did you mean Wealth_?",
        "  branch: no column branch, 网点; every customer must have it",
        "No field reads its columns DEP_BALANCE, Wealth_, zip",
        (
            "Correct the headers, or the columns in the customer record; "
            "or take them for missing with --absent-ok deposit,wealth"
        ),
    ]
    assert error.message("zh").splitlines()[1:3] == [
        "  存款：没有列 DEP_BAL；是否指 DEP_BALANCE？",
        "  理财：没有列 wealth、理财；是否指 Wealth_？",
    ]
    matching = match_columns([*header, "网点"], record(*fields), "c.csv", needed=set())
    assert matching.absent == ("deposit", "wealth", "age")


def test_a_header_that_speaks_of_the_field_is_what_was_meant():
    deposit = field("deposit", "money", "存款", column="DEP_BAL")
    with pytest.raises(DataError) as caught:
        match_columns(["id", "存款", "DEP_DATE"], record(deposit), "c.csv", needed={"deposit"})
    assert "no column DEP_BAL; did you mean 存款?" in caught.value.message("en")


def test_many_absent_columns_are_all_told_and_not_all_proposed():
    fields = [field(f"f{n}", "whole", default=0) for n in range(60)]
    with pytest.raises(DataError) as caught:
        match_columns(["id"], record(*fields), "c.csv", needed={f.name for f in fields})
    assert caught.value.message("en").count("no column") == 60
    assert "--absent-ok FIELD" in caught.value.message("en")


def test_fields_that_decisions_read_may_be_allowed_to_be_absent():
    a_record = record(field("deposit", "money", "存款"), field("loan", "money"))
    table, read = pa.table({"id": ["1"]}), frozenset({"deposit", "loan"})

    def opened(*allowed):
        return read_table(table, a_record, Needs(read, allowed))

    with pytest.raises(DataError) as caught:
        opened("存款")
    assert caught.value.values["fields"] == ("loan",)
    assert "absent_ok=['loan']" in caught.value.message("en")
    for reader in (
        opened("存款", "LOAN"), opened("all"), read_table(table, a_record, Needs(read, absent_ok=True)),
    ):  # fmt: skip
        assert (reader.absent, reader.absent_read) == (("deposit", "loan"), ("deposit", "loan"))
    with pytest.raises(DataError) as caught:
        opened("depost")
    assert (caught.value.code, "did you mean deposit?" in caught.value.message("en")) == ("D121", True)
    with pytest.raises(DataError) as caught:
        opened("depost", "loans")
    assert caught.value.values["names"] == ("depost", "loans")
    nothing_read = read_table(table, a_record, Needs(frozenset()))
    assert (nothing_read.absent, nothing_read.absent_read) == (("deposit", "loan"), ())


def test_what_everyone_must_have_cannot_be_allowed_to_be_absent():
    a_record = record(field("branch", "text", missing="required"))
    with pytest.raises(DataError) as caught:
        read_table(pa.table({"x": ["1"]}), a_record, Needs(absent_ok=True))
    assert caught.value.values["fields"] == ("id", "branch")
    assert "absent_ok" not in caught.value.message("en")


def test_absent_fields_are_missing_in_every_row():
    a_record = record(field("id", "key"), field("loan", "money", default=7), field("age", "whole"))
    reader = read_table(pa.table({"id": ["1", "2"]}), a_record)
    assert [batch.rows.to_pylist() for batch in reader] == [
        [{"id": "1", "loan": 7, "age": None}, {"id": "2", "loan": 7, "age": None}]
    ]
    assert reader.absent == ("loan", "age")


def test_python_rows_are_in_base_units():
    a_record = record(
        field("id", "key"),
        field("m", "money"),
        field("n", "number", places=2),
        field("w", "number", places=0),
        field("p", "percent"),
        field("d", "days"),
        field("b", "yes_no"),
        field("e", "date"),
        field("t", "text"),
        field("l", "one_of", values=("a",)),
    )
    table = pa.table(
        {
            "id": ["1", "2"], "m": ["1.25", None], "n": ["0.5", "0"], "w": ["5", None], "p": ["12.5%", None],
            "d": ["3", None], "b": ["y", None], "e": ["2026-06-01", None], "t": ["x", None], "l": ["A", None],
        }
    )  # fmt: skip
    [batch] = read_table(table, a_record)
    assert batch.rows.schema == arrow_schema(a_record)
    first, second = to_python_rows(batch.rows, a_record)
    assert first == {
        "id": "1", "m": 125, "n": Fraction(1, 2), "w": 5, "p": Fraction(1, 8), "d": 3, "b": True, "e": DAY,
        "t": "x", "l": "a",
    }  # fmt: skip
    assert (type(first["w"]), type(second["n"]), second["n"]) == (int, Fraction, 0)
    assert set(second.values()) == {"2", 0, None}


def test_one_customer_as_python_values():
    a_record = record(
        field("id", "key", "客户号"), field("m", "money", "存款"), field("p", "percent"), field("e", "date"),
        field("r", "one_of", values=("高",), missing="required"), field("loan", "money", default=7),
    )  # fmt: skip
    values, reasons = from_python_row({"客户号": 7, "存款": Decimal("1.5"), "P": 0.125, "e": DAY, "r": " 高"}, a_record)
    assert values == {"id": "7", "m": 150, "p": Fraction(1, 8), "e": DAY, "r": "高", "loan": 7}
    assert reasons == []
    values, reasons = from_python_row({"id": "", "m": "12abc", "e": "1/2/2026", "r": None}, a_record)
    assert values == {"id": None, "m": None, "p": None, "e": None, "r": None, "loan": 7}
    assert reasons == [
        Reason("D202", "id", "id", ""),
        Reason("D214", "m", "m", "12abc"),
        Reason("D226", "e", "e", "1/2/2026"),
        Reason("D206", "r", "r", None),
    ]
    assert [reason.code for reason in from_python_row({"m": 1}, a_record)[1]] == ["D202", "D206"]
    named = record(field("id", "key", column="CUST_NO"), field("m", "money", "存款", column="DEP_BAL"))
    for row in ({"id": "1", "m": 5}, {"cust_no": "1", "DEP_BAL": 5}, {"ID": "1", "存款": 5}):
        assert from_python_row(row, named) == ({"id": "1", "m": 500}, [])
    row_number = record(field("row", "row_number"), field("m", "money"))
    assert from_python_row({"m": 1}, row_number) == ({"row": "1", "m": 100}, [])


def test_names_of_a_customer_that_are_unknown_or_given_twice():
    a_record = record(field("deposit", "money", "存款", column="DEP_BAL"), field("age", "whole"))
    values, reasons = from_python_row({"id": "1", "deposit": 5, "存款": 5, "Dep_Bal": 6, "agee": 3, 7: 1}, a_record)
    assert values == {"id": "1", "deposit": None, "age": None}
    assert reasons == [
        Reason("D231", value="agee", near="age"),
        Reason("D231", value="7"),
        Reason("D232", "deposit", ("deposit", "存款", "Dep_Bal")),
    ]
    assert [reason.message("en") for reason in reasons] == [
        "The customer record has no field agee; did you mean age?",
        "The customer record has no field 7",
        "deposit is given more than once: deposit, 存款, Dep_Bal",
    ]
    assert reasons[2].message("zh") == "存款 给了不止一次：deposit、存款、Dep_Bal"


def test_a_number_is_no_text_for_one_customer():
    a_record = record(field("branch", "text"), field("ok", "yes_no"))
    for number in (101, 101.0, Decimal(101)):
        assert from_python_row({"id": 1, "branch": number, "ok": 1}, a_record)[1][0].code == "D204"
    assert from_python_row({"id": 1, "branch": "0101"}, a_record) == ({"id": "1", "branch": "0101", "ok": None}, [])


def test_messages_call_fields_by_the_names_of_their_language():
    a_record = record(field("id", "key", "客户号"), field("deposit", "money", "存款"), field("年龄", "whole", "age"))
    table = pa.table({"id": ["1", "1"], "存款": ["abc", "1"], "age": ["x", "2"]})
    [batch] = read_table(table, a_record)
    first = batch.rejected.reasons[0]
    assert [reason.message("zh") for reason in first] == [
        "存款 的值“abc”不是金额（例如 1,234.56、5万、-20）", "年龄 的值“x”不是整数", "客户号 1 出现在多行中",
    ]  # fmt: skip
    assert [reason.message("en") for reason in first] == [
        "deposit is abc, which is not an amount such as 1,234.56, 5万 or -20", "age is x, which is not a whole number", "id 1 stands in more than one row",  # noqa: E501 - a table of cases
    ]  # fmt: skip
    assert first[0].field == "deposit"


def test_defaults_finer_than_the_field_are_a_mistake_of_the_checker():
    assert to_stored(Fraction(1, 8), field("p", "percent")) == 125000
    with pytest.raises(ValueError, match="finer"):
        to_stored(Fraction(1, 3), field("p", "percent"))


KEYS = st.integers(1, 4).map(str) | st.sampled_from(["", " 1", "NULL"])
CELLS = st.text("0123456789.,-万% ¥x", max_size=6) | st.sampled_from(["2026-06-01", "高", "yes", "", "null"])
ANY = record(
    field("id", "key"),
    field("m", "money", low=0),
    field("p", "percent", default=Fraction(1, 8)),
    field("e", "date"),
    field("l", "ordered", values=("低", "高")),
    field("t", "text"),
    field("b", "yes_no", missing="required"),
    field("d", "days"),
)


@given(st.lists(st.fixed_dictionaries({"id": KEYS, **dict.fromkeys(("m", "p", "e", "l", "t", "b", "d"), CELLS)})))
def test_batches_and_single_rows_agree(rows):
    table = pa.Table.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in ANY.fields]))
    count = 0
    for batch in read_table(table, ANY, batch_rows=3):
        numbers = batch.row_numbers.to_pylist()
        for number, values in zip(numbers, to_python_rows(batch.rows, ANY), strict=True):
            assert from_python_row(rows[number - 1], ANY) == (values, [])
            count += 1
        rejected = batch.rejected
        for number, reasons in zip(rejected.row_numbers.to_pylist(), rejected.reasons, strict=True):
            alone = from_python_row(rows[number - 1], ANY)[1]
            assert [reason for reason in reasons if reason.code != "D203"] == alone
            key = rows[number - 1]["id"]
            shared = bool(key.strip()) and sum(row["id"].strip() == key.strip() for row in rows) > 1
            assert shared == any(reason.code == "D203" for reason in reasons)
            count += 1
    assert count == len(rows)


def test_every_message_is_in_both_languages_with_the_same_slots():
    def slots(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for code, (english, chinese) in MESSAGES.items():
        assert slots(english) == slots(chinese), code
        args = dict.fromkeys(slots(english), "x")
        assert render(code, args, "en") != render(code, args, "zh")
        assert not code.startswith("D2") or title_of(code, "en") != title_of(code, "zh")


def test_long_values_are_cut_where_they_are_shown():
    reason = Reason("D214", "m", "m", "9\n" * 100)
    assert len(reason.message("en")) < 120
    assert "\n" not in reason.message("en")
    assert Reason("D202", "id", "id").message("zh") == "缺少 id，无法确定是哪位客户"


def test_a_table_in_memory_may_speak_of_fields_though_they_name_a_column():
    wanted = record(field("id", "key", "客户号", column="CUST_NO"))
    assert match_columns(["客户号"], wanted, "table", by_name=True).matched == {"id": "客户号"}
    assert match_columns(["客户号", "CUST_NO"], wanted, "table", by_name=True).matched == {"id": "CUST_NO"}
    with pytest.raises(DataError):
        match_columns(["客户号"], wanted, "customers.csv")
