"""What everybody in a class of change has in common: conditions of the policies that all of them are proved to meet.

Logic shows most of it. What it leaves open, because numbers have to be added or compared, a solver is asked for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dsl.lean import dataclass
from engine.ir import nodes as n
from engine.ir.values import Customer
from engine.ir.walk import bottom_up
from engine.review.shared.world import TODAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from engine.proof.samples import Row
    from engine.proof.session import Claim
    from engine.proof.solver import Prover

_MEMBERS: Final = 12  # customers of a class who are looked at for what is so unless something is missing
_ASKED: Final = 48  # facts that a solver is asked about at once
_ANYBODY: Final = 64  # made-up customers, of whom one may show that a fact is not about everybody
_WEIGHED: Final = 8  # facts of which each is asked whether the others imply it


@dataclass(frozen=True, eq=False, slots=True)
class Fact:
    """A condition that is met, or is not.

    Attributes:
        or_missing: this is so unless what it is about is missing, or may be missing as far as is proved.
        claim: what is proved.
    """

    atom: n.Formula
    holds: bool
    or_missing: bool = False
    claim: Claim = ()


class InCommon:
    """Finds what is so of everybody for whom a goal holds.

    Args:
        prover: of that goal.
        has_words: whether a fact can be told.
        may_miss: columns that may have no value.
    """

    def __init__(self, prover: Prover, has_words: Callable[[Fact], bool], may_miss: AbstractSet[str]) -> None:
        self._prover = prover
        self._may_miss = may_miss
        self._has_words = has_words

    def facts(self, formula: n.Formula, valid: n.Formula, row: Row) -> list[Fact]:
        """The facts about all for whom two goals hold, without those about everybody and those that others imply.

        Args:
            formula: who is meant.
            valid: who there is at all.
            row: one of them.
        """
        goals = [formula, valid]
        atoms = list(_atoms(formula))
        alike = self._unrefuted(goals, atoms, row)
        plain = self._shown_by_logic(goals, alike)
        shown = {id(fact.atom) for fact in plain}
        of_all = self._shown_by_logic([valid], plain)
        found = [fact for fact in plain if fact not in of_all]
        solved = self._shown_by_solver(goals, [fact for fact in alike if id(fact.atom) not in shown])
        shown |= {id(fact.atom) for fact in solved}
        customers = [Customer(x) for x in (row, *self._prover.some(goals, _MEMBERS))]
        unless = _unless_missing([atom for atom in atoms if id(atom) not in shown], customers)
        solved += self._shown_by_solver(goals, unless)
        order: dict[object, int] = {}
        for i, atom in enumerate(atoms):
            order.setdefault(_about(atom), i)
        return sorted(self._weighed(valid, found, solved), key=lambda fact: order[_about(fact.atom)])

    # --- by logic ---

    def _unrefuted(self, goals: Sequence[n.Formula], atoms: Sequence[n.Formula], row: Row) -> list[Fact]:
        customer = Customer(row)
        alike = self._prover.unrefuted(goals, [(atom, customer.holds(atom)) for atom in atoms], row)
        return [Fact(atom, holds, claim=((atom, holds),)) for atom, holds in alike]

    def _shown_by_logic(self, goals: Sequence[n.Formula], facts: Sequence[Fact]) -> list[Fact]:
        shown = {atom for atom, _ in self._prover.implied(goals, [(fact.atom, fact.holds) for fact in facts])}
        return [fact for fact in facts if fact.atom in shown]

    # --- by the solver ---

    def _shown_by_solver(self, goals: Sequence[n.Formula], facts: Iterable[Fact]) -> list[Fact]:
        asked = [fact for fact in facts if self._has_words(fact)][:_ASKED]
        shown = self._prover.shown(goals, [fact.claim for fact in asked])
        return [fact for fact, is_so in zip(asked, shown, strict=True) if is_so]

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
        doubtful = [fact for fact in facts if all(_meets(fact, customer) for customer in anybody)]
        of_all = self._shown_by_solver([valid], doubtful)
        return [fact for fact in facts if fact not in of_all]


def fields_in_common(prover: Prover, formula: n.Formula, valid: n.Formula, row: Row) -> set[str]:
    """Fields about which logic shows that all for whom a goal holds have something in common.

    Args:
        prover: of the goal.
        formula: who is meant.
        valid: who there is at all.
        row: one of them.
    """
    customer = Customer(row)
    facts = [(atom, customer.holds(atom)) for atom in _atoms(formula)]
    shown = prover.implied([formula, valid], facts, row)
    return {field for atom, _ in shown for field in fields_of(atom)}


def _about(atom: n.Formula) -> object:
    """What a condition compares: a sum, or a field."""
    return id(atom.form) if isinstance(atom, n.AtLeast | n.Equal) else frozenset(fields_of(atom))


def _meets(fact: Fact, customer: Customer) -> bool:
    return any(customer.holds(formula) is holds for formula, holds in fact.claim)


def _same(atom: n.Formula, customers: Sequence[Customer]) -> bool | None:
    """Whether a condition holds for all of some customers; None if only for some."""
    seen = {customer.holds(atom) for customer in customers}
    return seen.pop() if len(seen) == 1 else None


def _unless_missing(atoms: Sequence[n.Formula], customers: Sequence[Customer]) -> Iterator[Fact]:
    """Conditions that hold for all of whom the field is known that they are about, or for none of these."""
    known = {atom.field: atom for atom in atoms if isinstance(atom, n.Known)}
    for atom in atoms:
        fields = fields_of(atom) - {TODAY}
        if isinstance(atom, n.Known) or len(fields) > 1 or not fields <= known.keys():
            continue
        is_known = known[next(iter(fields))]
        holds = _same(atom, [customer for customer in customers if customer.holds(is_known)])
        if holds is not None:
            yield Fact(atom, holds, or_missing=True, claim=((atom, holds), (is_known, False)))


def _readable(found: Sequence[Fact], may_miss: AbstractSet[str]) -> list[Fact]:
    """Nothing about a field that is missing, and no threshold below another."""
    known = {fact.atom.field for fact in found if isinstance(fact.atom, n.Known) and fact.holds}
    blank = {fact.atom.field for fact in found if isinstance(fact.atom, n.Known) and not fact.holds}
    told = (
        replace(fact, or_missing=fact.or_missing or (not fact.holds and not fields_of(fact.atom) & may_miss <= known))
        for fact in found
        if isinstance(fact.atom, n.Known) or not fields_of(fact.atom) & blank
    )
    return _strongest(list(told))


def _atoms(formula: n.Formula) -> Iterator[n.Formula]:
    """Conditions on customers; those on the day alone are told as scopes."""
    for node in bottom_up([formula]):
        if isinstance(node, n.CONDITIONS) and fields_of(node) - {TODAY}:
            yield node


def fields_of(atom: n.Formula) -> set[str]:
    """The columns that a condition reads."""
    match atom:
        case n.SameText(left, right):
            return {left, right}
        case n.AtLeast(form, _) | n.Equal(form, _):
            return {x.field for x in bottom_up([form]) if isinstance(x, n.Column)}
        case n.Known(field) | n.Flag(field) | n.Member(field, _) | n.Matches(field, _, _):
            return {field}
        case _:
            return set()


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
    valued = {x for fact in kept.values() if not isinstance(fact.atom, n.Known) for x in fields_of(fact.atom)}
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
