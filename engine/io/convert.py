"""Whole columns of cells to typed columns.

Each kind of column has a short cut that settles the cells that are plainly right or missing; the others are
read one by one, each distinct value once, by the rules of ``engine.io.cells``. A short cut may leave any cell
to the rules, but may never decide otherwise than they do.

On the way listed values are their places in the list; only what leaves here is a dictionary array.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from engine.columns import INT64, arrow_type
from engine.io.arrays import NULL, bytes_of, constant, filled, is_text, only, pick, texts_array, trimmed
from engine.io.cells import NOTE, SAFE_FLOAT
from engine.io.reasons import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.columns import Stored
    from engine.io.cells import CellReader

# Digits that surely fit into an int64.
_SURE_DIGITS: Final = 18
# Characters of a plain decimal that a float tells from all others: 15 digits, and a point or a sign.
_SURE_LENGTH: Final = 16
_PLAIN: Final = b"0123456789.-"
_EPOCH: Final = date(1970, 1, 1).toordinal()
_FIRST_DAY: Final = date.min.toordinal() - _EPOCH
_LAST_DAY: Final = date.max.toordinal() - _EPOCH
_DAY: Final = {"s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
_ISO: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_ISO_WITH_TIME: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?$"
_GROUPED: Final = r"^[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?$"
_FALSE: Final = pa.scalar(False)  # noqa: FBT003
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
    found = _converted(reader, cells)
    found.values = _presented(reader, found.values)
    return found


def absent(reader: CellReader, rows: int) -> pa.Array:
    """The typed column of a field that the data have no column for."""
    return _presented(reader, pa.repeat(_default(reader), rows))


def _presented(reader: CellReader, values: pa.Array) -> pa.Array:
    if reader.places_of is None:
        return values
    return pa.DictionaryArray.from_arrays(values, texts_array(tuple(reader.places_of)))


def _kept_type(reader: CellReader) -> pa.DataType:
    kind = arrow_type(reader.field)
    return kind if reader.places_of is None else kind.index_type


def _default(reader: CellReader) -> pa.Scalar:
    """What a missing cell yields, where that is no fault."""
    value = reader.missing
    if reader.places_of is not None and isinstance(value, str):
        value = reader.places_of[value]
    return constant(None if isinstance(value, Fault) else value, _kept_type(reader))


def _converted(reader: CellReader, cells: pa.Array | Sequence[object]) -> Converted:
    if not isinstance(cells, pa.Array):
        return _one_by_one(reader, cells)
    cells = _plain(cells)
    kind, declared = cells.type, reader.field.declared
    partly: _Partly | None = None
    if pa.types.is_dictionary(kind):
        if len(cells.dictionary) > len(cells):  # of a larger array, most of whose values are elsewhere
            return _converted(reader, _plain(cells.dictionary).take(cells.indices))
        of_values = _converted(reader, cells.dictionary)
        return (
            _texts_spread(reader, cells.indices, of_values)
            if declared == "text"
            else _spread(reader, cells.indices, of_values)
        )
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
        if pa.types.is_string(kind):
            cells, partly = _numerals(reader, cells)
        else:
            partly = _numbers(reader, cells)
    elif pa.types.is_string(kind):
        cells, partly = _texts(reader, cells)
    elif pa.types.is_boolean(kind) and declared == "yes_no" and not reader.empty_texts:
        partly = _Partly(cells, cells.is_valid())
    elif pa.types.is_integer(kind) and declared == "key" and not reader.empty_texts:
        partly = _Partly(cells.cast(pa.string()), cells.is_valid())
    return _distinct(reader, cells) if partly is None else _finish(reader, cells, partly)


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


# --- the cells that no short cut settles ---


def _one_by_one(reader: CellReader, cells: Sequence[object]) -> Converted:
    results = [reader.read(cell) for cell in cells]
    stored: list[Stored | None] = [None if isinstance(found, Fault) else found for found in results]
    if reader.places_of is not None:
        stored = [reader.places_of[value] if isinstance(value, str) else None for value in stored]
    faults = {at: found for at, found in enumerate(results) if isinstance(found, Fault)}
    return Converted(pa.array(stored, _kept_type(reader)), faults)


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
    kind = of_values.values.type
    values = of_values.values.take(indices) if len(of_values.values) else pa.nulls(len(indices), kind)
    if indices.null_count and reader.missing is not None:
        values = pc.if_else(indices.is_null(), _default(reader), values)
    return Converted(values, _faults_spread(reader, indices, of_values))


def _faults_spread(reader: CellReader, indices: pa.Array, of_values: Converted) -> dict[int, Fault]:
    faults: dict[int, Fault] = {}
    if of_values.faults:
        faulty = pc.fill_null(pc.is_in(indices, pa.array(list(of_values.faults), indices.type)), _FALSE)
        for at in pc.indices_nonzero(faulty).to_pylist():
            faults[at] = of_values.faults[indices[at].as_py()]
    if indices.null_count and isinstance(reader.missing, Fault):
        faults |= dict.fromkeys(pc.indices_nonzero(indices.is_null()).to_pylist(), reader.missing)
    return faults


def _texts_spread(reader: CellReader, indices: pa.Array, of_values: Converted) -> Converted:
    """The same for texts, which stay a dictionary of different ones."""
    distinct = pa.concat_arrays([of_values.values, pa.array([_default(reader).as_py()], pa.string())])
    distinct = distinct.dictionary_encode()
    # What comes after the values is what a missing cell yields.
    places = distinct.indices.take(pc.fill_null(indices.cast(pa.int64()), len(of_values.values)))
    values = pa.DictionaryArray.from_arrays(places, distinct.dictionary)
    return Converted(values, _faults_spread(reader, indices, of_values))


def _finish(reader: CellReader, cells: pa.Array, partly: _Partly) -> Converted:
    """Fill in missing cells, and read what is not settled by the rules."""
    values, settled = partly.values, partly.settled
    if not isinstance(reader.missing, Fault):
        empty = cells.is_null()
        if reader.missing is not None:
            values = pc.if_else(empty, _default(reader), values)
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


def _texts(reader: CellReader, cells: pa.Array) -> tuple[pa.Array, _Partly | None]:
    """Keys, texts and dates; yes/no and listed values have few distinct values and need no short cut."""
    match reader.field.declared:
        case "date":
            return _dates(reader, cells)
        case "key":
            plain = _possible_keys(reader, filled(trimmed(cells)))
        case "text":
            plain = filled(trimmed(cells))
            cells = plain = only(plain, pc.invert(pc.is_in(plain, _words(reader))))
        case _:
            return cells, None
    settled = plain.is_valid()
    if reader.empty_texts:
        # Folding makes no text shorter.
        longest = constant(max(map(len, reader.empty_texts)), pa.int32())
        settled = pc.fill_null(pc.greater(pc.utf8_length(plain), longest), _FALSE)
    return cells, _Partly(cells, settled)


def _possible_keys(reader: CellReader, keys: pa.Array) -> pa.Array:
    """Trimmed keys, without what may be a header again, a total or a remark."""
    keys = only(keys, pc.invert(pc.is_in(keys, texts_array(tuple(reader.no_keys)))))
    if bytes_of(keys).isascii():
        return keys
    return only(keys, pc.invert(pc.match_substring(keys, NOTE)))


def _words(reader: CellReader) -> pa.Array:
    return texts_array(tuple(reader.missing_words))


def _without_words(reader: CellReader, cells: pa.Array) -> pa.Array:
    """Trimmed cells, without the words that stand for missing."""
    return pc.if_else(pc.is_in(cells, _words(reader)), NULL, cells)


def _without_marks(reader: CellReader, partly: _Partly | None) -> _Partly | None:
    """What is settled, less the numbers and dates that stand for missing."""
    if partly is None or not reader.empty_values:
        return partly
    marked = pc.is_in(partly.values, pa.array(sorted(reader.empty_values), partly.values.type))
    return _Partly(partly.values, pc.and_not(partly.settled, marked))


def _dates(reader: CellReader, cells: pa.Array) -> tuple[pa.Array, _Partly | None]:
    """Dates as 2026-06-01, with or without a clock time."""
    cells = filled(trimmed(cells))
    for prepare in (None, _without_words):
        cells = cells if prepare is None else prepare(reader, cells)
        try:
            return cells, _without_marks(reader, _in_calendar(cells.cast(pa.date32())))
        except pa.ArrowInvalid:
            pass  # some cell is no such date
    cells = _without_time(cells)
    try:
        dates = pc.if_else(pc.match_substring_regex(cells, _ISO), cells, NULL).cast(pa.date32())
    except pa.ArrowInvalid:
        return cells, None  # some day does not exist; the rules will tell which
    return cells, _without_marks(reader, _in_calendar(dates))


def _in_calendar(dates: pa.Array) -> _Partly:
    dates = pc.if_else(_within(dates.cast(pa.int32()), _FIRST_DAY, _LAST_DAY), dates, NULL)
    return _Partly(dates, dates.is_valid())


def _without_time(cells: pa.Array) -> pa.Array:
    """Cut the clock time off ISO texts that have one without a zone, so that few distinct ones are left."""
    timed = pc.match_substring_regex(cells, _ISO_WITH_TIME)
    return pc.if_else(timed, pc.utf8_slice_codeunits(cells, 0, 10), cells)


def _numerals(reader: CellReader, cells: pa.Array) -> tuple[pa.Array, _Partly | None]:
    """Numbers written as texts."""
    places = reader.places
    if places >= _SURE_DIGITS:
        return cells, None
    data = bytes_of(cells)
    if not data.translate(None, _PLAIN):
        cells = plain = filled(cells)
        values = _short_decimals(places, plain)
    else:
        cells = plain = filled(trimmed(cells, data))
        if reader.field.declared == "percent" and b"%" in data:
            return cells, _percentages(reader, cells)
        if reader.field.decimal_comma or b"," in data:
            plain = _points_alone(reader, cells)
        values = _at_once(places, plain)
        if values is None:
            cells, plain = _without_words(reader, cells), _without_words(reader, plain)
            values = _at_once(places, plain)
    if values is None:
        values = _by_pattern(places, plain)
    if reader.field.declared == "percent":  # above 1 it lacks its percent sign
        values = pc.if_else(_within(values, -(10**places), 10**places), values, NULL)
    return cells, _settled(reader, values)


def _percentages(reader: CellReader, cells: pa.Array) -> _Partly | None:
    """Ratios, some of which are written with a percent sign; None where they are not plain enough."""
    places, signed = reader.places, pc.ends_with(cells, "%")
    percents = _at_once(places - 2, pc.if_else(signed, pc.utf8_slice_codeunits(cells, 0, -1), NULL))
    ratios = _at_once(places, pc.if_else(signed, NULL, cells))
    if percents is None or ratios is None or reader.field.decimal_comma:
        return None
    ratios = pc.if_else(_within(ratios, -(10**places), 10**places), ratios, NULL)
    return _settled(reader, pc.coalesce(percents, ratios))


def _numbers(reader: CellReader, cells: pa.Array) -> _Partly | None:
    """Numbers that are stored as such."""
    kind = cells.type
    if pa.types.is_integer(kind):
        values = _from_integers(reader.places, cells)
    elif pa.types.is_decimal128(kind):
        values = _from_decimals(reader.places, cells)
    elif pa.types.is_float64(kind):
        values = _from_floats(reader.places, cells)
    else:
        values = None
    return None if values is None else _settled(reader, values)


def _settled(reader: CellReader, values: pa.Array) -> _Partly | None:
    """Numbers that were found, as far as they are within the bounds of the field."""
    values = pc.if_else(_within(values, reader.low, reader.high), values, NULL)
    return _without_marks(reader, _Partly(values, values.is_valid()))


def _with_points(cells: pa.Array) -> pa.Array:
    """Points and commas exchanged; null where that might make a number of something else."""
    cells = pc.if_else(pc.match_substring(cells, "\0"), NULL, cells)
    for old, new in ((".", "\0"), (",", "."), ("\0", ",")):
        cells = pc.replace_substring(cells, old, new)
    return cells


def _points_alone(reader: CellReader, cells: pa.Array) -> pa.Array:
    """With decimal points, and without the commas between thousands."""
    if reader.field.decimal_comma:
        cells = _with_points(cells)
    return pc.if_else(pc.match_substring_regex(cells, _GROUPED), pc.replace_substring(cells, ",", ""), cells)


def _at_once(places: int, cells: pa.Array) -> pa.Array | None:
    """Decimals if all cells are plain ones, or null; else None."""
    return None if bytes_of(cells).translate(None, _PLAIN) else _short_decimals(places, cells)


def _short_decimals(places: int, cells: pa.Array) -> pa.Array | None:
    """Decimals of cells that hold digits, points and minus signs; those that are finer are null."""
    longest = pc.max(pc.binary_length(cells)).as_py()
    if longest is not None and longest > _SURE_LENGTH:
        return None
    try:
        return _from_floats(places, cells.cast(pa.float64()))
    except pa.ArrowInvalid:
        return None  # some cell is no number


def _by_pattern(places: int, cells: pa.Array) -> pa.Array:
    """Plain decimals; null for all else."""
    pattern = rf"^[+-]?[0-9]{{1,{_SURE_DIGITS - places}}}(?:\.[0-9]{{0,{places}}}0{{0,9}})?$"
    clean = pc.if_else(pc.match_substring_regex(cells, pattern), cells, NULL)
    return _unscaled(clean.cast(pa.decimal128(_SURE_DIGITS, places)))


def _from_integers(places: int, cells: pa.Array) -> pa.Array:
    most = INT64 // 10**places
    counts = pc.if_else(_within(cells, -most, most), cells, NULL).cast(pa.int64())
    return pc.multiply(counts, constant(10**places, pa.int64())) if places else counts


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
    scale = constant(float(10**places), pa.float64())
    counts = pc.round(pc.multiply(cells, scale))
    safe = pc.less(pc.abs(counts), constant(float(SAFE_FLOAT), pa.float64()))
    exact = pc.and_(safe, pc.equal(pc.divide(counts, scale), cells))
    return pc.if_else(exact, counts, NULL).cast(pa.int64(), safe=False)


def _unscaled(decimals: pa.Array) -> pa.Array:
    """The integers that stand in a decimal array: the same bytes, read without the point."""
    kind = pa.decimal128(decimals.type.precision, 0)
    return pa.Array.from_buffers(kind, len(decimals), decimals.buffers(), offset=decimals.offset).cast(pa.int64())


def _moments(reader: CellReader, cells: pa.Array) -> Converted:
    """Timestamps, cut to the date in the zone of the field, or as they stand if they have no zone."""
    kind = cells.type
    counts, day = cells.cast(pa.int64()), _DAY[kind.unit]
    # Far beyond the calendar Arrow counts round in silence, so those are taken out first.
    near = pc.if_else(_within(counts, (_FIRST_DAY - 1) * day, (_LAST_DAY + 2) * day), cells, NULL)
    if kind.tz and reader.dates.zone:
        try:
            near = pc.local_timestamp(near.cast(pa.timestamp(kind.unit, reader.dates.zone.key)))
        except pa.ArrowInvalid:
            return _moments_one_by_one(reader, cells)
    elif kind.tz:
        return _moments_one_by_one(reader, cells)
    return _calendar(reader, cells, near.cast(pa.date32()))


def _moments_one_by_one(reader: CellReader, cells: pa.Array) -> Converted:
    """For systems on which Arrow finds no time zones: Python brings its own."""
    counts, day = cells.cast(pa.int64()), _DAY[cells.type.unit]
    utc = cells.cast(pa.timestamp(cells.type.unit, "UTC"))
    utc = pc.if_else(_within(counts, _FIRST_DAY * day, (_LAST_DAY + 1) * day - 1), utc, NULL)
    return _beyond(_distinct(reader, utc), cells, utc)


def _calendar(reader: CellReader, cells: pa.Array, dates: pa.Array) -> Converted:
    """Finish dates, of which Arrow has more than the calendar."""
    if reader.empty_values:
        marked = pc.is_in(dates, pa.array(sorted(reader.empty_values), pa.date32()))
        cells, dates = pc.if_else(marked, NULL, cells), pc.if_else(marked, NULL, dates)
    dates = pc.if_else(_within(dates.cast(pa.int32()), _FIRST_DAY, _LAST_DAY), dates, NULL)
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
        pc.greater_equal(counts, constant(max(low, least), counts.type)),
        pc.less_equal(counts, constant(min(high, most), counts.type)),
    )
