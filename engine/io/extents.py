"""What the columns of a file come to when they are read as certain fields: what is missing, what fails."""

from __future__ import annotations

from collections import Counter
from dataclasses import field
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from dsl.lean import dataclass
from engine.io.cells import CellReader
from engine.io.convert import cell_values, convert
from engine.io.reasons import KEY_MISSING, NO_CUSTOMER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dsl.program.model import Field
    from engine.io.sources import Cells, Chunk, Source

CHUNK: Final = 65_536
_KEPT: Final = 20_000  # different cells that fail; more would not tell more
_MOST_TEXTS: Final = 200  # different texts; more are no list


@dataclass(slots=True)
class Extent:
    """What all rows have in a column.

    Attributes:
        low, high: least and greatest stored number; None without numbers.
        missing: empty cells, and those that count as empty.
        bad: cells that fail, and how often.
        texts: of a text, every value and how often it is there; None if there are too many.
    """

    low: int | None = None
    high: int | None = None
    missing: int = 0
    bad: Counter[object] = field(default_factory=Counter)
    texts: Counter[str] | None = None


def extents_of(source: Source, fields: Mapping[str, Field], key: Field | None = None) -> dict[str, Extent]:
    """What columns come to on all rows of customers, each read as a field, by column.

    Args:
        source: the file.
        fields: by column.
        key: tells which rows are no customers: a total is far above what anybody has.

    Raises:
        DataError: the file is damaged.
    """
    names = CellReader(key) if key is not None else None
    named_by = (key.column,) if key is not None and key.column is not None else ()
    readers = {column: CellReader(field) for column, field in fields.items()}
    found = {column: Extent(texts=Counter() if field.declared == "text" else None) for column, field in fields.items()}
    for chunk in source.chunks(tuple(dict.fromkeys((*readers, *named_by))), CHUNK, whole=False):
        others = _no_customers(names, chunk)
        for column, reader in readers.items():
            cells = _without(chunk.columns[column], others)
            converted = convert(reader, cells)
            extent, values = found[column], converted.values
            extent.missing += values.null_count - len(converted.faults)
            if pa.types.is_int64(values.type):
                ends = pc.min_max(values).as_py()
                lows = [end for end in (extent.low, ends["min"]) if end is not None]
                highs = [end for end in (extent.high, ends["max"]) if end is not None]
                extent.low, extent.high = min(lows, default=None), max(highs, default=None)
            if extent.texts is not None:
                extent.texts = _counted(extent.texts, values)
            for cell in cell_values(cells, list(converted.faults)):
                if cell in extent.bad or len(extent.bad) < _KEPT:
                    extent.bad[cell] += 1
    return found


def _no_customers(key: CellReader | None, chunk: Chunk) -> frozenset[int]:
    """Positions of the rows that are a total, a header again or a remark, as far as a key tells."""
    if key is None or key.field.column is None:
        return frozenset()
    faults = convert(key, chunk.columns[key.field.column]).faults
    return frozenset(at for at, fault in faults.items() if fault.code == NO_CUSTOMER)


def _without(cells: Cells, positions: frozenset[int]) -> Cells:
    """The cells of all other rows."""
    if not positions:
        return cells
    rest = [at for at in range(len(cells)) if at not in positions]
    return cells.take(pa.array(rest, pa.int64())) if isinstance(cells, pa.Array) else [cells[at] for at in rest]


def _counted(texts: Counter[str], values: pa.Array) -> Counter[str] | None:
    """The counts with those of some values; None once there are too many."""
    counts = values.drop_null().value_counts()
    if len(counts) > _MOST_TEXTS:
        return None
    texts.update(dict(zip(counts.field("values").to_pylist(), counts.field("counts").to_pylist(), strict=True)))
    return texts if len(texts) <= _MOST_TEXTS else None


@dataclass(frozen=True, slots=True)
class Keys:
    """How well a column names the rows.

    Attributes:
        repeated: rows that have the same value as another.
        missing: rows without a value.
        no_customer: rows that are a total, a header again or a remark.
        unreadable: rows whose value cannot be read as a name.
    """

    repeated: int
    missing: int
    no_customer: int
    unreadable: int


def keys_of(source: Source, column: str, key: Field) -> Keys:
    """How well a column names the rows, all of them; memory grows with the number of different values."""
    reader = CellReader(key)
    faults: Counter[str] = Counter()
    held = []
    for chunk in source.chunks((column,), CHUNK, whole=False):
        converted = convert(reader, chunk.columns[column])
        held.append(converted.values)
        faults.update(fault.code for fault in converted.faults.values())
    counts = pc.value_counts(pa.chunked_array(held, pa.string()).drop_null())
    more = counts.filter(pc.greater(counts.field("counts"), 1)).field("counts")
    missing, no_customer = faults.pop(KEY_MISSING, 0), faults.pop(NO_CUSTOMER, 0)
    return Keys(pc.sum(more).as_py() or 0, missing, no_customer, faults.total())
