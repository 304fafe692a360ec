"""Exact integers of 16 bytes, for calculations that 64 bits may not hold.

A wide vector is two planes of a block: all low halves, then all high halves. So the code works on 64 rows at once like
that on narrow vectors, and the low plane of a wide vector is a narrow one: its value, if that fits. Sources of any
width are read; narrow ones are widened first. Sums and products beyond 127 bits wrap round; nothing traps.
"""

# mypy: disable-error-code="no-untyped-call,untyped-decorator,no-any-return"

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from llvmlite import ir

from engine.kernel import vectors as v
from engine.kernel.emit import (
    ADDRESS,
    I16,
    I32,
    I64,
    INTEGER,
    NOTHING,
    ROWS,
    Emit,
    Operand,
    bits,
    compiled,
    everywhere,
    function,
    load,
    store,
    vector,
)
from engine.kernel.instructions import BLOCK, MASK_BYTES, WORDS, Op, Rounding

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.kernel.emit import Addresses, Integers

PLANE: Final = BLOCK * 8  # bytes from a low half to its high half
_U: Final = np.uint64
_NONE: Final = np.uint64(0)
_DIGIT: Final = np.uint64(0xFFFF_FFFF)
_I128: Final = ir.IntType(128)
_LANES: Final = 8  # rows that are compared at once
_WIDE, _NARROW = 16, 8  # bytes

# Compiled code sees plain integers.
SET, ADD, MULTIPLY = int(Op.WIDE_SET), int(Op.WIDE_ADD), int(Op.WIDE_MULTIPLY)
LEAST, GREATEST = int(Op.WIDE_LEAST), int(Op.WIDE_GREATEST)
TAKE_WHERE, DIVIDE = int(Op.WIDE_TAKE_WHERE), int(Op.WIDE_DIVIDE)
AT_LEAST, EQUAL = int(Op.WIDE_AT_LEAST), int(Op.WIDE_EQUAL)
DOWN, UP = int(Rounding.DOWN), int(Rounding.UP)


# --- 64 rows at once ---


def _high(at: Emit, address: Operand) -> Operand:
    return at.add(address, ir.Constant(I64, PLANE))


def _planes(at: Emit, address: Operand, length: int = ROWS) -> tuple[Operand, Operand]:
    of = vector(I64, length)
    return load(at, address, of), load(at, _high(at, address), of)


def _put(at: Emit, planes: tuple[Operand, Operand], address: Operand) -> None:
    store(at, planes[0], address)
    store(at, planes[1], _high(at, address))


def _reaches(at: Emit, one: tuple[Operand, Operand], other: tuple[Operand, Operand]) -> Operand:
    """Whether one >= other: the high halves decide with their sign, the low ones without."""
    above = at.icmp_signed(">", one[1], other[1])
    level = at.and_(at.icmp_signed("==", one[1], other[1]), at.icmp_unsigned(">=", one[0], other[0]))
    return at.or_(above, level)


def _same(at: Emit, one: tuple[Operand, Operand], other: tuple[Operand, Operand]) -> Operand:
    return at.and_(at.icmp_signed("==", one[0], other[0]), at.icmp_signed("==", one[1], other[1]))


def _selected(
    at: Emit, where: Operand, one: tuple[Operand, Operand], other: tuple[Operand, Operand]
) -> tuple[Operand, Operand]:
    return at.select(where, one[0], other[0]), at.select(where, one[1], other[1])


def _widener(of: ir.Type) -> Any:  # noqa: ANN401
    @function(NOTHING, ADDRESS, ADDRESS)
    def widen(at: Emit, to: Operand, source: Operand) -> None:
        found = load(at, source, vector(of))
        low = found if of is I64 else at.sext(found, vector(I64))
        _put(at, (low, at.ashr(low, ir.Constant(vector(I64), [63] * ROWS))), to)

    return widen


_widen16, _widen32, _widen64 = (_widener(of) for of in (I16, I32, I64))


@function(NOTHING, ADDRESS, INTEGER, INTEGER)
def _set_all(at: Emit, to: Operand, low: Operand, high: Operand) -> None:
    _put(at, (everywhere(at, low), everywhere(at, high)), to)


def _comparison(compare: Callable[[Emit, tuple[Operand, Operand], tuple[Operand, Operand]], Operand]) -> Any:  # noqa: ANN401
    @function(NOTHING, ADDRESS, ADDRESS, INTEGER, INTEGER)
    def compared(at: Emit, to: Operand, source: Operand, low: Operand, high: Operand) -> None:
        wanted = everywhere(at, low, _LANES), everywhere(at, high, _LANES)
        word = ir.Constant(I64, 0)
        for first in range(0, ROWS, _LANES):
            rows = _planes(at, at.add(source, ir.Constant(I64, first * 8)), _LANES)
            found = at.bitcast(compare(at, rows, wanted), ir.IntType(_LANES))
            word = at.or_(word, at.shl(at.zext(found, I64), ir.Constant(I64, first)))
        store(at, word, to)

    return compared


