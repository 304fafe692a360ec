"""rule-engine, written in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import rule_engine

from benchmarks.peers.rows import Decision, InfixWords, Row, RowPeer

if TYPE_CHECKING:
    from benchmarks.workload.rules import Rule


class RuleEngine(RowPeer):
    """One call a rule and customer."""

    name: ClassVar[str] = "rule-engine"
    package: ClassVar[str] = "rule-engine"
    form: ClassVar[str] = "A compiled rule for each condition; outcomes are put together in Python."

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        super().__init__(rules)
        words = InfixWords()
        self._rules = [rule_engine.Rule(words.condition(rule.condition)) for rule in self.all_rules]

    def decide_row(self, row: Row) -> Decision:
        """One customer."""
        return self.outcomes.of([rule.matches(row) for rule in self._rules])
