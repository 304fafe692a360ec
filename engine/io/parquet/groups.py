"""Row groups, encoded in memory: so all cores can, and the file gets them in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa
from pyarrow import parquet

from dsl.lean import dataclass
from engine.io.parquet.chunks import CODEC, COLUMNS, ColumnChunk, chunks_of
from engine.io.parquet.thrift import I64, LIST, STRUCT, Struct
from engine.io.parquet.yes_no import yes_no_chunk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DIFFERENT: Final = frozenset({b"key"})  # kinds of columns whose cells are nearly all different


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


def encoded_group(batches: Sequence[pa.RecordBatch], schema: pa.Schema) -> RowGroup:
    """Encode some rows.

    Args:
        batches: the rows, at least one.
        schema: of all of them.
    """
    # Pages end where chunks do.
    table = pa.Table.from_batches(batches, schema).combine_chunks()
    others = chunks_of(_written(table.select([field.name for field in schema if not _is_own(field)])))
    columns = [
        yes_no_chunk(field.name, column.chunk(0)) if _is_own(field) else next(others)
        for field, column in zip(schema, table.columns, strict=True)
    ]
    return RowGroup(table.num_rows, columns)


def writer_for(sink: pa.NativeFile, schema: pa.Schema) -> parquet.ParquetWriter:
    """Pyarrow's own writer."""
    coded = [path for field in schema if not _is_different(field) for path in _paths(field)]
    return parquet.ParquetWriter(sink, schema, compression=CODEC, use_dictionary=coded)


def _written(table: pa.Table) -> pa.Buffer:
    """A file in memory."""
    sink = pa.BufferOutputStream()
    with writer_for(sink, table.schema.remove_metadata()) as writer:
        writer.write_table(table, row_group_size=table.num_rows)
    return sink.getvalue()


def _is_own(field: pa.Field) -> bool:
    """Whether a column is encoded here."""
    return bool(pa.types.is_boolean(field.type) and field.nullable)


def _is_different(field: pa.Field) -> bool:
    """Whether a dictionary of the cells would hold nearly all of them."""
    return (field.metadata or {}).get(b"tiercel.kind") in _DIFFERENT


def _paths(field: pa.Field) -> Iterator[str]:
    """What Parquet calls a column."""
    yield f"{field.name}.list.element" if pa.types.is_list(field.type) else field.name
