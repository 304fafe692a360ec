"""W509: a condition whose result is certain: parts that cannot hold together, a value outside its bounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Final

from dsl.diagnostics.model import Diagnostic, Label, Words
from dsl.lean import dataclass
from dsl.lints.context import Condition, LintContext
from dsl.lints.domain import Stretches, common
from dsl.lints.rule import LintRule
from dsl.program import expr as e
from dsl.program.walk import children

_HOLDS_OF_ITSELF: Final = frozenset({"=", "<=", ">="})


def find(context: LintContext) -> Iterator[Diagnostic]:
    """Every part of a condition that is never, or always, true."""
    for condition in context.conditions:
        yield from _Reader(context, condition).read(condition.expr)


@dataclass(slots=True)
class _Joined:
    """The parts of an ``and`` so far: what is left of each value they are about, and the others."""

    left: dict[int, Stretches] = field(default_factory=dict)
    said: dict[int, list[e.Expr]] = field(default_factory=dict)
    others: set[e.Expr] = field(default_factory=set)


class _Reader:
    """Reads one condition; what is inside something already reported is not reported again."""

    def __init__(self, context: LintContext, condition: Condition) -> None:
        self._context = context
        self._domains = context.domains
        self._condition = condition
        self._in_table = condition.rule is not None and condition.rule.kind == "row"

    def read(self, node: e.Expr) -> Iterator[Diagnostic]:
        found = self._by_itself(node)
        if found is not None:
            yield found
        elif isinstance(node, e.And | e.Or) or (isinstance(node, e.Not) and self._domains.told(node) is None):
            inner = [d for child in children(node) for d in self.read(child)]
            yield from inner
            if not inner and isinstance(node, e.And):
                yield from self._clash(node)

    def _report(self, node: e.Expr, what: str, *others: e.Expr) -> Diagnostic:
        span = self._context.place(node, self._condition)
        places = (self._context.place(other, self._condition) for other in others)
        labels = tuple(Label(p, Words("does not go with this", "与此处不能同时成立")) for p in places if p != span)
        return Diagnostic("W509", span, {"found": self._context.text(span), "what": what}, labels)

    def _by_itself(self, node: e.Expr) -> Diagnostic | None:
        """A comparison, or several about one value, that bounds decide."""
        if isinstance(node, e.Compare) and node.left == node.right:
            return self._report(node, "always" if node.op in _HOLDS_OF_ITSELF else "never")
        told = self._domains.told(node) if not isinstance(node, e.Ref) else None
        if told is None:
            return None
        if not told.values:
            return self._report(node, "swapped" if _is_swapped(node) else "never")
        # In a table `>= 0` closes a series of lines and reads well; only `not A, not B` there is a mistake.
        if told.values == told.universe and (not self._in_table or _mentions_not(node)):
            return self._report(node, "always")
        return None

    def _clash(self, node: e.And) -> Iterator[Diagnostic]:
        """Parts of an ``and`` that cannot be true together: the first that clashes with those before it."""
        so_far = _Joined()
        parts = list(_parts(node))
        for part in parts:
            other = self._against(part, so_far)
            if other:
                yield self._report(part, "clash", *other)
                return
        for part in parts:
            if isinstance(part, e.IsMissing):
                needing = next((p for p in parts if part.operand in _needed(p)), None)
                if needing is not None:
                    yield self._report(needing, "clash", part)
                    return

    def _against(self, part: e.Expr, so_far: _Joined) -> list[e.Expr]:
        told = self._domains.told(part)
        if told is None:
            opposite = part.operand if isinstance(part, e.Not) else e.Not(part)
            so_far.others.add(part)
            return [opposite] if opposite in so_far.others else []
        key = id(told.operand)
        left = common(so_far.left.get(key, told.universe), told.values)
        said = so_far.said.setdefault(key, [])
        if not left and said:
            return said
        so_far.left[key] = left
        said.append(part)
        return []


def _parts(node: e.And) -> Iterator[e.Expr]:
    for item in node.items:
        if isinstance(item, e.And):
            yield from _parts(item)
        else:
            yield item


def _is_swapped(node: e.Expr) -> bool:
    """Whether a range goes from the greater end to the smaller."""
    match node:
        case e.Between(_, e.Const(low), e.Const(high)) if not isinstance(low, str | bool):
            return low > high  # type: ignore[operator]  # both are of one type, which has an order
        case _:
            return False


def _mentions_not(node: e.Expr) -> bool:
    return isinstance(node, e.Or) and any(isinstance(i, e.Not) or getattr(i, "op", "") == "!=" for i in node.items)


def _needed(node: e.Expr) -> set[e.Expr]:
    """Values that must be known for a condition to be true."""
    match node:
        case e.Not(e.IsMissing(operand)):
            return {operand}
        case e.Not(operand):
            return _needed(operand) if not isinstance(operand, e.And | e.Or) else set()
        case e.IsMissing() | e.Default() | e.And() | e.Or():
            return set()
        case _:
            return {node}.union(*map(_needed, children(node)))


RULE = LintRule("W509", "foregone", find)
