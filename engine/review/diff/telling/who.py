"""What everybody in a class of change has in common: conditions of the policies that all of them are proved to meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.ir import nodes as n
from engine.ir.values import Customer
from engine.ir.walk import bottom_up
from engine.review.shared.world import TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.proof.samples import Row
    from engine.proof.solver import Prover

_ATOMS = (n.AtLeast, n.Equal, n.Known, n.Flag, n.Member, n.Matches, n.SameText)


@dataclass(frozen=True, eq=False, slots=True)
class Fact:
    """A condition that is met, or is not.

    Attributes:
        or_missing: it is not met where what it is about may be missing, as far as is proved.
    """

    atom: n.Formula
    holds: bool
    or_missing: bool = False


def common(prover: Prover, formula: n.Formula, valid: n.Formula, members: list[Row]) -> list[Fact]:
    """The facts about everybody for whom two goals hold, without those about everybody and those that others imply.

    Args:
        prover: of these goals.
        formula: who is meant.
        valid: who there is at all.
        members: some of them, at least one.
    """
    customers = [Customer(row) for row in members]
    facts: list[tuple[n.Formula, bool]] = []
    for atom in _atoms(formula):
        seen = {customer.holds(atom) for customer in customers}
        if len(seen) == 1:
            facts.append((atom, seen.pop()))
    kept = [fact for fact, is_so in zip(facts, prover.implied([formula, valid], facts), strict=True) if is_so]
    kept = [fact for fact, is_so in zip(kept, prover.implied([valid], kept), strict=True) if not is_so]
    known = {atom.field for atom, holds in kept if isinstance(atom, n.Known) and holds}
    blank = {atom.field for atom, holds in kept if isinstance(atom, n.Known) and not holds}
    told = (Fact(atom, holds, or_missing=not holds and not _fields(atom) <= known) for atom, holds in kept)
    return _strongest([fact for fact in told if isinstance(fact.atom, n.Known) or not _fields(fact.atom) & blank])


def _atoms(formula: n.Formula) -> Iterator[n.Formula]:
    """Conditions on customers; those on the day alone are told as scopes."""
    for node in bottom_up([formula]):
        if isinstance(node, _ATOMS) and _fields(node) - {TODAY}:
            yield node


def _fields(atom: n.Formula) -> set[str]:
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
                key: object = (id(form), fact.holds)
                former = kept.get(key)
                at = former.atom.bound if former is not None and isinstance(former.atom, n.AtLeast) else None
                if at is None or (bound > at if fact.holds else bound < at):
                    kept[key] = fact
            case n.Equal() if not fact.holds:
                continue
            case n.Member(field, values) if fact.holds:
                former = kept.get((field, "one of"))
                if former is None or (isinstance(former.atom, n.Member) and values < former.atom.values):
                    kept[field, "one of"] = fact
            case _:
                kept[id(fact.atom)] = fact
    valued = {x for fact in kept.values() if not isinstance(fact.atom, n.Known) for x in _fields(fact.atom)}
    only = {field for key in kept if isinstance(key, tuple) and key[-1] == "one of" for field in [key[0]]}
    return [
        fact
        for fact in kept.values()
        if not (isinstance(fact.atom, n.Known) and fact.holds and fact.atom.field in valued)
        and not (
            isinstance(fact.atom, n.Member) and not fact.holds and (fact.atom.field in only or _is_less(fact, kept))
        )
    ]


def _is_less(fact: Fact, kept: dict[object, Fact]) -> bool:
    """Whether another fact says of more values that a field has none of them."""
    return any(
        isinstance(other.atom, n.Member)
        and isinstance(fact.atom, n.Member)
        and not other.holds
        and other.atom.field == fact.atom.field
        and fact.atom.values < other.atom.values
        for other in kept.values()
    )
