"""Calculations that may need too many digits are a mistake, told once and where they stand."""

import pytest

from dsl.load import Folder, analyse
from dsl.source import Source

RECORD = """customer 客户
  | name   | type                      | missing  |
  | id     | key                       |          |
  | a      | money                     |          |
  | b      | money                     | as 0     |
  | c      | money                     | required |
  | d      | money from 0 to 100亿     |          |
  | rate   | percent                   |          |
  | small  | percent from 0% to 40%    |          |
  | n      | whole                     |          |
  | score  | number 12 places          |          |
  | day    | date                      |          |
"""
PARAMS = """param factor = 3.5
param lots = 1_000_000_000_000_000_000_000_000_000_000_000_000_000_000
param term = 3 months
profile strict
  factor = 4.25
"""


class NothingUsed:
    def used(self, name, by):
        return None


def mistakes(text):
    files = (Source("t.policy", RECORD + text), Source("params.policy", PARAMS))
    found = analyse(Folder("t", "t", files), NothingUsed()).errors
    assert {d.code for d in found} <= {"E427"}
    return [(d.span.line - RECORD.count("\n"), d.args.get("fields")) for d in found]


@pytest.mark.parametrize(
    "condition",
    [
        "a > 4.35% of b",
        "a * rate > b",
        "a / b > 3",
        "a / b > rate",
        "a / b > c / d",  # 10^34
        "a / b + c / b > 30%",  # one denominator
        "a / factor + b / factor > c",
        "a / b > c / a",
        "a * small * small * small > 5万",
        "(a * rate * rate rounded down to 0.01元) * rate > 5万",
        "max(a / b, c / d) > 2",
        "max((a / b) default 300%, rate) > 5%",
        "score * n > 5",
        "a / days since day > 3元",
        "a / months since day > b / years since 2000-01-01",
        "day + 10 days > 2020-01-01",
        "day - term > 2020-01-01",
    ],
)
def test_what_real_policies_calculate_is_short_enough(condition):
    assert mistakes(f"class k if {condition}") == []


@pytest.mark.parametrize(
    ("condition", "fields"),
    [
        ("a * (b / c) * (d / a) * rate > 1元", ("a", "b", "c", "d")),
        ("a / b > rate * c / d", ("a", "b", "rate", "c", "d")),
        ("a / b > 30% or a * rate * rate * rate > 1元", ("a", "rate")),
        ("not (a / b is missing or (a * rate * rate * rate rounded to 1元) > 5元)", ("a", "rate")),
        ("max(a / b, rate * c / d) > 1", ("a", "b", "rate", "c", "d")),
        ("n * lots > 1", ("n",)),
        ("lots * lots > 1", None),
        ("a / b from 0 to rate * c / d", ("a", "b", "rate", "c", "d")),
        ("a / b in (3, rate * c / d)", ("a", "b", "rate", "c", "d")),
    ],
)
def test_what_may_be_too_long_is_found_with_its_fields(condition, fields):
    assert mistakes(f"class k if {condition}") == [(1, fields)]


@pytest.mark.parametrize(
    "sentence",
    [
        "  assume a / b < rate * c / d",
        "tiers level by a / b\n  low\n  high from lots",
        "offer x\n  if a / b < rate * c / d",
        "never class k and a / b < rate * c / d\nclass k if a > 0",
        "define x = a / b < rate * c / d",
    ],
)  # fmt: skip
def test_every_sentence_that_calculates_is_looked_at(sentence):
    assert [line for line, _ in mistakes(sentence)] == [1]


def test_a_define_is_told_once():
    text = "define long = a * rate * rate * rate / b\nclass k if long > 3\nclass l if long > 4 and d > 0\n"
    assert mistakes(text) == [(1, ("a", "rate"))]


def test_points_are_as_long_as_what_rules_add():
    rules = "points p\nif n > 3 then add 1_000_000_000 to p\nif p * a * rate > 1元 then add 1 to q\npoints q\n"
    assert mistakes(rules) == []
    assert mistakes(rules.replace("p * a", "p * p * p * a")) == [(3, ("a",))]


def test_points_fit_64_bits_whatever_their_account_allows():
    text = "points p from 0 to 1_000_000_000_000_000_000_000\nif n > 3 then add 900_000_000_000_000_000_000 to p\n"
    source = Source("t.policy", RECORD + text)
    found = analyse(Folder("t", "t", (source,)), NothingUsed()).errors
    assert [(d.code, d.args["high"]) for d in found] == [("E414", "9_223_372_036_854_775_807")]
