"""A batch is cut into pieces that keep all cores busy alike."""

import pyarrow as pa
import pytest

from engine.evaluator.evaluator import CHUNK, chunks
from engine.kernel.instructions import BLOCK


@pytest.mark.parametrize("threads", [1, 2, 3, 8])
@pytest.mark.parametrize("rows", [0, 1, BLOCK, BLOCK + 1, CHUNK, 1_000_003])
def test_pieces_are_as_many_for_each_thread_and_about_as_long(rows, threads):
    batch = pa.record_batch({"row": pa.array(range(rows), pa.int32())})
    pieces = list(chunks(batch, threads))
    assert pa.Table.from_batches(pieces)["row"].to_pylist() == list(range(rows))
    lengths = [len(piece) for piece in pieces]
    assert max(lengths) <= CHUNK
    assert {length % BLOCK for length in lengths[:-1]} <= {0}
    if rows > threads * BLOCK:
        assert len(pieces) % threads == 0
        assert max(lengths) - min(lengths) <= BLOCK * len(pieces)
