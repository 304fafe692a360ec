"""What programs read: JUnit XML and JSON."""

import json
from xml.etree import ElementTree as ET

from engine.testing.junit import to_junit
from engine.testing.report import TestReportJson, to_json
from engine.testing.runner import run_tests
from tests.engine.policies import analysed, program
from tests.engine.testing.samples import HERE, LADDER, RECORD, run

# The schema of Jenkins, which other CI servers follow: element → (attributes, children).
SCHEMA = {
    "testsuites": ({"name", "time", "tests", "failures", "disabled", "errors"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors", "time", "disabled", "skipped", "timestamp", "hostname", "id"},
        {"properties", "testcase", "system-out", "system-err"},
    ),
    "properties": (set(), {"property"}),
    "property": ({"name", "value"}, set()),
    "testcase": (
        {"name", "assertions", "time", "classname", "status"},
        {"skipped", "error", "failure", "system-out", "system-err"},
    ),
    "failure": ({"type", "message"}, set()),
    "error": ({"type", "message"}, set()),
    "system-out": (set(), set()),
}  # fmt: skip
REQUIRED = {"testsuite": {"name", "tests"}, "testcase": {"name", "classname"}, "property": {"name", "value"}}


def validate(element):
    attributes, children = SCHEMA[element.tag]
    assert set(element.attrib) <= attributes
    assert REQUIRED.get(element.tag, set()) <= set(element.attrib)
    for child in element:
        assert child.tag in children
        validate(child)


def failures():
    return run_tests(program((HERE / "failures.policy").read_text(encoding="utf-8")))


def test_junit_keeps_to_the_schema():
    text = to_junit(failures())
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites')
    root = ET.fromstring(text.encode())  # noqa: S314 - our own output
    validate(root)
    assert root.attrib == {"name": "样例", "tests": "30", "failures": "26", "errors": "4"}
    (suite,) = root
    assert suite.attrib["name"] == "0.policy"
    assert sum(case.find("failure") is not None for case in suite.iter("testcase")) == 26
    assert sum(case.find("error") is not None for case in suite.iter("testcase")) == 4


def test_a_failure_is_told_in_both_languages():
    case = ET.fromstring(to_junit(failures()))[0].find("testcase")  # noqa: S314 - our own output
    assert case.attrib["classname"] == "0"
    failure = case.find("failure")
    assert failure.attrib["message"] == "期望 层级 优质 实际 核心 / expected tier 优质, got 核心"
    assert "因 规则 large_loan：贷款 61万元 > 3倍 存款 60万元 ✓" in failure.text
    assert "because of rule large_loan: loan 610,000 CNY > 3x deposit 600,000 CNY ✓" in failure.text
    assert "0.policy:78" in failure.text


def test_a_suite_for_each_file_and_coverage_as_properties():
    rule = "rule 大额\n  if loan > 3x deposit\n  then tier 核心"
    one = 'test "一"\n  given deposit 100万, loan 301万\n  expect tier 核心'
    report = run_tests(program(RECORD + LADDER, rule + "\n" + one, 'test "二"\n  given loan 7万\n  expect tier 核心'))
    root = ET.fromstring(to_junit(report))  # noqa: S314 - our own output
    assert [suite.attrib["name"] for suite in root] == ["1.policy", "2.policy"]
    properties = {p.attrib["name"]: p.attrib["value"] for p in root[0].iter("property")}
    assert properties == {
        "rules": "1", "rules.covered": "1", "rules.uncovered": "", "boundaries": "4", "boundaries.covered": "0",
        "tests.empty": "1",
    }  # fmt: skip
    assert root[0].find("testcase/system-out").text.startswith("⚠ 1.policy:4 删去 规则 大额 后仍通过")


def test_characters_that_xml_cannot_carry_are_replaced():
    report = run(LADDER, 'test "a\x0bb<&"\n  expect tier 优质')
    case = ET.fromstring(to_junit(report))[0].find("testcase")  # noqa: S314 - our own output
    assert case.attrib["name"] == "a\ufffdb<&"


def test_json_says_all_of_it():
    report = failures()
    data = json.loads(to_json(report).model_dump_json())
    assert data["schema_version"] == 1
    assert data["counts"] == {"tests": 30, "passed": 0, "empty": 0, "failed": 26, "errors": 4}
    first = data["cases"][0]
    assert (first["outcome"], first["place"]) == ("failed", {"path": "0.policy", "line": 76})
    assert first["differences"][0]["actual"] == {"en": "核心", "zh": "核心"}
    assert [case["error"] is not None for case in data["cases"]].count(True) == 4
    assert {rule["id"] for rule in data["rules"]} >= {"large_loan", "gifts#1", "class-red"}
    assert {b["sides"] for b in data["boundaries"]} == {"none"}
    assert TestReportJson.model_validate_json(to_json(report).model_dump_json()) == to_json(report)


def test_json_of_empty_tests_names_the_rules():
    rule = "rule 大额\n  if loan > 3x deposit\n  then tier 核心"
    test = 'test "一" as of 2026-06-01\n  given deposit 100万, loan 301万\n  expect tier 核心'
    (case,) = to_json(run(LADDER, rule, test)).cases
    assert (case.outcome, case.about, str(case.as_of)) == ("empty", ("大额",), "2026-06-01")
    assert case.empty is not None


def test_the_schema_describes_every_field():
    schema = TestReportJson.model_json_schema()
    for model in (schema, *schema["$defs"].values()):
        assert model["description"]
        assert all("description" in field for field in model.get("properties", {}).values())


def test_the_failures_are_a_sound_policy():
    assert analysed((HERE / "failures.policy").read_text(encoding="utf-8")).errors == ()
