"""What a ``never`` promises, and when: however it is written, what is given stands apart from the conditions.

``never any offer and class red_list`` and ``if red_list then never any offer`` are one sentence.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from dsl.syntax import nodes as n

Parts = tuple[n.HasOutcome | n.Expr, ...]


def gathered(parts: Parts, condition: n.Expr | None) -> tuple[Parts, n.Expr | None]:
    """What may not come together, and the condition behind ``if``.

    Beside an outcome, conditions go behind the ``if``; beside an offer or a task, classes are conditions, too.
    Without any outcome nothing tells what is promised from when, so all stays as it is written.
    """
    outcomes = [part for part in parts if isinstance(part, n.HasOutcome)]
    given = [part for part in outcomes if part.kind in ("offer", "task")]
    promised = [part for part in outcomes if part.kind != "class"] if given else outcomes
    if not promised:
        return parts, condition
    conditions = [_condition(part) for part in parts if part not in promised]
    if condition is not None:
        conditions += condition.items if conditions and isinstance(condition, n.And) else [condition]
    conditions.sort(key=lambda node: (node.span.line, node.span.column))
    return tuple(promised), _all_of(conditions) if conditions else None


def _condition(part: n.HasOutcome | n.Expr) -> n.Expr:
    """A class by its name, as in any condition."""
    return cast("n.Name", part.name) if isinstance(part, n.HasOutcome) else part


def _all_of(conditions: Iterable[n.Expr]) -> n.Expr:
    first, *rest = conditions
    return n.And((first, *rest), span=first.span.to(rest[-1].span)) if rest else first
