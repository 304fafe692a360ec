"""P611: a rule whose customers have what it gives without it, and the smallest set of others that give it.

Not asked of rows of ``collect`` tables, which are meant to overlap, nor of rules that add points, which add up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.diagnostics.model import Diagnostic, Label, Words
from dsl.lean import dataclass
from dsl.program import model as m
from engine.ir.nodes import FALSE
from engine.review.check.findings.model import Finding
from engine.review.check.questions import Claim, worst

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.ir.nodes import Formula
    from engine.review.check.findings.review import Review
    from engine.review.check.questions import Question, Verdict
    from engine.review.shared.world import World

Other = m.Rule | m.Ladder
_GIVES_ALL = Words("gives it to all of them", "已给了这些客户")
_GIVES_SOME = Words("gives it to some of them", "给了其中一部分客户")
_TAKES_ALL = Words("takes it from all of them", "已对这些客户剔除")
_TAKES_SOME = Words("takes it from some of them", "对其中一部分客户剔除")


@dataclass(frozen=True, slots=True)
class _Asked:
    """An effect of a rule, and what else may give it.

    Attributes:
        others: rules; and the ladder, if its measure may.
    """

    question: Question
    others: Sequence[Other]


class Shadowed:
    """Asks of each effect of a rule whether anybody has it by that rule alone."""

    def __init__(self, review: Review) -> None:
        self._review = review
        self._asked = [(rule, asked) for rule in review.rules if (asked := self._effects(rule))]

    def _effects(self, rule: m.Rule) -> list[_Asked]:
        """A question for each effect; none where some effect is given by nothing else."""
        if rule.table is not None:
            return []
        found = []
        for effect in rule.effects:
            others = list(self._others(rule, effect))
            question = self._question(rule, effect, others) if others else None
            if question is None:
                return []
            found.append(_Asked(question, others))
        return found

    def _others(self, rule: m.Rule, effect: m.Effect) -> Iterator[Other]:
        program = self._review.program
        if isinstance(effect, m.LiftTier) and program.ladders[effect.ladder].measure is not None:
            yield program.ladders[effect.ladder]
        for other in program.all_rules:
            if other.id != rule.id and any(_includes(x, effect, program) for x in other.effects):
                yield other

    def _question(self, rule: m.Rule, effect: m.Effect, others: Sequence[Other]) -> Question | None:
        is_exclusion = isinstance(effect, m.Exclude)

        def acts(world: World, of: m.Rule) -> Formula:
            if not world.outcomes.in_force(of.period):
                return FALSE
            fires = world.outcomes.fires(of)
            return world.outcomes.builder.negation(fires.false) if is_exclusion else fires.true

        def given(world: World, other: Other) -> Formula:
            if isinstance(other, m.Ladder):
                assert isinstance(effect, m.LiftTier)
                return _reached(world, other, effect.rung)
            return acts(world, other)

        def claim(world: World) -> Claim | None:
            if not world.outcomes.in_force(rule.period):
                return None
            return Claim((acts(world, rule),), tuple(given(world, other) for other in others))

        return self._review.questions.question(claim)

    def find(self) -> Iterator[Finding]:
        """Each rule that others make needless."""
        for rule, asked in self._asked:
            if self._review.is_settled(rule):
                continue
            match self._alone(asked):
                case "unknown":
                    yield Finding(Diagnostic("P611", rule.span, {"what": "rule"}), "unknown")
                case "nobody":
                    self._review.needless.add(rule.id)
                    self._review.told.add(rule.span)
                    yield self._finding(rule, asked)

    def _alone(self, asked: list[_Asked]) -> Verdict:
        """Whether anybody has any of the effects by the rule alone."""
        verdicts: set[Verdict] = set()
        for one in asked:
            verdicts.add(self._has_it_alone(one))
            if "somebody" in verdicts:
                break
        return worst(verdicts)

    def _left(self, asked: _Asked) -> list[int]:
        return [
            i
            for i, other in enumerate(asked.others)
            if isinstance(other, m.Ladder) or other.id not in self._review.needless
        ]

    def _has_it_alone(self, asked: _Asked) -> Verdict:
        """Whether anybody has an effect, and not from others that stay."""
        questions, left = self._review.questions, self._left(asked)
        verdict = questions.ask(asked.question).verdict
        if verdict == "nobody" and len(left) < len(asked.others):
            verdict = questions.ask(asked.question, fails=left).verdict
        return verdict

    def _finding(self, rule: m.Rule, asked: list[_Asked]) -> Finding:
        needed: list[Other] = []
        for one in asked:
            places = self._review.questions.smallest(one.question, among=self._left(one))
            needed += [one.others[i] for i in places if one.others[i] not in needed]
        some, every = (_TAKES_SOME, _TAKES_ALL) if rule.kind == "exclude" else (_GIVES_SOME, _GIVES_ALL)
        labels = tuple(Label(other.span, every if len(needed) == 1 else some) for other in needed)
        lifts = all(isinstance(effect, m.LiftTier) for effect in rule.effects)
        what = "tier" if lifts else "exclude" if rule.kind == "exclude" else "rule"
        diagnostic = Diagnostic("P611", rule.span, {"what": what}, labels)
        return Finding(diagnostic, "proved", whom=lambda world: self._customers(asked[0], world))

    @staticmethod
    def _customers(asked: _Asked, world: World) -> Formula:
        """Those to whom a rule applies."""
        claim = asked.question.make(world)
        return FALSE if claim is None else claim.holds[0]


def _reached(world: World, ladder: m.Ladder, rung: str) -> Formula:
    """Where the measure of a ladder alone gives a tier, or a higher one."""
    assert ladder.measure is not None
    conditions = world.outcomes.conditions
    measure, line = conditions.amount(ladder.measure), ladder.lines[ladder.rungs.index(rung)]
    return measure.known if line is None else conditions.amounts.compared(">=", measure, conditions.amount(line)).true


def _includes(one: m.Effect, other: m.Effect, program: m.Program) -> bool:
    """Whether an effect gives all that another does, wherever both apply."""
    match one, other:
        case m.LiftTier(ladder, rung), m.LiftTier(same, lower):
            places = program.ladders[ladder].rungs
            return ladder == same and places.index(rung) >= places.index(lower)
        case m.GrantOffer(offer), m.GrantOffer(same):
            return offer == same and _is_as_good(one, other, program.offers[offer])
        case m.Exclude(kind, names), m.Exclude(same, fewer):
            return kind == "all" or (kind == same and set(names) >= set(fewer))
        case m.AddPoints(), _:
            return False
        case _:
            return one == other


def _is_as_good(one: m.GrantOffer, other: m.GrantOffer, offer: m.Offer) -> bool:
    """Whether a grant opens at least the channels of another, and ranks as high."""

    def terms(grant: m.GrantOffer) -> tuple[set[str], int]:
        channels = offer.channels if grant.channels is None else grant.channels
        return set(channels), offer.priority if grant.priority is None else grant.priority

    (channels, priority), (wanted, rank) = terms(one), terms(other)
    return priority >= rank and bool(channels) == bool(wanted) and channels >= wanted
