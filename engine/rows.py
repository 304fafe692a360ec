"""The stage of a run that works row by row: read → decide → write.

Whenever all rows of a data file are through, that is kept, so that a run that is stopped can be continued.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pyarrow as pa

from engine.io.progress import FileDone
from engine.io.tables import RAW_LINE, QuarantineRows
from engine.manifest import Seconds
from engine.punctuation import SEMICOLON

if TYPE_CHECKING:
    from dsl.syntax.vocabulary import Lang
    from engine.deciding import DecidedBatch, Decider
    from engine.io.read import DataReader, RejectedRows
    from engine.io.write import RunWriter
    from engine.tally import RowTally
    from engine.totals import Totals


class Watcher:
    """Told how a run goes on; made to be derived from."""

    def rows(self, number: int) -> None:
        """So many more rows are done."""

    def kept(self, done: int, of: int) -> None:
        """So many of all data files need not be decided again, should the run be stopped from now on."""

    def passed_over(self, done: int, of: int) -> None:
        """A run of the same input was stopped after so many of its files, and is not continued though it could be."""

    def nothing_kept(self) -> None:
        """A run was to be continued, and there is none."""


class RowStage:
    """Decides all rows of a reader, but for those of files that a run which was stopped has decided before.

    Args:
        decider: of this run.
        reader: the customers.
        writer: open.
        tally: that has counted nothing yet.
        lang: language of quarantine messages.
        watcher: told how it goes on.
    """

    def __init__(
        self, decider: Decider, reader: DataReader, writer: RunWriter, tally: RowTally, lang: Lang, watcher: Watcher
    ) -> None:
        self._decider, self._reader, self._writer = decider, reader, writer
        self._tally, self._lang, self._watcher = tally, lang, watcher
        self._before: Totals | None = None  # what was counted of the files that are taken over
        self._done = 0  # so many files are kept
        self._seconds = (0.0, 0.0)  # to take them over, and for all

    def run(self) -> Totals:
        """Do it, and count."""
        began = time.perf_counter()
        self._take_over()
        kept = time.perf_counter() - began
        for decided in self._decider.decide(self._reader, coded=True):
            self._keep(decided.batch.part)  # rows of a file: those before it are through
            self._write(decided)
        self._keep(len(self._reader.parts))
        self._seconds = kept, time.perf_counter() - began
        return self._totals()

    def seconds(self) -> Seconds:
        """How long it took."""
        kept, whole = self._seconds
        duplicates = self._reader.duplicate_seconds
        rest = max(0.0, whole - kept - duplicates)
        return Seconds(duplicates=round(duplicates, 3), kept=round(kept, 3), decisions=round(rest, 3))

    def _take_over(self) -> None:
        """Go on where the run that is continued was stopped, if one is."""
        writer, watcher = self._writer, self._watcher
        if writer.kept is None:
            return
        writer.restore()
        self._before, self._done = writer.kept.totals, len(writer.kept.files)
        self._reader.skip([(file.rows, file.from_numbers) for file in writer.kept.files])
        watcher.kept(self._done, writer.kept.of)
        watcher.rows(self._before.counts.rows_in)

    def _keep(self, files: int) -> None:
        """All rows of so many files have been written."""
        parts = self._reader.parts
        if len(parts) == 1 or files == self._done:
            return
        done = [FileDone(rows=part.rows, from_numbers=tuple(sorted(part.from_numbers))) for part in parts[:files]]
        self._writer.checkpoint(done, self._totals())
        self._done = files
        self._watcher.kept(files, len(parts))

    def _write(self, decided: DecidedBatch) -> None:
        rejected = decided.batch.rejected
        self._writer.decided(decided.tables)
        self._tally.add_decided(decided)
        if len(rejected):
            rows = quarantine_rows(rejected, self._lang)
            self._tally.add_quarantined(rows.reasons)
            self._writer.quarantined(rows)
        self._watcher.rows(decided.batch.rows.num_rows + len(rejected))

    def _totals(self) -> Totals:
        found = self._tally.totals(self._decider.results())
        return self._before.plus(found) if self._before else found


def quarantine_rows(rejected: RejectedRows, lang: Lang) -> QuarantineRows:
    """Rejected rows as they are written, with their reasons in words."""
    raw = rejected.raw
    if any(line is not None for line in rejected.lines):  # rows that do not fit the columns are kept as lines
        raw = raw.append_column(RAW_LINE, pa.array(rejected.lines, pa.string()))
    batches = raw.combine_chunks().to_batches()
    whole = batches[0] if batches else pa.RecordBatch.from_pylist([], schema=raw.schema)
    reasons = [[(reason.code, reason.message(lang)) for reason in row] for row in rejected.reasons]
    numbers = rejected.row_numbers.to_pylist()
    return QuarantineRows(numbers, rejected.keys, whole, reasons, SEMICOLON[lang], rejected.file)
