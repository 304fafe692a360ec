"""Cutting a run of unspaced Chinese into words.

Only a run that is not itself a known name comes here. It is cut into keywords the parser can take at that
place, declared names and numbers, longest word first; a new name is never cut, so it can only be the rest of
the run. All grammatical cuts count: two of them are an ambiguity the writer must settle.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from dsl.lean import dataclass
from dsl.syntax.acceptance import Stack, States, advance
from dsl.syntax.scan import NUMBER
from dsl.syntax.units import Unit, read_unit
from dsl.syntax.vocabulary import VOCABULARY

Meaning = tuple[str, ...]
LONGEST_RUN = 200  # a longer run is not cut: it would take deep recursion, and nobody could read it
_LONGEST_NAME = 20


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of a cut run and the terminals it stands for."""

    text: str
    terminals: tuple[str, ...]

    @property
    def meaning(self) -> Meaning:
        """What it says: keywords say the same however they are cut, all else is its text."""
        are_keywords = all((terminal, "en") in VOCABULARY.words for terminal in self.terminals)
        return self.terminals if are_keywords else ("", self.text)


def number_terminal(unit: Unit) -> str:
    """The terminal of a number with its unit."""
    if unit.plain == "x":
        return "MULT"
    return "QUANTITY" if unit.plain or unit.scale or unit.currency else "NUMBER"


def cuts(
    states: States, stack: Stack, run: str, names: AbstractSet[str], limit: int = 2, unknown: int = 0
) -> list[list[Piece]]:
    """Up to ``limit`` grammatical cuts of a run that mean different things; empty if there is none.

    With ``unknown``, one piece of that length must be a name that nothing declares.
    """
    found: list[list[Piece]] = []
    dead: set[tuple[int, int, tuple[int, ...]]] = set()  # places from which no cut succeeds; without it: exponential
    seen: set[tuple[int, int, Meaning]] = set()  # 不属于 is 不 属于: what was read the same is not read again
    size = len(run)

    def go(at: int, stack: Stack, done: list[Piece], unknown: int) -> None:
        reached = (at, unknown, tuple(part for piece in done for part in piece.meaning))
        if len(found) >= limit or reached in seen:
            return
        seen.add(reached)
        if at == size:
            if not unknown:
                found.append(done)
            return
        key = (at, unknown, tuple(stack))
        if key in dead:
            return
        before = len(found)
        step(at, stack, done, unknown)
        if len(found) == before:
            dead.add(key)

    def take(at: int, end: int, terminals: tuple[str, ...], stack: Stack, done: list[Piece], unknown: int) -> None:
        after = advance(states, stack, terminals)
        if after is not None:
            go(end, after, [*done, Piece(run[at:end], terminals)], unknown)

    def step(at: int, stack: Stack, done: list[Piece], unknown: int) -> None:
        digits = NUMBER.match(run, at)
        if digits:
            unit, end, _ = read_unit(run, digits.end())
            take(at, end, (number_terminal(unit),), stack, done, unknown)
        for end in range(size, at, -1):
            if end < size and run[end - 1].isascii() and run[end].isascii():
                continue  # never inside an English word
            word = run[at:end]
            if word in names:
                take(at, end, ("NAME",), stack, done, unknown)
            for terminals in VOCABULARY.readings.get(word.lower(), ()):
                take(at, end, terminals, stack, done, unknown)
            if end == size and at > 0 and not digits:
                take(at, end, ("NEW",), stack, done, unknown)
        end = at + unknown
        if unknown and end <= size and not digits:
            take(at, end, ("NAME",), stack, done, 0)

    go(0, stack, [], unknown)
    return found


def cut_around_unknown(states: States, stack: Stack, run: str, names: AbstractSet[str]) -> list[Piece] | None:
    """A cut in which one name, the shortest that will do, is unknown: a misspelt name in unspaced text.

    So the message can speak of that name and not of the whole run.
    """
    for size in range(2, min(len(run), _LONGEST_NAME)):
        found = cuts(states, stack, run, names, limit=1, unknown=size)
        if found and any(piece.terminals != ("NAME",) for piece in found[0]):  # two names in a row are one
            return found[0]
    return None
