"""W513: two tests with one title: a report that names it would not say which failed."""

from __future__ import annotations

from collections.abc import Iterator

from dsl.diagnostics.model import Diagnostic, Label, Words
from dsl.lints.context import LintContext
from dsl.lints.rule import LintRule
from dsl.source import Span
from dsl.syntax import nodes as n


def find(context: LintContext) -> Iterator[Diagnostic]:
    """Each test whose title an earlier one has."""
    first: dict[str, Span] = {}
    for test in context.of_kind(n.TestDecl):
        former = first.setdefault(test.title.value, test.title.span)
        if former is not test.title.span:
            at = Label(former, Words("the first one", "第一个"))
            yield Diagnostic("W513", test.title.span, {"title": test.title.value}, (at,))


RULE = LintRule("W513", "same-title", find, reads_text_only=True)
