"""W507: two ranges that share an end, in rules that else ask the same.

``from A to B`` includes both ends, so customers at the shared one get what both give.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dsl.diagnostics.model import Diagnostic, Label, Words
from dsl.lean import dataclass
from dsl.lints.context import LintContext
from dsl.lints.rule import LintRule
from dsl.program import expr as e
from dsl.program import model as m


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A part of a rule's condition that says where a value lies; an end that is open is None."""

    rule: m.Rule
    part: e.Expr
    operand: e.Expr
    low: e.Expr | None
    high: e.Expr | None

    @property
    def rest(self) -> frozenset[e.Expr]:
        """What else the rule asks."""
        condition = self.rule.condition
        items = condition.items if isinstance(condition, e.And) else ()
        return frozenset(item for item in items if item is not self.part)


def find(context: LintContext) -> Iterator[Diagnostic]:
    """Every end that two ranges share: of rules with each other, and of the rows of a table."""
    yield from _touching(context, [r for r in context.rules if r.table is None], in_table=False)
    for table in context.tables(first=False):  # in a `first` table the first row takes the shared end
        yield from _touching(context, table.rows, in_table=True)


def _touching(context: LintContext, rules: Iterable[m.Rule], *, in_table: bool) -> Iterator[Diagnostic]:
    by_value: dict[object, list[_Stretch]] = {}
    for rule in rules:
        parts = rule.condition.items if isinstance(rule.condition, e.And) else (rule.condition,)
        for part in parts:
            stretch = _stretch(rule, part, in_table=in_table) if part is not None else None
            if stretch is not None:
                by_value.setdefault((stretch.operand, rule.period), []).append(stretch)
    for stretches in by_value.values():
        ends = {s.high for s in stretches if s.high is not None}
        starts = {(s.low, s.rest): s for s in reversed(stretches) if s.low in ends}
        lows = {low for low, _ in starts}
        shared: dict[object, tuple[_Stretch, _Stretch]] = {}
        for lower in reversed(stretches):
            upper = starts.get((lower.high, lower.rest)) if lower.high in lows else None
            if upper is not None and lower.low != lower.high:
                shared[lower.high, lower.rest] = lower, upper
        for lower, upper in shared.values():
            one_is_range = isinstance(lower.part, e.Between) or isinstance(upper.part, e.Between)
            if one_is_range and lower.rule.effects != upper.rule.effects:
                yield _report(context, lower, upper)


def _stretch(rule: m.Rule, part: e.Expr, *, in_table: bool) -> _Stretch | None:
    match part:
        case e.Between(operand, low, high, closed):
            return _Stretch(rule, part, operand, low, high if closed else None)
        case e.Compare(">=", operand, low) if in_table:  # rules with a single line are rarely meant as neighbours
            return _Stretch(rule, part, operand, low, None)
        case e.Compare("<=", operand, high) if in_table:
            return _Stretch(rule, part, operand, None, high)
        case _:
            return None


def _report(context: LintContext, lower: _Stretch, upper: _Stretch) -> Diagnostic:
    low, high = (context.place_in_rule(s.part, s.rule) for s in (lower, upper))
    at = Label(high, Words("which starts where it ends", "从其终点开始"))
    return Diagnostic("W507", low, {"lower": context.text(low), "upper": context.text(high)}, (at,))


RULE = LintRule("W507", "touching-ranges", find)
