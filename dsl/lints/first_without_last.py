"""W508: a ``first`` table without a last row for everyone else: customers that no row takes get nothing."""

from __future__ import annotations

from collections.abc import Iterator

from dsl.diagnostics.model import Diagnostic
from dsl.lints.context import LintContext
from dsl.lints.domain import Told, joined, within
from dsl.lints.known import always_known
from dsl.lints.rule import LintRule
from dsl.program import model as m


def find(context: LintContext) -> Iterator[Diagnostic]:
    """Each such table, unless its rows on some one value take all that it can be."""
    for table in context.tables(first=True):
        if table.rows and not _takes_everyone(table, context):
            yield Diagnostic("W508", table.span, {"name": table.name})


def _takes_everyone(table: m.Table, context: LintContext) -> bool:
    taken: dict[int, list[Told]] = {}
    for row in table.rows:
        if row.condition is None:
            return True
        told = context.domains.told(row.condition)
        if told is not None:
            taken.setdefault(id(told.operand), []).append(told)
    for told, *others in taken.values():
        values = joined(stretch for one in (told, *others) for stretch in one.values)
        if within(told.universe, values) and always_known(told.operand, context.program):
            return True
    return False


RULE = LintRule("W508", "first-without-last", find)
