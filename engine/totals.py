"""What a run counts, as far as it has come; two parts of a run add up to the whole."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from pydantic import Field

from engine.counts import exact_text
from engine.manifest import ByName, DueCounts, ExactModel, Results, RowCounts

if TYPE_CHECKING:
    # Counts, and sums written out, by names of any depth.
    Tree: TypeAlias = "int | str | dict[str, Tree]"


class Totals(ExactModel):
    """Counts over some rows; see ``RunManifest``, which has the same over all."""

    counts: RowCounts = Field(description="Rows in and out.")
    results: Results = Field(description="What was decided.")
    missing: ByName = Field(description="Decided customers for whom it is missing, by field.")
    tasks_due: dict[str, DueCounts] = Field(description="When tasks are due, by task.")
    quarantine: ByName = Field(description="Rows rejected, by reason code.")

    def plus(self, other: Totals) -> Totals:
        """Counts over the rows of both."""
        return Totals.model_validate(_sum(self.model_dump(), other.model_dump()))


def _sum(one: Tree, other: Tree) -> Tree:
    """Both together. What only one of them names is sorted in, as it is where not everything is listed."""
    if isinstance(one, int) and isinstance(other, int):
        return one + other
    if isinstance(one, str) and isinstance(other, str):
        return exact_text(Fraction(one) + Fraction(other))
    if isinstance(one, str | int) or isinstance(other, str | int):
        raise TypeError(f"{one} and {other} cannot be added")
    names = one if one.keys() == other.keys() else sorted({*one, *other})
    either = one | other
    return {name: _sum(one[name], other[name]) if name in one and name in other else either[name] for name in names}
