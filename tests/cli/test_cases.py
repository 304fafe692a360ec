"""The command line as people use it: the cases are in cases.toml."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.cli.folding import says

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
CASES = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))


def tiercel(args, cwd, **env):
    return subprocess.run(
        [sys.executable, "-m", "cli", *args],
        cwd=cwd, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TIERCEL_LANG": "en", "NO_COLOR": "1", "COLUMNS": "80", **env},
    )  # fmt: skip


@pytest.fixture
def place(tmp_path):
    """A folder with the shipped policies and the files that all cases share."""
    shutil.copytree(ROOT / "policies", tmp_path / "policies")
    for name, text in CASES["files"].items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["name"])
def test_case(case, place):
    for before in case.get("before", []):
        assert tiercel(before.split(), place).returncode == 0
    done = tiercel(case["args"], place, **case.get("env", {}))
    shown = f"exit {done.returncode}\n--- stdout\n{done.stdout}\n--- stderr\n{done.stderr}"
    assert done.returncode == case.get("exit", 0), shown
    for stream, text in (("out", done.stdout), ("err", done.stderr)):
        for wanted in case.get(f"{stream}_has", []):
            assert wanted in text or (stream == "err" and says(text, wanted)), f"{wanted!r} not in {stream}\n{shown}"
        for unwanted in case.get(f"{stream}_lacks", []):
            assert unwanted not in text, f"{unwanted!r} in {stream}\n{shown}"
        if case.get(f"{stream}_empty"):
            assert text == "", shown
    assert "Traceback" not in done.stderr
    for name in case.get("writes", []):
        assert list(place.glob(name)), f"{name} was not written\n{shown}"
