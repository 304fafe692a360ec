"""Runs on a cluster of two executors decide what one machine decides: the shipped policy, and customers partly broken.

The cluster takes a while to start, so there are few tests.
"""

import json
import sys
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

import cli
import tiercel
from engine.io.folder import read_run
from engine.io.output_errors import OutputError
from engine.io.reasons import DataError
from engine.manifest import TableName
from engine.samples import recipe
from engine.samples.sample import Sample
from engine.samples.write import write_sample
from tests.docs.blocks import blocks_of

RETAIL = Path(__file__).parents[3] / "policies" / "retail"
pytestmark = pytest.mark.xdist_group("spark")  # one cluster for all

TABLES = TableName.__args__
DAY = date(2026, 6, 1)
OPTIONS = ("--as-of", "2026-06-01", "--profile", "外资行", "--set", "core_line=200万", "--why", "--lang", "zh")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Customers in a CSV of each encoding, with rows that do not fit and keys that both files have; and in Parquet."""
    place = tmp_path_factory.mktemp("data")
    for suffix, rows in (("csv", 1_200), ("parquet", 800)):
        path = place / f"all.{suffix}"
        write_sample(path, Sample(recipe("retail"), rows, 1, DAY, 0.05, suffix))
    header, *lines = (place / "all.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    texts = place / "texts"
    texts.mkdir()
    (texts / "a.csv").write_text("".join([header, *lines[:700], "X1,too,few\n"]), encoding="utf-8")
    (texts / "b.csv").write_text("".join([header, *lines[690:]]), encoding="gb18030")
    return place


@pytest.fixture
def small(tmp_path):
    """A policy and customers for tests of what is around decisions."""
    (tmp_path / "small.policy").write_text(
        "customer 客户\n  | name | type |\n  | id | key |\n  | deposit | money |\nclass 大户 if deposit >= 100万\n",
        encoding="utf-8",
    )
    customers = pa.table({"id": [f"C{at}" for at in range(100)], "deposit": [f"{at}万" for at in range(100, 200)]})
    parquet.write_table(customers, tmp_path / "customers.parquet")
    return tmp_path


@pytest.fixture
def command(spark, monkeypatch, capsys):
    """The command line, whose Spark is the one of the tests: exit code and stderr."""

    @contextmanager
    def session(*_, **__):
        yield spark

    def called(*args):
        monkeypatch.setattr("engine.spark.session.session", session)
        monkeypatch.setattr(sys, "argv", ["tiercel", *map(str, args)])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        return caught.value.code, capsys.readouterr().err

    return called


def tables(out):
    return {name: parquet.read_table(path) for (name, _), path in read_run(out).paths.items()}


def told(out):
    """What the manifest says, but for files and times."""
    manifest = json.loads((out / "run.json").read_text(encoding="utf-8"))
    return {name: value for name, value in manifest.items() if name not in ("outputs", "clock")}


def plain(table):
    """Without what only Arrow and Spark note beside a table."""
    fields = [field.remove_metadata().with_nullable(nullable=True) for field in table.schema]
    return pa.table([column.combine_chunks() for column in table.columns], schema=pa.schema(fields))


@pytest.mark.parametrize("kind", ["texts", "all.parquet"])
def test_a_run_on_spark_is_that_of_one_machine(kind, command, data, tmp_path, monkeypatch):
    monkeypatch.chdir(data)  # executors stand elsewhere
    one, many = tmp_path / "one", tmp_path / "many"
    run = ("run", RETAIL, "--data", kind, *OPTIONS)
    assert command(*run, "--out", one) == (0, "")
    assert command(*run, "--out", many, "--engine", "spark") == (0, "")
    found, expected = tables(many), tables(one)
    for name in TABLES:
        assert plain(found[name]).to_pylist() == plain(expected[name]).to_pylist(), name
        assert found[name].column_names == expected[name].column_names
        assert expected[name].num_rows > 10, name
    assert told(many) == told(one)
    assert {output.parts for output in read_run(many).manifest.outputs} <= {1, 2}


def test_folders_are_committed_and_replaced_like_files(command, small):
    out = small / "out"
    run = ("run", small / "small.policy", "--data", small / "customers.parquet", "--as-of", "2026-06-01", "--out", out)
    assert command(*run, "--engine", "spark") == (0, "")
    assert command(*run, "--engine", "spark") == (0, "")
    first = read_run(out)
    kept = sorted(path.name for path in out.iterdir())
    assert kept == sorted(["run.json", *(path.name for path in first.paths.values())])
    (part, *_) = first.paths["decisions", "parquet"].iterdir()
    modes = {path.stat().st_mode & 0o777 for path in (part, part.parent, out / "run.json")}
    assert modes == {0o600, 0o700}, "as of a run on one machine, only their owner may read them"
    part.write_bytes(part.read_bytes()[:-1] + b"?")
    with pytest.raises(OutputError, match="O112"):
        read_run(out)
    assert command(*run) == (0, "")
    assert all(path.is_file() for path in out.iterdir())
    assert len(list(out.iterdir())) == 5


def test_a_data_frame_is_decided_like_a_table(spark, data):
    policy = tiercel.load(RETAIL)
    table = parquet.read_table(data / "all.parquet")
    key = policy.program.record.fields[policy.program.record.key].column
    table = pa.concat_tables([table, table.slice(3, 2)])  # twice in the table
    frame = spark.createDataFrame(table).repartition(3)
    found = policy.decide_spark(frame, as_of=DAY, why=True).keep()
    expected = policy.decide(table, as_of=DAY, why=True)
    for name in TABLES:
        one, many = getattr(expected, name), getattr(found, name).toArrow()
        if name == "quarantine":
            one = one.drop_columns("row_number")  # rows of a DataFrame have none
        assert many.column_names == one.column_names
        assert _sorted(many) == _sorted(one), name
    assert found.totals.results == expected.counts
    assert found.totals.counts.rows_in == table.num_rows
    assert "D203" in found.totals.quarantine
    found.release()
    line = {"core_line": 2_000_000}
    alone = policy.decide_spark(frame, as_of=DAY, params=line).decisions.toArrow()
    assert _sorted(alone) == _sorted(policy.decide(table, as_of=DAY, params=line).decisions)
    with pytest.raises(DataError, match="D114"):
        policy.decide_spark(frame.drop(key), as_of=DAY)


def test_what_the_page_about_spark_shows_works(spark, data, tmp_path):
    (shown,) = [x for x in blocks_of("docs/spark.md") if x.language == "python" and "its tests run this" in x.unrun]
    text = shown.text.replace("hdfs:///bank/customers", str(data / "all.parquet")).replace(
        "hdfs:///bank", str(tmp_path)
    )
    exec(text.replace('"policies/retail"', repr(str(RETAIL))), {"spark": spark})  # noqa: S102
    found = {name: parquet.read_table(tmp_path / "decided" / name).num_rows for name in TABLES}
    expected = tiercel.load(RETAIL).decide(parquet.read_table(data / "all.parquet"), as_of=DAY)
    assert found == {name: getattr(expected, name).num_rows for name in TABLES}


def _sorted(table):
    return sorted(plain(table).to_pylist(), key=lambda row: json.dumps(row, default=str))


def test_data_without_rows_and_data_that_cannot_be_read_are_refused(command, small):
    (small / "none.csv").write_text("id,deposit\n", encoding="utf-8")
    whole = (small / "customers.parquet").read_bytes()
    (small / "damaged.parquet").write_bytes(whole[:40] + b"?" * 200 + whole[240:])
    for name, code in (("none.csv", "D128"), ("missing.csv", "D101"), ("damaged.parquet", "D107")):
        run = ("run", small / "small.policy", "--data", small / name, "--out", small / "out", "--engine", "spark")
        found, shown = command(*run, "--lang", "en")
        assert (found, shown.split()[1]) == (2, f"{code}:"), shown
        assert not list((small / "out").glob("*"))
