"""One block of the machine: its masks, vectors, columns and results, filled and read as plain Python values."""

import random

import numpy as np

from engine.kernel.instructions import BLOCK, FIELDS, MASK_BYTES
from engine.kernel.native import run

WIDE = 16
ROWS = range(BLOCK)


def wrapped(value, bits):
    """An integer as so many bits hold it."""
    value &= (1 << bits) - 1
    return value - (value >> (bits - 1) << bits)


def halves(value):
    return [wrapped(value, 64), wrapped(value >> 64, 64)]


def numbers(seed, bits, rows=BLOCK):
    """Integers of up to so many bits, of all lengths and near every power of two."""
    rnd = random.Random(seed)  # noqa: S311 - test data
    ends = (0, 1, -1, 2 ** (bits - 1) - 1, -(2 ** (bits - 1)))
    found = []
    for _ in range(rows):
        length = rnd.randrange(bits)
        drawn = rnd.choice((rnd.getrandbits(length), 1 << length, (1 << length) - 1, rnd.choice(ends)))
        found.append(wrapped(drawn * rnd.choice((1, -1)), bits))
    return found


def bits_of(seed, rows=BLOCK):
    rnd = random.Random(seed)  # noqa: S311 - test data
    kind = rnd.choice(("some", "all", "none"))
    return [kind == "all" or (kind == "some" and rnd.random() < 0.5) for _ in range(rows)]


def _packed(bits, offset=0):
    packed = np.packbits([False] * offset + list(bits), bitorder="little")
    return np.concatenate([packed, np.zeros(8, np.uint8)])


class Block:
    """Memory of the machine for one block of rows.

    Args:
        masks: of each, the bits.
        vectors: of each, the bytes of an integer and the integers.
        columns: cells as numpy arrays; codes as unsigned, yes/no as bool.
        known: of columns, by number, which cells have a value.
        tables: bytes or integers, by code.
        outputs: of each, the bytes of a row: 0 is a bitmap.
        bit: where bitmaps of columns begin.
    """

    def __init__(self, masks=(), vectors=(), columns=(), pool=(), tables=(), outputs=(), known=None, bit=0, rows=BLOCK):
        self._masks = np.zeros((max(1, len(masks)), MASK_BYTES), np.uint8)
        for at, held in enumerate(masks):
            self._masks[at] = np.packbits(held, bitorder="little")
        self._vectors = [self._vector(width, held) for width, held in vectors]
        self._widths = [width for width, _ in vectors]
        self._columns = [_packed(c, bit) if c.dtype == np.bool_ else c.copy() for c in columns]
        self._column_widths = [0 if c.dtype == np.bool_ else c.itemsize for c in columns]
        self._known = [_packed(known[i], bit) if i in (known or {}) else None for i in range(len(columns))]
        self._bit, self._rows = bit, rows
        self._pool = np.array(list(pool) or [0], np.int64)
        self._tables = tables
        self.outputs = [np.zeros(BLOCK * (width or 1) + 64, np.uint8) for width in outputs]
        self._output_widths = list(outputs)
        self.codes = [np.zeros(BLOCK * 1024, np.uint8) for _ in outputs]
        self.ends = np.zeros(max(1, len(outputs)), np.int64)
        self.tallies = np.zeros(4, np.int64)

    @staticmethod
    def _vector(width, held):
        if width == WIDE:
            return np.array([[halves(value)[half] for value in held] for half in (0, 1)], np.int64)
        return np.array(held, f"i{width}")

    def run(self, *instructions):
        code = np.array([[*map(int, ins), *[0] * (FIELDS - len(ins))] for ins in instructions], np.int64)
        held = [*self._columns, *self._vectors]
        scratch = np.zeros(BLOCK * 256, np.uint8)
        tables = [np.ascontiguousarray(table) for table in self._tables]
        run(
            code, self._pool, self._addresses(held), np.array([*self._column_widths, *self._widths, 0], np.int64),
            np.array([*self._column_widths, *[0] * len(self._widths), 0], np.int64),
            np.array([self._bit] * len(self._columns) + [0], np.int64), self._addresses(self._known),
            np.array([self._bit] * len(self._columns) + [0], np.int64), self._addresses(tables),
            np.array([len(t) * (8 if t.dtype == np.uint8 else 1) for t in tables] + [0], np.int64),
            self._addresses(self.outputs), np.array([*self._output_widths, 0], np.int64), self._addresses(self.codes),
            self.ends, self.tallies, self._masks.ctypes.data, scratch.ctypes.data, 0, self._rows,
        )  # fmt: skip
        return self

    @staticmethod
    def _addresses(arrays):
        return np.array([0 if array is None else array.ctypes.data for array in arrays] + [0], np.uint64)

    def mask(self, number):
        return np.unpackbits(self._masks[number], bitorder="little").astype(bool).tolist()

    def vector(self, number):
        if self._widths[number] < WIDE:
            return self._vectors[number].tolist()
        low, high = self._vectors[number].tolist()
        return [(h << 64) + (x & (2**64 - 1)) for x, h in zip(low, high, strict=True)]

    def bitmap(self, number):
        return np.unpackbits(self.outputs[number][:MASK_BYTES], bitorder="little").astype(bool).tolist()
