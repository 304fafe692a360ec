"""Columns and vectors to masks: one bit a row, for whether a cell or an integer is what is asked for."""

# mypy: disable-error-code="untyped-decorator,no-any-return"

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from engine.kernel import vectors as v
from engine.kernel.emit import compiled, inlined
from engine.kernel.instructions import MASK_BYTES, WORDS

if TYPE_CHECKING:
    from engine.kernel.emit import Integers

_U: Final = np.uint64


@inlined
def word_at(first: np.uint64, number: int) -> np.uint64:
    """The address of a word of a mask."""
    return first + _U(number * 8)


@compiled
def bitmap(to: np.uint64, address: np.uint64, bit: int) -> None:
    """A block of a bitmap that begins at any bit."""
    at, shift = address + _U(bit >> 3), _U(bit & 7)
    if shift == _U(0):
        v.copy_mask(to, at)
        return
    for w in range(WORDS):
        low = v.load_word(word_at(at, w)) >> shift
        high = _U(v.load8(word_at(at, w + 1)) & 0xFF)
        v.store_word(word_at(to, w), low | (high << (_U(64) - shift)))


@compiled
def fill(to: np.uint64, bits: np.uint64) -> None:
    """The same 64 bits everywhere."""
    for w in range(WORDS):
        v.store_word(word_at(to, w), bits)


@compiled
def count_first(mask: np.uint64, rows: int) -> int:
    """How many of the first bits of a mask are set."""
    found = 0
    for row in range(rows):
        found += int((v.load_word(mask + _U((row >> 6) * 8)) >> _U(row & 63)) & _U(1))
    return found


@compiled
def at_least(masks: np.uint64, at: np.uint64, width: int, pool: Integers, first: int, count: int) -> None:
    """All bounds of a source in one pass: it stays in registers."""
    for w in range(WORDS):
        rows = at + _U(w * 64 * width)
        for i in range(first, first + 2 * count, 2):
            to = masks + _U(pool[i] * MASK_BYTES + w * 8)
            if width == 8:
                v.at_least64(to, rows, pool[i + 1])
            elif width == 4:
                v.at_least32(to, rows, pool[i + 1])
            else:
                v.at_least16(to, rows, pool[i + 1])


@compiled
def equal(masks: np.uint64, at: np.uint64, width: int, pool: Integers, first: int, count: int) -> None:
    """All values of a source in one pass."""
    for w in range(WORDS):
        rows = at + _U(w * 64 * width)
        for i in range(first, first + 2 * count, 2):
            to = masks + _U(pool[i] * MASK_BYTES + w * 8)
            if width == 8:
                v.equal64(to, rows, pool[i + 1])
            elif width == 4:
                v.equal32(to, rows, pool[i + 1])
            else:
                v.equal16(to, rows, pool[i + 1])


@compiled
def pair_at_least(
    masks: np.uint64, one: np.uint64, width: int, other: np.uint64, other_width: int, pool: Integers, first: int,
    count: int,
) -> None:  # fmt: skip
    """All comparisons with sums of two columns in one pass."""
    for w in range(WORDS):
        a, b = one + _U(w * 64 * width), other + _U(w * 64 * other_width)
        for i in range(first, first + 4 * count, 4):
            to, numbers = masks + _U(pool[i] * MASK_BYTES + w * 8), v.place(pool, i + 1)
            if width == 8 and other_width == 8:
                if pool[i + 1] == 1:
                    v.left_plain(to, a, b, numbers)
                elif pool[i + 2] == -1:
                    v.right_minus(to, a, b, numbers)
                else:
                    v.pair_at_least64(to, a, b, numbers)
            elif width == 8:
                v.pair_at_least64_32(to, a, b, numbers)
            elif other_width == 8:
                v.pair_at_least32_64(to, a, b, numbers)
            else:
                v.pair_at_least32(to, a, b, numbers)


@compiled
def member(to: np.uint64, at: np.uint64, width: int, values: np.uint64, count: int) -> None:
    """Whether a code is one of some."""
    for w in range(0, WORDS, v.MEMBER_WORDS):
        rows, word = at + _U(w * 64 * width), word_at(to, w)
        if width == 1:
            v.member8(word, rows, values, count)
        elif width == 2:
            v.member16(word, rows, values, count)
        else:
            v.member32(word, rows, values, count)


@inlined
def code_at(at: np.uint64, width: int, row: int) -> int:
    """The code of a cell, which is never negative."""
    if width == 1:
        return v.load8(at + _U(row)) & 0xFF
    if width == 2:
        return v.load16(at + _U(row * 2)) & 0xFFFF
    return v.load32(at + _U(row * 4))


@compiled
def lookup(to: np.uint64, at: np.uint64, width: int, table: np.uint64, size: int) -> None:
    """Bits by code. Cells without a value may hold any code, also one beyond the table."""
    for w in range(WORDS):
        word = _U(0)
        for i in range(64):
            code = code_at(at, width, w * 64 + i)
            if 0 <= code < size:
                word |= _U((v.load8(table + _U(code >> 3)) >> (code & 7)) & 1) << _U(i)
        v.store_word(word_at(to, w), word)
