"""Results keep their memory as long as anything refers to it; then it serves again."""

import gc

import numpy as np
import pyarrow as pa

from engine.evaluator import arrow
from engine.kernel.instructions import BLOCK, LINE
from engine.kernel.room import Blocks, Layout
from engine.lower.program import Output

OUTPUTS = (
    Output("mask", 0), Output("code", 1), Output("value", 2), Output("value", 8), Output("value", 16),
    Output("list", 5),
)  # fmt: skip


def test_results_lie_apart_on_lines_of_their_own():
    rows = 2 * BLOCK - 5
    layout = Layout(OUTPUTS, rows)
    address, results = layout.room(Blocks())
    starts = [result.__array_interface__["data"][0] for result in results]
    assert starts == (address + layout.starts).tolist()
    assert all(start % LINE == 0 for start in starts)
    for number, result in enumerate(results):
        result.view(np.uint8)[...] = number
    assert all((result.view(np.uint8) == number).all() for number, result in enumerate(results))
    assert [(result.shape, result.dtype.itemsize) for result in results] == [
        ((BLOCK // 4,), 1), ((2 * BLOCK,), 1), ((2 * BLOCK,), 2), ((2 * BLOCK,), 8), ((2, 2, BLOCK), 8),
        ((2 * BLOCK + 1,), 4),
    ]  # fmt: skip


def test_lists_end_nowhere_yet_in_memory_that_was_used_before():
    layout, blocks = Layout(OUTPUTS, BLOCK), Blocks()
    for _ in range(3):
        _, results = layout.room(blocks)
        assert results[-1][0] == 0
        results[-1][...] = 7


def test_memory_serves_again_when_nothing_refers_to_it():
    layout, blocks = Layout(OUTPUTS, BLOCK), Blocks()
    address, results = layout.room(blocks)
    del results
    again, _results = layout.room(blocks)
    assert again == address


def test_memory_stays_while_an_arrow_array_over_a_part_of_it_lives():
    layout, blocks = Layout(OUTPUTS, BLOCK), Blocks()
    address, results = layout.room(blocks)
    results[1][...] = 3
    codes = arrow.named(results[1], None, 100, ["a", "b", "c", "d"]).slice(10, 5)
    values = pa.chunked_array([arrow.bits(results[0], 9)])
    del results
    gc.collect()
    other, others = layout.room(blocks)
    assert other != address
    others[1][...] = 1
    assert codes.to_pylist() == ["d"] * 5
    del codes
    third, _others = layout.room(blocks)
    assert third not in {address, other}
    del values
    assert layout.room(blocks)[0] == address


def test_a_block_that_is_much_too_long_or_too_short_does_not_serve():
    blocks = Blocks()
    for length in (1_000, 64, 1_000):
        block = blocks.take(length)
        assert len(block) == length
        del block
