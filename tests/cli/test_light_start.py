"""A command loads only what it needs: that is most of the time that a short one takes."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from engine.kernel import native

ROOT = Path(__file__).parents[2]
STANDARD = re.compile(r"^from dataclasses import .*\bdataclass\b", re.MULTILINE)
POLICY = """
customer c
  | name    | type                 | missing |
  | id      | key                  |         |
  | deposit | money from 0 to 1亿  | as 0    |
class rich if deposit > 5万
"""
HEAVY = [
    "dsl.load", "duckdb", "importlib.metadata", "jinja2", "lark", "llvmlite", "numba", "numpy", "openpyxl", "polars",
    "pyarrow", "pyarrow.dataset", "pydantic", "pysat", "z3",
]  # fmt: skip
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
        (["check", "p.policy", "--no-proof"], ["dsl.load", "lark"]),
        (["fmt", "p.policy"], ["dsl.load", "lark"]),
        (["fmt", "--stdout", "p.policy"], ["lark"]),
        (["git-setup", "--help"], []),
        (
            ["run", "p.policy", "--data", "data.csv", "--out", "o", "--as-of", "2026-06-01"],
            ["dsl.load", "importlib.metadata", "lark", "llvmlite", "numpy", "pyarrow", "pydantic"],
        ),
    ],
)
def test_what_a_command_loads(folder, arguments, loaded):
    run = [sys.executable, "-c", PROGRAM, json.dumps(HEAVY), *arguments]
    done = subprocess.run(run, cwd=folder, capture_output=True, text=True, check=False)
    code, found = json.loads(done.stdout.splitlines()[-1])
    assert code in (0, None), done.stderr
    assert found == loaded


@pytest.mark.parametrize("package", ["dsl", "engine", "commands"])
def test_data_classes_cost_little_to_define(package):
    """Those of the standard library compile all their methods when a module is loaded."""
    able = {"dsl/source.py"}  # ordered
    able |= {"dsl/format/driver.py"}  # calls what it overrides
    able |= {"engine/evaluator/plan.py", "engine/evaluator/texts.py"}  # have fields that are set later
    modules = (ROOT / package).rglob("*.py")
    assert {str(path.relative_to(ROOT)) for path in modules if STANDARD.search(path.read_text())} <= able
