"""Loads, comparisons and stores of many rows at once, as LLVM vector code for whatever the processor has."""

# mypy: disable-error-code="no-untyped-call,untyped-decorator,no-any-return"

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llvmlite import ir
from numba.core import cgutils

from engine.kernel.emit import (
    ADDRESS,
    BIT,
    I8,
    I16,
    I32,
    I64,
    INTEGER,
    NOTHING,
    ROWS,
    Emit,
    Operand,
    bits,
    cut,
    everywhere,
    function,
    load,
    store,
    vector,
    zeros,
)
from engine.kernel.instructions import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable


# --- single values ---


def _loader(of: ir.Type) -> Any:  # noqa: ANN401
    @function(INTEGER, ADDRESS)
    def load_one(at: Emit, address: Operand) -> Operand:
        found = load(at, address, of)
        return found if of.width == 64 else at.sext(found, I64)

    return load_one


def _storer(of: ir.Type) -> Any:  # noqa: ANN401
    @function(NOTHING, ADDRESS, INTEGER)
    def store_one(at: Emit, address: Operand, value: Operand) -> None:
        store(at, cut(at, value, of), address)

    return store_one


load8, load16, load32, load64 = (_loader(of) for of in (I8, I16, I32, I64))
store8, store16, store32, store64 = (_storer(of) for of in (I8, I16, I32, I64))


@function(ADDRESS, ADDRESS)
def load_word(at: Emit, address: Operand) -> Operand:
    """64 bits of a mask or bitmap."""
    return load(at, address, I64)


@function(NOTHING, ADDRESS, ADDRESS)
def store_word(at: Emit, address: Operand, word: Operand) -> None:
    """64 bits of a mask."""
    store(at, word, address)


@function(INTEGER, ADDRESS)
def lowest_bit(at: Emit, word: Operand) -> Operand:
    """The number of the lowest bit that is set; 64 if none is."""
    return at.cttz(word, ir.Constant(BIT, 0))


# --- 64 rows to a word ---


