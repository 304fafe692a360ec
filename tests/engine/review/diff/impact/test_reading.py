"""One batch read for two records: once or twice, from one file or many; who is set aside by one policy only."""

import pyarrow as pa
import pytest
from pyarrow import parquet

from engine.columns import arrow_schema
from engine.io.read import Needs, open_data
from engine.io.reasons import DataError
from tests.engine.review.diff.impact.bank import (
    ASSUMED,
    DAY,
    DEPOSIT,
    DEPOSIT_UNKNOWN,
    LINE_UP,
    LOAN_UNKNOWN,
    OLD,
    ROWS,
    cells,
)
from tests.engine.review.diff.impact.batch import MadeReader


def counting(tmp_path, seen):
    def opens(record, read):
        seen.append(read)
        return open_data(tmp_path, record, Needs(read))

    return opens


def test_data_that_both_read_alike_are_read_once(measured, tmp_path):
    seen = []
    measured(("saver if deposit > 5万", "saver if loan > 5万"), opens=counting(tmp_path, seen))
    assert seen == [{"deposit", "dollars", "loan", "seen", "sms"}]


def test_an_empty_cell_that_means_something_else(measured, tmp_path):
    seen = []
    impact = measured(DEPOSIT_UNKNOWN, opens=counting(tmp_path, seen)).impact
    assert len(seen) == 2
    assert cells(impact.tiers["level"])["low", None] == 1
    (cell,) = [x for x in impact.tiers["level"].cells if x.after is None]
    assert (cell.money[0].sum, cell.money[0].missing) == (None, 1)
    assert impact.classes["saver"].became_unknown == 1
    assert impact.points["score"].became_incomplete.customers == 1


def test_a_column_that_is_renamed(measured):
    rename = (DEPOSIT, f"{DEPOSIT}\n  | cash | money | unknown |")
    with pytest.raises(DataError) as caught:
        measured(rename, ("define assets = deposit", "define assets = cash"))
    assert caught.value.code == "D114"
    impact = measured(rename).impact
    assert (impact.changed, impact.new.absent) == (0, ())


def test_who_is_set_aside_and_who_is_let_in(measured):
    required = ("| seen    | date                 | unknown |", "| seen    | date                 | required |")
    impact = measured(required, ASSUMED).impact
    assert (impact.old.quarantined, impact.new.quarantined, impact.compared) == (0, 2, 3)
    assert (impact.set_aside.customers, impact.set_aside.reasons) == (2, {"D206": 2, "D208": 1})
    assert impact.new.quarantine == {"D206": 2, "D208": 1}
    back = measured(ASSUMED[::-1], old=OLD.replace(*ASSUMED)).impact
    assert (back.let_in.customers, back.let_in.reasons, back.set_aside.customers) == (1, {"D208": 1}, 0)
    assert (back.old.decided, back.new.decided, back.compared) == (4, 5, 4)


def test_rows_that_neither_can_read(measured):
    rows = (*ROWS, "C9,many,,0,,", "C9,1,,0,,", "C8,1,,0,,,too long")
    for edits in ((), (LOAN_UNKNOWN,)):
        impact = measured(*edits, rows=rows).impact
        assert (impact.rows, impact.compared, impact.old.quarantined, impact.new.quarantined) == (8, 5, 3, 3)
        assert impact.old.quarantine == impact.new.quarantine
        assert (impact.set_aside.customers, impact.let_in.customers) == (0, 0)


@pytest.mark.parametrize("edit", [(), (LOAN_UNKNOWN,)])
def test_many_files_are_one_batch(measured, edit):
    one = measured(LINE_UP, *edit, examples=9).impact
    many = measured(LINE_UP, *edit, files=3, examples=9).impact
    assert [(x.path[-5:], x.rows) for x in many.data] == [("0.csv", 2), ("1.csv", 2), ("2.csv", 1)]
    (example,) = many.tiers["level"].cells[0].examples
    assert (example.file, example.row) == (1, 2)
    assert one.tiers["level"].cells[0].examples[0].row == 4
    apart = {"data", "tiers"}
    assert many.model_dump(exclude=apart) == one.model_dump(exclude=apart)


def test_readings_that_are_cut_at_other_rows(measured):
    cuts = iter(((70, 71, 140), (3, 140, 199)))

    def opens(record, _):
        people = [{"id": f"C{at}", "deposit": at * 1_000_000} for at in range(200)]
        return MadeReader(record, pa.RecordBatch.from_pylist(people, arrow_schema(record)), next(cuts))

    impact = measured(LINE_UP, LOAN_UNKNOWN, opens=opens).impact
    assert impact.compared == 200
    assert cells(impact.tiers["level"]) == {
        ("middle", "low"): 20, ("low", "low"): 10, ("middle", "middle"): 70, ("high", "high"): 100,
    }  # fmt: skip


def test_typed_files(tmp_path, measured):
    people = [{"id": "C1", "deposit": 500_000, "dollars": 1, "loan": 0, "seen": DAY, "sms": True}]
    people += [people[0] | {"id": "C2", "deposit": 5000}]
    parquet.write_table(pa.Table.from_pylist(people), tmp_path / "people.parquet")

    def opens(record, read):
        return open_data(tmp_path / "people.parquet", record, Needs(read))

    impact = measured(("saver if deposit > 5万", "saver if deposit > 50万"), opens=opens).impact
    assert cells(impact.classes["saver"]) == {(True, False): 1, (False, False): 1}
