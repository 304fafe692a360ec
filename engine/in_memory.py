"""Decides a table in memory and gives tables back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from dsl.lean import dataclass
from engine.io.tables import decisions_table, empty_quarantine, offers_table, quarantine_batch, tasks_table
from engine.rows import quarantine_rows

if TYPE_CHECKING:
    from dsl.program.model import Program
    from dsl.syntax.vocabulary import Lang
    from engine.deciding import Decider
    from engine.io.read import DataReader
    from engine.manifest import Results


@dataclass(frozen=True, slots=True)
class DecidedTable:
    """The tables of a run, and its counts."""

    decisions: pa.Table
    offers: pa.Table
    tasks: pa.Table
    quarantine: pa.Table
    results: Results


def decide_table(
    program: Program, decider: Decider, reader: DataReader, lang: Lang, *, why: bool = False
) -> DecidedTable:
    """Decide all rows of a reader, of which there may be none; ``why`` as the decider was made."""
    reader.reject_when(decider.broken)
    tables = []
    quarantined: list[pa.RecordBatch] = []
    for decided in decider.decide(reader):
        tables.append(decided.tables)
        if len(decided.batch.rejected):
            quarantined.append(quarantine_batch(program, quarantine_rows(decided.batch.rejected, lang)))
    schema = quarantined[0].schema if quarantined else empty_quarantine(program).schema
    return DecidedTable(
        pa.Table.from_batches([x["decisions"] for x in tables], decisions_table(program, why=why).schema),
        pa.Table.from_batches([x["offers"] for x in tables], offers_table(program).schema),
        pa.Table.from_batches([x["tasks"] for x in tables], tasks_table(program).schema),
        pa.Table.from_batches(quarantined, schema),
        decider.results(),
    )
