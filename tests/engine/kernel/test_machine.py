"""Every narrow instruction does to a block what plain Python does to lists."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ir.builder import divide
from engine.kernel.instructions import BLOCK, Op, Rounding
from tests.engine.kernel.block import WIDE, Block, bits_of, numbers, wrapped

few = settings(max_examples=8)  # each has a whole block of different values
SEEDS = st.integers(0, 2**32)
NOTHING = [False] * BLOCK
KINDS = {1: np.uint8, 2: np.uint16, 4: np.int32}
MODES = {"down": Rounding.DOWN, "up": Rounding.UP, "half": Rounding.HALF}


def both(function, *lists):
    return [function(*values) for values in zip(*lists, strict=True)]


def test_every_instruction_is_tested():
    here = Path(__file__).parent
    text = "".join(file.read_text(encoding="utf-8") for file in here.glob("test_*.py"))
    assert [op.name for op in Op if f"Op.{op.name}" not in text] == []


# --- columns to masks ---


@few
@given(SEEDS, st.integers(0, 200))
def test_known(seed, bit):
    known, column = bits_of(seed), np.zeros(BLOCK, np.int64)
    block = Block([NOTHING, NOTHING], columns=[column, column], known={0: known}, bit=bit)
    block.run((Op.KNOWN, 0, 0), (Op.KNOWN, 1, 1))
    assert block.mask(0) == known
    assert block.mask(1) == [True] * BLOCK  # without a bitmap all cells have a value


@few
@given(SEEDS, st.integers(0, 200))
def test_flag(seed, bit):
    flags = bits_of(seed)
    block = Block([NOTHING], columns=[np.array(flags)], bit=bit).run((Op.FLAG, 0, 0))
    assert block.mask(0) == flags


@pytest.mark.parametrize("width", [2, 4, 8])
@pytest.mark.parametrize("kind", ["column", "vector"])
@few
@given(SEEDS)
def test_at_least_and_equal(width, kind, seed):
    cells = numbers(seed, width * 8)
    bounds = [0, *cells[:3], *(wrapped(x + 1, width * 8) for x in cells[:2]), *numbers(seed + 1, width * 8, 3)]
    masks = len(bounds)
    pool = [x for i, bound in enumerate(bounds) for x in (i, bound)]
    pool += [x for i, bound in enumerate(bounds) for x in (masks + i, bound)]
    held = {"columns": [np.array(cells, f"i{width}")]} if kind == "column" else {"vectors": [(width, cells)]}
    block = Block([NOTHING] * (2 * masks), pool=pool, **held)
    block.run((Op.AT_LEAST, 0, 0, masks), (Op.EQUAL, 0, 2 * masks, masks))
    for i, bound in enumerate(bounds):
        assert block.mask(i) == [x >= bound for x in cells]
        assert block.mask(masks + i) == [x == bound for x in cells]


@pytest.mark.parametrize("widths", [(8, 8), (8, 4), (4, 8), (4, 4)])
@few
@given(SEEDS, st.lists(st.tuples(*[st.sampled_from(numbers(5, 64, 30))] * 3), min_size=1, max_size=4))
def test_pair_at_least(widths, seed, drawn):
    """Also with factors of 1 and -1, for which there is code of its own; sums wrap round."""
    drawn += [(1, -3, 1), (3, -1, 0), (1, -1, 5), (1, drawn[0][1], drawn[0][2]), (drawn[0][0], -1, drawn[0][2])]
    one, other = (numbers(seed + i, 8 * width) for i, width in enumerate(widths))
    pool = [x for i, entry in enumerate(drawn) for x in (i, *entry)]
    cells = [np.array(held, f"i{width}") for held, width in zip((one, other), widths, strict=True)]
    block = Block([NOTHING] * len(drawn), columns=cells, pool=pool)
    block.run((Op.PAIR_AT_LEAST, 0, 1, 0, len(drawn)))
    for i, (f, g, bound) in enumerate(drawn):
        expected = both(lambda x, y, f=f, g=g, bound=bound: wrapped(f * x + g * y, 64) >= bound, one, other)
        assert block.mask(i) == expected


def codes(seed, width):
    return np.random.default_rng(seed).integers(0, min(2 ** (8 * width), 300), BLOCK).astype(KINDS[width])


@pytest.mark.parametrize("width", KINDS)
@few
@given(SEEDS, st.lists(st.integers(0, 299), max_size=5))
def test_member(width, seed, wanted):
    wanted = [code for code in wanted if code < 2 ** (8 * width)]
    cells = codes(seed, width)
    block = Block([[True] * BLOCK], columns=[cells], pool=[9, *wanted]).run((Op.MEMBER, 0, 0, 1, len(wanted)))
    assert block.mask(0) == [code in wanted for code in cells.tolist()]


@pytest.mark.parametrize("width", KINDS)
@few
@given(SEEDS, st.integers(1, 300))
def test_lookup(width, seed, size):
    """A code beyond the table, as cells without a value may hold, has no bit."""
    cells, held = codes(seed, width), bits_of(seed, 8 * -(-size // 8))
    block = Block([NOTHING], columns=[cells], tables=[np.packbits(held, bitorder="little")])
    block.run((Op.LOOKUP, 0, 0, 0))
    assert block.mask(0) == [code < len(held) and held[code] for code in cells.tolist()]


@pytest.mark.parametrize("width", KINDS)
@few
@given(SEEDS, st.integers(1, 300))
def test_translate(width, seed, size):
    cells, table = codes(seed, width), numbers(seed, 64, size)
    block = Block(vectors=[(8, [1] * BLOCK)], columns=[cells], tables=[np.array(table, np.int64)])
    block.run((Op.TRANSLATE, 1, 0, 0))
    assert block.vector(0) == [table[code] if code < size else 0 for code in cells.tolist()]


def test_negative_codes_are_beyond_every_table():
    cells = np.array([-1, -(2**31), 2**31 - 1, 0] * (BLOCK // 4), np.int32)
    table = np.array([7, 8], np.int64)
    block = Block([NOTHING], [(8, [1] * BLOCK)], [cells], tables=[table, np.array([1], np.uint8)])
    block.run((Op.TRANSLATE, 1, 0, 0), (Op.LOOKUP, 0, 0, 1))
    assert block.vector(0) == [0, 0, 0, 7] * (BLOCK // 4)
    assert block.mask(0) == [False, False, False, True] * (BLOCK // 4)


@few
@given(SEEDS)
def test_same(seed):
    a, b = numbers(seed, 64), numbers(seed + 1, 64)
    b = [x if i % 3 else y for i, (x, y) in enumerate(zip(a, b, strict=True))]
    assert Block([NOTHING], [(8, a), (8, b)]).run((Op.SAME, 0, 0, 1)).mask(0) == both(lambda x, y: x == y, a, b)


# --- masks to masks ---


@few
@given(SEEDS, st.integers(0, 5), st.integers(0, 5))
def test_all_and_any(seed, some, others):
    """Of no masks all hold and none does; the result may stand where an operand stood."""
    held = [bits_of(seed + i) for i in range(some + others)]
    plain, opposite = held[:some], [[not x for x in mask] for mask in held[some:]]
    rows = list(zip(*plain, *opposite, strict=True)) or [()] * BLOCK
    block = Block([*held, NOTHING, NOTHING], pool=[9, *range(some + others)])
    every, either = some + others, some + others + 1
    block.run((Op.ALL, every, 1, some, others), (Op.ANY, either, 1, some, others))
    assert block.mask(every) == [all(row) for row in rows]
    assert block.mask(either) == [any(row) for row in rows]
    if held:
        assert block.run((Op.ALL, 0, 1, some, others)).mask(0) == [all(row) for row in rows]


# --- integers ---


@pytest.mark.parametrize(("width", "value"), [(2, 0), (8, 0), (8, -1), (8, 2**63 - 1), (8, -(2**63))])
def test_set(width, value):
    block = Block(vectors=[(width, numbers(1, 8 * width)), (8, [5] * BLOCK)]).run((Op.SET, 0, value))
    assert block.vector(0) == [value] * BLOCK
    assert block.vector(1) == [5] * BLOCK


@few
@given(SEEDS, st.lists(st.sampled_from([1, -1, *numbers(3, 64, 30)]), min_size=6, max_size=6))
def test_sum(seed, factors):
    """Of columns and vectors of any width, also of one that stands where the sum goes."""
    kinds = [("column", 2), ("column", 4), ("column", 8), ("vector", 2), ("vector", 8), ("vector", 8)]
    held = [numbers(seed + i, 8 * width) for i, (_, width) in enumerate(kinds)]
    pool = [x for i, factor in enumerate(factors) for x in (i, factor)]
    cells = [np.array(held[i], f"i{width}") for i, (kind, width) in enumerate(kinds) if kind == "column"]
    vectors = [(width, held[i]) for i, (kind, width) in enumerate(kinds) if kind == "vector"]
    block = Block(vectors=[*vectors, (8, [5] * BLOCK)], columns=cells, pool=[7, *pool])
    block.run((Op.SUM, 6, 1, 6, 99), (Op.SUM, 5, 1, 6, -7), (Op.SUM, 4, 0, 0, 12))
    expected = [sum(f * x for f, x in zip(factors, row, strict=True)) for row in zip(*held, strict=True)]
    assert block.vector(3) == [wrapped(99 + x, 64) for x in expected]
    assert block.vector(2) == [wrapped(x - 7, 64) for x in expected]
    assert block.vector(1) == [12] * BLOCK


@pytest.mark.parametrize(("width", "to"), [(8, 4), (8, 2), (4, 2)])
@pytest.mark.parametrize("kind", ["column", "vector"])
@few
@given(SEEDS)
def test_narrow(width, to, kind, seed):
    """Whether a cell reaches a bound that fits is the same for what becomes of it."""
    most = 2 ** (8 * to - 1) - 1
    cells = [*numbers(seed, 8 * width)[4:], most, most + 1, -most - 1, -most - 2]
    nearest = [min(max(x, -most - 1), most) for x in cells]
    if kind == "column":
        block = Block(vectors=[(to, [1] * BLOCK)], columns=[np.array(cells, f"i{width}")]).run((Op.NARROW, 1, 0))
    else:
        block = Block(vectors=[(to, [1] * BLOCK), (width, cells)]).run((Op.NARROW, 0, 1))
    assert block.vector(0) == nearest


@few
@given(SEEDS)
def test_multiply_least_greatest(seed):
    a, b = numbers(seed, 64), numbers(seed + 1, 64)
    block = Block(vectors=[(8, a), (8, b), (8, a), (8, a), (8, a)])
    block.run((Op.MULTIPLY, 2, 0, 1), (Op.LEAST, 3, 1), (Op.GREATEST, 4, 1), (Op.MULTIPLY, 0, 0, 0))
    assert block.vector(2) == both(lambda x, y: wrapped(x * y, 64), a, b)
    assert block.vector(3) == both(min, a, b)
    assert block.vector(4) == both(max, a, b)
    assert block.vector(0) == [wrapped(x * x, 64) for x in a]


@pytest.mark.parametrize("width", [2, 4, 8])
@pytest.mark.parametrize("kind", ["column", "vector"])
@few
@given(SEEDS)
def test_where(width, kind, seed):
    a, b, where = numbers(seed, 64), numbers(seed + 1, 8 * width), bits_of(seed)
    if kind == "column":
        block = Block([NOTHING, where], [(8, a), (8, a)], [np.array(b, f"i{width}")])
        block.run((Op.TAKE_WHERE, 1, 1, 0), (Op.ADD_WHERE, 2, 1, 0))
    else:
        block = Block([NOTHING, where], [(8, a), (8, a), (width, b)])
        block.run((Op.TAKE_WHERE, 0, 1, 2), (Op.ADD_WHERE, 1, 1, 2))
    assert block.vector(0) == both(lambda x, y, here: y if here else x, a, b, where)
    assert block.vector(1) == both(lambda x, y, here: wrapped(x + y, 64) if here else x, a, b, where)


def test_a_wide_vector_is_read_by_its_low_plane():
    low, where = numbers(1, 63), bits_of(7)
    block = Block([where], [(8, [3] * BLOCK), (8, [3] * BLOCK), (2, [1] * BLOCK), (WIDE, low)])
    block.run((Op.TAKE_WHERE, 0, 0, 3), (Op.ADD_WHERE, 1, 0, 3), (Op.NARROW, 2, 3))
    assert block.vector(0) == both(lambda x, here: x if here else 3, low, where)
    assert block.vector(1) == both(lambda x, here: wrapped(3 + x, 64) if here else 3, low, where)
    assert block.vector(2) == [min(max(x, -(2**15)), 2**15 - 1) for x in low]


@pytest.mark.parametrize("width", [2, 4, 8])
@few
@given(SEEDS, st.lists(st.integers(-20, 20), max_size=6))
def test_count(width, seed, values):
    a, masks = numbers(seed, 8 * width), [bits_of(seed + i) for i in range(len(values))]
    pool = [x for i, value in enumerate(values) for x in (i, value)]
    block = Block([*masks, NOTHING], [(width, a)], pool=[8, *pool]).run((Op.COUNT, 0, 1, len(values)))
    rows = list(zip(*masks, strict=True)) or [()] * BLOCK
    more = [sum(value for value, here in zip(values, row, strict=True) if here) for row in rows]
    assert block.vector(0) == both(lambda x, y: wrapped(x + y, 8 * width), a, more)


@pytest.mark.parametrize("width", [2, 4, 8])
@few
@given(SEEDS, st.integers(-(2**15), 2**15 - 1))
def test_count_where(width, seed, value):
    a, where = numbers(seed, 8 * width), bits_of(seed)
    block = Block([where], [(width, a)]).run((Op.COUNT_WHERE, 0, 0, value))
    assert block.vector(0) == both(lambda x, here: wrapped(x + value, 8 * width) if here else x, a, where)


@pytest.mark.parametrize("mode", MODES)
@few
@given(SEEDS, st.booleans())
def test_divide(mode, seed, small):
    """Also the least integer, and -1 and 0 as divisors: nothing traps, and what has a value gets it."""
    a, b = numbers(seed, 64), numbers(seed + 1, 8 if small else 64)
    block = Block(vectors=[(8, [5] * BLOCK), (8, a), (8, b)]).run((Op.DIVIDE, 0, 1, 2, MODES[mode]))
    for found, x, y in zip(block.vector(0), a, b, strict=True):
        if y and x != -(2**63) and y != -(2**63):
            assert found == divide(mode, x, y), (x, y)


@pytest.mark.parametrize("mode", MODES)
@few
@given(SEEDS, st.integers(-2, 2))
def test_divide_near_halves(mode, seed, off):
    b = [x or 1 for x in numbers(seed, 30)]
    a = both(lambda k, y: ((2 * k + 1) * y + off) // 2, numbers(seed + 1, 31), b)
    block = Block(vectors=[(8, a), (8, b)]).run((Op.DIVIDE, 0, 0, 1, MODES[mode]))
    assert block.vector(0) == both(lambda x, y: divide(mode, x, y), a, b)


# --- results ---


@few
@given(SEEDS)
def test_put_mask(seed):
    a = bits_of(seed)
    assert Block([NOTHING, a], outputs=[0]).run((Op.PUT_MASK, 0, 1)).bitmap(0) == a


@few
@given(SEEDS)
def test_put_code(seed):
    a, b = bits_of(seed), bits_of(seed + 1)
    block = Block([a, b], outputs=[1])
    block.outputs[0][:] = 99
    block.run((Op.CLEAR_CODES, 0), (Op.PUT_CODE, 0, 0, 1), (Op.PUT_CODE, 0, 1, 255))
    assert block.outputs[0][:BLOCK].tolist() == both(lambda x, y: 255 if y else int(x), a, b)


@pytest.mark.parametrize(("width", "to"), [(2, 8), (8, 8), (2, 2)])
def test_put_value(width, to):
    a = numbers(width, 8 * width)
    block = Block(vectors=[(width, a)], outputs=[to]).run((Op.PUT_VALUE, 0, 0))
    assert block.outputs[0][: BLOCK * to].view(f"i{to}").tolist() == a


@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 63, 64, 65, 130, 256, 257, 300])
@pytest.mark.parametrize("rows", [1, 100, BLOCK])
def test_put_list(count, rows):
    """Numbers of masks that hold; of 2 bytes where there are more than 256 masks."""
    kinds = [bits_of(100 + i) for i in range(9)]
    masks = [kinds[i % 9] for i in range(count)]
    block = Block([*masks, NOTHING], pool=[5, *range(count)], outputs=[4], rows=rows)
    block.run((Op.PUT_LIST, 0, 1, count))
    expected = [[i for i in range(count) if masks[i][row]] for row in range(rows)]
    ends = block.outputs[0].view(np.int32)[: rows + 1].tolist()
    assert ends == [0, *np.cumsum([len(some) for some in expected]).tolist()]
    width = np.uint8 if count <= 256 else np.uint16
    assert block.codes[0].view(width)[: ends[-1]].tolist() == [i for some in expected for i in some]
    assert block.ends[0] == ends[-1]


@few
@given(SEEDS, st.sampled_from((1, 63, 64, 65, 2_047, BLOCK)))
def test_tally(seed, rows):
    """Only the rows that are there count, and counts go on."""
    a = bits_of(seed)
    block = Block([a], rows=rows).run((Op.TALLY, 2, 0), (Op.TALLY, 2, 0))
    assert block.tallies.tolist() == [0, 0, 2 * sum(a[:rows]), 0]
