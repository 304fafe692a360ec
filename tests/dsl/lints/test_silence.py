"""Silencing warnings in the source."""

import pytest

from dsl.format import format_file, names_of
from dsl.source import Source

UNUSED = "param line = 5万"
RULE = "\nrule a\n  then offer 基金, 存单, 信用卡"
UNSPACED = "如果年龄大于60则推荐基金"


def codes(found):
    return [(d.span.line, d.code) for d in found]


@pytest.mark.parametrize(
    "comment",
    [
        "# allow W504: for the values file",
        "# 允许 W504:由参数文件使用",
        "# 允许W504:由参数文件使用",
        "＃ 允许 Ｗ５０４：由参数文件使用",
        "# Allow w504 : for the values file",
        "# allow unused: for the values file",
        "# 允许 unused:由参数文件使用",
        "# 允许 W504：由参数文件使用",
        "#allow W504: x",
    ],
)
@pytest.mark.parametrize("where", ["behind", "above"])
def test_ways_to_write_it(lint, comment, where):
    text = f"{UNUSED}  {comment}" if where == "behind" else f"{comment}\n{UNUSED}"
    assert codes(lint(text + RULE)) == []


def test_several_at_once(lint):
    both = "param 最小 = 5万"
    assert [c for _, c in codes(lint(both + RULE))] == ["W504", "W505"]
    assert codes(lint(f"{both}  # allow W504, keyword-name: as in the old system{RULE}")) == []
    assert codes(lint(f"{both}  # 允许 W504、W505:沿用旧系统{RULE}")) == []
    assert codes(lint(f"# allow W504: x\n# 允许 W505:沿用\n{both}{RULE}")) == []


def test_it_covers_its_line_only(lint):
    text = f"{UNUSED}  # allow W504: x\nparam other = 6万{RULE}"
    assert codes(lint(text)) == [(2, "W504")]


def test_on_its_own_line_it_covers_the_statement_below(lint):
    text = f"# 允许 W503:旧文\n规则 甲\n  如果年龄大于60\n  则推荐基金\n{UNSPACED}"
    assert codes(lint(text, "W503", "W512")) == [(5, "W503")]


def test_inside_a_statement_it_covers_the_line_below(lint):
    rows = ["  | deposit => offer |", "  | - => 基金 |", "  | >= 5万 => 存单 |", "  | >= 9万 => 存单 |"]
    rows.insert(2, "  # allow W510: kept for June")
    assert codes(lint("\n".join(["table t first", *rows]), "W510", "W512")) == [(6, "W510")]


def test_an_empty_line_ends_its_reach(lint):
    assert codes(lint(f"# allow W504: x\n\n{UNUSED}{RULE}")) == [(1, "W512"), (3, "W504")]


@pytest.mark.parametrize(
    "comment", ["# allow W504", "# 允许 W504:", "# allow W504 because of June", "# allow unused:  "]
)
def test_a_reason_is_required(lint, comment):
    found = lint(f"{UNUSED}  {comment}{RULE}")
    assert codes(found) == [(1, "W511")]
    assert found[0].args["names"] == "W504"
    assert found[0].span.column == len(UNUSED) + 3


def test_what_silences_nothing_is_reported(lint):
    found = lint(f"rule b  # allow W504, W507: x\n  then offer 存单{RULE}")
    assert codes(found) == [(1, "W512")]
    assert dict(found[0].args) == {"name": "W504, W507", "what": "nothing"}


@pytest.mark.parametrize(
    ("comment", "sentence"),
    [
        ("# allow W501: as in the old system", "if payroll or age > 60 and deposit > 5万 then offer 存单"),
        ("# 允许 W503:沿用旧文", "如果年龄大于60则推荐存单"),
    ],
)
def test_fmt_leaves_no_silence_to_be_reported(lint, analysed, comment, sentence):
    text = f"{comment}\n{sentence}\n"
    analysis = analysed(text)
    printed = format_file(
        analysis.built["test.policy"].file,
        Source("test.policy", text),
        names_of([b.file for b in analysis.built.values()]),
        None,
    )
    assert comment in printed
    assert sentence not in printed
    assert codes(lint(text)) == codes(lint(printed)) == []


@pytest.mark.parametrize(
    ("comment", "name", "what"),
    [
        ("# allow E201: x", "E201", "fixed"),
        ("# allow W511: x", "W511", "fixed"),
        ("# 允许 W512:x", "W512", "fixed"),
        ("# allow W999: x", "W999", "unknown"),
        ("# allow unusd: x", "unusd", "unknown"),
        ("# allow W504, something: x", "something", "unknown"),
    ],
)
def test_what_cannot_be_silenced_is_reported(lint, comment, name, what):
    found = [d for d in lint(f"{UNUSED}  {comment}{RULE}") if d.code != "W504"]
    assert codes(found) == [(1, "W512")]
    assert dict(found[0].args) == {"name": name, "what": what}


def test_an_error_is_never_silenced(lint):
    assert "E201" in [c for _, c in codes(lint("then offer 没有  # allow E201: x"))]


def test_the_silences_themselves_are_not_silenced(lint):
    text = f"# allow W511: I say so\n{UNUSED}  # allow W504{RULE}"
    assert codes(lint(text)) == [(1, "W512"), (2, "W511")]


def test_with_errors_nobody_knows_which_silence_is_idle(lint):
    assert [c for _, c in codes(lint("rule a  # allow W509: x\n  then offer 没有"))] == ["E201"]


@pytest.mark.parametrize(
    "comment",
    [
        "# allow 5 offers at most",
        "# allow everyone: see memo 12",
        "# 允许电话外呼:见备忘",
        "# W504: allow",
        "# allowed W504",
    ],
)
def test_other_comments_are_comments(lint, comment):
    assert codes(lint(f"{comment}{RULE}")) == []
