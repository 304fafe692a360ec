"""Whether any customer makes a formula true.

First some made-up customers are tried. Then it is looked for a proof that there is none: by logic alone, and over
rationals, because what they cannot make true no customer does. Then over bit-vectors, whose integers are exact, for a
customer. Terms that stand as numbers of their own may have been given a value that they do not have: then the
solver is told what they are for that customer, and asked again. Budgets are counted in steps, so answers repeat.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Final, Literal

from dsl.lean import dataclass
from engine.ir import nodes as n
from engine.ir.values import Customer
from engine.ir.walk import bottom_up
from engine.proof.booleans import Booleans
from engine.proof.encoding import Encoder
from engine.proof.samples import Samples
from engine.proof.session import Session
from engine.proof.sorts import Bits, Rationals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.proof.samples import Fact, Row
    from engine.proof.session import Claim

QUICK: Final = 2_000_000  # steps of a question over rationals
LONG: Final = 20_000_000  # and over bit-vectors
_GUESSES: Final = 2  # how often customers are made to meet conditions
_CLAIMS: Final = 8  # questions about what everybody has in common
_TRIES: Final = 25  # how often a customer is looked for again because a term had another value


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
        self._always, self._listed = tuple(always), listed
        self._samples = Samples(goals, always, listed)
        self._plain = Booleans(goals, always, listed)
        conditions = [x for x in bottom_up(goals) if isinstance(x, n.CONDITIONS)]
        self._quick = Session(Encoder(Rationals(), listed), [*goals, *conditions], always, QUICK)
        self._make_exact = partial(Session, Encoder(Bits(), listed), goals, always, LONG)

    @property
    def tried(self) -> int:
        """Customers on whom goals were tried."""
        return self._samples.count

    @cached_property
    def _exact(self) -> Session:
        return self._make_exact()

    def is_one(self, row: Row, holds: Sequence[n.Formula], fails: Sequence[n.Formula] = ()) -> bool:
        """Whether a customer makes some formulas true and others not; she has a value for every field that is read."""
        return self._samples.is_one(row, holds, fails)

    def is_nobody(self, holds: Sequence[n.Formula], fails: Sequence[n.Formula] = ()) -> bool:
        """Whether logic alone shows that nobody makes some formulas true and others not.

        It may be asked of all formulas below the goals, too; False is no answer.
        """
        return self._plain.nobody(holds, fails)

    def implied(self, holds: Sequence[n.Formula], facts: Sequence[Fact], like: Row | None = None) -> list[Fact]:
        """Of formulas below the goals, and whether they hold, those that logic shows of all who make goals true.

        Args:
            holds: the goals.
            facts: formulas, and whether they hold.
            like: one of those who make them true.
        """
        return self._plain.implied(holds, self.unrefuted(holds, facts, like))

    def unrefuted(self, holds: Sequence[n.Formula], facts: Sequence[Fact], like: Row | None = None) -> list[Fact]:
        """Of formulas below the goals, and whether they hold, those to which nobody who was tried is an exception.

        Args:
            holds: the goals of those who are meant.
            facts: formulas, and whether they hold.
            like: one of them; some who are like him are tried, too.
        """
        return self._samples.agree(holds, facts, like)

    def shown(self, holds: Sequence[n.Formula], claims: Sequence[Claim], given: Sequence[Claim] = ()) -> list[bool]:
        """Of claims about conditions below the goals, whether a solver shows them of all who make goals true.

        It is asked of all at once; who is an exception to some is asked about the others no more. After a few
        questions what is left counts as not shown.

        Args:
            holds: the goals.
            claims: that may be so.
            given: that are so.
        """
        if not claims:
            return []
        left = list(range(len(claims)))
        conditions = dict.fromkeys(formula for claim in (*claims, *given) for formula, _ in claim)
        session = Session(Encoder(Rationals(), self._listed), [*holds, *conditions], self._always, QUICK)
        for _ in range(_CLAIMS):
            if not left:
                break
            self.questions += 1
            exceptions = session.exceptions(holds, given, [claims[i] for i in left])
            if exceptions is None:
                break
            if not any(exceptions):
                return [i in left for i in range(len(claims))]
            left = [i for i, is_one in zip(left, exceptions, strict=True) if not is_one]
        return [False] * len(claims)

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
        if self._quick.check(holds, fails) == "nobody":
            return Answer("nobody")
        for _ in range(_TRIES):
            found = self._exact.check(holds, fails)
            if found != "somebody":
                return Answer(found)
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
