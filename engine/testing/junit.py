"""The report of ``tiercel test`` as JUnit XML, which CI servers read: a suite for each file, a case for each case."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from dsl.diagnostics.render import describe
from engine.testing.model import CaseResult, Errored, Failed, Passed, TestReport

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dsl.diagnostics.model import Diagnostic, Words
    from engine.testing.model import Difference

# Characters that XML cannot carry at all, however they are escaped.
_FORBIDDEN: Final = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(report: TestReport) -> str:
    """A report for CI servers. Sentences are in both languages, Chinese first.

    The properties of every suite are those of the whole policy, since coverage does not belong to one file.
    """
    root = ET.Element("testsuites", {"name": cleaned(report.policy), **_counts(report.results)})
    for path, results in report.by_file():
        about = {"name": cleaned(path), **_counts(results), "skipped": "0", "time": "0"}
        suite = ET.SubElement(root, "testsuite", about)
        properties = ET.SubElement(suite, "properties")
        for name, value in _coverage(report).items():
            ET.SubElement(properties, "property", name=name, value=value)
        for result in results:
            _case(suite, path, result)
    return written(root)


def mistakes_to_junit(policy: str, mistakes: Sequence[Diagnostic]) -> str:
    """What a CI server is told of a policy whose tests cannot run: every mistake, as a case in error of its file."""
    number = str(len(mistakes))
    root = ET.Element("testsuites", {"name": cleaned(policy), "tests": number, "failures": "0", "errors": number})
    for path in dict.fromkeys(mistake.span.path for mistake in mistakes):
        found = [mistake for mistake in mistakes if mistake.span.path == path]
        counts = {"tests": str(len(found)), "failures": "0", "errors": str(len(found)), "skipped": "0", "time": "0"}
        suite = ET.SubElement(root, "testsuite", {"name": cleaned(path), **counts})
        for mistake in found:
            place, said = f"{mistake.span.line}:{mistake.span.column}", describe(mistake)
            case = ET.SubElement(
                suite, "testcase", name=f"{mistake.code} {place}", classname=package_of(path), time="0"
            )
            error = ET.SubElement(case, "error", message=cleaned(_said(said.message)), type=mistake.code)
            write = [f"改为 {mistake.fix} / write {mistake.fix}"] if mistake.fix is not None else []
            error.text = cleaned("\n".join([f"{path}:{place}", *write, *([_said(said.help)] if said.help else [])]))
    return written(root)


def written(root: ET.Element) -> str:
    """A report as text."""
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=False).join(
        ('<?xml version="1.0" encoding="UTF-8"?>\n', "\n")
    )


def package_of(path: str) -> str:
    """A file as CI servers group cases: its folders and name with dots between."""
    file = PurePath(path)
    return cleaned(".".join(part for part in file.with_suffix("").parts if part != file.anchor))


def _counts(results: tuple[CaseResult, ...]) -> dict[str, str]:
    return {
        "tests": str(len(results)),
        "failures": str(sum(isinstance(r.outcome, Failed) for r in results)),
        "errors": str(sum(isinstance(r.outcome, Errored) for r in results)),
    }


def _coverage(report: TestReport) -> dict[str, str]:
    return {
        "rules": str(len(report.rules)),
        "rules.covered": str(len(report.fired)),
        "rules.uncovered": cleaned(", ".join(rule.id for rule in report.never_fired)),
        "boundaries": str(len(report.boundaries)),
        "boundaries.covered": str(sum(b.sides == "both" for b in report.boundaries)),
        "tests.empty": str(len(report.empty)),
    }


def _case(suite: ET.Element, path: str, result: CaseResult) -> None:
    span = result.test.span
    # Where the test stands is told in the texts: the schema that CI servers check has no place for it.
    case = ET.SubElement(suite, "testcase", name=cleaned(result.name), classname=package_of(path), time="0")
    match result.outcome:
        case Failed(differences):
            first = differences[0]
            message = (
                f"期望 {first.expected.zh} 实际 {first.actual.zh} / expected {first.expected.en}, got {first.actual.en}"
            )
            failure = ET.SubElement(case, "failure", message=cleaned(message), type="difference")
            failure.text = cleaned("\n\n".join(map(_told, differences)))
        case Errored(words):
            error = ET.SubElement(case, "error", message=cleaned(_said(words)), type="error")
            error.text = f"{span}"
        case Passed(empty) if empty is not None:
            ET.SubElement(case, "system-out").text = cleaned(f"⚠ {span} {_said(empty.words)}")
        case _:
            return


def _told(difference: Difference) -> str:
    lines = [
        f"{difference.span}",
        f"期望 {difference.expected.zh}  实际 {difference.actual.zh}",
        *(f"  {why.zh}" for why in difference.why),
        f"expected {difference.expected.en}, got {difference.actual.en}",
        *(f"  {why.en}" for why in difference.why),
    ]
    return "\n".join(lines)


def _said(words: Words) -> str:
    return f"{words.zh} / {words.en}"


def cleaned(text: str) -> str:
    """A text without what XML cannot carry."""
    return _FORBIDDEN.sub("\ufffd", text)
