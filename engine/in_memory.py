"""Decides a table in memory and gives tables back."""

from __future__ import annotations

import pyarrow as pa

from dsl.syntax.vocabulary import Lang
from engine.counts import Counts
from engine.io.read import read_table
from engine.io.tables import decisions_table, empty_quarantine, offers_table, quarantine_batch, tasks_table
from engine.manifest import Results
from engine.reference import Reference
from engine.run import assumption_check, decide_batches, quarantine_rows


def decide_table(
    reference: Reference, table: object, lang: Lang
) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table, Results]:
    """Decisions, offers, tasks and quarantine of a table of customers, and the counts.

    Raises:
        engine.io.reasons.DataError: the table does not fit the record.
    """
    program = reference.program
    reader = read_table(table, program.record)
    reader.reject_when(assumption_check(reference))
    counts = Counts(program)
    decisions, offers, tasks = decisions_table(program), offers_table(program), tasks_table(program)
    batches: list[tuple[pa.RecordBatch, pa.RecordBatch, pa.RecordBatch]] = []
    quarantined: list[pa.RecordBatch] = []
    for decided in decide_batches(reference, reader):
        for decision in decided.decisions:
            counts.add(decision)
        some = decided.decisions
        batches.append((decisions.batch(some), offers.batch(some), tasks.batch(some)))
        if len(decided.rejected):
            rows = quarantine_rows(decided.rejected, lang)
            counts.add_quarantined(rows.reasons)
            quarantined.append(quarantine_batch(program, rows))
    schema = quarantined[0].schema if quarantined else empty_quarantine(program).schema
    return (
        pa.Table.from_batches([b[0] for b in batches], decisions.schema),
        pa.Table.from_batches([b[1] for b in batches], offers.schema),
        pa.Table.from_batches([b[2] for b in batches], tasks.schema),
        pa.Table.from_batches(quarantined, schema),
        counts.results(),
    )
