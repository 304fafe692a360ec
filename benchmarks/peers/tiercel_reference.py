"""Tiercel's reference evaluator: what ``decide_one`` and ``explain`` use, one customer at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from benchmarks.peers.rows import Decision, Row, RowPeer
from benchmarks.peers.tiercel_peer import checked
from benchmarks.workload.columns import AS_OF, CLASSES, OFFERS, TIERS
from benchmarks.workload.policy_text import policy_text
from engine.binding import bind
from engine.columns import to_python_rows
from engine.reference import Reference

if TYPE_CHECKING:
    import pyarrow as pa

    from benchmarks.workload.rules import Rule


class TiercelReference(RowPeer):
    """A whole decision a customer, with everything that an explanation tells."""

    name: ClassVar[str] = "Tiercel, reference evaluator"
    package: ClassVar[str] = "tiercel"
    form: ClassVar[str] = "Python, exact and plain: it is there to be right, and gives everything an explanation needs."

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        super().__init__(rules)
        program = checked(policy_text(rules))
        self._record = program.record
        self._reference = Reference(program, bind(program, AS_OF))

    def load(self, table: pa.Table) -> None:
        """Typed rows, as a run reads them."""
        (batch,) = table.combine_chunks().to_batches()
        self.rows = list(to_python_rows(batch, self._record))  # type: ignore[arg-type]

    def decide_row(self, row: Row) -> Decision:
        """One customer."""
        found = self._reference.decide(row)
        classes = sum(1 << place for place, name in enumerate(CLASSES) if found.classes[name])
        rung = found.tiers["level"].rung
        assert rung is not None
        offers = [OFFERS.index(offer.offer) for offer in found.offers]
        return TIERS.index(rung), classes, offers, int(found.points["score"].value)
