"""Why a command that prints JSON could not, for the program that reads it. ``tiercel schema error`` publishes this."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from commands.reports import JsonModel, Place, place_of
from dsl.diagnostics.render import describe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from commands.shared import CodedError
    from dsl.diagnostics.model import Diagnostic, Words


class Cause(JsonModel):
    """One of the reasons."""

    code: str = Field(description="Stable code, with a page of its own.")
    message_en: str = Field(description="What is wrong, in English.")
    message_zh: str = Field(description="What is wrong, in Chinese.")
    place: Place | None = Field(description="Where, in a values file or in `--set`; null in data and results.")


class ErrorReport(JsonModel):
    """What any command with --format json prints in place of its result, if it ends with 2 and the policy is sound."""

    schema_version: Literal[1] = Field(default=1, description="Of this document.")
    message_en: str = Field(description="Why there is no result, in English.")
    message_zh: str = Field(description="Why there is no result, in Chinese.")
    causes: tuple[Cause, ...] = Field(description="What has a code: of the data, of a customer's row, of given values.")


def error_report(text: Words, causes: Iterable[Cause] = ()) -> ErrorReport:
    """The report of what ends a command."""
    return ErrorReport(message_en=text.en, message_zh=text.zh, causes=tuple(causes))


def coded(error: CodedError) -> Cause:
    """What is wrong with data or results, or with one row."""
    return Cause(code=error.code, message_en=error.message("en"), message_zh=error.message("zh"), place=None)


def in_values(fault: Diagnostic) -> Cause:
    """A mistake in values that were given from outside."""
    said = describe(fault).message
    return Cause(code=fault.code, message_en=said.en, message_zh=said.zh, place=place_of(fault.span))
