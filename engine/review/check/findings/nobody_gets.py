"""P602: an offer that everybody who is granted it loses again, and a tier that nobody ends on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.diagnostics.model import Diagnostic
from engine.ir.nodes import FALSE
from engine.review.check.findings.model import Finding
from engine.review.check.questions import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dsl.program import model as m
    from engine.ir.nodes import Formula
    from engine.review.check.findings.review import Review
    from engine.review.check.questions import Question
    from engine.review.shared.world import World


class NobodyGets:
    """Asks of every offer and every tier whether anybody ends with it."""

    def __init__(self, review: Review) -> None:
        self._review = review
        program = review.program
        offers = [offer for offer in program.offers.values() if program.is_own(offer.span)]
        ladders = [ladder for ladder in program.ladders.values() if program.is_own(ladder.span)]
        self._offers = [(offer, self._granted(offer), self._stays(offer)) for offer in offers]
        self._tiers = [(ladder, rung, self._ends_on(ladder, rung)) for ladder in ladders for rung in ladder.rungs]

    # --- questions ---

    def _granted(self, offer: m.Offer) -> Question | None:
        def claim(world: World) -> Claim:
            candidate = world.outcomes.offers.candidates.get(offer.name)
            return Claim((candidate.granted if candidate is not None else FALSE,))

        return self._review.questions.question(claim)

    def _stays(self, offer: m.Offer) -> Question | None:
        """Whether somebody keeps it; what exceeds the cap is no mistake of the offer."""
        return self._review.questions.question(lambda world: Claim((world.outcomes.offers.wins(offer.name),)))

    def _ends_on(self, ladder: m.Ladder, rung: str) -> Question | None:
        def tier(world: World) -> Formula:
            return world.outcomes.rung(ladder.name).values[rung]

        return self._review.questions.question(lambda world: Claim((tier(world),)))

    # --- findings ---

    def find(self) -> Iterator[Finding]:
        """Each offer that is granted in vain, then each tier without anybody."""
        review = self._review
        for offer, granted, stays in self._offers:
            if granted is not None and stays is not None and self._answer(granted) == "somebody":
                name = review.called("offer", offer.name)
                yield from self._unless_somebody(stays, Diagnostic("P602", offer.span, {"what": "offer", "name": name}))
        for ladder, rung, question in self._tiers:
            is_told = ladder.span in review.told or review.is_reported(ladder.span, "W504")
            if question is not None and not is_told:
                yield from self._unless_somebody(question, self._nobody_on(ladder, rung))

    def _nobody_on(self, ladder: m.Ladder, rung: str) -> Diagnostic:
        tier = self._review.reading.both(lambda voice: voice.names.rung(ladder.name, rung))
        name = self._review.called("ladder", ladder.name)
        return Diagnostic("P602", ladder.span, {"what": "tier", "name": name, "tier": tier})

    def _answer(self, question: Question) -> str:
        return self._review.questions.ask(question).verdict

    def _unless_somebody(self, question: Question, diagnostic: Diagnostic) -> Iterator[Finding]:
        match self._answer(question):
            case "nobody":
                yield Finding(diagnostic, "proved")
            case "unknown":
                yield Finding(diagnostic, "unknown")
