"""Whether rules mean the same: the same effects, for the same customers.

Equal formulas are the same object; of few that are not, it is proved.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    from engine.ir.truth import Truth

_PROVED: Final = 24  # statements; of more that differ, only formulas are compared
Rules = Sequence[m.Rule]
Pair = tuple["Formula", "Formula"]


def same_text(olds: Rules, news: Rules) -> bool:
    """Whether rules are the same but for names, texts, and order that has no meaning."""
    return len(olds) == len(news) and all(map(_same_text, olds, news))


def _same_text(old: m.Rule, new: m.Rule) -> bool:
    return effects_of(old) == effects_of(new) and canonical((old.condition, old.period)) == canonical(
        (new.condition, new.period)
    )


def effects_of(rule: m.Rule) -> list[str]:
    """All that a rule gives, in an order of their own."""
    return sorted(canonical(effect) for effect in rule.effects)


class SameText:
    """Compares rules as they are written. False is always "not known to"."""

    def __call__(self, olds: Rules, news: Rules) -> bool:
        """Whether the rules of a statement mean the same as those of one of the new version."""
        return same_text(olds, news)

    def together(self, olds: Rules, news: Rules) -> bool:  # noqa: ARG002 - that takes formulas
        """Whether some rules give all that others give, to the same customers, however many they are."""
        return False

    def covered(self, olds: Rules, news: Rules) -> bool:  # noqa: ARG002 - the same
        """Whether, with all the other rules of both versions, they do."""
        return False


class SameFormulas(SameText):
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

    def __call__(self, olds: Rules, news: Rules) -> bool:
        """Whether they are true, and false, for the same customers in every scope, and have the same effects."""
        if same_text(olds, news):
            return True
        return self._all_equal(list(self._pairs(olds, news)))

    def together(self, olds: Rules, news: Rules) -> bool:
        """Whether each effect is given, and surely not given, to the same customers in every scope."""
        keys = _keys(olds)
        if keys != _keys(news):
            return False
        scopes = [[(before, olds), (after, news)] for before, after in self._worlds]
        return self._all_equal([list(_given(keys, *sides)) for sides in scopes])

    def covered(self, olds: Rules, news: Rules) -> bool:
        """The same of all rules with such effects; whether points add up to the same is not looked at."""
        keys = _keys([*olds, *news])
        if any(isinstance(effect, m.AddPoints) for rule in (*olds, *news) for effect in rule.effects):
            return False
        scopes = [[(x, _with(keys, x.program.all_rules)) for x in sides] for sides in self._worlds]
        if any(_keys(rules) & keys != keys for sides in scopes for _, rules in sides):
            return False
        return self._all_equal([list(_given(keys, *sides)) for sides in scopes])

    def _all_equal(self, pairs: Sequence[Sequence[Pair]]) -> bool:
        """Whether each two formulas of each scope are equal, or proved to be; False if there are none."""
        return (bool(pairs) and all(a is b for scope in pairs for a, b in scope)) or self._is_proved(pairs)

    # --- formulas ---

    def _pairs(self, olds: Rules, news: Rules) -> Iterator[list[Pair]]:
        """In each scope, formulas of which each two have to be equal; none at all if the effects are other ones."""
        effects = [[effects_of(rule) for rule in rules] for rules in (olds, news)]
        if effects[0] == effects[1]:
            groups = [([old], [new]) for old, new in zip(olds, news, strict=True)]
        elif _is_one_class([*olds, *news]):
            groups = [(list(olds), list(news))]
        else:
            return
        for before, after in self._worlds:
            yield [pair for old, new in groups for pair in zip(_where(before, old), _where(after, new), strict=True)]

    # --- proofs ---

    def _is_proved(self, pairs: Sequence[Sequence[Pair]]) -> bool:
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
    return len({str(effects_of(rule)) for rule in rules}) == 1 and all(
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


# --- effect by effect ---


def _keys(rules: Rules) -> set[str]:
    return {key for rule in rules for key in effects_of(rule)}


def _with(keys: set[str], rules: Iterable[m.Rule]) -> list[m.Rule]:
    return [rule for rule in rules if not keys.isdisjoint(effects_of(rule))]


_Side = tuple["Outcomes", Rules]


def _given(keys: Iterable[str], old: _Side, new: _Side) -> Iterator[Pair]:
    """Formulas of which each two have to be equal, for the same to be given and the same to be unknown."""
    b = old[0].builder
    for key in sorted(keys):
        befores, afters = (_truths(key, *side) for side in (old, new))
        yield b.any_of(x.true for x in befores), b.any_of(x.true for x in afters)
        yield b.all_of(x.false for x in befores), b.all_of(x.false for x in afters)
        if _adds(key, [*old[1], *new[1]]):
            yield _known(b, befores), _known(b, afters)
            yield b.any_of(old[0].several([x.true for x in truths]) for truths in (befores, afters)), FALSE
    yield _conflicts(*old), _conflicts(*new)


def _truths(key: str, outcomes: Outcomes, rules: Rules) -> list[Truth]:
    """Where each rule that gives something applies."""
    return [outcomes.fires(x) for x in rules if key in effects_of(x) and outcomes.in_force(x.period)]


def _known(b: Builder, truths: Iterable[Truth]) -> Formula:
    return b.all_of(b.any_of((x.true, x.false)) for x in truths)


def _adds(key: str, rules: Rules) -> bool:
    """Whether it matters how many rules give something: points add up."""
    return any(isinstance(x, m.AddPoints) and canonical(x) == key for rule in rules for x in rule.effects)


def _conflicts(outcomes: Outcomes, rules: Rules) -> Formula:
    """Where several rows apply of a table of which one should."""
    tables = outcomes.program.tables
    unique = {rule.table: None for rule in rules if rule.table is not None and tables[rule.table].hit == "unique"}
    return outcomes.builder.any_of(outcomes.conflict(table) for table in unique)


def _one_of(b: Builder, pair: Pair) -> Formula:
    """Where one of two holds and the other does not."""
    one, other = pair
    return b.any_of((b.all_of((one, b.negation(other))), b.all_of((other, b.negation(one)))))