_at_least, _equal = _comparison(_reaches), _comparison(_same)


def _choice(takes: Callable[[Emit, tuple[Operand, Operand], tuple[Operand, Operand]], Operand]) -> Any:  # noqa: ANN401
    """Sets to = source where the comparison of source and to holds."""

    @function(NOTHING, ADDRESS, ADDRESS)
    def choose(at: Emit, to: Operand, source: Operand) -> None:
        held, other = _planes(at, to), _planes(at, source)
        _put(at, _selected(at, takes(at, other, held), other, held), to)

    return choose


_greatest = _choice(_reaches)
_least = _choice(lambda at, source, held: _reaches(at, held, source))


@function(NOTHING, ADDRESS, ADDRESS, ADDRESS)
def _take_where(at: Emit, to: Operand, word: Operand, source: Operand) -> None:
    _put(at, _selected(at, bits(at, word), _planes(at, source), _planes(at, to)), to)


# --- row by row: no processor multiplies or divides vectors of these ---


def _joined(at: Emit, low: Operand, high: Operand) -> Operand:
    """Both halves as one integer."""
    return at.or_(at.zext(low, _I128), at.shl(at.zext(high, _I128), ir.Constant(_I128, 64)))


def _row(at: Emit, address: Operand) -> Operand:
    return _joined(at, load(at, address, I64), load(at, _high(at, address), I64))


def _put_row(at: Emit, value: Operand, address: Operand) -> None:
    high = at.trunc(at.lshr(value, ir.Constant(_I128, 64)), I64)
    _put(at, (at.trunc(value, I64), high), address)


@function(NOTHING, ADDRESS, ADDRESS, ADDRESS)
def _multiply_row(at: Emit, to: Operand, a: Operand, b: Operand) -> None:
    _put_row(at, at.mul(_row(at, a), _row(at, b)), to)


@function(NOTHING, ADDRESS, ADDRESS, INTEGER, INTEGER)
def _add_row(at: Emit, to: Operand, source: Operand, low: Operand, high: Operand) -> None:
    """Adds source * the factor of these halves."""
    _put_row(at, at.add(_row(at, to), at.mul(_row(at, source), _joined(at, low, high))), to)


@function(INTEGER, ADDRESS)
def _length(at: Emit, half: Operand) -> Operand:
    """How many bits an unsigned integer has."""
    return at.sub(ir.Constant(I64, 64), at.ctlz(half, ir.Constant(ir.IntType(1), 0)))


@compiled
def _negated(high: np.uint64, low: np.uint64) -> tuple[np.uint64, np.uint64]:
    return ~high + _U(low == _NONE), _NONE - low


