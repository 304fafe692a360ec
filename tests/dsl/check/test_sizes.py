"""The longest ladder and the longest choice are decided; one more is a mistake, and one only."""

from datetime import date

import pytest

from dsl.load import Folder, analyse
from dsl.source import Source
from engine.binding import bind
from engine.evaluator.decider import FastDecider
from engine.in_memory import decide_table
from engine.io.read import read_table

RECORD = """customer c
  | name | type                   |
  | id   | key                    |
  | sum  | whole from 0 to 10_000 |
"""


class NothingUsed:
    def used(self, name, by):
        return None


def ladder(count):
    return "\n".join(["tiers steps by sum", "  s0", *(f"  s{i} from {i}" for i in range(1, count))])


def choice(count):
    values = ", ".join(f"v{i}" for i in range(count))
    rows = "\n".join(f"  | {i} => v{i} |" for i in range(count))
    return f"choice prize one of {values}\ntable draw unique\n  | sum => prize |\n{rows}"


def analysed(text):
    return analyse(Folder("t", "t", (Source("t.policy", RECORD + text + "\n"),)), NothingUsed())


@pytest.mark.parametrize(("make", "column", "name"), [(ladder, "steps", "s"), (choice, "prize", "v")])
def test_the_longest(make, column, name):
    pa = pytest.importorskip("pyarrow")
    program = analysed(make(256)).program
    reader = read_table(pa.table({"id": ["a", "b", "c"], "sum": ["0", "254", "255"]}), program.record)
    decider = FastDecider(program, bind(program, date(2026, 6, 1)), why=False)
    found = decide_table(program, decider, reader, "en").decisions
    assert found.column(column).to_pylist() == [f"{name}0", f"{name}254", f"{name}255"]


@pytest.mark.parametrize(("make", "line"), [(ladder, 5 + 257), (choice, 5)])
def test_one_more(make, line):
    (found,) = analysed(make(257)).errors
    assert (found.code, found.span.line, found.args["count"]) == ("E430", line, 257)
