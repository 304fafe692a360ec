"""Customers whom goals were tried on: somebody found here needs no solver."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Final

from dsl.lean import dataclass
from engine.ir.walk import bottom_up
from engine.proof.crowd import FORMULA, Crowd, first_of
from engine.proof.memory import Memory
from engine.proof.sampling import Sampler, row_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from engine.ir import nodes as n
    from engine.ir.walk import Node
    from engine.proof.crowd import Cells, Group

Fact = tuple["n.Formula", bool]
Row = dict[str, "int | bool | str | None"]

_MANY: Final = 4096
_FEW: Final = 512
_SOME: Final = 96


@dataclass(frozen=True, slots=True)
class _Block:
    """Some customers, and which of them make true the goals, and all formulas below them."""

    cells: Cells
    count: int
    true: Mapping[int, Group]

    def group(self, holds: Iterable[n.Formula], fails: Iterable[n.Formula]) -> Group:
        """Those for whom some goals hold and others do not."""
        found = (1 << self.count) - 1
        for goal in holds:
            found &= self.true[id(goal)]
        for goal in fails:
            found &= ~self.true[id(goal)]
        return found


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
        self._memory = Memory(self._nodes)
        self._blocks = [self._tried(self._sampler.customers(_MANY), _MANY)]

    @property
    def count(self) -> int:
        """Customers there are."""
        return sum(block.count for block in self._blocks)

    def _tried(self, cells: Cells, count: int) -> _Block:
        return self._block(cells, count, self._nodes)

    @staticmethod
    def _block(cells: Cells, count: int, nodes: Sequence[Node]) -> _Block:
        crowd = Crowd(cells, count)
        crowd.read(nodes)
        return _Block(cells, count, {id(x): crowd.holds(x) for x in nodes if isinstance(x, FORMULA)})

    def find(self, holds: Sequence[n.Formula], fails: Sequence[n.Formula]) -> Row | None:
        """Somebody for whom some goals hold and others do not."""
        for block in self._blocks:
            group = block.group((*holds, *self._always), fails)
            if group:
                row = row_of(block.cells, first_of(group))
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
        group = reduce(and_, map(crowd.holds, goals))
        return row_of(cells, first_of(group)) if group else None

    def some(self, holds: Sequence[n.Formula], most: int) -> list[Row]:
        """A few for whom some goals hold."""
        found: list[Row] = []
        for block in self._blocks:
            group = block.group((*holds, *self._always), ())
            while group and len(found) < most:
                found.append(row_of(block.cells, first_of(group)))
                group &= group - 1
        return found

    def agree(self, holds: Sequence[n.Formula], facts: Sequence[Fact], like: Row | None = None) -> list[Fact]:
        """Of formulas below the goals, and whether they hold, those of which it is so of all for whom some goals hold.

        Args:
            holds: the goals.
            facts: formulas, and whether they hold.
            like: one of those for whom the goals hold; some who are like him are tried, too.
        """
        groups = [(block.group((*holds, *self._always), ()), block.true) for block in self._blocks]
        if like is not None:
            nodes = list(bottom_up([*holds, *self._always, *(formula for formula, _ in facts)]))
            block = self._block(self._sampler.neighbours(like, _FEW), _FEW, nodes)
            groups.append((block.group((*holds, *self._always), ()), block.true))
        return [
            (formula, is_so)
            for formula, is_so in facts
            if all(group & true[id(formula)] == (group if is_so else 0) for group, true in groups)
        ]

    def is_one(self, row: Row, holds: Sequence[n.Formula], fails: Sequence[n.Formula]) -> bool:
        """Whether somebody makes some goals true and others not."""
        customer = self._memory.customer(row)
        found = all(map(customer.holds, (*holds, *self._always))) and not any(map(customer.holds, fails))
        if found:
            self._memory.expect_like(row)  # who was found is changed bit by bit
        return found

    def add(self, row: Row) -> None:
        """Try the goals on somebody who was found elsewhere, and some alike: they may answer what comes next."""
        self._blocks.append(self._tried(self._sampler.neighbours(row, _FEW), _FEW))
