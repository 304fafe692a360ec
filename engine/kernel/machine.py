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

from engine.kernel import integers, wide
from engine.kernel import masks as m
from engine.kernel import vectors as v
from engine.kernel.instructions import BLOCK, FIELDS, LINE, MASK_BYTES, WORDS, Op
from engine.kernel.lists import put_list

if TYPE_CHECKING:
    from engine.kernel.emit import Addresses, Integers

_U: Final = np.uint64
_ALL: Final = np.uint64(0xFFFF_FFFF_FFFF_FFFF)

# Compiled code sees plain integers.
KNOWN, FLAG, AT_LEAST, EQUAL = int(Op.KNOWN), int(Op.FLAG), int(Op.AT_LEAST), int(Op.EQUAL)
PAIR_AT_LEAST, MEMBER, LOOKUP, SAME = int(Op.PAIR_AT_LEAST), int(Op.MEMBER), int(Op.LOOKUP), int(Op.SAME)
ALL, ANY = int(Op.ALL), int(Op.ANY)
PUT_MASK, PUT_CODE, CLEAR_CODES = int(Op.PUT_MASK), int(Op.PUT_CODE), int(Op.CLEAR_CODES)
PUT_VALUE, PUT_LIST, TALLY = int(Op.PUT_VALUE), int(Op.PUT_LIST), int(Op.TALLY)
WIDE = int(Op.WIDE_SET)  # the first of them


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
    columns: int,
) -> None:
    """Run a program over consecutive blocks. See ``engine.kernel.native.run`` for what the arguments are."""
    lines = 0  # of memory, in the columns of a block
    for i in range(columns):
        lines += BLOCK * step[i] // LINE
    stride = LINE * (lines // max(1, length - columns) + 1)
    done = 0
    while done < rows:
        here = min(BLOCK, rows - done)
        row = first_row + done
        done += BLOCK
        coming, at = (0, 0) if done < rows else (columns, 0)
        for pc in range(0, length * FIELDS, FIELDS):
            # Meanwhile the next block comes nearer, a little with each instruction: memory has time for it now.
            if coming < columns:
                end = BLOCK * step[coming]
                for i in range(at, min(at + stride, end), LINE):
                    v.fetch(base[coming] + _U((row + BLOCK) * step[coming] + i))
                at += stride
                if at >= end:
                    coming, at = coming + 1, 0
            op, a, b, c, d = code[pc], code[pc + 1], code[pc + 2], code[pc + 3], code[pc + 4]
            to = masks + _U(a * MASK_BYTES)
            if op == ALL:
                v.join_all(to, masks, v.place(pool, b), c, d)
            elif op == ANY:
                v.join_any(to, masks, v.place(pool, b), c, d)
            elif op == AT_LEAST:
                m.at_least(masks, base[a] + _U(row * step[a]), width[a], pool, b, c)
            elif op == EQUAL:
                m.equal(masks, base[a] + _U(row * step[a]), width[a], pool, b, c)
            elif op == MEMBER:
                m.member(to, base[b] + _U(row * step[b]), width[b], v.place(pool, c), d)
            elif op == PAIR_AT_LEAST:
                one, other = base[a] + _U(row * step[a]), base[b] + _U(row * step[b])
                m.pair_at_least(masks, one, width[a], other, width[b], pool, c, d)
            elif op == KNOWN:
                if valid[b] == _U(0):
                    m.fill(to, _ALL)
                else:
                    m.bitmap(to, valid[b], valid_bit[b] + row)
            elif op == FLAG:
                m.bitmap(to, base[b], bit[b] + row)
            elif op == LOOKUP:
                m.lookup(to, base[b] + _U(row * step[b]), width[b], table[c], table_size[c])
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
                ends[a] = put_list(
                    scratch, masks, pool, b, c, here, out[a] + _U((row + 1) * 4), lists[a], ends[a]
                )  # fmt: skip
            elif op == TALLY:
                if here == BLOCK:
                    tallies[a] += v.count_mask(masks + _U(b * MASK_BYTES))
                else:
                    tallies[a] += m.count_first(masks + _U(b * MASK_BYTES), here)
            elif op == PUT_VALUE:
                integers.put_value(out[a] + _U(row * out_width[a]), out_width[a], base[b] + _U(row * step[b]), width[b])
            elif op == SAME:
                for w in range(WORDS):
                    one = base[b] + _U(row * step[b] + w * 512)
                    v.store_word(m.word_at(to, w), v.same_rows(one, base[c] + _U(row * step[c] + w * 512)))
            elif op >= WIDE:
                wide.instruction(op, a, b, c, d, row, masks, base, step, width, pool, scratch)
            else:
                integers.instruction(op, a, b, c, d, row, masks, base, step, width, pool, table, table_size, scratch)


_INTEGERS: Final = types.CPointer(types.int64)
_ADDRESSES: Final = types.CPointer(types.uint64)
_SIGNATURE: Final = types.void(
    types.int64, _INTEGERS, _INTEGERS, _ADDRESSES, _INTEGERS, _INTEGERS, _INTEGERS, _ADDRESSES, _INTEGERS, _ADDRESSES,
    _INTEGERS, _ADDRESSES, _INTEGERS, _ADDRESSES, _INTEGERS, _INTEGERS, types.uint64, types.uint64, types.int64,
    types.int64, types.int64,
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
