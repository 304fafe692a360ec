"""A run: customers in, decisions out, every row accounted for.

The stages of a run form a list. Today it has one, which works row by row and streams; statements about the whole
batch become further stages, which wait for the ones before them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

import pyarrow as pa

from dsl.load import Analysis
from dsl.program.identity import decisions_hash, wording_hash
from dsl.syntax.vocabulary import Lang
from engine.binding import Binding
from engine.deciding import Decider
from engine.io.read import DataReader, RejectedRows
from engine.io.tables import QuarantineRows
from engine.io.write import RunWriter
from engine.manifest import Clock, DataFile, Format, PolicyIdentity, RunManifest, SourceFile, run_id
from engine.policy_files import source_hash
from engine.punctuation import SEMICOLON
from engine.reads import fields_read
from engine.tally import RowTally

Progress = Callable[[int], None]
DEFAULT_FORMATS: Final[tuple[Format, ...]] = ("parquet",)


def policy_identity(analysis: Analysis) -> PolicyIdentity:
    """What identifies a policy in a manifest.

    Raises:
        ValueError: the policy has errors.
    """
    program = analysis.program
    if program is None:
        raise ValueError("the policy has errors")
    files = tuple(SourceFile(path=s.path, sha256=source_hash(s.text)) for s in analysis.sources.values())
    whole = hashlib.sha256("\n".join(sorted(f.sha256 for f in files)).encode()).hexdigest()
    return PolicyIdentity(
        name=program.name,
        title=program.title,
        decisions_hash=decisions_hash(program),
        wording_hash=wording_hash(program),
        source_hash=whole,
        files=files,
    )


def quarantine_rows(rejected: RejectedRows, lang: Lang) -> QuarantineRows:
    """Rejected rows as they are written, with their reasons in words."""
    raw = rejected.raw
    if any(line is not None for line in rejected.lines):  # rows that do not fit the columns are kept as lines
        raw = raw.append_column("raw_line", pa.array(rejected.lines, pa.string()))
    batches = raw.combine_chunks().to_batches()
    whole = batches[0] if batches else pa.RecordBatch.from_pylist([], schema=raw.schema)
    reasons = [[(reason.code, reason.message(lang)) for reason in row] for row in rejected.reasons]
    numbers = rejected.row_numbers.to_pylist()
    return QuarantineRows(numbers, rejected.keys, whole, reasons, SEMICOLON[lang], rejected.file)


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
    progress: Progress | None = None,
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
        progress: told of rows done.

    Returns:
        The manifest as written.

    Raises:
        DataError: the data cannot be read to the end.
        OutputError: the run cannot be written; nothing of a former run is lost.
    """
    program = analysis.program
    if program is None or binding.as_of is None:
        raise ValueError("a run needs a policy without errors and a date")
    started = datetime.now(UTC)
    policy = policy_identity(analysis)
    tiercel = version("tiercel")
    name = run_id(
        policy=policy,
        as_of=binding.as_of,
        profile=binding.profile,
        overrides=overrides or {},
        values_sha256=values_file.sha256 if values_file else None,
        data=_data_files(reader),
        lang=lang,
        why=why,
        version=tiercel,
    )
    reader.reject_when(decider.broken)
    tally = RowTally(binding.as_of, fields_read(program), program.tasks)
    with RunWriter(out, program, formats, name, why=why) as writer:
        for decided in decider.decide(tally.passed(reader)):
            writer.decided(decided.tables)
            tally.add_decided(decided)
            if len(decided.rejected):
                rows = quarantine_rows(decided.rejected, lang)
                tally.add_quarantined(rows.reasons)
                writer.quarantined(rows)
            if progress is not None:
                progress(decided.rows + len(decided.rejected))
        total = tally.rows()
        manifest = RunManifest(
            run_id=name,
            tiercel_version=tiercel,
            policy=policy,
            as_of=binding.as_of,
            profile=binding.profile,
            overrides=dict(overrides or {}),
            values_file=values_file,
            data=_data_files(reader),
            lang=lang,
            why=why,
            counts=total,
            results=decider.results(),
            missing=tally.missing(),
            tasks_due=tally.tasks_due(),
            quarantine=tally.quarantine(),
            clock=Clock(started=started, finished=datetime.now(UTC)),
        )
        return writer.commit(manifest)


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
