"""Tiercel: the policy is parsed, checked, bound and lowered; then the evaluator decides record batches.

The one module that knows how the evaluator is driven.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

import pyarrow as pa

from benchmarks.files import KEY, OurWriting, decided_file
from benchmarks.peers.peer import FilePeer
from benchmarks.workload.columns import AS_OF
from benchmarks.workload.policy_text import policy_text
from benchmarks.workload.rules import columns_read
from dsl.load import Folder, analyse
from dsl.source import Source
from engine.binding import bind
from engine.evaluator import arrow
from engine.evaluator.evaluator import Evaluator, chunks, in_order
from engine.evaluator.plan import Wanted
from engine.policy_files import FileLoader

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.workload.rules import Rule
    from dsl.program.model import Program


def checked(text: str) -> Program:
    """A policy, parsed and checked.

    Raises:
        ValueError: it has mistakes.
    """
    program = analyse(Folder("bench", "bench", (Source("bench.policy", text),)), FileLoader()).program
    if program is None:
        raise ValueError("the policy of the benchmark has mistakes")
    return program


DECISIONS: Final = Wanted(rules=False, reasons=False, counts=False)
# What can be told beside decisions, more and more.
VARIANTS: Final = {
    "decisions alone": DECISIONS,
    "and what is counted": Wanted(rules=False, reasons=False, counts=True),
    "and which rules fire or are unknown": Wanted(rules=True, reasons=False, counts=True),
    "and which rules grant each offer": Wanted(rules=True, reasons=True, counts=True),
}


def lowered(program: Program, wanted: Wanted = DECISIONS) -> Evaluator:
    """A program, ready to decide."""
    return Evaluator(program, bind(program, AS_OF), wanted)


class Tiercel(FilePeer):
    """The evaluator over Arrow columns."""

    name: ClassVar[str] = "Tiercel"
    package: ClassVar[str] = "tiercel"
    form: ClassVar[str] = (
        "The policy as people write it. Classes and points also tell what is unknown, which no other peer does."
    )
    tells_fired: ClassVar[bool] = True

    def __init__(self, rules: tuple[Rule, ...], *, fired: bool = False, wanted: Wanted | None = None) -> None:
        wanted = wanted or replace(DECISIONS, rules=fired)
        super().__init__(rules, fired=wanted.rules)
        self._evaluator = lowered(checked(policy_text(rules)), wanted)
        self._pieces: list[pa.RecordBatch] = []

    def load(self, table: pa.Table) -> None:
        """Arrow columns are read where they are."""
        (batch,) = table.combine_chunks().to_batches()
        self._pieces = list(chunks(batch))

    def decide(self, threads: int | None = None) -> pa.Table:
        """Pieces of the table, on all cores, or on so many threads."""
        return pa.Table.from_batches(list(in_order(self.decide_batch, self._pieces, threads)))

    def decide_batch(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Decide some rows."""
        decided = self._evaluator.decide(batch)
        plan, rows, found = decided.plan, batch.num_rows, decided.results.outputs
        tier, points = plan.tiers["level"], plan.points["score"]
        columns = {
            "id": batch["id"],
            "tier": arrow.named(found[tier.codes], found[tier.known], rows, tier.values),
            **{name: arrow.yes_no(found[x.true], found[x.known], rows) for name, x in plan.classes.items()},
            "points": arrow.integers(found[points.value], rows),
            "points_incomplete": arrow.bits(found[points.incomplete], rows),
        }
        lists = [("offers", plan.offers, [entry.offer for entry in plan.entries])]
        if self.fired:
            rules = [rule.id for rule in plan.rules]
            lists += [("fired", plan.fired, rules), ("unknown", plan.unknown, rules)]
        for name, at, names in lists:
            codes = decided.results.codes[at]
            assert codes is not None
            columns[name] = arrow.lists(found[at], codes, rows, names)
        return pa.RecordBatch.from_pydict(columns)

    def table(self, decided: pa.Table) -> pa.Table:
        """As it is."""
        return decided

    def decide_file(self, source: Path, target: Path) -> None:
        """Read by pyarrow, and written as the files of a run."""
        decided_file(source, target, columns_read(self.rules), self.decide_for_file, OurWriting)

    def decide_for_file(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Decide some rows; the numbers of customers are marked as what they are."""
        decided = self.decide_batch(batch)
        at = decided.schema.get_field_index("id")
        return decided.set_column(at, decided.schema.field(at).with_metadata(KEY), decided["id"])
