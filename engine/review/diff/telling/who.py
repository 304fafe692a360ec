"""What everybody in a class of change has in common: conditions of the policies that all of them are proved to meet.

Logic shows most of it. What it leaves open, because numbers have to be added or compared, a solver is asked for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dsl.lean import dataclass
from engine.ir import nodes as n
from engine.ir.values import Customer
from engine.review.diff.telling.alike import fields_of
from engine.review.diff.telling.missing import valued_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from engine.ir.builder import Builder
    from engine.proof.samples import Claim, Row
    from engine.proof.solver import Prover
    from engine.review.diff.comparing.differences import Part
    from engine.review.diff.telling.alike import Likeness
    from engine.review.diff.telling.outcome_facts import OneOf, Question

_ASKED: Final = 48  # facts that a solver is asked about at once
_ANYBODY: Final = 64  # made-up customers, of whom one may show that a fact is not about everybody
_DECIDED: Final = 3  # tiers, classes and choices that are told
_WEIGHED: Final = 8  # facts of which each is asked whether the others imply it


@dataclass(frozen=True, eq=False, slots=True)
class Fact:
    """A condition that is met, or is not.

    Attributes:
        or_missing: this is so unless what it is about is missing, or may be missing as far as is proved.
        claim: what is proved.
        decided: what this says of a tier, a class or a choice, if it does.
    """

    atom: n.Formula
    holds: bool
    or_missing: bool = False
    claim: Claim = ()
    decided: OneOf | None = None

    def of(self, counterparts: Mapping[int, n.Formula]) -> Fact:
        """The same fact about other conditions, by id of those it is about."""
        claim = tuple((counterparts[id(x)], holds) for x, holds in self.claim)
        return replace(self, atom=counterparts[id(self.atom)], claim=claim)


class InCommon:
    """Finds what is so of everybody for whom a goal holds.

    Args:
        prover: of that goal.
        builder: of the formulas.
        likeness: what they are seen to have in common.
        decided: what both policies decide alike of the customers of a part.
        counterparts: conditions of that kind in one part for those in another.
        has_words: whether a fact can be told.
        may_miss: columns that may have no value.
    """

    def __init__(
        self,
        prover: Prover,
        builder: Builder,
        likeness: Likeness,
        decided: Callable[[Part], Iterable[Question]],
        counterparts: Callable[[Part, Part], dict[int, n.Formula]],
        has_words: Callable[[Fact], bool],
        may_miss: AbstractSet[str],
    ) -> None:
        self._prover, self._builder, self._likeness = prover, builder, likeness
        self._may_miss = may_miss
        self._has_words = has_words
        self._decided = decided
        self.counterparts = counterparts

    def facts(self, part: Part) -> list[Fact]:
        """The facts about all who are in a part, without those about everybody and those that others imply."""
        formula, valid, row = part.formula, part.valid, part.found.row
        if row is None:
            return []
        alike = self._likeness.of(formula, valid, row)
        of_all = {atom for atom, _ in self._prover.implied([valid], alike.shown)}
        found = [Fact(atom, holds, claim=((atom, holds),)) for atom, holds in alike.shown if atom not in of_all]
        likely = [Fact(*claim[0], or_missing=len(claim) > 1, claim=claim) for claim in alike.likely]
        solved = self._shown_by_solver([formula, valid], likely)
        order: dict[object, int] = {}
        for i, atom in enumerate(alike.atoms):
            order.setdefault(_about(atom), i)
        read = sorted(self._weighed(valid, found, solved), key=lambda fact: order[_about(fact.atom)])
        return [*self._decided_of(part, row, read), *read]

    def _decided_of(self, part: Part, row: Row, facts: Sequence[Fact]) -> Iterator[Fact]:
        """Tiers, classes and choices of all who are in a part, if what they are made of does not tell who that is.

        Those that are made of others come first, and none that what is told already implies.
        """
        questions = list(self._decided(part))
        if not questions or self.are_all([part], facts):
            return
        goals = [part.formula, part.valid]
        anybody = [Customer(one) for one in (row, *self._prover.some(goals, _ANYBODY))]
        likely: list[tuple[OneOf, Claim]] = []
        for question in reversed(questions):
            of = question.met(anybody)
            claim = tuple((question.answers[value], True) for value in of.values) if of is not None else ()
            if of is not None and all(_is_met(claim, one) for one in anybody):
                likely.append((of, claim))
        shown = self._prover.shown(goals, [claim for _, claim in likely])
        told = [claim for fact in facts for claim in self._as_told(fact)]
        most = len(told) + _DECIDED
        for (of, claim), is_so in zip(likely, shown, strict=True):
            if is_so and len(told) < most and not self._prover.shown([part.valid], [claim], told)[0]:
                told.append(claim)
                yield Fact(claim[0][0], holds=True, claim=claim, decided=of)

    def are_so(self, parts: Sequence[Part], facts: Sequence[Fact]) -> bool:
        """Whether facts that can be told are proved of all who are in some parts."""
        if not all(map(self._has_words, facts)):
            return False
        b, claims = self._builder, [fact.claim for fact in facts]
        if len(parts) == 1:
            return all(self._prover.shown([parts[0].formula, parts[0].valid], claims))
        anybody = b.any_of(b.all_of((part.formula, part.valid)) for part in parts)
        return all(self._prover.shown([anybody], claims))

    def are_all(self, parts: Sequence[Part], facts: Sequence[Fact]) -> bool:
        """Whether everybody of whom facts are so, as they are told, is proved to be in the part where he is."""
        told = [claim for fact in facts for claim in self._as_told(fact)]
        if not told:
            return False
        b = self._builder
        outside = b.any_of(b.all_of((part.valid, b.negation(part.formula))) for part in parts)
        return self._prover.shown([], [((outside, False),)], told)[0]

    def _as_told(self, fact: Fact) -> Iterator[Claim]:
        """What a reader takes a fact for: what is told of a field is not told of those of whom it is missing."""
        b = self._builder
        groups = sorted(sorted(x) for x in valued_by(fact.atom) if x <= self._may_miss)
        known = [(b.any_of(map(b.known, group)), True) for group in groups]
        if fact.decided is not None:
            yield fact.claim
        elif isinstance(fact.atom, n.Known):
            yield ((fact.atom, fact.holds),)
        elif fact.or_missing:
            yield ((fact.atom, fact.holds), *((formula, False) for formula, _ in known))
        else:
            yield ((fact.atom, fact.holds),)
            yield from ((each,) for each in known)

    # --- by the solver ---

    def _shown_by_solver(self, goals: Sequence[n.Formula], facts: Iterable[Fact]) -> list[Fact]:
        """Those of some facts that a solver shows; that one is so unless something is missing, only if no more is."""
        told = [fact for fact in facts if self._has_words(fact)]
        plain, unless = ([x for x in told if x.or_missing is missing][:_ASKED] for missing in (False, True))
        shown = self._prover.shown(goals, [fact.claim for fact in (*plain, *unless)])
        found = [fact for fact, is_so in zip((*plain, *unless), shown, strict=True) if is_so]
        always = {id(fact.atom) for fact in found if not fact.or_missing}
        return [fact for fact in found if not (fact.or_missing and id(fact.atom) in always)]

    def _weighed(self, valid: n.Formula, known: Sequence[Fact], solved: Sequence[Fact]) -> list[Fact]:
        """What is known, and what the solver adds to it, as it is told."""
        new = self._not_of_all(valid, solved)
        by_solver = {id(fact.atom) for fact in new}
        kept: list[Fact] = []
        added: list[Fact] = []
        for fact in _readable([*known, *new], self._may_miss):
            if self._has_words(fact):  # what cannot be told stands for nothing else
                (added if id(fact.atom) in by_solver else kept).append(fact)
        is_implied = self._prover.shown([valid], [x.claim for x in added], [x.claim for x in kept])
        added = [fact for fact, is_so in zip(added, is_implied, strict=True) if not is_so]
        # The one about the most fields is the hardest to read.
        for fact in sorted(added, key=lambda x: -len(fields_of(x.atom)))[:_WEIGHED]:
            others = [x for x in added if x is not fact]
            if self._prover.shown([valid], [fact.claim], [x.claim for x in (*kept, *others)])[0]:
                added = others
        return [*kept, *added]

    def _not_of_all(self, valid: n.Formula, facts: Sequence[Fact]) -> list[Fact]:
        """Facts to which there is an exception at all."""
        anybody = [Customer(row) for row in self._prover.some([valid], _ANYBODY)] if facts else []
        doubtful = [fact for fact in facts if all(_is_met(fact.claim, customer) for customer in anybody)]
        of_all = self._shown_by_solver([valid], doubtful)
        return [fact for fact in facts if fact not in of_all]


def _about(atom: n.Formula) -> object:
    """What a condition compares: a sum, or a field."""
    return id(atom.form) if isinstance(atom, n.AtLeast | n.Equal) else frozenset(fields_of(atom))


def _is_met(claim: Claim, customer: Customer) -> bool:
    return any(customer.holds(formula) is holds for formula, holds in claim)


def _readable(found: Sequence[Fact], may_miss: AbstractSet[str]) -> list[Fact]:
    """Nothing about a field that is missing, and no threshold below another."""
    known = {fact.atom.field for fact in found if isinstance(fact.atom, n.Known) and fact.holds}
    blank = {fact.atom.field for fact in found if isinstance(fact.atom, n.Known) and not fact.holds}
    told = (
        replace(fact, or_missing=fact.or_missing or (not fact.holds and _may_have_none(fact.atom, may_miss, known)))
        for fact in found
        if isinstance(fact.atom, n.Known) or not any(x <= blank for x in valued_by(fact.atom))
    )
    return _strongest(list(told))


def _may_have_none(atom: n.Formula, may_miss: AbstractSet[str], known: AbstractSet[str]) -> bool:
    """Whether what is compared may have no value, though some fields have one."""
    return any(x <= may_miss and x.isdisjoint(known) for x in valued_by(atom))


def _strongest(found: list[Fact]) -> list[Fact]:
    """Without what another fact says too: a lower threshold, that a field with a value is known."""
    kept: dict[object, Fact] = {}
    for fact in found:
        match fact.atom:
            case n.AtLeast(form, bound):
                key: object = (id(form), fact.holds, fact.holds and fact.or_missing)
                former = kept.get(key)
                at = former.atom.bound if former is not None and isinstance(former.atom, n.AtLeast) else None
                if at is None or (bound > at if fact.holds else bound < at):
                    kept[key] = fact
            case n.Equal() if not fact.holds:
                continue
            case n.Member(field, values) if fact.holds:
                former = kept.get((field, fact.or_missing))
                if former is None or (isinstance(former.atom, n.Member) and values < former.atom.values):
                    kept[field, fact.or_missing] = fact
            case _:
                kept[id(fact.atom)] = fact
    groups = (x for fact in kept.values() if not isinstance(fact.atom, n.Known) for x in valued_by(fact.atom))
    valued = {field for group in groups if len(group) == 1 for field in group}
    return [
        fact
        for fact in kept.values()
        if not (isinstance(fact.atom, n.Known) and fact.holds and fact.atom.field in valued)
        and not (isinstance(fact.atom, n.Member) and not fact.holds and _is_said(fact.atom, kept.values()))
    ]


def _is_said(none_of: n.Member, facts: Iterable[Fact]) -> bool:
    """Whether another fact says that a field has none of some values: of more of them, or by the ones it has."""
    others = ((fact.atom, fact.holds) for fact in facts if isinstance(fact.atom, n.Member))
    return any(
        none_of.values.isdisjoint(other.values) if holds else none_of.values < other.values
        for other, holds in others
        if other.field == none_of.field
    )
