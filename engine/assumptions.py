"""What the customer record assumes of every row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.io.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dsl.program.types import Value
    from engine.reference import Reference


def broken_assumptions(reference: Reference, row: Mapping[str, Value | None]) -> list[Reason]:
    """The assumptions that a row breaks."""
    found = reference.program.record.assumptions
    return [Reason("D208", value=str(found[number][1])) for number in reference.broken_assumptions(row)]
