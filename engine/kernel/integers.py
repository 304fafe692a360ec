"""Integers of 8 bytes, and narrow ones that they are made of or become."""

# mypy: disable-error-code="untyped-decorator"

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from engine.kernel import vectors as v
from engine.kernel.calendar import months_later, on_calendar
from engine.kernel.emit import compiled
from engine.kernel.instructions import BLOCK, MASK_BYTES, WORDS, Op, Rounding
from engine.kernel.masks import code_at, word_at

if TYPE_CHECKING:
    from engine.kernel.emit import Addresses, Integers

_U: Final = np.uint64

# Compiled code sees plain integers.
SET, SUM, NARROW, MULTIPLY = int(Op.SET), int(Op.SUM), int(Op.NARROW), int(Op.MULTIPLY)
LEAST, GREATEST, TAKE_WHERE, ADD_WHERE = int(Op.LEAST), int(Op.GREATEST), int(Op.TAKE_WHERE), int(Op.ADD_WHERE)
COUNT, COUNT_WHERE, DIVIDE = int(Op.COUNT), int(Op.COUNT_WHERE), int(Op.DIVIDE)
CALENDAR, ADD_MONTHS, TRANSLATE = int(Op.CALENDAR), int(Op.ADD_MONTHS), int(Op.TRANSLATE)
DOWN, UP = int(Rounding.DOWN), int(Rounding.UP)


@compiled
def _translate(to: np.uint64, at: np.uint64, width: int, table: np.uint64, size: int) -> None:
    """Integers by code."""
    for row in range(BLOCK):
        code = code_at(at, width, row)
        v.store64(to + _U(row * 8), v.load64(table + _U(code * 8)) if 0 <= code < size else 0)


