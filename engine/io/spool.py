"""Rejected rows on their way into the quarantine table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from engine.io.tables import empty_quarantine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from dsl.program.model import Program
    from engine.io.folder import RunFolder


class QuarantineSpool:
    """Keeps rejected rows in temporary files until all their columns are known.

    The rows keep every column of their data file, and data files may have different ones; but the columns of
    a table are settled when it begins. There is a file for each set of columns, usually one.
    """

    def __init__(self, folder: RunFolder, program: Program) -> None:
        self._folder = folder
        self._files: dict[tuple[str, ...], tuple[str, BinaryIO, pa.RecordBatchWriter]] = {}
        self._fields = {field.name.casefold(): field for field in empty_quarantine(program).schema}

    @property
    def schema(self) -> pa.Schema:
        """The columns of all batches, named alike without case."""
        return pa.schema(list(self._fields.values()))

    def add(self, batch: pa.RecordBatch) -> None:
        """Keep rows of the quarantine table."""
        columns = tuple(batch.schema.names)
        if columns not in self._files:
            for field in batch.schema:
                self._fields.setdefault(field.name.casefold(), field)
            name = f"quarantine.{len(self._files)}.arrow"
            file = self._folder.create(name)
            self._files[columns] = (name, file, pa.ipc.new_stream(file, batch.schema))
        self._files[columns][2].write_batch(batch)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """All rows, with all columns; what a row does not have is null. Nothing can be added any more."""
        schema = self.schema
        for name, file, writer in self._files.values():
            writer.close()
            file.close()
            with pa.OSFile(str(self._folder.temporary(name))) as source, pa.ipc.open_stream(source) as reader:
                yield from (in_columns(batch, schema) for batch in reader)


def in_columns(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """Rows of the quarantine in the columns of another batch, found without case; null where they have none."""
    places = {column.casefold(): place for place, column in enumerate(batch.schema.names)}
    arrays = [
        batch.column(places[field.name.casefold()])
        if field.name.casefold() in places
        else pa.nulls(batch.num_rows, field.type)
        for field in schema
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
