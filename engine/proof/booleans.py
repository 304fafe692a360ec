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

    from engine.proof.samples import Fact

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

    def implied(self, holds: Sequence[n.Formula], facts: Sequence[Fact]) -> list[Fact]:
        """The facts, formulas and whether they hold, that all who make some goals true are seen to meet."""
        wanted = [self._literals[id(goal)] for goal in holds]
        literals = [self._literals[id(atom)] if is_met else -self._literals[id(atom)] for atom, is_met in facts]
        shown: set[int] = set()
        waiting = [list(dict.fromkeys(literals))]
        while waiting:
            some = waiting.pop()
            failed = self._failed(wanted, some) if some else set()
            if failed:
                waiting.append([x for x in some if x not in failed])
            elif failed is not None:
                shown.update(some)
            elif len(some) > 1:
                middle = len(some) // 2
                waiting += [some[middle:], some[:middle]]
        return [fact for fact, literal in zip(facts, literals, strict=True) if literal in shown]

    def _failed(self, wanted: Sequence[int], some: Sequence[int]) -> set[int] | None:
        """Of some literals, those that one who meets what is wanted fails; none if there is nobody who fails any.

        None if that is not settled.
        """
        fails = self._new()
        self._solver.add_clause([-fails, *(-literal for literal in some)])
        self._solver.set_phases([-literal for literal in some])  # whoever is found shall fail many
        self._solver.conf_budget(_BUDGET)
        found = self._solver.solve_limited(assumptions=[*wanted, fails])
        model = self._solver.get_model() if found else None
        self._solver.add_clause([-fails])
        if found is None:
            return None
        return {literal for literal in some if model[abs(literal) - 1] == -literal} if model else set()

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
