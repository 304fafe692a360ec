"""What the benchmarks share."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from benchmarks.settings import FILE_ROWS, ROWS
from benchmarks.workload.customers import customers, write_customers

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa


@pytest.fixture(scope="session")
def timed(request: pytest.FixtureRequest) -> bool:
    """Whether benchmarks are timed; otherwise everything runs once."""
    option = request.config.getoption
    return bool(option("benchmark_enable") or not option("benchmark_disable"))


@pytest.fixture(scope="session")
def in_memory() -> pa.Table:
    """Customers in memory."""
    return customers(ROWS)


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """A folder that does not outlive the run: its files are large."""
    with TemporaryDirectory(prefix="tiercel-bench-") as name:
        yield Path(name)


@pytest.fixture(scope="session")
def in_file(folder: Path) -> Path:
    """Customers in a Parquet file."""
    path = folder / "customers.parquet"
    write_customers(FILE_ROWS, path)
    return path
