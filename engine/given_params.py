"""Parameter values given from Python, as they are written in a policy."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from dsl.program.types import Days, Money, Months, Num

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dsl.program.model import Param, Program

GivenParam = str | int | Decimal | date | bool


def written_params(params: Mapping[str, GivenParam], program: Program) -> str:
    """Lines of ``name = value``: texts as they stand, other values with the unit of their parameter.

    Raises:
        TypeError: a value is of another type; floats are not exact.
    """
    named = {name: param for param in program.params.values() for name in (param.name, *param.further)}
    return "\n".join(f"{name} = {_written(name, value, named.get(name))}" for name, value in params.items())


def _written(name: str, value: object, param: Param | None) -> str:
    match value:
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case date() if not isinstance(value, datetime):
            return value.isoformat()
        case int() | Decimal():
            return _with_unit(value, param)
        case _:
            raise TypeError(
                f"params: {name} is {value!r}; give a text as it is written in a policy, an int, a Decimal, a date or "
                "a bool"
            )


def _with_unit(value: int | Decimal, param: Param | None) -> str:
    """A number as customers have it from Python: an amount in its currency, a percentage as a ratio."""
    match param.type if param is not None else None:
        case Money(currency):
            return f"{value:f} {currency}" if isinstance(value, Decimal) else f"{value} {currency}"
        case Days():
            return f"{value} days"
        case Months():
            return f"{value} months"
        case Num(percent=True):
            return f"{Decimal(value) * 100:f}%"
        case _:
            return f"{value}"
