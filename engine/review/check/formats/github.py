"""What ``check`` found as annotations: lines that GitHub Actions shows beside the lines of a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.diagnostics.catalogue import title
from engine.review.check.formats.sarif import elsewhere, said
from engine.review.check.formats.text import describer_of, summary

if TYPE_CHECKING:
    from dsl.diagnostics.model import Severity
    from dsl.syntax.vocabulary import Lang
    from engine.review.check.describe import Describer
    from engine.review.check.result import CheckResult, Entry

_COMMANDS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "info": "notice"}
# What would end a message or a property.
_IN_MESSAGE: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY: Final = _IN_MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def to_github(result: CheckResult, lang: Lang) -> str:
    """A line for each finding, then what was looked at."""
    describer = describer_of(result)
    lines = [_annotation(entry, describer, lang) for entry in result.entries]
    return "\n".join([*lines, *summary(result, lang)])


def _annotation(entry: Entry, describer: Describer | None, lang: Lang) -> str:
    diagnostic, span = entry.diagnostic, entry.diagnostic.span
    properties = {
        "file": span.path,
        "line": str(span.line),
        "endLine": str(span.end_line),
        "col": str(span.column),
        "endColumn": str(span.end_column),
        "title": f"{diagnostic.code} {title(diagnostic.code, lang)}",
    }
    if span.line != span.end_line:  # columns are only read on one line
        del properties["col"], properties["endColumn"]
    told = ",".join(f"{name}={value.translate(_IN_PROPERTY)}" for name, value in properties.items())
    text = "\n".join([*said(entry, describer, lang), *elsewhere(diagnostic, lang)]).translate(_IN_MESSAGE)
    return f"::{_COMMANDS[diagnostic.severity]} {told}::{text}"
