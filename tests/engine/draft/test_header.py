"""What a header says, and what the field is called."""

import pytest

from engine.draft.header import hints_of, snake
from engine.draft.names import Naming, name_columns, policy_name


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("CUST_NO", "cust_no"),
        ("CustomerId", "customer_id"),
        ("depBal", "dep_bal"),
        ("Last  Login-Date", "last_login_date"),
        ("ＡＧＥ", "age"),
        ("客户号", "客户号"),
    ],
)
def test_snake(header, expected):
    assert snake(header) == expected


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("balance", {"money"}),
        ("balance_usd", {"money"}),
        ("存款余额", {"money"}),
        ("number_of_loans", {"count"}),
        ("no_of_loans", {"count", "id"}),
        ("interest_rate", {"ratio"}),
        ("customer_id", {"key", "id"}),
        ("客户号", {"key", "id"}),
        ("手机号", {"id", "personal", "no_key"}),
        ("姓名", {"personal", "no_key"}),
        ("开户日期", {"date"}),
        ("day_of_week", set()),
        ("housing", set()),
        ("备注", {"remark"}),
    ],
)
def test_hints(header, says):
    hints = hints_of(header)
    kinds = ("money", "count", "days", "ratio", "date", "code", "id", "key", "personal", "remark", "no_key")
    assert {kind for kind in kinds if getattr(hints, kind)} == says


def test_names_in_both_languages():
    found = name_columns(["age", "客户号", "depBal", "年收入(万元)", "余额(元)"], (), "zh")
    assert found["age"] == Naming("年龄", ("age",), None)
    assert found["客户号"] == Naming("客户号", ("customer_id",), None)
    assert found["depBal"] == Naming("存款", ("dep_bal",), "depBal")
    assert found["年收入(万元)"] == Naming("年收入万元", (), "年收入(万元)")
    assert found["余额(元)"] == Naming("余额", ("balance",), "余额(元)")
    assert name_columns(["age"], (), "en")["age"] == Naming("age", ("年龄",), None)


def test_names_are_different_and_no_words_of_the_language():
    found = name_columns(["Name", "name ", "NAME_", "if", "tier", "客群", "%", "3 month", "gold"], ("gold",), "en")
    assert [naming.name for naming in found.values()] == [
        "name", "name_2", "name_3", "if_value", "tier_value", "客群值", "column_7", "3_month", "gold_2",
    ]  # fmt: skip
    assert found["name "].column == "name "


def test_names_are_in_plain_letters():
    found = name_columns(["Numéro", "Prénom", "Straße", "Größe (m²)", "Łódź", "姓名"], (), "en")
    assert [naming.name for naming in found.values()][:5] == ["numero", "prenom", "strasse", "grosse", "lodz"]
    assert found["Numéro"].column == "Numéro"


def test_headers_on_two_lines_are_found_and_unwritable_ones_left_out():
    found = name_columns(["贷款\n余额", 'a"b”', "x"], (), "en")
    assert (found["贷款\n余额"].column, found["贷款\n余额"].writable) == ("贷款 余额", True)
    assert not found['a"b”'].writable
    twice = name_columns(["a\nb", "a  b"], (), "en")
    assert [naming.writable for naming in twice.values()] == [False, True]


def test_a_glossary_name_that_another_column_has_is_not_taken():
    found = name_columns(["balance", "余额"], (), "en")
    assert [(n.name, n.further, n.column) for n in found.values()] == [("balance", (), None), ("余额", (), None)]


def test_policy_names():
    assert policy_name("retail", ()) == "retail"
    assert policy_name("retail", ("retail",)) == "retail_policy"
    assert policy_name("零售", ("零售",)) == "零售政策"
    assert policy_name("...", ()) == "column_1"
