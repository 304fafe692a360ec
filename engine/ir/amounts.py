"""Exact arithmetic on amounts of customers: money, numbers, days and dates.

An amount is a form of integers over an integer, and over a second form where the policy divides by something that
depends on the customer. It carries the formulas that must hold for it to be known.
"""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING, Literal

from dsl.lean import dataclass
from engine.ir import nodes as n
from engine.ir.nodes import FALSE, TRUE
from engine.ir.reach import FIRST_DAY, LAST_DAY
from engine.ir.truth import Logic

if TYPE_CHECKING:
    from fractions import Fraction

    from dsl.syntax.nodes import CompareOp
    from engine.ir.builder import Builder
    from engine.ir.truth import Truth

_FIRST_MONTH, _LAST_MONTH = 12, 9999 * 12 + 11


@dataclass(eq=False, slots=True)
class Amount:
    """form / divisor / over.

    Attributes:
        form: of integers.
        divisor: at least 1.
        over: what it is divided by, if that depends on the customer; not 0 where the amount is known.
        known: holds where the amount is known.
    """

    form: n.Form
    divisor: int
    known: n.Formula
    over: n.Form | None = None


class Amounts:
    """Arithmetic with amounts."""

    def __init__(self, builder: Builder) -> None:
        self._b = builder
        self._logic = Logic(builder)

    def constant(self, value: Fraction | int) -> Amount:
        """A number, in base units."""
        return Amount(self._b.constant(value.numerator), value.denominator, TRUE)

    def plus(self, left: Amount, right: Amount, sign: Literal[1, -1]) -> Amount:
        """The sum, or the difference."""
        b = self._b
        known = self._both_known(left, right)
        divisor = left.divisor if left.divisor == right.divisor else lcm(left.divisor, right.divisor)
        one, other = b.times(left.form, divisor // left.divisor), b.times(right.form, divisor // right.divisor)
        if left.over is right.over:
            return Amount(b.plus(one, other, sign), divisor, known, left.over)
        one = one if right.over is None else b.product(one, right.over)
        other = other if left.over is None else b.product(other, left.over)
        return Amount(b.plus(one, other, sign), divisor, known, self._times_over(left.over, right.over))

    def times(self, left: Amount, right: Amount) -> Amount:
        """The product."""
        if not left.form.parts and left.over is None:
            left, right = right, left
        known = self._both_known(left, right)
        if not right.form.parts and right.over is None:
            form = self._b.times(left.form, right.form.constant)
            return Amount(form, left.divisor * right.divisor, known, left.over)
        form = self._b.product(left.form, right.form)
        return Amount(form, left.divisor * right.divisor, known, self._times_over(left.over, right.over))

    def divided(self, left: Amount, right: Amount) -> Amount:
        """The quotient; unknown where the divisor is 0."""
        b = self._b
        numerator = b.times(left.form, right.divisor)
        if right.over is not None:
            numerator = b.product(numerator, right.over)
        if not right.form.parts and right.form.constant:
            by, sign = abs(right.form.constant), 1 if right.form.constant > 0 else -1
            known = b.all_of((left.known, right.known))
            return Amount(b.times(numerator, sign), left.divisor * by, known, left.over)
        known = b.all_of((left.known, right.known, b.negation(b.equal(right.form, 0))))
        return Amount(numerator, left.divisor, known, self._times_over(left.over, right.form))

    def _both_known(self, left: Amount, right: Amount) -> n.Formula:
        if left.known is right.known or right.known is TRUE:
            return left.known
        return self._b.all_of((left.known, right.known))

    def _times_over(self, left: n.Form | None, right: n.Form | None) -> n.Form | None:
        if left is None or right is None:
            return left or right
        return self._b.product(left, right)

    def rounded(self, mode: Literal["down", "up", "half"], amount: Amount, step: Fraction) -> Amount:
        """A multiple of a step."""
        b = self._b
        numerator = b.times(amount.form, step.denominator)
        denominator = b.constant(amount.divisor * step.numerator)
        if amount.over is not None:
            denominator = b.product(denominator, amount.over)
        steps = b.quotient(mode, numerator, denominator)
        return Amount(b.times(steps, step.numerator), step.denominator, amount.known)

    def extreme(self, which: Literal["min", "max"], amounts: list[Amount]) -> Amount:
        """The least or greatest; unknown if any is."""
        known = self._b.all_of(a.known for a in amounts)
        if all(a.over is None for a in amounts):
            divisor = lcm(*(a.divisor for a in amounts))
            forms = tuple(self._b.times(a.form, divisor // a.divisor) for a in amounts)
            return Amount(self._b.extreme(which, forms), divisor, known)
        best = amounts[0]
        for other in amounts[1:]:
            better = self.compared("<=" if which == "min" else ">=", best, other).true
            best = self._chosen(better, best, other, known)
        return best

    def default(self, amount: Amount, fallback: Amount) -> Amount:
        """The amount, or the fallback where it is unknown."""
        known = self._b.any_of((amount.known, fallback.known))
        return self._chosen(amount.known, amount, fallback, known)

    def _chosen(self, condition: n.Formula, then: Amount, otherwise: Amount, known: n.Formula) -> Amount:
        b = self._b
        divisor = lcm(then.divisor, otherwise.divisor)
        one, other = b.times(then.form, divisor // then.divisor), b.times(otherwise.form, divisor // otherwise.divisor)
        over = None
        if then.over is not None or otherwise.over is not None:
            over = b.choose(condition, then.over or b.constant(1), otherwise.over or b.constant(1))
        return Amount(b.choose(condition, one, other), divisor, known, over)

    def whole(self, amount: Amount) -> n.Form:
        """The form of an amount that the check has proved whole."""
        if amount.over is None and amount.divisor == 1:
            return amount.form
        denominator = self._b.constant(amount.divisor)
        if amount.over is not None:
            denominator = self._b.product(denominator, amount.over)
        return self._b.quotient("down", amount.form, denominator)

    # --- days ---

    def day(self, form: n.Form, known: n.Formula) -> Amount:
        """A day computed from another; unknown outside the calendar."""
        b = self._b
        inside = (b.at_least(form, FIRST_DAY), b.negation(b.at_least(form, LAST_DAY + 1)))
        return Amount(form, 1, b.all_of((known, *inside)))

    def months_later(self, day: Amount, months: Amount) -> Amount:
        """A day moved by whole months; unknown outside the calendar."""
        b = self._b
        nothing = b.constant(0)
        month = b.plus(b.calendar("month", day.form, nothing, _FIRST_MONTH, _LAST_MONTH), months.form)
        inside = (b.at_least(month, _FIRST_MONTH), b.negation(b.at_least(month, _LAST_MONTH + 1)))
        moved = b.calendar("add_months", day.form, months.form, FIRST_DAY, LAST_DAY)
        return Amount(moved, 1, b.all_of((day.known, months.known, *inside)))

    # --- comparisons ---

    def compared(self, op: CompareOp, left: Amount, right: Amount) -> Truth:
        """A comparison, known where both amounts are."""
        b, logic = self._b, self._logic
        if left.over is None and right.over is None and not right.form.parts:
            # form / d >= c is form >= c * d, rounded up: most conditions are of this kind.
            holds = self._against(op, left.form, right.form.constant * left.divisor, right.divisor)
            return logic.fact(holds, left.known, right.known)
        difference = self.plus(left, right, -1)
        form, over = difference.form, difference.over
        if over is None:
            return logic.fact(self._signed(op, form), difference.known)
        positive = b.at_least(over, 1)
        above = b.all_of((positive, self._signed(op, form)))
        below = b.all_of((b.negation(positive), self._signed(op, b.times(form, -1))))
        return logic.fact(b.any_of((above, below)), difference.known)

    def _signed(self, op: CompareOp, form: n.Form) -> n.Formula:
        """How a form compares with 0."""
        return self._against(op, form, 0)

    def _against(self, op: CompareOp, form: n.Form, bound: int, divisor: int = 1) -> n.Formula:
        """How a form of integers compares with bound / divisor."""
        b = self._b
        match op:
            case ">=":
                return b.at_least(form, -(-bound // divisor))
            case ">":
                return b.at_least(form, bound // divisor + 1)
            case "<":
                return b.negation(b.at_least(form, -(-bound // divisor)))
            case "<=":
                return b.negation(b.at_least(form, bound // divisor + 1))
            case "=":
                return FALSE if bound % divisor else b.equal(form, bound // divisor)
            case "!=":
                return b.negation(self._against("=", form, bound, divisor))
