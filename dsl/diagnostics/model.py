"""Diagnostics as data: a code, a place, and what the message needs. Words are in the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Final, Literal, get_args

from dsl.lean import dataclass
from dsl.source import Span

Severity = Literal["error", "warning", "info"]
SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)


@dataclass(frozen=True, slots=True)
class Words:
    """A phrase in both languages, used where a message needs more than a name from the policy."""

    en: str
    zh: str


# By how codes begin: P60 to P62 tell how grave a finding is.
_SEVERITIES: Final[dict[str, Severity]] = {
    "E": "error", "W": "warning", "P": "error", "P61": "warning", "P62": "info",
}  # fmt: skip
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
        code: stable, with a page of its own (``E201``); E is an error, W a lint, P what a proof has found.
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
        """Mistakes (E) stop a run. What a proof finds stops none, however grave."""
        return _SEVERITIES.get(self.code[:3], _SEVERITIES[self.code[:1]])
