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
