"""ZEN (GoRules) as it is meant to be used: a decision table that collects the rules that apply."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

import zen

from benchmarks.peers.rows import Decision, InfixWords, Row, RowPeer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.workload.rules import Rule


class ZenTable(RowPeer):
    """A row of the table for every rule."""

    name: ClassVar[str] = "ZEN, decision table"
    package: ClassVar[str] = "zen-engine"
    form: ClassVar[str] = (
        "A JDM graph with one decision table, a condition to a row, hit policy collect, customers in batches; outcomes "
        "of the rules found are put together in Python."
    )

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        super().__init__(rules)
        words = InfixWords()
        rows = [
            {"_id": rule.name, "if": words.condition(rule.condition), "rule": str(place)}
            for place, rule in enumerate(self.all_rules)
        ]
        names = ("in", "rules", "out")
        kinds = ("inputNode", "decisionTableNode", "outputNode")
        contents: tuple[dict[str, object], ...] = (
            {},
            {
                "hitPolicy": "collect",
                "executionMode": "single",
                "outputPath": "fired",
                "inputs": [{"id": "if", "name": "if"}],
                "outputs": [{"id": "rule", "name": "rule", "field": "rule"}],
                "rules": rows,
            },
            {},
        )
        graph = {
            "contentType": "application/vnd.gorules.decision",
            "nodes": [
                {"id": name, "name": name, "type": kind, "content": content, "position": {"x": 0, "y": 0}}
                for name, kind, content in zip(names, kinds, contents, strict=True)
            ],
            "edges": [
                {"id": f"{one} {other}", "type": "edge", "sourceId": one, "targetId": other}
                for one, other in pairwise(names)
            ],
        }
        zen.ZenEngine().create_decision(json.dumps(graph)).validate()
        self._engine = zen.ZenEngine({"loader": {"type": "static", "content": {"bench": graph}}})

    def decide_row(self, row: Row) -> Decision:
        """One customer."""
        (decision,) = self.decide_rows([row])
        return decision

    def decide_rows(self, rows: Sequence[Row]) -> list[Decision]:
        """Customers in one batch."""
        found = self._engine.evaluate_batch([{"key": "bench", "context": row} for row in rows])
        return [self.outcomes.of_firing(hit["rule"] for hit in one["data"]["result"]["fired"]) for one in found]
