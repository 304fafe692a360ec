"""Dates in every way of writing them that is read, and what is said of the others."""

import pytest

from dsl.source import Source
from dsl.syntax.build import build
from dsl.syntax.parse import outline

NAMES = frozenset({"opened", "开户日", "甲", "call", "vip"})


def read(text):
    return build(outline(Source("t.policy", text)), NAMES)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("if opened < 1 June 2026 then offer 甲", "if opened < 2026-06-01 then offer 甲"),
        ("if opened < 31 december 2026 then offer 甲", "if opened < 2026-12-31 then offer 甲"),
        (
            "rule a\n  offer 甲\n  from 1 May 2026 until 30 May 2026",
            "rule a\n  offer 甲\n  from 2026-05-01 until 2026-05-30",
        ),
        ("如果 开户日 < 2026 年 6 月 1 日 则 推荐 甲", "如果 开户日 < 2026-06-01 则 推荐 甲"),
        ("如果开户日<2026年 6月 1日则推荐甲", "如果 开户日 < 2026-06-01 则 推荐 甲"),
        ("如果 vip 则 待办 call 于 每年 4 月 5 日", "如果 vip 则 待办 call 于 每年 4月5日"),
        ("如果 vip 则 待办 call 于每年4月 5号", "如果 vip 则 待办 call 于 每年 4月5日"),
    ],
)
def test_a_date_may_be_written_in_words_and_with_blanks(written, canonical):
    one, other = read(written), read(canonical)
    assert (one.diagnostics, other.diagnostics) == ((), ())
    assert one.file.statements == other.file.statements


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("if opened < 31/12/2026 then offer 甲", "2026-12-31"),
        ("if opened < 12-31-2026 then offer 甲", "2026-12-31"),
        ("if opened < 5.5.2026 then offer 甲", "2026-05-05"),
        ("if opened < 01/12/2026 then offer 甲", None),
        ("如果 开户日 < 2026年6月1 则 推荐 甲", "2026-06-01"),
        ("如果 开户日 < 2026 年 6 月 1 号 则 推荐 甲", "2026-06-01"),
        ("如果 开户日 < 2026 年 6 月 则 推荐 甲", None),
        ("if opened < 31 June 2026 then offer 甲", None),
    ],
)
def test_a_date_in_another_form_is_told_with_what_it_must_be(text, fix):
    (mistake,) = read(text).diagnostics
    assert (mistake.code, mistake.fix) == ("E108", fix)


@pytest.mark.parametrize(
    "text",
    ["define a = 10 - 10 - 2026", "define a = 1/12/30", "define a = 1 / 12 / 2026", "如果 开户日 近 3 个月 则 推荐 甲"],
)
def test_what_is_calculated_is_no_date(text):
    assert read(text).diagnostics == ()
