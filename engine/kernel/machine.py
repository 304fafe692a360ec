"""The machine: runs the instructions of a policy over blocks of customers.

``run`` is compiled once for all policies (``native``). It reads and writes memory by address; ``engine.lower`` and
``execute`` see to it that every number in a program means something, and that every buffer is long enough. Rows are
counted from the first row of the batch; its length must be a multiple of ``BLOCK``, or its last block be followed by
that much readable memory.
"""

# mypy: disable-error-code="no-untyped-call,untyped-decorator,no-any-return"

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numba
import numpy as np
from llvmlite import binding
from numba import types

from engine.kernel import vectors as v
from engine.kernel import wide
from engine.kernel.calendar import on_calendar
from engine.kernel.emit import compiled, inlined
from engine.kernel.instructions import BLOCK, FIELDS, MASK_BYTES, WORDS, Op, Rounding

if TYPE_CHECKING:
    from engine.kernel.emit import Addresses, Integers

_U: Final = np.uint64
_ALL: Final = np.uint64(0xFFFF_FFFF_FFFF_FFFF)

# Compiled code sees plain integers.
KNOWN, FLAG, AT_LEAST, EQUAL = int(Op.KNOWN), int(Op.FLAG), int(Op.AT_LEAST), int(Op.EQUAL)
MEMBER, LOOKUP, SAME = int(Op.MEMBER), int(Op.LOOKUP), int(Op.SAME)
FILL, NOT, AND, AND_NOT, OR = int(Op.FILL), int(Op.NOT), int(Op.AND), int(Op.AND_NOT), int(Op.OR)
SET, ADD, MULTIPLY, LEAST, GREATEST = int(Op.SET), int(Op.ADD), int(Op.MULTIPLY), int(Op.LEAST), int(Op.GREATEST)
TAKE_WHERE, ADD_WHERE, COUNT_WHERE = int(Op.TAKE_WHERE), int(Op.ADD_WHERE), int(Op.COUNT_WHERE)
DIVIDE, CALENDAR, TRANSLATE = int(Op.DIVIDE), int(Op.CALENDAR), int(Op.TRANSLATE)
PUT_MASK, PUT_CODE, CLEAR_CODES = int(Op.PUT_MASK), int(Op.PUT_CODE), int(Op.CLEAR_CODES)
PUT_VALUE, PUT_LIST, TALLY = int(Op.PUT_VALUE), int(Op.PUT_LIST), int(Op.TALLY)
WIDE = int(Op.WIDE_SET)  # the first of them
DOWN, UP = int(Rounding.DOWN), int(Rounding.UP)


@inlined
def _word(first: np.uint64, number: int) -> np.uint64:
    """The address of a word of a mask."""
    return first + _U(number * 8)


@compiled
def _bitmap(to: np.uint64, address: np.uint64, bit: int) -> None:
    """A block of a bitmap that begins at any bit."""
    at, shift = address + _U(bit >> 3), _U(bit & 7)
    if shift == _U(0):
        v.copy_mask(to, at)
        return
    for w in range(WORDS):
        low = v.load_word(_word(at, w)) >> shift
        high = _U(v.load8(_word(at, w + 1)) & 0xFF)
        v.store_word(_word(to, w), low | (high << (_U(64) - shift)))


@compiled
def _fill(to: np.uint64, bits: np.uint64) -> None:
    for w in range(WORDS):
        v.store_word(_word(to, w), bits)


@compiled
def _at_least(masks: np.uint64, at: np.uint64, width: int, pool: Integers, first: int, count: int) -> None:
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
def _equal(masks: np.uint64, at: np.uint64, width: int, pool: Integers, first: int, count: int) -> None:
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
def _member(to: np.uint64, at: np.uint64, width: int, pool: Integers, first: int, count: int) -> None:
    for w in range(WORDS):
        rows, word = at + _U(w * 64 * width), _word(to, w)
        v.store_word(word, _U(0))
        for i in range(first, first + count):
            if width == 1:
                v.add_equal8(word, rows, pool[i])
            elif width == 2:
                v.add_equal16(word, rows, pool[i])
            else:
                v.add_equal32(word, rows, pool[i])


@inlined
def _code(at: np.uint64, width: int, row: int) -> int:
    """The code of a cell, which is never negative."""
    if width == 1:
        return v.load8(at + _U(row)) & 0xFF
    if width == 2:
        return v.load16(at + _U(row * 2)) & 0xFFFF
    return v.load32(at + _U(row * 4))


@compiled
def _lookup(to: np.uint64, at: np.uint64, width: int, table: np.uint64, size: int) -> None:
    """Bits by code. Cells without a value may hold any code, also one beyond the table."""
    for w in range(WORDS):
        word = _U(0)
        for i in range(64):
            code = _code(at, width, w * 64 + i)
            if 0 <= code < size:
                word |= _U((v.load8(table + _U(code >> 3)) >> (code & 7)) & 1) << _U(i)
        v.store_word(_word(to, w), word)


