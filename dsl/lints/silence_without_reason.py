"""W511: a silence that does not say why."""

from __future__ import annotations

from collections.abc import Iterator

from dsl.diagnostics.model import Diagnostic
from dsl.lints.context import LintContext
from dsl.lints.rule import LintRule


def find(context: LintContext) -> Iterator[Diagnostic]:
    """Each silence without a reason behind a colon; it silences all the same, so one mistake stays one."""
    for silence in context.silences:
        if not silence.reason:
            names = ", ".join((*silence.codes, *silence.stray))
            yield Diagnostic("W511", silence.span, {"names": names})


RULE = LintRule("W511", "silence-without-reason", find, reads_text_only=True)
