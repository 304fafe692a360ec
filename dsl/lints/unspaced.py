"""W503: a run of unspaced Chinese that had to be cut.

A name declared later could change the cut, so spaces are asked for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from dsl.diagnostics.model import Diagnostic
from dsl.lints.context import LintContext
from dsl.lints.rule import LintRule
from dsl.source import Span
from dsl.syntax.build import BuiltFile, Cut


def find(context: LintContext) -> Iterator[Diagnostic]:
    """Each statement with runs that were cut, from the first to the last of them."""
    for built in context.built:
        for runs in _by_statement(built, context):
            where = runs[0].span.to(runs[-1].span)
            yield Diagnostic("W503", where, {"found": context.text(runs[0].span)}, fix=_spaced(runs, context))


def _by_statement(built: BuiltFile, context: LintContext) -> Iterator[list[Cut]]:
    """The runs of each statement that has no mistake; one that has is read as best it can be."""
    starts = [s.span.line for s in built.file.statements]
    found: dict[int, list[Cut]] = {}
    for cut in built.cut:
        found.setdefault(bisect_right(starts, cut.span.line) - 1, []).append(cut)
    faulty = {bisect_right(starts, s.line) - 1 for s in context.faulty if s.path == built.file.path}
    for index in found.keys() - faulty:
        yield sorted(found[index], key=lambda run: run.span)


def _spaced(runs: list[Cut], context: LintContext) -> str:
    out = " ".join(runs[0].words)
    for former, run in pairwise(runs):
        end, start = former.span, run.span
        between = Span(end.path, end.end_line, end.end_column, start.line, start.column)
        out += context.text(between) + " ".join(run.words)
    return out


RULE = LintRule("W503", "unspaced", find, reads_text_only=True, fmt_settles=True)
