"""P602: a rule, row, condition of a class, exclusion, offer or tier that is for nobody; P611: rows that others take.

A rule can never apply because its parts do not go together, or because it is in force on no day of the policy; a row of
a ``first`` table also because the rows above take all its customers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.diagnostics.model import Diagnostic, Label, Words
from dsl.program import expr as e
from dsl.program import model as m
from engine.ir.nodes import FALSE
from engine.review.check.findings.conditions import is_of_params, parts_of, row_number, rows_above
from engine.review.check.findings.model import Finding
from engine.review.check.questions import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.review.check.findings.review import Review
    from engine.review.check.questions import Question
    from engine.review.shared.world import World

_TAKES_ALL = Words("takes all of them", "已全部取走")
_TAKES_SOME = Words("takes some of them", "取走其中一部分")


class NeverApplies:
    """Asks of every rule whether anybody fits all its parts."""

    def __init__(self, review: Review) -> None:
        self._review = review
        self._asked = [(rule, self._question(rule)) for rule in review.rules]

    def _question(self, rule: m.Rule) -> Question | None:
        parts, above = parts_of(rule.condition), rows_above(self._review.program, rule)

        def claim(world: World) -> Claim | None:
            outcomes = world.outcomes
            if not outcomes.in_force(rule.period):
                return None
            truth = outcomes.conditions.truth
            left = (FALSE if row.condition is None else truth(row.condition).false for row in above)
            return Claim((*(truth(part).true for part in parts), *left))

        return self._review.questions.question(claim)

    def find(self) -> Iterator[Finding]:
        """Each rule that nobody fits; not those that only wait for a class that nobody is in."""
        nobody: list[tuple[m.Rule, Question | None]] = []
        for rule, question in self._asked:
            verdict = "nobody" if question is None else self._review.questions.ask(question).verdict
            if verdict == "unknown":
                yield Finding(Diagnostic("P602", rule.span, {"what": "alone"}), "unknown")
            elif verdict == "nobody":
                nobody.append((rule, question))
        self._review.told.update(rule.span for rule, _ in nobody)
        self._review.empty_classes = self._empty_classes({rule.id for rule, _ in nobody})
        for rule, question in nobody:
            if not self._review.is_reported(rule.span, "W509", "W510"):
                yield from self._reason(rule, question)

    def _empty_classes(self, never: set[str]) -> set[str]:
        """Classes that nobody is in, because no rule that grants them ever applies."""
        granted: dict[str, list[str]] = {}
        for rule in self._review.program.all_rules:
            for effect in rule.effects:
                if isinstance(effect, m.GrantClass):
                    granted.setdefault(effect.name, []).append(rule.id)
        return {name for name, rules in granted.items() if never.issuperset(rules)}

    def _reason(self, rule: m.Rule, question: Question | None) -> Iterator[Finding]:
        """Which parts, and rows above, leave nobody.

        Nothing if that is said elsewhere, or if params alone decide it: the rule is there for the day they change.
        """
        if question is None:
            yield Finding(Diagnostic("P602", rule.span, {"what": "period"}), "proved")
            return
        parts, above = parts_of(rule.condition), rows_above(self._review.program, rule)
        needed = self._review.questions.smallest(question)
        clashing = [parts[i] for i in needed if i < len(parts)]
        taking = [above[i - len(parts)] for i in needed if i >= len(parts)]
        waits_for_params = not taking and all(map(is_of_params, clashing))
        if not waits_for_params and not any(map(self._review.is_empty_class, clashing)):
            yield Finding(self._taken(rule, taking) if taking else self._clash(rule, clashing), "proved")

    def _taken(self, rule: m.Rule, rows: list[m.Rule]) -> Diagnostic:
        labels = tuple(Label(row.span, _TAKES_ALL if len(rows) == 1 else _TAKES_SOME) for row in rows)
        numbers = tuple(row_number(row) for row in rows)
        return Diagnostic("P611", rule.span, {"what": "rows", "row": row_number(rule), "by": numbers}, labels)

    def _clash(self, rule: m.Rule, parts: list[e.Expr]) -> Diagnostic:
        source = self._review.source
        places = list(dict.fromkeys(source.place_in_rule(part, rule) for part in parts))
        if len(places) < 2:
            span = places[0] if places else rule.span
            return Diagnostic("P602", span, {"what": "alone", "found": source.text(span)})
        last = places[-1]
        labels = tuple(Label(at, Words("does not go with this", "与此处不能同时成立")) for at in places[:-1])
        return Diagnostic("P602", last, {"what": "apart", "found": source.text(last)}, labels)
