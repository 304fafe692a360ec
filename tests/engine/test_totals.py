"""Counts over two parts of a run add up to those over the whole, in the same order."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from engine.counts import Counts
from engine.deciding import DecidedBatch
from engine.decision import OfferLost, PointsDecision, TaskDecision, TaskLost
from engine.io.read import Batch
from engine.io.tables import tasks_table
from engine.tally import RowTally
from engine.totals import Totals
from tests.engine.programs import DECISIONS, PLAIN, program

POLICY = program()
DAY = date(2026, 6, 1)
VARIED = [
    *DECISIONS,
    replace(PLAIN, points={"积分": PointsDecision(Fraction(1, 3))}),
    replace(PLAIN, points={"积分": PointsDecision(Fraction(-5, 2))}),
    replace(PLAIN, lost=(OfferLost("置换", "exclusion", ("甲",)),)),
    replace(PLAIN, lost=(OfferLost("置换", "channel", ("乙", "甲"), unknown=True), OfferLost("基金", "cap"))),
    replace(PLAIN, tasks=(TaskDecision("上门", None, date(2026, 6, 9), ()),)),
    replace(PLAIN, lost_tasks=(TaskLost("上门", None, ("丙",)), TaskLost("上门", "经理", ("甲", "丙"), unknown=True))),
]
ROW = Batch(pa.record_batch({"a": [1], "b": pa.array([None], pa.string())}), pa.array([1]), None)
REASONS = [[("D202", "")], [("D211", ""), ("D211", "")], [("D203", ""), ("D202", "")]]


def counted(decisions, rejected):
    counts, tally = Counts(POLICY), RowTally(DAY, ("b", "a"), POLICY.tasks)
    for decision in decisions:
        counts.add(decision)
        tally.add_decided(DecidedBatch(ROW, {"tasks": tasks_table(POLICY).batch([decision])}))
    tally.add_quarantined(rejected)
    return tally.totals(counts.results())


@given(*[st.tuples(st.lists(st.sampled_from(VARIED)), st.lists(st.sampled_from(REASONS)))] * 2)
def test_two_parts_make_the_whole(one, other):
    whole = counted(one[0] + other[0], one[1] + other[1])
    added = counted(*one).plus(counted(*other))
    assert added.model_dump_json() == whole.model_dump_json()


def test_totals_that_were_stored_add_up_as_well():
    stored = Totals.model_validate_json(counted(VARIED, REASONS).model_dump_json())
    assert stored.plus(stored) == counted(VARIED * 2, REASONS * 2)
