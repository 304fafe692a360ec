"""Expressions of the checked program as formulas: where a condition is surely true, and where surely false."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from dsl.program import expr as e
from dsl.program.types import Bool, Date, Listed, Months, Text
from engine.columns import decimal_places, stored_bounds
from engine.ir import nodes as n
from engine.ir.amounts import Amount, Amounts
from engine.ir.nodes import FALSE, TRUE
from engine.ir.reach import FIRST_DAY, LAST_DAY, to_days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dsl.program.model import Program
    from dsl.program.types import Value
    from dsl.syntax.nodes import CompareOp
    from engine.binding import Binding
    from engine.ir.builder import Builder

T = TypeVar("T")
_NEGATED: dict[CompareOp, CompareOp] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}


@dataclass(frozen=True, eq=False, slots=True)
class Source:
    """A text that comes from a field, or is given."""

    field: str | None
    text: str


@dataclass(frozen=True, eq=False, slots=True)
class Texts:
    """A text: one of some sources, each where its formula holds; unknown where none does."""

    cases: tuple[tuple[n.Formula, Source], ...]


@dataclass(frozen=True, eq=False, slots=True)
class Choices:
    """A value of a list.

    Attributes:
        values: of each value, where it is surely that one.
        known: where it is one of them.
        from_place: of ladders, of each place, where the value surely stands there or higher.
    """

    values: dict[str, n.Formula]
    known: n.Formula
    from_place: tuple[n.Formula, ...] = ()


class Outcomes(Protocol):
    """What conditions may read of the outcomes that are decided before."""

    def member(self, name: str) -> Truth:
        """A class."""

    def rung(self, ladder: str) -> Choices:
        """The tier on a ladder."""

    def choice(self, name: str) -> Choices:
        """The value of a choice."""

    def points(self, name: str) -> Amount:
        """An account."""


class Truth:
    """A condition: where it is surely true and where it is surely false, each worked out when it is asked for.

    Args:
        where: gives the formula of what is wanted.
    """

    __slots__ = ("_false", "_true", "_where")

    def __init__(self, where: Callable[[bool], n.Formula]) -> None:
        self._where = where
        self._true: n.Formula | None = None
        self._false: n.Formula | None = None

    @property
    def true(self) -> n.Formula:
        """Where it is surely true."""
        if self._true is None:
            self._true = self._where(True)  # noqa: FBT003 - read as: where it is true
        return self._true

    @property
    def false(self) -> n.Formula:
        """Where it is surely false."""
        if self._false is None:
            self._false = self._where(False)  # noqa: FBT003
        return self._false


class Conditions:
    """Translates expressions of one program, bound to one run.

    Args:
        builder: makes the formulas.
        program: a checked policy.
        binding: of that policy to the run.
        complete: whether required fields and those with a default have a value in every row, as rows do that the
            readers let pass.
        today: stands for the as-of date where something shall hold for many of them.
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
        self.builder = builder
        self.amounts = Amounts(builder)
        self._program = program
        self._binding = binding
        self._complete = complete
        self._symbolic_today = today
        self._outcomes: Outcomes | None = None
        self._defines: dict[str, object] = {}
        self._truths: dict[int, Truth] = {}
        self._fields: dict[str, Amount] = {}
        self._simple: dict[tuple[object, ...], n.Formula] = {}
        self._kept: list[e.Expr] = []  # so that ids stay theirs

    def read_outcomes(self, outcomes: Outcomes) -> None:
        """From now on conditions may read outcomes."""
        self._outcomes = outcomes

    @property
    def _decided(self) -> Outcomes:
        if self._outcomes is None:
            raise ValueError("a condition reads an outcome, and there are none")
        return self._outcomes

    # --- conditions ---

    def truth(self, expr: e.Expr) -> Truth:
        """A condition; the same object gives the same truth."""
        found = self._truths.get(id(expr))
        if found is None:
            found = self._truths[id(expr)] = self._named(expr) or Truth(lambda wanted: self.where(expr, wanted=wanted))
            self._kept.append(expr)
        return found

    def _named(self, expr: e.Expr) -> Truth | None:
        match expr:
            case e.Ref("class", name):
                return self._decided.member(name)
            case e.Ref("define", name):
                return self.truth(self._program.defines[name].expr)
            case _:
                return None

    def where(self, expr: e.Expr, *, wanted: bool) -> n.Formula:
        """Where a condition is surely true, or surely false."""
        b = self.builder
        match expr:
            case e.And(items) | e.Or(items):
                each = [self._side(item, wanted) for item in items]
                return b.all_of(each) if isinstance(expr, e.And) == wanted else b.any_of(each)
            case e.Not(operand):
                return self._side(operand, not wanted)
            case e.Compare(op, e.Ref("field", name) as left, e.Const(value) as right):
                op = op if wanted else _NEGATED[op]
                key = (op, name, value)  # most conditions are of this kind, and are written again and again
                if key not in self._simple:
                    self._simple[key] = self._compared(op, left, right)
                return self._simple[key]
            case e.Compare(op, left, right):
                return self._compared(op if wanted else _NEGATED[op], left, right)
            case e.Between(operand, low, high, closed):
                ends = (e.Compare(">=", operand, low), e.Compare("<=" if closed else "<", operand, high))
                each = [self.where(end, wanted=wanted) for end in ends]
                return b.all_of(each) if wanted else b.any_of(each)
            case e.Window():
                return self.where(expr.between, wanted=wanted)
            case e.IsMissing(operand):
                known = self.known(operand)
                return b.negation(known) if wanted else known
            case e.InList(operand, items):
                return self._in_list(operand, items, wanted=wanted)
            case e.TextTest(which, operand, text):
                return self._text_test(which, operand, text, wanted=wanted)
            case e.Default(operand, fallback):
                unknown = b.negation(self.known(operand))
                return b.any_of((self._side(operand, wanted), b.all_of((unknown, self._side(fallback, wanted)))))
            case e.Const(value):
                return TRUE if bool(value) == wanted else FALSE
            case e.Ref("param", name):
                return TRUE if bool(self._param(name)) == wanted else FALSE
            case e.Ref("field", name):
                flag = b.flag(name)
                return b.all_of((self._field_known(name), flag if wanted else b.negation(flag)))
            case _:
                raise TypeError(f"not a condition: {type(expr).__name__}")

    def _side(self, expr: e.Expr, wanted: bool) -> n.Formula:  # noqa: FBT001 - read as: the side that is wanted
        if isinstance(expr, e.Compare):  # asked for once, so not worth keeping
            return self.where(expr, wanted=wanted)
        truth = self.truth(expr)
        return truth.true if wanted else truth.false

    def known(self, expr: e.Expr) -> n.Formula:
        """Where the value of any expression is known."""
        match expr.type:
            case Bool():
                truth = self.truth(expr)
                return self.builder.any_of((truth.true, truth.false))
            case Listed():
                return self.listed(expr).known
            case Text():
                return self.builder.any_of(where for where, _ in self.text(expr).cases)
            case _:
                return self.amount(expr).known

    def _field_known(self, name: str) -> n.Formula:
        """A field that is required or has a default always has a value."""
        may_lack = not self._complete or self._program.record.fields[name].missing == "unknown"
        return self.builder.known(name) if may_lack else TRUE

    def _param(self, name: str) -> Value:
        return self._binding.params[name]

    @property
    def _today(self) -> Amount:
        if self._symbolic_today is not None:
            return Amount(self._symbolic_today, 1, TRUE)
        if self._binding.as_of is None:
            raise ValueError("a condition reads today, and the run has no date")
        return self.amounts.constant(to_days(self._binding.as_of))

    # --- comparisons ---

    def _compared(self, op: CompareOp, left: e.Expr, right: e.Expr) -> n.Formula:
        b = self.builder
        match left.type:
            case Bool():
                one, other = self.truth(left), self.truth(right)
                same = b.any_of((b.all_of((one.true, other.true)), b.all_of((one.false, other.false))))
                differ = b.any_of((b.all_of((one.true, other.false)), b.all_of((one.false, other.true))))
                return same if op == "=" else differ
            case Text():
                return self._texts_compared(op, self.text(left), self.text(right))
            case Listed(_, values):
                return self._listed_compared(op, values, left, right)
            case _:
                return self.amounts.compared(op, self.amount(left), self.amount(right))

    def _listed_compared(self, op: CompareOp, values: tuple[str, ...], left: e.Expr, right: e.Expr) -> n.Formula:
        b = self.builder
        if isinstance(right, e.Const):
            wanted = [v for v in values if _holds(op, values.index(v), values.index(cast("str", right.value)))]
            return self._one_of(left, wanted)
        one, other = self.listed(left), self.listed(right)
        pairs = (
            b.all_of((one.values[v], other.values[w]))
            for i, v in enumerate(values)
            for j, w in enumerate(values)
            if _holds(op, i, j)
        )
        return b.any_of(pairs)

    def _one_of(self, expr: e.Expr, wanted: Iterable[str]) -> n.Formula:
        """Where a listed value is surely one of some."""
        if isinstance(expr, e.Ref) and expr.kind == "field":
            return self.builder.all_of(
                (self._field_known(expr.name), self.builder.member(expr.name, frozenset(wanted)))
            )
        found, wanted = self.listed(expr), tuple(wanted)
        values = tuple(found.values)
        if found.from_place and wanted == values[-len(wanted) :]:
            return found.from_place[-len(wanted)]
        if found.from_place and wanted == values[: len(wanted)]:
            return self.builder.all_of((found.known, self.builder.negation(found.from_place[len(wanted)])))
        return self.builder.any_of(found.values[value] for value in wanted)

    def _texts_compared(self, op: CompareOp, left: Texts, right: Texts) -> n.Formula:
        b = self.builder
        found = []
        for here, one in left.cases:
            for there, other in right.cases:
                same = self._same(one, other)
                found.append(b.all_of((here, there, same if op == "=" else b.negation(same))))
        return b.any_of(found)

    def _same(self, one: Source, other: Source) -> n.Formula:
        if one.field is None and other.field is None:
            return TRUE if one.text == other.text else FALSE
        if one.field is not None and other.field is not None:
            return self.builder.same_text(one.field, other.field)
        field, text = (one.field, other.text) if one.field is not None else (other.field, one.text)
        return self.builder.member(cast("str", field), frozenset((text,)))

    def _in_list(self, operand: e.Expr, items: tuple[e.Expr, ...], *, wanted: bool) -> n.Formula:
        b = self.builder
        constants = [cast("str", item.value) for item in items if isinstance(item, e.Const)]
        is_field = isinstance(operand, e.Ref) and operand.kind == "field" and isinstance(operand.type, Text | Listed)
        if is_field and len(constants) == len(items):
            name = cast("e.Ref", operand).name
            member = b.member(name, frozenset(constants))
            return b.all_of((self._field_known(name), member if wanted else b.negation(member)))
        each = [self.where(e.Compare("=", operand, item), wanted=wanted) for item in items]
        return b.any_of(each) if wanted else b.all_of(each)

    def _text_test(self, which: str, operand: e.Expr, text: str, *, wanted: bool) -> n.Formula:
        b = self.builder
        found = []
        for here, source in self.text(operand).cases:
            if source.field is None:
                holds = text in source.text if which == "contains" else source.text.startswith(text)
                matches: n.Formula = TRUE if holds else FALSE
            else:
                matches = b.matches(source.field, "contains" if which == "contains" else "starts", text)
            found.append(b.all_of((here, matches if wanted else b.negation(matches))))
        return b.any_of(found)

    # --- values that are no amounts ---

    def listed(self, expr: e.Expr) -> Choices:
        """A value of a list."""
        b = self.builder
        values = cast("Listed", expr.type).values
        match expr:
            case e.Const(value):
                return Choices({v: TRUE if v == value else FALSE for v in values}, TRUE)
            case e.Ref("param", name):
                return Choices({v: TRUE if v == self._param(name) else FALSE for v in values}, TRUE)
            case e.Ref("field", name):
                known = self._field_known(name)
                return Choices({v: b.all_of((known, b.member(name, frozenset((v,))))) for v in values}, known)
            case e.Ref("define", name):
                return self._define(name, self.listed)
            case e.Ref("ladder", name):
                return self._decided.rung(name)
            case e.Ref("choice", name):
                return self._decided.choice(name)
            case e.Default(operand, fallback):
                one, other = self.listed(operand), self.listed(fallback)
                unknown = b.negation(one.known)
                either = {v: b.any_of((one.values[v], b.all_of((unknown, other.values[v])))) for v in values}
                return Choices(either, b.any_of((one.known, other.known)))
            case e.Extreme(which, operands):
                return self._extreme_listed(which, values, [self.listed(o) for o in operands])
            case _:
                raise TypeError(f"not a listed value: {type(expr).__name__}")

    def _extreme_listed(self, which: str, values: tuple[str, ...], operands: list[Choices]) -> Choices:
        """The greatest is the highest value that any operand has; the least, the lowest."""
        b = self.builder
        known = b.all_of(o.known for o in operands)
        from_best = tuple(reversed(values)) if which == "max" else values
        first = b.exclusive(b.any_of(o.values[v] for o in operands) for v in from_best)
        found = {v: b.all_of((known, here)) for v, here in zip(from_best, first, strict=True)}
        return Choices({v: found[v] for v in values}, known)

    def text(self, expr: e.Expr) -> Texts:
        """A text."""
        match expr:
            case e.Const(value):
                return Texts(((TRUE, Source(None, cast("str", value))),))
            case e.Ref("param", name):
                return Texts(((TRUE, Source(None, cast("str", self._param(name)))),))
            case e.Ref("field", name):
                return Texts(((self._field_known(name), Source(name, "")),))
            case e.Ref("define", name):
                return self._define(name, self.text)
            case e.Default(operand, fallback):
                one, other = self.text(operand), self.text(fallback)
                unknown = self.builder.negation(self.builder.any_of(where for where, _ in one.cases))
                rest = ((self.builder.all_of((unknown, where)), source) for where, source in other.cases)
                return Texts((*one.cases, *rest))
            case _:
                raise TypeError(f"not a text: {type(expr).__name__}")

    # --- amounts ---

    def amount(self, expr: e.Expr) -> Amount:
        """Money, a number, days, months or a date."""
        arithmetic = self.amounts
        match expr:
            case e.Const(value):
                return self._constant(value)
            case e.Today():
                return self._today
            case e.Ref("param", name):
                return self._constant(self._param(name))
            case e.Ref("field", name):
                return self._field(name)
            case e.Ref("define", name):
                return self._define(name, self.amount)
            case e.Ref("points", name):
                return self._decided.points(name)
            case e.Arith(op, left, right):
                return self._arithmetic(op, left, right)
            case e.Round(mode, operand, step):
                return arithmetic.rounded(mode, self.amount(operand), step)
            case e.Extreme(which, operands):
                return arithmetic.extreme(which, [self.amount(o) for o in operands])
            case e.Default(operand, fallback):
                return arithmetic.default(self.amount(operand), self.amount(fallback))
            case e.Since(unit, operand):
                return self._since(unit, self.amount(operand))
            case e.Anniversary(operand):
                return self._anniversary(self.amount(operand))
            case _:
                raise TypeError(f"not an amount: {type(expr).__name__}")

    def _define(self, name: str, translate: Callable[[e.Expr], T]) -> T:
        """A define has one type, so one translation."""
        if name not in self._defines:
            self._defines[name] = translate(self._program.defines[name].expr)
        return cast("T", self._defines[name])

    def _constant(self, value: Value) -> Amount:
        if isinstance(value, date):
            return self.amounts.constant(to_days(value))
        return self.amounts.constant(cast("Fraction | int", value))

    def _field(self, name: str) -> Amount:
        if name not in self._fields:
            self._fields[name] = self._column(name)
        return self._fields[name]

    def _column(self, name: str) -> Amount:
        field = self._program.record.fields[name]
        is_date = isinstance(field.type, Date)
        low, high = (FIRST_DAY, LAST_DAY) if is_date else stored_bounds(field)
        places = 0 if is_date or field.declared == "money" else decimal_places(field)
        return Amount(self.builder.column(name, low, high), 10**places, self._field_known(name))

    def _arithmetic(self, op: str, left: e.Expr, right: e.Expr) -> Amount:
        arithmetic = self.amounts
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

    def _moved(self, day: Amount, by: Amount, of: e.Expr, sign: int) -> Amount:
        """A date moved by days or months."""
        arithmetic, b = self.amounts, self.builder
        whole = Amount(b.times(arithmetic.whole(by), sign), 1, by.known)
        if isinstance(of.type, Months):
            return arithmetic.months_later(day, whole)
        moved = arithmetic.plus(day, whole, 1)
        return arithmetic.day(moved.form, moved.known)

    def later(self, length: e.Expr) -> Amount:
        """The day some days or months after the as-of date."""
        return self._moved(self._today, self.amount(length), length, 1)

    def _since(self, unit: str, day: Amount) -> Amount:
        b = self.builder
        today = self._today.form
        if unit == "days":
            return Amount(b.plus(today, day.form, -1), 1, day.known)
        if unit == "years" and today.parts:  # one function for both, so that ten years are 120 months
            months = b.calendar("months_since", day.form, today, -130_000, 130_000)
            return Amount(b.quotient("down", months, b.constant(12)), 1, day.known)
        function: n.CalendarFunction = "months_since" if unit == "months" else "years_since"
        return Amount(b.calendar(function, day.form, today, -130_000, 130_000), 1, day.known)

    def _anniversary(self, day: Amount) -> Amount:
        b = self.builder
        today = self._today.form
        found = b.calendar("anniversary", day.form, today, today.low, min(today.high + 366, LAST_DAY + 1))
        return Amount(found, 1, b.all_of((day.known, b.negation(b.at_least(found, LAST_DAY + 1)))))


def _holds(op: CompareOp, left: int, right: int) -> bool:
    """A comparison of two places in a list."""
    match op:
        case "=":
            return left == right
        case "!=":
            return left != right
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case ">=":
            return left >= right
