"""Walking typed expressions."""

from __future__ import annotations

from collections.abc import Iterator

from dsl.program import expr as e


def children(node: e.Expr) -> tuple[e.Expr, ...]:
    """The direct operands of an expression."""
    match node:
        case e.Ref() | e.Const() | e.Today():
            return ()
        case e.Arith(_, left, right) | e.Compare(_, left, right):
            return (left, right)
        case e.Extreme(_, operands):
            return operands
        case e.Default(operand, fallback):
            return (operand, fallback)
        case e.Round() | e.Since() | e.Anniversary() | e.IsMissing() | e.TextTest() | e.Not():
            return (node.operand,)
        case e.InList(operand, items):
            return (operand, *items)
        case e.Window(operand, _, length):
            return (operand, length)
        case e.Between(operand, low, high, _):
            return (operand, low, high)
        case e.And(items) | e.Or(items):
            return items


def walk(node: e.Expr) -> Iterator[e.Expr]:
    """An expression and everything inside it."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))


def references(node: e.Expr) -> Iterator[e.Ref]:
    """Every reference in an expression."""
    return (found for found in walk(node) if isinstance(found, e.Ref))
