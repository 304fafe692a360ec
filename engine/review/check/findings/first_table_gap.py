"""W508, judged: a ``first`` table without a last row is a gap only if some customer falls through, who is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.ir.nodes import FALSE
from engine.review.check.findings.model import Finding
from engine.review.check.questions import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dsl.diagnostics.model import Diagnostic
    from dsl.program import model as m
    from engine.proof.samples import Row
    from engine.review.check.findings.review import Review
    from engine.review.check.questions import Question
    from engine.review.shared.world import World


class FirstTableGap:
    """Asks of every table with that warning whether all its rows are false for anybody."""

    def __init__(self, review: Review) -> None:
        self._review = review
        tables = {table.span: table for table in review.program.tables.values()}
        warned = [x for x in review.analysis.diagnostics if x.code == "W508" and x.span in tables]
        self._asked = [(x, tables[x.span], self._question(tables[x.span])) for x in warned]

    def _question(self, table: m.Table) -> Question | None:
        def claim(world: World) -> Claim | None:
            if not any(world.outcomes.in_force(row.period) for row in table.rows):
                return None
            truths = [world.outcomes.conditions.truth(row.condition) for row in table.rows if row.condition is not None]
            return Claim(tuple(x.false for x in truths) if len(truths) == len(table.rows) else (FALSE,))

        return self._review.questions.question(claim)

    def find(self) -> Iterator[Finding]:
        """The warning with a customer; without anybody it is taken back."""
        for warning, table, question in self._asked:
            if question is None:
                continue
            answer = self._review.questions.ask(question)
            if answer.verdict == "nobody":
                self._review.taken_back.append(warning)
            elif answer.row is not None:
                yield from self._shown(warning, table, question, answer.row)

    def _shown(self, warning: Diagnostic, table: m.Table, question: Question, row: Row) -> Iterator[Finding]:
        review, rows = self._review, frozenset(row.id for row in table.rows)
        witness = review.witnesses.find(question, row, lambda seen: not rows & (seen.fired | seen.unknown))
        if witness is not None:
            yield Finding(warning, "found", (witness,), review.questions.where(question), question.whom)
