"""Loads, comparisons and stores of many rows at once, as LLVM vector code for whatever the processor has.

Addresses are plain integers. A word is 64 bits, one for each of 64 consecutive rows; vectors are those 64 rows.
"""

# mypy: disable-error-code="no-untyped-call,untyped-decorator,no-any-return"

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from engine.kernel.instructions import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

_ROWS: Final = 64
_BIT: Final = ir.IntType(1)
_I8, _I16, _I32, _I64 = (ir.IntType(bits) for bits in (8, 16, 32, 64))
_INDEX: Final = ir.IntType(32)
_ADDRESS, _INTEGER = types.uint64, types.int64

Emit = Any  # an LLVM instruction builder
Operand = Any  # an LLVM value


def _vector(of: ir.Type, length: int = _ROWS) -> ir.VectorType:
    return ir.VectorType(of, length)


def _load(at: Emit, address: Operand, of: ir.Type) -> Operand:
    """A load that assumes no more alignment than one element has."""
    element = of.element if isinstance(of, ir.VectorType) else of
    found = at.load(at.inttoptr(address, of.as_pointer()))
    found.align = max(1, element.width // 8)
    return found


def _store(at: Emit, value: Operand, address: Operand) -> None:
    of = value.type
    element = of.element if isinstance(of, ir.VectorType) else of
    done = at.store(value, at.inttoptr(address, of.as_pointer()))
    done.align = max(1, element.width // 8)


def _all(at: Emit, value: Operand, length: int = _ROWS) -> Operand:
    """A vector that holds one value everywhere."""
    of = _vector(value.type, length)
    first = at.insert_element(ir.Constant(of, ir.Undefined), value, ir.Constant(_INDEX, 0))
    order = ir.Constant(_vector(_INDEX, length), [0] * length)
    return at.shuffle_vector(first, ir.Constant(of, ir.Undefined), order)


def _zeros(of: ir.Type) -> Operand:
    return ir.Constant(_vector(of), [0] * _ROWS)


def _cut(at: Emit, value: Operand, to: ir.Type) -> Operand:
    return value if to.width == 64 else at.trunc(value, to)


def _rows(at: Emit, word: Operand) -> Operand:
    """The bits of a word, one for each row."""
    return at.bitcast(word, _vector(_BIT))


def _function(result: Any, *arguments: Any) -> Callable[[Callable[..., Operand]], Any]:  # noqa: ANN401 - numba types
    """Makes a function that generates code callable from compiled code."""
    signature = result(*arguments)

    def wrap(generate: Callable[..., Operand]) -> Any:  # noqa: ANN401
        def code(context: Any, at: Emit, _signature: Any, values: Any) -> Operand:  # noqa: ANN401
            found = generate(at, *values)
            return context.get_dummy_value() if result is types.void else found

        match len(arguments):  # numba looks at the number of parameters
            case 1:
                return intrinsic(lambda _context, _a: (signature, code))
            case 2:
                return intrinsic(lambda _context, _a, _b: (signature, code))
            case _:
                return intrinsic(lambda _context, _a, _b, _c: (signature, code))

    return wrap


# --- single values ---


def _loader(of: ir.Type) -> Any:  # noqa: ANN401
    @_function(_INTEGER, _ADDRESS)
    def load(at: Emit, address: Operand) -> Operand:
        found = _load(at, address, of)
        return found if of.width == 64 else at.sext(found, _I64)

    return load


def _storer(of: ir.Type) -> Any:  # noqa: ANN401
    @_function(types.void, _ADDRESS, _INTEGER)
    def store(at: Emit, address: Operand, value: Operand) -> None:
        _store(at, _cut(at, value, of), address)

    return store


load8, load16, load32, load64 = (_loader(of) for of in (_I8, _I16, _I32, _I64))
store8, store16, store32, store64 = (_storer(of) for of in (_I8, _I16, _I32, _I64))


@_function(_ADDRESS, _ADDRESS)
def load_word(at: Emit, address: Operand) -> Operand:
    """64 bits of a mask or bitmap."""
    return _load(at, address, _I64)


@_function(types.void, _ADDRESS, _ADDRESS)
def store_word(at: Emit, address: Operand, word: Operand) -> None:
    """64 bits of a mask."""
    _store(at, word, address)


@_function(_INTEGER, _ADDRESS)
def lowest_bit(at: Emit, word: Operand) -> Operand:
    """The number of the lowest bit that is set; 64 if none is."""
    return at.cttz(word, ir.Constant(_BIT, 0))


# --- 64 rows to a word ---


def _comparison(of: ir.Type, operator: str) -> Any:  # noqa: ANN401
    """Compared in pieces of 512 bits whose results are shifted together: faster than one comparison of 64 rows."""
    lanes = 512 // of.width

    @_function(types.void, _ADDRESS, _ADDRESS, _INTEGER)
    def compare(at: Emit, to: Operand, address: Operand, value: Operand) -> None:
        wanted = _all(at, _cut(at, value, of), lanes)
        word = ir.Constant(_I64, 0)
        for first in range(0, _ROWS, lanes):
            rows = _load(at, at.add(address, ir.Constant(_I64, first * of.width // 8)), _vector(of, lanes))
            bits = at.bitcast(at.icmp_signed(operator, rows, wanted), ir.IntType(lanes))
            found = bits if lanes == _ROWS else at.zext(bits, _I64)
            word = at.or_(word, at.shl(found, ir.Constant(_I64, first)))
        _store(at, word, to)

    return compare


at_least16, at_least32, at_least64 = (_comparison(of, ">=") for of in (_I16, _I32, _I64))
equal8, equal16, equal32, equal64 = (_comparison(of, "==") for of in (_I8, _I16, _I32, _I64))
same_rows = _function(_ADDRESS, _ADDRESS, _ADDRESS)(
    lambda at, a, b: at.bitcast(at.icmp_signed("==", _load(at, a, _vector(_I64)), _load(at, b, _vector(_I64))), _I64)
)


def _membership(of: ir.Type) -> Any:  # noqa: ANN401
    """Adds the rows that hold one more value to a word."""

    @_function(types.void, _ADDRESS, _ADDRESS, _INTEGER)
    def add_equal(at: Emit, to: Operand, address: Operand, value: Operand) -> None:
        rows = at.icmp_signed("==", _load(at, address, _vector(of)), _all(at, _cut(at, value, of)))
        _store(at, at.or_(_load(at, to, _I64), at.bitcast(rows, _I64)), to)

    return add_equal


add_equal8, add_equal16, add_equal32 = (_membership(of) for of in (_I8, _I16, _I32))


# --- whole masks ---


def _mask_operation(combine: Callable[[Emit, Operand, Operand], Operand]) -> Any:  # noqa: ANN401
    @_function(types.void, _ADDRESS, _ADDRESS, _ADDRESS)
    def operate(at: Emit, to: Operand, a: Operand, b: Operand) -> None:
        whole = _vector(_I64, WORDS)
        _store(at, combine(at, _load(at, a, whole), _load(at, b, whole)), to)

    return operate


and_masks = _mask_operation(lambda at, a, b: at.and_(a, b))
or_masks = _mask_operation(lambda at, a, b: at.or_(a, b))
and_not_masks = _mask_operation(lambda at, a, b: at.and_(a, at.not_(b)))


@_function(types.void, _ADDRESS, _ADDRESS)
def not_mask(at: Emit, to: Operand, a: Operand) -> None:
    """The opposite of a mask."""
    _store(at, at.not_(_load(at, a, _vector(_I64, WORDS))), to)


@_function(types.void, _ADDRESS, _ADDRESS)
def copy_mask(at: Emit, to: Operand, a: Operand) -> None:
    """A mask to another place."""
    _store(at, _load(at, a, _vector(_I64, WORDS)), to)


@_function(_INTEGER, _ADDRESS)
def count_mask(at: Emit, a: Operand) -> Operand:
    """How many bits of a mask are set."""
    whole = _vector(_I64, WORDS)
    name = f"llvm.ctpop.v{WORDS}i64"
    count = cgutils.get_or_insert_function(at.module, ir.FunctionType(whole, [whole]), name)
    add = cgutils.get_or_insert_function(
        at.module, ir.FunctionType(_I64, [whole]), f"llvm.vector.reduce.add.v{WORDS}i64"
    )
    return at.call(add, [at.call(count, [_load(at, a, whole)])])


# --- 64 integers at once ---


def _update(combine: Callable[[Emit, Operand, Operand], Operand]) -> Any:  # noqa: ANN401
    """A function: to[i] = combine(to[i], source[i])."""

    @_function(types.void, _ADDRESS, _ADDRESS)
    def update(at: Emit, to: Operand, source: Operand) -> None:
        rows = _vector(_I64)
        _store(at, combine(at, _load(at, to, rows), _load(at, source, rows)), to)

    return update


def _lesser(at: Emit, a: Operand, b: Operand) -> Operand:
    return at.select(at.icmp_signed("<", a, b), a, b)


def _greater(at: Emit, a: Operand, b: Operand) -> Operand:
    return at.select(at.icmp_signed(">", a, b), a, b)


least = _update(_lesser)
greatest = _update(_greater)


@_function(types.void, _ADDRESS, _ADDRESS, _ADDRESS)
def multiply(at: Emit, to: Operand, a: Operand, b: Operand) -> None:
    """Products: to = a * b."""
    rows = _vector(_I64)
    _store(at, at.mul(_load(at, a, rows), _load(at, b, rows)), to)


def _adder(of: ir.Type) -> Any:  # noqa: ANN401
    """A function: to += factor * source, of integers of any width to such of 8 bytes."""

    @_function(types.void, _ADDRESS, _ADDRESS, _INTEGER)
    def add_multiple(at: Emit, to: Operand, source: Operand, factor: Operand) -> None:
        rows, found = _vector(_I64), _load(at, source, _vector(of))
        more = at.mul(found if of is _I64 else at.sext(found, rows), _all(at, factor))
        _store(at, at.add(_load(at, to, rows), more), to)

    return add_multiple


add_multiple16, add_multiple32, add_multiple64 = (_adder(of) for of in (_I16, _I32, _I64))


@_function(types.void, _ADDRESS, _INTEGER)
def set_all(at: Emit, to: Operand, value: Operand) -> None:
    """The same integer everywhere."""
    _store(at, _all(at, value), to)


@_function(types.void, _ADDRESS, _ADDRESS, _ADDRESS)
def take_where(at: Emit, to: Operand, word: Operand, source: Operand) -> None:
    """Copies: to = source where the word has its bit."""
    rows = _vector(_I64)
    _store(at, at.select(_rows(at, word), _load(at, source, rows), _load(at, to, rows)), to)


@_function(types.void, _ADDRESS, _ADDRESS, _ADDRESS)
def add_where(at: Emit, to: Operand, word: Operand, source: Operand) -> None:
    """Adds: to += source where the word has its bit."""
    rows = _vector(_I64)
    more = at.select(_rows(at, word), _load(at, source, rows), _zeros(_I64))
    _store(at, at.add(_load(at, to, rows), more), to)


def _counter(of: ir.Type) -> Any:  # noqa: ANN401
    @_function(types.void, _ADDRESS, _ADDRESS, _INTEGER)
    def count_where(at: Emit, to: Operand, word: Operand, value: Operand) -> None:
        more = at.select(_rows(at, word), _all(at, _cut(at, value, of)), _zeros(of))
        _store(at, at.add(_load(at, to, _vector(of)), more), to)

    return count_where


count_where16, count_where32, count_where64 = (_counter(of) for of in (_I16, _I32, _I64))


@_function(types.void, _ADDRESS, _ADDRESS, _INTEGER)
def put_where8(at: Emit, to: Operand, word: Operand, value: Operand) -> None:
    """A byte where the word has its bit."""
    rows = _load(at, to, _vector(_I8))
    _store(at, at.select(_rows(at, word), _all(at, _cut(at, value, _I8)), rows), to)


@_function(types.void, _ADDRESS, _ADDRESS, _INTEGER)
def set_bit8(at: Emit, to: Operand, word: Operand, bit: Operand) -> None:
    """A bit of a byte where the word has its bit."""
    more = at.select(_rows(at, word), _all(at, _cut(at, bit, _I8)), _zeros(_I8))
    _store(at, at.or_(_load(at, to, _vector(_I8)), more), to)


@_function(types.void, _ADDRESS, _ADDRESS, _INTEGER)
def or_bytes(at: Emit, to: Operand, source: Operand, shift: Operand) -> None:
    """Bytes, shifted, into 64-bit integers."""
    rows = _vector(_I64)
    more = at.shl(at.zext(_load(at, source, _vector(_I8)), rows), _all(at, shift))
    _store(at, at.or_(_load(at, to, rows), more), to)
