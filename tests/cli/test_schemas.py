"""Everything printed with --format json has a published schema, and keeps to it."""

import importlib
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main, tiercel
from commands.error_report import ErrorReport
from commands.schema import _MODELS
from tests.cli.folding import says

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
    "error": "explain small.policy --rule none --format json",
}


def printed(arguments):
    done = CliRunner().invoke(tiercel, arguments.split())
    assert done.exit_code == (2 if arguments == COMMANDS["error"] else 0), done.output
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


@pytest.mark.parametrize("output", [name for name in _MODELS if name not in ("check", "error")])
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
    assert printing == {name for name in _MODELS if name not in ("rule", "error")}


WITHOUT_RESULT = {
    "no file": ("run small.policy --data none.csv --out decided", ["D101"]),
    "a column is missing": ("run small.policy --data lacks.csv --out decided", ["D114"]),
    "no rows": ("run small.policy --data empty.csv --out decided", ["D128"]),
    "results cannot be written": ("run small.policy --data few.csv --out few.csv", ["O101"]),
    "a value cannot be used": ("run small.policy --data few.csv --out decided --set large=3天", ["E201"]),
    "no such profile": ("run small.policy --data few.csv --out decided --profile none", []),
    "no such policy": ("run none.policy --data few.csv --out decided", []),
    "explained without its column": ("explain small.policy --data lacks.csv --id C1", ["D114"]),
    "set aside": ("explain small.policy --data few.csv --id C3", ["D214"]),
    "nobody": ("explain small.policy --data few.csv --id C9", []),
    "nothing asked": ("explain small.policy", []),
    "no such rule": ("explain small.policy --rule none", []),
    "counted without the file": ("check small.policy --data none.csv", ["D101"]),
    "counted without the column": ("check small.policy --data lacks.csv", ["D114"]),
    "compared without the file": ("diff small.policy changed.policy --data none.csv", ["D101"]),
    "tested without a policy": ("test none.policy", []),
}


@pytest.mark.parametrize(("arguments", "codes"), WITHOUT_RESULT.values(), ids=WITHOUT_RESULT)
def test_why_there_is_no_result_is_printed_as_json(tmp_path, monkeypatch, arguments, codes):
    monkeypatch.chdir(tmp_path)
    Path("small.policy").write_text(POLICY, encoding="utf-8")
    Path("changed.policy").write_text(POLICY.replace("10万", "11万"), encoding="utf-8")
    Path("few.csv").write_text(DATA, encoding="utf-8")
    Path("lacks.csv").write_text("id\nC1\n", encoding="utf-8")
    Path("empty.csv").write_text("id,deposit\n", encoding="utf-8")
    done = CliRunner().invoke(tiercel, [*arguments.split(), "--format", "json", "--lang", "en"])
    assert done.exit_code == 2
    report = ErrorReport.model_validate_json(done.stdout)
    assert [cause.code for cause in report.causes] == codes
    assert says(done.stderr, report.message_en)
    assert re.search(r"[\u4e00-\u9fff]", report.message_zh)


@pytest.mark.parametrize("arguments", ["run small.policy --format json", "check --format=json --deep small.policy"])
def test_a_command_line_that_is_not_understood_is_told_as_json(monkeypatch, capsys, arguments):
    monkeypatch.setattr("sys.argv", ["tiercel", *arguments.split()])
    with pytest.raises(SystemExit) as ended:
        main()
    told = capsys.readouterr()
    assert ended.value.code == 2
    assert says(told.err, ErrorReport.model_validate_json(told.out).message_en)


def test_a_run_that_decided_nobody_prints_its_manifest(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("small.policy").write_text(POLICY, encoding="utf-8")
    Path("few.csv").write_text("id,deposit\nC3,x\n", encoding="utf-8")
    done = CliRunner().invoke(tiercel, COMMANDS["run"].split())
    assert done.exit_code == 1
    assert json.loads(done.stdout)["counts"]["quarantined"] == 1
