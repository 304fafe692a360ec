"""Loads, comparisons and stores of many rows at once, as LLVM vector code for whatever the processor has."""

# mypy: disable-error-code="no-untyped-call,untyped-decorator,no-any-return"

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

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
    INTEGERS,
    NOTHING,
    ROWS,
    Emit,
    Operand,
    bits,
    cut,
    everywhere,
    function,
    gathered,
    load,
    store,
    vector,
    zeros,
)
from engine.kernel.instructions import MASK_BYTES, WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

MEMBER_WORDS: Final = 4  # words that MEMBER makes at a time
COUNT_WORDS: Final = 4  # words of masks that COUNT reads at a time

# --- single values ---


def _loader(of: ir.Type) -> Any:  # noqa: ANN401
    @function(INTEGER, ADDRESS)
    def load_one(at: Emit, address: Operand) -> Operand:
        found = load(at, address, of)
        return found if of.width == 64 else at.sext(found, I64)

    return load_one


def _pooled(at: Emit, numbers: Operand, number: Operand) -> Operand:
    """One of the integers of 8 bytes that stand at an address."""
    return load(at, at.add(numbers, at.mul(number, ir.Constant(I64, 8))), I64)


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


@function(ADDRESS, INTEGERS, INTEGER)
def place(at: Emit, pool: Operand, number: Operand) -> Operand:
    """The address of an integer of the pool."""
    return at.ptrtoint(at.gep(pool, [number]), I64)


@function(NOTHING, ADDRESS)
def fetch(at: Emit, address: Operand) -> None:
    """Ask for a line of memory to come near the core; does not wait, and any address will do."""
    kind = ir.FunctionType(ir.VoidType(), [I8.as_pointer(), ir.IntType(32), ir.IntType(32), ir.IntType(32)])
    prefetch = cgutils.get_or_insert_function(at.module, kind, "llvm.prefetch.p0")
    reading, near, data = (ir.Constant(ir.IntType(32), x) for x in (0, 2, 1))
    at.call(prefetch, [at.inttoptr(address, I8.as_pointer()), reading, near, data])


@function(INTEGER, ADDRESS)
def lowest_bit(at: Emit, word: Operand) -> Operand:
    """The number of the lowest bit that is set; 64 if none is."""
    return at.cttz(word, ir.Constant(BIT, 0))


# --- 64 rows to a word ---


