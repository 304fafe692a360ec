"""The types of fields, and what becomes of missing values."""

from __future__ import annotations

from typing import Literal

from dsl.lean import dataclass
from dsl.syntax.nodes.base import Node
from dsl.syntax.nodes.expressions import Expr
from dsl.syntax.nodes.values import Declared, Name, Number, Text

TypeName = Literal[
    "key", "row_number", "text", "yes_no", "date", "whole", "number", "percent", "money", "days", "one_of", "ordered"
]  # fmt: skip
DayOrMonth = Literal["day", "month"]


@dataclass(frozen=True, slots=True)
class FieldType(Node):
    """The type cell of a field.

    Attributes:
        name: which type.
        currency: of money, where it is not the record's.
        zone: time zone in which a timestamp is cut to a date.
        places: decimal places of a number.
        low, high: bounds, both included.
        values: of a list.
        first: of dates as 31/12/2026, which of the two stands first; None takes no such dates.
        decimal_comma: whether the data write 1.234,5 for 1,234.5.
        rounded: whether data finer than what is kept are rounded, rather than refused.
    """

    name: TypeName
    currency: Name | None = None
    zone: Text | None = None
    places: Number | None = None
    low: Expr | None = None
    high: Expr | None = None
    values: tuple[Declared, ...] = ()
    first: DayOrMonth | None = None
    decimal_comma: bool = False
    rounded: bool = False


MissingKind = Literal["unknown", "required", "as"]


@dataclass(frozen=True, slots=True)
class MissingCell(Node):
    """What an empty cell of the data means."""

    kind: MissingKind
    value: Expr | None = None


@dataclass(frozen=True, slots=True)
class Missing(Node):
    """``missing`` as the value of a cell."""


@dataclass(frozen=True, slots=True)
class FieldDecl(Node):
    """One row of the record table; ``empty`` are further cells of the data that count as empty."""

    name: Declared
    column: str | None
    type: FieldType
    missing: MissingCell | None
    typical: Expr | Missing | None
    empty: tuple[Expr, ...] = ()
