"""What differs in a condition, as small as it can be said: a threshold, one of several conditions, or all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.format.phrases import Phrases
from dsl.syntax import nodes as n

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.review.diff.statements.model import PartChange
    from engine.review.diff.statements.voice import Voice


def conditions(voice: Voice, old: n.Expr | None, new: n.Expr | None, of: str | None = None) -> Iterator[PartChange]:
    """The parts of an ``and`` that were added, removed or changed."""
    olds, news = _items(old), _items(new)
    gone = [item for item in olds if item not in news]
    come = [item for item in news if item not in olds]
    for item in gone:
        partner = next((other for other in come if _about(other) == _about(item)), None)
        if partner is None and len(gone) == len(come) == 1:
            partner = come[0]
        if partner is not None:
            come = [other for other in come if other is not partner]
            yield from _changed(voice, item, partner, of)
        else:
            yield from voice.part("condition", item, None, Phrases.expression, of=of)
    for item in come:
        yield from voice.part("condition", None, item, Phrases.expression, of=of)
    if not gone and not come:  # the same in another order, or twice
        yield from voice.part("condition", old, new, Phrases.expression, "nothing", of)


def _items(condition: n.Expr | None) -> tuple[n.Expr, ...]:
    return condition.items if isinstance(condition, n.And) else (condition,) if condition is not None else ()


def _about(item: n.Expr) -> tuple[type, n.Expr] | n.Expr:
    """What a condition compares, and by what kind of comparison."""
    match item:
        case n.Compare(_, left) | n.Is(left):
            return type(item), left
        case n.InList(operand) | n.Between(operand) | n.Window(operand) | n.IsMissing(operand):
            return type(item), operand
        case _:
            return item


def _changed(voice: Voice, old: n.Expr, new: n.Expr, of: str | None) -> Iterator[PartChange]:
    """What differs between two conditions about the same."""
    match old, new:
        case n.Compare(op, left, a), n.Compare(other, right, b) if op == other and left == right:
            at = f"{voice.new.expression(left)} {op}"
            yield from voice.part("threshold", a, b, Phrases.expression, of=at)
        case n.Compare(_, left, a), n.Compare(_, right, b) if left == right and a == b:
            yield from voice.part("comparison", old, new, Phrases.expression, of=voice.new.expression(left))
        case n.Between(left), n.Between(right) if left == right:
            about = voice.new.expression(left)
            yield from voice.part("threshold", old, new, _range, of=about)
        case n.InList(left, items, negated), n.InList(right, others, other) if left == right and negated == other:
            about = voice.new.expression(left)
            for item in (x for x in items if x not in others):
                yield from voice.part("values", item, None, Phrases.expression, of=about)
            for item in (x for x in others if x not in items):
                yield from voice.part("values", None, item, Phrases.expression, of=about)
            if set(items) == set(others):
                yield from voice.part("values", old, new, Phrases.expression, "nothing", about)
        case _:
            yield from voice.part("condition", old, new, Phrases.expression, of=of)


def _range(say: Phrases, node: n.Between) -> str:
    return say.range(node.low, node.high, closed=node.closed)
