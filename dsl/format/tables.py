"""Tables as they are printed: columns aligned by the width people see, arrows below each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final, assert_never, cast

from dsl.format.expressions import ANY, SUM, between, elapsed, expression, window
from dsl.format.layout import CLAUSE_INDENT, Line, Segment, Segments
from dsl.format.outcomes import each_full, nothing
from dsl.format.writer import Writer, quoted
from dsl.syntax import nodes as n
from dsl.syntax.full_steps import full_steps
from dsl.syntax.scan import FOLD
from dsl.width import display_width, pad

_TYPES: Final = {
    "key": "T_KEY", "text": "T_TEXT", "date": "T_DATE", "whole": "T_WHOLE", "number": "T_NUMBER",
    "percent": "T_PERCENT", "money": "T_MONEY", "days": "T_DAYS", "one_of": "ONE_OF", "ordered": "ONE_OF",
}  # fmt: skip
_OUTPUTS: Final = {
    "offer": "OFFER", "via": "VIA", "priority": "PRIORITY", "tier": "TIER", "class": "CLASS", "task": "TASK",
    "because": "BECAUSE",
}  # fmt: skip
# A data column with one of these in its name is written in quotes.
_SPECIAL: Final = frozenset('|"“”`#')


Row = tuple[list[str], list[str], n.Node]
"""Cells before the arrow, cells behind it, and where the row was read."""


def grid(rows: list[Row]) -> list[Line]:
    """Rows with their columns aligned."""
    inputs = _widths(cells for cells, _, _ in rows)
    outputs = _widths(cells for _, cells, _ in rows)
    lines = []
    for before, behind, node in rows:
        text = f"| {_padded(before, inputs)} "
        text += f"=> {_padded(behind, outputs)} |" if behind else "|"
        lines.append(Line(CLAUSE_INDENT, [Segment(text, node.span.line, node.span.end_line)]))
    return lines


def _widths(rows: Iterable[list[str]]) -> list[int]:
    return [max(map(display_width, column)) for column in zip(*rows, strict=True)]


def _padded(cells: list[str], widths: list[int]) -> str:
    return " | ".join(pad(c, width) for c, width in zip(cells, widths, strict=True))


def _flat(segments: Segments) -> str:
    return " ".join(s.text for s in segments)


def _value(w: Writer, node: n.Expr, least: int = SUM) -> str:
    return _flat(expression(w, node, least))


def _list(w: Writer, values: Iterable[n.Expr]) -> str:
    return ", ".join(_value(w, value) for value in values)


# --- the record ---


def record_rows(w: Writer, record: n.RecordDecl) -> list[Line]:
    """The table of fields, with the columns of its header."""
    if not record.columns:
        return []
    titles = [w.word(f"H_{column.upper()}") for column in record.columns]
    header = n.Node(span=replace(record.span, line=w.origin.table, end_line=w.origin.table))
    fields: list[Row] = [([field_cell(w, f, column) for column in record.columns], [], f) for f in record.fields]
    return grid([(titles, [], header), *fields])


def field_cell(w: Writer, field: n.FieldDecl, column: str) -> str:
    """What stands in a column of the record table for a field."""
    return _FIELD_CELLS[column](w, field)


def _type(w: Writer, type_: n.FieldType) -> str:
    if type_.name == "yes_no":
        return f"{w.word('YES')}/{w.word('NOT_YES')}"
    if type_.name == "row_number":
        return f"{w.word('T_KEY')} {w.word('ROW_NUMBER')}"
    parts = [w.word(_TYPES[type_.name])]
    if type_.values:
        mark = " < " if type_.name == "ordered" else ", "
        parts.append(mark.join(w.value(value) for value in type_.values))
    if type_.currency is not None:
        parts += [w.word("CURRENCY"), _flat(w.name(type_.currency))]
    if type_.first is not None:
        parts.append(w.word(f"{type_.first.upper()}_FIRST"))
    if type_.zone is not None:
        parts += [w.word("ZONE"), quoted(type_.zone.value)]
    if type_.places is not None:
        parts += [w.number(type_.places), w.word("PLACES")]
    if type_.decimal_comma:
        parts.append(w.word("DECIMAL_COMMA"))
    if type_.rounded:
        parts.append(w.word("ROUNDED"))
    if type_.low is not None and type_.high is not None:
        parts += [w.word("FROM"), _value(w, type_.low), w.word("TO"), _value(w, type_.high)]
    return " ".join(parts)


def _column(column: str | None) -> str:
    """The name of a data column: as it is if it would be read so, else in quotes."""
    if column is None:
        return ""
    folded = column.translate(FOLD)
    plain = column and folded == folded.strip() and column == column.strip() and "=>" not in folded
    return column if plain and _SPECIAL.isdisjoint(folded) else quoted(column)


def _missing(w: Writer, missing: n.MissingCell | None) -> str:
    if missing is None:
        return ""
    match missing.kind:
        case "unknown":
            return w.word("UNKNOWN")
        case "required":
            return w.word("REQUIRED")
        case "as":
            return f"{w.word('AS')} {_value(w, missing.value)}" if missing.value is not None else ""
        case _:
            assert_never(missing.kind)


def _typical(w: Writer, typical: n.Expr | n.Missing | None) -> str:
    if typical is None:
        return ""
    return w.word("MISSING") if isinstance(typical, n.Missing) else _value(w, typical)


_FIELD_CELLS: Final[dict[str, Callable[[Writer, n.FieldDecl], str]]] = {
    "name": lambda w, f: w.spell(f.name.text),
    "also": lambda w, f: ", ".join(w.spell(name) for name in f.name.further),
    "column": lambda _, f: _column(f.column),
    "type": lambda w, f: _type(w, f.type),
    "missing": lambda w, f: _missing(w, f.missing),
    "empty": lambda w, f: _list(w, f.empty),
    "typical": lambda w, f: _typical(w, f.typical),
}


# --- decision tables ---


def decision_rows(w: Writer, table: n.TableDecl) -> list[Line]:
    """The header and the rows of a decision table."""
    header: Row = (
        [input_title(w, c) for c in table.inputs],
        [output_title(w, c) for c in table.outputs],
        table.inputs[0],
    )
    rows = [
        ([condition_cell(w, c) for c in row.conditions], [output_cell(w, c) for c in row.outputs], row)
        for row in table.rows
    ]
    return grid([header, *rows])


def input_title(w: Writer, column: n.InputColumn) -> str:
    """The title of a column before the arrow."""
    if column.value is not None:
        return _value(w, column.value, ANY)
    return w.word("CLASS") if column.kind == "class" else w.pick("if", "条件")


def output_title(w: Writer, column: n.OutputColumn) -> str:
    """The title of a column behind the arrow."""
    match column.kind:
        case "name":
            return _flat(w.name(column.name)) if column.name is not None else ""
        case "role":
            return w.pick("by", "角色")
        case "due":
            return w.pick("within", "限期")
        case kind:
            return w.word(_OUTPUTS[kind])


def condition_cell(w: Writer, cell: n.ConditionCell) -> str:
    """A cell before the arrow."""
    match cell:
        case n.Anything():
            return "-"
        case n.CellTests():
            return ", ".join(_cell_test(w, test) for test in cell.tests)
        case _:
            return _value(w, cell, ANY)


def _cell_test(w: Writer, test: n.CellTest) -> str:
    low = _value(w, test.low) if test.low is not None else ""
    match test.kind:
        case "is":
            return low
        case "not":
            return f"{w.word('NOT')} {low}"
        case "compare":
            return f"{test.op} {low}"
        case "elapsed":
            return _flat(elapsed(w, cast("n.Elapsing", test.op), test.low)) if test.low is not None else ""
        case "last" | "next" | "not_last" | "not_next" as kind:
            if test.low is None:
                return low
            return _flat(window(w, kind.removeprefix("not_"), test.low, negated=kind.startswith("not_")))
        case "missing":
            return w.word("MISSING")
        case "known":
            return w.word("KNOWN")
        case "between" | "between_below":
            if test.low is None or test.high is None:
                return low
            return _flat(between(w, test.low, test.high, closed=test.kind == "between"))
        case _:
            assert_never(test.kind)


def output_cell(w: Writer, cell: n.OutputValues | n.Anything) -> str:
    """A cell behind the arrow."""
    if isinstance(cell, n.Anything):
        return "-"
    found = full_steps(cell.values[0]) if len(cell.values) == 1 else None
    if found is None:
        return _list(w, cell.values)
    counted, points = _flat(each_full(w, found)), _value(w, found.points)
    return f"{points} {counted}" if w.lang == "en" else f"{counted} {w.word('ADD')} {points}"


# --- test tables ---


def test_rows(w: Writer, table: n.TestTable) -> list[Line]:
    """The header and the cases of a test table."""
    header: Row = (
        [_flat(w.name(g)) for g in table.given],
        [output_title(w, c) for c in table.expect],
        table.given[0],
    )
    return grid([header, *(case_row(w, table, case) for case in table.cases)])


def case_row(w: Writer, table: n.TestTable, case: n.TestCase) -> Row:
    """The cells of one case."""
    given = [_given_cell(w, cell) for cell in case.given]
    return given, [_expected_cell(w, *one) for one in zip(table.expect, case.expect, strict=True)], case


def _given_cell(w: Writer, cell: n.Expr | n.Missing | None) -> str:
    if cell is None:
        return "-"
    return w.word("MISSING") if isinstance(cell, n.Missing) else _value(w, cell)


def _expected_cell(w: Writer, column: n.OutputColumn, cell: n.OutputValues | n.Missing | n.Unknown | None) -> str:
    match cell:
        case None:
            return "-"
        case n.Missing():
            return w.word("MISSING")
        case n.Unknown():
            return w.word("UNKNOWN")
        case n.OutputValues((n.Truth(value=False),)):
            return w.word("NOT_YES") if column.kind == "name" else nothing(w)
        case n.OutputValues():
            first, *rest = (_value(w, value) for value in cell.values)
            if first.startswith("no "):  # would be read as a cell that says no
                first = f"({first})"
            return ", ".join([first, *rest])
        case _:
            assert_never(cell)
