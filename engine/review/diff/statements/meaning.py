"""Whether two rules mean the same: the same effects, for the same customers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dsl.program import model as m
from dsl.program.identity import canonical
from engine.ir.nodes import FALSE, TRUE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.ir.nodes import Formula
    from engine.ir.outcomes import Outcomes

Equal = Callable[[m.Rule, m.Rule], bool]
"""Whether a rule of the old version means the same as one of the new; False is "not known to"."""


def same_text(old: m.Rule, new: m.Rule) -> bool:
    """Whether two rules are the same but for names, texts, and order that has no meaning."""
    return _effects(old) == _effects(new) and canonical((old.condition, old.period)) == canonical(
        (new.condition, new.period)
    )


def _effects(rule: m.Rule) -> list[str]:
    return sorted(str(canonical(effect)) for effect in rule.effects)


class SameFormulas:
    """Compares rules as formulas.

    Args:
        worlds: both versions in every scope, as formulas of one builder, so that equal ones are the same object.
    """

    def __init__(self, worlds: Sequence[tuple[Outcomes, Outcomes]]) -> None:
        self._worlds = worlds

    def __call__(self, old: m.Rule, new: m.Rule) -> bool:
        """Whether they are true, and false, for the same customers in every scope, and have the same effects."""
        return same_text(old, new) or (
            _effects(old) == _effects(new) and all(self._same_in(*world, old, new) for world in self._worlds)
        )

    @staticmethod
    def _same_in(before: Outcomes, after: Outcomes, old: m.Rule, new: m.Rule) -> bool:
        here, there = before.in_force(old.period), after.in_force(new.period)
        if not here or not there:
            return here == there
        return all(_where(before, old, wanted) is _where(after, new, wanted) for wanted in (True, False))


def _where(outcomes: Outcomes, rule: m.Rule, wanted: bool) -> Formula:  # noqa: FBT001 - where it is true, or false
    """Where the condition of a rule holds, or does not; of a row, whatever the rows above it."""
    if rule.condition is None:
        return TRUE if wanted else FALSE
    condition = outcomes.conditions.truth(rule.condition)
    return condition.true if wanted else condition.false
