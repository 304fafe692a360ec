"""Tables without their first line: a row stands where the columns should be named, and every cell of it is a mistake.

This is one mistake; what the rows hold cannot be read until the columns are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dsl.diagnostics.model import Diagnostic
from dsl.lean import dataclass
from dsl.source import Span
from dsl.syntax import nodes as n


@dataclass(frozen=True, slots=True)
class _Table:
    """Where a table stands, and the columns behind its arrow that could be read."""

    of: str
    path: str
    first: int
    last: int
    outputs: tuple[n.OutputColumn, ...]

    def holds(self, span: Span) -> bool:
        return span.path == self.path and self.first <= span.line <= self.last


def without_lost_headings(diagnostics: Sequence[Diagnostic], files: Iterable[n.PolicyFile]) -> list[Diagnostic]:
    """Diagnostics with one for each table of which the first line is lost, in place of those inside it."""
    left = list(diagnostics)
    if len(left) > 1:
        for table in (table for file in files for table in _tables(file)):
            first_line = sorted((d for d in left if _is_in_line(d, table)), key=_at)
            if _is_lost(table, first_line):
                left = [d for d in left if not table.holds(d.span)]
                left.append(_told(table, first_line))
    return left


def _is_in_line(diagnostic: Diagnostic, table: _Table) -> bool:
    span = diagnostic.span
    return diagnostic.severity == "error" and span.path == table.path and span.line == table.first


def _at(diagnostic: Diagnostic) -> tuple[int, int]:
    return diagnostic.span.line, diagnostic.span.column


def _is_lost(table: _Table, found: Sequence[Diagnostic]) -> bool:
    """Whether none of the first line can head a column of what is decided, nor is a heading misspelt."""
    if len(found) < 2 or any(d.code in ("E111", "E121") or _is_misspelt(d) for d in found):
        return False
    if all(d.code == "E201" for d in found):  # names of columns that are declared nowhere
        return False
    return all(any(_meets(d.span, column.span) for d in found) for column in table.outputs)


def _is_misspelt(diagnostic: Diagnostic) -> bool:
    return diagnostic.args.get("near") not in (None, diagnostic.args.get("name"))


def _meets(one: Span, other: Span) -> bool:
    return one.line == other.line and one.column < other.end_column and other.column < one.end_column


def _told(table: _Table, found: Sequence[Diagnostic]) -> Diagnostic:
    columns = [column.span for column in table.outputs]
    start = min(d.span.column for d in found)
    end = max(span.end_column for span in [*columns, *(d.span for d in found)])
    span = Span(table.path, table.first, start, table.first, end)
    return Diagnostic("E111", span, {"what": f"heading_of_a_{table.of}"})


def _tables(file: n.PolicyFile) -> Iterator[_Table]:
    for statement in file.statements:
        match statement.readable if isinstance(statement, n.BrokenDecl) else statement:
            case n.TableDecl(rows=[first, *_] as rows, outputs=outputs):
                yield _Table("table", file.path, _heading(first.span, outputs), rows[-1].span.line, outputs)
            case n.TestDecl(table=n.TestTable(cases=[first, *_] as cases, expect=outputs)):
                yield _Table("test", file.path, _heading(first.span, outputs), cases[-1].span.line, outputs)


def _heading(first: Span, outputs: tuple[n.OutputColumn, ...]) -> int:
    return outputs[0].span.line if outputs else first.line - 1
