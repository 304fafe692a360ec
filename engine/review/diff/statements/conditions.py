"""What differs in a condition, as small as it can be said: a threshold, one of several conditions, or all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.format.exchange import value_of
from dsl.format.phrases import Phrases
from dsl.syntax import nodes as n

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.review.diff.statements.model import PartChange
    from engine.review.diff.statements.voice import Voice
    from engine.review.diff.told import Told


def conditions(voice: Voice, old: n.Expr | None, new: n.Expr | None, of: Told | None = None) -> Iterator[PartChange]:
    """The parts of an ``and`` that were added, removed or changed; all of it if it is not plain which became which."""
    olds, news = _items(old), _items(new)
    gone = [item for item in olds if item not in news]
    come = [item for item in news if item not in olds]
    if not gone and not come:  # the same in another order, or twice
        yield from voice.part("condition", old, new, Phrases.expression, "nothing", of)
        return
    pairs = list(_paired(gone, come))
    left = [item for item in gone if item not in [one for one, _ in pairs]]
    added = [item for item in come if item not in [other for _, other in pairs]]
    if left and added:
        yield from voice.part("condition", old, new, Phrases.expression, of=of)
        return
    for one, other in pairs:
        yield from _changed(voice, one, other, of)
    for item in left:
        yield from voice.part("condition", item, None, Phrases.expression, of=of)
    for item in added:
        yield from voice.part("condition", None, item, Phrases.expression, of=of)


def _paired(gone: list[n.Expr], come: list[n.Expr]) -> Iterator[tuple[n.Expr, n.Expr]]:
    """What went with what came in its place: a condition about the same, or the only one."""
    if len(gone) == len(come) == 1:
        yield gone[0], come[0]
        return
    waiting = list(come)
    for item in gone:
        partner = next((other for other in waiting if _about(other) == _about(item)), None)
        if partner is not None:
            waiting.remove(partner)
            yield item, partner


def _items(condition: n.Expr | None) -> tuple[n.Expr, ...]:
    return condition.items if isinstance(condition, n.And) else (condition,) if condition is not None else ()


def _about(item: n.Expr) -> tuple[type, n.Expr] | n.Expr:
    """What a condition compares, and by what kind of comparison."""
    match item:
        case n.Compare(_, left) | n.Is(left):
            return type(item), left
        case n.InList(operand) | n.Between(operand) | n.Window(operand) | n.IsMissing(operand) | n.Elapsed(_, operand):
            return type(item), operand
        case n.Not(n.Window(operand)):
            return type(item), operand
        case _:
            return item


def _changed(voice: Voice, old: n.Expr, new: n.Expr, of: Told | None) -> Iterator[PartChange]:
    """What differs between two conditions about the same."""
    match old, new:
        case n.Compare(op, left, a), n.Compare(other, right, b) if op == other and left == right:
            at = voice.about(lambda say: f"{say.expression(left)} {op}")
            yield from voice.part("threshold", a, b, _beside(left), of=at)
        case n.Compare(_, left, a), n.Compare(_, right, b) if left == right and a == b:
            yield from voice.part(
                "comparison", old, new, Phrases.expression, of=voice.about(lambda say: say.expression(left))
            )
        case n.Elapsed(op, left), n.Elapsed(other, right) if op == other and left == right:
            yield from voice.part(
                "threshold", old, new, Phrases.elapsed, of=voice.about(lambda say: say.expression(left))
            )
        case n.Between(left), n.Between(right) if left == right:
            about = voice.about(lambda say: say.expression(left))
            yield from voice.part("threshold", old, new, _range, of=about)
        case n.InList(left, items, negated), n.InList(right, others, other) if left == right and negated == other:
            about = voice.about(lambda say: say.expression(left))
            for item in (x for x in items if x not in others):
                yield from voice.part("values", item, None, _beside(left), of=about)
            for item in (x for x in others if x not in items):
                yield from voice.part("values", None, item, _beside(left), of=about)
            if set(items) == set(others):
                yield from voice.part("values", old, new, Phrases.expression, "nothing", about)
        case _:
            yield from voice.part("condition", old, new, Phrases.expression, of=of)


def _beside(left: n.Expr) -> Callable[[Phrases, n.Expr], str | None]:
    """Says what something is compared with: a bare name is one of its values."""
    return lambda say, value: say.expression(value, value_of(left))


def _range(say: Phrases, node: n.Between) -> str:
    return say.range(node.low, node.high, closed=node.closed)
