"""P621: two rules, rows or conditions of a class that give the same to the same customers, in different words."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Diagnostic, Label, Words
from engine.review.check.findings.model import Finding
from engine.review.check.questions import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dsl.program import model as m
    from engine.ir.nodes import Formula
    from engine.review.check.findings.review import Review
    from engine.review.check.questions import Question
    from engine.review.shared.world import World

_SAME: Final = Words("gives the same", "给出同样的结果")
_COMPARED: Final = 40  # alike; of more only neighbours are compared


class SameCustomers:
    """Asks of rules with the same outcome whether anybody tells them apart."""

    def __init__(self, review: Review) -> None:
        self._review = review
        alike: dict[object, list[m.Rule]] = {}
        for rule in review.rules:
            if not self._is_first(rule):
                alike.setdefault((rule.effects, rule.period), []).append(rule)
        pairs = (pair for group in alike.values() for pair in _pairs(group))
        self._asked = [(one, other, self._question(one, other)) for one, other in pairs]

    def _is_first(self, rule: m.Rule) -> bool:
        """Whether a rule is a row of a ``first`` table, where what stands above changes what a row means."""
        return rule.table is not None and self._review.program.tables[rule.table].hit == "first"

    def _question(self, one: m.Rule, other: m.Rule) -> Question | None:
        def claim(world: World) -> Claim | None:
            if not world.outcomes.in_force(one.period):
                return None
            here, there = world.outcomes.fires(one), world.outcomes.fires(other)
            differ = (_differ(world, here.true, there.true), _differ(world, here.false, there.false))
            return Claim((world.outcomes.builder.any_of(differ),))

        return self._review.questions.question(claim)

    def find(self) -> Iterator[Finding]:
        """Each rule that says what an earlier one says."""
        review = self._review
        for one, other, question in self._asked:
            if question is None or review.is_settled(one) or review.is_settled(other):
                continue
            if review.is_reported(other.span, "W502"):
                continue
            diagnostic = Diagnostic("P621", other.span, {}, (Label(one.span, _SAME),))
            match review.questions.ask(question).verdict:
                case "unknown":
                    yield Finding(diagnostic, "unknown")
                case "nobody":
                    review.told.add(other.span)
                    review.needless.add(other.id)
                    yield Finding(diagnostic, "proved", whom=review.applies(other))


def _pairs(rules: list[m.Rule]) -> Iterator[tuple[m.Rule, m.Rule]]:
    return combinations(rules, 2) if len(rules) <= _COMPARED else pairwise(rules)


def _differ(world: World, one: Formula, other: Formula) -> Formula:
    b = world.outcomes.builder
    return b.any_of((b.all_of((one, b.negation(other))), b.all_of((other, b.negation(one)))))
