"""Where a customer stands on a ladder, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.program import expr as e
from engine.explain.changes.text import ChangeWords
from engine.explain.page import Parts, glued, plain
from engine.punctuation import aside

if TYPE_CHECKING:
    from engine.explain.blocks import Blocks
    from engine.explain.explanation import Explanation, RuleSeen, TierSeen
    from engine.explain.missing import Cause


class TierText:
    """Writes ladders on a page."""

    def __init__(self, explanation: Explanation, blocks: Blocks) -> None:
        self._explanation = explanation
        self._blocks = blocks
        self._page = blocks.page
        self._names = blocks.names
        self._word = blocks.word
        self._program = explanation.look.reference.program
        self._change = ChangeWords(explanation.look, self._names)

    def write(self, seen: TierSeen, wanted: str | None = None) -> None:
        """One ladder: the rung, what the ladder measures, what lifts, and what would change it.

        Args:
            seen: the customer on the ladder.
            wanted: the rung that is asked for; else the next one is of interest.
        """
        found = seen.decision.base
        base = self._names.rung(seen.ladder.name, found) if found is not None else ""
        head = _named(self._names.of("ladder", seen.ladder.name))
        self._page.line(0, (*head, *plain(self._rung(seen, base))))
        if seen.ladder.measure is not None:
            measure = self._measure(seen.ladder.measure)
            interval = glued(self._interval(seen))
            key = "falls_into" if found is not None else "no_base"
            self._page.line(2, plain(self._word(key, measure=measure, rung=base, interval=interval)))
        for rule in seen.lifts:
            self._blocks.rule(2, rule, plain(self._word("lift")))
        self._perhaps(seen)
        self._changes(seen, wanted)

    def _perhaps(self, seen: TierSeen) -> None:
        """Rules that may lift higher: what is missing is said once for all that wait for it."""
        waiting: dict[tuple[Cause, ...], list[tuple[RuleSeen, str]]] = {}
        for rule, rung in seen.unknown_lifts:
            waiting.setdefault(rule.causes, []).append((rule, rung))
        for causes, lifts in waiting.items():
            rungs = dict.fromkeys(self._names.rung(seen.ladder.name, rung) for _, rung in lifts)
            if len(lifts) == 1:
                self._blocks.rule(2, lifts[0][0], plain(self._word("perhaps", rung=next(iter(rungs)))), because=False)
                continue
            said = self._word(
                "perhaps_by",
                rungs=self._names.listed(rungs),
                causes=self._blocks.causes(causes),
                rules=self._names.listed(self._names.rule(rule.rule) for rule, _ in lifts),
            )
            self._page.line(2, plain(said))

    def _changes(self, seen: TierSeen, wanted: str | None) -> None:
        """What would lead to the next rung, or to the one asked for; and what would undo a lift."""
        of_ladder = [found for found in self._explanation.changes if found.wish.ladder == seen.ladder.name]
        if wanted is not None:
            told = [found for found in of_ladder if found.wish.name == wanted]
        else:
            # Where no rule decides a ladder at all, that is said already.
            told = [found for found in of_ladder if found.changes or found.wish.kind != "known_rung"]
        for found in told:
            for line in self._change.wished(found, 1 if wanted is None else None):
                self._page.line(2, plain(line))
        rungs, rung = seen.ladder.rungs, seen.decision.rung
        if wanted is not None and rung is not None and rungs.index(rung) >= rungs.index(wanted):
            self._page.line(2, plain(self._word("at_rung", rung=self._names.rung(seen.ladder.name, wanted))))

    def _rung(self, seen: TierSeen, base: str) -> str:
        """The rung, and how the customer came there."""
        tier = seen.decision
        if tier.rung is None:
            nobody = all(cause.kind == "ladder" and cause.name == seen.ladder.name for cause in seen.causes)
            causes = self._word("no_rule_decides") if nobody else self._blocks.causes(seen.causes)
            return self._word("undecided", causes=causes)
        rung = self._names.rung(seen.ladder.name, tier.rung)
        if seen.ladder.measure is None:
            return self._word("by_rules", rung=rung)
        if tier.base is None:
            return self._word("lifted_only", rung=rung)
        return self._word("lifted", rung=rung, base=base) if tier.lifted_by else rung

    def _measure(self, measure: e.Expr) -> str:
        if isinstance(measure, e.Ref) and measure.kind == "define":
            return self._blocks.define(measure.name)
        return self._blocks.formula.operand(measure)

    def _interval(self, seen: TierSeen) -> str:
        of = seen.ladder.measure.type if seen.ladder.measure is not None else None
        if of is None or (seen.low is None and seen.high is None):
            return ""
        low, high = (self._names.value(x, of) for x in (seen.low, seen.high))
        if seen.low is None:
            return aside(self._word("below", high=high), self._names.lang)
        if seen.high is None:
            return aside(self._word("at_least", low=low), self._names.lang)
        return f" [{low}, {high})"


def _named(name: str) -> Parts:
    return ((name, "head"), ("  ", "plain"))
