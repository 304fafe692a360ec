"""P622: two rules or rows that give the same and differ in one range only, and the two ranges touch.

Read off the conditions: nothing has to be proved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Diagnostic, Label, Words
from dsl.lints.domain import Told, common, joined
from dsl.program.types import Bool, Listed, Text
from engine.review.check.findings.conditions import parts_of, row_number
from engine.review.check.findings.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dsl.program import expr as e
    from dsl.program import model as m
    from engine.review.check.findings.review import Review

_OTHER: Final = Words("the other one", "另一处")
_COMPARED: Final = 200  # alike; more are a list, which is meant


class Mergeable:
    """Compares rules with the same outcome."""

    def __init__(self, review: Review) -> None:
        self._review = review

    def find(self) -> Iterator[Finding]:
        """Each rule that can be one with the one before it."""
        alike: dict[object, list[m.Rule]] = {}
        for rule in self._review.rules:
            if rule.condition is not None and not self._review.is_settled(rule):
                alike.setdefault((rule.effects, rule.period, rule.table, rule.because), []).append(rule)
        for group in alike.values():
            if len(group) <= _COMPARED:
                yield from self._among(group)

    def _among(self, group: list[m.Rule]) -> Iterator[Finding]:
        for at, rule in enumerate(group):
            for former in group[:at] if not self._is_first(rule) else self._row_above(rule, group):
                operand = self._differing(former, rule)
                if operand is not None:
                    yield self._finding(former, rule, operand)
                    break

    def _row_above(self, rule: m.Rule, group: list[m.Rule]) -> list[m.Rule]:
        """The row that stands right above one of a ``first`` table, if it is alike."""
        return [former for former in group if row_number(former) == row_number(rule) - 1]

    def _is_first(self, rule: m.Rule) -> bool:
        return rule.table is not None and self._review.program.tables[rule.table].hit == "first"

    def _differing(self, one: m.Rule, other: m.Rule) -> e.Expr | None:
        """What the only part in which two rules differ is about, if together they say one range of it."""
        here, there = parts_of(one.condition), parts_of(other.condition)
        only_here = [part for part in here if part not in there]
        only_there = [part for part in there if part not in here]
        if len(only_here) != 1 or len(only_there) != 1:
            return None
        domains = self._review.source.domains
        return _touching(domains.told(only_here[0]), domains.told(only_there[0]))

    def _finding(self, former: m.Rule, rule: m.Rule, operand: e.Expr) -> Finding:
        found = self._review.reading.both(lambda voice: voice.plain.inner(operand))
        diagnostic = Diagnostic("P622", rule.span, {"found": found}, (Label(former.span, _OTHER),))
        return Finding(diagnostic, "proved", whom=self._review.applies(former, rule))


def _touching(one: Told | None, other: Told | None) -> e.Expr | None:
    if one is None or other is None or one.operand is not other.operand:
        return None
    kind = one.operand.type
    if isinstance(kind, Bool | Text) or (isinstance(kind, Listed) and not kind.ordered):
        return None
    whole = joined((*one.values, *other.values))
    is_range = len(one.values) == len(other.values) == len(whole) == 1
    return one.operand if is_range and not common(one.values, other.values) else None