@compiled
def _divide(to: np.uint64, numerator: np.uint64, denominator: np.uint64, mode: int) -> None:
    for row in range(BLOCK):
        a, b = v.load64(numerator + _U(row * 8)), v.load64(denominator + _U(row * 8))
        if b < 0:
            a, b = -a, -b
        if b == 0:
            found = 0
        elif mode == DOWN:
            found = a // b
        elif mode == UP:
            found = -((-a) // b)
        else:
            whole, rest = abs(a) // b, abs(a) % b
            whole += rest >= b - rest
            found = whole if a >= 0 else -whole
        v.store64(to + _U(row * 8), found)


@compiled
def _sum(
    to: np.uint64, constant: int, row: int, base: Addresses, step: Integers, width: Integers, pool: Integers,
    first: int, count: int, here: np.uint64,
) -> None:  # fmt: skip
    """64 rows after the others, summed up in another place near the core: a source may stand where the sum goes."""
    for w in range(WORDS):
        v.set_all(here, constant)
        for i in range(first, first + 2 * count, 2):
            source, factor = pool[i], pool[i + 1]
            rows = base[source] + _U(row * step[source])
            if width[source] >= 8:
                if factor == 1:
                    v.add(here, rows + _U(w * 512))
                else:
                    v.add_multiple64(here, rows + _U(w * 512), factor)
            elif width[source] == 4:
                v.add_multiple32(here, rows + _U(w * 256), factor)
            else:
                v.add_multiple16(here, rows + _U(w * 128), factor)
        v.copy_rows(to + _U(w * 512), here)


@compiled
def _narrow(to: np.uint64, width: int, source: np.uint64, source_width: int) -> None:
    for w in range(WORDS):
        here, rows = to + _U(w * 64 * width), source + _U(w * 64 * source_width)
        if source_width >= 8 and width == 4:
            v.narrow64_32(here, rows)
        elif source_width >= 8:
            v.narrow64_16(here, rows)
        else:
            v.narrow32_16(here, rows)


@compiled
def _where(op: int, to: np.uint64, mask: np.uint64, source: np.uint64, width: int) -> None:
    for w in range(WORDS):
        here, word, rows = to + _U(w * 512), v.load_word(word_at(mask, w)), source + _U(w * 64 * width)
        if op == TAKE_WHERE:
            if width == 8:
                v.take_where64(here, word, rows)
            elif width == 4:
                v.take_where32(here, word, rows)
            else:
                v.take_where16(here, word, rows)
        elif width == 8:
            v.add_where64(here, word, rows)
        elif width == 4:
            v.add_where32(here, word, rows)
        else:
            v.add_where16(here, word, rows)


@compiled
def _count(to: np.uint64, width: int, masks: np.uint64, pairs: np.uint64, count: int) -> None:
    for w in range(0, WORDS, v.COUNT_WORDS):
        here, words = to + _U(w * 64 * width), word_at(masks, w)
        if width == 8:
            v.count64(here, words, pairs, count)
        elif width == 4:
            v.count32(here, words, pairs, count)
        else:
            v.count16(here, words, pairs, count)


@compiled
def _count_where(to: np.uint64, width: int, mask: np.uint64, value: int) -> None:
    for w in range(WORDS):
        here, word = to + _U(w * 64 * width), v.load_word(word_at(mask, w))
        if width == 8:
            v.count_where64(here, word, value)
        elif width == 4:
            v.count_where32(here, word, value)
        else:
            v.count_where16(here, word, value)


@compiled
def put_value(to: np.uint64, to_width: int, source: np.uint64, width: int) -> None:
    """Integers as results, of 2 bytes as such of 8 if those are wanted."""
    if width < to_width:
        for w in range(WORDS):
            v.set_all(to + _U(w * 512), 0)
            v.add_multiple16(to + _U(w * 512), source + _U(w * 128), 1)
    else:
        for i in range(0, BLOCK * to_width, 8):
            v.store64(to + _U(i), v.load64(source + _U(i)))


@compiled
def instruction(
    op: int, a: int, b: int, c: int, d: int, row: int, masks: np.uint64, base: Addresses,
    step: Integers, width: Integers, pool: Integers, table: Addresses, table_size: Integers, scratch: np.uint64,
) -> None:  # fmt: skip
    """The instructions on vectors of integers of 8 bytes; ``a`` is the vector they change."""
    to = base[a]
    if op == SET:
        if width[a] == 8:
            for i in range(0, BLOCK * 8, 512):
                v.set_all(to + _U(i), b)
        else:  # narrow vectors begin at 0
            for i in range(0, BLOCK * width[a], 8):
                v.store64(to + _U(i), 0)
    elif op == SUM:
        _sum(to, d, row, base, step, width, pool, b, c, scratch)
    elif op == NARROW:
        _narrow(to, width[a], base[b] + _U(row * step[b]), min(width[b], 8))
    elif op == COUNT:
        _count(to, width[a], masks, v.place(pool, b), c)
    elif op == COUNT_WHERE:
        _count_where(to, width[a], masks + _U(b * MASK_BYTES), c)
    elif op == MULTIPLY:
        for w in range(WORDS):
            v.multiply(to + _U(w * 512), base[b] + _U(w * 512), base[c] + _U(w * 512))
    elif op == LEAST:
        for w in range(WORDS):
            v.least(to + _U(w * 512), base[b] + _U(w * 512))
    elif op == GREATEST:
        for w in range(WORDS):
            v.greatest(to + _U(w * 512), base[b] + _U(w * 512))
    elif op in (TAKE_WHERE, ADD_WHERE):
        _where(op, to, masks + _U(b * MASK_BYTES), base[c] + _U(row * step[c]), min(width[c], 8))
    elif op == DIVIDE:
        _divide(to, base[b], base[c], d)
    elif op == CALENDAR:
        on_calendar(to, base[b] + _U(row * step[b]), min(width[b], 8), c, d)
    elif op == ADD_MONTHS:
        months_later(to, base[b], base[c])
    elif op == TRANSLATE:
        _translate(to, base[b] + _U(row * step[b]), width[b], table[c], table_size[c])
