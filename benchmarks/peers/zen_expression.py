"""ZEN (GoRules) in the best form found: all conditions as one expression that gives a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import zen

from benchmarks.peers.rows import Decision, InfixWords, Row, RowPeer

if TYPE_CHECKING:
    from benchmarks.workload.rules import Rule


class ZenExpression(RowPeer):
    """One call a customer."""

    name: ClassVar[str] = "ZEN, one expression"
    package: ClassVar[str] = "zen-engine"
    form: ClassVar[str] = "One compiled expression: a list of all conditions; outcomes are put together in Python."

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        super().__init__(rules)
        words = InfixWords()
        self._expression = zen.compile_expression(
            f"[{', '.join(words.condition(rule.condition) for rule in self.all_rules)}]"
        )

    def decide_row(self, row: Row) -> Decision:
        """One customer."""
        return self.outcomes.of(self._expression.evaluate(row))
