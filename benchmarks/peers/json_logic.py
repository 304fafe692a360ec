"""JSON Logic with datalogic (Rust), which is maintained and compiles rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import datalogic_py

from benchmarks.peers.rows import Decision, GuardedWords, Row, RowPeer

if TYPE_CHECKING:
    from benchmarks.workload import rules as r

Logic = dict[str, Any]


class JsonLogic(RowPeer):
    """One call a customer."""

    name: ClassVar[str] = "JSON Logic"
    package: ClassVar[str] = "datalogic-py"
    form: ClassVar[str] = (
        "One compiled rule: a list of all conditions, in a session that keeps its memory; outcomes are put together in "
        "Python."
    )

    def __init__(self, rules: tuple[r.Rule, ...]) -> None:
        super().__init__(rules)
        words, engine = _Words(), datalogic_py.Engine()
        self._rule = engine.compile([words.condition(rule.condition) for rule in self.all_rules])
        self._session = engine.session()

    def decide_row(self, row: Row) -> Decision:
        """One customer."""
        return self.outcomes.of(self._session.evaluate(self._rule, row))


class _Words(GuardedWords[Logic]):
    """Conditions as JSON."""

    def joined(self, word: str, items: list[Logic]) -> Logic:
        return {word: items}

    def negated(self, words: Logic) -> Logic:
        return {"!": [words]}

    def known(self, column: str) -> Logic:
        return {"!==": [{"var": column}, None]}

    def compared(self, column: str, op: r.Op, value: int) -> Logic:
        return {op: [{"var": column}, value]}

    def ratio(self, left: str, times: int, right: str) -> Logic:
        return {">": [{"var": left}, {"*": [times, {"var": right}]}]}

    def among(self, column: str, values: tuple[str, ...]) -> Logic:
        if len(values) == 1:
            return {"===": [{"var": column}, values[0]]}
        return {"in": [{"var": column}, list(values)]}

    def month_day(self, first: int, last: int) -> Logic:
        return {"<=": [first, {"%": [{"var": "birthday"}, 10_000]}, last]}

    def flag(self, column: str) -> Logic:
        return {"var": column}
