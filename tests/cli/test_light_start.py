"""A command loads only what it needs: that is most of the time that a short one takes."""

import json
import subprocess
import sys

import pytest

from engine.kernel import native

POLICY = """
customer c
  | name    | type                 | missing |
  | id      | key                  |         |
  | deposit | money from 0 to 1亿  | as 0    |
class rich if deposit > 5万
"""
HEAVY = ["duckdb", "jinja2", "numba", "openpyxl", "polars", "pyarrow", "pydantic", "z3"]
PROGRAM = """
import json, sys
from cli import main
heavy = json.loads(sys.argv[1])
del sys.argv[1]
try:
    main()
except SystemExit as done:
    print(json.dumps([done.code, [x for x in heavy if x in sys.modules]]))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    native._machine()  # compiled by now
    folder = tmp_path_factory.mktemp("light")
    (folder / "p.policy").write_text(POLICY)
    (folder / "data.csv").write_text("id,deposit\n1,60000\n")
    return folder


@pytest.mark.parametrize(
    ("arguments", "loaded"),
    [
        (["--help"], []),
        (["run", "--help"], []),
        (["check", "p.policy", "--no-proof"], []),
        (["fmt", "p.policy"], []),
        (["fmt", "--stdout", "p.policy"], []),
        (["git-setup", "--help"], []),
        (["run", "p.policy", "--data", "data.csv", "--out", "o", "--as-of", "2026-06-01"], ["pyarrow", "pydantic"]),
    ],
)
def test_what_a_command_loads(folder, arguments, loaded):
    run = [sys.executable, "-c", PROGRAM, json.dumps(HEAVY), *arguments]
    done = subprocess.run(run, cwd=folder, capture_output=True, text=True, check=False)
    code, found = json.loads(done.stdout.splitlines()[-1])
    assert code in (0, None), done.stderr
    assert found == loaded
