"""A mistake on one line of a statement hides none on another: two slips give two diagnostics."""

import itertools

import pytest

from dsl.load import Folder, analyse
from dsl.source import Source
from tests.dsl.errors.test_goldens import PREAMBLE, NothingUsed

# Of each statement the first line, and the lines below: how each is right, and some ways in which it is wrong.
STATEMENTS = {
    "rule": (
        "rule x",
        ("  if payroll and age >= 60", ["  if payrol and age >= 60", "  if payroll and (age >= 60", "  if age => 60"]),
        (
            "  then offer fund via phone and task call by rm",
            [
                "  then offer funds",
                "  then offr fund",
                "  offer fund task call",
                "  then offer fund and task call by boss",
            ],
        ),
        ('  because "good"', ["  because good", '  because "good', '  becuase "good"', '  because "{{ agge }}"']),
        ("  from 2026-01-01", ["  from 2026-13-01", "  from 2026-01-01 to 2026-12-31", "  form 2026-01-01"]),
    ),
    "rule zh": (
        "规则 甲",
        ("  如果 代发 且 年龄 >= 60", ["  如果 代法 且 年龄 >= 60", "  代发 且 年龄 >= 60", "  如果代发且(年龄>=60"]),
        (
            "  则 推荐 基金 并且 待办 回访 由 客户经理",
            ["  则 推荐 基全", "  则 推存 基金", "  则 推荐 基金 渠道 微信", "  则 推荐 基金 待办 回访"],
        ),
        ("  因为 “好”", ["  因为 好", "  因为 “好", "  应为 “好”", "  因为 “{{ 年令 }}”"]),
        ("  从 2026-01-01", ["  从 2026-13-01", "  从 一月"]),
    ),
    "offer": (
        "offer p9",
        ("  priority 30", ["  priority high", "  priorty 30", "  priority = 30"]),
        ("  via phone, sms", ["  via phone sms", "  via fax", "  by phone"]),
        ("  if age >= 18", ["  if agee >= 18", "  if age 18+", "  age >= 18"]),
        ('  say "Dear"', ["  say Dear", '  say "Dear', '  say "{{ nme }}"']),
    ),
    "class zh": (
        "客群 稳重",
        ("  如果 年龄 >= 60", ["  如果 年岁 >= 60", "  如果 年龄 => 60", "  如国 年龄 >= 60"]),
        ("  因为 “好”", ["  因为 好", "  因为 “好", "  因为 “{{ 年令 }}”"]),
    ),
    "tiers": (
        "tiers wealth by loan",
        ("  low", ["  low from"]),
        ("  mid from 5万", ["  mid form 5万", "  mid 5万+", "  mid from core_lin"]),
        ("  high from 10万", ["  high from 10", "  high from loan_line"]),
    ),
    "exclude": (
        "exclude offer fund",
        ("  if age >= 60", ["  if agee >= 60", "  when age >= 60", "  if age => 60"]),
        ('  because "no"', ["  because no", '  becuase "no"']),
        ("  until 2026-12-31", ["  until 2026-12-32", "  until May"]),
    ),
    "test": (
        'test "t"',
        ("  as of 2026-06-01", ["  as of 2026-06-31", "  as of June", "  asof 2026-06-01"]),
        ("  given payroll, age 70", ["  given payrol, age 70", "  given payroll age 70", "  given age 700"]),
        ("  expect no offers", ["  expect fund", "  expect offer funds", "  expct no offers"]),
    ),
    "test zh": (
        "测试 “甲”",
        ("  截至 2026-06-01", ["  截至 2026-06-31", "  截至 六月"]),
        ("  已知 代发, 年龄 70", ["  已知 代法, 年龄 70", "  已知 代发 年龄 70", "  以知 代发"]),
        ("  期望 不推荐", ["  期望 基金", "  期望 推荐 基全", "  期忘 不推荐"]),
    ),
    "table": (
        "table t collect",
        ("  | home | age => offer | via |", ["  | hme | age => offer | via |", "  | home | age + => offer | via |"]),
        (
            "  | 自有 | >= 30 => fund | phone |",
            ["  | 自有 | => 30 => fund | phone |", "  | 自有 | >= 30 => funds | phone |"],
        ),
        ("  | 租住 | - => card | sms |", ["  | 租用 + | - => card | sms |", "  | 租住 | - => card | smss |"]),
        ('  because "x"', ["  because x", '  becuase "x"']),
    ),
}


def errors(lines):
    text = "\n".join(lines) + "\n"
    sources = (Source("preamble.policy", PREAMBLE), Source("pair.policy", text))
    return sorted((d.code, d.span.line) for d in analyse(Folder("pair", "pair", sources), NothingUsed()).errors)


def with_slips(statement, slips):
    first, *lines = statement
    return [first, *(slips.get(at, right) for at, (right, _) in enumerate(lines))]


@pytest.mark.parametrize("name", STATEMENTS)
def test_slips_on_two_lines_give_two_diagnostics(name):
    statement = STATEMENTS[name]
    assert errors(with_slips(statement, {})) == []
    slips = [(at, slip) for at, (_, wrong) in enumerate(statement[1:]) for slip in wrong]
    assert [len(errors(with_slips(statement, dict([slip])))) for slip in slips] == [1] * len(slips)
    for one, other in itertools.combinations(slips, 2):
        if one[0] != other[0]:
            told = errors(with_slips(statement, dict([one, other])))
            assert len(told) == 2, (one, other, told)
