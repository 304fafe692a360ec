"""What all in a class of change are seen to have in common before a solver is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.lean import dataclass
from engine.ir import nodes as n
from engine.ir.values import Customer
from engine.ir.walk import bottom_up
from engine.review.shared.world import TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.proof.samples import Claim, Fact, Row
    from engine.proof.solver import Prover


@dataclass(frozen=True, slots=True)
class Alike:
    """What customers of a class have in common.

    Attributes:
        atoms: the conditions that the class is about.
        shown: those that logic shows all of them to meet, or none.
        likely: claims about the others to which no exception was met: that one holds, or does not, or that it does
            unless what it is about is missing.
    """

    atoms: tuple[n.Formula, ...]
    shown: tuple[Fact, ...]
    likely: tuple[Claim, ...]


class Likeness:
    """Finds it, for each class once.

    Args:
        prover: of the classes.
    """

    def __init__(self, prover: Prover) -> None:
        self._prover = prover
        self._found: dict[tuple[int, int], Alike] = {}

    def of(self, formula: n.Formula, valid: n.Formula, row: Row) -> Alike:
        """What all for whom two goals hold have in common.

        Args:
            formula: who is meant.
            valid: who there is at all.
            row: one of them.
        """
        key = id(formula), id(valid)
        if key not in self._found:
            self._found[key] = self._alike([formula, valid], tuple(_atoms(formula)), row)
        return self._found[key]

    def _alike(self, goals: list[n.Formula], atoms: tuple[n.Formula, ...], row: Row) -> Alike:
        customer = Customer(row)
        plain = [((atom, customer.holds(atom)),) for atom in atoms]
        likely = self._prover.unrefuted(goals, [*plain, *_unless_missing(atoms)], row)
        shown = self._prover.implied(goals, [claim[0] for claim in likely if len(claim) == 1])
        settled = {id(atom) for atom, _ in shown}
        settled |= {id(atom) for (atom, holds), *rest in likely if rest and ((atom, not holds), *rest) in likely}
        return Alike(atoms, tuple(shown), tuple(claim for claim in likely if id(claim[0][0]) not in settled))


def _atoms(formula: n.Formula) -> Iterator[n.Formula]:
    """Conditions on customers; those on the day alone are told as scopes."""
    for node in bottom_up([formula]):
        if isinstance(node, n.CONDITIONS) and fields_of(node) - {TODAY}:
            yield node


def _unless_missing(atoms: tuple[n.Formula, ...]) -> Iterator[Claim]:
    """Of conditions on one field that may be missing, that they hold, and that they do not, unless it is."""
    known = {atom.field: atom for atom in atoms if isinstance(atom, n.Known)}
    for atom in atoms:
        fields = fields_of(atom) - {TODAY}
        if isinstance(atom, n.Known) or len(fields) > 1 or not fields <= known.keys() or _has_choice(atom):
            continue
        is_known = known[next(iter(fields))]
        yield from (((atom, holds), (is_known, False)) for holds in (True, False))


def _has_choice(atom: n.Formula) -> bool:
    """Whether a condition may compare something else where a field is missing."""
    return isinstance(atom, n.AtLeast | n.Equal) and any(isinstance(x, n.Choose) for x in bottom_up([atom.form]))


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
