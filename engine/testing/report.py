"""The report of ``tiercel test`` as JSON, for programs to read. Names are canonical, sentences in both languages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.testing.model import CaseResult, Errored, Failed, Passed, Sides

if TYPE_CHECKING:
    from dsl.diagnostics.model import Words
    from dsl.source import Span
    from engine.testing.model import BoundaryCoverage, Difference, RuleCoverage, TestReport


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class SentenceJson(_Model):
    """A phrase in both languages."""

    en: str = Field(description="In English.")
    zh: str = Field(description="In Chinese.")


class PlaceJson(_Model):
    """A place in a policy file."""

    path: str = Field(description="The file, as given.")
    line: int = Field(description="Its line, from 1.")


class DifferenceJson(_Model):
    """Something that is not as a test expects."""

    place: PlaceJson = Field(description="Of the expectation, or of the `never` or `unique` table that is broken.")
    expected: SentenceJson = Field(description="What the test says.")
    actual: SentenceJson = Field(description="What came out.")
    why: tuple[SentenceJson, ...] = Field(description="What led to it, the most telling first.")


class CaseJson(_Model):
    """One case of a test."""

    name: str = Field(description="Title, with the number of the case where the test is a table.")
    title: str = Field(description="Title of the test.")
    case: int = Field(description="Number of the row in a table of cases, from 1; 0 without one.")
    place: PlaceJson = Field(description="Of the case.")
    as_of: date | None = Field(description="The day it is decided on; null where nothing depends on it.")
    profile: str | None = Field(description="Profile of parameter values; null is the default.")
    outcome: Literal["passed", "empty", "failed", "error"] = Field(
        description="`empty`: it passes, but would also pass without the rule it is about."
    )
    differences: tuple[DifferenceJson, ...] = Field(description="Of a failed case.")
    error: SentenceJson | None = Field(description="Why a case could not be decided.")
    empty: SentenceJson | None = Field(description="Why a case proves nothing.")
    about: tuple[str, ...] = Field(description="Of an empty case, ids of the rules it seems to be about.")


class RuleJson(_Model):
    """A rule, class condition, exclusion or table row."""

    id: str = Field(description="Its name, or an id made of its content; of a row, `TABLE#NUMBER`.")
    label: SentenceJson = Field(description="How people call it.")
    place: PlaceJson = Field(description="Where it is written.")
    table: str | None = Field(description="Of a row, its table.")
    fired: bool = Field(description="Whether it applies in a case that passes and is not empty.")


class BoundaryJson(_Model):
    """A line of a ladder, or a comparison with a fixed value."""

    label: SentenceJson = Field(description="The ladder and rung, or the comparison.")
    value: SentenceJson = Field(description="Threshold in the tests that meet it; empty where the label shows it.")
    place: PlaceJson = Field(description="Where it is written first.")
    sides: Sides = Field(
        description="What is tested: `both` sides, one of them at the line; `line`: both, but never at the line; "
        "only the `lower` or `upper` side; or `none`."
    )


class CountsJson(_Model):
    """Cases by outcome."""

    tests: int = Field(ge=0, description="All cases.")
    passed: int = Field(ge=0, description="Passed and not empty.")
    empty: int = Field(ge=0, description="Passed, but prove nothing.")
    failed: int = Field(ge=0, description="Not as expected.")
    errors: int = Field(ge=0, description="Could not be decided.")


class TestReportJson(_Model):
    """The result of ``tiercel test --format json``."""

    __test__ = False  # keeps pytest from collecting it

    schema_version: Literal[1] = Field(default=1, description="Of this document.")
    policy: str = Field(description="Canonical name.")
    counts: CountsJson = Field(description="How many cases came out how.")
    cases: tuple[CaseJson, ...] = Field(description="All cases, in the order of the policy.")
    rules: tuple[RuleJson, ...] = Field(description="What can apply, and whether a test covers it.")
    boundaries: tuple[BoundaryJson, ...] = Field(description="Boundaries and what of them is tested.")


def to_json(report: TestReport) -> TestReportJson:
    """A report for programs."""
    return TestReportJson(
        policy=report.policy,
        counts=CountsJson(
            tests=len(report.results),
            passed=len(report.passed),
            empty=len(report.empty),
            failed=len(report.failed) - len(report.errors),
            errors=len(report.errors),
        ),
        cases=tuple(_case(result) for result in report.results),
        rules=tuple(_rule(rule) for rule in report.rules),
        boundaries=tuple(_boundary(boundary) for boundary in report.boundaries),
    )


def outcome_of(result: CaseResult) -> Literal["passed", "empty", "failed", "error"]:
    """The outcome in one word."""
    match result.outcome:
        case Passed(empty):
            return "passed" if empty is None else "empty"
        case Failed():
            return "failed"
        case Errored():
            return "error"


def _case(result: CaseResult) -> CaseJson:
    test, outcome = result.test, result.outcome
    empty = outcome.empty if isinstance(outcome, Passed) else None
    return CaseJson(
        name=result.name,
        title=test.title,
        case=test.case,
        place=_place(test.span),
        as_of=test.as_of,
        profile=test.profile,
        outcome=outcome_of(result),
        differences=tuple(map(_difference, outcome.differences)) if isinstance(outcome, Failed) else (),
        error=_sentence(outcome.words) if isinstance(outcome, Errored) else None,
        empty=_sentence(empty.words) if empty is not None else None,
        about=empty.about if empty is not None else (),
    )


def _difference(found: Difference) -> DifferenceJson:
    return DifferenceJson(
        place=_place(found.span),
        expected=_sentence(found.expected),
        actual=_sentence(found.actual),
        why=tuple(map(_sentence, found.why)),
    )


def _rule(rule: RuleCoverage) -> RuleJson:
    return RuleJson(
        id=rule.id, label=_sentence(rule.label), place=_place(rule.span), table=rule.table, fired=rule.fired
    )


def _boundary(found: BoundaryCoverage) -> BoundaryJson:
    return BoundaryJson(
        label=_sentence(found.label), value=_sentence(found.value), place=_place(found.span), sides=found.sides
    )


def _sentence(words: Words) -> SentenceJson:
    return SentenceJson(en=words.en, zh=words.zh)


def _place(span: Span) -> PlaceJson:
    return PlaceJson(path=span.path, line=span.line)
