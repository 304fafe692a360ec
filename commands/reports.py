"""What commands print as JSON, for programs to read. ``tiercel schema`` publishes these models."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field

from dsl.diagnostics.render import describe
from dsl.load import Analysis
from dsl.program.identity import decisions_hash, wording_hash
from engine.explain.schema import ValueJson
from engine.explain.value_data import value_data
from engine.review.check.result import CheckResult, Entry

if TYPE_CHECKING:
    from dsl.program.model import Program
    from dsl.source import Span
    from engine.review.check.findings.model import Witness
    from engine.review.check.prove import Proofs
    from engine.review.shared.scopes import Scope


class JsonModel(BaseModel):
    """A part of what is printed as JSON: nothing in it changes, and nothing else is in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(JsonModel):
    """A stretch of a policy file; lines and columns from 1, the end exclusive."""

    path: str = Field(description="The file, as given.")
    line: int = Field(description="First line.")
    column: int = Field(description="First column, in characters.")
    end_line: int = Field(description="Last line.")
    end_column: int = Field(description="Column after the last character.")


class OtherPlace(JsonModel):
    """Another place that a finding is about."""

    place: Place
    remark_en: str = Field(description="What is said of it, in English.")
    remark_zh: str = Field(description="What is said of it, in Chinese.")


class Customer(JsonModel):
    """A made-up customer who shows a finding; fields that are not told are as of the typical customer."""

    as_of: date = Field(description="The as-of date.")
    profile: str | None = Field(description="The profile; null for the default values.")
    fields: dict[str, ValueJson] = Field(description="What is not typical about the customer, by canonical name.")
    result_en: str | None = Field(description="What the customer gets, in English, where that is the point.")
    result_zh: str | None = Field(description="What the customer gets, in Chinese, where that is the point.")


class ScopeJson(JsonModel):
    """Days under one profile."""

    profile: str | None = Field(description="Null for the default values.")
    first: date | None = Field(description="First as-of date; null if there is none.")
    last: date | None = Field(description="Last as-of date; null if there is none.")


class CountedJson(JsonModel):
    """What the data say about a finding."""

    customers: int = Field(description="Customers whom it is about.")
    of: int = Field(description="Customers in the data that could be decided.")


class Finding(JsonModel):
    """A mistake, a warning, or what a proof has found."""

    code: str = Field(description="Stable code, with a page of its own.")
    slug: str = Field(description="Short name of the code.")
    severity: Literal["error", "warning", "info"] = Field(description="Mistakes, of codes with E, stop a run.")
    place: Place = Field(description="Where it is.")
    others: tuple[OtherPlace, ...] = Field(description="Further places it is about, such as the other rules.")
    message_en: str = Field(description="What is wrong, in English.")
    message_zh: str = Field(description="What is wrong, in Chinese.")
    help_en: str | None = Field(description="What to write instead, in English.")
    help_zh: str | None = Field(description="What to write instead, in Chinese.")
    fix: str | None = Field(description="Text to write in place of the marked one, where that is certain.")
    status: Literal["proved", "found"] | None = Field(
        description="Proved of every customer, or found on one; null for what is read off the text."
    )
    customers: tuple[Customer, ...] = Field(description="A customer who shows it, or two who are compared.")
    scopes: tuple[ScopeJson, ...] = Field(description="Where it is so, if not on all days and under all profiles.")
    counted: CountedJson | None = Field(description="Of real customers; null without data, or with nobody to count.")


class Unsettled(JsonModel):
    """What may be so, and could not be settled within the budget."""

    code: str = Field(description="The finding it would be.")
    place: Place = Field(description="Where.")


class ProofsJson(JsonModel):
    """What was proved about."""

    scopes: tuple[ScopeJson, ...] = Field(description="All days and profiles.")
    promises: int = Field(description="Never statements that no customer breaks.")
    silenced: int = Field(description="Findings that comments silence.")
    unsettled: tuple[Unsettled, ...] = Field(description="Questions without an answer.")


