"""Diagnostics as data: a code, a place, and what the message needs. Words are in the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dsl.source import Span

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Words:
    """A phrase in both languages, used where a message needs more than a name from the policy."""

    en: str
    zh: str


Arg = str | int | Words | tuple["Arg", ...]


@dataclass(frozen=True, slots=True)
class Label:
    """A second place that a diagnostic points at, with a short remark."""

    span: Span
    remark: Words


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake or lint in a policy.

    Attributes:
        code: stable, with a page of its own (``E201``); E is an error, W a lint.
        span: where to look.
        args: values for the message of that code.
        labels: further places.
        fix: text to write instead of the span, when it is certain.
    """

    code: str
    span: Span
    args: Mapping[str, Arg] = field(default_factory=dict)
    labels: tuple[Label, ...] = ()
    fix: str | None = None

    @property
    def severity(self) -> Severity:
        """Errors stop a run, warnings do not."""
        return "error" if self.code.startswith("E") else "warning"
