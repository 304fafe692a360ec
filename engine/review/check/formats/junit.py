"""What ``check`` found as JUnit XML, which CI servers read: a suite for each file, a case for each finding.

A file without findings has one case, which passes. Remarks pass, too. What is not settled is skipped; and so are all
proofs, as one case, if there is no solver for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from dsl.diagnostics.catalogue import message
from engine.review.check.formats.sarif import elsewhere, said
from engine.review.check.formats.text import describer_of, not_proved, not_settled
from engine.testing.junit import cleaned, package_of, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dsl.syntax.vocabulary import Lang
    from engine.review.check.describe import Describer
    from engine.review.check.findings.model import Finding
    from engine.review.check.result import CheckResult, Entry


def to_junit(result: CheckResult, lang: Lang) -> str:
    """The whole report."""
    describer = describer_of(result)
    entries, unsettled = result.entries, result.proofs.unsettled if result.proofs is not None else ()
    faults = str(sum(entry.diagnostic.severity != "info" for entry in entries))
    root = ET.Element("testsuites", {"name": cleaned(result.analysis.main.name), "failures": faults, "errors": "0"})
    unproved = not_proved(result, lang)
    if unproved is not None:
        _skipped(root, result.analysis.main.name, unproved)
    for path in result.analysis.sources:
        here = [entry for entry in entries if entry.diagnostic.span.path == path]
        open_here = [finding for finding in unsettled if finding.diagnostic.span.path == path]
        _suite(root, path, here, open_here, describer, lang)
    root.set("tests", str(sum(len(list(suite)) for suite in root)))
    return written(root)


def _skipped(root: ET.Element, policy: str, why: str) -> None:
    """A suite for the proofs that were not tried."""
    counts = {"tests": "1", "failures": "0", "errors": "0", "skipped": "1", "time": "0"}
    suite = ET.SubElement(root, "testsuite", {"name": cleaned(policy), **counts})
    ET.SubElement(_named(suite, policy, "proofs"), "skipped", message=cleaned(why))


def _suite(
    root: ET.Element,
    path: str,
    entries: Sequence[Entry],
    unsettled: Sequence[Finding],
    describer: Describer | None,
    lang: Lang,
) -> None:
    failures = sum(entry.diagnostic.severity != "info" for entry in entries)
    cases = max(1, len(entries) + len(unsettled))
    counts = {
        "tests": str(cases),
        "failures": str(failures),
        "errors": "0",
        "skipped": str(len(unsettled)),
        "time": "0",
    }
    suite = ET.SubElement(root, "testsuite", {"name": cleaned(path), **counts})
    for entry in entries:
        _case(suite, path, entry, describer, lang)
    for finding in unsettled:
        case = _named(suite, path, f"{finding.diagnostic.code} {finding.diagnostic.span.line}")
        ET.SubElement(case, "skipped", message=cleaned(not_settled(finding, lang)))
    if not entries and not unsettled:
        _named(suite, path, "check")


def _case(suite: ET.Element, path: str, entry: Entry, describer: Describer | None, lang: Lang) -> None:
    diagnostic = entry.diagnostic
    place = f"{diagnostic.span.line}:{diagnostic.span.column}"
    case = _named(suite, path, f"{diagnostic.code} {place}")
    text = cleaned("\n".join([f"{path}:{place}", *said(entry, describer, lang), *elsewhere(diagnostic, lang)]))
    if diagnostic.severity == "info":
        ET.SubElement(case, "system-out").text = text
        return
    told = {"message": cleaned(message(diagnostic, lang)), "type": diagnostic.severity}
    ET.SubElement(case, "failure", told).text = text


def _named(suite: ET.Element, path: str, name: str) -> ET.Element:
    return ET.SubElement(suite, "testcase", name=name, classname=package_of(path), time="0")
