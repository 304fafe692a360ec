"""Several numbers of one comparison without the right unit are one mistake: 从 90 到 365 is told and mended once."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import Final

from dsl.check.context import Context
from dsl.diagnostics.model import Arg, Diagnostic, Words

_WITHOUT_UNIT: Final = frozenset({"E302", "E304", "E318"})
RANGE: Final = Words(" to ", " 到 ")
BELOW: Final = Words(" below ", " 不足 ")
LIST: Final = Words(", ", ", ")


def as_one(context: Context, before: int, between: Words) -> None:
    """Make one of the diagnostics since then, if all are about the units of numbers.

    Args:
        context: of the check.
        before: how many diagnostics there were.
        between: what stands between the numbers.
    """
    found = context.diagnostics[before:]
    codes = {d.code for d in found}
    if len(found) < 2 or len(codes) > 1 or not all(map(_is_about_a_number, found)):
        return
    in_order = sorted(found, key=lambda d: d.span)
    sign = between.zh if context.lang_at(in_order[0].span) == "zh" else between.en
    context.diagnostics[before:] = [reduce(lambda one, other: _joined(one, other, sign), in_order)]


def _is_about_a_number(diagnostic: Diagnostic) -> bool:
    """Whether the unit of a number is the mistake: it lacks one, or has that of a share."""
    return diagnostic.code in _WITHOUT_UNIT or diagnostic.args.get("what") == "share"


def _joined(one: Diagnostic, other: Diagnostic, sign: str) -> Diagnostic:
    if one.span == other.span:
        return one
    args = {name: _both(arg, other.args.get(name), sign) for name, arg in one.args.items()}
    fix = f"{one.fix}{sign}{other.fix}" if one.fix and other.fix else None
    return replace(one, span=one.span.to(other.span), args=args, fix=fix)


def _both(one: Arg, other: Arg | None, sign: str) -> Arg:
    """What is told of each, once where it is the same; the numbers themselves are told as they stand."""
    if isinstance(one, Words) and isinstance(other, Words) and one != other:
        return Words(f"{one.en}{sign}{other.en}", f"{one.zh}{sign}{other.zh}")
    is_number = isinstance(one, str) and any(map(str.isdigit, one))
    return f"{one}{sign}{other}" if is_number or one != other else one
