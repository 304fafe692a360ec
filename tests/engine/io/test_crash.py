"""Killed at any step, a run leaves the former run or itself whole; the next run removes its traces, or goes on."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork")

OLD, NEW, THEN = "0" * 16, "1" * 16, "2" * 16


@pytest.mark.parametrize(
    ("former", "new", "then", "before"),
    [
        ("", NEW, THEN, "O110"),
        (OLD, NEW, THEN, [OLD, 1]),
        # Equal ids, as when the same input is run again, though with other contents: names are taken already.
        (OLD, OLD, OLD, [OLD, 1]),
    ],
    ids=["first run", "next run", "same run"],
)
def test_killed_at_every_step(tmp_path, former, new, then, before):
    script = Path(__file__).with_name("crash.py")
    done = subprocess.run(
        [sys.executable, script, tmp_path, former, new, then], capture_output=True, text=True, check=True
    )
    results = json.loads(done.stdout)
    states = [after for after, _, _ in results]
    commit = states.index([new, 3])
    assert commit > 30
    assert all(state == before for state in states[:commit])
    assert all(state == [new, 3] for state in states[commit:])
    assert len(states) > commit + 3
    assert all(following == [then, 2] for _, following, _ in results)
    assert all(stray == ["notes-of-the-team.csv"] for _, _, stray in results)


@pytest.mark.parametrize(("stride", "again"), [(2, 0), (5, 14)], ids=["once", "twice"])
def test_killed_at_any_step_and_continued(tmp_path, stride, again):
    script = Path(__file__).with_name("crash_resume.py")
    done = subprocess.run(
        [sys.executable, script, tmp_path, str(stride), str(again)], capture_output=True, text=True, check=True
    )
    name, results = json.loads(done.stdout)
    states = [after for after, *_ in results]
    commit = states.index([name, 3])
    assert commit * stride > 35
    assert all(state == "O110" for state in states[:commit])
    assert all(state == [name, 3] for state in states[commit:])
    assert all(at_last == [name, 3] for _, at_last, *_ in results)
    assert all(equal for *_, equal, _ in results)
    assert {kept for *_, kept in results} >= {0, 3, 4}
