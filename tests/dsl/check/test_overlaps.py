"""Rows of a unique table that certainly meet are a mistake; where it is not certain, nothing is said."""

from pathlib import Path

import pytest

from dsl.load import Folder, analyse
from dsl.source import Source

PREAMBLE = Path(__file__).parents[3] / "docs" / "diagnostics" / "preamble.policy"
RECORD = Source("preamble.policy", PREAMBLE.read_text(encoding="utf-8"))


class NothingUsed:
    def used(self, name, by):
        return None


def overlaps(text):
    """Pairs of overlapping rows of the policies in a text, and no other mistakes."""
    found = analyse(Folder("t", "t", (RECORD, Source("t.policy", text))), NothingUsed()).errors
    assert {d.code for d in found} <= {"E422"}
    return [(d.args["former"], d.args["row"]) for d in found]


def table(*rows, header="age | home", hit="unique", results=("鲜花", "蛋糕", "图书")):
    lines = [f"  | {row} => {result} |" for row, result in zip(rows, results, strict=False)]
    return "\n".join([f"table t {hit}", f"  | {header} => 生日礼物 |", *lines]) + "\n"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("< 60 | -", ">= 59 | -"),
        ("< 60 | -", "- | 租住"),
        ("from 18 to 30 | -", "from 30 to 60 | -"),
        ("18, 30 | -", "30 | 自有"),
        ("not 30 | -", "31 | -"),
        ("missing | -", "missing | 自有"),
        ("known | -", "40 | -"),
        ("- | 自有, 租住", "- | 租住, 其他"),
        ("- | not 自有", "- | 租住"),
        ("40 | 自有", "40 | 自有"),
    ],
)
def test_rows_that_meet(one, other):
    assert overlaps(table(one, other)) == [(1, 2)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("< 60 | -", ">= 60 | -"),
        ("from 18 below 30 | -", "from 30 to 60 | -"),
        ("> 30 | -", "< 31 | -"),  # no whole number lies between
        ("> 119 | -", "< 120 | -"),
        ("missing | -", "known | -"),
        ("missing | -", "< 60 | -"),
        ("- | 自有", "- | 租住, 其他"),
        ("< 60 | 自有", "< 60 | 租住"),
        ("not 30 | -", "30 | -"),
    ],
)
def test_rows_that_do_not_meet(one, other):
    assert overlaps(table(one, other)) == []


@pytest.mark.parametrize(
    ("header", "one", "other", "expected"),
    [
        ("risk | payroll", ">= 平衡 | -", "- | yes", [(1, 2)]),  # ordered values
        ("risk | payroll", ">= 平衡 | -", "< 平衡 | yes", []),
        ("birthday | home", "< 1980-01-01 | -", ">= 1979-12-31 | -", [(1, 2)]),  # dates
        ("birthday | home", "< 1980-01-01 | -", ">= 1980-01-01 | -", []),
        ("loan_rate | home", "> 3% | -", "< 3.1% | -", [(1, 2)]),  # between fractions there is always one more
        ("city | home", '"深圳" | -', '"深圳" | 自有', [(1, 2)]),
        ("city | home", '"深圳" | -', '"广州" | -', []),
        ("city | home", 'not "深圳" | -', '"广州" | -', []),  # of texts only equal ones are compared
        ("class | home", "代发客户 | -", "代发客户 | 自有", [(1, 2)]),
        ("class | home", "代发客户 | -", "not 代发客户 | -", []),
        ("客户层级 | home", ">= 优质 | -", "核心 | -", [(1, 2)]),
        ("客户层级 | home", ">= 优质 | -", "普通 | -", []),
        ("if | home", "deposit > 1万 | -", "loan > 1万 | -", []),  # not plain to see
        ("if | home", "deposit > 1万 | -", "deposit > 1万 | 自有", [(1, 2)]),  # the same condition
        ("deposit | home", "> core_line | -", "> 1万 | -", []),  # a param may be anything
        ("客户层级 | deposit", "核心 | -", "- | < 1万", []),  # the ladder is made of the deposit
        ("class | payroll", "代发客户 | -", "- | no", []),
    ],
)
def test_kinds_of_columns(header, one, other, expected):
    assert overlaps(table(one, other, header=header)) == expected


def test_rows_that_say_the_same_may_meet():
    assert overlaps(table("< 60 | -", "- | 租住", results=("鲜花", "鲜花"))) == []


@pytest.mark.parametrize("hit", ["first", "collect"])
def test_other_tables_may_overlap(hit):
    assert overlaps(table("< 60 | -", "- | 租住", hit=hit)) == []


def test_a_row_that_meets_all_others_is_told_once():
    assert overlaps(table("- | -", "< 60 | 租住", "> 60 | 自有")) == [(1, 2)]


def test_columns_that_share_a_field_through_a_define():
    text = "define total = deposit + loan\n" + table(">= 5万 | -", "- | < 1万", header="total | deposit")
    assert overlaps(text) == []