class CheckReport(JsonModel):
    """The result of ``tiercel check --format json``."""

    schema_version: Literal[1] = Field(default=1, description="Of this document.")
    policy: str = Field(description="Name of the policy folder or file.")
    files: tuple[str, ...] = Field(description="Every file that was read.")
    decisions_hash: str | None = Field(description="Of what can change a decision; null if there are mistakes.")
    wording_hash: str | None = Field(description="Of the texts; null if there are mistakes.")
    errors: int = Field(description="Number of mistakes; they stop a run.")
    proved_errors: int = Field(description="Number of findings of proofs that are as grave; they stop no run.")
    warnings: int = Field(description="Number of warnings.")
    remarks: int = Field(description="Number of remarks.")
    proofs: ProofsJson | None = Field(description="Null if nothing was proved.")
    not_proved: Literal["mistakes", "not wanted", "no solver"] | None = Field(description="Why nothing was proved.")
    findings: tuple[Finding, ...] = Field(description="All of them, by place.")


def check_report(result: CheckResult) -> CheckReport:
    """What was found, for programs."""
    analysis, program = result.analysis, result.analysis.program
    return CheckReport(
        policy=analysis.main.name,
        files=tuple(analysis.sources),
        decisions_hash=decisions_hash(program) if program else None,
        wording_hash=wording_hash(program) if program else None,
        errors=len(analysis.errors),
        proved_errors=result.proved_errors,
        warnings=result.number("warning"),
        remarks=result.number("info"),
        proofs=_proofs(result.proofs) if result.proofs is not None else None,
        not_proved=result.why_not,
        findings=tuple(_finding(entry, program) for entry in result.entries),
    )


def mistakes_report(analysis: Analysis) -> CheckReport:
    """The same of a policy with mistakes, about which nothing can be proved."""
    return check_report(CheckResult(analysis, None, "mistakes", {}))


def _finding(entry: Entry, program: Program | None) -> Finding:
    diagnostic, found = entry.diagnostic, entry.finding
    words = describe(diagnostic)
    witnesses = found.witnesses if found is not None else ()
    return Finding(
        code=diagnostic.code,
        slug=words.slug,
        severity=diagnostic.severity,
        place=place_of(diagnostic.span),
        others=tuple(
            OtherPlace(place=place_of(x.span), remark_en=x.remark.en, remark_zh=x.remark.zh) for x in diagnostic.labels
        ),
        message_en=words.message.en,
        message_zh=words.message.zh,
        help_en=words.help.en if words.help else None,
        help_zh=words.help.zh if words.help else None,
        fix=diagnostic.fix,
        status=found.status if found is not None and found.status != "unknown" else None,
        customers=tuple(_customer(witness, program) for witness in witnesses if program is not None),
        scopes=_scopes(found.scopes if found is not None else ()),
        counted=CountedJson(customers=entry.counted.customers, of=entry.counted.of) if entry.counted else None,
    )


def place_of(span: Span) -> Place:
    """A place in a file."""
    return Place(path=span.path, line=span.line, column=span.column, end_line=span.end_line, end_column=span.end_column)


def _customer(witness: Witness, program: Program) -> Customer:
    from engine.review.shared.people import base_value

    fields = program.record.fields
    values = {
        name: value_data(base_value(witness.row[name], fields[name]), fields[name].type) for name in witness.shown
    }
    result = witness.result
    return Customer(
        as_of=witness.day,
        profile=witness.profile,
        fields=values,
        result_en=result.en if result is not None else None,
        result_zh=result.zh if result is not None else None,
    )


def _proofs(proofs: Proofs) -> ProofsJson:
    unsettled = (Unsettled(code=x.diagnostic.code, place=place_of(x.diagnostic.span)) for x in proofs.unsettled)
    return ProofsJson(
        scopes=_scopes(proofs.scopes),
        promises=proofs.promises,
        silenced=len(proofs.silenced),
        unsettled=tuple(unsettled),
    )


def _scopes(scopes: Sequence[Scope]) -> tuple[ScopeJson, ...]:
    return tuple(
        ScopeJson(
            profile=scope.profile,
            first=scope.first if scope.first > date.min else None,
            last=scope.last if scope.last < date.max else None,
        )
        for scope in scopes
    )
