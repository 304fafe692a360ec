"""Decides a customer again with something left out of the policy.

Only what can differ is evaluated again. A rule whose condition is false has no effect, so of the rules that cannot
come to read anything else, those are dropped; of the others, the first evaluation is kept.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from dsl.lean import dataclass
from dsl.program import model as m
from engine.reference import DateNeededError
from engine.testing.look import Look
from engine.testing.replay import Indexed, Known
from engine.testing.slices import keeping, node_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from engine.reference import Truth
    from engine.testing.slices import Node, Slice, Slices


@dataclass(frozen=True, slots=True)
class Unit:
    """What is left out at once: rules by id, or the measure of a ladder."""

    rules: frozenset[str] = frozenset()
    ladder: str | None = None


class LeaveOut:
    """One customer, one slice of a policy, and what becomes of them without parts of it."""

    def __init__(self, slices: Slices, part: Slice, look: Look) -> None:
        self._slices = slices
        self._part = part
        self._look = look
        self.active = tuple(rule for rule in part.rules if fires(look, rule) is not False)
        # What would need a date may come to be asked for the first time; then it must still ask for it.
        self._kept = {rule.id for rule in part.rules if known(partial(look.fires, rule)) is not False}
        self._rules = {rule.id: rule for rule in part.rules}

    def rule_units(self) -> Iterator[Unit]:
        """Every rule that may have a say in the case, those that apply first; then whole tables and classes."""
        for rule in sorted(self.active, key=lambda rule: fires(self._look, rule) is None):
            yield Unit(frozenset({rule.id}))
        together: dict[Node, set[str]] = {}
        for rule in self._part.rules:
            if rule.table is not None:
                together.setdefault(("table", rule.table), set()).add(rule.id)
            elif rule.kind == "class":
                together.setdefault(node_of(rule.effects[0]), set()).add(rule.id)
        active = {rule.id for rule in self.active}
        yield from (Unit(frozenset(ids)) for ids in together.values() if len(ids) > 1 and ids & active)

    def changes(self, units: Iterable[Unit], passes: Callable[[Look], bool]) -> bool:
        """Whether leaving out any of some units makes the case fail."""
        # What then needs a date the test does not have was kept from needing it by what is left out.
        return any(known(partial(self._still, passes, unit)) is not True for unit in units)

    def _still(self, passes: Callable[[Look], bool], unit: Unit) -> bool:
        return passes(self.without(unit))

    def without(self, unit: Unit) -> Look:
        """The same customer under the policy without a unit."""
        # A row of a `first` table is read together with the others.
        touched = {i for r in unit.rules for i in self._slices.together(self._rules[r])}
        nodes = {node_of(x) for i in touched for x in self._rules[i].effects}
        if unit.ladder is not None:
            nodes.add(("ladder", unit.ladder))
        moved = self._slices.downstream(frozenset(nodes))
        kept = self._kept | touched | (moved.rules & self._rules.keys())
        kept |= {other for i in kept for other in self._slices.together(self._rules[i])}
        program = self._left_out(keeping(self._part.program, kept - unit.rules), unit.ladder)
        reference = Indexed(program, self._look.reference.binding)
        return Look(reference, self._look.row, self._still_known(nodes | moved.nodes, touched | moved.rules))

    @staticmethod
    def _left_out(program: m.Program, without: str | None) -> m.Program:
        # An offer that no rule grants is none.
        granted = {x.offer for rule in program.all_rules for x in rule.effects if isinstance(x, m.GrantOffer)}
        offers = {name: offer for name, offer in program.offers.items() if name in granted}
        ladders = dict(program.ladders)
        if without is not None:
            ladder = ladders[without]
            ladders[without] = replace(ladder, measure=None, lines=(None,) * len(ladder.lines))
        return replace(program, offers=offers, ladders=ladders)

    def _still_known(self, nodes: set[Node], rules: set[str]) -> Known:
        """What the first evaluation found out and the second one would find out again.

        Args:
            nodes: outcomes that may differ.
            rules: ids of the rules that may differ.
        """
        stale = {name for name, reads in self._slices.define_reads.items() if reads & nodes}

        def holds(key: tuple[str, str]) -> bool:
            kind, name = key
            if kind == "rule":
                return name not in rules
            return name not in stale if kind == "define" else key not in nodes

        return {key: value for key, value in self._look.known.items() if holds(key)}


def fires(look: Look, rule: m.Rule) -> Truth:
    """Whether a rule applies; one that would need a date was never asked, so it has no say either."""
    return known(partial(look.fires, rule), otherwise=False)


def known(ask: Callable[[], Truth], *, otherwise: Truth = None) -> Truth:
    """What is asked, or else something where it would need a date the test does not have."""
    try:
        return ask()
    except DateNeededError:
        return otherwise
