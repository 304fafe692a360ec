"""How many real customers there are of those whom findings are about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dsl.program.types import Listed
from engine.evaluator import arrow
from engine.evaluator.assumptions import Assumptions
from engine.evaluator.columns import run_program
from engine.ir.nodes import TRUE
from engine.ir.outcomes import Outcomes
from engine.kernel.execute import Workspace
from engine.lower.assembler import Assembler
from engine.review.check.result import Counted
from engine.review.shared.scopes import Scope
from engine.review.shared.world import World

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dsl.program.model import Program
    from engine.binding import Binding
    from engine.io.data_reader import DataReader
    from engine.review.check.findings.model import Finding


def count_customers(
    program: Program, binding: Binding, findings: Sequence[Finding], reader: DataReader
) -> dict[int, Counted]:
    """Of each finding that is about customers, by identity, how many of the data.

    Args:
        program: the policy.
        binding: of that policy: on one day, under one profile.
        findings: about the policy.
        reader: of the data; rows in quarantine do not count.
    """
    day = binding.as_of or date.min
    world = World(Scope(binding.profile, day, day), Outcomes(program, binding), TRUE)
    listed = {name: f.type.values for name, f in program.record.fields.items() if isinstance(f.type, Listed)}
    assembler = Assembler(listed)
    wanted = [(finding, assembler.mask(finding.whom(world))) for finding in findings if finding.whom is not None]
    machine = assembler.program()
    space = Workspace(machine)
    reader.reject_when(Assumptions(program, binding).broken)
    rows = 0
    found = [0] * len(wanted)
    for batch in reader:
        rows += batch.rows.num_rows
        outputs = run_program(machine, listed, batch.rows, space).outputs
        for i, (_, out) in enumerate(wanted):
            found[i] += len(arrow.where(outputs[out], batch.rows.num_rows))
    return {id(finding): Counted(number, rows) for (finding, _), number in zip(wanted, found, strict=True)}
