"""Whole columns of cells to typed columns.

Each kind of column has a short cut that settles the cells that are plainly right or missing; the others are
read one by one, each distinct value once, by the rules of ``engine.io.cells``. A short cut may leave any cell
to the rules, but may never decide otherwise than they do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from engine.columns import INT64, arrow_type
from engine.io.cells import SAFE_FLOAT
from engine.io.numerals import BLANK
from engine.io.reasons import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.columns import Stored
    from engine.io.cells import CellReader

# Digits that surely fit into an int64.
_SURE_DIGITS: Final = 18
_EPOCH: Final = date(1970, 1, 1).toordinal()
_FIRST_DAY: Final = date.min.toordinal() - _EPOCH
_LAST_DAY: Final = date.max.toordinal() - _EPOCH
_DAY: Final = {"s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
_ISO: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_ISO_WITH_TIME: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?$"
_GROUPED: Final = r"^[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?$"
_NUMERIC: Final = frozenset({"whole", "days", "money", "number", "percent"})


@dataclass(slots=True)
class Converted:
    """A typed column.

    Attributes:
        values: stored values; null where missing or faulty.
        faults: what is wrong, by position.
    """

    values: pa.Array
    faults: dict[int, Fault] = field(default_factory=dict)


@dataclass(slots=True)
class _Partly:
    """What a short cut found: the values, and where they are final; ``settled`` has no nulls."""

    values: pa.Array
    settled: pa.Array


def convert(reader: CellReader, cells: pa.Array | Sequence[object]) -> Converted:
    """Read a column: an Arrow array, or Python values where a column has no one type."""
    if not isinstance(cells, pa.Array):
        return _one_by_one(reader, cells)
    cells = _plain(cells)
    kind, declared = cells.type, reader.field.declared
    partly: _Partly | None = None
    if pa.types.is_dictionary(kind):
        return _spread(reader, cells.indices, convert(reader, cells.dictionary))
    if pa.types.is_binary(kind):  # bytes that are not all text
        return _one_by_one(reader, cells.to_pylist())
    if pa.types.is_float16(kind) or pa.types.is_float32(kind):
        # Python would show the digits of the nearest double; Arrow shows the shortest decimal.
        return _distinct(reader, cells.cast(pa.string()), Decimal)
    if pa.types.is_timestamp(kind) and declared == "date":
        return _moments(reader, cells)
    if pa.types.is_date32(kind) and declared == "date":
        return _calendar(reader, cells, cells)
    if declared in _NUMERIC:
        partly = _numbers(reader, cells)
    elif pa.types.is_string(kind):
        cells = _without_time(cells) if declared == "date" else cells
        partly = _texts(reader, cells)
    elif pa.types.is_boolean(kind) and declared == "yes_no":
        partly = _Partly(cells, cells.is_valid())
    return _distinct(reader, cells) if partly is None else _finish(reader, cells, partly)


def cell_values(cells: pa.Array | Sequence[object], positions: Sequence[int]) -> list[object]:
    """Some cells as Python values, or as text where Python has no such value."""
    if not isinstance(cells, pa.Array):
        return [cells[at] for at in positions]
    some = cells.take(pa.array(positions, pa.int64()))
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
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
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


# --- the cells that no short cut settles ---


def _one_by_one(reader: CellReader, cells: Sequence[object]) -> Converted:
    results = [reader.read(cell) for cell in cells]
    stored: list[Stored | None] = [None if isinstance(found, Fault) else found for found in results]
    faults = {at: found for at, found in enumerate(results) if isinstance(found, Fault)}
    return Converted(pa.array(stored, arrow_type(reader.field)), faults)


def _distinct(reader: CellReader, cells: pa.Array, python_value: Callable[[str], object] | None = None) -> Converted:
    """Read each distinct value once; ``python_value`` makes it of text that stands for something else."""
    if pa.types.is_timestamp(cells.type) and cells.type.unit == "ns":
        cells = cells.cast(pa.timestamp("us", cells.type.tz), safe=False)  # Python has no nanoseconds
    encoded = cells.dictionary_encode()
    values = encoded.dictionary.to_pylist()
    if python_value is not None:
        values = [python_value(value) for value in values]
    return _spread(reader, encoded.indices, _one_by_one(reader, values))


def _spread(reader: CellReader, indices: pa.Array, of_values: Converted) -> Converted:
    """From distinct values to cells: a null index is a missing cell."""
    if len(of_values.values) == 0:
        of_values = _one_by_one(reader, [None])
        values = of_values.values.take(pa.nulls(len(indices), pa.int32()))
    else:
        values = of_values.values.take(indices)
    faults: dict[int, Fault] = {}
    if of_values.faults:
        faulty = pc.fill_null(pc.is_in(indices, pa.array(list(of_values.faults), indices.type)), False)  # noqa: FBT003
        for at in pc.indices_nonzero(faulty).to_pylist():
            faults[at] = of_values.faults[indices[at].as_py()]
    if indices.null_count:
        if isinstance(reader.missing, Fault):
            faults |= dict.fromkeys(pc.indices_nonzero(indices.is_null()).to_pylist(), reader.missing)
        elif reader.missing is not None:
            values = pc.if_else(indices.is_null(), pa.scalar(reader.missing, values.type), values)
    return Converted(values, faults)


def _finish(reader: CellReader, cells: pa.Array, partly: _Partly) -> Converted:
    """Fill in missing cells, and read what is not settled by the rules."""
    values, settled = partly.values, partly.settled
    if not isinstance(reader.missing, Fault):
        empty = cells.is_null()
        if reader.missing is not None:
            values = pc.if_else(empty, pa.scalar(reader.missing, values.type), values)
        settled = pc.or_(settled, empty)
    odd = pc.invert(settled)
    places = pc.indices_nonzero(odd)
    if not len(places):
        return Converted(values)
    rest = _distinct(reader, cells.filter(odd))
    positions = places.to_pylist() if rest.faults else []
    return Converted(
        pc.replace_with_mask(values, odd, rest.values),
        {positions[at]: fault for at, fault in rest.faults.items()},
    )


# --- short cuts ---


def _texts(reader: CellReader, cells: pa.Array) -> _Partly | None:
    """Keys, texts and dates; yes/no and listed values have few distinct values and need no short cut."""
    declared = reader.field.declared
    if declared == "date":
        return _iso_dates(cells)
    if declared not in ("key", "text"):
        return None
    trimmed = pc.utf8_trim(cells, BLANK)
    settled = pc.not_equal(trimmed, "")
    if declared == "text":
        settled = pc.and_not(settled, pc.is_in(trimmed, pa.array(sorted(reader.missing_words))))
        cells = trimmed
    return _Partly(cells, pc.fill_null(settled, False))  # noqa: FBT003


def _iso_dates(cells: pa.Array) -> _Partly | None:
    iso = pc.if_else(pc.match_substring_regex(cells, _ISO), cells, None)
    try:
        dates = iso.cast(pa.date32())
    except pa.ArrowInvalid:
        return None  # some day does not exist; the rules will tell which
    dates = pc.if_else(_within(dates.cast(pa.int32()), _FIRST_DAY, _LAST_DAY), dates, None)
    return _Partly(dates, dates.is_valid())


def _without_time(cells: pa.Array) -> pa.Array:
    """Cut the clock time off ISO texts that have one without a zone, so that few distinct ones are left."""
    timed = pc.match_substring_regex(cells, _ISO_WITH_TIME)
    return pc.if_else(timed, pc.utf8_slice_codeunits(cells, 0, 10), cells)


def _numbers(reader: CellReader, cells: pa.Array) -> _Partly | None:
    kind = cells.type
    if pa.types.is_string(kind):
        values = _from_text(reader.places, cells)
    elif pa.types.is_integer(kind):
        values = _from_integers(reader.places, cells)
    elif pa.types.is_decimal128(kind):
        values = _from_decimals(reader.places, cells)
    elif pa.types.is_float64(kind):
        values = _from_floats(reader.places, cells)
    else:
        values = None
    if values is None:
        return None
    return _Partly(values, pc.fill_null(_within(values, reader.low, reader.high), False))  # noqa: FBT003


def _from_text(places: int, cells: pa.Array) -> pa.Array | None:
    """Plain decimals, with or without grouped thousands; null for all else."""
    if places >= _SURE_DIGITS:
        return None
    whole = _SURE_DIGITS - places
    cells = pc.utf8_trim(cells, BLANK)
    if pc.any(pc.match_substring(cells, ",")).as_py():
        grouped = pc.match_substring_regex(cells, _GROUPED)
        cells = pc.if_else(grouped, pc.replace_substring(cells, ",", ""), cells)
    pattern = rf"^[+-]?[0-9]{{1,{whole}}}(?:\.[0-9]{{0,{places}}}0{{0,9}})?$"
    clean = pc.if_else(pc.match_substring_regex(cells, pattern), cells, None)
    return _unscaled(clean.cast(pa.decimal128(_SURE_DIGITS, places)))


def _from_integers(places: int, cells: pa.Array) -> pa.Array:
    most = INT64 // 10**places
    counts = pc.if_else(_within(cells, -most, most), cells, None).cast(pa.int64())
    return pc.multiply(counts, 10**places) if places else counts


def _from_decimals(places: int, cells: pa.Array) -> pa.Array | None:
    try:
        return _unscaled(cells.cast(pa.decimal128(38, places)))
    except pa.ArrowInvalid:
        return None  # some cell is too large or too fine


def _from_floats(places: int, cells: pa.Array) -> pa.Array | None:
    """Floats whose shortest decimal has at most so many places, and at most 15 digits; null for all else.

    A decimal of at most 15 digits is the shortest one of the float nearest to it, and dividing two exact
    floats gives the nearest float. So a count that divides back to the cell is the cell's shortest decimal.
    """
    if places > _SURE_DIGITS:
        return None
    scale = float(10**places)
    counts = pc.round(pc.multiply(cells, scale))
    exact = pc.and_(pc.less(pc.abs(counts), float(SAFE_FLOAT)), pc.equal(pc.divide(counts, scale), cells))
    return pc.if_else(exact, counts, None).cast(pa.int64())


def _unscaled(decimals: pa.Array) -> pa.Array:
    """The integers that stand in a decimal array: the same bytes, read without the point."""
    kind = pa.decimal128(decimals.type.precision, 0)
    return pa.Array.from_buffers(kind, len(decimals), decimals.buffers(), offset=decimals.offset).cast(pa.int64())


def _moments(reader: CellReader, cells: pa.Array) -> Converted:
    """Timestamps, cut to the date in the zone of the field, or as they stand if they have no zone."""
    kind = cells.type
    counts, day = cells.cast(pa.int64()), _DAY[kind.unit]
    # Far beyond the calendar Arrow counts round in silence, so those are taken out first.
    near = pc.if_else(_within(counts, (_FIRST_DAY - 1) * day, (_LAST_DAY + 2) * day), cells, None)
    if kind.tz and reader.zone:
        try:
            near = pc.local_timestamp(near.cast(pa.timestamp(kind.unit, reader.zone.key)))
        except pa.ArrowInvalid:
            return _moments_one_by_one(reader, cells)
    elif kind.tz:
        return _moments_one_by_one(reader, cells)
    return _calendar(reader, cells, near.cast(pa.date32()))


def _moments_one_by_one(reader: CellReader, cells: pa.Array) -> Converted:
    """For systems on which Arrow finds no time zones: Python brings its own."""
    counts, day = cells.cast(pa.int64()), _DAY[cells.type.unit]
    utc = cells.cast(pa.timestamp(cells.type.unit, "UTC"))
    utc = pc.if_else(_within(counts, _FIRST_DAY * day, (_LAST_DAY + 1) * day - 1), utc, None)
    return _beyond(_distinct(reader, utc), cells, utc)


def _calendar(reader: CellReader, cells: pa.Array, dates: pa.Array) -> Converted:
    """Finish dates, of which Arrow has more than the calendar."""
    dates = pc.if_else(_within(dates.cast(pa.int32()), _FIRST_DAY, _LAST_DAY), dates, None)
    settled = pc.or_(dates.is_valid(), cells.is_valid())
    return _beyond(_finish(reader, cells, _Partly(dates, settled)), cells, dates)


def _beyond(result: Converted, cells: pa.Array, dates: pa.Array) -> Converted:
    """Add the fault of cells that have a value but no date."""
    beyond = pc.indices_nonzero(pc.and_(cells.is_valid(), dates.is_null()))
    result.faults |= dict.fromkeys(beyond.to_pylist(), Fault("D227"))
    return result


def _within(counts: pa.Array, low: int, high: int) -> pa.Array:
    """Whether integers lie between two bounds that their own type may not hold."""
    width, signed = counts.type.bit_width, pa.types.is_signed_integer(counts.type)
    least, most = (-(2 ** (width - 1)), 2 ** (width - 1) - 1) if signed else (0, 2**width - 1)
    return pc.and_(
        pc.greater_equal(counts, pa.scalar(max(low, least), counts.type)),
        pc.less_equal(counts, pa.scalar(min(high, most), counts.type)),
    )
