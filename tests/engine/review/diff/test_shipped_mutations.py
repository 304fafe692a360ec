"""Edits of the shipped policies, as a tired hand makes them: what a comparison says is tried on boundary customers.

``TIERCEL_SHIPPED="harbour 100, wealth 50, retail 50" pytest tests/engine/review/diff/test_shipped_mutations.py`` tries
many. Where a proof runs out of its budget the comparison is honest and says so; here that fails, to be looked at.
"""

import os
from datetime import date
from functools import cache, partial
from pathlib import Path

import pytest

from dsl.load import Folder, analyse
from dsl.source import Source
from engine.policy_files import FileLoader, read_folder
from engine.review.diff.comparing.compare import compared
from tests.engine.equal.made_values import chance
from tests.engine.review.diff.edited import other_channel, other_number, other_word
from tests.engine.review.diff.judging import judge

POLICIES = Path(__file__).parents[4] / "policies"
SEEDS = [
    (name, seed)
    for name, number in (x.split() for x in os.environ.get("TIERCEL_SHIPPED", "harbour 4, wealth 1").split(","))
    for seed in range(int(number))
]
CUSTOMERS = int(os.environ.get("TIERCEL_CUSTOMERS", "40"))
JUNE = date(2026, 6, 1)


@cache
def shipped(name):
    folder = read_folder(POLICIES / name)
    return folder, analyse(folder, FileLoader()).program


def lines_that_decide(text):
    """The numbers of the lines that belong to no test, no comment, and are not empty."""
    inside = False
    for number, line in enumerate(text.split("\n")):
        if line and not line[0].isspace():
            inside = line.startswith(("test", "测试"))
        if not inside and line.strip() and not line.lstrip().startswith("#"):
            yield number


def a_mutant(name, seed):
    """A shipped policy, and the same with one edit that the check lets pass and that leaves another program."""
    folder, program = shipped(name)
    random = chance(seed)
    channels = [name for channel, further in program.channels.items() for name in (channel, *further)]
    while True:
        at = random.randrange(len(folder.sources))
        source = folder.sources[at]
        lines = source.text.split("\n")
        number = random.choice(list(lines_that_decide(source.text)) or [0])
        edits = [other_number, other_word, partial(other_channel, channels=channels), lambda *_: None]
        line = random.choice(edits)(lines[number], random)
        if line == lines[number]:
            continue
        edited = [*lines[:number], *([] if line is None else [line]), *lines[number + 1 :]]
        sources = list(folder.sources)
        sources[at] = Source(source.path, "\n".join(edited))
        other = analyse(Folder(folder.name, folder.location, tuple(sources)), FileLoader()).program
        if other is not None and other != program:
            return program, other, f"{source.path}:{number + 1}: {line}"


@pytest.mark.parametrize(("name", "seed"), SEEDS)
def test_no_difference_is_left_out_and_none_is_made_up(name, seed):
    old, new, edit = a_mutant(name, seed)
    found = compared(old, new)
    assert all(change.pair.shown.found.verdict != "unknown" for change in found.changes), edit
    days = dict.fromkeys(max(scope.first, min(scope.last, JUNE)) for scope in found.comparison.scopes)
    judge(old, new, found, days, seed, CUSTOMERS)
