"""Comparisons that say how long ago a day was, told from others by the words they are written in."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, cast

from dsl.source import Span
from dsl.syntax import nodes as n
from dsl.syntax.units import NO_UNIT, Unit
from dsl.syntax.vocabulary import COMPARISONS

# Words that speak of a length of time, whatever name stands for it: 开户日 满 老客户年限.
_OF_A_LENGTH: Final = frozenset({"满", "已满", "年满", "不满", "未满"})
_ELAPSING: Final = frozenset({">=", "<", ">", "<="})
_UNITS: Final = {"days": "day", "months": "month", "years": "year"}


def compared(said: str, op: n.CompareOp, left: n.Expr, right: n.Expr, span: Span) -> n.Expr:
    """What a comparison says: ``years since opened >= 10`` and 开户日 满 10年 say how long ago it was.

    Args:
        said: the sign or word it is written with.
        op: what that means.
        left: one side.
        right: the other.
        span: its place.
    """
    match left, right:
        case n.Since(unit, day), n.Number(digits, unit=number) if number == NO_UNIT and _is_counted(op, unit, digits):
            length = replace(right, unit=Unit(plain=_UNITS[unit]))
            return n.Elapsed(cast("n.Elapsing", op), day, length, span=span)
        case _ if may_be_ago(said, op, right):
            return n.Elapsed(cast("n.Elapsing", op), left, right, of_a_day=False, span=span)
        case _:
            return n.Compare(op, left, right, span=span)


def has_one_reading(op: str, unit: str) -> bool:
    """Whether so long ago means one thing: more than ten years may begin on the next day, or at the eleventh."""
    return op in (">=", "<") or (op == ">" and unit == "days")


def _is_counted(op: str, unit: str, digits: str) -> bool:
    return has_one_reading(op, unit) and digits.isdecimal() and digits != "0"


def may_be_ago(said: str, op: n.CompareOp, length: n.Expr) -> bool:
    """Whether a comparison in Chinese says how long ago something was, if it is about a day."""
    if op not in _ELAPSING or said not in COMPARISONS or said.isascii():
        return False
    if not isinstance(length, n.Number):
        return said in _OF_A_LENGTH
    return length.unit.kind in ("days", "months") or (said in _OF_A_LENGTH and length.unit == NO_UNIT)
