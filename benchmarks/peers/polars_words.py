"""Conditions as Polars expressions. Polars knows the same three truth values, so they need no guards."""

from __future__ import annotations

from datetime import date, timedelta
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.workload import rules as r
from benchmarks.workload.columns import ASSETS, NULLABLE

if TYPE_CHECKING:
    from collections.abc import Callable


def all_assets() -> pl.Expr:
    """The sum of what a customer holds."""
    first, *others = (pl.col(name).fill_null(0) if name in NULLABLE else pl.col(name) for name in ASSETS)
    return sum(others, first)


def _month_day() -> pl.Expr:
    """The day of the year of the birthday."""
    birthday = pl.col("birthday").dt
    return birthday.month().cast(pl.Int16) * 100 + birthday.day()


class Words:
    """Makes expressions.

    Args:
        atom: what stands for an atom, if not the expression itself.
        assets: what stands for the sum.
        month_day: what stands for the day of the year of the birthday.
    """

    def __init__(
        self,
        atom: Callable[[r.Atom], pl.Expr] | None = None,
        assets: pl.Expr | None = None,
        month_day: pl.Expr | None = None,
    ) -> None:
        self._atom = atom or self.atom
        self._assets = all_assets() if assets is None else assets
        self._month_day = _month_day() if month_day is None else month_day

    def condition(self, condition: r.Condition) -> pl.Expr:
        """A condition, which may be null."""
        match condition:
            case r.Not(operand):
                return ~self.condition(operand)
            case r.All(items):
                return reduce(and_, map(self.condition, items))
            case r.Some(items):
                return reduce(or_, map(self.condition, items))
            case _:
                return self._atom(condition)

    def atom(self, atom: r.Atom) -> pl.Expr:
        """An atom."""
        match atom:
            case r.Compare(column, op, value):
                return _compared(pl.col(column), op, _day(value) if r.is_date(column) else value)
            case r.Ratio(left, times, right):
                return pl.col(left) > times * pl.col(right)
            case r.Assets(op, value):
                return _compared(self._assets, op, value)
            case r.Among(column, (value,)):
                return pl.col(column) == value
            case r.Among(column, values):
                return pl.col(column).is_in(values)
            case r.MonthDay(first, last):
                return self._month_day.is_between(first, last)
            case r.Missing(column):
                return pl.col(column).is_null()
            case r.Flag(column):
                return pl.col(column)
            case _:
                raise TypeError(f"not spelled out: {atom}")


def _compared(left: pl.Expr, op: r.Op, value: int | date) -> pl.Expr:
    match op:
        case ">=":
            return left >= value
        case ">":
            return left > value
        case "<":
            return left < value
        case "<=":
            return left <= value


def _day(days: int) -> date:
    return date(1970, 1, 1) + timedelta(days=days)
