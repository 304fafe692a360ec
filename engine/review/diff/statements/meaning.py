"""Whether rules mean the same: the same effects, for the same customers.

Equal formulas are the same object; of few that are not, it is proved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from dsl.program import model as m
from dsl.program.identity import canonical
from engine.ir.nodes import FALSE, TRUE
from engine.proof.solver import Prover

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from engine.ir.builder import Builder
    from engine.ir.nodes import Formula
    from engine.ir.outcomes import Outcomes

Equal = Callable[[Sequence[m.Rule], Sequence[m.Rule]], bool]
"""Whether the rules of a statement mean the same as those of one of the new version; False is "not known to"."""
_PROVED: Final = 24  # statements; of more that differ, only formulas are compared


def same_text(olds: Sequence[m.Rule], news: Sequence[m.Rule]) -> bool:
    """Whether rules are the same but for names, texts, and order that has no meaning."""
    return len(olds) == len(news) and all(map(_same_text, olds, news))


def _same_text(old: m.Rule, new: m.Rule) -> bool:
    return _effects(old) == _effects(new) and canonical((old.condition, old.period)) == canonical(
        (new.condition, new.period)
    )


def _effects(rule: m.Rule) -> list[str]:
    return sorted(str(canonical(effect)) for effect in rule.effects)


class SameFormulas:
    """Compares rules as formulas.

    Args:
        worlds: both versions in every scope, as formulas of one builder, so that equal ones are the same object.
        valid: the customers that there may be in each of these scopes; without it nothing is proved.
        listed: the values of each field that is a list.
    """

    def __init__(
        self,
        worlds: Sequence[tuple[Outcomes, Outcomes]],
        valid: Sequence[Formula] = (),
        listed: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self._worlds, self._valid, self._listed = worlds, valid, listed or {}
        self._proved = 0

    def __call__(self, olds: Sequence[m.Rule], news: Sequence[m.Rule]) -> bool:
        """Whether they are true, and false, for the same customers in every scope, and have the same effects."""
        if same_text(olds, news):
            return True
        pairs = list(self._pairs(olds, news))
        return (bool(pairs) and all(a is b for scope in pairs for a, b in scope)) or self._is_proved(pairs)

    # --- formulas ---

    def _pairs(self, olds: Sequence[m.Rule], news: Sequence[m.Rule]) -> Iterator[list[tuple[Formula, Formula]]]:
        """In each scope, formulas of which each two have to be equal; none at all if the effects are other ones."""
        effects = [[_effects(rule) for rule in rules] for rules in (olds, news)]
        if effects[0] == effects[1]:
            groups = [([old], [new]) for old, new in zip(olds, news, strict=True)]
        elif _is_one_class([*olds, *news]):
            groups = [(list(olds), list(news))]
        else:
            return
        for before, after in self._worlds:
            yield [pair for old, new in groups for pair in zip(_where(before, old), _where(after, new), strict=True)]

    # --- proofs ---

    def _is_proved(self, pairs: Sequence[Sequence[tuple[Formula, Formula]]]) -> bool:
        """Whether nobody whom there may be makes one of a pair true and not the other."""
        if not self._valid or not pairs or self._proved >= _PROVED:
            return False
        self._proved += 1
        b = self._worlds[0][0].builder
        differ = b.any_of(
            b.all_of((valid, b.any_of(_one_of(b, pair) for pair in scope)))
            for valid, scope in zip(self._valid, pairs, strict=True)
        )
        return differ is FALSE or Prover([differ], self._listed).ask([differ]).verdict == "nobody"


def _is_one_class(rules: Sequence[m.Rule]) -> bool:
    """Whether all that rules do is to put into one class: how many of them do makes no difference."""
    return len({str(_effects(rule)) for rule in rules}) == 1 and all(
        isinstance(effect, m.GrantClass) for rule in rules for effect in rule.effects
    )


def _where(outcomes: Outcomes, rules: Iterable[m.Rule]) -> tuple[Formula, Formula]:
    """Where any of some conditions holds, and where none does; of a row, whatever the rows above it."""
    b, conditions = outcomes.builder, outcomes.conditions
    found = [x.condition for x in rules if outcomes.in_force(x.period)]
    if any(x is None for x in found):
        return TRUE, FALSE
    truths = [conditions.truth(x) for x in found if x is not None]
    return b.any_of(x.true for x in truths), b.all_of(x.false for x in truths)


def _one_of(b: Builder, pair: tuple[Formula, Formula]) -> Formula:
    """Where one of two holds and the other does not."""
    one, other = pair
    return b.any_of((b.all_of((one, b.negation(other))), b.all_of((other, b.negation(one)))))
