import pyarrow as pa
import pytest

from engine.io.read import open_data
from engine.samples import RECORDS, recipe
from engine.samples.model import BLOCK
from engine.samples.write import write_sample
from tests.engine.samples.shipped import POLICIES, program, refusing_broken_assumptions, sample

FILES = [("csv", "utf-8"), ("csv", "gb18030"), ("parquet", "utf-8"), ("xlsx", "utf-8")]
EACH = pytest.mark.parametrize("record", RECORDS)
EACH_FILE = pytest.mark.parametrize(("kind", "encoding"), FILES, ids=[f"{k} {e}" for k, e in FILES])


def write(folder, record, kind, encoding="utf-8", rows=150, **how):
    path = folder / f"customers.{kind}"
    write_sample(path, sample(record, rows, file=kind, **how), encoding)
    return path


def read(path, record):
    return refusing_broken_assumptions(open_data(path, program(record).record), record)


def quarantined(reader):
    """The codes by row number."""
    return {
        number: {reason.code for reason in reasons}
        for batch in reader
        for number, reasons in zip(batch.rejected.row_numbers.to_pylist(), batch.rejected.reasons, strict=True)
    }


@EACH
@EACH_FILE
def test_the_reader_takes_every_row_of_every_kind_of_file(tmp_path, record, kind, encoding):
    path = write(tmp_path, record, kind, encoding)
    reader = read(path, record)
    assert (reader.absent, reader.unused) == ((), ())
    if kind == "csv":
        assert reader.parts[0].source.encoding == ("utf-8" if path.read_bytes().isascii() else encoding)
    assert quarantined(reader) == {}
    assert sum(batch.rows.num_rows for batch in reader) == 150


@EACH
@EACH_FILE
def test_every_kind_of_file_holds_the_same_customers(tmp_path, record, kind, encoding):
    def typed(path):
        return pa.Table.from_batches(batch.rows for batch in open_data(path, program(record).record))

    assert typed(write(tmp_path, record, kind, encoding)).equals(typed(write(tmp_path, record, "csv")))


@EACH
def test_the_encodings_hold_the_same_text(tmp_path, record):
    first, second = (write(tmp_path, record, "csv", e).read_bytes().decode(e) for e in ("utf-8", "gb18030"))
    assert first == second
    assert first.splitlines()[0].split(",") == [column.name for column in recipe(record).columns]
    assert '"' not in first


@EACH
@EACH_FILE
def test_the_same_sample_gives_the_same_bytes(tmp_path, record, kind, encoding):
    first = write(tmp_path, record, kind, encoding, broken=0.05).read_bytes()
    assert write(tmp_path, record, kind, encoding, broken=0.05).read_bytes() == first
    assert write(tmp_path, record, kind, encoding, broken=0.05, seed=2).read_bytes() != first


@EACH
@EACH_FILE
def test_each_broken_row_is_refused_for_its_reason_and_no_other_row(tmp_path, record, kind, encoding):
    reader = read(write(tmp_path, record, kind, encoding, rows=800, broken=0.4), record)
    (block,) = sample(record, 800, broken=0.4, file=kind).blocks()
    expected = {}
    for rows in block.broken:
        for at in rows.at.tolist():
            expected.setdefault(at + 1, set()).add(rows.fault.reason)
            if rows.fault.twin:
                expected.setdefault(at, set()).add(rows.fault.reason)
    assert quarantined(reader) == expected
    assert 300 < len(expected) < 400
    assert {rows.fault for rows in block.broken} == {f for f in recipe(record).faults if kind in f.files}


def test_the_faults_are_many_and_fit_what_files_can_hold():
    faults = recipe("retail").faults
    assert len({fault.reason for fault in faults}) == len(faults) > 15
    assert sum("parquet" in fault.files for fault in faults) > 5


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_a_file_stays_as_it_is_when_the_new_one_fails(tmp_path, kind):
    path = write(tmp_path, "retail", kind, rows=10)
    before = path.read_bytes()

    def stop(rows):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_sample(path, sample("retail", 10, seed=2, file=kind), progress=stop)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_progress_counts_every_row(tmp_path):
    done = []
    write_sample(tmp_path / "customers.csv", sample("retail", BLOCK + 7, file="csv"), progress=done.append)
    assert done == [BLOCK, 7]


def test_more_rows_than_a_sheet_holds_are_refused_before_any_is_made(tmp_path):
    with pytest.raises(ValueError, match="1048575"):
        write_sample(tmp_path / "customers.xlsx", sample("retail", 1_048_576, file="xlsx"))
    assert list(tmp_path.iterdir()) == []


def test_the_policies_are_where_recipes_say():
    assert all((POLICIES / recipe(record).policy).is_dir() for record in RECORDS)
