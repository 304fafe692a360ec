"""How far a run over many files has come: kept beside its files until it ends, so that another run can continue it.

What is decided goes into a log as well as into the tables. Whenever all rows of a file are in, ``progress.json`` is
replaced: it tells the files that are done, what was counted of them, and how much of the log holds. A run that
continues reads that much of the log instead of the files, and appends a log of its own.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Final, Literal, cast

import pyarrow as pa
from pydantic import Field, ValidationError

from dsl.diagnostics.model import Words
from engine.io.output_errors import OutputError
from engine.manifest import Count, ExactModel, Sha256
from engine.punctuation import ENUMERATION
from engine.totals import Totals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from engine.manifest import TableName

PROGRESS: Final = "progress.json"
_TABLE: Final = b"tiercel.table"
_COMPRESSED: Final = pa.ipc.IpcWriteOptions(compression=pa.Codec("zstd", 1))
# What a run depends on, as people call it: {then} is what it was. The last one is told where nothing else differs.
_INPUTS: Final = {
    "as_of": Words("the day was {then}", "当时基准日是 {then}"),
    "policy": Words("the policy was another", "政策不同"),
    "profile": Words("the profile was {then}", "当时方案是 {then}"),
    "values": Words("other values were set", "设定的取值不同"),
    "data": Words("the data were others", "数据不同"),
    "why": Words("--why was different", "--why 不同"),
    "lang": Words("--lang was {then}", "当时 --lang 是 {then}"),
    "version": Words("the version of tiercel was {then}", "当时 tiercel 版本是 {then}"),
    "run_id": Words("the input was another", "输入不同"),
}


class LogFile(ExactModel):
    """What holds of a log; what a run that was stopped wrote behind it does not."""

    file: str = Field(pattern=r"^log\.[0-9]+\.arrow$", description="Its name.")
    bytes: Count = Field(description="So many from its beginning.")
    sha256: Sha256 = Field(description="Of these.")


class FileDone(ExactModel):
    """A data file of which all rows are in the log."""

    rows: Count = Field(description="Rows read.")
    from_numbers: tuple[str, ...] = Field(description="Keys and texts of which some cells are numbers.")


class Progress(ExactModel):
    """A run that is not committed.

    It belongs to its input: another run continues it only if that is the same in everything.
    """

    schema_version: Literal[1] = Field(default=1, description="Of this document.")
    inputs: dict[str, str] = Field(description="What the run depends on.")
    of: Count = Field(description="Data files in all.")
    files: tuple[FileDone, ...] = Field(description="Those that are done, the first ones.")
    totals: Totals = Field(description="What was counted of these.")
    logs: tuple[LogFile, ...] = Field(description="What was decided of these, in this order.")

    def other_input(self, inputs: Mapping[str, str]) -> Words | None:
        """What was different; None if nothing was."""
        other = [name for name in _INPUTS if self.inputs.get(name) != inputs.get(name)]
        if not other:
            return None
        told = other[:-1] or other  # where anything differs, the id of the run does, too
        said = [(words, self.inputs.get(name, "")) for name, words in _INPUTS.items() if name in told]
        return Words(
            ENUMERATION["en"].join(words.en.format(then=then) for words, then in said),
            ENUMERATION["zh"].join(words.zh.format(then=then) for words, then in said),
        )


def read_progress(temporary: Path) -> Progress | None:
    """How far the run of a temporary folder came; None if it has no file to show for it."""
    try:
        return Progress.model_validate_json((temporary / PROGRESS).read_bytes())
    except (OSError, ValidationError):
        return None


class Log:
    """What is decided, as batches of all tables in the order in which they were made.

    Args:
        temporary: the folder of the run.
        create: makes a file in it.
        kept: how far the run came before.
    """

    def __init__(self, temporary: Path, create: Callable[[str], BinaryIO], kept: Progress | None) -> None:
        self._temporary = temporary
        self._create = create
        self._before = kept.logs if kept else ()
        self._file: BinaryIO | None = None
        self._hash = hashlib.sha256()
        self._bytes = 0

    @property
    def _name(self) -> str:
        return f"log.{len(self._before)}.arrow"

    def append(self, table: TableName, batch: pa.RecordBatch) -> None:
        """Keep some rows of a table."""
        if self._file is None:
            self._file = self._create(self._name)
        sink = pa.BufferOutputStream()
        schema = batch.schema.with_metadata({_TABLE: table})
        with pa.ipc.new_stream(sink, schema, options=_COMPRESSED) as stream:
            stream.write_batch(batch.replace_schema_metadata(schema.metadata))
        written = sink.getvalue()
        self._file.write(written)
        self._hash.update(written)
        self._bytes += written.size

    def save(self, inputs: Mapping[str, str], of: int, files: Sequence[FileDone], totals: Totals) -> None:
        """Tell that these files are done, of so many, with all that was appended so far."""
        logs = self._before
        if self._file is not None:
            self._file.flush()
            logs = (*logs, LogFile(file=self._name, bytes=self._bytes, sha256=self._hash.hexdigest()))
        progress = Progress(inputs=dict(inputs), of=of, files=tuple(files), totals=totals, logs=logs)
        new = self._temporary / f"{PROGRESS}.new"
        new.write_text(progress.model_dump_json(), encoding="utf-8")
        new.replace(self._temporary / PROGRESS)

    def batches(self) -> Iterator[tuple[TableName, pa.RecordBatch]]:
        """What was kept before."""
        for log in self._before:
            with pa.OSFile(str(self._temporary / log.file)) as file:
                while file.tell() < log.bytes:
                    with pa.ipc.open_stream(file) as stream:
                        table = cast("TableName", stream.schema.metadata[_TABLE].decode())
                        for batch in stream:
                            yield table, batch.replace_schema_metadata(None)


def check_logs(temporary: Path, progress: Progress, shown: Path) -> None:
    """Cut the logs of a run to what holds, which is what is read again.

    Raises:
        OutputError: if that is not as it was written, as after the machine went down.
    """
    for log in progress.logs:
        path = temporary / log.file
        try:
            os.truncate(path, log.bytes)
            with path.open("rb") as file:
                sound = hashlib.file_digest(file, "sha256").hexdigest() == log.sha256
        except FileNotFoundError:
            sound = False
        if not sound:
            raise OutputError("O114", {"path": str(shown)})
