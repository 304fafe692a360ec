"""Empty tests: tests that would still pass without the rule they are about.

**Definition.** A passing case is *empty* if none of the following makes it a real test:

1. *Leaving something out makes it fail.* Left out, one after the other: each rule, exclusion and table row
   that applies or is unknown in the case; all rows of a table, and all conditions of a class, together (so a
   test may be about the table); the measure of each ladder that matters. To fail is to miss an expectation, to
   break a ``never`` or to apply a ``unique`` table twice. A rule whose condition is false is not tried: without
   it nothing changes.
2. *It speaks of something declared*: the value of a define; channel, priority or text of an offer; no tier
   because the ladder's measure is unknown.
3. *It is a near miss.* Something is expected not to be (no offer, no class, no task, no points, no choice, no tier
   of a ladder without a measure), and a rule that would give it has exactly one part (of an ``and``) that is
   not true, or the offer was granted and then lost. If every rule misses by two parts or more, breaking any one
   of them would go unnoticed.

So a tier that the ladder gives is a test of the ladder; if a rule lifts to the same rung, neither ladder nor rule
is tested, and the case is empty unless it says ``from RULE``. What no single rule, row, table or class changes is
empty even where two rules grant the same: either may be removed and the test stays green. The definition errs on
the side of silence: a case with a rule whose removal changes its result is never called empty.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.walk import references
from engine.testing.expectations import met, sources
from engine.testing.leave_out import LeaveOut, Unit, fires, known
from engine.testing.model import EmptyTest
from engine.testing.reasons import reason
from engine.testing.seen import not_true
from engine.testing.slices import Slices, is_meant, node_of, outcome_targets, targets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.testing.look import Look
    from engine.testing.reading import Reading
    from engine.testing.slices import Node


class Emptiness:
    """Finds empty tests of one policy."""

    def __init__(self, reading: Reading, slices: Slices) -> None:
        self._reading = reading
        self._slices = slices
        self._program = slices.program

    def of(self, test: m.Test, look: Look) -> EmptyTest | None:
        """Why a passing case is empty; None if it is not."""
        expected = [expectation for expectation, _ in test.expect]
        if any(self._is_declared(x) or self._is_near_miss(x, look) for x in expected):
            return None
        wanted = {node for x in expected for node in targets(self._program, x)}
        about = self._about(expected, wanted, look)
        if self._matters(expected, wanted, about, look):
            return None
        if any(self._guards(never, look) for never in self._program.nevers):
            return None
        if any(self._keeps_single(table, look) for table in self._program.tables.values() if table.hit == "unique"):
            return None
        words = reason(self._reading, self._slices, look, expected, about)
        return EmptyTest(tuple(rule.id for rule in about), words)

    # --- leaving out ---

    def _about(self, expected: list[m.Expectation], wanted: set[Node], look: Look) -> list[m.Rule]:
        """The rules that apply and have an effect on what is expected; those that the test names come first."""
        found = [rule for node in sorted(wanted) for rule in self._slices.giving(node)]
        named = {
            rule.id
            for x in expected
            if isinstance(x, (m.ExpectTier, m.ExpectOffer)) and x.source is not None
            for rule in sources(self._program, x.source)
        }
        firing = {
            rule.id: rule
            for rule in found
            if fires(look, rule) is True and any(_plays_a_part(x, expected, wanted) for x in rule.effects)
        }
        return sorted(firing.values(), key=lambda rule: rule.id not in named)

    def _matters(self, expected: list[m.Expectation], wanted: set[Node], about: list[m.Rule], look: Look) -> bool:
        """Whether leaving anything out makes the case miss an expectation."""
        part = self._slices.of(wanted)
        leave_out = LeaveOut(self._slices, part, look)
        # Most cases are settled by the first rule they are about, or by their ladder.
        likely = [Unit(frozenset({rule.id})) for rule in about]
        ladders = [
            Unit(ladder=name)
            for kind, name in sorted(part.nodes, key=lambda node: node not in wanted)
            if kind == "ladder" and self._program.ladders[name].measure is not None
        ]
        units = dict.fromkeys([*likely, *ladders, *leave_out.rule_units()])
        return leave_out.changes(units, lambda other: all(met(other, x) for x in expected))

    def _guards(self, never: m.Never, look: Look) -> bool:
        """Whether leaving a rule out breaks a ``never``, so that the case fails.

        What is left out must have a say in everything that keeps the ``never`` from being broken now.
        """
        keeping = [x for x in never.outcomes if not look.has(x)]
        parts = [self._slices.of(outcome_targets(self._program, x)) for x in keeping]
        if not all(part.rules for part in parts):
            return False  # a fact about the customer keeps it, whatever the rules
        ids = [{rule.id for rule in part.rules} for part in parts]
        whole = self._slices.of(node for x in never.outcomes for node in outcome_targets(self._program, x))
        leave_out = LeaveOut(self._slices, whole, look)
        units = [unit for unit in leave_out.rule_units() if all(unit.rules & some for some in ids)]
        return leave_out.changes(units, lambda other: not other.breaks(never))

    def _keeps_single(self, table: m.Table, look: Look) -> bool:
        """Whether leaving a rule out makes a second row of a ``unique`` table apply, so that the case fails."""
        part = self._slices.of(node_of(effect) for row in table.rows for effect in row.effects)
        leave_out = LeaveOut(self._slices, part, look)
        return leave_out.changes(leave_out.rule_units(), lambda other: len(other.rows(table.name)) <= 1)

    # --- what is tested although no rule's removal shows ---

    def _is_declared(self, expectation: m.Expectation) -> bool:
        """Whether an expectation speaks of what is declared rather than decided by rules."""
        match expectation:
            case m.ExpectValue(ref):
                return any(r.kind == "define" for r in references(ref))
            case m.ExpectTier(ladder, None):
                return self._program.ladders[ladder].measure is not None
            case m.ExpectOffer(_, True):
                details = (expectation.channel, expectation.priority, expectation.say)
                return any(detail is not None for detail in details)
            case _:
                return False

    def _is_near_miss(self, expectation: m.Expectation, look: Look) -> bool:
        """Whether something that is expected not to be was one part, or a loss, away."""
        if isinstance(expectation, m.ExpectTask):
            return not expectation.present and _any_misses_one(self._slices.giving_expected(expectation), look)
        return any(self._near(node, look) for node in absent(self._program, expectation))

    def _near(self, node: Node, look: Look) -> bool:
        # An expected absence may leave the offer itself in place: "no offer X via phone".
        if node[0] == "offer" and (node[1] in look.lost or node[1] in look.offers):
            return True
        return _any_misses_one(self._slices.giving(node), look)


def _plays_a_part(effect: m.Effect, expected: list[m.Expectation], wanted: set[Node]) -> bool:
    """Whether an effect is on what is expected: no lift to another rung, no task by another channel."""
    match effect:
        case m.LiftTier(ladder, rung):
            return any(isinstance(x, m.ExpectTier) and (x.ladder, x.rung) == (ladder, rung) for x in expected)
        case m.CreateTask():
            return any(isinstance(x, m.ExpectTask) and is_meant(x, effect) for x in expected)
        case _:
            return node_of(effect) in wanted


def _any_misses_one(rules: list[m.Rule], look: Look) -> bool:
    # A rule that would need a date the test does not have gets the benefit of the doubt.
    return any(known(partial(_misses_one, look, rule)) is not False for rule in rules)


def _misses_one(look: Look, rule: m.Rule) -> bool:
    return len(not_true(look, rule)) == 1


def absent(program: m.Program, expectation: m.Expectation) -> Iterator[Node]:
    """The outcomes, other than tasks, that an expectation says there are not."""
    match expectation:
        case m.ExpectOffer(offer=None):
            yield from (("offer", name) for name in program.offers)
        case m.ExpectOffer(offer=str() as name, present=False):
            yield "offer", name
        case m.ExpectOffers(offers):
            yield from (("offer", name) for name in program.offers if name not in offers)
        case m.ExpectClass(name, False):
            yield "class", name
        case m.ExpectTier(ladder, None):
            yield "ladder", ladder
        case m.ExpectValue(e.Ref("points", name), 0) | m.ExpectValue(e.Ref("points", name), None):
            yield "points", name
        case m.ExpectValue(e.Ref("choice", name), None):
            yield "choice", name
        case _:
            return
