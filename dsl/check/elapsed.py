"""How long ago a day was, as the number of full days, months or years since it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal, cast

from dsl.check.literals import whole_or_fraction
from dsl.diagnostics.model import Arg, Words
from dsl.program import expr as e
from dsl.program.types import Date, Days, Months, Num
from dsl.syntax import nodes as n
from dsl.syntax.elapsed import has_one_reading
from dsl.syntax.units import NO_UNIT, Unit
from dsl.syntax.vocabulary import LANGS

if TYPE_CHECKING:
    from dsl.check.context import Context
    from dsl.check.expressions import Expressions

    _SinceUnit = Literal["days", "months", "years"]

_YEAR: Final = Unit(plain="year")
_ANOTHER: Final = {"days": Words("day", "天"), "months": Words("month", "个月"), "years": Words("year", "年")}


def elapsed(context: Context, expressions: Expressions, node: n.Elapsed) -> e.Compare | None:
    """The comparison of the time since a day with a length: ``opened at least 10 years ago``; None if reported."""
    day = expressions.amount(node.operand, Date)
    counted = _counted(context, expressions, node.length)
    if day is None or counted is None:
        return None
    unit, count = counted
    if not has_one_reading(node.op, unit):
        _report_readings(context, node, unit)
        return None
    return e.Compare(node.op, e.Since(unit, day), count)


def _counted(context: Context, expressions: Expressions, length: n.Expr) -> tuple[_SinceUnit, e.Expr] | None:
    """What is counted of a length of time, and how many; its full years, if it is written in years."""
    if isinstance(length, n.Number) and length.unit == NO_UNIT:
        expected = Words("a length of time", "一段时长")
        context.report("E304", length.span, {"found": length.digits, "expected": expected})
        return None
    checked = expressions.amount(length, Days, Months)
    if checked is None:
        return None
    unit: _SinceUnit = "days" if isinstance(checked.type, Days) else "months"
    if not isinstance(checked, e.Const):
        return unit, e.Arith("/", checked, e.Const(1, checked.type), Num())
    value = Fraction(cast("Fraction", checked.value))
    if value.denominator != 1:
        context.report("E307", length.span, {"what": "length"})
        return None
    if isinstance(length, n.Number) and length.unit == _YEAR and value % 12 == 0:
        return "years", e.Const(whole_or_fraction(value / 12), Num())
    return unit, e.Const(whole_or_fraction(value), Num())


def _report_readings(context: Context, node: n.Elapsed, unit: _SinceUnit) -> None:
    """What may begin on the day, on the next, or after another full year, or may reach into days to come."""
    args: dict[str, Arg] = {"length": _shown(node.length), "another": _ANOTHER[unit]}
    context.report("E109", node.span, {"what": "at_most" if node.op == "<=" else "more_than", **args})


def _shown(length: n.Expr) -> Words:
    match length:
        case n.Number(digits, unit):
            return Words(*(digits + unit.text(lang, digits) for lang in LANGS))
        case n.Name(text):
            return Words(text, text)
        case _:
            return Words("…", "……")
