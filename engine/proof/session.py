"""A solver that was told some formulas. z3 is met only here.

Budgets are counted in steps, so answers repeat.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import z3

from engine.ir import nodes as n
from engine.ir.walk import bottom_up

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.ir.values import Customer
    from engine.proof.encoding import Encoder
    from engine.proof.numbers import Number
    from engine.proof.samples import Row

Claim = tuple[tuple[n.Formula, bool], ...]
"""Formulas, and whether each holds: that one of them at least is so."""

Found = Literal["nobody", "somebody", "unknown"]
_CLAIMED: Final = 500_000  # steps of a question about claims
_FILLER: Final = "…"  # between the parts of a text that has to contain them


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
        wanted = [*(self._goals[id(goal)] for goal in holds), *(z3.Not(self._goals[id(goal)]) for goal in fails)]
        if self._encoder.script.sort.exact:
            return _found(self._solver.check(*wanted))
        self._solver.push()
        self._solver.add(*wanted)
        found = self._solver.check()
        self._solver.pop()
        return _found(found)

    def exceptions(
        self, holds: Sequence[n.Formula], given: Sequence[Claim], claims: Sequence[Claim]
    ) -> list[bool] | None:
        """For whom goals hold and what is given is so, whether each claim is not so for one who is found.

        Returns:
            None if that is not settled; no exceptions at all if nobody is one to any claim.
        """
        said = list(map(self._said, claims))
        solver = self._solver
        solver.push()
        solver.set("rlimit", _CLAIMED)
        solver.add(*(self._goals[id(goal)] for goal in holds), *map(self._said, given))
        solver.add(z3.Not(z3.And(said)))
        found = solver.check()
        model = solver.model() if found == z3.sat else None
        values = [z3.is_false(model.eval(x, model_completion=True)) for x in said] if model is not None else []
        solver.set("rlimit", self._budget)
        solver.pop()
        if found == z3.unsat:
            return [False] * len(claims)
        return values if any(values) else None

    def _said(self, claim: Claim) -> z3.BoolRef:
        each = ((self._goals[id(formula)], holds) for formula, holds in claim)
        return z3.Or([said if holds else z3.Not(said) for said, holds in each])

    def row(self) -> Row:
        """The customer that was found."""
        model, encoder = self._solver.model(), self._encoder

        def is_true(name: str) -> bool:
            return bool(z3.is_true(model.eval(z3.Bool(name, self._solver.ctx), model_completion=True)))

        row: Row = {}
        for field, number in encoder.columns.items():
            row[field] = self._value(number)
        for field, name in encoder.flags.items():
            row[field] = is_true(name)
        for field in encoder.texts.fields:
            like = next(
                (left for left, right, name in encoder.texts.same_as if right == field and is_true(name)), field
            )
            row[field] = row[like] if like != field else self._some_text(field, is_true)
        for field, name in encoder.known.items():
            if not is_true(name):
                row[field] = None
            elif field not in row:
                row[field] = field  # a text that nothing is said about
        return row

    def _some_text(self, field: str, is_true: Callable[[str], bool]) -> str:
        """The text that a field is, or one that has the patterns it has."""
        for text, name in self._encoder.texts.values.get(field, {}).items():
            if is_true(name):
                return text
        patterns = self._encoder.texts.patterns.get(field, {})
        found = [pattern for pattern, name in patterns.items() if is_true(name)]
        starts = max((text for which, text in found if which == "starts"), key=len, default="")
        contained = (text for which, text in found if which == "contains" and text not in starts)
        return _FILLER.join([starts, *contained, field])

    def _value(self, number: Number) -> int:
        found = self._solver.model().eval(z3.BitVec(number.text, number.width, self._solver.ctx), model_completion=True)
        return int(found.as_signed_long())

    def learn(self, customer: Customer) -> bool:
        """Tell the solver what terms are for a customer; False if it knows that already."""
        learnt = []
        for term, number in self._encoder.standing:
            exact = customer.term(term)
            if self._value(number) == exact:
                continue
            read = {x.field: customer.term(x) for x in bottom_up([term]) if isinstance(x, n.Column)}
            same = [self._is(self._encoder.columns[field], value) for field, value in read.items()]
            learnt.append(z3.Implies(z3.And(same), self._is(number, exact)))
        self._solver.add(*learnt)
        return bool(learnt)

    def _is(self, number: Number, value: int) -> z3.BoolRef:
        return z3.BitVec(number.text, number.width, self._solver.ctx) == value


def _found(result: z3.CheckSatResult) -> Found:
    return "nobody" if result == z3.unsat else "somebody" if result == z3.sat else "unknown"
