"""Short cuts: the cells of a whole column that are plainly right, settled at once.

A short cut may leave any cell to the rules of ``engine.io.cells``, but may never decide otherwise than they do.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from engine.io import decimals
from engine.io.arrays import NULL, bytes_of, constant, filled, only, texts_array, trimmed, within
from engine.io.cells import NOTE
from engine.io.settled import Partly

if TYPE_CHECKING:
    from engine.io.cells import CellReader

_EPOCH: Final = date(1970, 1, 1).toordinal()
FIRST_DAY: Final = date.min.toordinal() - _EPOCH
LAST_DAY: Final = date.max.toordinal() - _EPOCH
_ISO: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_ISO_WITH_TIME: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?$"
_GROUPED: Final = r"^[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?$"
_FALSE: Final = pa.scalar(False)  # noqa: FBT003


def texts(reader: CellReader, cells: pa.Array) -> tuple[pa.Array, Partly | None]:
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
    return cells, Partly(cells, settled)


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


def _without_marks(reader: CellReader, partly: Partly | None) -> Partly | None:
    """What is settled, less the numbers and dates that stand for missing."""
    if partly is None or not reader.empty_values:
        return partly
    marked = pc.is_in(partly.values, pa.array(sorted(reader.empty_values), partly.values.type))
    return Partly(partly.values, pc.and_not(partly.settled, marked))


def _dates(reader: CellReader, cells: pa.Array) -> tuple[pa.Array, Partly | None]:
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


def _in_calendar(dates: pa.Array) -> Partly:
    dates = pc.if_else(within(dates.cast(pa.int32()), FIRST_DAY, LAST_DAY), dates, NULL)
    return Partly(dates, dates.is_valid())


def _without_time(cells: pa.Array) -> pa.Array:
    """Cut the clock time off ISO texts that have one without a zone, so that few distinct ones are left."""
    timed = pc.match_substring_regex(cells, _ISO_WITH_TIME)
    return pc.if_else(timed, pc.utf8_slice_codeunits(cells, 0, 10), cells)


def numerals(reader: CellReader, cells: pa.Array) -> tuple[pa.Array, Partly | None]:
    """Numbers written as texts."""
    places = reader.places
    if places >= decimals.SURE_DIGITS:
        return cells, None
    data = bytes_of(cells)
    if not data.translate(None, decimals.PLAIN):
        cells = plain = filled(cells)
        values = decimals.short_decimals(places, plain)
    else:
        cells = plain = filled(trimmed(cells, data))
        if reader.field.declared == "percent" and b"%" in data:
            return cells, _percentages(reader, cells)
        if reader.field.decimal_comma or b"," in data:
            plain = _points_alone(reader, cells)
        values = decimals.at_once(places, plain)
        if values is None:
            cells, plain = _without_words(reader, cells), _without_words(reader, plain)
            values = decimals.at_once(places, plain)
    if values is None:
        values = decimals.by_pattern(places, plain)
    if reader.field.declared == "percent":  # above 1 it lacks its percent sign
        values = pc.if_else(within(values, -(10**places), 10**places), values, NULL)
    return cells, _settled(reader, values)


def _percentages(reader: CellReader, cells: pa.Array) -> Partly | None:
    """Ratios, some of which are written with a percent sign; None where they are not plain enough."""
    places, signed = reader.places, pc.ends_with(cells, "%")
    percents = decimals.at_once(places - 2, pc.if_else(signed, pc.utf8_slice_codeunits(cells, 0, -1), NULL))
    ratios = decimals.at_once(places, pc.if_else(signed, NULL, cells))
    if percents is None or ratios is None or reader.field.decimal_comma:
        return None
    ratios = pc.if_else(within(ratios, -(10**places), 10**places), ratios, NULL)
    return _settled(reader, pc.coalesce(percents, ratios))


def numbers(reader: CellReader, cells: pa.Array) -> Partly | None:
    """Numbers that are stored as such."""
    kind = cells.type
    if pa.types.is_integer(kind):
        values = decimals.from_integers(reader.places, cells)
    elif pa.types.is_decimal128(kind):
        values = decimals.from_decimals(reader.places, cells)
    elif pa.types.is_float64(kind):
        values = decimals.from_floats(reader.places, cells)
    else:
        values = None
    return None if values is None else _settled(reader, values)


def _settled(reader: CellReader, values: pa.Array) -> Partly | None:
    """Numbers that were found, as far as they are within the bounds of the field."""
    values = pc.if_else(within(values, reader.low, reader.high), values, NULL)
    return _without_marks(reader, Partly(values, values.is_valid()))


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
