"""The public API: what it asks of data and customers, and what it says of mistakes."""

import pickle
from datetime import date, datetime
from decimal import Decimal

import polars as pl
import pyarrow as pa
import pytest

import tiercel

POLICY = """
customer 客户
  | name    | also   | column   | type  | missing  | typical |
  | id      | 客户号 | CUST_NO  | key   |          |         |
  | deposit | 存款   | DEP_BAL  | money | as 0     | 2万     |
  | loan    | 贷款   | LOAN_BAL | money | as 0     | 0       |
  | branch  | 网点   | BRANCH   | text  | unknown  | "0101"  |
  | remark  | 备注   |          | text  | unknown  | missing |
  assume loan <= 100亿
class rich 大户 if deposit >= 100万
class local 本地 if branch starts with "01"
"""
LINE = """param line = 100万
class rich 大户 if deposit >= line"""
DAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def policy(tmp_path_factory):
    path = tmp_path_factory.mktemp("policy") / "small.policy"
    path.write_text(POLICY, encoding="utf-8")
    return tiercel.load(path)


@pytest.fixture(scope="module")
def policy_with_line(tmp_path_factory):
    path = tmp_path_factory.mktemp("policy") / "line.policy"
    path.write_text(POLICY.replace("class rich 大户 if deposit >= 100万", LINE), encoding="utf-8")
    return tiercel.load(path)


def test_a_renamed_column_is_not_taken_for_missing(policy):
    table = pl.DataFrame({"CUST_NO": ["C1"], "DEP_BALANCE": ["300万"], "LOAN_BAL": ["0"], "BRANCH": ["0101"], "x": [1]})
    with pytest.raises(tiercel.DataError) as caught:
        policy.decide(table, as_of=DAY)
    assert caught.value.code == "D114"
    assert "deposit: no column DEP_BAL, deposit, 存款; did you mean DEP_BALANCE?" in str(caught.value)
    assert "absent_ok=['deposit']" in str(caught.value)
    result = policy.decide(table, as_of=DAY, absent_ok=["存款"])
    assert result.decisions["rich"].to_pylist() == [False]
    assert (result.absent, result.unused) == (("deposit", "remark"), ("DEP_BALANCE", "x"))
    assert policy.decide(table, as_of=DAY, absent_ok="deposit").decisions.num_rows == 1
    assert policy.decide(table, as_of=DAY, absent_ok=True).decisions.num_rows == 1


def test_numbers_where_texts_are_wanted_are_refused(policy):
    table = pa.table({"id": ["C1"], "deposit": [1], "loan": [0], "branch": [101]})
    with pytest.raises(tiercel.DataError, match=r"D122.*branch"):
        policy.decide(table, as_of=DAY)
    decided = policy.decide(table.set_column(3, "branch", pa.array(["0101"])), as_of=DAY)
    assert decided.decisions["local"].to_pylist() == [True]


@pytest.mark.parametrize("why", [False, True])
def test_a_table_without_customers_has_no_decisions(policy, why):
    columns = ["CUST_NO", "DEP_BAL", "LOAN_BAL", "BRANCH"]
    some = pl.DataFrame({name: ["1"] for name in columns})
    result = policy.decide(some.clear(), as_of=DAY, why=why)
    assert [len(table) for table in (result.decisions, result.offers, result.tasks, result.quarantine)] == [0] * 4
    assert result.decisions.schema == policy.decide(some, as_of=DAY, why=why).decisions.schema


def test_everything_that_is_wrong_with_a_customer_is_told(policy):
    customer = {"id": "C1", "depositt": 5, "贷款": "x", "loan": 3, "branch": 101, "什么": 1}
    with pytest.raises(tiercel.CustomerError) as caught:
        policy.decide_one(customer, as_of=DAY)
    assert caught.value.codes == ("D231", "D231", "D232", "D204")
    assert caught.value.reasons[0] == "The customer record has no field depositt; did you mean deposit?"
    assert caught.value.reasons[2] == "loan is given more than once: 贷款, loan"
    assert caught.value.told("zh")[3].startswith("网点 以数值 101 的形式给出")
    assert str(caught.value).startswith("D231: ")
    with pytest.raises(tiercel.CustomerError) as caught:
        policy.explain({"id": "C1", "loan": "101亿"}, as_of=DAY)
    assert caught.value.codes == ("D208",)
    assert caught.value.reasons[0].endswith("): loan is at most 10,000,000,000 CNY (10,000,000,000 CNY counts)")


