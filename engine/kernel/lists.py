"""Lists of the numbers of masks that hold, row by row."""

# mypy: disable-error-code="untyped-decorator"

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from engine.kernel import vectors as v
from engine.kernel.emit import compiled, inlined
from engine.kernel.instructions import BLOCK, MASK_BYTES, WORDS
from engine.kernel.masks import word_at

if TYPE_CHECKING:
    from engine.kernel.emit import Integers

_U: Final = np.uint64


@compiled
def _row_sets(planes: np.uint64, rows: np.uint64, masks: np.uint64, pool: Integers, first: int, count: int) -> None:
    """Of each row, the set of up to 64 masks that hold, as the bits of an integer: eight at a time, as bytes."""
    for i in range(0, BLOCK, 64):
        v.set_all(rows + _U(i * 8), 0)
    for start in range(0, count, 8):
        for i in range(0, BLOCK, 8):
            v.store64(planes + _U(i), 0)
        for j in range(start, min(start + 8, count)):
            mask = masks + _U(pool[first + j] * MASK_BYTES)
            for w in range(WORDS):
                v.set_bit8(planes + _U(w * 64), v.load_word(word_at(mask, w)), 1 << (j - start))
        for w in range(WORDS):
            v.or_bytes(rows + _U(w * 512), planes + _U(w * 64), start)


@inlined
def _append(codes: np.uint64, wide: bool, at: int, code: int) -> None:  # noqa: FBT001 - compiled code
    if wide:
        v.store16(codes + _U(at * 2), code)
    else:
        v.store8(codes + _U(at), code)


@compiled
def put_list(
    scratch: np.uint64, masks: np.uint64, pool: Integers, first: int, count: int, rows: int,
    offsets: np.uint64, codes: np.uint64, position: int,
) -> int:  # fmt: skip
    """Lists of the numbers of masks that hold: where each ends, and all in a row; in 2 bytes if there are over 256."""
    planes, sets = scratch, scratch + _U(BLOCK)
    groups = (count + 63) // 64
    for g in range(groups):
        _row_sets(planes, sets + _U(g * BLOCK * 8), masks, pool, first + g * 64, min(64, count - g * 64))
    wide = count > 256
    for row in range(rows):
        for g in range(groups):
            left = v.load_word(sets + _U((g * BLOCK + row) * 8))
            while left != _U(0):
                _append(codes, wide, position, g * 64 + v.lowest_bit(left))
                position += 1
                left &= left - _U(1)
        v.store32(offsets + _U(row * 4), position)
    return position
