"""Where a sentence goes on: a line that can begin no clause belongs to the line above it."""

import pytest

from dsl.source import Source
from dsl.syntax.build import build
from dsl.syntax.parse import outline


def read(text):
    scanned = outline(Source("t.policy", text))
    return build(scanned, scanned.names | {"x", "y", "z", "甲"})


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("rule r\n  if x\n  and y\n  then class x\n  and class y", "rule r\n  if x and y\n  then class x and class y"),
        ("class c\n  if x\n  or y\n  because 'a'", "class c\n  if x or y\n  because 'a'"),
        ("class c if\n  x\n  > 3\n  and y", "class c if x > 3 and y"),
        ("规则 r\n  如果x\n  且y\n  则推荐甲\n  并且推荐z", "规则 r\n  如果 x 且 y\n  则 推荐 甲 并且 推荐 z"),
        ("rule r\n  then offer x\n  via y\n  priority 3", "rule r\n  then offer x via y priority 3"),
        ("offer o\n  say 'a'\n  'b'\n  via x,\n  y", "offer o\n  say 'a' 'b'\n  via x, y"),
        ("test 't'\n  expect offer x\n  via y\n  , class z", "test 't'\n  expect offer x via y, class z"),
        ("exclude from all offers\n  if x\n  because 'a'\n  'b'", "exclude from all offers if x\n  because 'a' 'b'"),
    ],
)
def test_a_line_that_begins_no_clause_goes_on(typed, tidy):
    one, other = (read(text.replace("'", '"')) for text in (typed, tidy))
    assert (one.diagnostics, other.diagnostics) == ((), ())
    assert one.file.statements == other.file.statements


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("offer o\n  prioritty 3\n  via x", 2),
        ("class c if x\n  becuase 'a'", 2),
        ("rule r\n  then class x\n  y", 3),
        ("test 't'\n  expect class x\n  class y", 3),
    ],
)
def test_a_line_that_is_neither_is_a_mistake_where_it_begins(text, line):
    (mistake,) = read(text.replace("'", '"')).diagnostics
    assert mistake.span.line == line


@pytest.mark.parametrize(
    ("below", "with_then"),
    [
        ("rule r\n  class x\n  and offer y\n  because 'a'", "rule r then class x and offer y\n  because 'a'"),
        ("规则 r\n  x 每满 5 加 1 到 y", "规则 r 则 x 每满 5 加 1 到 y"),
        ("rule r\n  (x + y) 每满 5 add 1 to z", "rule r then add 1 to z per full 5 of (x + y)"),
        ("rule r\n  x is y\n  from 2026-01-01", "rule r then x is y\n  from 2026-01-01"),
    ],
)
def test_outcomes_below_the_name_of_a_rule_need_no_then(below, with_then):
    # What follows at the margin is a statement of its own: neither a condition nor a `then` is waited for.
    for behind in ("if x then class y", "then class y"):
        one, other = (read(f"{text}\n{behind}".replace("'", '"')) for text in (below, with_then))
        assert (one.diagnostics, other.diagnostics) == ((), ())
        assert one.file.statements == other.file.statements


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("x < 3 months before y", "x < y - 3 months"),
        ("x 满 10年 前 且 x > y 前 10天", "x 满 10年 且 x > y - 10天"),
        ("x后2天 > y", "x + 2天 > y"),
        ("x > y 之后 2天 以前 3天", "x > (y + 2天) - 3天"),
        ("x within the last month", "x within the last 1 month"),
        ("x 近一年内", "x 在 近 1年 内"),
        ("x < every year on 5 April", "x < every 5 april"),
        ("x < 每年4月5日", "x < 1987-04-05 anniversary"),
    ],
)
def test_days_in_words_mean_what_signs_say(typed, same):
    one, other = (read(f"class c if {text}") for text in (typed, same))
    assert (one.diagnostics, other.diagnostics) == ((), ())
    assert one.file.statements == other.file.statements
