"""Edits of the shipped policies, as a tired hand makes them: what a comparison says is tried on boundary customers.

``TIERCEL_SHIPPED="harbour 100, wealth 50, retail 50" pytest tests/engine/review/diff/test_shipped_mutations.py`` tries
many. Where a proof runs out of its budget the comparison is honest and says so; here that fails, to be looked at.
"""

import os
from dataclasses import replace
from datetime import date
from difflib import unified_diff
from functools import cache
from itertools import chain, islice
from pathlib import Path

import pytest

from dsl.load import analyse
from dsl.source import Source
from engine.policy_files import FileLoader, read_folder
from engine.review.diff.comparing.compare import compared
from tests.engine.equal.made_values import chance
from tests.engine.review.diff.edited_lines import KINDS, Known, edits
from tests.engine.review.diff.judging import judge

POLICIES = Path(__file__).parents[4] / "policies"
SEEDS = [
    (name, seed)
    for name, number in (x.split() for x in os.environ.get("TIERCEL_SHIPPED", "harbour 4, wealth 1").split(","))
    for seed in range(int(number))
]
CUSTOMERS = int(os.environ.get("TIERCEL_CUSTOMERS", "300"))
FEW = 10  # of them are decided by the reference, too, though nothing seems to happen to them
JUNE = date(2026, 6, 1)
ODD_DAYS = [
    date(2028, 2, 29),
    date(2027, 2, 28),
    date(2026, 3, 31),
    date(2026, 4, 5),
    date(2026, 12, 31),
    date(2200, 1, 1),
]
MOST = 40  # files in which an edit of one kind is looked for


class Edited:
    """Loads what policies use from disk, but for one file of it."""

    def __init__(self, source):
        self.source = source

    def used(self, name, by):
        folder = FileLoader().used(name, by)
        return None if folder is None else replace(folder, sources=with_edit(folder.sources, self.source))


def with_edit(sources, edited):
    return tuple(edited if source.path == edited.path else source for source in sources)


@cache
def shipped(name):
    """A shipped policy, the sources of it and of all it uses, and what it declares."""
    folder = read_folder(POLICIES / name)
    found = analyse(folder, FileLoader())
    return folder, found.program, tuple(found.sources.values()), Known.of(found.program)


def lines_that_decide(lines):
    """The numbers of the lines that belong to no test, no comment, and are not empty."""
    inside = False
    for number, line in enumerate(lines):
        if line and not line[0].isspace():
            inside = line.startswith(("test", "测试"))
        if not inside and line.strip() and not line.lstrip().startswith("#"):
            yield number


def told(lines, edited):
    """What was edited, in a line."""
    return " ".join(
        x.rstrip() for x in unified_diff(lines, edited, n=0) if x[:3] not in ("---", "+++") and x[0] in "-+"
    )


def edited_files(name, seed):
    """Files with one edit, and what it is, without end: first of one kind, then, if no check lets it pass, of any."""
    _, _, sources, known = shipped(name)
    random = chance(seed)
    kinds = chain([list(KINDS)[seed % len(KINDS)]] * MOST, iter(lambda: random.choice(list(KINDS)), None))
    for kind in kinds:
        source = random.choice(sources)
        lines = source.text.split("\n")
        for number, edited in islice(edits(lines, lines_that_decide(lines), kind, random, known), 3):
            yield Source(source.path, "\n".join(edited)), f"{kind}: {source.path}:{number + 1}: {told(lines, edited)}"


def a_mutant(name, seed):
    """A shipped policy, and the same with one edit that the check lets pass and that leaves another program."""
    folder, program, _, _ = shipped(name)
    for changed, edit in edited_files(name, seed):
        other = analyse(replace(folder, sources=with_edit(folder.sources, changed)), Edited(changed)).program
        if other is not None and other != program:
            return program, other, edit
    raise AssertionError


def days_of(found, seed):
    """In every scope the day nearest to June, days on which somebody is shown, and one on which months end or begin."""
    shown = list(dict.fromkeys(person.day for person in found.people.values()))[:4]
    near = (max(x.first, min(x.last, JUNE)) for x in found.comparison.scopes)
    return dict.fromkeys([*shown, chance(seed).choice(ODD_DAYS), *near])


@pytest.mark.parametrize(("name", "seed"), SEEDS)
def test_no_difference_is_left_out_and_none_is_made_up(name, seed):
    old, new, edit = a_mutant(name, seed)
    found = compared(old, new)
    assert all(change.pair.shown.found.verdict != "unknown" for change in found.changes), edit
    judge(old, new, found, days_of(found, seed), seed, FEW, CUSTOMERS)
