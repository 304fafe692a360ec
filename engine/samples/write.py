"""Writes made-up customers into files: the same bytes for the same sample, and never half a file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from engine.samples.kinds import in_one
from engine.samples.workbook import write_workbook

if TYPE_CHECKING:
    from typing import BinaryIO

    from engine.samples.sample import Block, Sample

Encoding = Literal["utf-8", "gb18030"]
Progress = Callable[[int], None]

_ROW_GROUP: Final = 8  # blocks in a row group of Parquet


def write_sample(path: Path, sample: Sample, encoding: Encoding = "utf-8", progress: Progress | None = None) -> None:
    """Write a sample; a file of that name stays as it is until the new one is complete.

    Args:
        path: of the file.
        sample: the customers, made for this kind of file.
        encoding: of a text file.
        progress: told of rows done.

    Raises:
        OSError: if the file cannot be written.
        ValueError: if there are more rows than an Excel sheet holds.
    """
    blocks = _counted(sample.blocks(), progress)
    with _whole(path) as file:
        match sample.file:
            case "csv":
                _write_csv(file, sample, blocks, encoding)
            case "parquet":
                _write_parquet(file, sample, blocks)
            case "xlsx":
                write_workbook(file, sample, blocks)


def _counted(blocks: Iterator[Block], progress: Progress | None) -> Iterator[Block]:
    for block in blocks:
        yield block
        if progress is not None:
            progress(block.rows)


@contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its name when it is complete."""
    descriptor, temporary = tempfile.mkstemp(suffix=path.suffix, prefix=f".{path.stem}-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
        Path(temporary).chmod(0o644)  # made for its owner alone
        Path(temporary).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise


def _write_csv(file: BinaryIO, sample: Sample, blocks: Iterator[Block], encoding: Encoding) -> None:
    """As core systems export it: commas, no quotes, no byte order mark. No cell that is right holds a comma."""
    file.write((",".join(sample.recipe.schema.names) + "\n").encode(encoding))
    for block in blocks:
        lines = pc.binary_join_element_wise(*block.texts.columns, ",", null_handling="replace", null_replacement="")
        text = in_one(pc.binary_join_element_wise(lines, "", "\n"))
        file.write(text if encoding == "utf-8" else str(text, "utf-8").encode(encoding))


def _write_parquet(file: BinaryIO, sample: Sample, blocks: Iterator[Block]) -> None:
    with pq.ParquetWriter(file, sample.recipe.schema) as writer:
        held: list[pa.RecordBatch] = []
        for block in blocks:
            held.append(block.typed)
            if len(held) == _ROW_GROUP:
                _write_group(writer, held)
                held.clear()
        if held:
            _write_group(writer, held)


def _write_group(writer: pq.ParquetWriter, batches: list[pa.RecordBatch]) -> None:
    table = pa.Table.from_batches(batches).unify_dictionaries().combine_chunks()
    writer.write_table(table, row_group_size=table.num_rows)
