"""How LLVM code for many rows is written: loads and stores by address, loops, and functions that numba can call.

Addresses are plain integers. A word is 64 bits, one for each of 64 consecutive rows; vectors are those 64 rows.
"""

# mypy: disable-error-code="no-untyped-call,untyped-decorator,no-any-return"

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numba
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import numpy.typing as npt

    # What compiled code is given as a pointer, and tests as an array.
    Integers = npt.NDArray[np.int64]
    Addresses = npt.NDArray[np.uint64]

ROWS: Final = 64
BIT: Final = ir.IntType(1)
I8, I16, I32, I64 = (ir.IntType(bits) for bits in (8, 16, 32, 64))
_INDEX: Final = ir.IntType(32)
ADDRESS, INTEGER, NOTHING = types.uint64, types.int64, types.void
INTEGERS: Final = types.CPointer(types.int64)

# Of Python's checks none is wanted: the code has no way to raise.
compiled = numba.njit(nogil=True, error_model="numpy")
inlined = numba.njit(nogil=True, error_model="numpy", inline="always")

Emit = Any  # an LLVM instruction builder
Operand = Any  # an LLVM value


def vector(of: ir.Type, length: int = ROWS) -> ir.VectorType:
    """The type of a vector."""
    return ir.VectorType(of, length)


def load(at: Emit, address: Operand, of: ir.Type) -> Operand:
    """A load that assumes no more alignment than one element has."""
    element = of.element if isinstance(of, ir.VectorType) else of
    found = at.load(at.inttoptr(address, of.as_pointer()))
    found.align = max(1, element.width // 8)
    return found


def store(at: Emit, value: Operand, address: Operand) -> None:
    """A store that assumes no more alignment than one element has."""
    of = value.type
    element = of.element if isinstance(of, ir.VectorType) else of
    done = at.store(value, at.inttoptr(address, of.as_pointer()))
    done.align = max(1, element.width // 8)


def everywhere(at: Emit, value: Operand, length: int = ROWS) -> Operand:
    """A vector that holds one value everywhere."""
    of = vector(value.type, length)
    first = at.insert_element(ir.Constant(of, ir.Undefined), value, ir.Constant(_INDEX, 0))
    order = ir.Constant(vector(_INDEX, length), [0] * length)
    return at.shuffle_vector(first, ir.Constant(of, ir.Undefined), order)


def zeros(of: ir.Type) -> Operand:
    """A vector of zeros."""
    return ir.Constant(vector(of), [0] * ROWS)


def cut(at: Emit, value: Operand, to: ir.Type) -> Operand:
    """The low bits of an integer of 8 bytes."""
    return value if to.width == 64 else at.trunc(value, to)


def bits(at: Emit, word: Operand) -> Operand:
    """The bits of a word, one for each row."""
    return at.bitcast(word, vector(BIT))


def gathered(
    at: Emit, start: list[Operand], count: Operand, step: Callable[[list[Operand], Operand], list[Operand]]
) -> list[Operand]:
    """Values that a loop changes and that stay in registers: each round makes new ones from those before and a number.

    Args:
        at: builder.
        start: the values before the first round.
        count: of rounds.
        step: a round.
    """
    held = [cgutils.alloca_once(at, value.type) for value in start]
    for place, value in zip(held, start, strict=True):
        at.store(value, place)
    with cgutils.for_range(at, count) as loop:
        for place, value in zip(held, step([at.load(place) for place in held], loop.index), strict=True):
            at.store(value, place)
    return [at.load(place) for place in held]


def function(result: Any, *arguments: Any) -> Callable[[Callable[..., Operand]], Any]:  # noqa: ANN401 - numba types
    """Makes a function that generates code callable from compiled code."""
    signature = result(*arguments)

    def wrap(generate: Callable[..., Operand]) -> Any:  # noqa: ANN401
        def code(context: Any, at: Emit, _signature: Any, values: Any) -> Operand:  # noqa: ANN401
            found = generate(at, *values)
            return context.get_dummy_value() if result is NOTHING else found

        match len(arguments):  # numba looks at the number of parameters
            case 1:
                return intrinsic(lambda _context, _a: (signature, code))
            case 2:
                return intrinsic(lambda _context, _a, _b: (signature, code))
            case 3:
                return intrinsic(lambda _context, _a, _b, _c: (signature, code))
            case 4:
                return intrinsic(lambda _context, _a, _b, _c, _d: (signature, code))
            case _:
                return intrinsic(lambda _context, _a, _b, _c, _d, _e: (signature, code))

    return wrap
