"""P612: of two customers who differ in one amount of money, the one with more ends on the lower tier.

Of a ladder with a measure only the amounts count that raise it: what somebody owes makes nobody richer.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dsl.diagnostics.model import Diagnostic, Words
from dsl.program.types import Money
from engine.ir import nodes as n
from engine.ir.walk import bottom_up
from engine.review.check.findings.model import Finding
from engine.review.check.findings.substitute import Substitution
from engine.review.check.questions import Claim
from engine.review.shared.world import RICHER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dsl.program import model as m
    from engine.ir.nodes import Formula
    from engine.proof.samples import Row
    from engine.review.check.findings.model import Witness
    from engine.review.check.findings.review import Review
    from engine.review.check.questions import Question
    from engine.review.shared.world import World


class RicherButLower:
    """Asks of every ladder and amount whether more of it can mean a lower tier."""

    def __init__(self, review: Review) -> None:
        self._review = review
        own = [ladder for ladder in review.program.ladders.values() if review.program.is_own(ladder.span)]
        self._asked = [
            (ladder, field, self._question(ladder, field)) for ladder in own for field in self._amounts(ladder)
        ]

    # --- amounts ---

    def _amounts(self, ladder: m.Ladder) -> Iterator[m.Field]:
        """The fields of money that make a customer richer."""
        read = self._raising(ladder) if ladder.measure is not None else self._read(ladder)
        for field in self._review.program.record.fields.values():
            if isinstance(field.type, Money) and field.name in read:
                yield field

    def _raising(self, ladder: m.Ladder) -> set[str]:
        """Columns that the measure is a sum of."""
        found: set[str] = set()
        for world in self._review.worlds.each:
            assert ladder.measure is not None
            amount = world.outcomes.conditions.amount(ladder.measure)
            if amount.over is None:
                found |= {term.field for term, c in amount.form.parts if isinstance(term, n.Column) and c > 0}
        return found

    def _read(self, ladder: m.Ladder) -> set[str]:
        """Columns that what lifts on it reads."""
        tiers = [tier for world in self._review.worlds.each for tier in world.outcomes.rung(ladder.name).from_place]
        return {node.field for node in bottom_up(tiers) if isinstance(node, n.Column)}

    # --- the question ---

    def _question(self, ladder: m.Ladder, field: m.Field) -> Question | None:
        b = self._review.worlds.builder
        low, high = self._review.worlds.bounds(field)
        column, more = b.column(field.name, low, high), b.column(field.name + RICHER, low, high)
        of_other = Substitution(b, _column(column), more).of

        def claim(world: World) -> Claim:
            tier = world.outcomes.rung(ladder.name)
            higher = b.any_of(b.all_of((place, b.negation(of_other(place)))) for place in tier.from_place[1:])
            has_more = b.at_least(b.plus(more, column, -1), 1)
            there = [b.known(name) for name in (field.name, field.name + RICHER) if field.missing == "unknown"]
            return Claim((higher, of_other(tier.known), has_more, *there, of_other(world.valid)))

        return self._review.questions.question(claim)

    # --- what was found ---

    def find(self) -> Iterator[Finding]:
        """Each ladder and amount of which more can mean less."""
        for ladder, field, question in self._asked:
            finding = self._judge(ladder, field, question) if question is not None else None
            if finding is not None:
                yield finding

    def _judge(self, ladder: m.Ladder, field: m.Field, question: Question) -> Finding | None:
        review = self._review
        answer = review.questions.ask(question)
        if answer.verdict == "nobody":
            return None
        args = {"name": review.called("ladder", ladder.name), "field": review.called("field", field.name)}
        diagnostic = Diagnostic("P612", ladder.span, args)
        pair = self._pair(ladder, field, question, answer.row) if answer.row is not None else None
        if pair is None:
            return Finding(diagnostic, "unknown")
        return Finding(diagnostic, "found", pair, review.questions.where(question), self._below(ladder, field, pair[1]))

    def _below(self, ladder: m.Ladder, field: m.Field, richer: Witness) -> Callable[[World], Formula]:
        """Who has less than the richer of two, and would end lower with as much."""
        most = richer.row[field.name]
        assert isinstance(most, int)

        def whom(world: World) -> Formula:
            b, tier = world.outcomes.builder, world.outcomes.rung(ladder.name)
            column = b.column(field.name, *self._review.worlds.bounds(field))
            with_more = Substitution(b, _column(column), b.constant(most)).of
            lower = b.any_of(b.all_of((place, b.negation(with_more(place)))) for place in tier.from_place[1:])
            there = b.known(field.name) if field.missing == "unknown" else n.TRUE
            return b.all_of((there, b.negation(b.at_least(column, most)), lower, with_more(tier.known)))

        return whom

    def _pair(self, ladder: m.Ladder, field: m.Field, question: Question, row: Row) -> tuple[Witness, Witness] | None:
        """The two customers, as the production evaluator decides them."""
        review = self._review
        shrunk = review.witnesses.shrunk(question, review.witnesses.whole(question, row))
        poorer = review.witnesses.witness(question, shrunk)
        shown = tuple(dict.fromkeys((field.name, *poorer.shown)))
        richer = replace(poorer, row=poorer.row | {field.name: shrunk[field.name + RICHER]})
        pair = (replace(poorer, shown=shown), replace(richer, shown=(field.name,)))
        tiers = [self._tier(ladder, one) for one in pair]
        if None in tiers or ladder.rungs.index(tiers[0] or "") <= ladder.rungs.index(tiers[1] or ""):
            return None
        first, second = (
            replace(one, result=self._called(ladder, tier or "")) for one, tier in zip(pair, tiers, strict=True)
        )
        return first, second

    def _tier(self, ladder: m.Ladder, witness: Witness) -> str | None:
        seen = self._review.witnesses.decide(witness)
        return None if seen is None else seen.tiers[ladder.name]

    def _called(self, ladder: m.Ladder, rung: str) -> Words:
        return self._review.reading.both(lambda voice: voice.names.rung(ladder.name, rung))


def _column(form: n.Form) -> n.Column:
    """The column that a form is."""
    ((term, _),) = form.parts
    assert isinstance(term, n.Column)
    return term
