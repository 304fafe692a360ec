"""What a run writes, and what it does not accept."""

import csv
import errno
import io
import os
import re
import stat
import sys

import pyarrow as pa
import pytest
from openpyxl import load_workbook
from pyarrow import parquet
from pydantic import ValidationError

from engine.io.folder import read_run
from engine.io.output_errors import MESSAGES, OutputError
from engine.io.parquet import file as parquet_file
from engine.io.tables import QuarantineRows
from engine.io.write import RunWriter
from tests.engine.programs import DECISIONS, PLAIN, REJECTED, RUN, manifest_of, many, program
from tests.engine.runs import ALL, OTHER, contents, names, tables_of, write

# What cannot be closed cleanly must not surface as a warning of the interpreter.
pytestmark = pytest.mark.filterwarnings("error")


def test_a_run_is_found_again(tmp_path):
    written = write(tmp_path / "new" / "out")
    run = read_run(tmp_path / "new" / "out")
    assert run.manifest == written
    assert {(output.name, output.rows) for output in written.outputs} == {
        ("decisions", 3), ("offers", 2), ("tasks", 2), ("quarantine", 2),
    }  # fmt: skip
    assert len(run.paths) == 12
    assert names(tmp_path / "new" / "out") == sorted(
        [f"{output.name}-{RUN}.{output.format}" for output in written.outputs] + ["run.json"]
    )


def test_all_formats_hold_the_same_rows(tmp_path):
    write(tmp_path)
    paths = read_run(tmp_path).paths
    for table in ("decisions", "offers", "tasks", "quarantine"):
        exact = parquet.read_table(paths[table, "parquet"])
        with paths[table, "csv"].open(encoding="utf-8-sig", newline="") as file:
            plain = list(csv.reader(file))
        sheet = [[cell.value for cell in row] for row in load_workbook(paths[table, "xlsx"]).active]
        assert exact.schema.names == plain[0] == sheet[0]
        key = plain[0].index("id")
        keys = exact["id"].to_pylist()
        assert [row[key] or None for row in plain[1:]] == [row[key] for row in sheet[1:]] == keys


def test_parquet_names_its_run(tmp_path):
    write(tmp_path)
    metadata = parquet.read_metadata(read_run(tmp_path).paths["offers", "parquet"]).metadata
    assert metadata[b"tiercel.run_id"] == RUN.encode()
    assert metadata[b"tiercel.table"] == b"offers"
    assert metadata[b"tiercel.policy"].decode() == "零售"
    schema = parquet.read_schema(read_run(tmp_path).paths["decisions", "parquet"])
    assert schema.field("层级").metadata[b"tiercel.kind"] == b"tier"


def test_a_run_without_rows_has_all_its_tables(tmp_path):
    write(tmp_path, [], None)
    for (table, format_), path in read_run(tmp_path).paths.items():
        if format_ == "parquet":
            found = parquet.read_table(path)
            assert found.num_rows == 0
            assert "id" in found.schema.names, table


def test_files_with_different_columns_share_one_quarantine(tmp_path):
    policy = program()
    batches = [
        QuarantineRows([1], ["a"], pa.RecordBatch.from_pydict({"x": [1], "备注": ["="]}), [[("D1", "m")]]),
        QuarantineRows([1], ["b"], pa.RecordBatch.from_pydict({"y": [2], "X": [3]}), [[("D1", "m")]]),
        QuarantineRows([2], ["c"], pa.RecordBatch.from_pydict({"x": [4], "备注": [""]}), [[("D2", "m")]]),
    ]
    with RunWriter(tmp_path, policy, {"parquet"}, RUN) as writer:
        for rows in batches:
            writer.quarantined(rows)
        reasons = [row for rows in batches for row in rows.reasons]
        every = QuarantineRows([0] * 3, [None] * 3, pa.RecordBatch.from_pydict({"z": [0] * 3}), reasons)
        writer.commit(manifest_of(policy, [], every))
    rows = parquet.read_table(read_run(tmp_path).paths["quarantine", "parquet"]).to_pylist()
    assert [(row["id"], row["x"], row["备注"], row["y"]) for row in rows] == [
        ("a", "1", "=", None), ("c", "4", "", None), ("b", "3", None, "2"),
    ]  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_only_the_owner_can_read(tmp_path):
    before = os.umask(0)
    try:
        with RunWriter(tmp_path, program(), ALL, RUN) as writer:
            writer.quarantined(REJECTED)
            (temporary,) = tmp_path.iterdir()
            assert stat.S_IMODE(temporary.stat().st_mode) == 0o700
            assert {stat.S_IMODE(path.stat().st_mode) for path in temporary.iterdir()} == {0o600}
            writer.commit(manifest_of(program(), [], REJECTED))
    finally:
        os.umask(before)
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_the_same_input_gives_the_same_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_file, "ROW_GROUP", 100)
    write(tmp_path / "a", many(1234), batch=1000)
    monkeypatch.setattr("time.localtime", lambda *_: (2030, 1, 1, 0, 0, 0, 0, 1, 0))
    write(tmp_path / "b", many(1234), batch=7)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    groups = parquet.read_metadata(read_run(tmp_path / "a").paths["decisions", "parquet"])
    assert [groups.row_group(i).num_rows for i in range(groups.num_row_groups)] == [100] * 12 + [34]


