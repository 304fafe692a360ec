"""A whole run on Spark: customers in files that all machines see, and results in a folder that they all see.

What the executors decide is kept in their memory and on their disks while the tables are written, so that it is decided
once. The commit is that of any run: ``run.json`` is renamed last.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pyarrow import parquet
from pydantic import ValidationError

from dsl.diagnostics.model import Words
from dsl.lean import dataclass
from engine.io.data_reader import DataReader
from engine.io.folder import RunFolder, sha256_of, sha256_of_list, sync_folder
from engine.io.formats import identify
from engine.io.output_errors import told_as_output_error
from engine.io.read import part_of
from engine.io.reasons import DataError
from engine.io.selection import data_files
from engine.io.tables import empty_quarantine, quarantine_schema
from engine.manifest import Clock, OutputFile, RunManifest, Seconds
from engine.run import manifest_of, program_of, run_input
from engine.spark.customers import FileRows, quoted
from engine.spark.decisions import TABLES, Outcomes, refuse_row_numbers
from engine.spark.pieces import pieces_of
from engine.spark.session import SparkError, each
from engine.spark.work import Policy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pyspark.sql import DataFrame, SparkSession

    from dsl.load import Analysis
    from dsl.program.model import Program, Record
    from dsl.syntax.vocabulary import Lang
    from engine.binding import Binding
    from engine.io.formats import FileFacts
    from engine.io.read import Needs
    from engine.manifest import SourceFile, TableName
    from engine.spark.work import Done


def open_files(spark: SparkSession, data: Sequence[Path], record: Record, needs: Needs) -> DataReader:
    """Open data files that all machines see; the executors hash them.

    Raises:
        DataError: if a file cannot be used.
        SparkError: the executors do not see it.
    """
    files = data_files(data)
    found = each(spark, _identified, [(str(path), str(path.absolute())) for path in files])
    for path, error in zip(files, found, strict=True):
        if isinstance(error, DataError):
            raise _not_shared(path) if error.code == "D101" and path.exists() else error
    return DataReader([part_of(facts, record) for facts in found if not isinstance(facts, DataError)], record, needs)


def run_on_spark(
    spark: SparkSession,
    *,
    analysis: Analysis,
    binding: Binding,
    reader: DataReader,
    out: Path,
    why: bool,
    overrides: Mapping[str, str],
    values_file: SourceFile | None,
    lang: Lang,
) -> RunManifest:
    """Decide all customers of files, and write the run into a folder: each table is a folder of Parquet files there.

    Args:
        spark: the cluster.
        analysis: of a policy without errors.
        binding: of that policy to this run.
        reader: of ``open_files``.
        out: folder of the run, which all machines see; a former run in it stays until this one is committed.
        why: whether decisions tell which rules fire.
        overrides: values from outside as they were written, for the manifest.
        values_file: where some of them came from.
        lang: language of quarantine messages.

    Returns:
        The manifest as written.

    Raises:
        DataError: the data cannot be read to the end.
        OutputError: the run cannot be written; nothing of a former run is lost.
        SparkError: what the executors write does not arrive in the folder.
    """
    program = program_of(analysis)
    refuse_row_numbers(program)
    started, began = datetime.now(UTC), time.perf_counter()
    of = run_input(analysis, binding, reader, overrides=overrides, values_file=values_file, lang=lang, why=why)
    pieces = pieces_of(reader.parts)
    if not pieces:
        reader.refuse_no_rows()
    policy = Policy.of(program, binding, why=why, lang=lang)
    columns = quarantine_schema(program, reader.parts[0].columns, file=len(reader.parts) > 1)
    with _opened(out) as folder:
        outcomes = Outcomes(FileRows(spark, pieces, policy), policy, columns)
        found = time.perf_counter()
        outcomes.keep()
        told = outcomes.told()
        _tell_rows(reader, told)
        _write_tables(outcomes, program, told, folder, out)
        outcomes.release()
        outputs = _described(spark, folder, of.run_id)
        seconds = Seconds(duplicates=round(found - began, 3), kept=0.0, decisions=round(time.perf_counter() - found, 3))
        clock = Clock(started=started, finished=datetime.now(UTC), seconds=seconds)
        manifest = manifest_of(of, reader, outcomes.totals(told), values_file, clock)
        complete = _with_outputs(manifest, outputs, out)
        with told_as_output_error(out):
            folder.publish(complete, {output.name: output.file for output in outputs})
        return complete


@contextmanager
def _opened(out: Path) -> Iterator[RunFolder]:
    """The folder of a run, locked; whatever is not committed leaves no trace."""
    folder = RunFolder(out)
    try:
        with told_as_output_error(out):
            folder.open()
        yield folder
    finally:
        folder.close()


def _not_shared(path: Path) -> SparkError:
    return SparkError(
        Words(
            f"the executors do not have {path} where the driver has it: give a place that all machines see alike",
            f"执行器在同一位置看不到 {path}：请给出各台机器都能用同一路径看到的位置",
        )
    )


def _with_outputs(manifest: RunManifest, outputs: Sequence[OutputFile], out: Path) -> RunManifest:
    """A manifest with its files; rows that are not in them were written elsewhere."""
    try:
        return RunManifest.model_validate(
            manifest.model_dump() | {"outputs": tuple(output.model_dump() for output in outputs)}
        )
    except ValidationError as error:
        raise _not_shared(out) from error


def _identified(path: tuple[str, str]) -> FileFacts | DataError:
    """What a file is, found on an executor, which knows it by its whole path."""
    shown, whole = path
    try:
        return replace(identify(Path(whole)), path=Path(shown))
    except DataError as error:
        return DataError(error.code, {**error.values, "path": shown})


def _tell_rows(reader: DataReader, told: Sequence[Done]) -> None:
    """What the executors found in the files, for those who ask the reader."""
    for done in told:
        part = reader.parts[done.part]
        part.rows += done.totals.counts.rows_in
        part.from_numbers |= done.from_numbers
    reader.refuse_no_rows()


def _needed(quarantine: DataFrame, program: Program, told: Sequence[Done]) -> DataFrame:
    """The columns that the quarantine of a run has: without rejected rows only its own."""
    if not any(done.totals.counts.quarantined for done in told):
        return quarantine.select(*map(quoted, empty_quarantine(program).schema.names))
    *columns, _line = quarantine.columns
    return quarantine if any(done.has_lines for done in told) else quarantine.select(*map(quoted, columns))


def _write_tables(outcomes: Outcomes, program: Program, told: Sequence[Done], folder: RunFolder, out: Path) -> None:
    """Write each table as a folder of Parquet files, numbered in the order of the rows."""
    tables = {name: outcomes.table(name) for name in TABLES}
    tables["quarantine"] = _needed(tables["quarantine"], program, told)
    for name, table in tables.items():
        path = folder.temporary(name).absolute()
        writer = table.write.option("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")
        writer.parquet(path.as_uri())
        with told_as_output_error(out):
            if not any(path.glob("part-*")):
                raise _not_shared(out)
            _number_parts(path)


def _number_parts(folder: Path) -> None:
    """Name the files of a table by their order, and let only their owner read them, as those of any run."""
    folder.chmod(0o700)
    for other in folder.iterdir():
        if not other.name.startswith("part-"):
            other.unlink()  # checksums that Hadoop keeps beside the files
    for number, part in enumerate(sorted(folder.iterdir())):
        part.chmod(0o600)
        part.rename(folder / f"part-{number:05}.parquet")
    sync_folder(folder)


@dataclass(frozen=True, slots=True)
class _Part:
    """A file of a table."""

    table: TableName
    name: str
    rows: int
    bytes: int
    sha256: str


def _described(spark: SparkSession, folder: RunFolder, run_id: str) -> list[OutputFile]:
    """What was written; the executors read it back."""
    paths = [(table, str(part.absolute())) for table in TABLES for part in sorted(folder.temporary(table).iterdir())]
    parts = each(spark, _part, paths)
    outputs = []
    for table in TABLES:
        own = [part for part in parts if part.table == table]
        output = OutputFile(
            name=table,
            format="parquet",
            file=folder.final_name(table, f"{table}-{run_id}.parquet"),
            rows=sum(part.rows for part in own),
            bytes=sum(part.bytes for part in own),
            sha256=sha256_of_list({part.name: part.sha256 for part in own}),
            parts=len(own),
        )
        outputs.append(output)
    return outputs


def _part(place: tuple[TableName, str]) -> _Part:
    """Describe a file, when it is whole and on the disk."""
    table, path = place[0], Path(place[1])
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return _Part(table, path.name, parquet.read_metadata(path).num_rows, path.stat().st_size, sha256_of(path))
