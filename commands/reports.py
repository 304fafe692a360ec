"""What commands print as JSON, for programs to read. ``tiercel schema`` publishes these models."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from dsl.diagnostics.render import describe
from dsl.load import Analysis
from dsl.program.identity import decisions_hash, wording_hash


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(_Model):
    """A stretch of a policy file; lines and columns from 1, the end exclusive."""

    path: str = Field(description="The file, as given.")
    line: int = Field(description="First line.")
    column: int = Field(description="First column, in characters.")
    end_line: int = Field(description="Last line.")
    end_column: int = Field(description="Column after the last character.")


class Finding(_Model):
    """A mistake or warning."""

    code: str = Field(description="Stable code, with a page of its own.")
    slug: str = Field(description="Short name of the code.")
    severity: Literal["error", "warning"] = Field(description="Errors stop a run.")
    place: Place = Field(description="Where it is.")
    message_en: str = Field(description="What is wrong, in English.")
    message_zh: str = Field(description="What is wrong, in Chinese.")
    help_en: str | None = Field(description="What to write instead, in English.")
    help_zh: str | None = Field(description="What to write instead, in Chinese.")
    fix: str | None = Field(description="Text to write in place of the marked one, where that is certain.")


class CheckReport(_Model):
    """The result of ``tiercel check --format json``."""

    schema_version: Literal[1] = Field(default=1, description="Of this document.")
    policy: str = Field(description="Name of the policy folder or file.")
    files: tuple[str, ...] = Field(description="Every file that was read.")
    decisions_hash: str | None = Field(description="Of what can change a decision; null if there are mistakes.")
    wording_hash: str | None = Field(description="Of the texts; null if there are mistakes.")
    errors: int = Field(description="Number of mistakes.")
    warnings: int = Field(description="Number of warnings.")
    findings: tuple[Finding, ...] = Field(description="All of them, by place.")


def check_report(analysis: Analysis) -> CheckReport:
    """The findings of an analysis."""
    findings = []
    for diagnostic in analysis.diagnostics:
        words = describe(diagnostic)
        span = diagnostic.span
        findings.append(
            Finding(
                code=diagnostic.code,
                slug=words.slug,
                severity=diagnostic.severity,
                place=Place(
                    path=span.path,
                    line=span.line,
                    column=span.column,
                    end_line=span.end_line,
                    end_column=span.end_column,
                ),
                message_en=words.message.en,
                message_zh=words.message.zh,
                help_en=words.help.en if words.help else None,
                help_zh=words.help.zh if words.help else None,
                fix=diagnostic.fix,
            )
        )
    program = analysis.program
    return CheckReport(
        policy=analysis.main.name,
        files=tuple(analysis.sources),
        decisions_hash=decisions_hash(program) if program else None,
        wording_hash=wording_hash(program) if program else None,
        errors=len(analysis.errors),
        warnings=len(analysis.diagnostics) - len(analysis.errors),
        findings=tuple(findings),
    )
