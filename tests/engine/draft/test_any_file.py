"""Whatever a text file holds, its draft is a policy without a warning whose tests pass, or it is refused in words."""

import csv
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from engine.draft.draft import draft
from engine.draft.error import DraftError
from engine.draft.proof import analysed
from engine.io.reasons import DataError
from engine.testing.runner import run_tests

HEADERS = """
id if 客群 层级 3x ％ balance 余额(万元) 是 否 “q” #x `x` a|b a=>b 名称 today default 存款 贷款,额 date 日期 NULL value
2023 客户号 x-y 年龄 age 层级值 tier 不是 非居民 如果贷款 100元 name 姓名 basic 普通 example_class 3个月 缺失 从 到
取值 A a ａ Größe 😀
""".split()
ON_TWO_LINES = "存款\n余额"
WORDS = ["a, b", "min", "today", "缺失", "若 x", "<5", ">= 7", "yes", "no", "=> x", "| y", "`k`", "# h", 'a"b', "x”y"]
whole = st.integers(-(10**15), 10**15).map(str)
COLUMNS = [
    whole,
    st.integers(0, 9).map(str),
    st.integers(0, 10**9).map(lambda i: f"{i / 100:.2f}"),
    st.floats(0, 1).map(repr),
    st.integers(0, 99).map(lambda i: f"{i}%"),
    st.integers(0, 10**7).map(lambda i: f"¥{i:,}"),
    st.integers(0, 99).map(lambda i: f"{i}万"),
    st.sampled_from(["1,5", "2,25", "1.234,5"]),
    st.dates().map(str),
    st.dates().map(lambda day: f"{day.day}/{day.month}/{day.year:04d}"),
    st.sampled_from(WORDS),
    st.sampled_from(["Y", "N"]),
    st.sampled_from(["保守", "稳健", "进取"]),
    st.sampled_from(["-1", "5", "7", "999"]),
    st.text(max_size=5),
]


@st.composite
def tables(draw):
    headers = draw(st.lists(st.sampled_from([*HEADERS, ON_TWO_LINES]), min_size=1, max_size=4, unique=True))
    columns = [draw(st.sampled_from(COLUMNS)) for _ in headers]
    rows = draw(st.sampled_from([1, 2, 12, 40]))
    row = st.tuples(*(st.one_of(column, column, column, st.sampled_from(["", "?"])) for column in columns))
    return [headers, *draw(st.lists(row, min_size=rows, max_size=rows))]


@given(tables(), st.sampled_from(["en", "zh"]))
def test_the_draft_of_any_file_is_sound(table, lang):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(table)
        try:
            drafted = draft(path, "mine", lang)
        except (DraftError, DataError):
            return
    analysis = analysed(drafted.files, "mine")
    assert [(d.code, d.span, dict(d.args)) for d in analysis.diagnostics] == []
    report = run_tests(analysis.program)
    assert (report.failed, report.empty) == ((), ())
