"""Types of values. Units are types: money of two currencies, days and plain numbers never mix in silence.

Values at run time are exact: money is an int (or, inside a calculation, a Fraction) of the smallest unit of
its currency; numbers, percentages and multiples are int or Fraction; days and months are ints; a listed value
is its canonical text; None is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

from dsl.lean import dataclass
from dsl.syntax.units import CURRENCIES

Value = bool | int | Fraction | date | str


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency."""

    currency: str

    @property
    def digits(self) -> int:
        """Decimal digits of the smallest unit."""
        return CURRENCIES[self.currency][0]


@dataclass(frozen=True, slots=True)
class Num:
    """A plain number, ratio, multiple or count; ``percent`` only changes how it is shown."""

    percent: bool = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Num)

    def __hash__(self) -> int:
        return hash(Num)


@dataclass(frozen=True, slots=True)
class Days:
    """A number of days."""


@dataclass(frozen=True, slots=True)
class Months:
    """A number of calendar months; a year is twelve."""


@dataclass(frozen=True, slots=True)
class Date:
    """A calendar date, without a clock time."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text."""


@dataclass(frozen=True, slots=True)
class Bool:
    """yes or no."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One of a list of values; ``ordered`` ones compare by their place.

    Attributes:
        name: the field, ladder or choice that declares the list.
        values: canonical texts, lowest first.
        ordered: whether < and > make sense.
        further: the further names of each value; none where no value has any.
    """

    name: str
    values: tuple[str, ...]
    ordered: bool = False
    further: tuple[tuple[str, ...], ...] = field(default=(), compare=False, repr=False)

    @property
    def named(self) -> Mapping[str, str]:
        """Every name of a value, with the canonical text it means."""
        return _named(self.values, self.further or ((),) * len(self.values))

    def names(self, value: str) -> tuple[str, ...]:
        """All names of a value, the canonical text first."""
        return (value, *self.further[self.values.index(value)]) if self.further else (value,)


@lru_cache(maxsize=1_000)  # conditions ask again and again
def _named(values: tuple[str, ...], further: tuple[tuple[str, ...], ...]) -> Mapping[str, str]:
    every = zip(values, further, strict=True)
    named = {name: value for value, names in every for name in (value, *names)}
    return MappingProxyType(named | {value: value for value in values})


def listed(name: str, values: Iterable[tuple[str, ...]], *, ordered: bool = False) -> Listed:
    """A list, of the names of each of its values."""
    first, further = zip(*((value[0], value[1:]) for value in values), strict=True)
    return Listed(name, first, ordered, further)


Type = Money | Num | Days | Months | Date | Text | Bool | Listed

MONEY_MINIMUM, MONEY_MAXIMUM = -(10**15), 10**15  # default bounds of money, in whole currency units
NUMBER_MINIMUM, NUMBER_MAXIMUM = -(10**12), 10**12
PERCENT_PLACES = 6  # stored decimal places of a percentage as a ratio: 0.0001 % is the finest
NUMBER_PLACES = 4  # of a number that declares none
