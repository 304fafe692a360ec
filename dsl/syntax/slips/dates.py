"""Dates with their numbers in another order, in other words, or without one of them."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from dsl.diagnostics.model import Arg, Diagnostic
from dsl.source import Span

_NUMBERS: Final = re.compile(r"\d+")
_YEAR_DIGITS: Final = 4


def date_fault(span: Span, text: str) -> Diagnostic:
    """The diagnostic for digits that are nearly a date."""
    numbers = _NUMBERS.findall(text)
    if len(numbers[0]) == _YEAR_DIGITS:
        return as_date(span, text, *numbers) if len(numbers) > 2 else _half(span, text, "part")
    if len(numbers[-1]) == _YEAR_DIGITS:
        return _year_last(span, text, *numbers)
    return _half(span, text, "no_year")


def as_date(span: Span, text: str, year: str, month: str, day: str) -> Diagnostic:
    """The diagnostic for a date in another form."""
    return Diagnostic("E108", span, {"what": "form", "found": text}, fix=f"{year}-{month:0>2}-{day:0>2}")


def _half(span: Span, text: str, what: str) -> Diagnostic:
    return Diagnostic("E108", span, {"what": what, "found": text})


def _year_last(span: Span, text: str, one: str, other: str, year: str) -> Diagnostic:
    """01/12/2026 is 1 December or 12 January; 31/12/2026 is one day only."""
    found = [x for x in dict.fromkeys(((other, one), (one, other))) if _exists(int(year), *map(int, x))]
    if len(found) != 2:
        month, day = found[0] if found else (other, one)
        return as_date(span, text, year, month, day)
    args: dict[str, Arg] = {"what": "order", "found": text}
    first, second = (f"{year}-{month:0>2}-{day:0>2}" for month, day in found)
    return Diagnostic("E108", span, {**args, "one": first, "other": second})


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
