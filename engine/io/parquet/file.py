"""Tables as Parquet."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from engine.io.parquet.chunks import GROUPS, footer_of
from engine.io.parquet.groups import encoded_group, writer_for
from engine.io.parquet.thrift import I64, LIST, STRUCT, encoded

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future
    from typing import BinaryIO

    from engine.io.parquet.groups import RowGroup
    from engine.io.parquet.thrift import Struct

ROW_GROUP: Final = 131_072  # rows of a row group
_MAGIC: Final = b"PAR1"
_SIZE_BYTES: Final = 4
_ROWS: Final = 3  # field of FileMetaData


class ParquetFile:
    """A Parquet file, whose row groups do not depend on how rows came in batches.

    Args:
        file: to write to.
        schema: of all rows.
        pool: encodes row groups.
        ahead: at most so many row groups wait to be written.
    """

    def __init__(self, file: BinaryIO, schema: pa.Schema, pool: Executor, ahead: int) -> None:
        self._file, self._schema = file, schema
        self._pool, self._ahead = pool, ahead
        self._held: list[pa.RecordBatch] = []
        self._rows = 0  # of those that are held
        self._encoding: deque[Future[RowGroup]] = deque()
        self._groups: list[Struct] = []
        self._written_rows = 0
        self._at = 0
        self._put(_MAGIC)

    def write(self, batch: pa.RecordBatch) -> None:
        """Append rows."""
        while self._rows + batch.num_rows >= ROW_GROUP:
            left = ROW_GROUP - self._rows
            self._hold(batch.slice(0, left))
            self._encode()
            batch = batch.slice(left)
        self._hold(batch)

    def finish(self) -> None:
        """Write what is still held back."""
        if self._rows:
            self._encode()
        self._write_groups(0)
        footer = encoded(self._footer())
        self._put(footer + len(footer).to_bytes(_SIZE_BYTES, "little") + _MAGIC)

    def discard(self) -> None:
        """Give up."""
        for group in self._encoding:
            group.cancel()

    def _hold(self, batch: pa.RecordBatch) -> None:
        if batch.num_rows:
            self._held.append(batch)
            self._rows += batch.num_rows

    def _encode(self) -> None:
        """Begin to encode what is held."""
        self._encoding.append(self._pool.submit(encoded_group, self._held))
        self._held, self._rows = [], 0
        self._write_groups(self._ahead)

    def _write_groups(self, ahead: int) -> None:
        """Write row groups, until no more than so many wait."""
        while len(self._encoding) > ahead:
            group = self._encoding.popleft().result()
            self._groups.append(group.at(self._at))
            self._written_rows += group.rows
            for chunk in group.columns:
                for page in chunk.pages:
                    self._put(page)

    def _put(self, data: bytes | pa.Buffer) -> None:
        self._file.write(data)
        self._at += len(data)

    def _footer(self) -> Struct:
        """What pyarrow tells of a file without rows, with these rows."""
        sink = pa.BufferOutputStream()
        writer_for(sink, self._schema).close()
        footer = footer_of(sink.getvalue())
        return footer | {_ROWS: (I64, self._written_rows), GROUPS: (LIST, (STRUCT, self._groups))}
