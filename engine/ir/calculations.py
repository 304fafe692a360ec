"""Expressions whose value is an amount: money, a number, days, months or a date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from dsl.program import expr as e
from dsl.program.types import Date, Months
from engine.columns import decimal_places, stored_bounds
from engine.ir.amounts import Amount, Amounts
from engine.ir.nodes import TRUE
from engine.ir.reach import FIRST_DAY, LAST_DAY, to_days

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from dsl.program.types import Value
    from engine.ir import nodes as n
    from engine.ir.given import Given

_LONGEST = 130_000  # months or years between two days of the calendar are less


class Calculations:
    """Translates amounts."""

    def __init__(self, given: Given, amounts: Amounts) -> None:
        self._given = given
        self._b = given.builder
        self._amounts = amounts
        self._fields: dict[str, Amount] = {}
        self._constants: dict[Value, Amount] = {}  # policies have the same numbers again and again
        self._translations: dict[type, Callable[[Any], Amount]] = {
            e.Const: self._const,
            e.Ref: self._ref,
            e.Arith: self._arithmetic,
            e.Round: self._round,
            e.Extreme: self._extreme,
            e.Default: self._default,
            e.Today: lambda _: self._today,
            e.Since: self._since,
            e.Anniversary: self._anniversary,
        }

    def amount(self, expr: e.Expr) -> Amount:
        """Money, a number, days, months or a date."""
        translate = self._translations.get(expr.__class__)
        if translate is None:
            raise TypeError(f"not an amount: {type(expr).__name__}")
        return translate(expr)

    def _ref(self, expr: e.Ref) -> Amount:
        match expr.kind:
            case "field":
                return self._fields.get(expr.name) or self._fields.setdefault(expr.name, self._field(expr.name))
            case "param":
                return self._constant(self._given.param(expr.name))
            case "define":
                return self._given.define(expr.name, self.amount)
            case "points":
                return self._given.decided.points(expr.name)
            case _:
                raise TypeError(f"not an amount: {expr.kind}")

    def _round(self, expr: e.Round) -> Amount:
        return self._amounts.rounded(expr.mode, self.amount(expr.operand), expr.step)

    def _extreme(self, expr: e.Extreme) -> Amount:
        return self._amounts.extreme(expr.which, [self.amount(operand) for operand in expr.operands])

    def _default(self, expr: e.Default) -> Amount:
        return self._amounts.default(self.amount(expr.operand), self.amount(expr.fallback))

    def _const(self, expr: e.Const) -> Amount:
        return self._constants.get(expr.value) or self._constants.setdefault(expr.value, self._constant(expr.value))

    def _constant(self, value: Value) -> Amount:
        if isinstance(value, date):
            return self._amounts.constant(to_days(value))
        return self._amounts.constant(cast("Fraction | int", value))

    def _field(self, name: str) -> Amount:
        field = self._given.program.record.fields[name]
        is_date = isinstance(field.type, Date)
        low, high = (FIRST_DAY, LAST_DAY) if is_date else stored_bounds(field)
        places = 0 if is_date or field.declared == "money" else decimal_places(field)
        return Amount(self._b.column(name, low, high), 10**places, self._given.known(name))

    def _arithmetic(self, expr: e.Arith) -> Amount:
        arithmetic, op, left, right = self._amounts, expr.op, expr.left, expr.right
        one, other = self.amount(left), self.amount(right)
        if isinstance(left.type, Date) and isinstance(right.type, Date):
            return arithmetic.plus(one, other, -1)
        if isinstance(left.type, Date):
            return self._moved(one, other, right, 1 if op == "+" else -1)
        if isinstance(right.type, Date):
            return self._moved(other, one, left, 1)
        match op:
            case "+":
                return arithmetic.plus(one, other, 1)
            case "-":
                return arithmetic.plus(one, other, -1)
            case "*":
                return arithmetic.times(one, other)
            case _:
                return arithmetic.divided(one, other)

    # --- days ---

    @property
    def _today(self) -> Amount:
        if self._given.today is not None:
            return Amount(self._given.today, 1, TRUE)
        if self._given.binding.as_of is None:
            raise ValueError("a condition reads today, and the run has no date")
        return self._amounts.constant(to_days(self._given.binding.as_of))

    def ends(self, window: e.Window) -> tuple[Amount, Amount]:
        """The first and the last day of a window."""
        today = self._today
        other = self._moved(today, self.amount(window.length), window.length, -1 if window.which == "last" else 1)
        return (other, today) if window.which == "last" else (today, other)

    def later(self, length: e.Expr) -> Amount:
        """The day some days or months after the as-of date."""
        return self._moved(self._today, self.amount(length), length, 1)

    def _moved(self, day: Amount, by: Amount, of: e.Expr, sign: int) -> Amount:
        """A date moved by days or months."""
        arithmetic, b = self._amounts, self._b
        whole = Amount(b.times(arithmetic.whole(by), sign), 1, by.known)
        if isinstance(of.type, Months):
            return arithmetic.months_later(day, whole)
        moved = arithmetic.plus(day, whole, 1)
        return arithmetic.day(moved.form, moved.known)

    def _since(self, expr: e.Since) -> Amount:
        b, unit, day = self._b, expr.unit, self.amount(expr.operand)
        today = self._today.form
        if unit == "days":
            return Amount(b.plus(today, day.form, -1), 1, day.known)
        if unit == "years" and today.parts:  # one function for both, so that ten years are 120 months
            months = b.calendar("months_since", day.form, today, -_LONGEST, _LONGEST)
            return Amount(b.quotient("down", months, b.constant(12)), 1, day.known)
        function: n.CalendarFunction = "months_since" if unit == "months" else "years_since"
        return Amount(b.calendar(function, day.form, today, -_LONGEST, _LONGEST), 1, day.known)

    def _anniversary(self, expr: e.Anniversary) -> Amount:
        b, day, today = self._b, self.amount(expr.operand), self._today.form
        found = b.calendar("anniversary", day.form, today, today.low, min(today.high + 366, LAST_DAY + 1))
        return Amount(found, 1, b.all_of((day.known, b.negation(b.at_least(found, LAST_DAY + 1)))))
