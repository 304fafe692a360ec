"""P603: a ``never`` statement that some customer breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.diagnostics.model import Diagnostic
from engine.review.check.findings.model import Finding
from engine.review.check.questions import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dsl.program import model as m
    from engine.review.check.findings.review import Review
    from engine.review.check.questions import Question


class BrokenPromise:
    """Asks of every ``never``, also those of used policies: what is added here may break them."""

    def __init__(self, review: Review) -> None:
        self._review = review
        nevers = {never.id: never for never in review.program.nevers}.values()
        self._asked = [(never, self._question(never)) for never in nevers]

    def _question(self, never: m.Never) -> Question | None:
        return self._review.questions.question(lambda world: Claim((world.outcomes.broken(never),)))

    def find(self) -> Iterator[Finding]:
        """Each that is broken, or may be."""
        for never, question in self._asked:
            finding = self._judge(never, question) if question is not None else None
            if finding is not None:
                yield finding

    def _judge(self, never: m.Never, question: Question) -> Finding | None:
        review = self._review
        answer = review.questions.ask(question)
        if answer.verdict == "nobody":
            return None
        diagnostic = Diagnostic("P603", never.span)
        found = answer.row and review.witnesses.find(question, answer.row, lambda seen: never.id in seen.broken)
        if not found:
            return Finding(diagnostic, "unknown")
        return Finding(diagnostic, "found", (found,), review.questions.where(question), question.whom)
