"""Checks that lists are not too long: the evaluator keeps a rung, or the value of a choice, in a byte a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Words
from dsl.syntax import nodes as n

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dsl.check.context import Context
    from dsl.check.symbols import Symbol

MOST: Final = 256
_RUNGS: Final = Words("rungs", "档")
_VALUES: Final = Words("values", "个取值")


def check_sizes(context: Context, declared: Iterable[Symbol]) -> None:
    """Report ladders and choices that are too long, at the first rung or value over the limit."""
    for symbol in declared:
        match symbol.node:
            case n.TiersDecl(rungs=rungs):
                listed, unit = [rung.name for rung in rungs], _RUNGS
            case n.ChoiceDecl(values=values):
                listed, unit = list(values), _VALUES
            case _:
                continue
        if len(listed) > MOST:
            span = listed[MOST].span
            context.report("E430", span, {"name": symbol.name, "count": len(listed), "most": MOST, "unit": unit})
