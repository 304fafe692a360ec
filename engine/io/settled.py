"""Typed columns from cells: what no short cut settled is read by the rules of ``engine.io.cells``, each value once.

On the way listed values are their places in the list.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from dsl.lean import dataclass
from engine.columns import arrow_type
from engine.io.arrays import constant
from engine.io.reasons import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.columns import Stored
    from engine.io.cells import CellReader

_FALSE: Final = pa.scalar(False)  # noqa: FBT003


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
class Partly:
    """What a short cut found: the values, and where they are final; ``settled`` has no nulls."""

    values: pa.Array
    settled: pa.Array


def kept_type(reader: CellReader) -> pa.DataType:
    """Of the column on the way."""
    kind = arrow_type(reader.field)
    return kind if reader.places_of is None else kind.index_type


def default(reader: CellReader) -> pa.Scalar:
    """What a missing cell yields, where that is no fault."""
    value = reader.missing
    if reader.places_of is not None and isinstance(value, str):
        value = reader.places_of[value]
    return constant(None if isinstance(value, Fault) else value, kept_type(reader))


def one_by_one(reader: CellReader, cells: Sequence[object]) -> Converted:
    """Read every cell by the rules."""
    results = [reader.read(cell) for cell in cells]
    stored: list[Stored | None] = [None if isinstance(found, Fault) else found for found in results]
    if reader.places_of is not None:
        stored = [reader.places_of[value] if isinstance(value, str) else None for value in stored]
    faults = {at: found for at, found in enumerate(results) if isinstance(found, Fault)}
    return Converted(pa.array(stored, kept_type(reader)), faults)


def distinct(reader: CellReader, cells: pa.Array, python_value: Callable[[str], object] | None = None) -> Converted:
    """Read each distinct value once; ``python_value`` makes it of text that stands for something else."""
    if pa.types.is_timestamp(cells.type) and cells.type.unit == "ns":
        cells = cells.cast(pa.timestamp("us", cells.type.tz), safe=False)  # Python has no nanoseconds
    encoded = cells.dictionary_encode()
    values = encoded.dictionary.to_pylist()
    if python_value is not None:
        values = [python_value(value) for value in values]
    return spread(reader, encoded.indices, one_by_one(reader, values))


def spread(reader: CellReader, indices: pa.Array, of_values: Converted) -> Converted:
    """From distinct values to cells: a null index is a missing cell."""
    kind = of_values.values.type
    values = of_values.values.take(indices) if len(of_values.values) else pa.nulls(len(indices), kind)
    if indices.null_count and reader.missing is not None:
        values = pc.if_else(indices.is_null(), default(reader), values)
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


def texts_spread(reader: CellReader, indices: pa.Array, of_values: Converted) -> Converted:
    """The same for texts, which stay a dictionary of different ones."""
    distinct = pa.concat_arrays([of_values.values, pa.array([default(reader).as_py()], pa.string())])
    distinct = distinct.dictionary_encode()
    # What comes after the values is what a missing cell yields.
    places = distinct.indices.take(pc.fill_null(indices.cast(pa.int64()), len(of_values.values)))
    values = pa.DictionaryArray.from_arrays(places, distinct.dictionary)
    return Converted(values, _faults_spread(reader, indices, of_values))


def finish(reader: CellReader, cells: pa.Array, partly: Partly) -> Converted:
    """Fill in missing cells, and read what is not settled by the rules."""
    values, settled = partly.values, partly.settled
    if not isinstance(reader.missing, Fault):
        empty = cells.is_null()
        if reader.missing is not None:
            values = pc.if_else(empty, default(reader), values)
        settled = pc.or_(settled, empty)
    odd = pc.invert(settled)
    places = pc.indices_nonzero(odd)
    if not len(places):
        return Converted(values)
    rest = distinct(reader, cells.filter(odd))
    positions = places.to_pylist() if rest.faults else []
    return Converted(
        pc.replace_with_mask(values, odd, rest.values),
        {positions[at]: fault for at, fault in rest.faults.items()},
    )
