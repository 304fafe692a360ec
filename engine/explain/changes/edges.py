"""Where the decisions about one customer may turn: for each field, the values at which some comparison does.

A comparison is solved for each field it reads, the others as the customer has them: ``loan >= 3x deposit`` turns
at three times her deposit, and at a third of her loan. What is found is only tried, never taken for true.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final, cast

from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.types import Bool, Date, Days, Listed, Months, Text, Type, Value
from dsl.program.values import arithmetic
from dsl.program.walk import references, walk
from engine.reference import DateNeededError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.reference import Evaluation

Edge = tuple[str, Value]
SOME_TEXT: Final = "…"
"""Stands for a text of which only matters that there is one."""
_UNDONE: Final = {"+": "-", "-": "+", "*": "/", "/": "*"}
_LENGTHS: Final = {"years": 12}  # months, where a unit is no length by itself


class Edges:
    """Finds the edges of one customer."""

    def __init__(self, look: Evaluation) -> None:
        self._look = look
        self._program = look.reference.program

    def found(self) -> dict[str, dict[Value, None]]:
        """The edges of every field that decisions read, by field in the order of the record."""
        edges: dict[str, dict[Value, None]] = {}
        for node in self._decided():
            for inner in walk(node):
                for field, value in self._of(inner):
                    edges.setdefault(field, {})[value] = None
        return {name: edges[name] for name in self._program.record.fields if name in edges}

    def _decided(self) -> Iterator[e.Expr]:
        """Every expression on which a rung or an offer may depend."""
        program = self._program
        yield from (rule.condition for rule in self._look.reference.rules if rule.condition is not None)
        yield from (offer.eligible for offer in program.offers.values() if offer.eligible is not None)
        yield from (define.expr for define in program.defines.values())
        for ladder in program.ladders.values():
            if (measure := ladder.measure) is not None:
                yield from (e.Compare(">=", measure, line) for line in ladder.lines if line is not None)

    def _of(self, node: e.Expr) -> Iterator[Edge]:
        """The edges of a single test."""
        match node:
            case e.Compare(_, left, right):
                yield from self._solved(left, right)
                yield from self._solved(right, left)
            case e.Between(operand, low, high):
                for end in (low, high):
                    yield from self._of(e.Compare(">=", operand, end))
            case e.Window():
                yield from self._of(node.between)
            case e.InList(operand, items):
                for item in items:
                    yield from self._of(e.Compare("=", operand, item))
            case e.TextTest(_, e.Ref("field", name), text):
                yield name, text
            case e.IsMissing(operand):
                yield from self._some(operand)
            case e.Ref("field", name, Bool()):
                yield from ((name, value) for value in (True, False))
            case e.Ref("field", name, Listed(values=values)):
                yield from ((name, value) for value in values)
            case _:
                return

    def _some(self, operand: e.Expr) -> Iterator[Edge]:
        """Some value for fields of which it is asked whether they are missing: the typical one, if there is one."""
        for ref in references(operand):
            if ref.kind == "field":
                typical = self._program.record.fields[ref.name].typical
                yield ref.name, typical if typical is not None else self._any(ref.type)

    def _any(self, of: Type) -> Value:
        match of:
            case Text():
                return SOME_TEXT
            case Date():
                return self._look.reference.binding.as_of or date(2000, 1, 1)
            case Bool():
                return True
            case Listed(values=values):
                return values[0]
            case _:
                return 0

    def _solved(self, side: e.Expr, other: e.Expr) -> Iterator[Edge]:
        target = self._value(other)
        if target is not None:
            yield from self._inverse(side, target)

    def _value(self, node: e.Expr) -> Value | None:
        try:
            return self._look.value(node)
        except DateNeededError:
            return None

    def _inverse(self, node: e.Expr, target: Value) -> Iterator[Edge]:
        """The values of each single field with which an expression has a value, or is next to having it."""
        match node:
            case e.Ref("field", name):
                yield name, target
            case e.Ref("define", name):
                yield from self._inverse(self._program.defines[name].expr, target)
            case e.Ref("points", name):
                yield from self._points(name, target)
            case e.Arith():
                yield from self._arithmetic(node, target)
            case e.Extreme(_, operands):
                for operand in operands:
                    yield from self._inverse(operand, target)
            case e.Round(_, operand, step):
                exact = Fraction(cast("Fraction", target))
                for halves in range(-2, 3):
                    yield from self._inverse(operand, exact + halves * step / 2)
            case e.Default(operand, fallback):
                yield from self._inverse(operand, target)
                yield from self._inverse(fallback, target)
            case e.Since(unit, operand):
                yield from self._since(unit, operand, int(cast("Fraction", target)))
            case _:
                return

    def _arithmetic(self, node: e.Arith, target: Value) -> Iterator[Edge]:
        """The operation undone, for each side with the other as it is."""
        a, b = self._value(node.left), self._value(node.right)
        if b is not None:
            left = arithmetic(_UNDONE[node.op], target, b, node.type, node.right.type)
            if left is not None:
                yield from self._inverse(node.left, left)
        if a is not None:
            if node.op in "+*":
                right = arithmetic(_UNDONE[node.op], target, a, node.type, node.left.type)
            else:
                right = arithmetic(node.op, a, target, node.left.type, node.type)
            if right is not None:
                yield from self._inverse(node.right, right)

    def _points(self, account: str, target: Value) -> Iterator[Edge]:
        """What each amount that is added would have to be, for the account to have a sum."""
        total = self._look.points(account).value
        for rule, added in self._look.reference.effects_of(m.AddPoints):
            if added.account == account and self._look.fires(rule) is True:
                amount = self._value(added.amount)
                if amount is not None:
                    rest = total - Fraction(cast("Fraction", amount))
                    yield from self._inverse(added.amount, Fraction(cast("Fraction", target)) - rest)

    def _since(self, unit: str, operand: e.Expr, passed: int) -> Iterator[Edge]:
        """The days since which so much has passed, and since which a day less than one more has."""
        today = self._look.reference.binding.as_of
        if today is None:
            return
        for length in (passed, passed + 1):
            day = arithmetic("-", today, length * _LENGTHS.get(unit, 1), Date(), Days() if unit == "days" else Months())
            if day is not None:
                yield from self._inverse(operand, day)
