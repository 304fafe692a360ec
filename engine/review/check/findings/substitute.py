"""Formulas about another customer: the same with one column in place of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from engine.ir import nodes as n
from engine.ir.walk import bottom_up

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.ir.builder import Builder
    from engine.ir.walk import Node


class Substitution:
    """Puts one column in place of another; nodes that do not read it stay the same objects.

    Args:
        builder: of the formulas.
        column: to be replaced.
        by: the form in its place.
    """

    def __init__(self, builder: Builder, column: n.Column, by: n.Form) -> None:
        self._b = builder
        self._made: dict[int, Node] = {id(column): self._term(by)}
        self._kept: list[Node] = []  # so that ids stay theirs

    def of(self, formula: n.Formula) -> n.Formula:
        """A formula about the other customer."""
        for node in bottom_up([formula]):
            if id(node) not in self._made:
                self._kept.append(node)
                self._made[id(node)] = self._rebuilt(node)
        return cast("n.Formula", self._made[id(formula)])

    def _formulas(self, items: Iterable[n.Formula]) -> list[n.Formula]:
        return [cast("n.Formula", self._made[id(item)]) for item in items]

    def _form(self, form: n.Form) -> n.Form:
        return cast("n.Form", self._made[id(form)])

    def _rebuilt(self, node: Node) -> Node:
        b = self._b
        match node:
            case n.All(items):
                return b.all_of(self._formulas(items))
            case n.Any(items):
                return b.any_of(self._formulas(items))
            case n.Not(operand):
                return b.negation(self._formulas([operand])[0])
            case n.AtLeast(form, bound):
                return node if self._form(form) is form else b.at_least(self._form(form), bound)
            case n.Equal(form, bound):
                return node if self._form(form) is form else b.equal(self._form(form), bound)
            case n.Form(parts, constant):
                changed = [(self._made[id(term)], c) for term, c in parts]
                same = all(new is old for (new, _), (old, _) in zip(changed, parts, strict=True))
                return node if same else self._sum(changed, constant)
            case n.Product(left, right):
                return self._term(b.product(self._form(left), self._form(right)))
            case n.Extreme(which, forms):
                return self._term(b.extreme(which, tuple(map(self._form, forms))))
            case n.Choose(condition, then, otherwise):
                return self._term(b.choose(self._formulas([condition])[0], self._form(then), self._form(otherwise)))
            case n.Quotient(mode, numerator, denominator):
                return self._term(b.quotient(mode, self._form(numerator), self._form(denominator)))
            case n.Calendar(function, day, argument, low, high):
                return self._term(b.calendar(function, self._form(day), self._form(argument), low, high))
            case n.Total(parts, low, high):
                pairs = tuple((self._formulas([where])[0], self._form(form)) for where, form in parts)
                return self._term(b.total(pairs, low, high))
            case _:
                return node

    def _sum(self, made: Iterable[tuple[Node, int]], constant: int) -> n.Form:
        """A sum of multiples of terms and of whole forms."""
        parts: list[tuple[n.Term, int]] = []
        for node, c in made:
            if isinstance(node, n.Form):
                parts += ((term, c * times) for term, times in node.parts)
                constant += c * node.constant
            else:
                parts.append((cast("n.Term", node), c))
        return self._b.form(parts, constant)

    @staticmethod
    def _term(form: n.Form) -> Node:
        """The term of a form that is nothing else; else the form."""
        match form:
            case n.Form(((term, 1),), 0):
                return term
            case _:
                return form
