"""The check phase for expressions: names to references, literals to values, units to types.

What has two sides is checked in ``sides.py``, what calculates in ``calculations.py``. None as a
result means the mistake is already reported; nothing that contains it is reported again.
"""

from __future__ import annotations

from typing import Final, cast

from dsl.check import literals
from dsl.check.calculations import calculated, extreme, negative, rounded, scaled
from dsl.check.context import Context
from dsl.check.elapsed import elapsed
from dsl.check.settle import settle_param
from dsl.check.sides import between, both_sides, compare, fits, in_list, is_flexible
from dsl.check.slips import (
    class_as_a_value,
    value_as_a_name,
    value_of_another,
)
from dsl.check.speech import missing_as_a_value, or_more, values_alone
from dsl.check.symbols import Symbol
from dsl.diagnostics.model import Arg, Label, Words
from dsl.program import expr as e
from dsl.program.types import Bool, Date, Days, Listed, Months, Num, Text, Type, listed
from dsl.syntax import nodes as n
from dsl.syntax.full_steps import full_steps

Checked = e.Expr | None


class Expressions:
    """Checks expressions as seen from one unit."""

    def __init__(self, context: Context, unit: str) -> None:
        self.context = context
        self.unit = unit

    # --- entry points ---

    def condition(self, node: n.Expr) -> Checked:
        """An expression that must be yes or no."""
        checked = self.check(node)
        if checked is None:
            return None
        if not isinstance(checked.type, Bool):
            name = {"name": node.text} if isinstance(node, n.Name) else {}
            self.context.report("E305", node.span, {"found": self.words(checked.type), **name})
            return None
        return checked

    def amount(self, node: n.Expr, *kinds: type[Type], what: str = "") -> Checked:
        """An expression that must be of one of the kinds; what it is for, where that says what to write instead."""
        checked = self.check(node)
        if checked is None or isinstance(checked.type, kinds):
            return checked
        expected = {
            Num: self.words(Num()),
            Days: self.words(Days()),
            Months: self.words(Months()),
            Date: self.words(Date()),
        }
        wanted = tuple(expected[k] for k in kinds if k in expected)
        told: dict[str, Arg] = {"expected": wanted, "found": self.words(checked.type)}
        self.context.report("E312", node.span, told | ({"what": what} if isinstance(checked.type, _DAYS) else {}))
        return None

    def points(self, node: n.Expr) -> Checked:
        """How many points are added; a step without a unit is told before what it makes of the sum."""
        counted = full_steps(node)
        if counted is not None and literals.is_bare(counted.step):
            whole = self.check(counted.amount)
            if whole is None or (not isinstance(whole.type, Num) and self.value_like(counted.step, whole.type) is None):
                return None
        return self.amount(node, Num)

    def value_like(self, node: n.Expr, expected: Type, *, strict: bool = True) -> Checked:
        """An expression that stands opposite a value of a known type."""
        if strict and literals.lacks_its_unit(self.context, node, expected):
            return None
        checked = self.check(node, expected, strict=strict)
        if checked is None:
            return None
        return checked if fits(self, expected, checked.type, node) else None

    def check(self, node: n.Expr, expected: Type | None = None, *, strict: bool = True) -> Checked:
        """Any expression; ``expected`` is the type of the other side, for what has none of its own."""
        match node:
            case n.Number():
                return literals.number(self.context, node, expected, strict=strict)
            case n.Day(day):
                return e.Const(day, Date())
            case n.Text(text):
                if isinstance(expected, Listed):
                    return literals.listed_value(self.context, expected, text, node)
                return literals.text(self.context, node)
            case n.Truth(truth):
                if isinstance(expected, Listed):
                    value = literals.plain_value(self.context, node, expected)
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
                return calculated(self, node, expected, strict=strict)
            case n.Negative(operand):
                return negative(self, node, operand, expected, strict=strict)
            case n.Times(factor, operand) | n.Part(factor, operand):
                return scaled(self, factor, operand, expected)
            case n.Since(unit, operand):
                inner = self.amount(operand, Date)
                return e.Since(unit, inner) if inner is not None else None
            case n.Anniversary(operand):
                inner = self.amount(operand, Date)
                return e.Anniversary(inner) if inner is not None else None
            case n.Default(operand, fallback):
                pair = both_sides(self, operand, fallback, node)
                return e.Default(pair[0], pair[1], pair[0].type) if pair else None
            case n.Extreme():
                return extreme(self, node, expected)
            case n.Round():
                return rounded(self, node)
            case n.Is() | n.Compare() | n.InList() if missing_as_a_value(self.context, self.unit, node):
                return None
            case n.Or(items) if or_more(self.context, self.unit, items):
                return None
            case n.Compare(op, left, right):
                return compare(self, op, left, right, node)
            case n.Is(left, right) if class_as_a_value(self.context, self.unit, left, right):
                return None
            case n.Is(left, right, negated):
                return compare(self, "!=" if negated else "=", left, right, node)
            case n.IsMissing(operand, negated):
                before = len(self.context.uses)
                inner = self.check(operand)
                del self.context.uses[before:]  # any type will do
                if inner is None:
                    return None
                return e.Not(e.IsMissing(inner)) if negated else e.IsMissing(inner)
            case n.InList():
                return in_list(self, node)
            case n.TextTest(which, operand, text):
                inner = self.check(operand)
                if inner is None:
                    return None
                if not isinstance(inner.type, Text):
                    self.context.report(
                        "E312",
                        operand.span,
                        {
                            "expected": (self.words(Text()),),
                            "found": self.words(inner.type),
                        },
                    )
                    return None
                return e.TextTest(which, inner, text.value) if literals.text(self.context, text) else None
            case n.Window(operand, which, length):
                inner, span = self.amount(operand, Date), self.length(length)
                return e.Window(inner, which, span) if inner is not None and span is not None else None
            case n.Elapsed():
                return self._elapsed(node)
            case n.Between():
                return between(self, node)
            case n.Not(operand):
                inner = self.condition(operand)
                return e.Not(inner) if inner is not None else None
            case n.And(items) | n.Or(items):
                alone = values_alone(self.context, self.unit, node)
                checked = [self.condition(i) for i in items if i not in alone]
                if alone or None in checked:
                    return None
                kind = e.And if isinstance(node, n.And) else e.Or
                return kind(tuple(cast("list[e.Expr]", checked)))

    def words(self, of: Type) -> Words:
        """What a type is called."""
        return self.context.type_words(of)

    # --- names ---

    def _name(self, node: n.Name, expected: Type | None) -> Checked:
        if isinstance(expected, Listed) and node.owner is None:
            if node.text in expected.named:
                return e.Const(expected.named[node.text], expected)
            if self.context.symbols.peek("value", node, self.unit) is None:
                if node.text in self.context.symbols.poisoned:
                    return None
                return literals.listed_value(self.context, expected, node.text, node)
        if value_as_a_name(self.context, self.unit, (node,), expected):
            return None
        if value_of_another(self.context, self.unit, node, expected):
            return None
        symbol = self.context.symbols.find("value", node, self.unit)
        return self.reference(symbol, node, expected) if symbol is not None else None

    def knows(self, node: n.Name) -> bool:
        """Whether a name means a value here; reports nothing."""
        return self.context.symbols.peek("value", node, self.unit) is not None

    def reference(self, symbol: Symbol, node: n.Node, expected: Type | None = None) -> Checked:
        """A reference to a declared value."""
        if symbol.name in self.context.unfit:
            return None
        self.context.uses.append((symbol.name, node.span))
        match symbol.kind:
            case "field":
                of = self.context.field_types.get(symbol.name)
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
        known = self.context.param_types.get(symbol.name)
        if known is None:
            known = settle_param(self.context, symbol, expected)
        return e.Ref("param", symbol.name, known) if known is not None else None

    def _define(self, symbol: Symbol, node: n.Node) -> Checked:
        context = self.context
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
        visible = self.context.symbols.visible(self.unit)
        ladders = [s for s in self.context.symbols.all("value") if s.kind == "ladder" and s.unit in visible]
        if len(ladders) != 1:
            names = tuple(s.text for s in ladders)
            what = "several" if names else "none"
            self.context.report("E206", node.span, {"name": "tier", "choices": names, "what": what})
            return None
        ladders[0].used = True
        return self.reference(ladders[0], node)

    # --- lengths of time ---

    def _elapsed(self, node: n.Elapsed) -> Checked:
        if node.of_a_day:
            return elapsed(self.context, self, node)
        is_open = is_flexible(self, node.operand)
        operand = None if is_open else self.check(node.operand)
        if operand is None and not is_open:
            return None
        if operand is not None and isinstance(operand.type, Date):
            return elapsed(self.context, self, node)
        return compare(self, node.op, node.operand, node.length, node)

    def length(self, node: n.Expr) -> Checked:
        """The length of a window: days or months."""
        checked = self.check(node, Days())
        if checked is None or isinstance(checked.type, (Days, Months)):
            return checked
        wanted = (self.words(Days()), self.words(Months()))
        self.context.report("E312", node.span, {"expected": wanted, "found": self.words(checked.type)})
        return None


# A day, and how long until one: a task has either, with a word of its own.
_DAYS: Final = (Date, Days, Months)


def ladder_type(symbol: Symbol) -> Listed:
    """The rungs of a ladder as an ordered list."""
    ladder = cast("n.TiersDecl", symbol.node)
    return listed(symbol.name, (r.name.all for r in ladder.rungs), ordered=True)


def declared_at(symbol: Symbol) -> Label:
    """A label on the declaration of a symbol."""
    return Label(symbol.span, Words("declared here", "在此声明"))
