"""P602: an offer or a task that everybody who is to have it loses again, and a tier that nobody ends on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.diagnostics.model import Diagnostic
from dsl.lints.silence import is_silenced
from dsl.program import model as m
from engine.ir.nodes import FALSE, TRUE
from engine.review.check.findings.model import Finding
from engine.review.check.questions import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dsl.diagnostics.model import Arg
    from engine.ir.nodes import Formula
    from engine.review.check.findings.review import Review
    from engine.review.check.questions import Question
    from engine.review.shared.world import World


class NobodyGets:
    """Asks of every offer, every task of a rule and every tier whether anybody ends with it."""

    def __init__(self, review: Review) -> None:
        self._review = review
        program = review.program
        offers = [offer for offer in program.offers.values() if program.is_own(offer.span)]
        ladders = [ladder for ladder in program.ladders.values() if program.is_own(ladder.span)]
        self._offers = [(offer, self._granted(offer), self._stays(offer)) for offer in offers]
        self._tiers = [(ladder, rung, self._ends_on(ladder, rung)) for ladder in ladders for rung in ladder.rungs]
        tasks = [(rule, x) for rule in review.rules for x in rule.effects if isinstance(x, m.CreateTask)]
        self._tasks = [
            (rule, x.task, x.channel, self._applies(rule), self._applies(rule, x.channel))
            for rule, x in tasks
            if x.channel is not None
        ]

    # --- questions ---

    def _granted(self, offer: m.Offer) -> Question | None:
        def claim(world: World) -> Claim:
            candidate = world.outcomes.offers.candidates.get(offer.name)
            return Claim((candidate.granted if candidate is not None else FALSE,))

        return self._review.questions.question(claim)

    def _stays(self, offer: m.Offer) -> Question | None:
        """Whether somebody keeps it; what exceeds the cap is no mistake of the offer."""
        return self._review.questions.question(lambda world: Claim((world.outcomes.offers.wins(offer.name),)))

    def _applies(self, rule: m.Rule, channel: str | None = None) -> Question | None:
        """Whether a rule is for somebody, whom a channel may reach if one is named."""

        def claim(world: World) -> Claim | None:
            outcomes = world.outcomes
            if not outcomes.in_force(rule.period):
                return None
            is_open = TRUE if channel is None else outcomes.offers.open_by(channel)
            return Claim((outcomes.fires(rule).true, is_open))

        return self._review.questions.question(claim)

    def _ends_on(self, ladder: m.Ladder, rung: str) -> Question | None:
        def tier(world: World) -> Formula:
            return world.outcomes.rung(ladder.name).values[rung]

        return self._review.questions.question(lambda world: Claim((tier(world),)))

    # --- findings ---

    def find(self) -> Iterator[Finding]:
        """Each offer that is granted in vain, each task that is, then each tier without anybody."""
        review = self._review
        for offer, granted, stays in self._offers:
            if granted is not None and stays is not None and self._answer(granted) == "somebody":
                name = review.called("offer", offer.name)
                yield from self._unless_somebody(stays, Diagnostic("P602", offer.span, {"what": "offer", "name": name}))
        for rule, task, channel, applies, is_open in self._tasks:
            if applies is not None and is_open is not None and self._answer(applies) == "somebody":
                args: dict[str, Arg] = {
                    "what": "task",
                    "name": review.called("task", task),
                    "channel": review.called("channel", channel),
                }
                yield from self._unless_somebody(is_open, Diagnostic("P602", rule.span, args))
        for ladder, rung, question in self._tiers:
            is_told = review.is_reported(ladder.span, "W504") or self._goes_with_gap(ladder, rung)
            if question is not None and not is_told:
                yield from self._unless_somebody(question, self._nobody_on(ladder, rung))

    def _goes_with_gap(self, ladder: m.Ladder, rung: str) -> bool:
        """Whether it is the lowest tier, and somebody has none: a rule that lifts everybody else there mends both."""
        has_gap = ladder.span in self._review.told
        means_it = is_silenced(Diagnostic("P601", ladder.span), self._review.analysis.silences)
        return has_gap and rung == ladder.rungs[0] and not means_it

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
