"""Days and lengths of time in other words: what is told to write reads as the sentence that was meant."""

import pytest

from dsl.source import Source
from dsl.syntax.build import build
from dsl.syntax.parse import outline

NAMES = frozenset({"vip", "call", "opened", "matures", "到期日", "开户日", "停留", "甲"})


def read(text):
    return build(outline(Source("t.policy", text)), NAMES)


def with_fix(text, mistake):
    span = mistake.span
    return text[: span.column - 1] + mistake.fix + text[span.end_column - 1 :]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("on 5 April every year", "on every 5 April"),
        ("on 5 April of each year", "on every 5 April"),
        ("on every April 5th", "on every 5 April"),
        ("every 5 April", "on every 5 April"),
        ("yearly on 5 Apr", "on every 5 April"),
        ("on 3 days prior to matures", "on 3 days before matures"),
        ("on matures 3 days before", "on 3 days before matures"),
        ("matures 3 days before", "on 3 days before matures"),
        ("3 days before matures", "on 3 days before matures"),
        ("on 2 days following matures", "on 2 days after matures"),
        ("by 3 days before matures", "on 3 days before matures"),
        ("at matures", "on matures"),
        ("within one week", "within 1 week"),
        ("within two months", "within 2 months"),
        ("on Dec 1, 2026", "on 2026-12-01"),
        ("on the 1st of December 2026", "on 2026-12-01"),
    ],
)
def test_of_a_task(said, meant):
    text = f"if vip then task call {said}"
    (mistake,) = read(text).diagnostics
    mended, wanted = read(with_fix(text, mistake)), read(f"if vip then task call {meant}")
    assert mended.diagnostics == wanted.diagnostics == ()
    assert mended.file.statements == wanted.file.statements


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("于 每年 的 4月5日", "于 每年 4月5日"),
        ("于 每年 四月五日", "于 每年 4月5日"),
        ("于 每年 04-05", "于 每年 4月5日"),
        ("每年4月5", "于 每年 4月5日"),
        ("于 到期日 3天前", "于 到期日 前 3天"),
        ("于到期日3天前", "于 到期日 前 3天"),
        ("于 到期日 的 2天之后", "于 到期日 后 2天"),
        ("到期日 2天后", "于 到期日 后 2天"),
        ("到期日 前 3天", "于 到期日 前 3天"),
        ("于 到期日 前 三日", "于 到期日 前 3天"),
        ("在 30日内", "在 30天 内"),
        ("一周内", "在 1周 内"),
        ("由 2026-12-01", "于 2026-12-01"),
    ],
)
def test_of_a_task_in_chinese(said, meant):
    text = f"如果 vip 则 待办 call {said}"
    (mistake,) = read(text).diagnostics
    mended, wanted = read(with_fix(text, mistake)), read(f"如果 vip 则 待办 call {meant}")
    assert mended.diagnostics == wanted.diagnostics == ()
    assert mended.file.statements == wanted.file.statements


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("opened last 7 days", "opened is within the last 7 days"),
        ("opened is next 7 days", "opened is within the next 7 days"),
        ("opened within last one month", "opened within last 1 month"),
        ("matures = 7 days from now", "matures = today + 7 days"),
        ("matures before 7 days from now", "matures < today + 7 days"),
        ("到期日 = 7天之后", "到期日 = 今天 + 7天"),
        ("到期日 早于 7天后", "到期日 < 今天 + 7天"),
        ("开户日 在 最近一个月 内", "开户日 在 近 1个月 内"),
        ("开户日 最近的三个月", "开户日 近 3个月"),
        ("停留 满 30日", "停留 满 30天"),
    ],
)
def test_of_a_condition(said, meant):
    text = f"if {said} then offer 甲"
    (mistake,) = read(text).diagnostics
    mended, wanted = read(with_fix(text, mistake)), read(f"if {meant} then offer 甲")
    assert mended.diagnostics == wanted.diagnostics == ()
    assert mended.file.statements == wanted.file.statements


@pytest.mark.parametrize(
    ("said", "code", "what"),
    [
        ("opened is last month", "E121", "calendar"),
        ("opened in this year", "E121", "calendar"),
        ("开户日 在 本月", "E121", "calendar"),
        ("matures is in 7 days", "E121", "ahead"),
        ("到期日 是 7天后", "E121", "ahead"),
        ("到期日 3个月以内", "E109", "inside"),
        ("到期日 三个月内", "E109", "inside"),
        ("opened < 5 April", "E108", "no_year"),
        ("停留 = 30日", "E105", "days"),
    ],
)
def test_of_two_meanings_none_is_advised(said, code, what):
    (mistake,) = read(f"if {said} then offer 甲").diagnostics
    assert (mistake.code, mistake.args["what"]) == (code, what)
    assert mistake.fix is None or what == "days"


@pytest.mark.parametrize(
    "text",
    [
        "如果 开户日 近 3个月 内 vip 则 推荐 甲",
        "如果 开户日 在近3个月内 vip 则 推荐 甲",
        "if opened is within the last 3 months vip then offer 甲",
        "if opened is within the last month vip then offer 甲",
        "if vip then task call on every 5 April offer 甲",
        "如果 vip 则 待办 call 在10天内 推荐 甲",
        "如果 vip 则 待办 call 于 到期日 前 3天 推荐 甲",
    ],
)
def test_a_mistake_behind_a_day_that_is_right_is_not_put_to_it(text):
    (mistake,) = read(text).diagnostics
    assert mistake.code == "E101"
    assert mistake.args["what"] in ("one_missing", "missing")
