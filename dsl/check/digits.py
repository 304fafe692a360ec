"""Checks that no exact calculation needs more than 38 digits.

Every amount is a fraction of whole numbers: a numerator over a divisor that is known, and over a further number where
the policy divides by something that differs between customers. Fractions are put on one denominator to be added or
compared, and never rounded. So the bounds of the fields tell how long these whole numbers can get, and an evaluator
that calculates in this way is sure that they fit 128 bits. What differs between runs, params and the as-of date, is
counted with all the values it may have.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date
from fractions import Fraction
from math import ceil, lcm, prod
from typing import TYPE_CHECKING, Final, cast

from dsl.lean import dataclass
from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.types import Bool, Date, Listed, Months, Text
from dsl.program.walk import children, references

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dsl.check.context import Context
    from dsl.program.types import Value
    from dsl.source import Span
    from dsl.syntax.nodes import RoundMode

LIMIT: Final = 10**38 - 1
_INT64: Final = 2**63 - 1
_LAST_DAY: Final = date.max.toordinal() - date(1970, 1, 1).toordinal()
_LAST_MONTH: Final = 9999 * 12 + 11  # counted from the year 0


@dataclass(frozen=True, slots=True)
class _Over:
    """What a fraction is divided by beside its divisor.

    Attributes:
        most: greatest size, which is at least 1.
        of: the expression it came from; None for a product. Equal ones are equal numbers.
        varies: whether it differs between customers of a run, for certain.
    """

    most: int
    of: e.Expr | None
    varies: bool


@dataclass(frozen=True, slots=True)
class _Size:
    """An amount.

    Attributes:
        most: greatest size of the numerator, whichever of its parts are left out.
        divisor: a whole number above zero.
        varies: whether it differs between customers of a run.
        over: what else divides.
        number: the numerator of a number that is the same in every run.
    """

    most: int
    divisor: int
    varies: bool
    over: _Over | None = None
    number: int | None = None


class _TooLongError(Exception):
    """A calculation that may need more digits than there are; ``node`` is None where it was reported before."""

    def __init__(self, node: e.Expr | None) -> None:
        super().__init__()
        self.node = node


@dataclass(slots=True)
class Digits:
    """Looks at the calculations of a policy.

    Attributes:
        fields, params, defines: of the policy.
        rules: of the policy with the rows of its tables; points are the sum of what they add.
    """

    fields: Mapping[str, m.Field]
    params: Mapping[str, m.Param]
    defines: Mapping[str, m.Define]
    rules: Iterable[m.Rule]
    _sizes: dict[tuple[str, str], _Size | None] = field(default_factory=dict)
    _simple: set[tuple[str, Value]] = field(default_factory=set)

    def too_long(self, node: e.Expr | None) -> tuple[str, ...] | None:
        """Of an expression that may need too many digits, the fields in the calculation that does; else None.

        A calculation inside a define counts only there.
        """
        try:
            self._look(node)
        except _TooLongError as error:
            return None if error.node is None else tuple(dict.fromkeys(self._fields_of(error.node)))
        return None

    def _fields_of(self, node: e.Expr) -> Iterator[str]:
        for ref in references(node):
            if ref.kind == "define" and ref.name in self.defines:
                yield from self._fields_of(self.defines[ref.name].expr)
            elif ref.kind == "field":
                yield ref.name

    # --- conditions ---

    def _look(self, node: e.Expr | None) -> None:
        """Calculate whatever an expression asks for."""
        match node:
            case None | e.Ref("define"):
                return
            case e.Compare(_, e.Ref("field", name), e.Const(value)):
                if (name, value) not in self._simple:
                    self._compare(node, node.left, node.right)
                    self._simple.add((name, value))
            case e.Compare(_, left, right):
                self._compare(node, left, right)
            case e.Between(operand, low, high):
                self._compare(node, operand, low)
                self._compare(node, operand, high)
            case e.Window():
                self._look(node.between)
            case e.InList(operand, items):
                for item in items:
                    self._compare(node, operand, item)
            case _ if isinstance(node.type, Bool | Text | Listed):
                for child in children(node):
                    self._look(child)
            case _:
                self._of(node)

    def _compare(self, node: e.Expr, left: e.Expr, right: e.Expr) -> None:
        if isinstance(left.type, Bool | Text | Listed):
            self._look(left)
            self._look(right)
            return
        self._sum(node, self._of(left), self._of(right))

    # --- amounts ---

    def _of(self, node: e.Expr) -> _Size:
        match node:
            case e.Const(date()) | e.Today():
                return _Size(_LAST_DAY, 1, varies=False)
            case e.Const(value):
                number = Fraction(cast("int", value))
                return _Size(abs(number.numerator), number.denominator, varies=False, number=number.numerator)
            case e.Ref("define" | "points" as kind, name):
                return self._named(kind, name)
            case e.Ref("field", name):
                return self._field(self.fields[name])
            case e.Ref("param", name):
                return self._param(self.params[name])
            case e.Arith(op, left, right):
                return self._arithmetic(node, op, left, right)
            case e.Round(mode, operand, step):
                return self._rounded(node, mode, self._of(operand), step)
            case e.Extreme(_, operands):
                best = self._of(operands[0])
                for operand in operands[1:]:
                    other = self._of(operand)
                    if best.over is not None or other.over is not None:
                        self._sum(node, best, other)
                    best = self._either(node, best, other)
                return best
            case e.Default(operand, fallback):
                return self._either(node, self._of(operand), self._of(fallback))
            case e.Since(unit, operand):
                of = self._of(operand)
                return _Size(_LAST_DAY + of.most if unit == "days" else 130_000, 1, of.varies)
            case e.Anniversary(operand):
                return _Size(_LAST_DAY + 1, 1, self._of(operand).varies)
            case _:
                raise TypeError(f"not an amount: {type(node).__name__}")

    def _fits(self, node: e.Expr, most: int) -> int:
        if most > LIMIT:
            raise _TooLongError(node)
        return most

    def _named(self, kind: str, name: str) -> _Size:
        if (kind, name) not in self._sizes:
            try:
                size = self._of(self.defines[name].expr) if kind == "define" else self._points(name)
                self._sizes[kind, name] = size
            except _TooLongError:
                self._sizes[kind, name] = None
        found = self._sizes[kind, name]
        if found is None:
            raise _TooLongError(None)
        return found

    def _points(self, name: str) -> _Size:
        effects = (effect for rule in self.rules for effect in rule.effects)
        added = (x.amount for x in effects if isinstance(x, m.AddPoints) and x.account == name)
        return _Size(sum(self._whole(amount) for amount in added), 1, varies=True)

    def _field(self, of: m.Field) -> _Size:
        if isinstance(of.type, Date):
            return _Size(_LAST_DAY, 1, varies=True)
        divisor = 10**of.places if of.declared in ("number", "percent") else 1
        ends = (_INT64 if end is None else min(_INT64, ceil(abs(end) * divisor)) for end in (of.low, of.high))
        return _Size(max(ends), divisor, varies=True)

    def _param(self, of: m.Param) -> _Size:
        if isinstance(of.type, Date):
            return _Size(_LAST_DAY, 1, varies=False)
        given = {Fraction(cast("int", value)) for value in (*(value for _, value in of.values), *of.profiles.values())}
        divisor = lcm(*(value.denominator for value in given))
        numbers = [int(value * divisor) for value in given]
        return _Size(max(map(abs, numbers)), divisor, varies=False, number=numbers[0] if len(numbers) == 1 else None)

    def _arithmetic(self, node: e.Expr, op: str, left: e.Expr, right: e.Expr) -> _Size:
        if isinstance(left.type, Date) != isinstance(right.type, Date):
            day, length = (left, right) if isinstance(left.type, Date) else (right, left)
            return self._moved(node, self._of(day), length)
        one, other = self._of(left), self._of(right)
        match op:
            case "+" | "-":
                return self._sum(node, one, other)
            case "*":
                most = self._fits(node, one.most * other.most)
                over = self._both_over(node, one.over, other.over)
                return _Size(most, one.divisor * other.divisor, one.varies or other.varies, over)
            case _:
                return self._divided(node, one, other, right)

    def _sum(self, node: e.Expr, left: _Size, right: _Size) -> _Size:
        divisor = lcm(left.divisor, right.divisor)
        one, other = left.most * (divisor // left.divisor), right.most * (divisor // right.divisor)
        varies = left.varies or right.varies
        if _same(left.over, right.over):
            return _Size(self._fits(node, one + other), divisor, varies, left.over)
        one, other = self._times_over(node, one, right.over), self._times_over(node, other, left.over)
        return _Size(self._fits(node, one + other), divisor, varies, self._both_over(node, left.over, right.over))

    def _divided(self, node: e.Expr, left: _Size, right: _Size, by: e.Expr) -> _Size:
        most = self._times_over(node, self._fits(node, left.most * right.divisor), right.over)
        if right.number:
            return _Size(most, left.divisor * abs(right.number), left.varies, left.over)
        over = self._both_over(node, left.over, _Over(self._fits(node, max(1, right.most)), by, right.varies))
        return _Size(most, left.divisor, left.varies or right.varies, over)

    def _times_over(self, node: e.Expr, most: int, over: _Over | None) -> int:
        return self._fits(node, most if over is None else most * over.most)

    def _both_over(self, node: e.Expr, one: _Over | None, other: _Over | None) -> _Over | None:
        if one is None or other is None:
            return one or other
        return _Over(self._fits(node, one.most * other.most), None, one.varies and other.varies)

    def _rounded(self, node: e.Expr, mode: RoundMode, of: _Size, step: Fraction) -> _Size:
        """Halves are found by looking at twice the numerator."""
        numerator, divisor = of.most * step.denominator, of.divisor * step.numerator
        self._fits(node, numerator * 2 if mode == "half" else numerator)
        self._times_over(node, divisor, of.over)
        most = self._fits(node, -(-numerator // divisor) * step.numerator)
        return _Size(most, step.denominator, of.varies)

    def _whole(self, node: e.Expr) -> int:
        """A number that is proved to be whole."""
        return self._rounded(node, "down", self._of(node), Fraction(1)).most

    def _either(self, node: e.Expr, one: _Size, other: _Size) -> _Size:
        divisor = lcm(one.divisor, other.divisor)
        left, right = (self._fits(node, of.most * (divisor // of.divisor)) for of in (one, other))
        varies, overs = one.varies or other.varies, [of.over for of in (one, other) if of.over is not None]
        if not overs:
            return _Size(max(left, right), divisor, varies)
        if all(over.varies for over in overs):
            most = max(over.most for over in overs)
        else:  # one may be a number in a run, which then goes into the divisor
            left, right = self._times_over(node, left, other.over), self._times_over(node, right, one.over)
            most = self._fits(node, prod(over.most for over in overs))
        of = overs[0].of if _same(one.over, other.over) else None
        return _Size(max(left, right), divisor, varies, _Over(most, of, all(over.varies for over in overs)))

    def _moved(self, node: e.Expr, day: _Size, length: e.Expr) -> _Size:
        by = self._fits(node, self._whole(length) + max(day.most, _LAST_MONTH))
        return _Size(_LAST_DAY + 1 if isinstance(length.type, Months) else by, 1, varies=True)


def _same(one: _Over | None, other: _Over | None) -> bool:
    """Whether two fractions are divided by the same, for certain."""
    if one is None or other is None:
        return one is other
    return one.of is not None and one.of == other.of


def check_digits(context: Context, digits: Digits, found: Iterable[tuple[e.Expr | None, Span]]) -> None:
    """Report calculations that may need too many digits, each at the place beside it."""
    for node, span in found:
        fields = digits.too_long(node)
        if fields is not None:
            context.report("E427", span, {"fields": fields} if fields else {})


def compared(ladders: Mapping[str, m.Ladder]) -> Iterator[tuple[e.Expr, Span]]:
    """The comparisons that the lines of ladders stand for, each with the place to name."""
    for ladder in ladders.values():
        for line in ladder.lines:
            if ladder.measure is not None and line is not None:
                yield e.Compare(">=", ladder.measure, line), ladder.span
