"""A solver that was told some formulas. z3 is met only here, in ``together`` and in ``described``.

Budgets are counted in steps, so answers repeat.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import z3

from engine.ir import nodes as n
from engine.ir.walk import bottom_up
from engine.proof.described import Described, constant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from engine.ir.values import Customer
    from engine.ir.walk import Node
    from engine.proof.encoding import Encoder
    from engine.proof.numbers import Number
    from engine.proof.samples import Row

Found = Literal["nobody", "somebody", "unknown"]


class Session:
    """A solver that was told some formulas."""

    def __init__(self, encoder: Encoder, goals: Sequence[n.Formula], always: Sequence[n.Formula], budget: int) -> None:
        names = encoder.say([*goals, *always])
        self._encoder = encoder
        claims = [f"(assert {name})" for name in names]
        context = z3.Context()  # of its own: what was asked elsewhere must not change what is found
        said = list(z3.parse_smt2_string("\n".join([*encoder.script.lines, *claims]), ctx=context))
        meant = said[len(said) - len(claims) :]
        self._goals = dict(zip(map(id, goals), meant, strict=False))
        self._facts = [*said[: len(said) - len(claims)], *meant[len(goals) :]]
        self._budget, self._context = budget, context
        self._solver = self._new_solver()
        self._model: z3.ModelRef | None = None

    def _new_solver(self) -> z3.Solver:
        solver = z3.Solver(ctx=self._context)
        solver.set("rlimit", self._budget)
        solver.add(*self._facts)
        return solver

    def check(self, holds: Sequence[n.Formula], fails: Sequence[n.Formula]) -> Found:
        """Whether the solver finds values.

        Over rationals it forgets what was asked before, because it would search that too. Over bit-vectors it keeps
        what it was told: most of its time goes into translating that.
        """
        solver, wanted = (
            self._solver,
            [*(self._goals[id(goal)] for goal in holds), *(z3.Not(self._goals[id(goal)]) for goal in fails)],
        )
        if self._encoder.script.sort.exact:
            return self._met(solver.check(*wanted))
        solver.push()
        solver.add(*wanted)
        found = self._met(solver.check())
        solver.pop()
        return found

    def _met(self, result: z3.CheckSatResult) -> Found:
        """What was found; if it is somebody, that is kept to be read."""
        if result != z3.sat:
            return "nobody" if result == z3.unsat else "unknown"
        self._model = self._solver.model()
        return "somebody"

    def truth(self, nodes: Iterable[Node]) -> dict[int, bool]:
        """Of formulas, each after what it is made of, by id, whether they hold for the customer that was found."""
        described = self._described
        found: dict[int, bool] = {}
        for node in nodes:
            match node:
                case n.Not(operand):
                    found[id(node)] = not found[id(operand)]
                case n.All(items):
                    found[id(node)] = all(found[id(item)] for item in items)
                case n.Any(items):
                    found[id(node)] = any(found[id(item)] for item in items)
                case n.Always(value):
                    found[id(node)] = value
                case _ if isinstance(node, n.CONDITIONS):
                    found[id(node)] = described.is_true(self._goals[id(node)])
        return found

    def row(self) -> Row:
        """The customer that was found; of rationals, who has the whole numbers below his."""
        return self._described.row()

    @property
    def _described(self) -> Described:
        if self._model is None:
            raise ValueError("nobody was found yet")
        return Described(self._encoder, self._context, self._model)

    def _number(self, number: Number) -> z3.ExprRef:
        return constant(self._encoder, number, self._context)

    def learn(self, customer: Customer) -> bool:
        """Tell the solver what terms are for a customer; False if it knows that already."""
        learnt: list[z3.BoolRef] = []
        described = self._described
        for term, number in self._encoder.standing:
            exact = customer.term(term)
            if described.value(number) == exact:
                continue
            learnt += self._facts_of(term, number, exact, customer)
        self._solver.add(*learnt)
        return bool(learnt)

    def _facts_of(self, term: n.Term, number: Number, exact: int, customer: Customer) -> Iterator[z3.BoolRef]:
        """What a term is where columns have the values that they have for a customer; of a day moved, beside it too."""
        read = {x.field: customer.term(x) for x in bottom_up([term]) if isinstance(x, n.Column)}
        here = {self._number(self._encoder.columns[field]): value for field, value in read.items()}
        there = self._number(number)
        yield z3.Implies(z3.And([column == value for column, value in here.items()]), there == exact)
        match term:
            case n.Calendar("add_months", n.Form(((n.Column(), 1),), 0), n.Form(())):
                ((day, value),) = here.items()
                yield z3.Implies(day <= value, there <= exact)
                yield z3.Implies(day >= value, there >= exact)
