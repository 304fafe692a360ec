"""Row groups, encoded in memory: so all cores can, and the file gets them in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import parquet

from dsl.lean import dataclass
from engine.io.arrays import as_texts
from engine.io.parquet.chunks import CODEC, COLUMNS, ColumnChunk, chunks_of
from engine.io.parquet.coded import coded_chunk
from engine.io.parquet.thrift import I64, LIST, STRUCT, Struct
from engine.io.parquet.yes_no import yes_no_chunk

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Some rows, encoded."""

    rows: int
    columns: Sequence[ColumnChunk]

    def at(self, place: int) -> Struct:
        """What the footer tells of the row group, if it stands at a place of the file."""
        columns, start = [], place
        for chunk in self.columns:
            columns.append(chunk.at(start))
            start += chunk.size
        return {
            COLUMNS: (LIST, (STRUCT, columns)),
            2: (I64, sum(chunk.uncompressed_size for chunk in self.columns)),
            3: (I64, self.rows),
            5: (I64, place),
            6: (I64, start - place),
        }


def encoded_group(batches: Sequence[pa.RecordBatch]) -> RowGroup:
    """Encode some rows, at least one; all have the same columns, but texts may be places in a dictionary."""
    if any(not batch.schema.equals(batches[0].schema) for batch in batches[1:]):
        batches = [batch.cast(as_texts(batch.schema)) for batch in batches]
    # Pages end where chunks do.
    table = pa.Table.from_batches(batches).combine_chunks()
    own = [_own_chunk(field, column.chunk(0)) for field, column in zip(table.schema, table.columns, strict=True)]
    left = table.select([at for at, chunk in enumerate(own) if chunk is None])
    others = chunks_of(_written(left.cast(as_texts(left.schema)))) if left.num_columns else iter(())
    return RowGroup(table.num_rows, [next(others) if chunk is None else chunk for chunk in own])


def writer_for(sink: pa.NativeFile, schema: pa.Schema) -> parquet.ParquetWriter:
    """Pyarrow's own writer; keys, and texts that it gets, are nearly all different."""
    coded = [field.name for field in schema if pa.types.is_primitive(field.type) and not _is_key(field)]
    return parquet.ParquetWriter(sink, schema, compression=CODEC, use_dictionary=coded)


def _written(table: pa.Table) -> pa.Buffer:
    """A file in memory."""
    sink = pa.BufferOutputStream()
    with writer_for(sink, table.schema.remove_metadata()) as writer:
        writer.write_table(table, row_group_size=table.num_rows)
    return sink.getvalue()


def _own_chunk(field: pa.Field, cells: pa.Array) -> ColumnChunk | None:
    """A column that is encoded here; None for one that pyarrow encodes."""
    if not field.nullable or _is_key(field):
        return None
    if pa.types.is_boolean(field.type):
        return yes_no_chunk(field.name, cells)
    item = cells.type.value_type if pa.types.is_list(cells.type) else cells.type
    text = pa.types.is_string(item) or pa.types.is_dictionary(item)
    return coded_chunk(field.name, cells) if text else None


def _is_key(field: pa.Field) -> bool:
    return bool(field.metadata and field.metadata.get(b"tiercel.kind") == b"key")