@compiled
def _divided(
    high: np.uint64, low: np.uint64, by_high: np.uint64, by_low: np.uint64
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """Quotient and rest of unsigned integers: by 32 bits at a time where the divisor has no more, else bit by bit."""
    if high == _NONE and by_high == _NONE:
        return _NONE, low // by_low, _NONE, low % by_low
    found_high = found_low = rest = _NONE
    if by_high == _NONE and by_low <= _DIGIT:
        for half in (high, low):
            for digit in (half >> _U(32), half & _DIGIT):
                rest = rest << _U(32) | digit
                found_high, found_low = found_low >> _U(32) | found_high << _U(32), found_low << _U(32) | rest // by_low
                rest %= by_low
        return found_high, found_low, _NONE, rest
    length = 64 + _length(high) if high != _NONE else _length(low)
    shift = length - (64 + _length(by_high) if by_high != _NONE else _length(by_low))
    if shift >= 64:
        by_high, by_low = by_low << _U(shift - 64), _NONE
    elif shift > 0:
        by_high, by_low = by_high << _U(shift) | by_low >> _U(64 - shift), by_low << _U(shift)
    for _ in range(shift + 1):
        found_high, found_low = found_high << _U(1) | found_low >> _U(63), found_low << _U(1)
        if high > by_high or (high == by_high and low >= by_low):
            high -= by_high + _U(low < by_low)
            low -= by_low
            found_low |= _U(1)
        by_high, by_low = by_high >> _U(1), by_low >> _U(1) | by_high << _U(63)
    return found_high, found_low, high, low


@compiled
def _rounded(
    high: np.uint64, low: np.uint64, by_high: np.uint64, by_low: np.uint64, mode: int
) -> tuple[np.uint64, np.uint64]:
    """A rounded quotient of signed integers; 0 where the divisor is."""
    if by_high == _NONE and by_low == _NONE:
        return _NONE, _NONE
    negative = (high ^ by_high) >> _U(63) != _NONE
    if high >> _U(63) != _NONE:
        high, low = _negated(high, low)
    if by_high >> _U(63) != _NONE:
        by_high, by_low = _negated(by_high, by_low)
    found_high, found_low, rest_high, rest_low = _divided(high, low, by_high, by_low)
    if mode == DOWN:
        further = negative and (rest_high != _NONE or rest_low != _NONE)
    elif mode == UP:
        further = not negative and (rest_high != _NONE or rest_low != _NONE)
    else:  # half: the rest is at least what is missing to the divisor
        missing_high = by_high - rest_high - _U(by_low < rest_low)
        missing_low = by_low - rest_low
        further = rest_high > missing_high or (rest_high == missing_high and rest_low >= missing_low)
    if further:
        found_low += _U(1)
        found_high += _U(found_low == _NONE)
    return _negated(found_high, found_low) if negative else (found_high, found_low)


@compiled
def _divide(to: np.uint64, width: int, numerator: np.uint64, denominator: np.uint64, mode: int) -> None:
    plane = _U(PLANE)
    for row in range(BLOCK):
        at, by = numerator + _U(row * 8), denominator + _U(row * 8)
        high, low = _rounded(
            v.load_word(at + plane), v.load_word(at), v.load_word(by + plane), v.load_word(by), mode
        )  # fmt: skip
        v.store_word(to + _U(row * 8), low)
        if width == _WIDE:
            v.store_word(to + plane + _U(row * 8), high)


# --- instructions ---


@compiled
def _source(
    number: int, row: int, base: Addresses, step: Integers, width: Integers,
    room: np.uint64,
) -> np.uint64:  # fmt: skip
    """The address of a source as a wide vector; a narrow one is widened into the room."""
    at = base[number] + _U(row * step[number])
    if width[number] == _WIDE:
        return at
    for w in range(WORDS):
        to = room + _U(w * 512)
        if width[number] == _NARROW:
            _widen64(to, at + _U(w * 512))
        elif width[number] == 4:
            _widen32(to, at + _U(w * 256))
        else:
            _widen16(to, at + _U(w * 128))
    return room


@compiled
def _bounds(
    op: int, masks: np.uint64, source: np.uint64, pool: Integers, first: int, count: int
) -> None:  # fmt: skip
    for w in range(WORDS):
        rows = source + _U(w * 512)
        for i in range(first, first + 3 * count, 3):
            to = masks + _U(pool[i] * MASK_BYTES + w * 8)
            if op == AT_LEAST:
                _at_least(to, rows, pool[i + 1], pool[i + 2])
            else:
                _equal(to, rows, pool[i + 1], pool[i + 2])


@compiled
def instruction(
    op: int, a: int, b: int, c: int, d: int, row: int, masks: np.uint64, base: Addresses,
    step: Integers, width: Integers, pool: Integers, scratch: np.uint64,
) -> None:  # fmt: skip
    """The instructions on wide vectors; the scratch has room for two of them."""
    room, more_room = scratch, scratch + _U(2 * PLANE)
    if op in (AT_LEAST, EQUAL):
        _bounds(op, masks, _source(a, row, base, step, width, room), pool, b, c)
        return
    to = base[a]
    if op == DIVIDE:
        numerator = _source(b, row, base, step, width, room)
        _divide(to, width[a], numerator, _source(c, row, base, step, width, more_room), d)
    elif op == MULTIPLY:
        one, other = _source(b, row, base, step, width, room), _source(c, row, base, step, width, more_room)
        for i in range(0, PLANE, 8):
            _multiply_row(to + _U(i), one + _U(i), other + _U(i))
    elif op == ADD:
        source = _source(b, row, base, step, width, room)
        for i in range(0, PLANE, 8):
            _add_row(to + _U(i), source + _U(i), pool[c], pool[c + 1])
    elif op == SET:
        for i in range(0, PLANE, 512):
            _set_all(to + _U(i), pool[b], pool[b + 1])
    elif op in (LEAST, GREATEST):
        source = _source(b, row, base, step, width, room)
        for i in range(0, PLANE, 512):
            if op == LEAST:
                _least(to + _U(i), source + _U(i))
            else:
                _greatest(to + _U(i), source + _U(i))
    elif op == TAKE_WHERE:
        source = _source(c, row, base, step, width, room)
        for w in range(WORDS):
            word = v.load_word(masks + _U(b * MASK_BYTES + w * 8))
            _take_where(to + _U(w * 512), word, source + _U(w * 512))
