"""Formulas as SMT-LIB text.

Every node becomes one definition, after those of what it is made of. Terms that no solver handles well stand as numbers
of their own about which only bounds are said: what a calendar tells and, over rationals, products of two numbers. What
is proved so is proved; a customer found so must be looked at again (``solver``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.ir import nodes as n
from engine.ir.walk import Node, bottom_up
from engine.proof.numbers import Number, Numbers
from engine.proof.script import Script, all_of, any_of, signed
from engine.proof.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.proof.sorts import Sort


class Encoder:
    """Says formulas to a solver, each node once.

    Args:
        sort: how numbers are written.
        listed: the values of each field that is a list: it has one of them.

    Attributes:
        script: what was said.
        columns: numeric fields.
        known, flags: fields, with the name of the condition.
        texts: what was said about texts.
        standing: terms that stand as numbers of their own.
        lines: of each node that was said, by id, the lines of the script that it took.
    """

    def __init__(self, sort: Sort, listed: Mapping[str, Sequence[str]]) -> None:
        self.script = Script(sort)
        self.columns: dict[str, Number] = {}
        self.known: dict[str, str] = {}
        self.flags: dict[str, str] = {}
        self.texts = Texts(self.script, listed)
        self.standing: list[tuple[n.Term, Number]] = []
        self.lines: dict[int, range] = {}
        self._numbers = Numbers(self.script)
        self._conditions: dict[int, str] = {}
        self._values: dict[int, Number] = {}
        self._kept: list[Node] = []  # so that ids stay theirs

    def say(self, goals: Sequence[n.Formula]) -> list[str]:
        """The names of formulas."""
        for node in bottom_up(goals):
            if id(node) in self._conditions or id(node) in self._values:
                continue
            self._kept.append(node)
            first = len(self.script.lines)
            match node:
                case n.Form() | n.Column() | n.Product() | n.Extreme() | n.Choose() | n.Quotient():
                    self._values[id(node)] = self._number(node)
                case n.Calendar() | n.Total():
                    self._values[id(node)] = self._number(node)
                case _:
                    self._conditions[id(node)] = self._condition(node)
            self.lines[id(node)] = range(first, len(self.script.lines))
        return [self._conditions[id(goal)] for goal in goals]

    def _named(self, items: Sequence[n.Formula]) -> list[str]:
        return [self._conditions[id(item)] for item in items]

    def _condition(self, formula: n.Formula) -> str:
        script = self.script
        match formula:
            case n.Always(value):
                return "true" if value else "false"
            case n.Known(name):
                return self._of_field(self.known, name)
            case n.Flag(name):
                return self._of_field(self.flags, name)
            case n.Member(name, values):
                return script.defined("Bool", any_of([self.texts.text(name, value) for value in sorted(values)]))
            case n.Matches(name, which, text):
                return self.texts.pattern(name, which, text)
            case n.SameText(left, right):
                return self.texts.same(left, right)
            case n.Not(operand):
                return script.defined("Bool", signed(self._conditions[id(operand)], holds=False))
            case n.All(items):
                return script.defined("Bool", all_of(self._named(items)))
            case n.Any(items):
                return script.defined("Bool", any_of(self._named(items)))
            case n.AtLeast(form, bound):
                return self._at_least(self._values[id(form)], bound)
            case n.Equal(form, bound):
                return script.defined("Bool", self._equal(self._values[id(form)], bound))

    def _at_least(self, number: Number, bound: int) -> str:
        """Whether a number reaches another; rationals are told that none is just below it, because no integer is."""
        numbers = self._numbers
        reaches = self.script.defined("Bool", numbers.at_least(number, numbers.constant(bound)))
        if not self.script.sort.exact:
            self.script.claim(any_of([reaches, numbers.at_least(numbers.constant(bound - 1), number)]))
        return reaches

    def _equal(self, number: Number, bound: int) -> str:
        """Whether a number is another; rationals are told that it is not right beside it, because integers are not."""
        numbers = self._numbers
        same = numbers.equal(number, numbers.constant(bound))
        if not self.script.sort.exact:
            below, above = numbers.constant(bound - 1), numbers.constant(bound + 1)
            self.script.claim(any_of([same, numbers.at_least(below, number), numbers.at_least(number, above)]))
        return same

    def _of_field(self, names: dict[str, str], field: str) -> str:
        if field not in names:
            names[field] = self.script.condition()
        return names[field]

    def _number(self, node: n.Form | n.Term) -> Number:
        numbers, values = self._numbers, self._values
        match node:
            case n.Form(parts, constant):
                return numbers.sum([(values[id(term)], c) for term, c in parts], constant)
            case n.Column(name, low, high):
                if name not in self.columns:
                    self.columns[name] = numbers.new(low, high)
                return self.columns[name]
            case n.Choose(condition, then, otherwise):
                return numbers.choose(self._conditions[id(condition)], values[id(then)], values[id(otherwise)])
            case n.Extreme(which, forms):
                return numbers.extreme(which, [values[id(form)] for form in forms])
            case n.Total(parts):
                nothing = numbers.constant(0)
                each = [numbers.choose(self._conditions[id(where)], values[id(form)], nothing) for where, form in parts]
                return numbers.sum([(number, 1) for number in each])
            case n.Quotient(mode, numerator, denominator):
                return numbers.quotient(mode, values[id(numerator)], values[id(denominator)])
            case n.Product(left, right):
                exact = self.script.sort.exact
                return numbers.product(values[id(left)], values[id(right)]) if exact else self._standing(node)
            case n.Calendar(function, day, argument):
                found = self._standing(node)
                numbers.about_calendar(function, found, values[id(day)], values[id(argument)])
                return found

    def _standing(self, term: n.Product | n.Calendar) -> Number:
        found = self._numbers.new(term.low, term.high)
        self.standing.append((term, found))
        return found
