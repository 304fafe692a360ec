"""Finds rows that break what the record assumes of every customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.program.types import Listed
from engine.assumptions import reasons_of_assumptions
from engine.evaluator import arrow
from engine.evaluator.columns import run_program
from engine.ir.builder import Builder
from engine.ir.conditions import Conditions
from engine.kernel.execute import Workspace
from engine.lower.assembler import Assembler

if TYPE_CHECKING:
    import pyarrow as pa

    from dsl.program.model import Program
    from engine.binding import Binding
    from engine.io.reasons import Reason


class Assumptions:
    """The ``assume`` conditions of a record, bound to a run."""

    def __init__(self, program: Program, binding: Binding) -> None:
        fields = program.record.fields.items()
        self._listed = {name: field.type.values for name, field in fields if isinstance(field.type, Listed)}
        conditions = Conditions(Builder(), program, binding, complete=False)
        assembler = Assembler(self._listed)
        self._broken = [
            (reason, assembler.mask(conditions.truth(condition).false))
            for reason, (condition, _) in zip(reasons_of_assumptions(program), program.record.assumptions, strict=True)
        ]
        self._program = assembler.program()

    def broken(self, rows: pa.RecordBatch) -> dict[int, list[Reason]]:
        """Typed rows that break a condition, with the reasons; unknown does not break one.

        Args:
            rows: also such whose cells could not be read: they are missing.
        """
        found: dict[int, list[Reason]] = {}
        if not self._broken:
            return found
        results = run_program(self._program, self._listed, rows, Workspace(self._program))
        for reason, out in self._broken:
            for at in arrow.where(results.outputs[out], rows.num_rows).tolist():
                found.setdefault(at, []).append(reason)
        return found
