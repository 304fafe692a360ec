"""A folder holds one run: the former one until the commit, then the new one, and nothing of failed ones."""

import errno
import threading
from pathlib import Path

import pytest

from engine.io import folder as folders
from engine.io.folder import read_run
from engine.io.output_errors import OutputError
from engine.io.write import RunWriter
from tests.engine.programs import DECISIONS, REJECTED, RUN, many, program
from tests.engine.runs import ALL, OTHER, contents, names, tables_of, write

# What cannot be closed cleanly must not surface as a warning of the interpreter.
pytestmark = pytest.mark.filterwarnings("error")


def test_the_files_of_the_former_run_are_removed_and_no_others(tmp_path):
    (tmp_path / f"decisions-{'9' * 16}.csv").write_text("of a run that run.json does not name")
    (tmp_path / ".tiercel-notes.tmp").write_text("a file")
    write(tmp_path)
    write(tmp_path, formats={"csv"}, run_id=OTHER)
    assert names(tmp_path) == sorted([
        ".tiercel-notes.tmp", f"decisions-{'9' * 16}.csv", "run.json",
        *(f"{table}-{OTHER}.csv" for table in ("decisions", "offers", "tasks", "quarantine")),
    ])  # fmt: skip


def test_the_same_run_again_keeps_its_files(tmp_path):
    write(tmp_path)
    before = {path.name: path.stat().st_ino for path in tmp_path.iterdir() if path.name != "run.json"}
    write(tmp_path)
    after = {path.name: path.stat().st_ino for path in tmp_path.iterdir() if path.name != "run.json"}
    assert before == after
    read_run(tmp_path)


def test_the_same_id_with_other_contents_takes_another_name(tmp_path):
    write(tmp_path, formats={"csv"})
    written = write(tmp_path, DECISIONS[:1], formats={"csv"})
    assert written.outputs[0].file == f"decisions-{RUN}.2.csv"
    assert written.outputs[3].file == f"quarantine-{RUN}.csv"
    assert read_run(tmp_path).manifest == written
    assert len(names(tmp_path)) == 5
    write(tmp_path, formats={"csv"})
    assert f"decisions-{RUN}.csv" in names(tmp_path)
    assert len(names(tmp_path)) == 5


def test_a_file_of_somebody_else_is_never_replaced(tmp_path):
    theirs = tmp_path / f"decisions-{RUN}.csv"
    theirs.write_text("mine")
    write(tmp_path, formats={"csv"})
    write(tmp_path, formats={"csv"}, run_id=OTHER)
    assert theirs.read_text() == "mine"


class Interrupted(BaseException):
    pass


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, Interrupted, None])
def test_what_is_not_committed_leaves_no_trace(tmp_path, error):
    write(tmp_path, DECISIONS[:1])
    before = contents(tmp_path)

    def fail():
        with RunWriter(tmp_path, program(), ALL, OTHER) as writer:
            writer.decided(tables_of(program(), many(500)))
            writer.quarantined(REJECTED)
            assert len(names(tmp_path)) == len(before) + 1
            if error:
                raise error

    if error:
        with pytest.raises(error):
            fail()
    else:
        fail()
    assert contents(tmp_path) == before


def test_a_run_that_fails_keeps_an_equal_file_that_was_there(tmp_path, monkeypatch):
    write(tmp_path, formats={"csv"})
    (tmp_path / "run.json").unlink()
    before = contents(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(errno.EIO, "no")))
        with pytest.raises(OutputError, match="O104"):
            write(tmp_path, formats={"csv"})
    assert contents(tmp_path) == before


@pytest.mark.parametrize("at", range(1, 7))
def test_a_rename_that_fails_leaves_the_former_run(tmp_path, monkeypatch, at):
    write(tmp_path, DECISIONS[:1], formats={"csv"})
    before = contents(tmp_path)
    replace, calls = Path.replace, []

    def failing(self, target):
        calls.append(target)
        if len(calls) == at:
            raise OSError(errno.EIO, "Input/output error")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    if at < 6:  # four tables, then run.json
        with pytest.raises(OutputError, match="O104"):
            write(tmp_path, formats={"csv"}, run_id=OTHER)
        assert contents(tmp_path) == before
    else:
        write(tmp_path, formats={"csv"}, run_id=OTHER)


def test_former_files_that_cannot_be_removed_go_with_the_next_run(tmp_path, monkeypatch):
    write(tmp_path, formats={"csv"})
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", lambda *_, **__: (_ for _ in ()).throw(PermissionError(errno.EACCES, "no")))
        write(tmp_path, formats={"csv"}, run_id=OTHER)
    assert read_run(tmp_path).manifest.run_id == OTHER
    assert f"decisions-{RUN}.csv" in names(tmp_path)
    write(tmp_path, formats={"csv"}, run_id=OTHER)
    assert len(names(tmp_path)) == 5


def test_a_commit_that_may_not_be_on_the_disk_keeps_both_runs(tmp_path, monkeypatch):
    write(tmp_path, DECISIONS[:1], formats={"csv"})
    sync, calls = folders.sync_folder, []

    def failing(directory):
        calls.append(directory)
        if len(calls) == 3:  # after run.json was renamed
            raise OSError(errno.EIO, "Input/output error")
        sync(directory)

    with monkeypatch.context() as patch:
        patch.setattr(folders, "sync_folder", failing)
        with pytest.raises(OutputError, match="O104"):
            write(tmp_path, formats={"csv"}, run_id=OTHER)
    assert f"decisions-{RUN}.csv" in names(tmp_path)
    assert read_run(tmp_path).manifest.run_id == OTHER
    write(tmp_path, formats={"csv"}, run_id=OTHER)
    assert len(names(tmp_path)) == 5


# --- reading --------------------------------------------------------------------------------------------


def test_no_run(tmp_path):
    for directory in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(OutputError, match="O110"):
            read_run(directory)


def test_a_missing_file_is_told(tmp_path):
    write(tmp_path)
    (tmp_path / f"offers-{RUN}.csv").unlink()
    with pytest.raises(OutputError) as caught:
        read_run(tmp_path, verify=False)
    assert caught.value.code == "O111"
    assert f"offers-{RUN}.csv" in caught.value.message("en")


def test_a_changed_file_is_told(tmp_path):
    write(tmp_path)
    path = tmp_path / f"decisions-{RUN}.csv"
    changed = path.read_bytes().replace(b"T1", b"T2")
    path.write_bytes(changed)
    read_run(tmp_path, verify=False)
    with pytest.raises(OutputError, match="O112"):
        read_run(tmp_path)
    path.write_bytes(changed + b"x")
    with pytest.raises(OutputError, match="O112"):
        read_run(tmp_path, verify=False)


def test_a_reader_always_finds_a_whole_run(tmp_path):
    write(tmp_path, formats={"csv"})
    done, found, failed = threading.Event(), set(), []

    def read():
        while not done.is_set():
            try:
                found.add(read_run(tmp_path).manifest.run_id)
            except OutputError as error:
                failed.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(40):
            write(tmp_path, formats={"csv"}, run_id=f"{number:016x}")
    finally:
        done.set()
        reader.join()
    assert not failed
    assert len(found) > 3
