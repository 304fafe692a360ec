"""Exact counts of the smallest unit from whole columns of numbers: plain decimals, integers, decimals, floats."""

from __future__ import annotations

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from engine.columns import INT64
from engine.io.arrays import NULL, bytes_of, constant, within
from engine.io.cells import SAFE_FLOAT

SURE_DIGITS: Final = 18
"""So many digits surely fit into an int64."""
PLAIN: Final = b"0123456789.-"
"""What a plain decimal is written with."""
# Characters of a plain decimal that a float tells from all others: 15 digits, and a point or a sign.
_SURE_LENGTH: Final = 16


def at_once(places: int, cells: pa.Array) -> pa.Array | None:
    """Decimals if all cells are plain ones, or null; else None."""
    return None if bytes_of(cells).translate(None, PLAIN) else short_decimals(places, cells)


def short_decimals(places: int, cells: pa.Array) -> pa.Array | None:
    """Decimals of cells that hold digits, points and minus signs; those that are finer are null."""
    longest = pc.max(pc.binary_length(cells)).as_py()
    if longest is not None and longest > _SURE_LENGTH:
        return None
    try:
        return from_floats(places, cells.cast(pa.float64()))
    except pa.ArrowInvalid:
        return None  # some cell is no number


def by_pattern(places: int, cells: pa.Array) -> pa.Array:
    """Plain decimals; null for all else."""
    pattern = rf"^[+-]?[0-9]{{1,{SURE_DIGITS - places}}}(?:\.[0-9]{{0,{places}}}0{{0,9}})?$"
    clean = pc.if_else(pc.match_substring_regex(cells, pattern), cells, NULL)
    return _unscaled(clean.cast(pa.decimal128(SURE_DIGITS, places)))


def from_integers(places: int, cells: pa.Array) -> pa.Array:
    """Counts of what is stored as whole numbers; null where they are too large."""
    most = INT64 // 10**places
    counts = pc.if_else(within(cells, -most, most), cells, NULL).cast(pa.int64())
    return pc.multiply(counts, constant(10**places, pa.int64())) if places else counts


def from_decimals(places: int, cells: pa.Array) -> pa.Array | None:
    """Counts of what is stored as decimals; None if some cell is too large or too fine."""
    try:
        return _unscaled(cells.cast(pa.decimal128(38, places)))
    except pa.ArrowInvalid:
        return None


def from_floats(places: int, cells: pa.Array) -> pa.Array | None:
    """Floats whose shortest decimal has at most so many places, and at most 15 digits; null for all else.

    A decimal of at most 15 digits is the shortest one of the float nearest to it, and dividing two exact
    floats gives the nearest float. So a count that divides back to the cell is the cell's shortest decimal.
    """
    if places > SURE_DIGITS:
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
