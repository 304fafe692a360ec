"""The numbers at which conditions change for a customer: thresholds, and what a sum or a ratio leaves for one field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.ir import nodes as n
from engine.ir.values import Customer
from engine.ir.walk import bottom_up
from engine.review.shared.world import TODAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.proof.samples import Row

    Comparison = tuple[n.Form, int, int]  # a form, how often it counts a column, and a bound


class Lines:
    """The comparisons in formulas.

    Attributes:
        sums: columns that are compared together.
    """

    def __init__(self) -> None:
        self.sums: list[tuple[str, ...]] = []
        self._of: dict[str, list[Comparison]] = {}
        self._seen: set[tuple[int, int]] = set()

    def add(self, formulas: Iterable[n.Formula]) -> None:
        """Note those of more formulas."""
        for node in bottom_up(formulas):
            if isinstance(node, n.AtLeast | n.Equal) and (id(node.form), node.bound) not in self._seen:
                self._seen.add((id(node.form), node.bound))
                self._note(node.form, node.bound)

    def _note(self, form: n.Form, bound: int) -> None:
        counted = [(term.field, c) for term, c in form.parts if isinstance(term, n.Column) and term.field != TODAY]
        for column, c in counted:
            self._of.setdefault(column, []).append((form, c, bound))
        together = tuple(column for column, _ in counted)
        if len(together) > 1 and together not in self.sums:
            self.sums.append(together)

    def of(self, row: Row, column: str) -> set[int]:
        """Values of a column from which on a comparison turns out otherwise, for a customer with these other values."""
        return set(self._turns(row, column))

    def _turns(self, row: Row, column: str) -> Iterator[int]:
        without = Customer(row | {column: 0})
        for form, c, bound in self._of.get(column, ()):
            missing = bound - without.value(form)
            yield -(-missing // c) if c > 0 else missing // c + 1
