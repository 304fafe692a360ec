"""Customers whom goals were tried on: somebody found here needs no solver."""

from __future__ import annotations

from collections import deque
from functools import reduce
from itertools import islice
from operator import and_, or_
from typing import TYPE_CHECKING, Final

from dsl.lean import dataclass
from engine.ir.walk import bottom_up
from engine.proof.crowd import FORMULA, Crowd, first_of
from engine.proof.memory import Memory
from engine.proof.sampling import Sampler, Sums, row_of
from engine.proof.varied import Varied

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from engine.ir import nodes as n
    from engine.ir.walk import Node
    from engine.proof.crowd import Cells, Group

Fact = tuple["n.Formula", bool]
"""A formula, and whether it holds."""
Claim = tuple[Fact, ...]
"""That one fact at least is so."""
Cell = int | bool | str | None
Row = dict[str, Cell]

_MANY: Final = 4096
_FEW: Final = 512
_SOME: Final = 96
_WALK: Final = 6  # steps from one who makes goals true to others who do
_WALKERS: Final = 8
_LATELY: Final = 64  # customers, of whom some alike may answer what is asked next
_ALIKE: Final = 4096


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

    def met(self, claim: Claim) -> Group:
        """Those of whom a claim is so, and some who do not exist."""
        found = 0
        for formula, holds in claim:
            found |= self.true[id(formula)] if holds else ~self.true[id(formula)]
        return found


class Samples:
    """Made-up customers for some goals.

    Args:
        goals: the formulas that questions may be about.
        always: what is true of every customer.
        listed: the values of each field that is a list.

    Attributes:
        count: how many goals were tried on.
    """

    def __init__(
        self, goals: Sequence[n.Formula], always: Sequence[n.Formula], listed: Mapping[str, Sequence[str]]
    ) -> None:
        self._goals, self._always = [*goals, *always], tuple(always)
        self._nodes = list(bottom_up(self._goals))
        self._sampler = Sampler(self._nodes, listed)
        self._memory = Memory(self._nodes)
        self._all = self._block(self._sampler.customers(_MANY), _MANY, self._nodes)
        self._lately: deque[Row] = deque(maxlen=_LATELY)
        self._like: tuple[Cells, Crowd] | None = None
        self.count = _MANY

    @staticmethod
    def _block(cells: Cells, count: int, nodes: Sequence[Node]) -> _Block:
        crowd = Crowd(cells, count)
        crowd.read(nodes)
        return _Block(cells, count, {id(x): crowd.holds(x) for x in nodes if isinstance(x, FORMULA)})

    def find(self, holds: Sequence[n.Formula], fails: Sequence[n.Formula]) -> Row | None:
        """Somebody for whom some goals hold and others do not, of customers of all kinds."""
        group = self._all.group((*holds, *self._always), fails)
        return self._first(self._all.cells, group, holds, fails)

    def find_like_lately(self, holds: Sequence[n.Formula], fails: Sequence[n.Formula]) -> Row | None:
        """Somebody for whom some goals hold and others do not, of customers like those who were found lately."""
        if not self._lately:
            return None
        if self._like is None:
            cells = self._sampler.neighbours(self._lately, _ALIKE)
            self._like = cells, Crowd(cells, _ALIKE)
            self.count += _ALIKE
        cells, crowd = self._like
        crowd.read_below([*holds, *self._always, *fails])
        group = reduce(and_, map(crowd.holds, (*holds, *self._always)), crowd.everybody)
        return self._first(cells, group & ~reduce(or_, map(crowd.holds, fails), 0), holds, fails)

    def _first(self, cells: Cells, group: Group, holds: Sequence[n.Formula], fails: Sequence[n.Formula]) -> Row | None:
        row = row_of(cells, first_of(group)) if group else None
        return row if row is not None and self.is_one(row, holds, fails) else None

    def meeting(
        self,
        nodes: Sequence[Node],
        truth: Mapping[int, bool],
        holds: Sequence[n.Formula],
        fails: Sequence[n.Formula],
    ) -> Row | None:
        """Somebody for whom some goals hold and others do not, made to meet conditions.

        Args:
            nodes: the goals and all below them, each after what it is made of.
            truth: of conditions among them, by id.
            holds: goals that have to hold.
            fails: goals that have to fail.
        """
        block = self._block(self._sampler.meeting(nodes, truth, _SOME), _SOME, nodes)
        group = block.group(holds, fails)
        return row_of(block.cells, first_of(group)) if group else None

    def completed(self, row: Row | None) -> Row | None:
        """Somebody with some values; in all else like a customer who was made."""
        return None if row is None else row_of(self._all.cells, 0) | row

    def some(self, holds: Sequence[n.Formula], most: int) -> list[Row]:
        """A few for whom some goals hold."""
        group = self._all.group((*holds, *self._always), ())
        found: list[Row] = []
        while group and len(found) < most:
            found.append(row_of(self._all.cells, first_of(group)))
            group &= group - 1
        return found

    def agree(self, holds: Sequence[n.Formula], claims: Sequence[Claim], like: Row | None = None) -> list[Claim]:
        """Of claims about formulas below the goals, those to which nobody is an exception for whom some goals hold.

        Args:
            holds: the goals.
            claims: that may be so.
            like: one of those for whom the goals hold; some who are like him are tried, too.
        """
        group = self._all.group((*holds, *self._always), ())
        agreed = [claim for claim in claims if not group & ~self._all.met(claim)]
        return agreed if like is None else self._agree_near(holds, agreed, like)

    def _agree_near(self, holds: Sequence[n.Formula], claims: Sequence[Claim], like: Row) -> list[Claim]:
        """Claims to which nobody is an exception of those who are met on the way from one customer to others like him.

        Whoever is an exception to a claim is where it goes on from.
        """
        goals = [*holds, *self._always]
        nodes = list(bottom_up([*goals, *(formula for claim in claims for formula, _ in claim)]))
        sums, left, rows = Sums.among(nodes), list(claims), [like]
        for _ in range(_WALK):
            block = self._block(self._sampler.neighbours(rows, _FEW, sums), _FEW, nodes)
            group = block.group(goals, ())
            exceptions = [group & ~block.met(claim) for claim in left]
            left = [claim for claim, some in zip(left, exceptions, strict=True) if not some]
            odd = dict.fromkeys(first_of(some) for some in exceptions if some)
            if not left or not odd:
                break
            rows = [row_of(block.cells, at) for at in islice(odd, _WALKERS)]
        return left

    def is_one(self, row: Row, holds: Sequence[n.Formula], fails: Sequence[n.Formula]) -> bool:
        """Whether somebody makes some goals true and others not."""
        customer = self._memory.customer(row)
        found = all(map(customer.holds, (*holds, *self._always))) and not any(map(customer.holds, fails))
        if found:
            self._memory.expect_like(row)  # who was found is changed bit by bit
        return found

    def varied(self, row: Row, field: str, holds: Sequence[n.Formula]) -> Varied:
        """Somebody with other numbers in a field."""
        return Varied(self._memory.customer(row), field, (*holds, *self._always), self._memory)

    def add(self, row: Row) -> None:
        """Note somebody who was found elsewhere: some alike may answer what comes next."""
        self._lately.append(row)
        self._like = None