def test_counts_that_are_not_those_of_the_tables_are_not_committed(tmp_path):
    policy = program()
    with RunWriter(tmp_path, policy, ALL, RUN) as writer:
        writer.decided(tables_of(policy, DECISIONS))
        with pytest.raises(ValidationError, match="rows of decisions-"):
            writer.commit(manifest_of(policy, DECISIONS[:2]))
        with pytest.raises(RuntimeError, match="has failed"):
            writer.commit(manifest_of(policy, DECISIONS))
    assert not names(tmp_path)


def test_nothing_is_added_after_the_commit(tmp_path):
    policy = program()
    with RunWriter(tmp_path, policy, {"csv"}, RUN) as writer:
        writer.commit(manifest_of(policy, []))
        with pytest.raises(RuntimeError, match="was committed"):
            writer.decided(tables_of(policy, [PLAIN]))
    read_run(tmp_path)


def test_the_manifest_of_another_run_is_our_mistake(tmp_path):
    with (
        RunWriter(tmp_path, program(), {"csv"}, RUN) as writer,
        pytest.raises(ValueError, match="the manifest of run f"),
    ):
        writer.commit(manifest_of(program(), [], run_id=OTHER))


def test_a_format_is_needed(tmp_path):
    with pytest.raises(ValueError, match="format"):
        RunWriter(tmp_path, program(), set(), RUN)


# --- what the system refuses ----------------------------------------------------------------------------


class FullDisk(io.BufferedWriter):
    """A file on a disk with little space left."""

    space = 0

    def write(self, data):
        FullDisk.space -= memoryview(data).nbytes
        if FullDisk.space < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(data)


@pytest.mark.parametrize("space", [0, 10, 1_000, 5_000, 20_000, 40_000])
@pytest.mark.parametrize("format_", sorted(ALL))
def test_a_full_disk_leaves_the_former_run(tmp_path, monkeypatch, format_, space):
    write(tmp_path, DECISIONS[:1])
    before = contents(tmp_path)
    monkeypatch.setattr(os, "fdopen", lambda descriptor, mode: FullDisk(io.FileIO(descriptor, mode)))
    monkeypatch.setattr(parquet_file, "ROW_GROUP", 100)
    FullDisk.space = space
    with pytest.raises(OutputError) as caught:
        write(tmp_path, many(3000), formats={format_}, run_id=OTHER)
    assert caught.value.code == "O103"
    assert str(tmp_path) in caught.value.message("zh")
    assert contents(tmp_path) == before


def test_a_file_in_place_of_the_folder(tmp_path):
    (tmp_path / "out").write_text("")
    for directory in (tmp_path / "out", tmp_path / "out" / "deeper"):
        with pytest.raises(OutputError, match="O101"):
            write(directory)


def test_no_permission(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    with pytest.raises(OutputError, match="O102"):
        write(tmp_path)
    monkeypatch.undo()
    write(tmp_path)  # it is not locked any more


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be locked there")
def test_two_runs_cannot_write_at_once(tmp_path):
    with RunWriter(tmp_path, program(), {"csv"}, RUN) as first:
        with pytest.raises(OutputError, match="O105"):
            write(tmp_path)
        first.commit(manifest_of(program(), []))
    write(tmp_path)


@pytest.mark.parametrize("text", ["", "{}", '{"schema_version": 2}', "[1", '"run"'])
def test_a_run_json_that_is_not_ours_is_left_alone(tmp_path, text):
    (tmp_path / "run.json").write_text(text)
    with pytest.raises(OutputError, match="O106"):
        write(tmp_path)
    with pytest.raises(OutputError, match="O106"):
        read_run(tmp_path)
    assert names(tmp_path) == ["run.json"]


def test_messages_need_the_same_in_both_languages():
    for code, (english, chinese) in MESSAGES.items():
        slots = [set(re.findall(r"{(\w+)}", text)) for text in (english, chinese)]
        assert slots[0] == slots[1], code
