"""Everything printed with --format json has a published schema, and keeps to it."""

import importlib
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import tiercel
from commands.schema import _MODELS

POLICY = """
policy small
customer c
  | name    | also | type  | missing | typical |
  | id      |      | key   |         |         |
  | deposit | 存款 | money | as 0    | 2万     |
offer 理财
class rich 大户 if deposit >= 100万
rule grant 给 if deposit > 10万 then offer 理财 and task 回访 within 3 days
exclude from offer 理财 if deposit < 20万
test "rich"
  given deposit 100万
  expect class rich
"""
DATA = "id,deposit\nC1,15万\nC2,3000000\nC3,x\n"
CUSTOMERS = "small.policy --data few.csv --as-of 2026-06-01"
COMMANDS = {
    "run": f"run {CUSTOMERS} --out decided --format json",
    "check": "check small.policy --format json",
    "test": "test small.policy --format json",
    "explain": f"explain {CUSTOMERS} --id C1 --format json",
    "diff": "diff small.policy small.policy --format json",
    "rule": "explain small.policy --rule grant --format json",
}


def printed(arguments):
    done = CliRunner().invoke(tiercel, arguments.split())
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize("output", _MODELS)
def test_what_is_printed_keeps_to_the_schema(tmp_path, monkeypatch, output):
    monkeypatch.chdir(tmp_path)
    Path("small.policy").write_text(POLICY, encoding="utf-8")
    Path("few.csv").write_text(DATA, encoding="utf-8")
    text = printed(COMMANDS[output])
    schema = json.loads(printed(f"schema {output}"))
    module, name = _MODELS[output]
    model = getattr(importlib.import_module(module), name)
    assert schema == model.model_json_schema()
    assert not set(json.loads(text)) - set(schema["properties"])
    assert set(schema.get("required", ())) <= set(json.loads(text))
    assert json.loads(model.model_validate_json(text).model_dump_json()) == json.loads(text)


@pytest.mark.parametrize("output", [name for name in _MODELS if name != "check"])
def test_a_policy_with_mistakes_is_printed_as_check_prints_it(tmp_path, monkeypatch, output):
    monkeypatch.chdir(tmp_path)
    Path("small.policy").write_text(POLICY.replace("deposit >=", "deposits >="), encoding="utf-8")
    Path("few.csv").write_text(DATA, encoding="utf-8")
    checked = CliRunner().invoke(tiercel, COMMANDS["check"].split())
    done = CliRunner().invoke(tiercel, COMMANDS[output].split())
    assert (done.exit_code, checked.exit_code) == (2, 2)
    assert done.stdout == checked.stdout
    assert [found["code"] for found in json.loads(done.stdout)["findings"]] == ["E201"]
    assert "deposits" in done.stderr


def test_every_command_that_prints_json_has_a_schema():
    commands = (Path(__file__).parents[2] / "commands").glob("*.py")
    printing = {
        file.stem for file in commands if re.search(r'"--format".*\n?.*"json"', file.read_text(encoding="utf-8"))
    }
    assert printing == {name for name in _MODELS if name != "rule"}
