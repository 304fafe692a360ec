"""The check phase for expressions: names to references, literals to values, units to types.

A bare number takes the type of the other side, so both sides of an operator are looked at together. None as a
result means the mistake is already reported; nothing that contains it is reported again.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final, cast

from dsl.check import literals
from dsl.check.bare import number_behind_a_name
from dsl.check.context import Context
from dsl.check.elapsed import elapsed
from dsl.check.operators import arithmetic, comparable, differ_by_a_unit, is_amount, orderable
from dsl.check.settle import is_scaled, settle_param
from dsl.check.slips import (
    class_as_a_value,
    counted_with_its_unit,
    share_of_a_count,
    value_as_a_name,
    value_of_another,
)
from dsl.check.speech import missing_as_a_value, or_more, values_alone
from dsl.check.symbols import Symbol
from dsl.check.together import BELOW, LIST, RANGE, as_one
from dsl.diagnostics.model import Arg, Label, Words
from dsl.program import expr as e
from dsl.program.types import Bool, Date, Days, Listed, Money, Months, Num, Text, Type, listed
from dsl.syntax import nodes as n
from dsl.syntax.full_steps import full_steps

Checked = e.Expr | None


class Expressions:
    """Checks expressions as seen from one unit."""

    def __init__(self, context: Context, unit: str) -> None:
        self._context = context
        self._unit = unit

    # --- entry points ---

    def condition(self, node: n.Expr) -> Checked:
        """An expression that must be yes or no."""
        checked = self.check(node)
        if checked is None:
            return None
        if not isinstance(checked.type, Bool):
            name = {"name": node.text} if isinstance(node, n.Name) else {}
            self._context.report("E305", node.span, {"found": self._words(checked.type), **name})
            return None
        return checked

    def amount(self, node: n.Expr, *kinds: type[Type], what: str = "") -> Checked:
        """An expression that must be of one of the kinds; what it is for, where that says what to write instead."""
        checked = self.check(node)
        if checked is None or isinstance(checked.type, kinds):
            return checked
        expected = {
            Num: self._words(Num()),
            Days: self._words(Days()),
            Months: self._words(Months()),
            Date: self._words(Date()),
        }
        wanted = tuple(expected[k] for k in kinds if k in expected)
        told: dict[str, Arg] = {"expected": wanted, "found": self._words(checked.type)}
        self._context.report("E312", node.span, told | ({"what": what} if isinstance(checked.type, _DAYS) else {}))
        return None

    def points(self, node: n.Expr) -> Checked:
        """How many points are added; a step without a unit is told before what it makes of the sum."""
        counted = full_steps(node)
        if counted is not None and _bare(counted.step):
            whole = self.check(counted.amount)
            if whole is None or (not isinstance(whole.type, Num) and self.value_like(counted.step, whole.type) is None):
                return None
        return self.amount(node, Num)

    def value_like(self, node: n.Expr, expected: Type, *, strict: bool = True) -> Checked:
        """An expression that stands opposite a value of a known type."""
        if strict and literals.lacks_its_unit(self._context, node, expected):
            return None
        checked = self.check(node, expected, strict=strict)
        if checked is None:
            return None
        return checked if self._fits(expected, checked.type, node) else None

    def check(self, node: n.Expr, expected: Type | None = None, *, strict: bool = True) -> Checked:
        """Any expression; ``expected`` is the type of the other side, for what has none of its own."""
        match node:
            case n.Number():
                return literals.number(self._context, node, expected, strict=strict)
            case n.Day(day):
                return e.Const(day, Date())
            case n.Text(text):
                if isinstance(expected, Listed):
                    return literals.listed_value(self._context, expected, text, node)
                return literals.text(self._context, node)
            case n.Truth(truth):
                if isinstance(expected, Listed):
                    value = literals.plain_value(self._context, node, expected)
                    return e.Const(value, expected) if value is not None else None
                return e.Const(truth, Bool())
            case n.Hole():
                return None
            case n.Today():
                return e.Today()
            case n.Name():
                return self._name(node, expected)
            case n.TheTier():
                return self._the_tier(node)
            case n.Arithmetic():
                return self._arithmetic(node, expected, strict=strict)
            case n.Negative(operand):
                return self._negative(node, operand, expected, strict=strict)
            case n.Times(factor, operand) | n.Part(factor, operand):
                return self._scaled(factor, operand, expected)
            case n.Since(unit, operand):
                inner = self.amount(operand, Date)
                return e.Since(unit, inner) if inner is not None else None
            case n.Anniversary(operand):
                inner = self.amount(operand, Date)
                return e.Anniversary(inner) if inner is not None else None
            case n.Default(operand, fallback):
                pair = self._pair(operand, fallback, node)
                return e.Default(pair[0], pair[1], pair[0].type) if pair else None
            case n.Extreme():
                return self._extreme(node, expected)
            case n.Round():
                return self._round(node)
            case n.Is() | n.Compare() | n.InList() if missing_as_a_value(self._context, self._unit, node):
                return None
            case n.Or(items) if or_more(self._context, self._unit, items):
                return None
            case n.Compare(op, left, right):
                return self._compare(op, left, right, node)
            case n.Is(left, right) if class_as_a_value(self._context, self._unit, left, right):
                return None
            case n.Is(left, right, negated):
                return self._compare("!=" if negated else "=", left, right, node)
            case n.IsMissing(operand, negated):
                before = len(self._context.uses)
                inner = self.check(operand)
                del self._context.uses[before:]  # any type will do
                if inner is None:
                    return None
                return e.Not(e.IsMissing(inner)) if negated else e.IsMissing(inner)
            case n.InList():
                return self._in_list(node)
            case n.TextTest(which, operand, text):
                inner = self.check(operand)
                if inner is None:
                    return None
                if not isinstance(inner.type, Text):
                    self._context.report(
                        "E312",
                        operand.span,
                        {
                            "expected": (self._words(Text()),),
                            "found": self._words(inner.type),
                        },
                    )
                    return None
                return e.TextTest(which, inner, text.value) if literals.text(self._context, text) else None
            case n.Window(operand, which, length):
                inner, span = self.amount(operand, Date), self._length(length)
                return e.Window(inner, which, span) if inner is not None and span is not None else None
            case n.Elapsed():
                return self._elapsed(node)
            case n.Between():
                return self._between(node)
            case n.Not(operand):
                inner = self.condition(operand)
                return e.Not(inner) if inner is not None else None
            case n.And(items) | n.Or(items):
                alone = values_alone(self._context, self._unit, node)
                checked = [self.condition(i) for i in items if i not in alone]
                if alone or None in checked:
                    return None
                kind = e.And if isinstance(node, n.And) else e.Or
                return kind(tuple(cast("list[e.Expr]", checked)))

    def _words(self, of: Type) -> Words:
        return self._context.type_words(of)

    # --- names ---

    def _name(self, node: n.Name, expected: Type | None) -> Checked:
        if isinstance(expected, Listed) and node.owner is None:
            if node.text in expected.named:
                return e.Const(expected.named[node.text], expected)
            if self._context.symbols.peek("value", node, self._unit) is None:
                if node.text in self._context.symbols.poisoned:
                    return None
                return literals.listed_value(self._context, expected, node.text, node)
        if value_as_a_name(self._context, self._unit, (node,), expected):
            return None
        if value_of_another(self._context, self._unit, node, expected):
            return None
        symbol = self._context.symbols.find("value", node, self._unit)
        return self.reference(symbol, node, expected) if symbol is not None else None

    def knows(self, node: n.Name) -> bool:
        """Whether a name means a value here; reports nothing."""
        return self._context.symbols.peek("value", node, self._unit) is not None

    def reference(self, symbol: Symbol, node: n.Node, expected: Type | None = None) -> Checked:
        """A reference to a declared value."""
        if symbol.name in self._context.unfit:
            return None
        self._context.uses.append((symbol.name, node.span))
        match symbol.kind:
            case "field":
                of = self._context.field_types.get(symbol.name)
                return e.Ref("field", symbol.name, of) if of is not None else None
            case "param":
                return self._param(symbol, expected)
            case "define":
                defined = self._define(symbol, node)
                return e.Ref("define", symbol.name, defined.type) if defined is not None else None
            case "ladder":
                return e.Ref("ladder", symbol.name, ladder_type(symbol))
            case "class":
                return e.Ref("class", symbol.name, Bool())
            case "points":
                return e.Ref("points", symbol.name, Num())
            case "choice":
                choice = cast("n.ChoiceDecl", symbol.node)
                return e.Ref("choice", symbol.name, listed(symbol.name, (v.all for v in choice.values)))
            case _:  # pragma: no cover - the value namespace holds nothing else
                return None

    def _param(self, symbol: Symbol, expected: Type | None) -> Checked:
        known = self._context.param_types.get(symbol.name)
        if known is None:
            known = settle_param(self._context, symbol, expected)
        return e.Ref("param", symbol.name, known) if known is not None else None

    def _define(self, symbol: Symbol, node: n.Node) -> Checked:
        context = self._context
        if symbol.name not in context.defines:
            if symbol.name in context.defining:
                names = (*context.defining[context.defining.index(symbol.name) :], symbol.name)
                context.report("E209", node.span, {"path": tuple(map(context.symbols.words_for, names))})
                context.defines[symbol.name] = None
                return None
            context.defining.append(symbol.name)
            declaration = cast("n.DefineDecl", symbol.node)
            checked = Expressions(context, symbol.unit).check(declaration.value)
            context.defining.pop()
            context.defines.setdefault(symbol.name, checked)
        return context.defines[symbol.name]

    def _the_tier(self, node: n.TheTier) -> Checked:
        visible = self._context.symbols.visible(self._unit)
        ladders = [s for s in self._context.symbols.all("value") if s.kind == "ladder" and s.unit in visible]
        if len(ladders) != 1:
            names = tuple(s.text for s in ladders)
            what = "several" if names else "none"
            self._context.report("E206", node.span, {"name": "tier", "choices": names, "what": what})
            return None
        ladders[0].used = True
        return self.reference(ladders[0], node)

    # --- both sides together ---

    def _is_flexible(self, node: n.Expr) -> bool:
        """Whether a node takes its type from the other side."""
        match node:
            case n.Number():
                return literals.unit_type(node) is None
            case n.Negative(operand):
                return self._is_flexible(operand)
            case n.Text():
                return True
            case n.Name():
                symbol = self._context.symbols.peek("value", node, self._unit)
                if symbol is None:
                    return node.owner is None and (
                        node.text in self._context.symbols.rungs or node.text in self._context.symbols.listed
                    )
                return symbol.kind == "param" and self._context.param_types.get(symbol.name) is None
            case n.Arithmetic(_, left, right):
                return self._is_flexible(left) and self._is_flexible(right)
            case n.Extreme(_, operands):
                return all(self._is_flexible(o) for o in operands)
            case _:
                return False

    def _pair(self, left: n.Expr, right: n.Expr, whole: n.Node) -> tuple[e.Expr, e.Expr] | None:
        """Two sides that must be of one type."""
        one: Checked
        other: Checked
        if self._is_flexible(left) and not self._is_flexible(right):
            other = self.check(right)
            if other is not None and literals.lacks_its_unit(self._context, left, other.type):
                return None
            one = self.check(left, other.type) if other is not None else None
        else:
            one = self.check(left)
            if one is not None and literals.lacks_its_unit(self._context, right, one.type):
                return None
            other = self.check(right, one.type) if one is not None else None
            if one is None and not self._is_flexible(right) and not self._may_be_listed_by(left, right):
                self.check(right, None)
        if one is None or other is None:
            return None
        for slip in (counted_with_its_unit, share_of_a_count):
            if slip(self._context, one, right) or slip(self._context, other, left):
                return None
        if not comparable(one.type, other.type) and (
            (isinstance(other.type, Num) and number_behind_a_name(self._context, self._unit, right, one.type))
            or (isinstance(one.type, Num) and number_behind_a_name(self._context, self._unit, left, other.type))
        ):
            return None
        if not self._fits(one.type, other.type, whole):
            if (isinstance(left, n.Number) or isinstance(right, n.Number)) and differ_by_a_unit(one.type, other.type):
                self._context.misused.append(whole.span)
            return None
        return one, other

    def _may_be_listed_by(self, lost: n.Expr, value: n.Expr) -> bool:
        """Whether a name may be a value of a field whose list could not be read."""
        is_lost = isinstance(lost, n.Name) and lost.text in self._context.symbols.poisoned
        return is_lost and isinstance(value, n.Name) and not self.knows(value)

    def _fits(self, left: Type, right: Type, node: n.Node) -> bool:
        if comparable(left, right):
            return True
        if isinstance(left, Money) and isinstance(right, Money):
            self._context.two_currencies(node.span, left, right)
        else:
            kinds = {type(left), type(right)}
            what = "count" if kinds in ({Num, Months}, {Num, Days}) else "kinds"
            what = "since" if kinds in ({Date, Months}, {Date, Days}) else what
            what = "lengths" if kinds == {Days, Months} else what
            args: dict[str, Arg] = {"what": what, "left": self._words(left), "right": self._words(right)}
            if what == "count":
                args["digits"] = _years_in(node) or "45"
            self._context.report("E301", node.span, args)
        return False

    def _compare(self, op: n.CompareOp, left: n.Expr, right: n.Expr, node: n.Node) -> Checked:
        pair = self._pair(left, right, node)
        if pair is None:
            return None
        if op not in ("=", "!=") and not orderable(pair[0].type):
            self._context.report("E306", node.span, {"found": self._words(pair[0].type)})
            return None
        return e.Compare(op, *pair)

    def _elapsed(self, node: n.Elapsed) -> Checked:
        if node.of_a_day:
            return elapsed(self._context, self, node)
        is_flexible = self._is_flexible(node.operand)
        operand = None if is_flexible else self.check(node.operand)
        if operand is None and not is_flexible:
            return None
        if operand is not None and isinstance(operand.type, Date):
            return elapsed(self._context, self, node)
        return self._compare(node.op, node.operand, node.length, node)

    def _between(self, node: n.Between) -> Checked:
        before = len(self._context.diagnostics)
        low = self._compare("<=", node.low, node.operand, node)
        if not isinstance(low, e.Compare):
            self._compare(">=", node.high, node.operand, node)  # for the mistakes of its own
            as_one(self._context, before, RANGE if node.closed else BELOW)
            return None
        high = self.value_like(node.high, low.right.type)
        return e.Between(low.right, low.left, high, node.closed) if high is not None else None

    def _in_list(self, node: n.InList) -> Checked:
        operand = self.check(node.operand)
        if operand is None:
            return None
        if value_as_a_name(self._context, self._unit, node.items, operand.type):
            return None
        before = len(self._context.diagnostics)
        items = [self.value_like(i, operand.type) for i in node.items]
        if None in items:
            as_one(self._context, before, LIST)
            return None
        found = e.InList(operand, tuple(cast("list[e.Expr]", items)))
        return e.Not(found) if node.negated else found

    # --- arithmetic ---

    def _arithmetic(self, node: n.Arithmetic, expected: Type | None, *, strict: bool) -> Checked:
        if node.in_words:
            return self._moved(node)
        op, before = node.op, len(self._context.diagnostics)
        left_flexible, right_flexible = self._is_flexible(node.left), self._is_flexible(node.right)
        left: Checked
        right: Checked
        if left_flexible and right_flexible and isinstance(expected, Date):
            self._context.report("E304", node.span, {"what": "date"})
            return None
        if left_flexible and right_flexible:  # a bare factor or divisor is a number, whatever the product is
            left, right = (
                self.check(side, None if op in "*/" and _bare(side) else expected, strict=strict)
                for side in (node.left, node.right)
            )
        elif op == "*" or (op == "/" and not is_scaled(node.right)):
            left, right = self.check(node.left), self.check(node.right)
        elif left_flexible:
            right = self.check(node.right)
            left = self.check(node.left, _opposite(right)) if right is not None else None
        else:
            left = self.check(node.left)
            right = self.check(node.right, _opposite(left)) if left is not None else self.check(node.right)
        if left is None or right is None:
            as_one(self._context, before, Words(f" {op} ", f" {op} "))
            return None
        if op == "/" and isinstance(right, e.Const) and right.value == 0:
            self._context.report("E310", node.right.span)
            return None
        of = arithmetic(op, left.type, right.type)
        if of is None:
            if isinstance(left.type, Money) and isinstance(right.type, Money) and left.type != right.type:
                self._context.two_currencies(node.span, left.type, right.type)
            else:
                args = {
                    "op": op,
                    "left": self._words(left.type),
                    "right": self._words(right.type),
                }
                self._context.report("E313", node.span, args)
            return None
        return e.Arith(op, left, right, of)

    def _moved(self, node: n.Arithmetic) -> Checked:
        """``3 months before fix_ends``; beside what is no day, the length says nothing more."""
        before = len(self._context.diagnostics)
        day = self.amount(node.left, Date)
        if day is None and any(d.code == "E312" for d in self._context.diagnostics[before:]):
            return None
        length = self._length(node.right)
        return e.Arith(node.op, day, length, Date()) if day is not None and length is not None else None

    def _negative(self, node: n.Node, operand: n.Expr, expected: Type | None, *, strict: bool) -> Checked:
        inner = self.check(operand, expected, strict=strict)
        if inner is None:
            return None
        if not is_amount(inner.type):
            sides = {"left": self._words(Num()), "right": self._words(inner.type)}
            self._context.report("E313", node.span, {"op": "-", **sides})
            return None
        if isinstance(inner, e.Const):
            return e.Const(-cast("int | Fraction", inner.value), inner.type)
        return e.Arith("-", e.Const(0, inner.type), inner, inner.type)

    def _scaled(self, factor: n.Number, operand: n.Expr, expected: Type | None) -> Checked:
        """``3x deposit`` and ``30% of deposit``."""
        inner = self.check(operand, expected)
        if inner is None:
            return None
        share = literals.number(self._context, factor, None, strict=True)
        if share is None:
            return None
        of = arithmetic("*", share.type, inner.type)
        if of is None or not isinstance(share.type, Num):
            sides = {"left": self._words(share.type), "right": self._words(inner.type)}
            self._context.report("E313", operand.span, {"op": "*", **sides})
            return None
        return e.Arith("*", share, inner, of)

    def _extreme(self, node: n.Extreme, expected: Type | None) -> Checked:
        typed = next((o for o in node.operands if not self._is_flexible(o)), None)
        first = self.check(typed, expected) if typed is not None else None
        of = first.type if first is not None else expected
        if typed is not None and first is None:
            return None
        checked = [first if o is typed else self.check(o, of) for o in node.operands]
        if None in checked:
            return None
        operands = cast("list[e.Expr]", checked)
        for operand, written in zip(operands, node.operands, strict=True):
            if not self._fits(operands[0].type, operand.type, written):
                return None
        if not orderable(operands[0].type):
            self._context.report("E306", node.span, {"found": self._words(operands[0].type)})
            return None
        return e.Extreme(node.which, tuple(operands), operands[0].type)

    def _round(self, node: n.Round) -> Checked:
        operand = self.check(node.operand)
        if operand is None:
            return None
        if not is_amount(operand.type):
            expected = (Words("an amount or a number", "金额或数值"),)
            self._context.report("E312", node.operand.span, {"expected": expected, "found": self._words(operand.type)})
            return None
        if isinstance(operand.type, Money) and isinstance(node.step, n.Number) and _bare(node.step):
            unit = "元" if operand.type.currency == "CNY" else f" {operand.type.currency}"
            told = {"what": "step", "found": node.step.digits}
            self._context.report("E302", node.step.span, told, fix=node.step.digits + unit)
            return None
        step = literals.plain_value(self._context, node.step, operand.type)
        if step is None:
            return None
        if not isinstance(step, (int, Fraction)) or step <= 0:
            self._context.report(
                "E311", node.step.span, {"expected": Words("a step above zero", "大于零的单位"), "what": "range"}
            )
            return None
        return e.Round(node.mode, operand, Fraction(step), operand.type)

    def _length(self, node: n.Expr) -> Checked:
        """The length of a window: days or months."""
        checked = self.check(node, Days())
        if checked is None or isinstance(checked.type, (Days, Months)):
            return checked
        wanted = (self._words(Days()), self._words(Months()))
        self._context.report("E312", node.span, {"expected": wanted, "found": self._words(checked.type)})
        return None


# A day, and how long until one: a task has either, with a word of its own.
_DAYS: Final = (Date, Days, Months)


def _bare(node: n.Expr) -> bool:
    return isinstance(node, n.Number) and literals.unit_type(node) is None and node.unit.scale is None


def _opposite(checked: Checked) -> Type | None:
    """What a bare number means beside a value: a date takes days, all else its own type."""
    if checked is None:
        return None
    return Days() if isinstance(checked.type, Date) else checked.type


def ladder_type(symbol: Symbol) -> Listed:
    """The rungs of a ladder as an ordered list."""
    ladder = cast("n.TiersDecl", symbol.node)
    return listed(symbol.name, (r.name.all for r in ladder.rungs), ordered=True)


def declared_at(symbol: Symbol) -> Label:
    """A label on the declaration of a symbol."""
    return Label(symbol.span, Words("declared here", "在此声明"))


def _years_in(node: n.Node) -> str | None:
    """The years that a comparison is written with, as an age has them: 60 of ``age >= 60 years``."""
    sides = (node.left, node.right) if isinstance(node, n.Compare) else ()
    return next((x.digits for x in sides if isinstance(x, n.Number) and x.unit.plain == "year"), None)
