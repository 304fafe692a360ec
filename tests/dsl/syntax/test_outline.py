"""What a statement declares, seen by its shape alone; it is what the parser sees, too."""

import pytest

from dsl.source import Source
from dsl.syntax import nodes as n
from dsl.syntax.build import build
from dsl.syntax.parse import outline


def outlined(text):
    (found,) = outline(Source("test.policy", text)).outlines
    return found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("rule\n  甲\n  if x then class y", ("甲",)),
        ("define\n  资产\n  = x", ("资产",)),
        ("define 资产\n  assets = x", ("资产", "assets")),
        ("class\n  红 if x", ("红",)),
        ("offer\n  新品\n  priority 3", ("新品",)),
        ("产品\n    新品 fresh\n  优先级 3", ("新品", "fresh")),
        ("param\n  线 line = 5万", ("线", "line")),
        ("table t\n  表一 collect\n  | x => offer |\n  | - => y |", ("t", "表一")),
        ("choice 礼物\n  gift one of 书, 花", ("礼物", "gift")),
        ("points 分\n  score from 0 to 3", ("分", "score")),
        ('policy p\n  零售 "x"', ("p", "零售")),
        ("channels\n  sms 短信,\n  phone", ("sms", "短信", "phone")),
    ],
)
def test_names_below_the_first_word_are_found(text, names):
    assert outlined(text).names == names
    (statement,) = build(outline(Source("test.policy", text)), frozenset(names)).file.statements
    declared = statement.items if isinstance(statement, n.ListDecl) else (statement.name,)
    assert tuple(name for one in declared for name in one.all) == names


@pytest.mark.parametrize(
    "text",
    [
        "offer\n  priority 3",
        "rule\n  if x then class y",
        "tiers\n  普通\n  优质 from 5万",
        "profile\n  x = 3万",
        "class\n  如果 x",
    ],
)
def test_the_clauses_of_a_statement_without_a_name_are_no_names(text):
    assert outlined(text).names == ()
    (mistake,) = build(outline(Source("test.policy", text)), frozenset()).diagnostics
    assert (mistake.code, mistake.span.line) == ("E114", 1)


@pytest.mark.parametrize(
    "text", ["class 甲\n  乙\n  if x", "offer 甲\n  乙\n  priority 3", "rule 甲\n  乙\n  then class x"]
)
def test_a_line_that_is_no_clause_is_no_further_name(text):
    assert outlined(text).names == ("甲",)
    assert [d.span.line for d in build(outline(Source("test.policy", text)), frozenset()).diagnostics] == [2]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("exclude from group 甲, 乙、`丙 丁` if x", ("甲", "乙", "丙 丁")),
        ("剔除 分组 甲，如果 x", ("甲",)),
        ("offer x\n  group 甲\n  via a, b", ("甲",)),
        ("if x then task 甲, class y", ("甲",)),
        ("if x then exclude from group 甲, 乙 and task 丙", ("甲", "乙", "丙")),
        ("tiers x\n  普通 plain\n  优质 from 5万", ("普通", "plain", "优质")),
        ('选项 x 取值 书, "一束 花", 3', ("书", "一束 花")),
    ],
)
def test_words_declared_in_passing(text, values):
    assert outlined(text).values == values


def test_listed_values_of_a_record():
    text = "customer c\n  | name | type |\n  | a | one of 车, 房 |\n  | b | 取值 低 < 高 |\n  | c | date |\n"
    assert outlined(text).values == ("车", "房", "低", "高")
