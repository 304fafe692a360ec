"""W510: a row of a ``first`` table whose customers an earlier row always takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from dsl.diagnostics.model import Diagnostic, Label, Words
from dsl.lints.context import LintContext
from dsl.lints.domain import Domains, Stretches, common, within
from dsl.lints.rule import LintRule
from dsl.program import expr as e

# What a row asks: of a value (by identity), a set; of anything else (by content), that it is true.
Cells = dict[object, Stretches | None]
_COMPARED: Final = 200  # different cells of one column; past it only equal ones are compared, or it takes long


def find(context: LintContext) -> Iterator[Diagnostic]:
    """Each row that one earlier row covers; several that cover it together are for the prover."""
    for table in context.tables(first=True):
        rows = [_cells(row.condition, context.domains) for row in table.rows]
        covering = _Covering(rows)
        for number, row in enumerate(table.rows):
            earlier = covering.of(number)
            if earlier is not None:
                at = Label(table.rows[earlier].span, Words("this row takes them all", "此行已全部命中"))
                yield Diagnostic("W510", row.span, {"row": number + 1, "by": earlier + 1}, (at,))


def _cells(condition: e.Expr | None, domains: Domains) -> Cells:
    cells: Cells = {}
    for part in _parts(condition):
        told = domains.told(part)
        if told is None:
            cells[part] = None
        else:
            before = cells.get(id(told.operand))
            cells[id(told.operand)] = told.values if before is None else common(told.values, before)
    return cells


def _parts(condition: e.Expr | None) -> Iterator[e.Expr]:
    if isinstance(condition, e.And):
        for item in condition.items:
            yield from _parts(item)
    elif condition is not None:
        yield condition


class _Covering:
    """Which earlier rows cover a row: for every cell a number with a bit for each row, all taken together.

    Comparing rows pair by pair would take seconds for a table of a thousand rows.
    """

    def __init__(self, rows: Sequence[Cells]) -> None:
        self._rows = rows
        self._columns = list(dict.fromkeys(operand for cells in rows for operand in cells))
        every = (1 << len(rows)) - 1
        self._free: dict[object, int] = {}  # rows that do not ask about the column
        self._wide: dict[tuple[object, Stretches | None], int] = {}  # rows that take all a cell takes
        for column in self._columns:
            by_cell: dict[Stretches | None, int] = {}
            for number, cells in enumerate(rows):
                if column in cells:
                    by_cell[cells[column]] = by_cell.get(cells[column], 0) | 1 << number
            asking = sum(by_cell.values())
            self._free[column] = every ^ asking
            for cell, same in by_cell.items():
                wide = same
                if len(by_cell) <= _COMPARED and cell is not None:
                    for other, those in by_cell.items():
                        if other is not None and other is not cell and within(cell, other):
                            wide |= those
                self._wide[column, cell] = wide | self._free[column]

    def of(self, number: int) -> int | None:
        """The first row that covers a row, if there is one."""
        found = (1 << number) - 1
        for column in self._columns:
            cells = self._rows[number]
            found &= self._wide[column, cells[column]] if column in cells else self._free[column]
            if not found:
                return None
        return (found & -found).bit_length() - 1


RULE = LintRule("W510", "unreachable-row", find)
