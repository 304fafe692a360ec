"""Whole columns of cells to typed columns.

Each kind of column has a short cut that settles the cells that are plainly right or missing; the others are
read one by one, each distinct value once. Only what leaves here is a dictionary array of listed values.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from engine.io.arrays import is_text, pick, texts_array
from engine.io.moments import calendar, moments
from engine.io.settled import Partly, default, distinct, finish, one_by_one, spread, texts_spread
from engine.io.short_cuts import numbers, numerals, texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.io.cells import CellReader
    from engine.io.settled import Converted

_NUMERIC: Final = frozenset({"whole", "days", "money", "number", "percent"})


def convert(reader: CellReader, cells: pa.Array | Sequence[object]) -> Converted:
    """Read a column: an Arrow array, or Python values where a column has no one type."""
    found = _converted(reader, cells)
    found.values = _presented(reader, found.values)
    return found


def absent(reader: CellReader, rows: int) -> pa.Array:
    """The typed column of a field that the data have no column for."""
    return _presented(reader, pa.repeat(default(reader), rows))


def _presented(reader: CellReader, values: pa.Array) -> pa.Array:
    if reader.places_of is None:
        return values
    return pa.DictionaryArray.from_arrays(values, texts_array(tuple(reader.places_of)))


def _converted(reader: CellReader, cells: pa.Array | Sequence[object]) -> Converted:
    if not isinstance(cells, pa.Array):
        return one_by_one(reader, cells)
    cells = _plain(cells)
    kind, declared = cells.type, reader.field.declared
    partly: Partly | None = None
    if pa.types.is_dictionary(kind):
        if len(cells.dictionary) > len(cells):  # of a larger array, most of whose values are elsewhere
            return _converted(reader, _plain(cells.dictionary).take(cells.indices))
        of_values = _converted(reader, cells.dictionary)
        return (
            texts_spread(reader, cells.indices, of_values)
            if declared == "text"
            else spread(reader, cells.indices, of_values)
        )
    if pa.types.is_binary(kind):  # bytes that are not all text
        return one_by_one(reader, cells.to_pylist())
    if pa.types.is_float16(kind) or pa.types.is_float32(kind):
        # Python would show the digits of the nearest double; Arrow shows the shortest decimal.
        return distinct(reader, cells.cast(pa.string()), Decimal)
    if pa.types.is_timestamp(kind) and declared == "date":
        return moments(reader, cells)
    if pa.types.is_date32(kind) and declared == "date":
        return calendar(reader, cells, cells)
    if declared in _NUMERIC:
        if pa.types.is_string(kind):
            cells, partly = numerals(reader, cells)
        else:
            partly = numbers(reader, cells)
    elif pa.types.is_string(kind):
        cells, partly = texts(reader, cells)
    elif pa.types.is_boolean(kind) and declared == "yes_no" and not reader.empty_texts:
        partly = Partly(cells, cells.is_valid())
    elif pa.types.is_integer(kind) and declared == "key" and not reader.empty_texts:
        partly = Partly(cells.cast(pa.string()), cells.is_valid())
    return distinct(reader, cells) if partly is None else finish(reader, cells, partly)


def cell_values(cells: pa.Array | Sequence[object], positions: Sequence[int]) -> list[object]:
    """Some cells as Python values, or as text where Python has no such value."""
    if not isinstance(cells, pa.Array):
        return [cells[at] for at in positions]
    some = pick(cells, positions)
    if pa.types.is_float32(some.type) or pa.types.is_float16(some.type):
        some = some.cast(pa.string())  # Python would show the digits of the nearest double
    try:
        return list(some.to_pylist())
    except (UnicodeDecodeError, OverflowError, ValueError):
        return [_value(some.slice(at, 1)) for at in range(len(some))]


def _value(cell: pa.Array) -> object:
    try:
        return cell[0].as_py()
    except UnicodeDecodeError:
        return cell.cast(pa.binary())[0].as_py()
    except (OverflowError, ValueError):
        return cell.cast(pa.string())[0].as_py()  # a date after the year 9999, or nanoseconds


def _plain(cells: pa.Array) -> pa.Array:
    """The same cells in one of the few Arrow types that the rest knows."""
    kind = cells.type
    if pa.types.is_run_end_encoded(kind):
        return _plain(pc.run_end_decode(cells))
    if pa.types.is_null(kind):
        return cells.cast(pa.string())
    if is_text(kind):
        # Nothing on the way has looked whether these bytes are text.
        cells = cells.cast(pa.binary())
        kind = cells.type
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind):
        try:
            return cells.cast(pa.binary()).cast(pa.string())
        except pa.ArrowInvalid:
            return cells.cast(pa.binary())
    if pa.types.is_decimal(kind) and kind.bit_width < 128:
        return cells.cast(pa.decimal128(kind.precision, kind.scale))
    if pa.types.is_date64(kind):
        return cells.cast(pa.timestamp("ms"))
    return cells
