"""W502: the same rule or row twice. A rule counts once; a row counts twice, which doubles points."""

from __future__ import annotations

from collections.abc import Iterator

from dsl.diagnostics.model import Diagnostic, Label, Words
from dsl.lints.context import LintContext
from dsl.lints.rule import LintRule
from dsl.program import model as m
from dsl.source import Span


def find(context: LintContext) -> Iterator[Diagnostic]:
    """Every repetition, each with the first of its kind."""
    for first, again in context.checked.repeated:
        if context.is_own(again):
            yield _twice("rule", first, again)
    for table in context.tables(first=False):  # in a `first` table the second one is unreachable
        seen: dict[object, m.Rule] = {}
        for row in table.rows:
            former = seen.setdefault((row.condition, row.effects), row)
            if former is not row:
                yield _twice("row", former.span, row.span)


def _twice(what: str, first: Span, again: Span) -> Diagnostic:
    at = Label(first, Words("first written here", "首次写于此"))
    return Diagnostic("W502", again, {"what": what}, (at,))


RULE = LintRule("W502", "written-twice", find)
