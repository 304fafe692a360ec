"""The nodes below some nodes, without recursion: chains of formulas may be long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.ir import nodes as n

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

Node = n.Formula | n.Form | n.Term


def operands(node: Node) -> tuple[Node, ...]:
    """What a node is made of."""
    match node:
        case n.All(items) | n.Any(items):
            return items
        case n.Not(operand):
            return (operand,)
        case n.AtLeast(form, _) | n.Equal(form, _):
            return (form,)
        case n.Form(parts):
            return tuple(term for term, _ in parts)
        case n.Product(left, right) | n.Quotient(_, left, right) | n.Calendar(_, left, right):
            return (left, right)
        case n.Extreme(_, forms):
            return forms
        case n.Choose(condition, then, otherwise):
            return (condition, then, otherwise)
        case n.Total(parts):
            return tuple(x for part in parts for x in part)
        case _:
            return ()


def bottom_up(goals: Iterable[Node], known: Container[int] = ()) -> Iterator[Node]:
    """Every node below the goals and the goals, once each, after all that it is made of.

    Args:
        goals: where it begins.
        known: ids of nodes that are left out, with what is below them.
    """
    done: set[int] = set()
    for goal in goals:
        waiting: list[tuple[Node, bool]] = [(goal, False)]
        while waiting:
            node, ready = waiting.pop()
            if id(node) in done or id(node) in known:
                continue
            if ready:
                done.add(id(node))
                yield node
            else:
                waiting.append((node, True))
                waiting += [(x, False) for x in reversed(operands(node)) if id(x) not in done]
