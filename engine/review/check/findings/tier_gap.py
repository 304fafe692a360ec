"""P601: a customer to whom no rule of a ladder applies; P614: one who gets no tier because something is missing.

A ladder with a measure has a lowest tier, so only what is missing leaves somebody without one. Where only one field can
be missing, it goes without saying that nothing is decided without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.diagnostics.model import Diagnostic
from dsl.program import model as m
from engine.reads import fields_in
from engine.review.check.findings.model import Finding
from engine.review.check.questions import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dsl.program.expr import Expr
    from engine.review.check.findings.review import Review
    from engine.review.check.questions import Question
    from engine.review.shared.world import World


class TierGap:
    """Asks of every ladder whether anybody stays without a tier."""

    def __init__(self, review: Review) -> None:
        self._review = review
        own = (ladder for ladder in review.program.ladders.values() if review.program.is_own(ladder.span))
        self._asked = [(ladder, *self._questions(ladder)) for ladder in own]

    def _questions(self, ladder: m.Ladder) -> tuple[Question | None, Question | None]:
        def surely(world: World) -> Claim | None:
            lifts = world.outcomes.effects_of(m.LiftTier)
            lifting = (world.outcomes.fires(rule).false for rule, lift in lifts if lift.ladder == ladder.name)
            return Claim(tuple(lifting)) if ladder.measure is None else None

        def perhaps(world: World) -> Claim | None:
            goes_without_saying = ladder.measure is not None and len(self._may_be_missing(ladder.measure)) < 2
            return None if goes_without_saying else Claim((), (world.outcomes.rung(ladder.name).known,))

        question = self._review.questions.question
        return question(surely), question(perhaps)

    def _may_be_missing(self, measure: Expr) -> list[str]:
        """Fields that a measure cannot do without, and that may be missing."""
        program = self._review.program
        return [name for name in fields_in(program, [measure]) if program.record.fields[name].missing == "unknown"]

    def find(self) -> Iterator[Finding]:
        """Each ladder with a gap."""
        for ladder, surely, perhaps in self._asked:
            if ladder.span in self._review.told or self._review.is_reported(ladder.span, "W504"):
                continue
            gap = self._judge("P601", ladder, surely)
            if gap is not None:
                self._review.told.add(ladder.span)
            finding = gap or self._judge("P614", ladder, perhaps)
            if finding is not None:
                yield finding

    def _judge(self, code: str, ladder: m.Ladder, question: Question | None) -> Finding | None:
        review = self._review
        if question is None:
            return None
        answer = review.questions.ask(question)
        if answer.verdict == "nobody":
            return None
        name = review.called("ladder", ladder.name)
        diagnostic = Diagnostic(code, ladder.span, {"name": name})
        if answer.row is None:
            return Finding(diagnostic, "unknown")
        witness = review.witnesses.find(question, answer.row, lambda seen: seen.tiers[ladder.name] is None)
        if witness is None:
            return Finding(diagnostic, "unknown")
        if code == "P614":
            missing = tuple(review.called("field", x) for x in witness.shown if witness.row[x] is None)
            diagnostic = Diagnostic(code, ladder.span, {"name": name, "missing": missing})
        return Finding(diagnostic, "found", (witness,), review.questions.where(question), question.whom)
