"""A part of a statement that is written differently and changes no decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.review.diff.statements.model import PartChange


def powerless(part: PartChange) -> PartChange:
    """A part that changes nothing, though it is written differently."""
    of_itself = part.affects == "texts" or part.part == "typical"
    return part if of_itself else part.model_copy(update={"affects": "nothing"})
