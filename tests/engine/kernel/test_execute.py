"""A program gives each row its own result, wherever the rows begin and however many blocks they fill."""

import random

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.kernel.batch import machine_column
from engine.kernel.execute import Workspace, execute
from engine.kernel.instructions import BLOCK, Op
from engine.lower.program import MachineProgram, Output, TextNumbers
from tests.engine.kernel.block import halves, numbers

AMOUNT, DAY, YES, CODE, NARROW, WIDE = range(6)  # columns, then vectors
FACTOR = 10**20
POOL = [4, 0, 5, 100, 1, 2, *halves(2**70), *halves(FACTOR), 0, 1, 4, 5, 6, 1, 2, AMOUNT, 3]
CODE_OF = {
    "masks": [
        (Op.KNOWN, 0, AMOUNT), (Op.KNOWN, 2, YES), (Op.FLAG, 1, YES), (Op.ALL, 1, 15, 2, 0),
        (Op.AT_LEAST, AMOUNT, 0, 1),
        (Op.AT_LEAST, DAY, 2, 1), (Op.MEMBER, 6, CODE, 4, 2),
    ],
    "integers": [
        (Op.SUM, NARROW, 17, 1, 7), (Op.WIDE_SET, WIDE, 6), (Op.WIDE_ADD, WIDE, AMOUNT, 8),
    ],
    "results": [
        (Op.PUT_MASK, 0, 0), (Op.PUT_MASK, 1, 1), (Op.CLEAR_CODES, 2), (Op.PUT_CODE, 2, 4, 1), (Op.PUT_CODE, 2, 5, 2),
        (Op.PUT_VALUE, 3, NARROW), (Op.PUT_VALUE, 4, WIDE), (Op.PUT_LIST, 5, 10, 5), (Op.TALLY, 0, 4), (Op.TALLY, 1, 6),
    ],
}  # fmt: skip
INSTRUCTIONS = [ins for part in CODE_OF.values() for ins in part]
PROGRAM = MachineProgram(
    code=np.array([[*map(int, ins), *[0] * (5 - len(ins))] for ins in INSTRUCTIONS], np.int64),
    pool=np.array(POOL, np.int64),
    columns=("amount", "day", "yes", "code"),
    vectors=(8, 16),
    masks=7,
    tables=0,
    questions=(),
    same_texts=TextNumbers({}),
    outputs=(
        Output("mask", 0), Output("mask", 0), Output("code", 1), Output("value", 8), Output("value", 16),
        Output("list", 5),
    ),
    tallies=2,
    list_size=5,
)  # fmt: skip


def customers(seed, rows, lacking):
    rnd = random.Random(seed)  # noqa: S311 - test data

    def some(values):
        return [None if rnd.random() < lacking else value for value in values]

    return {
        "amount": some(x // 7 for x in numbers(seed, 64, rows)),
        "day": some(rnd.choice((-5, 99, 100, 101, 40_000)) for _ in range(rows)),
        "yes": some(rnd.random() < 0.5 for _ in range(rows)),
        "code": [rnd.randrange(3) for _ in range(rows)],
    }


def columns(found):
    return [
        pa.array(found["amount"], pa.int64()),
        pa.array(found["day"], pa.int32()).cast(pa.date32()),
        pa.array(found["yes"], pa.bool_()),
        pa.DictionaryArray.from_arrays(pa.array(found["code"], pa.int8()), pa.array(["a", "b", "c"])),
    ]


def expected(found):
    """Of each row its results; None where a cell without a value makes them arbitrary."""
    for amount, day, yes, code in zip(*found.values(), strict=True):
        known, member, bound = amount is not None, code in (1, 2), None if day is None else day >= 100
        positive = None if amount is None else amount >= 0
        exact = None if None in (positive, bound) else 2 if bound else int(positive)
        places = [i for i, holds in enumerate((known, bool(yes), positive, bound, member)) if holds]
        yield {
            "known": known,
            "yes": bool(yes),
            "code": exact,
            "narrow": None if amount is None else 7 + 3 * amount,
            "wide": None if amount is None else 2**70 + FACTOR * amount,
            "list": None if None in (positive, bound) else places,
        }


def read(results, rows):
    bits = [np.unpackbits(results.outputs[i], count=rows, bitorder="little").astype(bool).tolist() for i in (0, 1)]
    low, high = results.outputs[4][:, :rows].tolist()
    ends, codes = results.outputs[5].tolist(), results.codes[5].tolist()
    for i in range(rows):
        yield {
            "known": bits[0][i],
            "yes": bits[1][i],
            "code": results.outputs[2][i],
            "narrow": results.outputs[3][i],
            "wide": (high[i] << 64) + (low[i] & (2**64 - 1)),
            "list": codes[ends[i] : ends[i + 1]],
        }


ROWS = st.sampled_from((0, 1, 7, 64, 65, 2_047, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 1_000))


@settings(max_examples=40)
@given(st.integers(0, 2**32), ROWS, st.integers(0, 150), st.sampled_from((0, 0, 64, BLOCK)), st.sampled_from((0, 0.2)))
def test_every_row_gets_its_own_results(seed, rows, offset, first, lacking):
    """Arrays may be slices of others, and a run may begin within them; results are of its rows alone."""
    found = customers(seed, offset + first + rows, lacking)
    sliced = [machine_column(column.slice(offset)) for column in columns(found)]
    results = execute(PROGRAM, PROGRAM.code, PROGRAM.pool, sliced, (), first, rows, Workspace(PROGRAM))
    here = {name: cells[offset + first :] for name, cells in found.items()}
    wanted = list(expected(here))
    for got, row in zip(read(results, rows), wanted, strict=True):
        assert {name: value for name, value in got.items() if row[name] is not None} == {
            name: value for name, value in row.items() if value is not None
        }
    if not lacking:
        tallies = [sum(amount >= 0 for amount in here["amount"]), sum(code in (1, 2) for code in here["code"])]
        assert results.tallies.tolist() == tallies


def test_a_workspace_serves_batches_of_any_length():
    space = Workspace(PROGRAM)
    for seed, rows in enumerate((5_000, 3, BLOCK)):
        found = customers(seed, rows, 0)
        held = [machine_column(column) for column in columns(found)]
        results = execute(PROGRAM, PROGRAM.code, PROGRAM.pool, held, (), 0, rows, space)
        assert list(read(results, rows)) == list(expected(found))


def test_columns_without_any_value_are_read():
    arrays = [pa.nulls(10, kind) for kind in (pa.int64(), pa.date32(), pa.bool_(), pa.int8())]
    held = [machine_column(column) for column in arrays]
    results = execute(PROGRAM, PROGRAM.code, PROGRAM.pool, held, (), 0, 10, Workspace(PROGRAM))
    assert [row["known"] for row in read(results, 10)] == [False] * 10


def test_other_types_are_refused():
    with pytest.raises(TypeError, match="the machine reads no double"):
        machine_column(pa.array([1.5]))
