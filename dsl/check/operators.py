"""The operators of the language: which types they take and give. One table, the law for both evaluators."""

from __future__ import annotations

from dsl.diagnostics.model import Words
from dsl.program.types import Bool, Date, Days, Listed, Money, Months, Num, Text, Type
from dsl.syntax.units import CURRENCIES

_AMOUNTS = (Money, Num, Days, Months)


def arithmetic(op: str, left: Type, right: Type) -> Type | None:
    """The type of ``left op right``; None where it has no meaning."""
    match op, left, right:
        case "+" | "-", Money(), Money():
            return left if left == right else None
        case "+" | "-", (Num() | Days() | Months()), _ if type(left) is type(right):
            return left
        case "+" | "-", Date(), Days() | Months():
            return left
        case "+", Days() | Months(), Date():
            return right
        case "-", Date(), Date():
            return Days()
        case "*", Num(), Money() | Num() | Days() | Months():
            return Num() if isinstance(right, Num) else right
        case "*", Money() | Days() | Months(), Num():
            return left
        case "/", Money(), Money():
            return Num() if left == right else None
        case "/", Money() | Num(), Num():
            return Num() if isinstance(left, Num) else left
        case "/", Days(), Days():
            return Num()
        case "/", Months(), Months():
            return Num()
        case _:
            return None


def comparable(left: Type, right: Type) -> bool:
    """Whether two values can be equal at all."""
    if isinstance(left, Listed) and isinstance(right, Listed):
        return left.values == right.values
    return left == right


def differ_by_a_unit(left: Type, right: Type) -> bool:
    """Whether a number with another unit, or none, would be of the other type: 3, 3 days and 3 months, USD and CNY.

    A day counts as well, because a length of time is written for the time since it.
    """
    kinds = {type(left), type(right)}
    return kinds <= {Num, Days, Months} or kinds in ({Money}, {Date, Days}, {Date, Months})


def orderable(of: Type) -> bool:
    """Whether < and > have a meaning."""
    return isinstance(of, (*_AMOUNTS, Date)) or (isinstance(of, Listed) and of.ordered)


def is_amount(of: Type) -> bool:
    """Whether values of it can be added up and rounded."""
    return isinstance(of, _AMOUNTS)


def smallest_words(of: Type) -> Words:
    """The unit that values are rounded to if nothing coarser is meant, as it is written."""
    match of:
        case Money("CNY"):
            return Words("1元", "1元")
        case Money(currency):
            return Words(f"1 {currency}", f"1{CURRENCIES[currency][1]}")
        case Days():
            return Words("1 day", "1天")
        case Months():
            return Words("1 month", "1个月")
        case _:
            return Words("1", "1")


def type_words(of: Type) -> Words:
    """A type as a message names it."""
    match of:
        case Money(currency):
            name = CURRENCIES[currency][1] if currency != "CNY" else "人民币"
            return Words(f"an amount in {currency}", f"{name}金额")
        case Num(percent=True):
            return Words("a percentage", "百分比")
        case Num():
            return Words("a plain number", "数值")
        case Days():
            return Words("a number of days", "天数")
        case Months():
            return Words("a number of months", "月数")
        case Date():
            return Words("a date", "日期")
        case Text():
            return Words("a text", "文本")
        case Bool():
            return Words("yes or no", "“是”或“否”")
        case Listed(name):
            return Words(f"a value of `{name}`", f"`{name}`的取值")
