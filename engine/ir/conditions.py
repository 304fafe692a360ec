"""Conditions of the checked program as formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dsl.program import expr as e
from dsl.program.types import Bool, Listed, Text
from engine.ir.amounts import Amounts
from engine.ir.calculations import Calculations
from engine.ir.choices import ChoiceLogic
from engine.ir.given import Given
from engine.ir.texts import TextLogic
from engine.ir.truth import NO, YES, Logic

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from dsl.program.model import Program
    from dsl.syntax.nodes import CompareOp
    from engine.binding import Binding
    from engine.ir import nodes as n
    from engine.ir.builder import Builder
    from engine.ir.given import Outcomes
    from engine.ir.truth import Truth


class Conditions:
    """Translates expressions of one program, bound to one run.

    Args:
        builder: makes the formulas.
        program: a checked policy.
        binding: of that policy to the run.
        complete: whether required fields and those with a default have a value in every row, as rows do that the
            readers let pass.
        today: stands for the as-of date where something shall hold for many of them.

    Attributes:
        logic: joins conditions.
        amounts: calculates with amounts.
        amount, listed, text: translate expressions that are no conditions.
        later: the day some days or months after the as-of date.
    """

    def __init__(
        self,
        builder: Builder,
        program: Program,
        binding: Binding,
        *,
        complete: bool = True,
        today: n.Form | None = None,
    ) -> None:
        self.logic = Logic(builder)
        self.amounts = Amounts(builder)
        self._given = Given(builder, program, binding, complete, today)
        self._builder = builder
        self._calculations = Calculations(self._given, self.amounts)
        self._choices = ChoiceLogic(self._given, self.logic)
        self._texts = TextLogic(self._given, self.logic)
        self.amount, self.later = self._calculations.amount, self._calculations.later
        self.listed, self.text = self._choices.listed, self._texts.text
        self._truths: dict[int, Truth] = {}
        self._kept: list[e.Expr] = []  # so that ids stay theirs
        self._joining: dict[type, Callable[[Any], Truth]] = {
            e.And: self._and,
            e.Or: self._or,
            e.Not: self._not,
            e.Default: self._default,
            e.InList: self._in_list,
        }
        self._asking: dict[type, Callable[[Any], Truth]] = {
            e.Compare: self._compare,
            e.Between: self._between,
            e.Window: self._window,
            e.TextTest: self._texts.tested,
            e.IsMissing: self._is_missing,
            e.Ref: self._ref,
            e.Const: self._const,
        }
        self._asked: dict[Hashable, Truth] = {}  # policies ask the same again and again

    def read_outcomes(self, outcomes: Outcomes) -> None:
        """From now on conditions may read outcomes."""
        self._given.outcomes = outcomes

    def truth(self, expr: e.Expr) -> Truth:
        """A condition."""
        found = self._truths.get(id(expr))
        if found is None:
            found = self._truths[id(expr)] = self._condition(expr)
            self._kept.append(expr)
        return found

    def _condition(self, expr: e.Expr) -> Truth:
        joining = self._joining.get(expr.__class__)
        if joining is not None:
            return joining(expr)
        question = content(expr)
        return self._asked.get(question) or self._asked.setdefault(question, self._ask(expr))

    def _ask(self, expr: e.Expr) -> Truth:
        """A condition that joins no others."""
        asking = self._asking.get(expr.__class__)
        if asking is None:
            raise TypeError(f"not a condition: {type(expr).__name__}")
        return asking(expr)

    def _and(self, expr: e.And) -> Truth:
        return self.logic.every([self._condition(item) for item in expr.items])

    def _or(self, expr: e.Or) -> Truth:
        return self.logic.some([self._condition(item) for item in expr.items])

    def _not(self, expr: e.Not) -> Truth:
        return self.logic.opposite(self._condition(expr.operand))

    def _default(self, expr: e.Default) -> Truth:
        return self.logic.default(self._condition(expr.operand), self._condition(expr.fallback))

    def _is_missing(self, expr: e.IsMissing) -> Truth:
        return self.logic.opposite(self.logic.certain(self.known(expr.operand)))

    def _const(self, expr: e.Const) -> Truth:
        return YES if expr.value else NO

    def _ref(self, expr: e.Ref) -> Truth:
        match expr.kind:
            case "field":
                return self.logic.fact(self._builder.flag(expr.name), self._given.known(expr.name))
            case "param":
                return YES if self._given.param(expr.name) else NO
            case "define":
                return self._given.define(expr.name, self.truth)
            case "class":
                return self._given.decided.member(expr.name)
            case _:
                raise TypeError(f"not a condition: {expr.kind}")

    def known(self, expr: e.Expr) -> n.Formula:
        """Where the value of any expression is known."""
        match expr.type:
            case Bool():
                return self.logic.known(self.truth(expr))
            case Listed():
                return self.listed(expr).known
            case Text():
                return self._texts.known(self.text(expr))
            case _:
                return self.amount(expr).known

    # --- comparisons ---

    def _compare(self, expr: e.Compare) -> Truth:
        return self._compared(expr.op, expr.left, expr.right)

    def _compared(self, op: CompareOp, left: e.Expr, right: e.Expr) -> Truth:
        logic = self.logic
        match left.type:
            case Bool():
                same = logic.same(self._condition(left), self._condition(right))
                return same if op == "=" else logic.opposite(same)
            case Text():
                same = self._texts.same(left, right)
                return same if op == "=" else logic.opposite(same)
            case Listed():
                return self._choices.compared(op, left, right)
            case _:
                return self.amounts.compared(op, self.amount(left), self.amount(right))

    def _between(self, expr: e.Between) -> Truth:
        from_low = self._compared(">=", expr.operand, expr.low)
        return self.logic.every([from_low, self._compared("<=" if expr.closed else "<", expr.operand, expr.high)])

    def _window(self, expr: e.Window) -> Truth:
        day, (first, last) = self.amount(expr.operand), self._calculations.ends(expr)
        return self.logic.every([self.amounts.compared(">=", day, first), self.amounts.compared("<=", day, last)])

    def _in_list(self, expr: e.InList) -> Truth:
        operand, items = expr.operand, expr.items
        if isinstance(operand, e.Ref) and operand.kind == "field" and isinstance(operand.type, (Text, Listed)):
            values: frozenset[Any] = frozenset([item.value for item in items if isinstance(item, e.Const)])
            if len(values) == len(items):
                key = (operand.name, values)
                return self._asked.get(key) or self._asked.setdefault(key, self._member(*key))
        return self.logic.some([self._compared("=", operand, item) for item in items])

    def _member(self, field: str, values: frozenset[str]) -> Truth:
        return self.logic.fact(self._builder.member(field, values), self._given.known(field))


def content(expr: e.Expr) -> Hashable:
    """What an expression says: equal for those that are, and told faster than by comparing all of them."""
    if isinstance(expr, e.Compare):
        return expr.op, content(expr.left), content(expr.right)
    if isinstance(expr, e.Ref):
        return expr.kind, expr.name
    if isinstance(expr, e.Const):
        return expr.type.__class__, expr.value
    if isinstance(expr, e.Arith):
        return expr.op, content(expr.left), content(expr.right)
    if isinstance(expr, e.Window):
        return expr.which, content(expr.operand), content(expr.length)
    if isinstance(expr, e.Since):
        return expr.unit, content(expr.operand)
    if isinstance(expr, (e.IsMissing, e.Anniversary)):
        return expr.__class__, content(expr.operand)
    if isinstance(expr, e.Today):
        return e.Today
    return expr
