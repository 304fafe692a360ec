"""Conditions as people read them: ``not`` only before what cannot be said otherwise.

Every step keeps the truth of the condition, unknown included: De Morgan's laws hold in Kleene's logic, and
the opposite of a comparison is unknown exactly where the comparison is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.program import expr as e
from dsl.program.types import Bool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dsl.syntax.nodes import CompareOp

_OPPOSITE: Final[dict[CompareOp, CompareOp]] = {
    "=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">",
}  # fmt: skip


def positive(node: e.Expr) -> e.Expr:
    """The same condition with negations moved inward and nested lists of conditions made one."""
    match node:
        case e.Not(operand):
            return _negated(operand)
        case e.And(items):
            return _joined(e.And, [positive(item) for item in items])
        case e.Or(items):
            return _joined(e.Or, [positive(item) for item in items])
        case e.Compare("=" | "!=" as op, left, e.Const(bool() as wanted)) if isinstance(left.type, Bool):
            return positive(left) if (op == "=") is wanted else _negated(left)
        case _:
            return node


def _negated(node: e.Expr) -> e.Expr:
    match node:
        case e.Not(operand):
            return positive(operand)
        case e.And(items):
            return _joined(e.Or, [_negated(item) for item in items])
        case e.Or(items):
            return _joined(e.And, [_negated(item) for item in items])
        case e.Compare(op, left, right):
            return positive(e.Compare(_OPPOSITE[op], left, right))
        case e.Const(bool() as value, of):
            return e.Const(not value, of)
        case _:
            return e.Not(node)


def _joined(kind: type[e.And | e.Or], items: list[e.Expr]) -> e.Expr:
    flat = tuple(_flat(kind, items))
    return flat[0] if len(flat) == 1 else _as_list(kind, flat) or kind(flat)


def _flat(kind: type[e.And | e.Or], items: Iterable[e.Expr]) -> Iterator[e.Expr]:
    for item in items:
        if isinstance(item, kind):
            yield from item.items
        else:
            yield item


def _as_list(kind: type[e.And | e.Or], items: tuple[e.Expr, ...]) -> e.Expr | None:
    """``x is a or x is b`` as one list, which is how a cell of a table says it; None where it is not that."""
    op = "=" if kind is e.Or else "!="
    tests = [
        item for item in items if isinstance(item, e.Compare) and item.op == op and isinstance(item.right, e.Const)
    ]
    if not tests or len(tests) < len(items) or any(test.left != tests[0].left for test in tests):
        return None
    listed = e.InList(tests[0].left, tuple(test.right for test in tests))
    return listed if kind is e.Or else e.Not(listed)
