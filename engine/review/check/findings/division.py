"""P605: a divisor that is 0 for a customer with nothing missing, so that what reads it is unknown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dsl.diagnostics.model import Diagnostic
from dsl.lean import dataclass
from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.walk import references, walk
from engine.explain.formula import Formula as Notation
from engine.ir.nodes import FALSE
from engine.review.check.findings.model import Finding
from engine.review.check.questions import Claim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dsl.source import Span
    from engine.ir.nodes import Formula
    from engine.review.check.findings.model import Witness
    from engine.review.check.findings.review import Review
    from engine.review.check.questions import Question
    from engine.review.shared.replay import Seen
    from engine.review.shared.world import World


@dataclass(frozen=True, slots=True)
class _Read:
    """An expression that decides something.

    Attributes:
        unknown: where what it decides is unknown for it.
        shows: whether a decision shows that.
        span: of the statement it stands in.
    """

    expr: e.Expr
    unknown: Callable[[World], Formula]
    shows: Callable[[Seen], bool]
    span: Span


@dataclass(frozen=True, slots=True)
class _Division:
    """A divisor and where it is written; where that cannot be told, the statement."""

    divisor: e.Expr
    span: Span
    readers: tuple[_Read, ...]

    def shows(self, seen: Seen) -> bool:
        """Whether a decision shows that it is 0."""
        return any(read.shows(seen) for read in self.readers)


class Division:
    """Asks of every divisor whether it can be 0 where that makes a decision unknown."""

    def __init__(self, review: Review) -> None:
        self._review = review
        self._reads = list(self._all_reads())
        self._asked = [(x, self._question(x)) for x in self._divisions()]

    # --- what is divided ---

    def _divisions(self) -> Iterator[_Division]:
        """Every division of the policy, with what reads it."""
        program = self._review.program
        for read in self._reads:
            for divisor in _divisors(read.expr) if program.is_own(read.span) else ():
                yield _Division(divisor, read.span, (read,))
        for define in program.defines.values():
            for divisor in _divisors(define.expr) if program.is_own(define.span) else ():
                readers = tuple(read for read in self._reads if self._goes_through(read.expr, define.name))
                if readers:
                    yield _Division(divisor, define.span, readers)

    def _goes_through(self, expr: e.Expr, define: str) -> bool:
        """Whether an expression reads a define, by way of others too."""
        waiting, seen = [expr], set[str]()
        while waiting:
            for ref in references(waiting.pop()):
                if ref.kind == "define" and ref.name not in seen:
                    seen.add(ref.name)
                    waiting.append(self._review.program.defines[ref.name].expr)
        return define in seen

    def _all_reads(self) -> Iterator[_Read]:
        """What rules, ladders and offers read."""
        program = self._review.program
        for rule in program.all_rules:
            if rule.condition is not None:
                yield _Read(rule.condition, _unless_known(rule, rule.condition), _is_unknown(rule), rule.span)
            for effect in rule.effects:
                if isinstance(effect, m.AddPoints):
                    yield _Read(
                        effect.amount, _adds_unknown(rule, effect.amount), _is_incomplete(effect.account), rule.span
                    )
        for ladder in program.ladders.values():
            if ladder.measure is not None:
                yield _Read(ladder.measure, _undecided(ladder.name), _has_no_tier(ladder.name), ladder.span)
        for offer in program.offers.values():
            if offer.eligible is not None:
                yield _Read(offer.eligible, _lost(offer), _is_lost(offer.name), offer.span)

    # --- whether it is 0 ---

    def _question(self, division: _Division) -> Question | None:
        review = self._review

        def claim(world: World) -> Claim:
            conditions, b = world.outcomes.conditions, world.outcomes.builder
            divisor = conditions.amount(division.divisor)
            is_zero = b.all_of((divisor.known, b.equal(divisor.form, 0)))
            unknown = b.any_of(read.unknown(world) for read in division.readers)
            return Claim((is_zero, unknown, review.all_known(world, [is_zero, unknown])))

        return review.questions.question(claim)

    def find(self) -> Iterator[Finding]:
        """Each divisor that can be 0."""
        told: set[tuple[Span, e.Expr]] = set()
        for division, question in self._asked:
            if question is None or (division.span, division.divisor) in told:
                continue
            told.add((division.span, division.divisor))
            finding = self._judge(division, question)
            if finding is not None:
                yield finding

    def _judge(self, division: _Division, question: Question) -> Finding | None:
        review = self._review
        answer = review.questions.ask(question)
        if answer.verdict == "nobody":
            return None
        found = review.reading.both(lambda voice: Notation(voice.names).inner(division.divisor))
        diagnostic = Diagnostic("P605", division.span, {"found": found})
        witness = answer.row and review.witnesses.find(question, answer.row, division.shows)
        if not witness:
            return Finding(diagnostic, "unknown")
        review.told.add(division.span)
        witness = replace(witness, shown=self._shown(division, witness))
        return Finding(diagnostic, "found", (witness,), review.questions.where(question), question.whom)

    def _shown(self, division: _Division, witness: Witness) -> tuple[str, ...]:
        """What makes the divisor 0, and what is not typical: not all that merely must be known."""
        typical, read = self._review.witnesses.typical, self._fields(division.divisor)
        others = (name for name in witness.shown if typical[name] is not None and name not in read)
        return (*read, *others)

    def _fields(self, expr: e.Expr) -> list[str]:
        """Fields that an expression reads, also by way of defines."""
        found: dict[str, None] = {}
        for ref in references(expr):
            if ref.kind == "field":
                found[ref.name] = None
            elif ref.kind == "define":
                found |= dict.fromkeys(self._fields(self._review.program.defines[ref.name].expr))
        return list(found)


def _divisors(expr: e.Expr) -> Iterator[e.Expr]:
    """What an expression divides by, unless that is a literal or a param."""
    for node in walk(expr):
        if isinstance(node, e.Arith) and node.op == "/" and any(ref.kind != "param" for ref in references(node.right)):
            yield node.right


# --- where what an expression decides is unknown, and how a decision shows it ---


def _unless_known(rule: m.Rule, condition: e.Expr) -> Callable[[World], Formula]:
    def unknown(world: World) -> Formula:
        outcomes, b = world.outcomes, world.outcomes.builder
        known = outcomes.conditions.known(condition)
        return b.negation(known) if outcomes.in_force(rule.period) else FALSE

    return unknown


def _is_unknown(rule: m.Rule) -> Callable[[Seen], bool]:
    return lambda seen: rule.id in seen.unknown


def _adds_unknown(rule: m.Rule, amount: e.Expr) -> Callable[[World], Formula]:
    def unknown(world: World) -> Formula:
        outcomes, b = world.outcomes, world.outcomes.builder
        if not outcomes.in_force(rule.period):
            return FALSE
        return b.all_of((outcomes.fires(rule).true, b.negation(outcomes.conditions.known(amount))))

    return unknown


def _is_incomplete(account: str) -> Callable[[Seen], bool]:
    return lambda seen: account in seen.incomplete


def _undecided(ladder: str) -> Callable[[World], Formula]:
    return lambda world: world.outcomes.builder.negation(world.outcomes.rung(ladder).known)


def _has_no_tier(ladder: str) -> Callable[[Seen], bool]:
    return lambda seen: seen.tiers[ladder] is None


def _lost(offer: m.Offer) -> Callable[[World], Formula]:
    """Where an offer is lost because its own condition is unknown."""

    def unknown(world: World) -> Formula:
        candidate = world.outcomes.offers.candidates.get(offer.name)
        losses = candidate.losses if candidate is not None else ()
        return world.outcomes.builder.any_of(loss.unknown for loss in losses if loss.cause == "eligibility")

    return unknown


def _is_lost(offer: str) -> Callable[[Seen], bool]:
    return lambda seen: offer not in seen.offers
