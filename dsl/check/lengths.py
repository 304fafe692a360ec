"""Checks that times are whole: dates have no clock time, so nothing moves one by a part of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.check.operators import smallest_words
from dsl.diagnostics.model import Words
from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.types import Date
from dsl.program.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dsl.check.context import Context
    from dsl.check.ranges import Ranges
    from dsl.source import Span

    Found = Iterable[tuple[e.Expr | None, Span]]

_WORDS: Final = Words("the number of days or months", "天数或月数")


def check_lengths(context: Context, ranges: Ranges, found: Found) -> None:
    """Report what moves a date, or is the length of a window, and may not be whole."""
    for node, span in found:
        broken = next((x for x in _lengths(node) if not ranges.of(x).whole), None) if node is not None else None
        if isinstance(broken, e.Const):
            context.report("E307", span, {"what": "length"})
        elif broken is not None:
            context.report("E307", span, {"name": _WORDS, "unit": smallest_words(broken.type)})


def declared(record: m.Record, defines: Mapping[str, m.Define], ladders: Mapping[str, m.Ladder]) -> Found:
    """The expressions of declarations, each with the place to name."""
    yield from record.assumptions
    yield from ((define.expr, define.span) for define in defines.values())
    yield from ((line, ladder.span) for ladder in ladders.values() for line in (ladder.measure, *ladder.lines))


def decided(offers: Mapping[str, m.Offer], rules: Iterable[m.Rule], nevers: Iterable[m.Never]) -> Found:
    """The expressions that decide, each with the place to name; a task moves the as-of date."""
    yield from ((offer.eligible, offer.span) for offer in offers.values())
    yield from ((o, never.span) for never in nevers for o in never.outcomes if not isinstance(o, m.HasOutcome))
    for rule in rules:
        yield rule.condition, rule.span
        for effect in rule.effects:
            match effect:
                case m.AddPoints(_, amount):
                    yield amount, rule.span
                case m.CreateTask(_, _, within, on):
                    yield on, rule.span
                    if within is not None:
                        yield e.Arith("+", e.Today(), within, Date()), rule.span


def _lengths(node: e.Expr) -> Iterator[e.Expr]:
    for inner in walk(node):
        match inner:
            case e.Window(_, _, length):
                yield length
            case e.Arith(_, left, right, Date()):
                yield right if isinstance(left.type, Date) else left
