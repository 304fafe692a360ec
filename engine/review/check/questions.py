"""Questions about a policy in all its scopes: what may be asked is said first, then one prover answers."""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal

from dsl.lean import dataclass
from engine.ir.nodes import FALSE, TRUE
from engine.ir.values import Customer
from engine.ir.walk import bottom_up
from engine.proof.samples import Samples
from engine.proof.solver import Answer, Prover

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from engine.ir.nodes import Formula
    from engine.proof.samples import Row
    from engine.review.shared.scopes import Scope
    from engine.review.shared.world import World, Worlds

Verdict = Literal["nobody", "somebody", "unknown"]
_LONG: Final = 500  # nodes


@dataclass(frozen=True, eq=False, slots=True)
class Claim:
    """Whether there is somebody for whom some formulas hold and others do not."""

    holds: tuple[Formula, ...]
    fails: tuple[Formula, ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class Case:
    """A claim in the scopes in which it is the same.

    Attributes:
        valid: where it is one of these scopes, and the customer one that the record allows.
    """

    claim: Claim
    worlds: tuple[World, ...]
    valid: Formula

    @property
    def asked(self) -> tuple[list[Formula], list[Formula]]:
        """All that has to hold, and to fail."""
        return self.part(None, None)

    def part(self, holds: Sequence[int] | None, fails: Sequence[int] | None) -> tuple[list[Formula], list[Formula]]:
        """What has to hold, and to fail, of some formulas of the claim; of all, if None."""
        claim = self.claim
        true = claim.holds if holds is None else (claim.holds[i] for i in holds)
        false = claim.fails if fails is None else (claim.fails[i] for i in fails)
        return [*true, self.valid], list(false)

    def is_met(self, customer: Customer) -> bool:
        """Whether a customer is one whom it is about."""
        fits = customer.holds(self.valid) and all(map(customer.holds, self.claim.holds))
        return fits and not any(map(customer.holds, self.claim.fails))


@dataclass(frozen=True, eq=False, slots=True)
class Question:
    """The same claim about each scope, as cases that differ. Of all cases, formulas stand at the same places.

    Attributes:
        make: the claim about any scope.
        whole: a claim that is met where any of the cases is.
    """

    cases: tuple[Case, ...]
    make: Callable[[World], Claim | None]
    whole: Case

    @property
    def goals(self) -> Iterator[Formula]:
        """Every formula it may be asked with."""
        for case in (*self.cases, self.whole):
            yield from (*case.claim.holds, *case.claim.fails, case.valid)

    @property
    def is_long(self) -> bool:
        """Whether it takes much to be said."""
        return next(islice(bottom_up(self.goals), _LONG, None), None) is not None

    def whom(self, world: World) -> Formula:
        """The customers it is about."""
        claim, b = self.make(world), world.outcomes.builder
        return FALSE if claim is None else b.all_of((*claim.holds, *map(b.negation, claim.fails)))


class Questions:
    """Collects questions, then asks them: all of made-up customers first, and only what is left of a prover.

    Args:
        worlds: the policy in all its scopes.
        known: customers worth to be tried, too.
    """

    def __init__(self, worlds: Worlds, known: Sequence[Row] = ()) -> None:
        self.worlds = worlds
        self._known = known
        self._said: list[Question] = []
        self._anytime = worlds.builder.any_of(world.valid for world in worlds.each)
        self._provers: dict[int, Prover] = {}  # by the identity of questions

    # --- saying what will be asked ---

    def question(self, make: Callable[[World], Claim | None]) -> Question | None:
        """A question about every scope for which there is a claim; None if there is one for none."""
        groups: dict[tuple[tuple[int, ...], ...], tuple[Claim, list[World]]] = {}
        for world in self.worlds.each:
            claim = make(world)
            if claim is not None:
                key = (tuple(map(id, claim.holds)), tuple(map(id, claim.fails)))
                groups.setdefault(key, (claim, []))[1].append(world)
        if not groups:
            return None
        b = self.worlds.builder
        cases = tuple(Case(claim, tuple(found), b.any_of(x.valid for x in found)) for claim, found in groups.values())
        question = Question(cases, make, self._whole(cases))
        self._said.append(question)
        return question

    def _whole(self, cases: Sequence[Case]) -> Case:
        """One claim that is met where any of the cases is."""
        if len(cases) == 1:
            return cases[0]
        b = self.worlds.builder
        met = (b.all_of((*x.claim.holds, *map(b.negation, x.claim.fails), x.valid)) for x in cases)
        worlds = tuple(world for case in cases for world in case.worlds)
        return Case(Claim((b.any_of(met),)), worlds, TRUE)

    # --- asking ---

    @cached_property
    def _samples(self) -> Samples:
        """Made when the first question is asked: from then on no new ones can be said."""
        goals = {id(goal): goal for question in self._said for goal in question.goals}
        return Samples(list(goals.values()), [self._anytime], self.worlds.listed)

    @cached_property
    def _met(self) -> dict[int, Row]:
        """Of each question that made-up customers answer, one of them."""
        found = {}
        for question in self._said:
            row = self._samples.find(*question.whole.asked)
            if row is not None:
                found[id(question)] = row
        left = [question for question in self._said if id(question) not in found and not question.is_long]
        for row in self._known:
            customer = Customer(row)
            met = {id(question) for question in left if question.whole.is_met(customer)}
            found |= dict.fromkeys(met, row)
            left = [question for question in left if id(question) not in met]
        return found

    def _prover(self, question: Question) -> Prover:
        """The prover for a question that made-up customers do not answer.

        Long questions have one of their own: short ones would be slower beside them.
        """
        if not self._provers:
            left = [x for x in self._said if id(x) not in self._met]
            long = {id(x) for x in left if x.is_long}
            for group in ([x for x in left if id(x) not in long], [x for x in left if id(x) in long]):
                self._provers |= dict.fromkeys(map(id, group), self._prover_of(group)) if group else {}
        if id(question) not in self._provers:
            self._provers[id(question)] = self._prover_of([question])
        return self._provers[id(question)]

    def _prover_of(self, questions: Sequence[Question]) -> Prover:
        goals = {id(goal): goal for question in questions for goal in question.goals}
        return Prover(list(goals.values()), self.worlds.listed, [self._anytime])

    def ask(self, question: Question, holds: Sequence[int] | None = None, fails: Sequence[int] | None = None) -> Answer:
        """Whether there is somebody in any scope; nobody only if there is nobody in all.

        Args:
            question: said before.
            holds: places of the formulas that have to hold; all of the claim, if None.
            fails: places of those that have to fail; all, if None.
        """
        if id(question) in self._met:
            return Answer("somebody", self._met[id(question)])
        if holds is fails is None:
            return self._prover(question).ask(*question.whole.asked)
        verdict = Answer("nobody")
        for case in question.cases:
            found = self._prover(question).ask(*case.part(holds, fails))
            if found.verdict == "somebody":
                return found
            verdict = found if found.verdict == "unknown" else verdict
        return verdict

    def where(self, question: Question) -> tuple[Scope, ...]:
        """The scopes that may be meant where there is somebody; none if all are."""
        found: list[World] = []
        for case in question.cases:
            if len(question.cases) == 1 or self._is_met(question, case):
                found += case.worlds
        everywhere = len(found) == len(self.worlds.each)
        return () if everywhere else tuple(world.scope for world in self.worlds.each if world in found)

    def _is_met(self, question: Question, case: Case) -> bool:
        """Whether there is somebody in the scopes of a case."""
        if self._samples.find(*case.asked) is not None:
            return True
        return self._prover(question).ask(*case.asked).verdict == "somebody"

    @staticmethod
    def is_one(question: Question, row: Row) -> bool:
        """Whether a customer is one whom a question is about, in any scope."""
        return question.whole.is_met(Customer(row))

    def smallest(self, question: Question, among: Sequence[int] | None = None) -> tuple[int, ...]:
        """Formulas of which none can be left out, or there would be somebody: places of some that have to fail.

        For questions whose answer is nobody.

        Args:
            question: said before.
            among: places of formulas that have to fail. None looks for some that have to hold instead.
        """

        def is_nobody(kept: list[int]) -> bool:
            found = self.ask(question, holds=kept) if among is None else self.ask(question, fails=kept)
            return found.verdict == "nobody"

        places = range(len(question.cases[0].claim.holds)) if among is None else among
        return tuple(sorted(_needed(list(places), is_nobody)))


def worst(verdicts: Collection[Verdict]) -> Verdict:
    """Of answers to several questions whether there is anybody: nobody only if all say so."""
    return next((x for x in ("somebody", "unknown") if x in verdicts), "nobody")


def _needed(items: list[int], is_enough: Callable[[list[int]], bool]) -> list[int]:
    """A smallest part of what is enough that is enough itself; what stands first is kept sooner.

    Halves are left out before single items, so that few of many are found with few questions (QuickXplain).
    """

    def search(background: list[int], has_grown: bool, candidates: list[int]) -> list[int]:  # noqa: FBT001
        if has_grown and is_enough(background):
            return []
        if len(candidates) == 1:
            return candidates
        middle = len(candidates) // 2
        first, second = candidates[:middle], candidates[middle:]
        late = search([*background, *first], bool(first), second)
        early = search([*background, *late], bool(late), first)
        return [*early, *late]

    return [] if is_enough([]) else search([], False, items)  # noqa: FBT003