def _comparison(of: ir.Type, operator: str) -> Any:  # noqa: ANN401
    """Compared in pieces of 512 bits, each of which writes its bits: faster than one comparison of 64 rows."""
    lanes = 512 // of.width

    @function(NOTHING, ADDRESS, ADDRESS, INTEGER)
    def compare(at: Emit, to: Operand, address: Operand, value: Operand) -> None:
        wanted = everywhere(at, cut(at, value, of), lanes)
        for first in range(0, ROWS, lanes):
            rows = load(at, at.add(address, ir.Constant(I64, first * of.width // 8)), vector(of, lanes))
            some = at.bitcast(at.icmp_signed(operator, rows, wanted), ir.IntType(lanes))
            store(at, some, at.add(to, ir.Constant(I64, first // 8)))

    return compare


at_least16, at_least32, at_least64 = (_comparison(of, ">=") for of in (I16, I32, I64))
equal8, equal16, equal32, equal64 = (_comparison(of, "==") for of in (I8, I16, I32, I64))
same_rows = function(ADDRESS, ADDRESS, ADDRESS)(
    lambda at, a, b: at.bitcast(at.icmp_signed("==", load(at, a, vector(I64)), load(at, b, vector(I64))), I64)
)


def _membership(of: ir.Type) -> Any:  # noqa: ANN401
    """Which of 256 rows hold one of some values: each value is put into a register once for all of them."""

    @function(NOTHING, ADDRESS, ADDRESS, ADDRESS, INTEGER)
    def member(at: Emit, to: Operand, address: Operand, values: Operand, count: Operand) -> None:
        places = [at.add(address, ir.Constant(I64, i * ROWS * of.width // 8)) for i in range(MEMBER_WORDS)]
        rows = [load(at, place, vector(of)) for place in places]

        def compare(words: list[Operand], number: Operand) -> list[Operand]:
            wanted = everywhere(at, cut(at, _pooled(at, values, number), of))
            return [
                at.or_(word, at.bitcast(at.icmp_signed("==", some, wanted), I64))
                for word, some in zip(words, rows, strict=True)
            ]

        words = gathered(at, [ir.Constant(I64, 0)] * MEMBER_WORDS, count, compare)
        for i, word in enumerate(words):
            store(at, word, at.add(to, ir.Constant(I64, i * 8)))

    return member


member8, member16, member32 = (_membership(of) for of in (I8, I16, I32))


def _pair_comparison(left: ir.Type, right: ir.Type, *, plain: bool = False, minus: bool = False) -> Any:  # noqa: ANN401
    """Which of 64 rows reach a bound by the sum of multiples of two integers.

    The two factors and the bound stand one after the other. Products take most of the time: there are functions for a
    first factor of 1 and for a second one of -1.
    """

    @function(NOTHING, ADDRESS, ADDRESS, ADDRESS, ADDRESS)
    def compare(at: Emit, to: Operand, one: Operand, other: Operand, numbers: Operand) -> None:
        by_one, by_other, bound = (everywhere(at, _pooled(at, numbers, ir.Constant(I64, i)), 8) for i in range(3))
        for first in range(0, ROWS, 8):
            a, b = _eight(at, one, first, left), _eight(at, other, first, right)
            a = a if plain else at.mul(a, by_one)
            total = at.sub(a, b) if minus else at.add(a, at.mul(b, by_other))
            store(at, at.bitcast(at.icmp_signed(">=", total, bound), I8), at.add(to, ir.Constant(I64, first // 8)))

    return compare


def _eight(at: Emit, address: Operand, first: int, of: ir.Type) -> Operand:
    """Eight rows, as integers of 8 bytes."""
    found = load(at, at.add(address, ir.Constant(I64, first * of.width // 8)), vector(of, 8))
    return found if of is I64 else at.sext(found, vector(I64, 8))


pair_at_least64, pair_at_least32, pair_at_least64_32, pair_at_least32_64 = (
    _pair_comparison(left, right) for left, right in ((I64, I64), (I32, I32), (I64, I32), (I32, I64))
)
left_plain, right_minus = _pair_comparison(I64, I64, plain=True), _pair_comparison(I64, I64, minus=True)


# --- whole masks ---


def _mask(at: Emit, masks: Operand, number: Operand) -> Operand:
    return load(at, at.add(masks, at.mul(number, ir.Constant(I64, MASK_BYTES))), vector(I64, WORDS))


def _joining(every: bool) -> Any:  # noqa: ANN401, FBT001
    """All of some masks and none of others, or any of the first or not one of the others."""

    @function(NOTHING, ADDRESS, ADDRESS, ADDRESS, INTEGER, INTEGER)
    def join(at: Emit, to: Operand, masks: Operand, numbers: Operand, plain: Operand, opposite: Operand) -> None:
        def put(held: list[Operand], number: Operand) -> list[Operand]:
            found = _mask(at, masks, _pooled(at, numbers, number))
            return [at.and_(held[0], found) if every else at.or_(held[0], found)]

        def put_opposite(held: list[Operand], number: Operand) -> list[Operand]:
            found = at.not_(_mask(at, masks, _pooled(at, numbers, at.add(plain, number))))
            return [at.and_(held[0], found) if every else at.or_(held[0], found)]

        start = ir.Constant(vector(I64, WORDS), [-1 if every else 0] * WORDS)
        store(at, gathered(at, gathered(at, [start], plain, put), opposite, put_opposite)[0], to)

    return join


join_all, join_any = _joining(every=True), _joining(every=False)


@function(NOTHING, ADDRESS, ADDRESS)
def copy_rows(at: Emit, to: Operand, source: Operand) -> None:
    """64 integers to another place."""
    store(at, load(at, source, vector(I64)), to)


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


add = _update(lambda at, a, b: at.add(a, b))
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
        more = at.mul(_rows(at, source, of), everywhere(at, factor))
        store(at, at.add(load(at, to, vector(I64)), more), to)

    return add_multiple


def _rows(at: Emit, address: Operand, of: ir.Type) -> Operand:
    """64 rows, as integers of 8 bytes."""
    found = load(at, address, vector(of))
    return found if of is I64 else at.sext(found, vector(I64))


add_multiple16, add_multiple32, add_multiple64 = (_adder(of) for of in (I16, I32, I64))


def _narrowing(of: ir.Type, to_type: ir.Type) -> Any:  # noqa: ANN401
    """A function: to = source, or the integer nearest to it that fits."""

    @function(NOTHING, ADDRESS, ADDRESS)
    def narrow(at: Emit, to: Operand, source: Operand) -> None:
        rows, most = vector(of), 2 ** (to_type.width - 1) - 1
        found = _lesser(at, load(at, source, rows), ir.Constant(rows, [most] * ROWS))
        found = _greater(at, found, ir.Constant(rows, [-most - 1] * ROWS))
        store(at, at.trunc(found, vector(to_type)), to)

    return narrow


narrow64_32, narrow64_16, narrow32_16 = (_narrowing(*of) for of in ((I64, I32), (I64, I16), (I32, I16)))


@function(NOTHING, ADDRESS, INTEGER)
def set_all(at: Emit, to: Operand, value: Operand) -> None:
    """The same integer everywhere."""
    store(at, everywhere(at, value), to)


def _taker(of: ir.Type) -> Any:  # noqa: ANN401
    @function(NOTHING, ADDRESS, ADDRESS, ADDRESS)
    def take_where(at: Emit, to: Operand, word: Operand, source: Operand) -> None:
        store(at, at.select(bits(at, word), _rows(at, source, of), load(at, to, vector(I64))), to)

    return take_where


def _adder_where(of: ir.Type) -> Any:  # noqa: ANN401
    @function(NOTHING, ADDRESS, ADDRESS, ADDRESS)
    def add_where(at: Emit, to: Operand, word: Operand, source: Operand) -> None:
        more = at.select(bits(at, word), _rows(at, source, of), zeros(I64))
        store(at, at.add(load(at, to, vector(I64)), more), to)

    return add_where


take_where16, take_where32, take_where64 = (_taker(of) for of in (I16, I32, I64))
add_where16, add_where32, add_where64 = (_adder_where(of) for of in (I16, I32, I64))


def _few_counter(of: ir.Type) -> Any:  # noqa: ANN401
    """Adds values where their masks hold, first as bytes."""

    @function(NOTHING, ADDRESS, ADDRESS, ADDRESS, INTEGER)
    def count(at: Emit, to: Operand, words: Operand, pairs: Operand, count: Operand) -> None:
        def add_one(held: list[Operand], number: Operand) -> list[Operand]:
            place = at.add(pairs, at.mul(number, ir.Constant(I64, 16)))
            word = at.add(words, at.mul(load(at, place, I64), ir.Constant(I64, MASK_BYTES)))
            value = everywhere(at, load(at, at.add(place, ir.Constant(I64, 8)), I8))
            return [
                at.add(
                    sums, at.select(bits(at, load(at, at.add(word, ir.Constant(I64, i * 8)), I64)), value, zeros(I8))
                )
                for i, sums in enumerate(held)
            ]

        for i, sums in enumerate(gathered(at, [zeros(I8)] * COUNT_WORDS, count, add_one)):
            here = at.add(to, ir.Constant(I64, i * ROWS * of.width // 8))
            store(at, at.add(load(at, here, vector(of)), at.sext(sums, vector(of))), here)

    return count


count16, count32, count64 = (_few_counter(of) for of in (I16, I32, I64))


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
