"""The shipped policies, much edited, on made-up customers: what is found is what the reference evaluator says."""

from datetime import date
from pathlib import Path

import pytest

import tiercel
from engine.binding import bind
from engine.io.read import Needs, open_data, to_python_rows
from engine.reference import Reference
from engine.review.diff.impact.measure import measure_impact
from engine.review.diff.impact.reading import BoundPolicy
from engine.samples import recipe
from engine.samples.sample import Sample
from engine.samples.write import write_sample
from tests.engine.equal.made_values import chance
from tests.engine.review.diff.impact.edits import edited, read_otherwise
from tests.engine.review.diff.impact.slow import change_classes, slow_facts, told_facts

POLICIES = Path(__file__).parents[5] / "policies"
CUSTOMERS = 100
DAY = date(2026, 6, 1)


class Decided:
    """What the reference evaluator makes of a data file, by the number of the row."""

    def __init__(self, program, path):
        self.side = BoundPolicy(program, bind(program, DAY))
        reference = Reference(program, self.side.binding)
        self.rows = {}
        for batch in open_data(path, program.record):
            typed = to_python_rows(batch.rows, program.record)
            self.rows |= dict(zip(batch.row_numbers.to_pylist(), typed, strict=True))
        self.rows = {at: row for at, row in self.rows.items() if not reference.broken_assumptions(row)}
        self.decisions = {at: reference.decide(row) for at, row in self.rows.items()}


def compare(old, new, path):
    """Compare what is found with what the reference says, and give it."""
    both = [at for at in old.rows if at in new.rows]
    people = [(old.rows[at], old.decisions[at], new.rows[at], new.decisions[at]) for at in both]
    wanted = slow_facts(old.side.program, new.side.program, people)
    asked = dict(change_classes(wanted))
    measured = measure_impact(
        old.side, new.side, lambda record, read: open_data(path, record, Needs(read)), asked=asked
    )
    found = measured.impact
    assert told_facts(found, old.side.program, new.side.program) == wanted
    assert measured.customers == asked
    assert (found.rows, found.compared) == (CUSTOMERS, len(both))
    assert found.set_aside.customers == len(old.rows) - len(both)
    assert found.let_in.customers == len(new.rows) - len(both)
    return wanted


@pytest.fixture(params=["retail", "harbour"])
def shipped(request, tmp_path):
    """A shipped policy, and a file of customers."""
    path = tmp_path / "customers.parquet"
    write_sample(path, Sample(recipe(request.param), CUSTOMERS, broken=0.05))
    return tiercel.load(POLICIES / request.param).program, path


def test_edited_policies(shipped):
    program, path = shipped
    random, old = chance(7), Decided(program, path)
    seen = set()
    for share in (0.02, 0.1, 0.3):
        new = Decided(edited(program, random, share), path)
        for sides in ((old, new), (new, old)):
            seen |= {(x[0], x[2] if x[0] in ("offer", "task") else "") for x in compare(*sides, path)}
    assert {kind for kind, _ in seen} >= {"tier", "class", "offer", "task", "points"}
    assert seen >= {("offer", "lost"), ("offer", "gained"), ("task", "lost"), ("task", "gained")}


def test_edited_records(shipped):
    program, path = shipped
    random, old = chance(7), Decided(program, path)
    aside = set()
    for share in (0.1, 0.3, 0.6, 0.9):
        new = Decided(read_otherwise(edited(program, random, 0.05), random, share), path)
        for sides in ((old, new), (new, old)):
            assert compare(*sides, path)["changed",] > 0
        aside |= old.rows.keys() ^ new.rows.keys()
    assert aside
