"""Statements of a file that was renamed or taken apart are told all at once; others that moved one by one."""

import pytest

from dsl.load import Folder, analyse
from dsl.source import Source
from engine.review.diff.render.build import story
from engine.review.diff.statements.compare import compare_statements

HEAD = """\
customer c
  | name    | type                | missing |
  | id      | key                 |         |
  | deposit | money from 0 to 1亿 | as 0    |
param low = 1万
param high = 5万
"""
RULES = """\
offer card
offer fund
rule a if deposit >= low then offer card
rule b if deposit >= high then offer fund
"""


def told(made, old, new, lang="en"):
    """Status, title and place of each statement that differs between two folders of files."""
    sides = [
        analyse(Folder("p", "p", tuple(Source(f"{name}.policy", text) for name, text in files.items())), None)
        for files in (old, new)
    ]
    assert all(side.program is not None for side in sides), [side.errors for side in sides]
    review = made.model_copy(update={"statements": tuple(compare_statements(*sides))})
    return [(x.status, x.title, x.place) for x in story(review, lang).statements]


@pytest.mark.parametrize(
    ("lang", "status", "title"),
    [("en", "moved, nothing else", "4 statements"), ("zh", "移到另一个文件，此外没有改动", "4 句")],
)
def test_a_file_is_renamed(made, lang, status, title):
    moved = told(made, {"a": HEAD, "b": RULES}, {"a": HEAD, "c": RULES}, lang)
    assert moved == [(status, title, "b.policy → c.policy")]


def test_what_differs_besides_is_told_by_itself(made):
    renamed = {"a": HEAD, "c": RULES.replace("deposit >= high", "deposit > high")}
    assert told(made, {"a": HEAD, "b": RULES}, renamed) == [
        ("moved, nothing else", "3 statements", "b.policy → c.policy"),
        ("changed", "rule b", "c.policy:4"),
    ]


def test_a_file_is_taken_apart(made):
    lines = RULES.splitlines(keepends=True)
    offers, rules = "".join(lines[:2]), "".join(lines[2:])
    assert told(made, {"a": HEAD, "b": RULES}, {"a": HEAD, "c": offers, "d": rules}) == [
        ("moved, nothing else", "2 statements", "b.policy → c.policy"),
        ("moved, nothing else", "2 statements", "b.policy → d.policy"),
    ]


def test_one_that_moves_is_named(made):
    first, rest = RULES.split("\n", 1)
    assert told(made, {"a": HEAD, "b": RULES}, {"a": HEAD + first + "\n", "b": rest}) == [
        ("moved", "offer card", "a.policy:7")
    ]


def test_places_within_a_file(made):
    lines = RULES.splitlines(keepends=True)
    swapped = "".join([*lines[:2], lines[3], lines[2]])
    assert told(made, {"a": HEAD, "b": RULES}, {"a": HEAD, "b": swapped}) == [("moved", "rule b", "b.policy:3")]
