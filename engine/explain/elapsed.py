"""How long ago a day was, in the words of the language: ``opened at least 10 years ago``, 开户日 满 10年."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from dsl.lean import dataclass
from dsl.program import expr as e
from dsl.program.types import Days, Months
from dsl.program.values import shift, since
from dsl.syntax.elapsed import has_one_reading
from dsl.syntax.units import Unit

if TYPE_CHECKING:
    from datetime import date

    from dsl.syntax.nodes import CompareOp
    from dsl.syntax.vocabulary import Lang

_WORDS: Final[dict[CompareOp, tuple[str, str]]] = {
    ">=": ("{day} at least {length} ago", "{day} 满 {length}"),
    "<": ("{day} less than {length} ago", "{day} 不满 {length}"),
    ">": ("{day} more than {length} ago", "{day} 超过 {length}"),
}


@dataclass(frozen=True, slots=True)
class Elapsed:
    """A comparison of the time since a day.

    Attributes:
        op: at least, less than or more than.
        since: the full days, months or years since the day.
        length: what they are compared with: a number of them, or a length of time by its name.
    """

    op: CompareOp
    since: e.Since
    length: int | e.Expr

    def words(self, day: str, length: str, lang: Lang) -> str:
        """The comparison in words."""
        return _WORDS[self.op][lang == "zh"].format(day=day, length=length)

    def last_day(self, number: int, today: date) -> date | None:
        """The last day since which a number of days, months or years is full; None before the calendar begins."""
        unit = self.since.unit
        try:
            day = shift(today, -number * (12 if unit == "years" else 1), Days() if unit == "days" else Months())
            while since(unit, day + timedelta(1), today) >= number:
                day += timedelta(1)
        except OverflowError:
            return None
        return day


def elapsed(node: e.Compare) -> Elapsed | None:
    """What a comparison says of how long ago a day was; None if it is said in numbers."""
    match node:
        case e.Compare(op, e.Since(unit) as counted, e.Const(int(number))) if number > 0 and has_one_reading(op, unit):
            return Elapsed(op, counted, number)
        case e.Compare(op, e.Since(unit) as counted, e.Arith("/", length, e.Const(1, Days() | Months()))) if (
            has_one_reading(op, unit)
        ):
            return Elapsed(op, counted, length)
        case _:
            return None


def counted(unit: str, number: int, lang: Lang) -> str:
    """A number of days, months or years: ``10 years``."""
    return f"{number:,}{Unit(plain=unit.removesuffix('s')).text(lang, str(number))}"
