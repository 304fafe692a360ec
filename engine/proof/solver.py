"""Whether any customer makes a formula true. z3 is met only here.

First some made-up customers are tried. Then it is looked for a proof that there is none: by logic alone, and over
rationals, because what they cannot make true no customer does. Then over bit-vectors, whose integers are exact, for a
customer. Terms that stand as numbers of their own may have been given a value that they do not have: then the
solver is told what they are for that customer, and asked again. Budgets are counted in steps, so answers repeat.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final, Literal

import z3

from engine.ir import nodes as n
from engine.ir.values import Customer
from engine.ir.walk import bottom_up
from engine.proof.booleans import Booleans
from engine.proof.encoding import Encoder
from engine.proof.samples import Samples
from engine.proof.sorts import Bits, Rationals

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from engine.proof.numbers import Number
    from engine.proof.samples import Row

QUICK: Final = 2_000_000  # steps of a question over rationals
LONG: Final = 20_000_000  # and over bit-vectors
_GUESSES: Final = 2  # how often customers are made to meet conditions
_TRIES: Final = 25  # how often a customer is looked for again because a term had another value
_FILLER: Final = "…"  # between the parts of a text that has to contain them


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found.

    Attributes:
        verdict: ``nobody`` is proved; ``somebody`` comes with a customer; ``unknown`` is neither.
        row: stored values by field; only of fields the formula reads.
    """

    verdict: Literal["nobody", "somebody", "unknown"]
    row: Row | None = None


class Prover:
    """Answers questions about some formulas of one builder.

    Args:
        goals: the formulas that questions may be about.
        listed: the values of each field that is a list.
        always: what is true of every customer.

    Attributes:
        questions: how many were asked.
    """

    def __init__(
        self, goals: Sequence[n.Formula], listed: Mapping[str, Sequence[str]], always: Sequence[n.Formula] = ()
    ) -> None:
        self.questions = 0
        self._always = tuple(always)
        self._samples = Samples(goals, always, listed)
        self._plain = Booleans(goals, always, listed)
        self._quick = _Session(Encoder(Rationals(), listed), goals, always, QUICK)
        self._make_exact = partial(_Session, Encoder(Bits(), listed), goals, always, LONG)

    @property
    def tried(self) -> int:
        """Customers on whom goals were tried."""
        return self._samples.count

    @cached_property
    def _exact(self) -> _Session:
        return self._make_exact()

    def is_one(self, row: Row, holds: Sequence[n.Formula], fails: Sequence[n.Formula] = ()) -> bool:
        """Whether a customer makes some formulas true and others not; she has a value for every field that is read."""
        return self._samples.is_one(row, holds, fails)

    def is_nobody(self, holds: Sequence[n.Formula], fails: Sequence[n.Formula] = ()) -> bool:
        """Whether logic alone shows that nobody makes some formulas true and others not.

        It may be asked of all formulas below the goals, too; False is no answer.
        """
        return self._plain.nobody(holds, fails)

    def implied(self, holds: Sequence[n.Formula], facts: Sequence[tuple[n.Formula, bool]]) -> list[bool]:
        """Of formulas below the goals, and whether they hold, whether logic shows it of all who make goals true."""
        return self._plain.implied(holds, facts)

    def some(self, holds: Sequence[n.Formula], most: int) -> list[Row]:
        """A few customers, of those who were tried, for whom goals hold."""
        return self._samples.some(holds, most)

    def ask(self, holds: Sequence[n.Formula], fails: Sequence[n.Formula] = ()) -> Answer:
        """Whether there is somebody for whom some goals hold and others do not."""
        self.questions += 1
        met = self._samples.find(holds, fails)
        if met is not None:
            return Answer("somebody", met)
        if self._plain.nobody(holds, fails):
            return Answer("nobody")
        guessed = self._guessed(holds, fails)
        if guessed is not None:
            return Answer("somebody", guessed)
        if self._quick.check(holds, fails) == z3.unsat:
            return Answer("nobody")
        for _ in range(_TRIES):
            found = self._exact.check(holds, fails)
            if found == z3.unsat:
                return Answer("nobody")
            if found != z3.sat:
                return Answer("unknown")
            row = self._exact.row()
            if self._samples.is_one(row, holds, fails):
                self._samples.add(row)
                return Answer("somebody", row)
            if not self._exact.learn(Customer(row)):
                return Answer("unknown")
        return Answer("unknown")

    def _guessed(self, holds: Sequence[n.Formula], fails: Sequence[n.Formula]) -> Row | None:
        """Somebody who meets the conditions with which logic has found it possible."""
        if fails:
            return None
        goals = [*holds, *self._always]
        nodes = list(bottom_up(goals))
        truth = self._plain.guess(goals)
        found = (self._samples.guessed(nodes, truth, goals) for _ in range(_GUESSES))
        return next((row for row in found if row is not None and self._samples.is_one(row, holds, fails)), None)


class _Session:
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

    def check(self, holds: Sequence[n.Formula], fails: Sequence[n.Formula]) -> z3.CheckSatResult:
        """Whether the solver finds values.

        Over rationals it forgets what was asked before, because it would search that too. Over bit-vectors it keeps
        what it was told: most of its time goes into translating that.
        """
        wanted = [*(self._goals[id(goal)] for goal in holds), *(z3.Not(self._goals[id(goal)]) for goal in fails)]
        if self._encoder.script.sort.exact:
            return self._solver.check(*wanted)
        self._solver.push()
        self._solver.add(*wanted)
        found = self._solver.check()
        self._solver.pop()
        return found

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
