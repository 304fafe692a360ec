"""Finds keys that stand in more than one row, in a pass of its own over the key column alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterable


def duplicate_keys(parts: Iterable[pa.Array]) -> pa.Array:
    """The keys that occur more than once; missing keys are nobody's, and so never equal.

    Memory grows with the number of distinct keys.

    Args:
        parts: the key column as text, in parts.
    """
    counts = pc.value_counts(pa.chunked_array([part.drop_null() for part in parts], pa.string()))
    return counts.field("values").filter(pc.greater(counts.field("counts"), 1))


def is_duplicate(keys: pa.Array, duplicates: pa.Array) -> pa.Array:
    """Whether each key is among the duplicates; false for missing ones."""
    return pc.and_(pc.is_in(keys, duplicates), keys.is_valid())
