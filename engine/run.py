"""A run: customers in, decisions out, every row accounted for.

The stages of a run form a list. Today it has one, which works row by row and streams; statements about the whole
batch become further stages, which wait for the ones before them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from dsl.load import Analysis
from dsl.program.model import Program
from dsl.syntax.vocabulary import Lang
from engine.binding import Binding
from engine.deciding import Decider
from engine.identity import RunInput, policy_identity
from engine.io.folder import Attempt
from engine.io.read import DataReader
from engine.io.write import RunWriter
from engine.manifest import Clock, DataFile, Format, RunManifest, SourceFile
from engine.reads import fields_read
from engine.rows import RowStage, Watcher
from engine.tally import RowTally
from engine.totals import Totals

DEFAULT_FORMATS: Final[tuple[Format, ...]] = ("parquet",)


def run(
    *,
    analysis: Analysis,
    binding: Binding,
    decider: Decider,
    reader: DataReader,
    out: Path,
    formats: Collection[Format] = DEFAULT_FORMATS,
    why: bool = False,
    overrides: Mapping[str, str] | None = None,
    values_file: SourceFile | None = None,
    lang: Lang = "en",
    resume: bool = False,
    watcher: Watcher | None = None,
) -> RunManifest:
    """Decide all customers of a reader and write the run into a folder.

    Args:
        analysis: of a policy without errors.
        binding: of that policy to this run.
        decider: of the program, bound like this.
        reader: the customers.
        out: folder of the run; a former run in it stays until this one is committed.
        formats: each table is written in each of them.
        why: whether decisions tell which rules fire; the decider must have been made likewise.
        overrides: values from outside as they were written, for the manifest.
        values_file: where some of them came from.
        lang: language of quarantine messages.
        resume: whether to continue a run of the same input that was stopped after some of its files.
        watcher: told how it goes on.

    Returns:
        The manifest as written.

    Raises:
        DataError: the data cannot be read to the end.
        OutputError: the run cannot be written; nothing of a former run is lost.
    """
    started, watcher = datetime.now(UTC), watcher or Watcher()
    of = run_input(analysis, binding, reader, overrides=overrides, values_file=values_file, lang=lang, why=why)
    program = program_of(analysis)
    reader.reject_when(decider.broken)
    attempt = Attempt(of.by_name([str(part.shown) for part in reader.parts]), len(reader.parts), resume)
    with RunWriter(out, program, formats, of.run_id, why=why, attempt=attempt) as writer:
        if writer.passed_over is not None:
            watcher.passed_over(len(writer.passed_over.files), writer.passed_over.of)
        if resume and writer.kept is None:
            watcher.nothing_kept()
        tally = RowTally(of.as_of, fields_read(program), program.tasks)
        stage = RowStage(decider, reader, writer, tally, lang, watcher)
        totals = stage.run()
        clock = Clock(
            started=started,
            finished=datetime.now(UTC),
            seconds=stage.seconds(),
            kept_files=len(writer.kept.files) if writer.kept else 0,
        )
        return writer.commit(manifest_of(of, reader, totals, values_file, clock))


def program_of(analysis: Analysis) -> Program:
    """The program of a policy without errors."""
    if analysis.program is None:
        raise ValueError("a run needs a policy without errors")
    return analysis.program


def run_input(
    analysis: Analysis,
    binding: Binding,
    reader: DataReader,
    *,
    overrides: Mapping[str, str] | None,
    values_file: SourceFile | None,
    lang: Lang,
    why: bool,
) -> RunInput:
    """What goes into a run; see there."""
    if binding.as_of is None:
        raise ValueError("a run needs a date")
    return RunInput(
        policy=policy_identity(analysis),
        as_of=binding.as_of,
        profile=binding.profile,
        overrides=dict(overrides or {}),
        values_sha256=values_file.sha256 if values_file else None,
        data=_data_files(reader),
        lang=lang,
        why=why,
        version=version("tiercel"),
    )


def manifest_of(
    of: RunInput, reader: DataReader, totals: Totals, values_file: SourceFile | None, clock: Clock
) -> RunManifest:
    """What is told of a run that is done, but for its files."""
    return RunManifest(
        run_id=of.run_id,
        tiercel_version=of.version,
        policy=of.policy,
        as_of=of.as_of,
        profile=of.profile,
        overrides=dict(of.overrides),
        values_file=values_file,
        data=_data_files(reader),
        lang=of.lang,
        why=of.why,
        counts=totals.counts,
        results=totals.results,
        missing=totals.missing,
        tasks_due=totals.tasks_due,
        quarantine=totals.quarantine,
        clock=clock,
    )


def _data_files(reader: DataReader) -> tuple[DataFile, ...]:
    """What is told of the files of a reader, with the rows and findings so far."""
    return tuple(
        DataFile(
            path=str(part.facts.path) if part.facts else None,
            sha256=part.source.sha256,
            format=part.source.format,
            encoding=part.source.encoding,
            separator=part.source.separator,
            sheet=part.source.sheet,
            limit=reader.limit,
            from_path=dict(part.constants),
            rows=part.rows,
            matched=reader.matched,
            absent=reader.absent,
            absent_read=reader.absent_read,
            unused=reader.unused,
            other_sheets=part.source.other_sheets,
            from_numbers=tuple(name for name in reader.record.fields if name in part.from_numbers),
        )
        for part in reader.parts
    )
