"""Results of the machine as bitmaps and lists of whole batches."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from engine.evaluator.evaluator import Decided
    from engine.review.diff.impact.found import Rows

    Bits = npt.NDArray[np.uint8]


@lru_cache(maxsize=8)
def everybody(rows: int) -> Bits:
    """So many customers, a bit each; the bits behind the last one are not set. Nobody may write to it."""
    return np.packbits(np.ones(rows, np.bool_), bitorder="little")


def mask(decided: Decided, out: int) -> Bits:
    """A bitmap that the machine found; the bits behind the last customer are not set."""
    everyone = everybody(decided.rows.num_rows)
    found: Bits = decided.results.outputs[out].view(np.uint8)[: len(everyone)] & everyone
    return found


def number(bits: Bits) -> int:
    """How many bits are set."""
    return int(np.bitwise_count(bits).sum(dtype=np.int64))


def listed(decided: Decided, out: int) -> tuple[Rows, Rows]:
    """A result that is a list for each customer: row and number of everything in the lists."""
    ends = decided.results.outputs[out][: decided.rows.num_rows + 1].astype(np.intp)
    codes = decided.results.codes[out]
    assert codes is not None
    return np.repeat(np.arange(decided.rows.num_rows), np.diff(ends)), codes.astype(np.intp)
