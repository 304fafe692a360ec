"""Customers whom goals were tried on: somebody found here needs no solver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from dsl.lean import dataclass
from engine.ir.values import Customer
from engine.ir.walk import bottom_up
from engine.proof.crowd import Crowd
from engine.proof.sampling import Sampler, row_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.ir import nodes as n
    from engine.ir.walk import Node
    from engine.proof.crowd import Bools, Cells

Row = dict[str, "int | bool | str | None"]

_MANY: Final = 4096
_FEW: Final = 512
_SOME: Final = 96


@dataclass(frozen=True, slots=True)
class _Block:
    """Some customers, and which of them make which goal true."""

    cells: Cells
    count: int
    true: Mapping[int, Bools]


class Samples:
    """Made-up customers for some goals.

    Args:
        goals: the formulas that questions may be about.
        always: what is true of every customer.
        listed: the values of each field that is a list.
    """

    def __init__(
        self, goals: Sequence[n.Formula], always: Sequence[n.Formula], listed: Mapping[str, Sequence[str]]
    ) -> None:
        self._goals, self._always = [*goals, *always], tuple(always)
        self._nodes = list(bottom_up(self._goals))
        self._sampler = Sampler(self._nodes, listed)
        self._blocks = [self._tried(self._sampler.customers(_MANY), _MANY)]

    @property
    def count(self) -> int:
        """Customers there are."""
        return sum(block.count for block in self._blocks)

    def _tried(self, cells: Cells, count: int) -> _Block:
        crowd = Crowd(cells, count)
        crowd.read(self._nodes)
        return _Block(cells, count, {id(goal): crowd.holds(goal) for goal in self._goals})

    def find(self, holds: Sequence[n.Formula], fails: Sequence[n.Formula]) -> Row | None:
        """Somebody for whom some goals hold and others do not."""
        for block in self._blocks:
            rows = np.logical_and.reduce([block.true[id(goal)] for goal in (*holds, *self._always)])
            for goal in fails:
                rows = rows & ~block.true[id(goal)]
            if np.any(rows):
                row = row_of(block.cells, int(np.argmax(rows)))
                if self.is_one(row, holds, fails):
                    return row
        return None

    def guessed(self, nodes: Sequence[Node], truth: Mapping[int, bool], goals: Sequence[n.Formula]) -> Row | None:
        """Somebody who makes goals true, made to meet conditions.

        Args:
            nodes: the goals and all below them, each after what it is made of.
            truth: of conditions among them, by id.
            goals: what has to hold.
        """
        cells = self._sampler.meeting(nodes, truth, _SOME)
        crowd = Crowd(cells, _SOME)
        crowd.read(nodes)
        rows = np.flatnonzero(np.logical_and.reduce([crowd.holds(goal) for goal in goals]))
        return row_of(cells, int(rows[0])) if len(rows) else None

    def some(self, holds: Sequence[n.Formula], most: int) -> list[Row]:
        """A few for whom some goals hold."""
        found: list[Row] = []
        for block in self._blocks:
            rows = np.logical_and.reduce([block.true[id(goal)] for goal in (*holds, *self._always)])
            found += [row_of(block.cells, int(at)) for at in np.flatnonzero(rows)[: most - len(found)]]
        return found

    def is_one(self, row: Row, holds: Sequence[n.Formula], fails: Sequence[n.Formula]) -> bool:
        """Whether somebody makes some goals true and others not."""
        customer = Customer(row)
        return all(map(customer.holds, (*holds, *self._always))) and not any(map(customer.holds, fails))

    def add(self, row: Row) -> None:
        """Try the goals on somebody who was found elsewhere, and some alike: they may answer what comes next."""
        self._blocks.append(self._tried(self._sampler.neighbours(row, _FEW), _FEW))
