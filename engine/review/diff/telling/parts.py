"""What is told of everybody in a class of change, where the class is: what they have in common may differ by scope."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from dsl.lean import dataclass
from engine.ir import nodes as n
from engine.ir.walk import bottom_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.review.diff.comparing.differences import Pair, Part
    from engine.review.diff.telling.who import Fact, InCommon
    from engine.review.shared.scopes import Scope


@dataclass(frozen=True, slots=True)
class Common:
    """What the customers of a class have in common in some scopes.

    Attributes:
        scopes: where that is proved.
        facts: about all of them.
        is_all: whether everybody of whom the facts are so is in the class, proved.
    """

    scopes: tuple[Scope, ...]
    facts: tuple[Fact, ...]
    is_all: bool


def in_every_part(pair: Pair, in_common: InCommon) -> Iterator[Common]:
    """What is so of everybody in a class, in each of its scopes.

    Scopes often differ in nothing that matters, or in a number alone. Then the facts of one of them, with that number,
    are all that is asked of the others.

    Args:
        pair: the class.
        in_common: finds it.
    """
    left = [part for part in pair.parts if part.found.row is not None]  # who the others are is not settled
    while left:
        first, *left = left
        facts = in_common.facts(first)
        same: list[Part] = [first]
        others: list[Common] = []
        for like, parts in _alike(first, facts, left, in_common):
            if not in_common.are_so(parts, like):
                continue
            left = [part for part in left if part not in parts]
            if _claims(like) == _claims(facts):
                same += parts
            else:
                others.append(_common(parts, like, in_common))
        yield _common(same, facts, in_common)
        yield from others


def _common(parts: Sequence[Part], facts: Sequence[Fact], in_common: InCommon) -> Common:
    scopes = tuple(scope for part in parts for scope in part.scopes)
    return Common(scopes, tuple(facts), in_common.are_all(parts, facts))


def _alike(
    known: Part, facts: Sequence[Fact], others: Sequence[Part], in_common: InCommon
) -> list[tuple[list[Fact], list[Part]]]:
    """Parts for which the facts of another may be so, with their numbers, by what makes them alike."""
    found: dict[object, tuple[list[Fact], list[Part]]] = {}
    for part in others:
        counterparts = _counterparts(known.formula, part.formula)
        by_id = in_common.counterparts(known, part) | (counterparts or _shared(part.formula))
        if all(id(x) in by_id for fact in facts for x, _ in fact.claim):
            like = [fact.of(by_id) for fact in facts]
            found.setdefault((bool(counterparts), _claims(like)), (like, []))[1].append(part)
    return list(found.values())


def _claims(facts: Sequence[Fact]) -> object:
    return tuple((id(x), holds) for fact in facts for x, holds in fact.claim)


def _counterparts(one: n.Formula, other: n.Formula) -> dict[int, n.Formula]:
    """By id, what stands in one formula where each condition stands in another; none if they are made differently."""
    pairs = list(zip_longest(bottom_up([one]), bottom_up([other])))
    if any(type(x) is not type(y) for x, y in pairs):
        return {}
    return {id(x): y for x, y in pairs if isinstance(y, n.CONDITIONS)}


def _shared(formula: n.Formula) -> dict[int, n.Formula]:
    """By id, the conditions of a formula: what others share with it stands for itself."""
    return {id(x): x for x in bottom_up([formula]) if isinstance(x, n.CONDITIONS)}
