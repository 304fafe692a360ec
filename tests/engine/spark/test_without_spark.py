"""What is told where Spark cannot run, and what needs no cluster to be tried."""

import sys
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

import cli
from engine.io.read import open_data
from engine.spark.pieces import piece_reader, pieces_of
from engine.spark.session import SparkError, need_spark
from tests.engine.policies import analysed

POLICY = """
customer 客户
  | name    | type  |
  | id      | key   |
  | deposit | money |
class 大户 if deposit >= 100万
"""


@pytest.fixture
def tiercel(monkeypatch, capsys, tmp_path):
    """The command line in a folder with a policy and customers: exit code and stderr."""
    monkeypatch.chdir(tmp_path)
    Path("small.policy").write_text(POLICY, encoding="utf-8")
    Path("customers.csv").write_text("id,deposit\nC1,1\n", encoding="utf-8")

    def called(*args):
        run = ["tiercel", "run", "small.policy", "--data", "customers.csv", "--out", "out", "--engine", "spark"]
        monkeypatch.setattr(sys, "argv", [*run, *args])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        return caught.value.code, capsys.readouterr().err

    return called


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "error: Spark is not installed: pip install 'tiercel[spark]'\n"),
        ("zh", "错误：没有安装 Spark：pip install 'tiercel[spark]'\n"),
    ],
)
def test_who_lacks_spark_is_told_what_to_install(lang, said, tiercel, monkeypatch):
    monkeypatch.setattr("engine.spark.session.find_spec", lambda _: None)
    assert tiercel("--lang", lang) == (2, said)
    assert not Path("out").exists()


def test_who_lacks_java_is_told(monkeypatch):
    monkeypatch.setattr("engine.spark.session.find_spec", lambda _: True)
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(SparkError, match="Java 17"):
        need_spark()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--resume", "--write", "csv"), "not with --engine spark: --write csv / xlsx, --resume"),
        (("--evaluator", "reference", "--limit", "3"), "not with --engine spark: --evaluator reference, --limit"),
        (("--spark", "spark.master"), "--spark spark.master: write it as NAME=VALUE"),
    ],
)
def test_options_that_do_not_fit_are_refused_at_once(options, said, tiercel):
    code, shown = tiercel("--lang", "en", *options)
    assert code == 2
    assert said in shown


def test_pieces_of_a_file_hold_its_rows_once_and_in_their_order(tmp_path):
    path = tmp_path / "customers.parquet"
    keys = [f"C{at}" for at in range(100)]
    table = pa.table({"id": keys, "deposit": ["x" if at % 7 == 0 else "1" for at in range(100)]})
    parquet.write_table(table, path, row_group_size=9)
    program = analysed(POLICY).program
    reader = open_data(path, program.record)
    pieces = pieces_of(reader.parts, rows=30)
    assert [piece.groups for piece in pieces] == [range(4), range(4, 8), range(8, 12)]
    found = {}
    for piece in pieces:
        part = piece_reader(piece, program.record)
        part.take_duplicates(pa.array([], pa.string()))
        for batch in part:
            found |= dict(zip(batch.row_numbers.to_pylist(), batch.rows.column("id").to_pylist(), strict=True))
            found |= dict(zip(batch.rejected.row_numbers.to_pylist(), batch.rejected.keys, strict=True))
    assert found == {at + 1: key for at, key in enumerate(keys)}
    assert len(pieces_of(reader.parts)) == 1
