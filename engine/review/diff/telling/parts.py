"""What is told of everybody in a class of change, where the class is: what they have in common may differ by scope."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from dsl.lean import dataclass
from engine.ir import nodes as n
from engine.ir.walk import bottom_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
    """What is so of everybody in a class, for each formula that describes them in some scopes.

    Scopes often differ in a number alone. Then the facts of others, with that number, are all that is asked.

    Args:
        pair: the class.
        in_common: finds it.
    """
    known: list[tuple[Part, Sequence[Fact]]] = []
    for part in pair.parts:
        if part.found.row is None:  # what they are is not settled
            continue
        facts = next((like for other in known if (like := _like(in_common, *other, part)) is not None), None)
        if facts is None:
            facts = in_common.facts(part.formula, part.valid, part.found.row)
            known.append((part, facts))
        yield Common(part.scopes, tuple(facts), in_common.are_all(part.formula, part.valid, facts))


def _like(in_common: InCommon, known: Part, facts: Sequence[Fact], part: Part) -> list[Fact] | None:
    """Facts with the numbers of another part; None if it is not made like the one they are of, or not all are so."""
    counterparts = _counterparts(known.formula, part.formula)
    if counterparts is None or any(id(x) not in counterparts for fact in facts for x, _ in fact.claim):
        return None
    like = [fact.of(counterparts) for fact in facts]
    return like if in_common.are_so(part.formula, part.valid, like) else None


def _counterparts(one: n.Formula, other: n.Formula) -> Mapping[int, n.Formula] | None:
    """By id, what stands in one formula where each condition stands in another; None if they are made differently."""
    found: dict[int, n.Formula] = {}
    for x, y in zip_longest(bottom_up([one]), bottom_up([other])):
        if type(x) is not type(y):
            return None
        if isinstance(x, n.CONDITIONS) and isinstance(y, n.CONDITIONS):
            found[id(x)] = y
    return found
