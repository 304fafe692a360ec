"""How values of the record stand in Arrow columns, and how Python reads them back.

A stored number is an int64 scaled by ``10 ** places`` of its field: money counts its smallest unit, 12.3 %
with six places is 123000. Whole numbers and days are int64, dates date32, keys strings. A listed value is its
place in the list: a dictionary array, whose dictionary is exactly the list. Texts are strings, or a dictionary
of different ones where the data come as one. Null is missing, and never stands in a dictionary.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from dsl.program.types import Listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dsl.program.model import Field, Record
    from dsl.program.types import Value

Stored = bool | int | str | date

INT64: Final = 2**63 - 1
_SCALED: Final = frozenset({"money", "number", "percent"})
_ARROW: Final = {
    "yes_no": pa.bool_(), "date": pa.date32(), "whole": pa.int64(), "days": pa.int64(),
    "money": pa.int64(), "number": pa.int64(), "percent": pa.int64(),
}  # fmt: skip


def arrow_type(field: Field) -> pa.DataType:
    """The Arrow type of a field's column; a text may also be a dictionary of strings."""
    if isinstance(field.type, Listed):
        return pa.dictionary(place_type(len(field.type.values)), pa.string())
    return _ARROW.get(field.declared, pa.string())


def place_type(count: int) -> pa.DataType:
    """The narrowest integers that tell so many places, from 0."""
    return pa.int8() if count <= 1 << 7 else pa.int16() if count <= 1 << 15 else pa.int32()


def arrow_schema(record: Record) -> pa.Schema:
    """The columns of typed rows: the fields in order, by canonical name."""
    return pa.schema([(name, arrow_type(field)) for name, field in record.fields.items()])


def decimal_places(field: Field) -> int:
    """Decimal places of the stored integer, 0 for what is not scaled."""
    return field.places if field.declared in _SCALED else 0


def to_stored(value: Value, field: Field) -> Stored:
    """The stored form of a value in base units.

    Raises:
        ValueError: if the value is finer than the field keeps, which the checker does not let pass.
    """
    if isinstance(value, bool | str | date):
        return value
    # Money is counted in its smallest unit already.
    scaled = Fraction(value) * (1 if field.declared == "money" else 10 ** decimal_places(field))
    if scaled.denominator != 1:
        raise ValueError(f"{field.name}: {value} is finer than {field.places} places")
    return scaled.numerator


def from_stored(value: Stored | None, field: Field) -> Value | None:
    """The value in base units: an int, or a Fraction for numbers and percentages with decimal places."""
    if field.declared in ("number", "percent") and field.places and isinstance(value, int):
        return Fraction(value, 10**field.places)
    return value


def stored_bounds(field: Field) -> tuple[int, int]:
    """The least and the greatest stored integer of a numeric field."""
    factor = 1 if field.declared == "money" else 10 ** decimal_places(field)
    low = -INT64 if field.low is None else max(-INT64, ceil(field.low * factor))
    high = INT64 if field.high is None else min(INT64, floor(field.high * factor))
    return low, high


def to_python_rows(batch: pa.RecordBatch, record: Record) -> Iterator[dict[str, Value | None]]:
    """The typed rows of a batch as Python values in base units, for evaluation row by row.

    Args:
        batch: typed columns by canonical name, as the readers make them.
        record: the record they were read for.

    Yields:
        A value for every field of the record; None is missing.
    """
    names = tuple(record.fields)
    columns = [_python_column(batch.column(name), field) for name, field in record.fields.items()]
    for values in zip(*columns, strict=True):
        yield dict(zip(names, values, strict=True))


def _python_column(column: pa.Array, field: Field) -> list[Value | None]:
    if pa.types.is_dictionary(column.type):
        values: list[Value | None] = column.dictionary.to_pylist()
        return [None if place is None else values[place] for place in column.indices.to_pylist()]
    cells: list[int | None] = column.to_pylist()
    if field.declared in ("number", "percent") and field.places:
        scale = 10**field.places
        return [None if cell is None else Fraction(cell, scale) for cell in cells]
    return list(cells)
