"""Every instruction on wide vectors does what Python does with integers, wrapped to 128 bits."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.ir.builder import divide
from engine.kernel.instructions import BLOCK, Op, Rounding
from tests.engine.kernel.block import WIDE, Block, bits_of, halves, numbers, wrapped

few = settings(max_examples=8)  # each has a whole block of different integers
SEEDS = st.integers(0, 2**32)
WIDTHS = st.sampled_from((8, 16))
MODES = {"down": Rounding.DOWN, "up": Rounding.UP, "half": Rounding.HALF}


def held(seed, width):
    return (width, numbers(seed, width * 8))


def constants(seed):
    return st.one_of(
        st.integers(-(2**127), 2**127 - 1), st.integers(-300, 300), st.sampled_from(numbers(seed, 128, 40))
    )


@given(constants(1))
def test_set(value):
    block = Block(vectors=[held(0, WIDE)], pool=[7, *halves(value)]).run((Op.WIDE_SET, 0, 1))
    assert block.vector(0) == [value] * BLOCK


@few
@given(SEEDS, st.sampled_from((2, 4, 8, 16)), constants(2))
@example(1, 8, -1)
@example(2, 16, 2**64)
def test_add(seed, width, factor):
    before, more = numbers(seed, 128), numbers(seed + 1, width * 8)
    block = Block(vectors=[(WIDE, before), (width, more)], pool=halves(factor)).run((Op.WIDE_ADD, 0, 1, 0))
    assert block.vector(0) == [wrapped(a + factor * b, 128) for a, b in zip(before, more, strict=True)]
    assert block.vector(1) == more


@few
@given(SEEDS, st.sampled_from((np.int16, np.int32, np.int64)), constants(3))
def test_add_a_column(seed, kind, factor):
    before, cells = numbers(seed, 128), numbers(seed + 1, np.iinfo(kind).bits)
    block = Block(vectors=[(WIDE, before)], columns=[np.array(cells, kind)], pool=halves(factor))
    block.run((Op.WIDE_ADD, 1, 0, 0))
    assert block.vector(0) == [wrapped(a + factor * b, 128) for a, b in zip(before, cells, strict=True)]


@few
@given(SEEDS, WIDTHS, WIDTHS)
def test_multiply(seed, one, other):
    a, b = numbers(seed, one * 8), numbers(seed + 1, other * 8)
    block = Block(vectors=[(WIDE, [0] * BLOCK), (one, a), (other, b)]).run((Op.WIDE_MULTIPLY, 0, 1, 2))
    assert block.vector(0) == [wrapped(x * y, 128) for x, y in zip(a, b, strict=True)]


@few
@given(SEEDS)
def test_multiply_in_place(seed):
    a, b = numbers(seed, 128), numbers(seed + 1, 128)
    block = Block(vectors=[(WIDE, a), (WIDE, b)]).run((Op.WIDE_MULTIPLY, 1, 0, 1), (Op.WIDE_MULTIPLY, 0, 0, 0))
    assert block.vector(1) == [wrapped(x * y, 128) for x, y in zip(a, b, strict=True)]
    assert block.vector(0) == [wrapped(x * x, 128) for x in a]


@pytest.mark.parametrize(("op", "choose"), [(Op.WIDE_LEAST, min), (Op.WIDE_GREATEST, max)])
@few
@given(SEEDS, WIDTHS, st.booleans())
def test_least_and_greatest(op, choose, seed, width, near):
    a, b = numbers(seed, 128), numbers(seed + 1, width * 8)
    if near:  # equal high halves: the low ones decide
        a = [wrapped(y + x % 5 - 2, 128) for x, y in zip(a, b, strict=True)]
    block = Block(vectors=[(WIDE, a), (width, b)]).run((op, 0, 1))
    assert block.vector(0) == [choose(x, y) for x, y in zip(a, b, strict=True)]


@few
@given(SEEDS, WIDTHS)
def test_take_where(seed, width):
    a, b, where = numbers(seed, 128), numbers(seed + 1, width * 8), bits_of(seed)
    block = Block([bits_of(0), where], [(WIDE, a), (width, b)]).run((Op.WIDE_TAKE_WHERE, 0, 1, 1))
    assert block.vector(0) == [y if here else x for x, y, here in zip(a, b, where, strict=True)]


@few
@given(SEEDS, st.sampled_from((2, 4, 8, 16)), st.lists(constants(5), min_size=1, max_size=5))
def test_at_least_and_equal(seed, width, bounds):
    a = numbers(seed, width * 8)
    bounds = [*bounds, *a[:3], a[0] + 1]
    masks = len(bounds)
    pool = [x for i, bound in enumerate(bounds) for x in (i, *halves(bound))]
    pool += [x for i, bound in enumerate(bounds) for x in (masks + i, *halves(bound))]
    block = Block([[False] * BLOCK] * (2 * masks), [(width, a)], pool=pool)
    block.run((Op.WIDE_AT_LEAST, 0, 0, masks), (Op.WIDE_EQUAL, 0, 3 * masks, masks))
    for i, bound in enumerate(bounds):
        value = wrapped(bound, 128)
        assert block.mask(i) == [x >= value for x in a]
        assert block.mask(masks + i) == [x == value for x in a]


def quotient(mode, a, b):
    return divide(mode, a, b) if b else 0


@pytest.mark.parametrize("mode", MODES)
@few
@given(SEEDS, WIDTHS, WIDTHS, WIDTHS)
def test_divide(mode, seed, result, one, other):
    a, b = numbers(seed, one * 8), numbers(seed + 1, other * 8)
    block = Block(vectors=[(result, [0] * BLOCK), (one, a), (other, b)])
    block.run((Op.WIDE_DIVIDE, 0, 1, 2, MODES[mode]))
    assert block.vector(0) == [wrapped(quotient(mode, x, y), result * 8) for x, y in zip(a, b, strict=True)]


@pytest.mark.parametrize("mode", MODES)
@few
@given(SEEDS, st.integers(-10, 10))
def test_halves_and_what_is_next_to_them(mode, seed, off):
    """Numerators near odd multiples of half a divisor."""
    b = [x or 2 for x in numbers(seed, 64)]
    k = numbers(seed + 1, 60)
    a = [((2 * x + 1) * y + off) // 2 for x, y in zip(k, b, strict=True)]
    block = Block(vectors=[(WIDE, [0] * BLOCK), (WIDE, a), (8, b)]).run((Op.WIDE_DIVIDE, 0, 1, 2, MODES[mode]))
    assert block.vector(0) == [divide(mode, x, y) for x, y in zip(a, b, strict=True)]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("by", [1, 7, 100, 10**6, 2**32 - 1, 2**32, 2**32 + 1, 10**12, 2**64 - 1, 2**64, 10**30, -3])
def test_divide_by_a_number(mode, by):
    a = numbers(by, 128)
    block = Block(vectors=[(WIDE, a), (WIDE, a)], pool=halves(by))
    block.run((Op.WIDE_SET, 1, 0), (Op.WIDE_DIVIDE, 0, 0, 1, MODES[mode]))
    assert block.vector(0) == [wrapped(divide(mode, x, by), 128) for x in a]


@few
@given(SEEDS)
def test_divide_in_place(seed):
    a, b = numbers(seed, 128), numbers(seed + 1, 128)
    expected = [wrapped(quotient("half", x, y), 128) for x, y in zip(a, b, strict=True)]
    vectors = [(WIDE, a), (WIDE, b)]
    assert Block(vectors=vectors).run((Op.WIDE_DIVIDE, 0, 0, 1, Rounding.HALF)).vector(0) == expected
    assert Block(vectors=vectors).run((Op.WIDE_DIVIDE, 1, 0, 1, Rounding.HALF)).vector(1) == expected


@few
@given(SEEDS, st.sampled_from((8, 16)))
def test_put_value(seed, width):
    """A result that wants fewer bytes than a vector has gets the low ones."""
    a = numbers(seed, 128)
    block = Block(vectors=[(WIDE, a)], outputs=[width]).run((Op.PUT_VALUE, 0, 0))
    planes = block.outputs[0][: BLOCK * width].view(np.int64).reshape(width // 8, BLOCK).tolist()
    assert planes == [[halves(x)[half] for x in a] for half in range(width // 8)]


@few
@given(SEEDS)
def test_narrow_instructions_read_the_low_plane(seed):
    a, b = numbers(seed, 128), numbers(seed + 1, 64)
    block = Block(vectors=[(8, b), (WIDE, a), (8, b), (8, b)], pool=[0, 1, 1, 3])
    block.run((Op.SUM, 0, 0, 2, 0), (Op.MULTIPLY, 2, 1, 1), (Op.LEAST, 3, 1))
    assert block.vector(0) == [wrapped(y + 3 * x, 64) for x, y in zip(a, b, strict=True)]
    assert block.vector(2) == [wrapped(x * x, 64) for x in a]
    assert block.vector(3) == [min(wrapped(x, 64), y) for x, y in zip(a, b, strict=True)]
