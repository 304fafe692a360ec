"""A whole run of Tiercel, as ``tiercel run`` does it: what a product does beyond deciding.

Every cell is read and checked against the record, keys are looked through for duplicates, input and output are hashed,
decisions, offers (with reasons), tasks and quarantine are written and counted, and the manifest commits all of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from benchmarks.workload.columns import AS_OF, MONEY
from benchmarks.workload.customers import ROW_GROUP, SCHEMA, chunks
from benchmarks.workload.outcome import Outcome, read_outcome
from benchmarks.workload.policy_text import policy_text
from dsl.load import Folder, analyse
from dsl.source import Source
from engine.binding import bind
from engine.evaluator.decider import FastDecider
from engine.io.read import open_data
from engine.policy_files import FileLoader
from engine.run import run

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.workload.rules import Rule

_YUAN: Final = pa.decimal128(18, 2)


class TiercelRun:
    """A run from a file into a folder."""

    name: ClassVar[str] = "Tiercel, a whole run"
    form: ClassVar[str] = (
        "As `tiercel run`: cells are checked, money comes as decimals, duplicates are looked for, everything is hashed "
        "and counted, and offers are also written one to a row, with reasons."
    )

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self._analysis = analyse(Folder("bench", "bench", (Source("bench.policy", policy_text(rules)),)), FileLoader())

    def decide_file(self, source: Path, target: Path) -> None:
        """Run once; a former run is replaced."""
        program = self._analysis.program
        assert program is not None
        binding = bind(program, AS_OF)
        run(
            analysis=self._analysis,
            binding=binding,
            decider=FastDecider(program, binding, why=False),
            reader=open_data(source, program.record),
            out=target,
        )

    @staticmethod
    def outcome(target: Path, rows: int) -> Outcome:
        """What a run says of its first customers."""
        (decisions,) = target.glob("decisions*.parquet")
        table = parquet.read_table(decisions).slice(0, rows)
        return read_outcome(renamed(table.set_column(0, "id", table["id"].cast(pa.int64()))))


def renamed(decisions: pa.Table) -> pa.Table:
    """Decisions with the columns that ``read_outcome`` knows."""
    names = {"level": "tier", "score": "points"}
    return decisions.rename_columns([names.get(name, name) for name in decisions.column_names])


def write_yuan(rows: int, path: Path) -> None:
    """The same customers as a bank would have them: money with two decimal places."""
    schema = pa.schema([field.with_type(_YUAN) if field.name in MONEY else field for field in SCHEMA])
    with parquet.ParquetWriter(path, schema, compression="zstd", compression_level=1) as writer:
        for chunk in chunks(rows):
            columns = [_yuan(chunk[name]) if name in MONEY else chunk[name] for name in SCHEMA.names]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema), row_group_size=ROW_GROUP)


def _yuan(fen: pa.Array) -> pa.Array:
    cents = pa.scalar("0.01").cast(pa.decimal128(3, 2))
    return pc.multiply(fen.cast(pa.decimal128(19, 0)), cents).cast(_YUAN)
