"""Dates from timestamps and from Arrow's own dates, of which there are more than the calendar has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from engine.io.arrays import NULL, within
from engine.io.reasons import Fault
from engine.io.settled import Partly, distinct, finish
from engine.io.short_cuts import FIRST_DAY, LAST_DAY

if TYPE_CHECKING:
    from engine.io.cells import CellReader
    from engine.io.settled import Converted

_DAY: Final = {"s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}


def moments(reader: CellReader, cells: pa.Array) -> Converted:
    """Timestamps, cut to the date in the zone of the field, or as they stand if they have no zone."""
    kind = cells.type
    counts, day = cells.cast(pa.int64()), _DAY[kind.unit]
    # Far beyond the calendar Arrow counts round in silence, so those are taken out first.
    near = pc.if_else(within(counts, (FIRST_DAY - 1) * day, (LAST_DAY + 2) * day), cells, NULL)
    if kind.tz and reader.dates.zone:
        try:
            near = pc.local_timestamp(near.cast(pa.timestamp(kind.unit, reader.dates.zone.key)))
        except pa.ArrowInvalid:
            return _moments_one_by_one(reader, cells)
    elif kind.tz:
        return _moments_one_by_one(reader, cells)
    return calendar(reader, cells, near.cast(pa.date32()))


def _moments_one_by_one(reader: CellReader, cells: pa.Array) -> Converted:
    """For systems on which Arrow finds no time zones: Python brings its own."""
    counts, day = cells.cast(pa.int64()), _DAY[cells.type.unit]
    utc = cells.cast(pa.timestamp(cells.type.unit, "UTC"))
    utc = pc.if_else(within(counts, FIRST_DAY * day, (LAST_DAY + 1) * day - 1), utc, NULL)
    return _beyond(distinct(reader, utc), cells, utc)


def calendar(reader: CellReader, cells: pa.Array, dates: pa.Array) -> Converted:
    """Finish dates, of which Arrow has more than the calendar."""
    if reader.empty_values:
        marked = pc.is_in(dates, pa.array(sorted(reader.empty_values), pa.date32()))
        cells, dates = pc.if_else(marked, NULL, cells), pc.if_else(marked, NULL, dates)
    dates = pc.if_else(within(dates.cast(pa.int32()), FIRST_DAY, LAST_DAY), dates, NULL)
    settled = pc.or_(dates.is_valid(), cells.is_valid())
    return _beyond(finish(reader, cells, Partly(dates, settled)), cells, dates)


def _beyond(result: Converted, cells: pa.Array, dates: pa.Array) -> Converted:
    """Add the fault of cells that have a value but no date."""
    beyond = pc.indices_nonzero(pc.and_(cells.is_valid(), dates.is_null()))
    result.faults |= dict.fromkeys(beyond.to_pylist(), Fault("D227"))
    return result
