"""One word more, one less, or another: what would let the parser go on where it stopped, found by asking it."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Final

from dsl.lean import dataclass
from dsl.syntax.acceptance import Stack, States, advance, takes
from dsl.syntax.vocabulary import VOCABULARY, Terminals

# What a sentence may lack: keywords and a few marks, but none that only goes on with a whole value.
_GOES_ON: Final = {"DEFAULT", "OF", "AGO", "EACH_FULL"}
_MAY_LACK: Final = ({terminal for terminal, _ in VOCABULARY.words} | {"EQ", "COMMA", "_NL"}) - _GOES_ON
_END: Final = ("$END",)


@dataclass(frozen=True, slots=True)
class Repair:
    """How a sentence could go on.

    Attributes:
        missing: terminals of which one, before the word, would do.
        instead: terminals that would do in its place.
        is_extra: whether it goes on without the word.
    """

    missing: frozenset[str] = frozenset()
    instead: frozenset[str] = frozenset()
    is_extra: bool = False


NO_REPAIR: Final = Repair()


def repair(
    states: States, stack: Stack, can: AbstractSet[str], word: Iterable[Terminals], following: Iterable[Terminals]
) -> Repair:
    """The repairs of a stop.

    Args:
        states: of the parser.
        stack: where it stopped.
        can: the terminals it could take.
        word: what the word that stopped it may be read as.
        following: what stands behind it; the end is ``$END``.
    """
    after = {t: moved for t in can & _MAY_LACK if (moved := advance(states, stack, (t,))) is not None}

    def fits(stack: Stack, readings: Iterable[Terminals]) -> bool:
        return any(takes(states, stack, reading) for reading in readings if reading != _END)

    word, following = tuple(word), tuple(following)
    return Repair(
        frozenset(t for t, moved in after.items() if fits(moved, word)),
        frozenset(t for t, moved in after.items() if t != "_NL" and fits(moved, following)),
        fits(stack, following) or ("$END" in can and _END in following),
    )


def forgotten(states: States, stack: Stack, can: AbstractSet[str], word: Iterable[Terminals]) -> str | None:
    """The one terminal that is missing before the last new name, if that is none: 客群 大户 存款 > 5万."""
    found = set()
    for terminal in (can & _MAY_LACK) - {"_NL"}:
        for name in ("NAME", "NEW"):
            after = advance(states, stack, (terminal, name))
            if after is not None and any(takes(states, after, reading) for reading in word):
                found.add(terminal)
    return found.pop() if len(found) == 1 else None
