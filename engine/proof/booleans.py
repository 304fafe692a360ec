"""What is false by logic alone: conditions as they are combined, with no arithmetic but the order of thresholds.

Most of what two versions of a policy share is proved so, in a millisecond. What stays possible here may still be
impossible: then another solver is asked. PySAT is met only here.
"""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final
from weakref import finalize

from pysat.solvers import Solver

from engine.ir import nodes as n
from engine.ir.walk import bottom_up

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_BUDGET: Final = 3_000  # conflicts of a question


class Booleans:
    """Conditions as clauses.

    Args:
        goals: the formulas that questions may be about.
        always: what is true of every customer.
        listed: the values of each field that is a list: it has one of them.
    """

    def __init__(
        self, goals: Sequence[n.Formula], always: Sequence[n.Formula], listed: Mapping[str, Sequence[str]]
    ) -> None:
        self._clauses: list[list[int]] = []
        self._literals: dict[int, int] = {}
        self._count = 0
        self._cuts: dict[int, list[tuple[int, bool, int]]] = {}  # of a form: bounds, whether from there on, literals
        self._known: dict[str, int] = {}
        self._texts: dict[str, dict[str, int]] = {}
        for name, values in listed.items():
            self._texts[name] = {value: self._new() for value in values}
        for node in bottom_up([*goals, *always]):
            if not isinstance(node, n.Form | n.Term):
                self._literals[id(node)] = self._literal(node)
        self._clauses += [[self._literals[id(formula)]] for formula in always]
        self._order(listed)
        self._solver = Solver("glucose4", bootstrap_with=self._clauses)
        finalize(self, self._solver.delete)  # else left to the end of Python, when PySAT itself is gone

    def nobody(self, holds: Sequence[n.Formula], fails: Sequence[n.Formula]) -> bool:
        """Whether no customer makes some goals true and others not; False is no answer."""
        wanted = [*(self._literals[id(goal)] for goal in holds), *(-self._literals[id(goal)] for goal in fails)]
        self._solver.conf_budget(_BUDGET)
        return self._solver.solve_limited(assumptions=wanted) is False

    def guess(self, goals: Sequence[n.Formula]) -> dict[int, bool]:
        """What makes goals true in what the last question was found possible with.

        Returns:
            By id, whether each condition shall hold that is needed for it; the others may be anything.
        """
        met = set(self._solver.get_model() or ())
        needed: dict[int, bool] = {}
        waiting: list[tuple[n.Formula, bool]] = [(goal, True) for goal in goals]
        while waiting:
            node, wanted = waiting.pop()
            if id(node) in needed:
                continue
            needed[id(node)] = wanted
            match node:
                case n.Not(operand):
                    waiting.append((operand, not wanted))
                case n.All(items) | n.Any(items):
                    if wanted is isinstance(node, n.All):
                        waiting += [(item, wanted) for item in items]
                    else:
                        waiting += [(self._one(items, met, needed, wanted=wanted), wanted)]
        return needed

    def _one(self, items: Sequence[n.Formula], met: set[int], needed: Mapping[int, bool], *, wanted: bool) -> n.Formula:
        """One of some conditions that is as wanted, if possible one that is needed anyhow."""
        like = [item for item in items if ((self._literals[id(item)] in met) is wanted)] or items
        return next((item for item in like if needed.get(id(item)) is wanted), like[0])

    def implied(self, holds: Sequence[n.Formula], facts: Sequence[tuple[n.Formula, bool]]) -> list[bool]:
        """Of each fact, a formula and whether it holds, whether all who make some goals true are seen to meet it."""
        wanted = [self._literals[id(goal)] for goal in holds]
        literals = [self._literals[id(atom)] if is_met else -self._literals[id(atom)] for atom, is_met in facts]
        answers: dict[int, bool] = {}
        for literal in literals:
            if literal in answers:
                continue
            self._solver.conf_budget(_BUDGET)
            answers[literal] = self._solver.solve_limited(assumptions=[*wanted, -literal]) is False
            if not answers[literal]:  # whoever was found may be an exception to other facts, too
                met = set(self._solver.get_model() or ())
                answers.update((x, False) for x in literals if x not in answers and -x in met)
        return [answers[literal] for literal in literals]

    def _new(self) -> int:
        self._count += 1
        return self._count

    def _literal(self, formula: n.Formula) -> int:
        match formula:
            case n.Always(value):
                return self._all([]) if value else -self._all([])
            case n.Not(operand):
                return -self._literals[id(operand)]
            case n.All(items):
                return self._all([self._literals[id(item)] for item in items])
            case n.Any(items):
                return -self._all([-self._literals[id(item)] for item in items])
            case n.Member(field, values):
                own = self._texts.setdefault(field, {})
                return -self._all([-(own.get(value) or self._text(own, value)) for value in sorted(values)])
            case n.Known(field):
                self._known[field] = self._new()
                return self._known[field]
            case n.AtLeast(form, bound):
                return self._cut(form, bound, is_from=True)
            case n.Equal(form, bound):
                return self._cut(form, bound, is_from=False)
            case _:
                return self._new()

    def _text(self, own: dict[str, int], value: str) -> int:
        own[value] = self._new()
        return own[value]

    def _cut(self, form: n.Form, bound: int, *, is_from: bool) -> int:
        literal = self._new()
        self._cuts.setdefault(id(form), []).append((bound, is_from, literal))
        return literal

    def _all(self, literals: list[int]) -> int:
        both = self._new()
        self._clauses += [[-both, literal] for literal in literals]
        self._clauses.append([both, *(-literal for literal in literals)])
        return both

    def _order(self, listed: Mapping[str, Sequence[str]]) -> None:
        """Who reaches a threshold reaches all below it; a field has one text at most, and one of its list if any."""
        for cuts in self._cuts.values():
            steps = sorted((bound, literal) for bound, is_from, literal in cuts if is_from)
            self._clauses += [[-higher, lower] for (_, lower), (_, higher) in pairwise(steps)]
            exact = [(bound, literal) for bound, is_from, literal in cuts if not is_from]
            self._clauses += [[-equal, step if bound >= at else -step] for bound, equal in exact for at, step in steps]
            self._clauses += [[-one, -other] for (_, one), (_, other) in combinations(exact, 2)]
        for name in listed:
            missing = [-self._known[name]] if name in self._known else []
            self._clauses.append([*missing, *self._texts[name].values()])
        for own in self._texts.values():
            self._clauses += [[-one, -other] for one, other in combinations(own.values(), 2)]
