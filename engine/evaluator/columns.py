"""Typed columns as cells that the machine reads: integers, days, yes/no bits, or codes of a dictionary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Sequence


def machine_cells(cells: pa.Array, values: Sequence[str] | None) -> pa.Array:
    """Cells the machine reads.

    Args:
        cells: a typed column.
        values: of a listed field, its values: their places become the codes.
    """
    kind = cells.type
    if pa.types.is_dictionary(kind):
        if values is None or cells.dictionary.equals(pa.array(values, cells.dictionary.type)):
            return cells
        return _recoded(cells, values)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        encoded = cells.dictionary_encode()
        return encoded if values is None else _recoded(encoded, values)
    return cells


def _recoded(cells: pa.Array, values: Sequence[str]) -> pa.Array:
    """Codes by the places of the values."""
    places = pc.index_in(cells.dictionary, pa.array(values, cells.dictionary.type)).cast(_code_type(len(values)))
    return pa.DictionaryArray.from_arrays(places.take(cells.indices), pa.array(values, pa.string()))


def _code_type(count: int) -> pa.DataType:
    return pa.int8() if count <= 2**7 else pa.int16()
