"""Whether any customer makes a formula true.

First some made-up customers are tried. Then it is looked for a proof that there is none: by logic alone, and over
rationals, because what they cannot make true no customer does. Logic is asked first, and told what conditions cannot be
met together: that is learnt once for all questions. Who makes a formula true over rationals is most often a customer,
with the whole numbers below his, or leads to one who meets the same conditions; else one is looked for over
bit-vectors, whose integers are exact. Terms that stand as numbers of their own may have been given a value that they do
not have: then the solver is told what they are for that customer, and asked again. Budgets are counted in steps, so
answers repeat.
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
from engine.proof.enough import enough
from engine.proof.lemmas import Lemmas
from engine.proof.samples import Samples
from engine.proof.session import Session
from engine.proof.sorts import Bits, Rationals
from engine.proof.together import Together

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.proof.samples import Claim, Fact, Row
    from engine.proof.varied import Varied

QUICK: Final = 2_000_000  # steps of a question over rationals
LONG: Final = 20_000_000  # and over bit-vectors
_LEARNT: Final = 60  # times that logic learns what cannot be met together, for a question
_MADE: Final = 2  # how often customers are made to meet conditions
_QUICK_TRIES: Final = 12  # how often a customer is looked for, because a term had another value, over rationals
_TRIES: Final = 25  # and over bit-vectors


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
        self._together = Together(listed)
        self._lemmas = Lemmas(always, listed, self._together)
        self._implied: dict[tuple[int, ...], dict[Fact, bool]] = {}  # of goals, by id: whether logic shows a fact
        conditions = [x for x in bottom_up(goals) if isinstance(x, n.CONDITIONS)]
        self._quick = Session(Encoder(Rationals(), listed), [*goals, *conditions], always, QUICK)
        self._make_exact = partial(Session, Encoder(Bits(), listed), [*goals, *conditions], always, LONG)

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

    def varied(self, row: Row, field: str, holds: Sequence[n.Formula]) -> Varied:
        """Tells with which numbers in a field a customer makes formulas true."""
        return self._samples.varied(row, field, holds)

    def is_nobody(self, holds: Sequence[n.Formula], fails: Sequence[n.Formula] = ()) -> bool:
        """Whether logic alone shows that nobody makes some formulas true and others not.

        It may be asked of all formulas below the goals, too; False is no answer.
        """
        return self._plain.nobody(holds, fails)

    def implied(self, holds: Sequence[n.Formula], facts: Sequence[Fact]) -> list[Fact]:
        """Of formulas below the goals, and whether they hold, those that logic shows of all who make goals true."""
        key = tuple(map(id, holds))
        known = self._implied.setdefault(key, {})
        new = [(fact,) for fact in dict.fromkeys(facts) if fact not in known]
        agreed = [fact for (fact,) in self.unrefuted(holds, new)]
        shown = set(self._plain.implied(holds, agreed))
        known.update((fact, fact in shown) for (fact,) in new)
        return [fact for fact in facts if known[fact]]

    def unrefuted(self, holds: Sequence[n.Formula], claims: Sequence[Claim], like: Row | None = None) -> list[Claim]:
        """Of claims about formulas below the goals, those to which nobody who was tried is an exception.

        Args:
            holds: the goals of those who are meant.
            claims: that may be so.
            like: one of them; some who are like him are tried, too.
        """
        return self._samples.agree(holds, claims, like)

    def shown(self, holds: Sequence[n.Formula], claims: Sequence[Claim], given: Sequence[Claim] = ()) -> list[bool]:
        """Of claims about formulas, whether they are shown of all who make goals true, by logic and by arithmetic.

        It is asked of all at once. If that is not settled, none counts as shown.

        Args:
            holds: the goals.
            claims: that may be so.
            given: that are so.
        """
        if not claims:
            return []
        self.questions += 1
        found = self._lemmas.shown(holds, list(dict.fromkeys(claims)), given) or []
        return [claim in found for claim in claims]

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
        alike = self._samples.find_like_lately(holds, fails)
        if alike is not None:
            return Answer("somebody", alike)
        learnt = self._by_conditions(holds, fails)
        if learnt is not None:
            return learnt
        found = self._solved(self._quick, _QUICK_TRIES, holds, fails)
        return found if found.verdict != "unknown" else self._solved(self._exact, _TRIES, holds, fails)

    def _by_conditions(self, holds: Sequence[n.Formula], fails: Sequence[n.Formula]) -> Answer | None:
        """Whether logic finds conditions that can be met together; None if it is not settled so.

        Logic is told what cannot, once for all questions. Whoever meets what is enough of the others is looked at.
        """
        goals = [*holds, *self._always]
        for _ in range(_LEARNT):
            model = self._plain.met(holds, fails)
            if not model:
                return Answer("nobody") if model is not None else None
            facts = self._lemmas.enough(goals, fails, self._plain, model)
            lemma = self._together.impossible(facts)
            if not lemma:
                row = self._samples.completed(self._together.somebody(facts)) if lemma is not None else None
                if row is None or not self._samples.is_one(row, holds, fails):
                    return None
                self._samples.add(row)
                return Answer("somebody", row)
            self._plain.learn(lemma)
        return None

    def _solved(self, session: Session, tries: int, holds: Sequence[n.Formula], fails: Sequence[n.Formula]) -> Answer:
        """What a solver finds; whoever it finds is looked at, and terms that had another value it is told."""
        for _ in range(tries):
            found = session.check(holds, fails)
            if found != "somebody":
                return Answer(found)
            described = session.row()
            row = described if self._samples.is_one(described, holds, fails) else self._like(session, holds, fails)
            if row is not None:
                self._samples.add(row)
                return Answer("somebody", row)
            if not session.learn(Customer(described)):
                break
        return Answer("unknown")

    def _like(self, session: Session, holds: Sequence[n.Formula], fails: Sequence[n.Formula]) -> Row | None:
        """Somebody made to meet the conditions that are met by whom a solver describes, if he himself is nobody."""
        goals = [*holds, *self._always]
        nodes = list(bottom_up([*goals, *fails]))
        met = session.truth(nodes)
        truth = enough(goals, fails, lambda formula: met[id(formula)])
        found = (self._samples.meeting(nodes, truth, goals, fails) for _ in range(_MADE))
        return next((row for row in found if row is not None and self._samples.is_one(row, holds, fails)), None)
