"""Conditions of rules as lists of parts that all have to hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.program import expr as e
from dsl.program.walk import references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dsl.program import model as m


def parts_of(condition: e.Expr | None) -> tuple[e.Expr, ...]:
    """What is joined by ``and``, however it is nested."""
    return tuple(_parts(condition))


def _parts(condition: e.Expr | None) -> Iterator[e.Expr]:
    if isinstance(condition, e.And):
        for item in condition.items:
            yield from _parts(item)
    elif condition is not None:
        yield condition


def is_of_params(expr: e.Expr) -> bool:
    """Whether a condition only compares params: it changes when they do, and not from customer to customer."""
    return all(ref.kind == "param" for ref in references(expr))


def rows_above(program: m.Program, rule: m.Rule) -> tuple[m.Rule, ...]:
    """The rows that are asked before a row of a ``first`` table; none for any other rule."""
    table = program.tables.get(rule.table) if rule.table is not None else None
    if table is None or table.hit != "first":
        return ()
    at = next(i for i, row in enumerate(table.rows) if row.id == rule.id)
    return table.rows[:at]


def row_number(rule: m.Rule) -> int:
    """Which row of its table a rule is, from 1."""
    return int(rule.id.rpartition("#")[2])
