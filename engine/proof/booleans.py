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
    from collections.abc import Iterable, Mapping, Sequence

    from engine.ir.walk import Node
    from engine.proof.samples import Fact

_BUDGET: Final = 3_000  # conflicts of a question


class Booleans:
    """Conditions as clauses.

    Args:
        goals: formulas that questions may be about; of others it is told by ``say``.
        always: what is true of every customer.
        listed: the values of each field that is a list: it has one of them.

    Attributes:
        said: every node that questions may be about, by id.
    """

    def __init__(
        self, goals: Sequence[n.Formula], always: Sequence[n.Formula], listed: Mapping[str, Sequence[str]]
    ) -> None:
        self.said: dict[int, Node] = {}
        self._listed = listed
        self._clauses: list[list[int]] = []  # that the solver was not told yet
        self._literals: dict[int, int] = {}
        self._count = 0
        self._cuts: dict[int, list[tuple[int, bool, int]]] = {}  # of a form: bounds, whether from there on, literals
        self._known: dict[str, int] = {}
        self._texts: dict[str, dict[str, int]] = {}
        self._missing: dict[str, int] = {}  # of a field with a list, the literal that it has none of it
        self._learnt = 0  # the literal for that what was learnt is so
        self._solver = Solver("glucose4")
        finalize(self, self._solver.delete)  # else left to the end of Python, when PySAT itself is gone
        self.say([*goals, *always])
        self.never(*([(formula, False)] for formula in always))

    def say(self, formulas: Iterable[n.Formula]) -> None:
        """Let questions be about more formulas."""
        forms: dict[int, None] = {}
        fields: dict[str, None] = {}
        for node in bottom_up(formulas, self.said):
            self.said[id(node)] = node
            if not isinstance(node, n.Form | n.Term):
                self._literals[id(node)] = self._literal(node)
            if isinstance(node, n.AtLeast | n.Equal):
                forms[id(node.form)] = None
            elif isinstance(node, n.Member | n.Known):
                fields[node.field] = None
        self._order(forms, fields)
        self._solver.append_formula(self._clauses)
        self._clauses = []

    def learn(self, together: Iterable[Fact]) -> None:
        """From now on, of some facts that arithmetic excludes one at least is not so, where somebody is looked for."""
        if not self._learnt:
            self._learnt = self._new()
        self._solver.add_clause([-self._learnt, *(-self.literal(fact) for fact in together)])

    def met(self, holds: Sequence[n.Formula], fails: Sequence[n.Formula]) -> set[int] | None:
        """The literals that are true of one who makes some goals true and others not, as far as was learnt.

        None at all if there is nobody like that; None if it is not settled.
        """
        wanted = [self._literals[id(goal)] for goal in holds] + [-self._literals[id(goal)] for goal in fails]
        found = self._solve([*wanted, *([self._learnt] if self._learnt else [])])
        if not found:
            return None if found is None else set()
        return set(self._solver.get_model() or ())

    def never(self, *together: Iterable[Fact]) -> None:
        """From now on, of some facts about formulas that were said one at least is not so, each time."""
        self._solver.append_formula([[-self.literal(fact) for fact in facts] for facts in together])

    def literal(self, fact: Fact) -> int:
        """A fact about a formula that was said, as PySAT takes it."""
        formula, holds = fact
        return self._literals[id(formula)] if holds else -self._literals[id(formula)]

    def one_of(self, facts: Sequence[Fact]) -> int:
        """A literal for that one of some facts at least is so."""
        if len(facts) == 1:
            return self.literal(facts[0])
        literals, either = [self.literal(fact) for fact in facts], self._new()
        self._solver.append_formula([[-either, *literals], *([-literal, either] for literal in literals)])
        return either

    def nobody(self, holds: Sequence[n.Formula], fails: Sequence[n.Formula]) -> bool:
        """Whether no customer makes some goals true and others not; False is no answer."""
        wanted = [*(self._literals[id(goal)] for goal in holds), *(-self._literals[id(goal)] for goal in fails)]
        return self._solve(wanted) is False

    def implied(self, holds: Sequence[n.Formula], facts: Sequence[Fact]) -> list[Fact]:
        """The facts, formulas and whether they hold, that all who make some goals true are seen to meet."""
        wanted = [self._literals[id(goal)] for goal in holds]
        literals = list(map(self.literal, facts))
        shown: set[int] = set()
        waiting = [list(dict.fromkeys(literals))]
        while waiting:
            some = waiting.pop()
            model = self.counterexample(wanted, some) if some else set[int]()
            if model:
                waiting.append([x for x in some if -x not in model])
            elif model is not None:
                shown.update(some)
            elif len(some) > 1:
                middle = len(some) // 2
                waiting += [some[middle:], some[:middle]]
        return [fact for fact, literal in zip(facts, literals, strict=True) if literal in shown]

    def counterexample(self, wanted: Sequence[int], some: Sequence[int]) -> set[int] | None:
        """The literals that are true of one of whom all is true that is wanted, and some literals are not all.

        None at all if there is nobody like that; None if it is not settled.
        """
        fails = self._new()
        self._solver.add_clause([-fails, *(-literal for literal in some)])
        self._solver.set_phases([-literal for literal in some])  # whoever is found shall fail many
        found = self._solve([*wanted, fails])
        model = self._solver.get_model() if found else None
        self._solver.add_clause([-fails])
        return None if found is None else set(model or ())

    def _solve(self, wanted: Sequence[int]) -> bool | None:
        always_there = (-missing for field, missing in self._missing.items() if field not in self._known)
        self._solver.conf_budget(_BUDGET)
        found: bool | None = self._solver.solve_limited(assumptions=[*wanted, *always_there])
        return found

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
                own = self._texts_of(field)
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

    def _texts_of(self, field: str) -> dict[str, int]:
        if field not in self._texts:
            self._texts[field] = {value: self._new() for value in self._listed.get(field, ())}
        return self._texts[field]

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

    def _order(self, forms: Iterable[int], fields: Iterable[str]) -> None:
        """Who reaches a threshold reaches all below it; a field has one text at most, and one of its list if any.

        Of some forms, by id, and fields: those that more was said about.
        """
        for cuts in (self._cuts[form] for form in forms):
            steps = sorted((bound, literal) for bound, is_from, literal in cuts if is_from)
            self._clauses += [[-higher, lower] for (_, lower), (_, higher) in pairwise(steps)]
            exact = [(bound, literal) for bound, is_from, literal in cuts if not is_from]
            self._clauses += [[-equal, step if bound >= at else -step] for bound, equal in exact for at, step in steps]
            self._clauses += [[-one, -other] for (_, one), (_, other) in combinations(exact, 2)]
        for name in (name for name in fields if name in self._texts):
            own = self._texts[name].values()
            if name in self._listed:
                missing = self._missing.get(name) or self._missing.setdefault(name, self._new())
                self._clauses.append([missing, *own])
                if name in self._known:
                    self._clauses.append([-missing, -self._known[name]])
            self._clauses += [[-one, -other] for one, other in combinations(own, 2)]
