"""The customer record."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal

from dsl.lean import dataclass
from dsl.program.expr import Expr
from dsl.program.model.named import Named
from dsl.program.types import Type, Value
from dsl.source import Span
from dsl.syntax.nodes import DayOrMonth, TypeName

EmptyMark = str | Fraction | date


@dataclass(frozen=True, slots=True)
class Field(Named):
    """A field of the customer record.

    Attributes:
        type: its type.
        declared: the type word of the record table.
        column: name of the data column; if None, the field's own names are looked for.
        missing: what an empty cell means: unknown, a value, or a reason to quarantine the row.
        default: the value for ``missing == "as"``.
        typical: value of the typical customer; None is missing.
        low, high: bounds in base units, both included; None for types without.
        places: decimal places kept of numbers (money: of its currency; percent: of the ratio).
        zone: time zone in which a timestamp is cut to a date.
        empty: further cells of the data that count as empty.
        first: of dates as 31/12/2026, which of the two stands first; None takes no such dates.
        decimal_comma: whether the data write 1.234,5 for 1,234.5.
        rounded: whether data finer than what is kept are rounded, rather than refused.
    """

    type: Type
    declared: TypeName
    column: str | None
    missing: Literal["unknown", "required", "as"]
    default: Value | None
    typical: Value | None
    low: Fraction | None
    high: Fraction | None
    places: int
    zone: str | None = None
    empty: tuple[EmptyMark, ...] = ()
    first: DayOrMonth | None = None
    decimal_comma: bool = False
    rounded: bool = False


@dataclass(frozen=True, slots=True)
class Record(Named):
    """The customer record.

    Attributes:
        fields: by canonical name, in order.
        key: the field that names the customer (type ``key`` or ``key row number``).
        currency: of money without one.
        assumptions: conditions no row may break; unknown does not break one.
        typical_day: the day that tests are decided on unless they name one; it decides nothing else.
    """

    fields: dict[str, Field]
    key: str
    currency: str
    assumptions: tuple[tuple[Expr, Span], ...]
    typical_day: date | None = None
