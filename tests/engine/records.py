"""Records for tests, built without the language."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from dsl.program.model import Field, Record
from dsl.program.types import (
    MONEY_MAXIMUM,
    MONEY_MINIMUM,
    NUMBER_PLACES,
    PERCENT_PLACES,
    Bool,
    Date,
    Days,
    Listed,
    Money,
    Num,
    Text,
    Type,
    Value,
)
from dsl.source import NOWHERE
from dsl.syntax.units import CURRENCIES

if TYPE_CHECKING:
    from dsl.program.model import EmptyMark
    from dsl.syntax.nodes import DayOrMonth, TypeName

_TYPES: dict[str, Type] = {
    "key": Text(), "row_number": Text(), "text": Text(), "yes_no": Bool(), "date": Date(), "whole": Num(),
    "number": Num(), "percent": Num(percent=True), "days": Days(),
}  # fmt: skip


def field(
    name: str,
    declared: TypeName,
    *also: str,
    column: str | None = None,
    missing: Literal["unknown", "required", "as"] = "unknown",
    default: Value | None = None,
    low: int | Fraction | None = None,
    high: int | Fraction | None = None,
    places: int | None = None,
    values: tuple[str, ...] = (),
    currency: str = "CNY",
    zone: str | None = None,
    empty: tuple[EmptyMark, ...] = (),
    first: DayOrMonth | None = None,
    decimal_comma: bool = False,
    rounded: bool = False,
) -> Field:
    """A field; bounds and default are in base units, as in the checked program."""
    kind: Type = _TYPES.get(declared) or (
        Money(currency) if declared == "money" else Listed(name, values, declared == "ordered")
    )
    if declared == "money":
        places = CURRENCIES[currency][0]
        low = MONEY_MINIMUM * 10**places if low is None else low
        high = MONEY_MAXIMUM * 10**places if high is None else high
    elif places is None:
        places = {"number": NUMBER_PLACES, "percent": PERCENT_PLACES}.get(declared, 0)
    return Field(
        name, also, NOWHERE, kind, declared, column,
        "required" if declared in ("key", "row_number") else "as" if default is not None else missing,
        default, None,
        None if low is None else Fraction(low), None if high is None else Fraction(high), places, zone,
        empty, first, decimal_comma, rounded,
    )  # fmt: skip


def record(*fields: Field) -> Record:
    """A record; its key is the field of that type, ``id`` being added if there is none."""
    keys = [f for f in fields if f.declared in ("key", "row_number")]
    if not keys:
        keys = [field("id", "key")]
        fields = (*keys, *fields)
    return Record("customer", ("客户",), NOWHERE, {f.name: f for f in fields}, keys[0].name, "CNY", ())
