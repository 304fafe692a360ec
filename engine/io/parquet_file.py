"""Tables as Parquet."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

import pyarrow as pa
from pyarrow import parquet

if TYPE_CHECKING:
    from typing import BinaryIO

ROW_GROUP: Final = 131_072  # rows of a row group


class ParquetFile:
    """A Parquet file, whose row groups do not depend on how rows came in batches."""

    def __init__(self, file: BinaryIO, schema: pa.Schema) -> None:
        self._schema = schema
        self._writer = parquet.ParquetWriter(file, schema)
        self._held: list[pa.RecordBatch] = []
        self._rows = 0

    def write(self, batch: pa.RecordBatch) -> None:
        """Append rows."""
        self._held.append(batch)
        self._rows += batch.num_rows
        if self._rows >= ROW_GROUP:
            self._flush(self._rows - self._rows % ROW_GROUP)

    def finish(self) -> None:
        """Write what is still held back."""
        if self._rows:
            self._flush(self._rows)
        self._writer.close()

    def discard(self) -> None:
        """Give up."""
        with suppress(OSError):
            self._writer.close()

    def _flush(self, count: int) -> None:
        # Pages end where chunks do.
        table = pa.Table.from_batches(self._held, self._schema).combine_chunks()
        self._writer.write_table(table.slice(0, count), row_group_size=ROW_GROUP)
        self._held = table.slice(count).to_batches()
        self._rows -= count
