"""Made-up customers: skewed, correlated, with gaps, and often exactly on a house number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from benchmarks.workload.columns import AS_OF, HOUSE_NUMBERS, LISTED, NULLABLE, days

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy.typing as npt

CHUNK: Final = 250_000  # rows of a chunk, which has a seed of its own
ROW_GROUP: Final = 131_072
_CODES: Final = {name: pa.int8() if len(values) < 128 else pa.uint8() for name, values in LISTED.items()}
# Mean of the logarithm, spread, weight of wealth, share of zeros, share of gaps.
_MONEY: Final = {
    "deposit": (9.6, 1.3, 1.1, 0.02, 0.0),
    "loan": (11.2, 1.3, 0.4, 0.45, 0.05),
    "wealth": (10.6, 1.0, 1.1, 0.50, 0.05),
    "fund": (9.4, 1.2, 0.9, 0.70, 0.0),
    "insurance": (8.8, 1.1, 0.7, 0.70, 0.05),
    "salary": (8.8, 0.5, 0.5, 0.35, 0.05),
    "card_spend": (8.0, 1.2, 0.6, 0.40, 0.0),
    "fx_volume": (9.0, 1.4, 0.8, 0.92, 0.0),
}
_MOST: Final = 10**12  # 100亿, in fen
# Share of yes, weight of wealth, share of gaps.
_FLAGS: Final = {
    "has_card": (0.45, 0.10, 0.0),
    "card_active": (0.60, 0.05, 0.05),
    "payroll": (0.30, 0.05, 0.0),
    "merchant": (0.10, 0.02, 0.0),
    "fx_customer": (0.08, 0.04, 0.05),
    "app_user": (0.70, 0.05, 0.0),
    "sms_consent": (0.85, 0.0, 0.0),
}

SCHEMA: Final = pa.schema(
    [("id", pa.int64())]
    + [(name, pa.int64()) for name in (*_MONEY, "age", "products")]
    + [(name, pa.date32()) for name in ("birthday", "opened", "last_contact", "wealth_matures")]
    + [(name, pa.dictionary(codes, pa.string())) for name, codes in _CODES.items()]
    + [(name, pa.bool_()) for name in _FLAGS]
)


def chunks(rows: int) -> Iterator[pa.RecordBatch]:
    """The first so many customers; the same every time."""
    for first in range(0, rows, CHUNK):
        yield _chunk(first, min(CHUNK, rows - first))


def customers(rows: int) -> pa.Table:
    """The first so many customers in memory, each column in one piece."""
    return pa.Table.from_batches(chunks(rows), SCHEMA).combine_chunks()


def write_customers(rows: int, path: Path) -> None:
    """The first so many customers as a Parquet file."""
    with parquet.ParquetWriter(path, SCHEMA, compression="zstd", compression_level=1) as writer:
        for chunk in chunks(rows):
            writer.write_batch(chunk, row_group_size=ROW_GROUP)


def _chunk(first: int, rows: int) -> pa.RecordBatch:
    random = np.random.default_rng((2026, first))
    wealth = random.normal(size=rows)
    columns: dict[str, pa.Array] = {"id": pa.array(np.arange(first, first + rows))}
    columns |= {name: _money(random, name, wealth) for name in _MONEY}
    age = np.clip(random.normal(44, 14, rows) + 3 * wealth, 0, 95).astype(np.int64)
    columns["age"] = pa.array(age)
    columns["products"] = pa.array(np.minimum(random.poisson(np.exp(0.7 + 0.3 * wealth)), 40))
    columns |= _dates(random, age)
    columns |= {name: _listed(random, name, rows) for name in LISTED}
    columns |= {name: _flag(random, name, wealth) for name in _FLAGS}
    return pa.RecordBatch.from_pydict(columns, SCHEMA)


def _gaps(random: np.random.Generator, rows: int, share: float) -> npt.NDArray[np.bool_] | None:
    return random.random(rows) < share if share else None


def _money(random: np.random.Generator, name: str, wealth: npt.NDArray[np.float64]) -> pa.Array:
    rows = len(wealth)
    mean, spread, weight, zeros, gaps = _MONEY[name]
    amount = np.exp(random.normal(mean, spread, rows) + weight * wealth) * 100
    fen = np.minimum(amount, _MOST).astype(np.int64)
    fen[random.random(rows) < zeros] = 0
    near = random.random(rows) < 0.03  # on a house number, or a fen beside it
    beside = np.array(HOUSE_NUMBERS[name])[random.integers(0, len(HOUSE_NUMBERS[name]), rows)]
    fen = np.where(near, beside + random.integers(-1, 2, rows), fen)
    return pa.array(fen, mask=_gaps(random, rows, gaps))


def _dates(random: np.random.Generator, age: npt.NDArray[np.int64]) -> dict[str, pa.Array]:
    rows, today = len(age), days(AS_OF)
    born = today - (age * 365.2425).astype(np.int64) - random.integers(1, 365, rows)
    opened = today - np.minimum(random.exponential(1_800, rows), 9_000).astype(np.int64)
    contact = today - np.minimum(random.exponential(200, rows), 2_000).astype(np.int64)
    matures = today + random.integers(-60, 365, rows)
    return {
        "birthday": _date(born, None),
        "opened": _date(opened, None),
        "last_contact": _date(contact, _gaps(random, rows, 0.08)),
        "wealth_matures": _date(matures, _gaps(random, rows, 0.45)),
    }


def _date(day: npt.NDArray[np.int64], gaps: npt.NDArray[np.bool_] | None) -> pa.Array:
    return pa.array(day.astype(np.int32), mask=gaps).cast(pa.date32())


def _listed(random: np.random.Generator, name: str, rows: int) -> pa.Array:
    """Few values are frequent, most are not."""
    values = LISTED[name]
    weights = 1 / (np.arange(len(values)) + 2)
    codes = random.choice(len(values), rows, p=weights / weights.sum()).astype(np.int16)
    gaps = _gaps(random, rows, 0.05 if name in NULLABLE else 0.0)
    indices = pa.array(codes, mask=gaps).cast(_CODES[name])
    return pa.DictionaryArray.from_arrays(indices, pa.array(values))


def _flag(random: np.random.Generator, name: str, wealth: npt.NDArray[np.float64]) -> pa.Array:
    share, weight, gaps = _FLAGS[name]
    return pa.array(random.random(len(wealth)) < share + weight * wealth, mask=_gaps(random, len(wealth), gaps))
