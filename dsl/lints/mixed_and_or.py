"""W501: ``and`` beside ``or`` without parentheses. The grammar knows which comes first; readers disagree."""

from __future__ import annotations

from collections.abc import Iterator

from dsl.diagnostics.model import Diagnostic
from dsl.lints.context import LintContext
from dsl.lints.rule import LintRule


def find(context: LintContext) -> Iterator[Diagnostic]:
    """Each ``a and b`` that stands bare beside an ``or``."""
    for built in context.built:
        for span in built.mixed:
            text = context.text(span)
            yield Diagnostic("W501", span, {"found": text}, fix=f"({text})")


RULE = LintRule("W501", "mixed-and-or", find, reads_text_only=True, fmt_settles=True)
