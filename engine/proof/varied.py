"""A customer with other numbers in one field: what does not read the field is read once for all of them."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, cast

import numpy as np

from engine.ir import nodes as n
from engine.ir.walk import bottom_up, operands
from engine.proof.crowd import FORMULA, Cells, Crowd, bools_of, numbers_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.ir.values import Customer
    from engine.ir.walk import Node
    from engine.proof.memory import Memory


class Varied:
    """Tells with which numbers in a field a customer makes goals true.

    Args:
        customer: who has a number in the field.
        field: that has other numbers.
        goals: formulas that the memory knows.
        memory: knows what reads the field.
    """

    def __init__(self, customer: Customer, field: str, goals: Sequence[n.Formula], memory: Memory) -> None:
        self._field = field
        unread = memory.unread(field)
        self._goals = [goal for goal in goals if id(goal) not in unread]
        self._is_any = all(customer.holds(goal) for goal in goals if id(goal) in unread)
        self._nodes = list(bottom_up(self._goals, unread))
        own = set(map(id, self._nodes))
        others = {id(x): x for node in self._nodes for x in operands(node) if id(x) not in own}
        self._others = [(x, _value(customer, x)) for x in others.values()]

    def are(self, numbers: Sequence[int]) -> list[bool]:
        """Whether the customer makes the goals true with each of some numbers."""
        size = len(numbers)
        if not self._goals or not self._is_any or not size:
            return [self._is_any] * size
        field = self._field
        cells = Cells({field: numbers_of(numbers)}, {}, {}, {field: np.ones(size, dtype=np.bool_)}, ())
        crowd = Crowd(cells, size)
        for node, value in self._others:
            crowd.take(node, value)
        crowd.read(self._nodes)
        return cast("list[bool]", bools_of(reduce(and_, map(crowd.holds, self._goals)), size).tolist())


def _value(customer: Customer, node: Node) -> int:
    if isinstance(node, FORMULA):
        return customer.holds(cast("n.Formula", node))
    return customer.value(node) if isinstance(node, n.Form) else customer.term(cast("n.Term", node))
