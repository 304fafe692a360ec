"""``tiercel check`` with proofs: its formats, exit codes and counts of real customers."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from jsonschema import Draft7Validator

from cli import tiercel
from engine.proof.solver import Answer
from engine.review.check import result
from engine.review.check.questions import Questions

HERE = Path(__file__).parent
SARIF = Draft7Validator(json.loads((HERE / "schemas" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8")))
POLICY = """
policy small
customer c
  | name    | also | type                 | missing | typical |
  | id      |      | key                  |         |         |
  | deposit | 存款 | money from 0 to 1亿  | as 0    | 2万     |
  | age     |      | whole from 0 to 120  | unknown | 40      |
  | born    |      | date                 | unknown | missing |
channels sms
offer 理财
  via sms
"""
BROKEN_PROMISE = "rule 给 if deposit > 10万 then offer 理财\nnever offer 理财 and age < 18\n"
SOUND = "rule 给 if deposit > 10万 then offer 理财\n"
MERGEABLE = """table 给 collect
  | deposit              => offer |
  | from 1万 below 5万   => 理财  |
  | from 5万 below 10万  => 理财  |
"""
MISTAKE = "rule 给 if deposits > 10万 then offer 理财\n"
DATA = "id,存款,age,born\nC1,15万,12,\nC2,3000000,,\nC3,30万,50,\nC4,x,3,\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("few.csv").write_text(DATA, encoding="utf-8")


def check(text, *options, code=0):
    Path("small.policy").write_text(POLICY + text, encoding="utf-8")
    done = CliRunner().invoke(tiercel, ["check", "small.policy", *options])
    assert done.exit_code == code, done.output
    return done.stdout


# --- exit codes ---


def test_what_is_found_ends_with_an_error_only_if_asked():
    assert "P603" in check(BROKEN_PROMISE)
    assert "P603" in check(BROKEN_PROMISE, "--exit-code", code=1)
    check(SOUND, "--exit-code")
    assert "P622" in check(MERGEABLE, "--exit-code")  # a remark is no reason to stop
    check(MISTAKE, code=2)
    check(MISTAKE, "--exit-code", code=2)


@pytest.fixture
def undecided(monkeypatch):
    """No prover ever finds an answer."""
    monkeypatch.setattr(Questions, "ask", lambda *_, **__: Answer("unknown"))


def test_what_is_not_settled_is_told_apart(undecided):
    shown = check(BROKEN_PROMISE, "--exit-code", code=3)
    assert "not settled within the budget" in shown
    assert "small.policy:13 P603 A promise that is broken" in shown
    assert "no mistakes" in shown
    assert "never statement" not in shown
    assert "没有定论" in check(BROKEN_PROMISE, "--lang", "zh")


@pytest.mark.parametrize("form", ["json", "sarif", "junit"])
def test_what_is_not_settled_is_in_every_format(undecided, form):
    shown = check(BROKEN_PROMISE, "--format", form)
    match form:
        case "json":
            found = json.loads(shown)
            assert "P603" in [x["code"] for x in found["proofs"]["unsettled"]]
            assert (found["findings"], found["proofs"]["promises"]) == ([], 0)
        case "sarif":
            run = json.loads(shown)["runs"][0]
            SARIF.validate(json.loads(shown))
            notes = run["invocations"][0]["toolExecutionNotifications"]
            assert "P603" in [x["descriptor"]["id"] for x in notes]
            assert run["results"] == []
        case _:
            suite = ET.fromstring(shown).find("testsuite")  # noqa: S314 - our own
            assert suite.get("failures") == "0"
            assert int(suite.get("skipped")) == len(suite.findall("testcase/skipped")) > 0


# --- with and without a prover ---


def test_without_the_solver_that_is_said(monkeypatch):
    monkeypatch.setattr(result, "find_spec", lambda _: None)
    told = "nothing was proved: the solver is not installed (pip install 'tiercel[review]')"
    assert told in check(BROKEN_PROMISE)
    assert told in check(BROKEN_PROMISE, "--format", "github")
    log = json.loads(check(BROKEN_PROMISE, "--format", "sarif"))
    SARIF.validate(log)
    assert [x["message"]["text"] for x in log["runs"][0]["invocations"][0]["toolExecutionNotifications"]] == [told]
    root = ET.fromstring(check(BROKEN_PROMISE, "--format", "junit"))  # noqa: S314 - our own
    assert (root.get("tests"), root.get("failures")) == ("2", "0")
    assert [(x.get("skipped"), x.find("testcase").get("name")) for x in root] == [("1", "proofs"), ("0", "check")]
    assert root.find("testsuite/testcase/skipped").get("message") == told
    assert json.loads(check(BROKEN_PROMISE, "--format", "json"))["not_proved"] == "no solver"
    assert "没有证明" in check(BROKEN_PROMISE, "--lang", "zh")


def test_without_the_solver_nothing_is_settled(monkeypatch):
    monkeypatch.setattr(result, "find_spec", lambda _: None)
    check(SOUND, "--exit-code", code=3)
    check(SOUND, "--exit-code", "--no-proof")
    check(f"# allow W504\n{SOUND}", "--exit-code", code=1)  # a warning: no reason
    check(MISTAKE, "--exit-code", code=2)


def test_nothing_is_proved_if_that_is_not_wanted():
    shown = check(BROKEN_PROMISE, "--no-proof")
    assert shown == "checked 1 file: no mistakes\n"


# --- formats ---


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("text", [BROKEN_PROMISE, SOUND, MERGEABLE, "param x = 3\n"])
def test_sarif_keeps_to_its_schema(text, lang):
    log = json.loads(check(text, "--format", "sarif", "--lang", lang))
    SARIF.validate(log)
    codes = {x["id"] for x in log["runs"][0]["tool"]["driver"]["rules"]}
    assert codes == {x["ruleId"] for x in log["runs"][0]["results"]}


def test_sarif_of_mistakes():
    log = json.loads(check(MISTAKE, "--format", "sarif", code=2))
    SARIF.validate(log)
    (found,) = log["runs"][0]["results"]
    assert (found["ruleId"], found["level"]) == ("E201", "error")
    assert "fixes" not in found  # a guess is no fix
    assert log["runs"][0]["invocations"][0]["executionSuccessful"] is False


def test_sarif_has_what_is_silenced_with_its_reason():
    silenced = BROKEN_PROMISE.replace("never", "# allow P603: parents sign\nnever")
    log = json.loads(check(silenced, "--format", "sarif"))
    SARIF.validate(log)
    (found,) = log["runs"][0]["results"]
    assert found["suppressions"] == [{"kind": "inSource", "justification": "parents sign"}]


def test_further_places_are_in_every_format():
    found = json.loads(check(MERGEABLE, "--format", "json"))["findings"][0]
    (other,) = found["others"]
    assert (found["place"]["line"], other["place"]["line"], other["remark_en"]) == (15, 14, "the other one")
    log = json.loads(check(MERGEABLE, "--format", "sarif"))
    SARIF.validate(log)
    (related,) = log["runs"][0]["results"][0]["relatedLocations"]
    assert related["physicalLocation"]["region"]["startLine"] == 14
    assert "small.policy:14: the other one" in check(MERGEABLE, "--format", "junit")
    assert "small.policy:14: the other one" in check(MERGEABLE, "--format", "github")


def test_sarif_says_where_and_who():
    log = json.loads(check(BROKEN_PROMISE, "--format", "sarif"))
    (found,) = log["runs"][0]["results"]
    (place,) = found["locations"]
    assert place["physicalLocation"]["artifactLocation"] == {"uri": "small.policy"}
    assert place["physicalLocation"]["region"] == {"startLine": 13, "startColumn": 1, "endLine": 13, "endColumn": 28}
    assert "customer: deposit 100,000.01 CNY, age 17" in found["message"]["text"]


def test_junit_has_a_case_for_each_finding():
    root = ET.fromstring(check(BROKEN_PROMISE, "--format", "junit"))  # noqa: S314 - our own
    assert (root.get("tests"), root.get("failures")) == ("1", "1")
    case = root.find("testsuite/testcase")
    assert (case.get("name"), case.get("classname")) == ("P603 13:1", "small")
    assert "small.policy:13:1\nThere can be a customer" in case.find("failure").text
    clean = ET.fromstring(check(SOUND, "--format", "junit"))  # noqa: S314
    assert (clean.get("tests"), clean.get("failures")) == ("1", "0")
    remark = ET.fromstring(check(MERGEABLE, "--format", "junit"))  # noqa: S314
    assert (remark.get("tests"), remark.get("failures")) == ("1", "0")
    assert "P622" in remark.find("testsuite/testcase").get("name")


def test_github_annotations_are_a_line_each():
    lines = check(BROKEN_PROMISE, "--format", "github").splitlines()
    assert lines[0].startswith(
        "::error file=small.policy,line=13,endLine=13,col=1,endColumn=28,title=P603 A promise that is broken::"
        "There can be a customer for whom all of this holds.%0Acustomer: "
    )
    assert lines[-1] == "checked 1 file: no mistakes, 1 error found by proofs, 0 warnings"
    assert check(MERGEABLE, "--format", "github").startswith("::notice ")


def test_json_has_the_customer():
    report = json.loads(check(BROKEN_PROMISE, "--format", "json"))
    (found,) = report["findings"]
    assert (found["code"], found["status"], found["severity"]) == ("P603", "found", "error")
    (customer,) = found["customers"]
    assert customer["fields"] == {
        "deposit": {"kind": "money", "value": "100000.01", "unit": "CNY"},
        "age": {"kind": "number", "value": "17", "unit": None},
    }


def test_two_checks_say_the_same():
    for form in ("text", "json", "sarif", "junit", "github"):
        assert check(BROKEN_PROMISE, "--format", form) == check(BROKEN_PROMISE, "--format", form)


# --- real customers ---


def test_findings_are_counted_in_data():
    shown = check(BROKEN_PROMISE, "--data", "few.csv", "--as-of", "2026-06-01")
    assert "in the data: 1 of 3 customers (33.3%)" in " ".join(shown.split())
    report = json.loads(check(BROKEN_PROMISE, "--data", "few.csv", "--as-of", "2026-06-01", "--format", "json"))
    assert report["findings"][0]["counted"] == {"customers": 1, "of": 3}


@pytest.mark.parametrize(
    ("code", "text", "customers"),
    [
        ("P612", "tiers t by deposit\n  a\n  b from 1000万\nrule up if deposit from 10万 to 20万 then tier t b\n", 1),
        ("P613", "rule 给 if deposit > 10万 and deposit > 5万 then offer 理财\n", 3),
        ("P614", "tiers t by age - years since born\n  a\n  b from 2\n", 3),
        ("P621", "rule x if age < 20 then offer 理财\nrule y if not (age >= 20) then offer 理财\n", 1),
        ("P622", MERGEABLE.replace("10万", "50万"), 2),
    ],
)
def test_every_kind_of_finding_is_counted(code, text, customers):
    report = json.loads(check(text, "--data", "few.csv", "--as-of", "2026-06-01", "--format", "json"))
    counted = [x["counted"] for x in report["findings"] if x["code"] == code]
    assert counted == [{"customers": customers, "of": 3}]


def test_data_that_cannot_be_read():
    Path("few.csv").write_text("id,age\nC1,3\n", encoding="utf-8")
    check(BROKEN_PROMISE, "--data", "few.csv", code=2)
    assert "0 of 1 customers" in check(BROKEN_PROMISE, "--data", "few.csv", "--absent-ok", "all")


def test_data_without_proofs_are_a_slip():
    check(BROKEN_PROMISE, "--data", "few.csv", "--no-proof", code=2)
