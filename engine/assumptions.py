"""What the customer record assumes of every row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.diagnostics.model import Words
from engine.explain.names import Names
from engine.explain.reading.phrases import Phrases
from engine.io.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dsl.program.model import Program
    from dsl.program.types import Value
    from engine.reference import Reference


def reasons_of_assumptions(program: Program) -> tuple[Reason, ...]:
    """For each assumption, why a row that breaks it is set aside: the condition read back, and where it stands."""
    reads = {lang: Phrases(program, Names(program, lang), None) for lang in ("en", "zh")}
    return tuple(
        Reason("D208", value=str(span), spoken=Words(reads["en"].test(condition), reads["zh"].test(condition)))
        for condition, span in program.record.assumptions
    )


def broken_assumptions(reference: Reference, row: Mapping[str, Value | None]) -> list[Reason]:
    """The assumptions that a row breaks."""
    broken = reference.broken_assumptions(row)
    if not broken:
        return []
    reasons = reasons_of_assumptions(reference.program)
    return [reasons[number] for number in broken]
