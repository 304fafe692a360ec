"""Formulas and integer terms, each node made once.

A term is an integer that a customer has: a column, or something computed from columns. A formula is a condition
that is either true or false for every customer. Where a column has no value its term is some arbitrary integer: who
builds formulas adds ``Known`` where that matters. Nobody changes a node; that is not enforced, because frozen classes
take three times as long to make, and policies of a thousand rules have tens of thousands.
"""

from __future__ import annotations

from typing import Literal

from dsl.lean import dataclass

# --- terms -----------------------------------------------------------------------------------------------


@dataclass(eq=False, slots=True)
class Column:
    """The stored integer of a field: money in its smallest unit, days since 1970, scaled numbers."""

    field: str
    low: int
    high: int


@dataclass(eq=False, slots=True)
class Product:
    """Of two forms."""

    left: Form
    right: Form
    low: int
    high: int


@dataclass(eq=False, slots=True)
class Extreme:
    """The least or greatest of some forms."""

    which: Literal["min", "max"]
    forms: tuple[Form, ...]
    low: int
    high: int


@dataclass(eq=False, slots=True)
class Choose:
    """One form where a formula holds, another where it does not."""

    condition: Formula
    then: Form
    otherwise: Form
    low: int
    high: int


@dataclass(eq=False, slots=True)
class Quotient:
    """Numerator / denominator as a whole number; ``half`` rounds halves away from zero.

    Where the denominator is 0 the value is arbitrary.
    """

    mode: Literal["down", "up", "half"]
    numerator: Form
    denominator: Form
    low: int
    high: int


CalendarFunction = Literal["months_since", "years_since", "anniversary", "add_months", "month"]


@dataclass(eq=False, slots=True)
class Calendar:
    """A function of a day that only a calendar tells.

    Attributes:
        function: whole ``months_since`` or ``years_since`` the day until ``argument``; its first ``anniversary`` on or
            after ``argument``, the day after the last one if the calendar ends before; the day ``add_months`` later,
            arbitrary if that is not in the calendar; or its ``month`` counted from the year 0.
        day: days since 1970.
        argument: the as-of date in days since 1970, or the number of months; nothing for ``month``.
    """

    function: CalendarFunction
    day: Form
    argument: Form
    low: int
    high: int


@dataclass(eq=False, slots=True)
class Total:
    """The sum of the parts whose formula holds."""

    parts: tuple[tuple[Formula, Form], ...]
    low: int
    high: int


Term = Column | Product | Extreme | Choose | Quotient | Calendar | Total


@dataclass(eq=False, slots=True)
class Form:
    """A sum of multiples of terms, and a constant: c1*t1 + c2*t2 + … + constant.

    Attributes:
        parts: terms in the order they were first met, with coefficients other than 0.
        low, high: the least and greatest value, from the bounds of its terms.
    """

    parts: tuple[tuple[Term, int], ...]
    constant: int
    low: int
    high: int


# --- formulas --------------------------------------------------------------------------------------------


@dataclass(eq=False, slots=True)
class Always:
    """True or false for everybody."""

    value: bool


@dataclass(eq=False, slots=True)
class Known:
    """Whether a field has a value."""

    field: str


@dataclass(eq=False, slots=True)
class Flag:
    """Whether a yes/no field is yes."""

    field: str


@dataclass(eq=False, slots=True)
class AtLeast:
    """form >= bound. The form has no constant, no common factor, and its first coefficient is positive."""

    form: Form
    bound: int


@dataclass(eq=False, slots=True)
class Equal:
    """form = bound, of a form like that of ``AtLeast``."""

    form: Form
    bound: int


@dataclass(eq=False, slots=True)
class Member:
    """Whether the text of a field is one of some."""

    field: str
    values: frozenset[str]


@dataclass(eq=False, slots=True)
class Matches:
    """Whether the text of a field contains or starts with another."""

    field: str
    which: Literal["contains", "starts"]
    text: str


@dataclass(eq=False, slots=True)
class SameText:
    """Whether two fields hold the same text."""

    left: str
    right: str


@dataclass(eq=False, slots=True)
class Not:
    """The opposite of a formula that is not one itself."""

    operand: Formula


@dataclass(eq=False, slots=True)
class All:
    """Every one of two or more."""

    items: tuple[Formula, ...]


@dataclass(eq=False, slots=True)
class Any:
    """At least one of two or more."""

    items: tuple[Formula, ...]


Formula = Always | Known | Flag | AtLeast | Equal | Member | Matches | SameText | Not | All | Any

CONDITIONS = (Known, Flag, AtLeast, Equal, Member, Matches, SameText)
"""Formulas about customers that are not made of others."""

TRUE = Always(value=True)
FALSE = Always(value=False)