@compiled
def _translate(to: np.uint64, at: np.uint64, width: int, table: np.uint64, size: int) -> None:
    """Integers by code."""
    for row in range(BLOCK):
        code = _code(at, width, row)
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
def _calendar(to: np.uint64, day: np.uint64, argument: np.uint64, function: int) -> None:
    for row in range(BLOCK):
        found = on_calendar(function, v.load64(day + _U(row * 8)), v.load64(argument + _U(row * 8)))
        v.store64(to + _U(row * 8), found)


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
                v.set_bit8(planes + _U(w * 64), v.load_word(_word(mask, w)), 1 << (j - start))
        for w in range(WORDS):
            v.or_bytes(rows + _U(w * 512), planes + _U(w * 64), start)


@inlined
def _append(codes: np.uint64, wide: bool, at: int, code: int) -> None:  # noqa: FBT001 - compiled code
    if wide:
        v.store16(codes + _U(at * 2), code)
    else:
        v.store8(codes + _U(at), code)


@compiled
def _put_list(
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


def run(
    length: int,
    code: Integers,
    pool: Integers,
    base: Addresses,
    width: Integers,
    step: Integers,
    bit: Integers,
    valid: Addresses,
    valid_bit: Integers,
    table: Addresses,
    table_size: Integers,
    out: Addresses,
    out_width: Integers,
    lists: Addresses,
    ends: Integers,
    tallies: Integers,
    masks: np.uint64,
    scratch: np.uint64,
    first_row: int,
    rows: int,
) -> None:
    """Run a program over consecutive blocks. See ``engine.kernel.native.run`` for what the arguments are."""
    done = 0
    while done < rows:
        here = min(BLOCK, rows - done)
        row = first_row + done
        done += BLOCK
        for pc in range(0, length * FIELDS, FIELDS):
            op, a, b, c, d = code[pc], code[pc + 1], code[pc + 2], code[pc + 3], code[pc + 4]
            to = masks + _U(a * MASK_BYTES)
            if op == AND:
                v.and_masks(to, masks + _U(b * MASK_BYTES), masks + _U(c * MASK_BYTES))
            elif op == OR:
                v.or_masks(to, masks + _U(b * MASK_BYTES), masks + _U(c * MASK_BYTES))
            elif op == AND_NOT:
                v.and_not_masks(to, masks + _U(b * MASK_BYTES), masks + _U(c * MASK_BYTES))
            elif op == NOT:
                v.not_mask(to, masks + _U(b * MASK_BYTES))
            elif op == AT_LEAST:
                _at_least(masks, base[a] + _U(row * step[a]), width[a], pool, b, c)
            elif op == EQUAL:
                _equal(masks, base[a] + _U(row * step[a]), width[a], pool, b, c)
            elif op == MEMBER:
                _member(to, base[b] + _U(row * step[b]), width[b], pool, c, d)
            elif op == KNOWN:
                if valid[b] == _U(0):
                    _fill(to, _ALL)
                else:
                    _bitmap(to, valid[b], valid_bit[b] + row)
            elif op == FLAG:
                _bitmap(to, base[b], bit[b] + row)
            elif op == LOOKUP:
                _lookup(to, base[b] + _U(row * step[b]), width[b], table[c], table_size[c])
            elif op == FILL:
                _fill(to, _ALL if b else _U(0))
            elif op == PUT_MASK:
                v.copy_mask(out[a] + _U(row >> 3), masks + _U(b * MASK_BYTES))
            elif op == PUT_CODE:
                for w in range(WORDS):
                    word = v.load_word(masks + _U(b * MASK_BYTES + w * 8))
                    v.put_where8(out[a] + _U(row + w * 64), word, c)
            elif op == CLEAR_CODES:
                for i in range(0, BLOCK, 8):
                    v.store64(out[a] + _U(row + i), 0)
            elif op == PUT_LIST:
                ends[a] = _put_list(
                    scratch, masks, pool, b, c, here, out[a] + _U((row + 1) * 4), lists[a], ends[a]
                )  # fmt: skip
            elif op == TALLY:
                if here == BLOCK:
                    tallies[a] += v.count_mask(masks + _U(b * MASK_BYTES))
                else:
                    tallies[a] += _count_first(masks + _U(b * MASK_BYTES), here)
            elif op == COUNT_WHERE:
                mask = masks + _U(b * MASK_BYTES)
                for w in range(WORDS):
                    word = v.load_word(_word(mask, w))
                    if width[a] == 8:
                        v.count_where64(base[a] + _U(w * 512), word, c)
                    elif width[a] == 4:
                        v.count_where32(base[a] + _U(w * 256), word, c)
                    else:
                        v.count_where16(base[a] + _U(w * 128), word, c)
            elif op == PUT_VALUE:
                _put_value(out[a] + _U(row * out_width[a]), base[b] + _U(row * step[b]), out_width[a])
            elif op == SAME:
                for w in range(WORDS):
                    one = base[b] + _U(row * step[b] + w * 512)
                    v.store_word(_word(to, w), v.same_rows(one, base[c] + _U(row * step[c] + w * 512)))
            elif op >= WIDE:
                wide.instruction(op, a, b, c, d, row, masks, base, step, width, pool, scratch)
            else:
                _integers(op, a, b, c, d, row, masks, base, step, width, table, table_size)


@compiled
def _count_first(mask: np.uint64, rows: int) -> int:
    """How many of the first bits of a mask are set."""
    found = 0
    for row in range(rows):
        found += int((v.load_word(mask + _U((row >> 6) * 8)) >> _U(row & 63)) & _U(1))
    return found


@compiled
def _put_value(to: np.uint64, source: np.uint64, width: int) -> None:
    for i in range(0, BLOCK * width, 8):
        v.store64(to + _U(i), v.load64(source + _U(i)))


@compiled
def _integers(
    op: int, a: int, b: int, c: int, d: int, row: int, masks: np.uint64, base: Addresses,
    step: Integers, width: Integers, table: Addresses,
    table_size: Integers,
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
    elif op == ADD:
        source = base[b] + _U(row * step[b])
        for w in range(WORDS):
            if width[b] >= 8:
                v.add_multiple64(to + _U(w * 512), source + _U(w * 512), c)
            elif width[b] == 4:
                v.add_multiple32(to + _U(w * 512), source + _U(w * 256), c)
            else:
                v.add_multiple16(to + _U(w * 512), source + _U(w * 128), c)
    elif op == MULTIPLY:
        for w in range(WORDS):
            v.multiply(to + _U(w * 512), base[b] + _U(w * 512), base[c] + _U(w * 512))
    elif op == LEAST:
        for w in range(WORDS):
            v.least(to + _U(w * 512), base[b] + _U(w * 512))
    elif op == GREATEST:
        for w in range(WORDS):
            v.greatest(to + _U(w * 512), base[b] + _U(w * 512))
    elif op == TAKE_WHERE:
        for w in range(WORDS):
            word = v.load_word(masks + _U(b * MASK_BYTES + w * 8))
            v.take_where(to + _U(w * 512), word, base[c] + _U(w * 512))
    elif op == ADD_WHERE:
        for w in range(WORDS):
            word = v.load_word(masks + _U(b * MASK_BYTES + w * 8))
            v.add_where(to + _U(w * 512), word, base[c] + _U(w * 512))
    elif op == DIVIDE:
        _divide(to, base[b], base[c], d)
    elif op == CALENDAR:
        _calendar(to, base[b], base[c], d)
    elif op == TRANSLATE:
        _translate(to, base[b] + _U(row * step[b]), width[b], table[c], table_size[c])


_INTEGERS: Final = types.CPointer(types.int64)
_ADDRESSES: Final = types.CPointer(types.uint64)
_SIGNATURE: Final = types.void(
    types.int64, _INTEGERS, _INTEGERS, _ADDRESSES, _INTEGERS, _INTEGERS, _INTEGERS, _ADDRESSES, _INTEGERS, _ADDRESSES,
    _INTEGERS, _ADDRESSES, _INTEGERS, _ADDRESSES, _INTEGERS, _INTEGERS, types.uint64, types.uint64, types.int64,
    types.int64,
)  # fmt: skip


def native_module(name: str) -> binding.ModuleRef:
    """The machine as a module that needs nothing but itself: no Python, no numba.

    Its one function takes two addresses before the arguments of ``run``, where it may put 8 bytes each that mean
    nothing here, and returns an integer that means nothing either: it has no result and no errors.

    Args:
        name: what the function shall be called.
    """
    made = numba.njit(_SIGNATURE, nogil=True, error_model="numpy", boundscheck=False)(run)
    own = made.overloads[_SIGNATURE.args].fndesc.llvm_func_name  # type: ignore[attr-defined]
    module = binding.parse_assembly(made.inspect_llvm(_SIGNATURE.args))
    for function in module.functions:
        if function.name == own:
            function.name, function.linkage = name, "external"
        elif not function.is_declaration:
            function.linkage = "internal"  # how Python would call it
    for variable in module.global_variables:
        if not variable.is_declaration:
            variable.linkage = "internal"
    with binding.create_new_module_pass_manager() as passes:
        passes.add_global_dead_code_eliminate_pass()
        machine = binding.Target.from_default_triple().create_target_machine()
        passes.run(module, binding.create_pass_builder(machine, binding.create_pipeline_tuning_options()))
    return module
