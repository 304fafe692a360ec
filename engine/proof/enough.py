"""What of all that a solver has found is enough: the conditions that make goals come out as they shall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.ir import nodes as n

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    IsMet = Callable[[n.Formula], bool]


def enough(holds: Sequence[n.Formula], fails: Sequence[n.Formula], is_met: IsMet) -> dict[int, bool]:
    """What makes some goals true and others not.

    Args:
        holds: goals that are met.
        fails: goals that are not.
        is_met: of every formula below them, whether it is met.

    Returns:
        By id, whether each formula shall hold that is needed for it; the others may be anything.
    """
    needed: dict[int, bool] = {}
    waiting = [*((goal, True) for goal in holds), *((goal, False) for goal in fails)]
    while waiting:
        node, wanted = waiting.pop()
        if id(node) in needed:
            continue
        needed[id(node)] = wanted
        match node:
            case n.Not(operand):
                waiting.append((operand, not wanted))
            case n.All(items) | n.Any(items):
                if wanted is isinstance(node, n.All):
                    waiting += [(item, wanted) for item in items]
                else:
                    waiting += [(_one(items, is_met, needed, wanted=wanted), wanted)]
    return needed


def _one(items: Sequence[n.Formula], is_met: IsMet, needed: Mapping[int, bool], *, wanted: bool) -> n.Formula:
    """One of some conditions that is as wanted, if possible one that is needed anyhow."""
    like = [item for item in items if is_met(item) is wanted] or items
    return next((item for item in like if needed.get(id(item)) is wanted), like[0])