def test_a_customer_is_given_by_any_name_or_column(policy):
    for customer in ({"CUST_NO": "C1", "DEP_BAL": "300万"}, {"客户号": "C1", "存款": 3_000_000}):
        assert policy.decide_one(customer, as_of=DAY).classes["rich"] is True
    model = policy.customer_model
    assert policy.decide_one(model(id="C1", 存款="300万"), as_of=DAY).classes["rich"] is True


@pytest.mark.parametrize("as_of", ["2026-06-01", None, 20260601, datetime(2026, 6, 1)])  # noqa: DTZ001
def test_the_day_is_a_date(policy, as_of):
    for decide in (policy.decide_one, policy.explain, policy.decide):
        with pytest.raises(TypeError, match=r"datetime\.date, such as date"):
            decide({"id": "C1"}, as_of=as_of)


def test_what_params_cannot_be_is_a_binding_error(policy_with_line):
    for params in ({"line": "4"}, {"line": "4天"}, {"line": "0.001元"}, {"lin": "4"}):
        with pytest.raises(tiercel.BindingError) as caught:
            policy_with_line.decide_one({"id": "C1"}, as_of=DAY, params=params)
        assert isinstance(caught.value, ValueError)
        assert next(iter(params)) in caught.value.words.en
        assert caught.value.words.zh != caught.value.words.en == str(caught.value)
    rich = policy_with_line.decide_one({"id": "C1", "deposit": 5}, as_of=DAY, params={"line": "4元"}).classes["rich"]
    assert rich is True


def test_a_customer_is_a_mapping_and_languages_are_two(policy):
    with pytest.raises(TypeError, match="the customer is 'C1'; give a mapping"):
        policy.decide_one("C1", as_of=DAY)
    with pytest.raises(ValueError, match="lang is 'fr'; give one of"):
        policy.explain({"id": "C1", "deposit": "20万"}, as_of=DAY, lang="fr")


@pytest.mark.parametrize(
    ("declared", "given"),
    [
        ("100万", 20_000), ("100万", Decimal("20000.00")), ("100万", "2万"), ("90 days", 30), ("3 months", 2),
        ("4%", Decimal("0.035")), ("5", 4), ("yes", False), ("2026-01-01", date(2026, 2, 1)), ('"a"', '"b"'),
    ],
)  # fmt: skip
def test_parameters_are_given_as_python_has_them(tmp_path, declared, given):
    file = tmp_path / "p.policy"
    file.write_text(f"customer c\n  | name | type |\n  | id | key |\nparam line = {declared}\n", encoding="utf-8")
    policy = tiercel.load(file)
    policy.decide_one({"id": "C1"}, as_of=date(2026, 6, 1), params={"line": given})
    with pytest.raises(TypeError, match=r"line is 0\.5; give a text"):
        policy.decide_one({"id": "C1"}, as_of=date(2026, 6, 1), params={"line": 0.5})


def test_a_policy_goes_to_another_process_whatever_was_made_from_it(tmp_path):
    file = tmp_path / "p.policy"
    file.write_text("customer c\n  | name | type |\n  | id | key |\n", encoding="utf-8")
    policy = tiercel.load(file)
    assert policy.customer_model(id="C1")
    policy.decide_one({"id": "C1"}, as_of=date(2026, 6, 1))
    there = pickle.loads(pickle.dumps(policy))  # noqa: S301 - our own
    assert there.decisions_hash == policy.decisions_hash
    assert there.decide_one({"id": "C1"}, as_of=date(2026, 6, 1)) is not None
