"""Conditions as SQL. SQL knows the same three truth values, so it needs no guards."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from benchmarks.workload import rules as r
from benchmarks.workload.columns import ASSETS, NULLABLE

if TYPE_CHECKING:
    from collections.abc import Callable

ASSETS_SQL: Final = " + ".join(f"coalesce({name}, 0)" if name in NULLABLE else name for name in ASSETS)
MONTH_DAY_SQL: Final = "(100 * month(birthday) + day(birthday))"


class Words:
    """Writes conditions.

    Args:
        atom: what stands for an atom, if not the condition itself.
        assets: what stands for the sum.
        month_day: what stands for the day of the year of the birthday.
    """

    def __init__(
        self,
        atom: Callable[[r.Atom], str] | None = None,
        assets: str = f"({ASSETS_SQL})",
        month_day: str = MONTH_DAY_SQL,
    ) -> None:
        self._atom = atom or self.atom
        self._assets, self._month_day = assets, month_day

    def condition(self, condition: r.Condition) -> str:
        """A condition, which may be null."""
        match condition:
            case r.Not(operand):
                return f"(NOT {self.condition(operand)})"
            case r.All(items):
                return f"({' AND '.join(map(self.condition, items))})"
            case r.Some(items):
                return f"({' OR '.join(map(self.condition, items))})"
            case _:
                return self._atom(condition)

    def atom(self, atom: r.Atom) -> str:
        """An atom."""
        match atom:
            case r.Compare(column, op, value):
                return f"{column} {op} {_day(value) if r.is_date(column) else value}"
            case r.Ratio(left, times, right):
                return f"{left} > {times} * {right}"
            case r.Assets(op, value):
                return f"{self._assets} {op} {value}"
            case r.Among(column, (value,)):
                return f"{column} = '{value}'"
            case r.Among(column, values):
                return f"{column} IN ({', '.join(repr(value) for value in values)})"
            case r.MonthDay(first, last):
                return f"{self._month_day} BETWEEN {first} AND {last}"
            case r.Missing(column):
                return f"{column} IS NULL"
            case r.Flag(column):
                return column
            case _:
                raise TypeError(f"not spelled out: {atom}")


def _day(days: int) -> str:
    return f"DATE '{date(1970, 1, 1) + timedelta(days=days)}'"
