"""Digits set apart by thousands as elsewhere: ``5.000.000``, ``5'000``, ``50.000 CNY``.

A point with three digits behind it sets off decimals in a plain number. In an amount it cannot: none has three.
"""

from __future__ import annotations

import re
from typing import Final

from dsl.diagnostics.model import Arg, Diagnostic
from dsl.source import Span
from dsl.syntax.units import CURRENCIES

_GROUPED: Final = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_MARKS: Final = re.compile(r"[,.']")
_DIGITS_OF_MOST: Final = 2


def apart_by_marks(span: Span, found: str) -> Diagnostic:
    """The diagnostic for ``5,000``, ``5.000.000`` and ``5'000``."""
    args: dict[str, Arg] = {"found": found}
    if "," not in found:
        args["what"] = "marks"
    return Diagnostic("E103", span, args, fix=_MARKS.sub("_", found))


def by_thousands(span: Span, digits: str, currency: str) -> Diagnostic | None:
    """The diagnostic for an amount whose point likely stands between thousands; None if it does not."""
    decimals = CURRENCIES[currency][0]
    if decimals > _DIGITS_OF_MOST or not _GROUPED.fullmatch(digits):
        return None
    args: dict[str, Arg] = {"what": "thousands", "found": digits, "currency": currency}
    args |= {"smallest": smallest(decimals), "thousands": with_currency(digits.replace(".", "_"), currency)}
    return Diagnostic("E308", span, args)


def smallest(decimals: int) -> str:
    """The smallest amount of a currency with so many digits behind the point."""
    return f"0.{1:0{decimals}d}" if decimals else "1"


def with_currency(digits: str, currency: str) -> str:
    """An amount as it is written in a policy."""
    return digits + ("元" if currency == "CNY" else f" {currency}")
