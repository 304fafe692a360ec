"""Rules as they met one customer: the pieces that every part of an explanation is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from engine.explain.conditions import Line, condition_line, deciding, rule_line
from engine.explain.explanation import RuleSeen
from engine.explain.missing import Cause, rule_causes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dsl.program import expr as e
    from dsl.program import model as m
    from engine.explain.look import Look

T = TypeVar("T")


class Seen:
    """Looks at rules, once each."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.evaluation = look.evaluation
        self.program = look.reference.program
        self._rules = {rule.id: rule for rule in self.program.all_rules}
        self._in_force = {rule.id for rule in look.reference.rules}
        self._seen: dict[str, RuleSeen] = {}

    def rule(self, rule: m.Rule) -> RuleSeen:
        """A rule, with the parts of its condition that decide."""
        if rule.id not in self._seen:
            self._seen[rule.id] = self._look_at(rule)
        return self._seen[rule.id]

    def rules(self, ids: Iterable[str]) -> tuple[RuleSeen, ...]:
        """Rules by their ids, once each."""
        return unique_rules(self.rule(self._rules[i]) for i in ids)

    def effects(self, kind: type[T]) -> list[tuple[RuleSeen, T]]:
        """The effects of a kind with their rules, in or out of force."""
        return [
            (self.rule(rule), effect)
            for rule in self._rules.values()
            for effect in rule.effects
            if isinstance(effect, kind)
        ]

    def condition(self, condition: e.Expr) -> Line:
        """A condition that is not a rule's, with the parts that decide."""
        return deciding(condition_line(self.evaluation, condition))

    def _look_at(self, rule: m.Rule) -> RuleSeen:
        if rule.id not in self._in_force:
            return RuleSeen(rule, truth=False, line=None, in_force=False)
        truth = self.evaluation.fires(rule)
        because = self.look.fill(rule.because) if rule.because is not None else None
        causes = rule_causes(self.evaluation, rule)
        return RuleSeen(rule, truth, deciding(rule_line(self.evaluation, rule)), causes, because)


def unique_rules(rules: Iterable[RuleSeen]) -> tuple[RuleSeen, ...]:
    """Each rule once, however many of its effects were found; named rules first, then by place."""
    return in_order({seen.rule.id: seen for seen in rules}.values())


def in_order(rules: Iterable[RuleSeen]) -> tuple[RuleSeen, ...]:
    """Named rules first, then by place."""
    return tuple(sorted(rules, key=lambda seen: (seen.rule.name is None, seen.rule.span)))


def all_causes(rules: Iterable[RuleSeen]) -> tuple[Cause, ...]:
    """The causes of several rules, once each."""
    return tuple(dict.fromkeys(cause for seen in rules for cause in seen.causes))
