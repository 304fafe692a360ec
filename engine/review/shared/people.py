"""Customers as rows of stored values: the typical one of a record, and batches for the evaluator."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pyarrow as pa

from dsl.program.types import Bool, Date, Listed, Money, Text
from engine.columns import arrow_type, decimal_places, from_stored, stored_bounds
from engine.ir.reach import from_days, to_days
from engine.review.shared.world import RICHER, TODAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dsl.program.model import Field, Program, Record
    from dsl.program.types import Value
    from engine.proof.samples import Row

Cell = int | bool | str | None


def is_number(value: Cell) -> bool:
    """Whether a stored value is an amount, a count or a day."""
    return isinstance(value, int) and not isinstance(value, bool)


def typical(record: Record) -> Row:
    """The typical customer; what is required and has no typical value gets some value."""
    return {name: _typical(field) for name, field in record.fields.items()}


def _typical(field: Field) -> Cell:
    value = field.typical if field.typical is not None else field.default if field.missing == "as" else None
    if value is not None:
        return stored(value, field)
    return _some(field) if field.missing == "required" else None


def tested(program: Program) -> list[Row]:
    """The customers of a policy's own tests, with their days: between them they meet nearly every condition."""
    fields, usual = program.record.fields, typical(program.record)
    rows: dict[tuple[tuple[str, Cell], ...], Row] = {}
    for test in program.tests:
        given = {name: _given(value, fields[name]) for name, value in test.given.items()}
        row = usual | given | {TODAY: to_days(test.as_of) if test.as_of is not None else 0}
        twins = {name + RICHER: row[name] for name, field in fields.items() if isinstance(field.type, Money)}
        rows.setdefault(tuple(row.items()), row | twins)
    return list(rows.values())


def _given(value: Value | None, field: Field) -> Cell:
    found = field.default if value is None and field.missing == "as" else value
    return stored(found, field) if found is not None else None


def there(cell: Cell, field: Field, usual: Cell) -> Cell:
    """A value that a prover made up, or one of the field's type where it only knows that there is one."""
    if not isinstance(cell, str) or isinstance(field.type, Text):
        return cell
    if isinstance(field.type, Listed) and cell in field.type.values:
        return cell
    return usual if usual is not None else _some(field)


def stored(value: Value, field: Field) -> Cell:
    """The stored form of a value, of dates their days since 1970; what is finer than the field keeps is cut off."""
    if isinstance(value, bool | str):
        return value
    if isinstance(value, date):
        return to_days(value)
    scale = 1 if field.declared == "money" else 10 ** decimal_places(field)
    return int(Fraction(value) * scale // 1)


def _some(field: Field) -> Cell:
    match field.type:
        case Bool():
            return False
        case Listed(values=values):
            return values[0]
        case Text():
            return field.name
        case Date():
            return 0
        case _:
            low, high = stored_bounds(field)
            return min(max(low, 0), high)


def value_of(cell: Cell, field: Field) -> Cell | date:
    """A stored value as an Arrow cell takes it."""
    return from_days(cell) if isinstance(field.type, Date) and isinstance(cell, int) else cell


def base_value(cell: Cell, field: Field) -> Value | None:
    """A stored value in base units."""
    return from_stored(value_of(cell, field), field)


def to_batch(record: Record, rows: Sequence[Row]) -> pa.RecordBatch:
    """Typed rows, as the readers make them."""
    columns = []
    for name, field in record.fields.items():
        cells = [value_of(row[name], field) for row in rows]
        columns.append(pa.array(cells, pa.string() if isinstance(field.type, Listed) else arrow_type(field)))
    return pa.RecordBatch.from_arrays(columns, names=list(record.fields))
