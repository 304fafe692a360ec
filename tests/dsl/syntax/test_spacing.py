"""Spaces between numbers and what they count change nothing."""

import pytest

from dsl.source import Source
from dsl.syntax.build import build
from dsl.syntax.parse import outline

NAMES = frozenset({"存款", "贷款", "年龄", "开户日", "甲", "万达广场", "月均"})


def read(text):
    return build(outline(Source("t.policy", text)), NAMES)


@pytest.mark.parametrize(
    ("spaced", "glued"),
    [
        ("如果 存款 > 5 万 则 推荐 甲", "如果 存款 > 5万 则 推荐 甲"),
        ("如果 存款 > 5 万则推荐甲", "如果 存款 > 5万 则 推荐 甲"),
        ("如果年龄大于 45 岁且存款不足 1_000 元则推荐甲", "如果 年龄 > 45 且 存款 < 1_000元 则 推荐 甲"),
        ("如果 开户日 近 3 个月且年龄 > 3 则推荐甲", "如果 开户日 近 3个月 且 年龄 > 3 则 推荐 甲"),
        ("如果 贷款 > 1.5 倍存款则推荐甲", "如果 贷款 > 1.5倍 存款 则 推荐 甲"),
        ("至多 3 个推荐", "至多 3个 推荐"),
        ("至多 3 个 推荐", "at most 3 offers"),
        ("如果 年龄 > 45 岁 则 待办 回访 由 甲 在 10 天内", "如果 年龄 > 45 则 待办 回访 由 甲 在 10天 内"),
    ],
)
def test_a_unit_may_stand_behind_a_space(spaced, glued):
    one, other = read(spaced), read(glued)
    assert (one.diagnostics, other.diagnostics) == ((), ())
    assert one.file.statements == other.file.statements


@pytest.mark.parametrize(
    ("spaced", "glued"),
    [
        ("if 贷款 > 1  million then offer 甲", "if 贷款 > 1 million then offer 甲"),
        ("if 贷款 > 1k\tUSD then offer 甲", "if 贷款 > 1k USD then offer 甲"),
        ("if 开户日 at least 18 \t years ago then offer 甲", "if 开户日 at least 18 years ago then offer 甲"),
        ("if 贷款 > 3  % of 存款 then offer 甲", "if 贷款 > 3% of 存款 then offer 甲"),
        ("if 开户日 > 1  June\t2026 then offer 甲", "if 开户日 > 2026-06-01 then offer 甲"),
        ("if 开户日 is every year on 1  June then offer 甲", "if 开户日 is every year on 1 June then offer 甲"),
        ("如果 开户日 > 2026  年 6\t月  1  日 则 推荐 甲", "如果 开户日 > 2026-06-01 则 推荐 甲"),
        ("如果 今天 是 每年 4  月  5  日 则 推荐 甲", "如果 今天 是 每年 4月5日 则 推荐 甲"),
        ("如果 年龄 > 45  岁 且 存款 > 5  万  元 则 推荐 甲", "如果 年龄 > 45 且 存款 > 5万元 则 推荐 甲"),
        ("如果 开户日 近 3  个月 内 则 推荐 甲", "如果 开户日 近 3个月 内 则 推荐 甲"),
        (
            "table 表 first\n  | 贷款 => offer |\n  | > 5  亿 => 甲 |",
            "table 表 first\n  | 贷款 => offer |\n  | > 5亿 => 甲 |",
        ),
    ],
)
def test_several_blanks_are_one(spaced, glued):
    one, other = read(spaced), read(glued)
    assert (one.diagnostics, other.diagnostics) == ((), ())
    assert one.file.statements == other.file.statements


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        ("如果 年龄 45 岁以上 则 推荐 甲", "E106", "45岁以上"),
        ("如果 开户日 近 3 月 则 推荐 甲", "E104", "3月"),
        ("如果 存款 > 5 万达广场 则 推荐 甲", "E101", "万达广场"),
    ],
)
def test_mistakes_stand_where_they_are_written(text, code, found):
    (mistake,) = read(text).diagnostics
    assert (mistake.code, mistake.args["found"]) == (code, found)
    line = text[mistake.span.column - 1 : mistake.span.end_column - 1]
    assert line.replace(" ", "") == found