def _comparison(of: ir.Type, operator: str) -> Any:  # noqa: ANN401
    """Compared in pieces of 512 bits whose results are shifted together: faster than one comparison of 64 rows."""
    lanes = 512 // of.width

    @function(NOTHING, ADDRESS, ADDRESS, INTEGER)
    def compare(at: Emit, to: Operand, address: Operand, value: Operand) -> None:
        wanted = everywhere(at, cut(at, value, of), lanes)
        word = ir.Constant(I64, 0)
        for first in range(0, ROWS, lanes):
            rows = load(at, at.add(address, ir.Constant(I64, first * of.width // 8)), vector(of, lanes))
            some = at.bitcast(at.icmp_signed(operator, rows, wanted), ir.IntType(lanes))
            found = some if lanes == ROWS else at.zext(some, I64)
            word = at.or_(word, at.shl(found, ir.Constant(I64, first)))
        store(at, word, to)

    return compare


at_least16, at_least32, at_least64 = (_comparison(of, ">=") for of in (I16, I32, I64))
equal8, equal16, equal32, equal64 = (_comparison(of, "==") for of in (I8, I16, I32, I64))
same_rows = function(ADDRESS, ADDRESS, ADDRESS)(
    lambda at, a, b: at.bitcast(at.icmp_signed("==", load(at, a, vector(I64)), load(at, b, vector(I64))), I64)
)


def _membership(of: ir.Type) -> Any:  # noqa: ANN401
    """Adds the rows that hold one more value to a word."""

    @function(NOTHING, ADDRESS, ADDRESS, INTEGER)
    def add_equal(at: Emit, to: Operand, address: Operand, value: Operand) -> None:
        rows = at.icmp_signed("==", load(at, address, vector(of)), everywhere(at, cut(at, value, of)))
        store(at, at.or_(load(at, to, I64), at.bitcast(rows, I64)), to)

    return add_equal


add_equal8, add_equal16, add_equal32 = (_membership(of) for of in (I8, I16, I32))


# --- whole masks ---


def _mask_operation(combine: Callable[[Emit, Operand, Operand], Operand]) -> Any:  # noqa: ANN401
    @function(NOTHING, ADDRESS, ADDRESS, ADDRESS)
    def operate(at: Emit, to: Operand, a: Operand, b: Operand) -> None:
        whole = vector(I64, WORDS)
        store(at, combine(at, load(at, a, whole), load(at, b, whole)), to)

    return operate


and_masks = _mask_operation(lambda at, a, b: at.and_(a, b))
or_masks = _mask_operation(lambda at, a, b: at.or_(a, b))
and_not_masks = _mask_operation(lambda at, a, b: at.and_(a, at.not_(b)))


@function(NOTHING, ADDRESS, ADDRESS)
def not_mask(at: Emit, to: Operand, a: Operand) -> None:
    """The opposite of a mask."""
    store(at, at.not_(load(at, a, vector(I64, WORDS))), to)


@function(NOTHING, ADDRESS, ADDRESS)
def copy_mask(at: Emit, to: Operand, a: Operand) -> None:
    """A mask to another place."""
    store(at, load(at, a, vector(I64, WORDS)), to)


@function(INTEGER, ADDRESS)
def count_mask(at: Emit, a: Operand) -> Operand:
    """How many bits of a mask are set."""
    whole = vector(I64, WORDS)
    name = f"llvm.ctpop.v{WORDS}i64"
    count = cgutils.get_or_insert_function(at.module, ir.FunctionType(whole, [whole]), name)
    add = cgutils.get_or_insert_function(
        at.module, ir.FunctionType(I64, [whole]), f"llvm.vector.reduce.add.v{WORDS}i64"
    )
    return at.call(add, [at.call(count, [load(at, a, whole)])])


# --- 64 integers at once ---


def _update(combine: Callable[[Emit, Operand, Operand], Operand]) -> Any:  # noqa: ANN401
    """A function: to[i] = combine(to[i], source[i])."""

    @function(NOTHING, ADDRESS, ADDRESS)
    def update(at: Emit, to: Operand, source: Operand) -> None:
        rows = vector(I64)
        store(at, combine(at, load(at, to, rows), load(at, source, rows)), to)

    return update


def _lesser(at: Emit, a: Operand, b: Operand) -> Operand:
    return at.select(at.icmp_signed("<", a, b), a, b)


def _greater(at: Emit, a: Operand, b: Operand) -> Operand:
    return at.select(at.icmp_signed(">", a, b), a, b)


least = _update(_lesser)
greatest = _update(_greater)


@function(NOTHING, ADDRESS, ADDRESS, ADDRESS)
def multiply(at: Emit, to: Operand, a: Operand, b: Operand) -> None:
    """Products: to = a * b."""
    rows = vector(I64)
    store(at, at.mul(load(at, a, rows), load(at, b, rows)), to)


def _adder(of: ir.Type) -> Any:  # noqa: ANN401
    """A function: to += factor * source, of integers of any width to such of 8 bytes."""

    @function(NOTHING, ADDRESS, ADDRESS, INTEGER)
    def add_multiple(at: Emit, to: Operand, source: Operand, factor: Operand) -> None:
        rows, found = vector(I64), load(at, source, vector(of))
        more = at.mul(found if of is I64 else at.sext(found, rows), everywhere(at, factor))
        store(at, at.add(load(at, to, rows), more), to)

    return add_multiple


add_multiple16, add_multiple32, add_multiple64 = (_adder(of) for of in (I16, I32, I64))


@function(NOTHING, ADDRESS, INTEGER)
def set_all(at: Emit, to: Operand, value: Operand) -> None:
    """The same integer everywhere."""
    store(at, everywhere(at, value), to)


@function(NOTHING, ADDRESS, ADDRESS, ADDRESS)
def take_where(at: Emit, to: Operand, word: Operand, source: Operand) -> None:
    """Copies: to = source where the word has its bit."""
    rows = vector(I64)
    store(at, at.select(bits(at, word), load(at, source, rows), load(at, to, rows)), to)


@function(NOTHING, ADDRESS, ADDRESS, ADDRESS)
def add_where(at: Emit, to: Operand, word: Operand, source: Operand) -> None:
    """Adds: to += source where the word has its bit."""
    rows = vector(I64)
    more = at.select(bits(at, word), load(at, source, rows), zeros(I64))
    store(at, at.add(load(at, to, rows), more), to)


def _counter(of: ir.Type) -> Any:  # noqa: ANN401
    @function(NOTHING, ADDRESS, ADDRESS, INTEGER)
    def count_where(at: Emit, to: Operand, word: Operand, value: Operand) -> None:
        more = at.select(bits(at, word), everywhere(at, cut(at, value, of)), zeros(of))
        store(at, at.add(load(at, to, vector(of)), more), to)

    return count_where


count_where16, count_where32, count_where64 = (_counter(of) for of in (I16, I32, I64))


@function(NOTHING, ADDRESS, ADDRESS, INTEGER)
def put_where8(at: Emit, to: Operand, word: Operand, value: Operand) -> None:
    """A byte where the word has its bit."""
    rows = load(at, to, vector(I8))
    store(at, at.select(bits(at, word), everywhere(at, cut(at, value, I8)), rows), to)


@function(NOTHING, ADDRESS, ADDRESS, INTEGER)
def set_bit8(at: Emit, to: Operand, word: Operand, bit: Operand) -> None:
    """A bit of a byte where the word has its bit."""
    more = at.select(bits(at, word), everywhere(at, cut(at, bit, I8)), zeros(I8))
    store(at, at.or_(load(at, to, vector(I8)), more), to)


@function(NOTHING, ADDRESS, ADDRESS, INTEGER)
def or_bytes(at: Emit, to: Operand, source: Operand, shift: Operand) -> None:
    """Bytes, shifted, into 64-bit integers."""
    rows = vector(I64)
    more = at.shl(at.zext(load(at, source, vector(I8)), rows), everywhere(at, shift))
    store(at, at.or_(load(at, to, rows), more), to)
