"""Customers as record batches of every shape: where rows begin, how many blocks they fill, how texts are coded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from dsl.program.types import Bool, Date, Listed, Text

if TYPE_CHECKING:
    from random import Random

    from dsl.program.model import Field, Record

CODES = {"int8": 2**7, "int16": 2**15, "int32": 2**31}  # how many texts can be coded


def batch(record: Record, rows: list[dict[str, object]], at: np.ndarray, random: Random, before: int) -> pa.RecordBatch:
    """A batch of the rows at some places, cut out of one that begins with other rows.

    Where a value is missing memory holds any bits, as Arrow allows. Texts are coded in some order, with codes of some
    width, and the dictionary may hold texts nobody has.

    Args:
        rows: stored values; dates as days since 1970.
        at: places of the customers.
        before: how many rows stand before the first.
    """
    placed = np.concatenate([np.arange(before) % len(rows), at])
    columns = {
        name: _column(field, [row[name] for row in rows], placed, random) for name, field in record.fields.items()
    }
    return pa.RecordBatch.from_pydict(columns).slice(before)


def _column(field: Field, values: list[object], at: np.ndarray, random: Random) -> pa.Array:
    known = np.array([x is not None for x in values])[at]
    match field.type:
        case Bool():
            bits = np.array([random.random() < 0.5 if x is None else x for x in values])[at]
            return _array(pa.bool_(), np.packbits(bits, bitorder="little"), known)
        case Listed(_, listed):
            order = list(listed) if random.random() < 0.5 else random.sample(listed, k=len(listed))
            coded = _coded(values, order, at, known, random)
            return coded.cast(pa.string()) if random.random() < 0.25 else coded
        case Text():
            there = sorted({x for x in values if isinstance(x, str)})
            random.shuffle(there)
            more = [f"nobody{i}" for i in range(random.choice([0, 0, 3, 30, 300]))]
            coded = _coded(values, [*there, *more] if random.random() < 0.5 else [*more, *there], at, known, random)
            return coded.cast(pa.string()) if random.random() < 0.15 else coded
        case Date():
            return _array(pa.date32(), _integers(values, 32, random)[at].astype(np.int32), known)
        case _:
            return _array(pa.int64(), _integers(values, 64, random)[at], known)


def _integers(values: list[object], bits: int, random: Random) -> np.ndarray:
    ends = [0, -1, 2 ** (bits - 1) - 1, -(2 ** (bits - 1)), random.getrandbits(bits - 1)]
    return np.array([random.choice(ends) if x is None else x for x in values], np.int64)


def _coded(values: list[object], distinct: list[str], at: np.ndarray, known: np.ndarray, random: Random) -> pa.Array:
    kind = random.choice([kind for kind, room in CODES.items() if len(distinct) <= room])
    places = {text: i for i, text in enumerate(distinct)}
    most = int(np.iinfo(kind).max)
    codes = [random.choice([0, 1, -1, most, random.randint(0, most)]) if x is None else places[x] for x in values]
    indices = _array(pa.type_for_alias(kind), np.array(codes, kind)[at], known)
    return pa.DictionaryArray.from_arrays(indices, pa.array(distinct, pa.string()), safe=False)


def _array(kind: pa.DataType, data: np.ndarray, known: np.ndarray) -> pa.Array:
    valid = None if known.all() else pa.py_buffer(np.packbits(known, bitorder="little").tobytes())
    return pa.Array.from_buffers(kind, len(known), [valid, pa.py_buffer(data.tobytes())])
