"""Writing a run: decisions and rejected rows stream in, all files appear at once when it is committed."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, Self, get_args

from dsl.lean import dataclass
from engine.io.arrays import as_texts
from engine.io.csv_file import CsvFile
from engine.io.folder import RunFolder, sha256_of
from engine.io.output_errors import told_as_output_error
from engine.io.parquet.file import ParquetFile
from engine.io.progress import Log
from engine.io.spool import QuarantineSpool
from engine.io.tables import decisions_table, offers_table, quarantine_batch, tasks_table
from engine.manifest import Format, OutputFile, RunManifest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import BinaryIO

    import pyarrow as pa

    from dsl.program.model import Program
    from engine.io.folder import Attempt
    from engine.io.progress import FileDone, Progress
    from engine.io.tables import QuarantineRows
    from engine.manifest import TableName
    from engine.totals import Totals


class TableFile(Protocol):
    """A file of one table in one format."""

    def write(self, batch: pa.RecordBatch) -> None:
        """Append rows."""

    def finish(self) -> None:
        """Write what is still held back."""

    def discard(self) -> None:
        """Give up; the file is never read."""


@dataclass(slots=True)
class _Output:
    """A file being written: where it lies until the commit, and what is in it."""

    table: TableName
    format: Format
    name: str
    file: BinaryIO
    content: TableFile
    rows: int = 0


class RunWriter:
    """Writes the tables of a run, in a ``with`` block that leaves no trace unless the run is committed.

    Args:
        directory: created if need be; its former run stays readable until the commit and is then removed.
        program: the policy that decides, for the names of columns.
        formats: each table is written in each of them.
        run_id: becomes part of the file names.
        why: whether decisions tell which rules fire.
        attempt: to keep what is decided file by file, and to continue a run that was stopped.
    """

    def __init__(
        self,
        directory: Path,
        program: Program,
        formats: Collection[Format],
        run_id: str,
        *,
        why: bool = False,
        attempt: Attempt | None = None,
    ) -> None:
        if not formats:
            raise ValueError("a run without a format has no output")
        self._directory = directory
        self._program = program
        self._formats = [known for known in get_args(Format) if known in formats]
        self._run_id = run_id
        self._folder = RunFolder(directory)
        self._attempt = attempt
        self._log: Log | None = None
        self._outputs: list[_Output] = []
        self._schemas: dict[TableName, pa.Schema] = {
            "decisions": decisions_table(program, why=why).schema,
            "offers": offers_table(program).schema,
            "tasks": tasks_table(program).schema,
        }
        self._quarantine = QuarantineSpool(self._folder, program)
        self._usable = False
        self._threads = len(os.sched_getaffinity(0))
        self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="tiercel-write")

    def __enter__(self) -> Self:
        try:
            with told_as_output_error(self._directory):
                self._folder.open(self._attempt)
                for table, schema in self._schemas.items():
                    self._open(table, schema)
                if self._attempt is not None and self._attempt.files > 1:
                    self._log = Log(self._folder.temporary("."), self._folder.create, self.kept)
        except BaseException:
            self._abort()
            raise
        self._usable = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._abort()

    @property
    def kept(self) -> Progress | None:
        """How far the run came that is continued, if one is: ``restore`` takes over its rows."""
        return self._folder.kept

    @property
    def passed_over(self) -> Progress | None:
        """How far a run of the same input came that is not continued, though it could be."""
        return self._folder.passed_over

    def restore(self) -> None:
        """Append the rows that were kept of the run that is continued.

        Raises:
            OutputError: as for decisions.
        """
        with self._writing():
            for table, batch in self._log.batches() if self._log else ():
                self._add(table, batch)

    def checkpoint(self, files: Sequence[FileDone], totals: Totals) -> None:
        """Keep what was appended so far, for a run that continues this one: all rows of these files are in.

        Raises:
            OutputError: as for decisions.
        """
        if self._log is None or self._attempt is None:
            return
        with self._writing():
            self._log.save(self._attempt.inputs, self._attempt.files, files, totals)
            self._folder.give_up_others()

    def decided(self, tables: Mapping[TableName, pa.RecordBatch]) -> None:
        """Append rows of decisions, offers and tasks, in their order.

        Raises:
            OutputError: if they cannot be written; the run can then only be given up.
        """
        with self._writing():
            for table, batch in tables.items():
                self._keep(table, batch)

    def quarantined(self, rows: QuarantineRows) -> None:
        """Append rejected rows.

        Raises:
            OutputError: as for decisions.
        """
        with self._writing():
            self._keep("quarantine", quarantine_batch(self._program, rows))

    def commit(self, manifest: RunManifest) -> RunManifest:
        """Make the run the one that readers find, and remove the files of the former one.

        Args:
            manifest: of this run; its outputs are filled in here.

        Returns:
            The manifest as written.

        Raises:
            OutputError: if it cannot be written; the former run is then untouched, unless only the very last
                step failed, to wait for the disk: then both runs are there.
            ValueError: if the manifest is of another run, or its counts are not those of the tables.
        """
        if manifest.run_id != self._run_id:
            raise ValueError(f"the manifest of run {manifest.run_id} for the files of run {self._run_id}")
        with self._writing():
            self._open("quarantine", self._quarantine.schema)
            for batch in self._quarantine.batches():
                self._append("quarantine", batch)
            with ThreadPoolExecutor(len(self._outputs)) as pool:  # the disk takes several files at once
                finished = pool.map(self._finished, self._outputs)
                files = {output.name: file for output, file in zip(self._outputs, finished, strict=True)}
            complete = RunManifest.model_validate(
                manifest.model_dump() | {"outputs": tuple(file.model_dump() for file in files.values())}
            )
            self._folder.publish(complete, {name: file.file for name, file in files.items()})
            self._outputs.clear()
        self._usable = False
        return complete

    def _open(self, table: TableName, schema: pa.Schema) -> None:
        """Begin a table in all formats."""
        metadata = {
            "tiercel.run_id": self._run_id,
            "tiercel.table": table,
            "tiercel.policy": self._program.name,
        }
        schema = schema.with_metadata(metadata)
        for format_ in self._formats:
            name = f"{table}.{format_}"
            file = self._folder.create(name)
            content = self._content(table, format_, file, schema)
            self._outputs.append(_Output(table, format_, name, file, content))

    def _content(self, table: TableName, format_: Format, file: BinaryIO, schema: pa.Schema) -> TableFile:
        match format_:
            case "parquet":
                return ParquetFile(file, schema, self._pool, self._threads)
            case "csv":
                return CsvFile(file, schema)
            case "xlsx":
                from engine.io.excel_file import ExcelFile  # noqa: PLC0415 - a heavy import, rarely wanted

                scratch = f"{table}.sheet.xml"
                self._folder.create(scratch).close()
                return ExcelFile(file, schema, table, self._folder.temporary(scratch))

    def _keep(self, table: TableName, batch: pa.RecordBatch) -> None:
        if self._log is not None:
            self._log.append(table, batch)
        self._add(table, batch)

    def _add(self, table: TableName, batch: pa.RecordBatch) -> None:
        if table == "quarantine":
            self._quarantine.add(batch)
        else:
            self._append(table, batch)

    def _append(self, table: TableName, batch: pa.RecordBatch) -> None:
        for output in self._outputs:
            if output.table == table:
                output.content.write(batch if output.format == "parquet" else batch.cast(as_texts(batch.schema)))
                output.rows += batch.num_rows

    def _finished(self, output: _Output) -> OutputFile:
        """A file that is whole and on the disk."""
        output.content.finish()
        output.file.flush()
        os.fsync(output.file.fileno())
        output.file.close()
        path = self._folder.temporary(output.name)
        wanted = f"{output.table}-{self._run_id}.{output.format}"
        return OutputFile(
            name=output.table,
            format=output.format,
            file=self._folder.final_name(output.name, wanted),
            rows=output.rows,
            bytes=path.stat().st_size,
            sha256=sha256_of(path),
        )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """After a failure the tables may lack rows, so nothing more is accepted."""
        if not self._usable:
            raise RuntimeError("the run is not open, has failed or was committed")
        self._usable = False
        with told_as_output_error(self._directory):
            yield
        self._usable = True

    def _abort(self) -> None:
        for output in self._outputs:
            if not output.file.closed:
                output.content.discard()
        self._outputs.clear()
        self._pool.shutdown(cancel_futures=True)
        self._folder.close()
