"""Gives masks and vectors their places: each is used again as soon as nothing needs what it holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from engine.kernel.instructions import FIELDS, OPERANDS, Op

if TYPE_CHECKING:
    import numpy.typing as npt

# Of stretches of the pool: integers for each mask or source.
_STRETCHES: Final = {"P": 2, "Q": 3, "T": 4, "C": 1, "D": 1, "E": 2, "F": 2}


def _named(roles: str) -> tuple[tuple[int, str], ...]:
    """Of the operands of an instruction those that may name masks or vectors: where they stand, and how."""
    kinds = (
        dict.fromkeys("WR", "mask") | dict.fromkeys("VUS", "vector") | dict(zip(_STRETCHES, _STRETCHES, strict=True))
    )
    return tuple((at, kinds[role]) for at, role in enumerate(roles, start=1) if role != ".")


_NAMED: Final = [_named(OPERANDS[op]) for op in Op]


@dataclass(slots=True)
class Draft:
    """A program whose masks and vectors have numbers without end.

    Attributes:
        code: instructions; a source is a column, or -1 - the number of a vector.
        pool: integers that instructions refer to.
        masks: how many.
        vectors: bytes of an integer of each.
    """

    code: list[list[int]] = field(default_factory=list)
    pool: list[int] = field(default_factory=list)
    masks: int = 0
    vectors: list[int] = field(default_factory=list)


class _Places:
    """Places of one kind, the one freed last given out first."""

    def __init__(self) -> None:
        self.count = 0
        self._free: list[int] = []

    def take(self) -> int:
        if self._free:
            return self._free.pop()
        self.count += 1
        return self.count - 1

    def give_back(self, place: int) -> None:
        self._free.append(place)


def _uses(draft: Draft, instruction: list[int]) -> list[tuple[int, int, bool]]:
    """Of each mask and vector that is named: its number, negative for vectors; where it stands; whether in the pool."""
    found = []
    for at, role in _NAMED[instruction[0]]:
        if role == "mask" or (role == "vector" and instruction[at] < 0):
            found.append((instruction[at], at, False))
        elif role in _STRETCHES:
            first, count, size = instruction[at], instruction[at + 1], _STRETCHES[role]
            if role == "D":
                count += instruction[at + 2]
            here = range(first, first + count * size, size)
            found += [(draft.pool[i], i, True) for i in here if role != "F" or draft.pool[i] < 0]
    return found


def allocate(draft: Draft, columns: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], int, tuple[int, ...]]:
    """The final code and pool, how many masks there are, and the bytes of an integer of each vector."""
    uses = [_uses(draft, instruction) for instruction in draft.code]
    last = {number: pc for pc, found in enumerate(uses) for number, _, _ in found}
    masks = _Places()
    vectors = {width: _Places() for width in set(draft.vectors)}
    places: dict[int, int] = {}
    code = [[*instruction, *[0] * (FIELDS - len(instruction))] for instruction in draft.code]
    pool = list(draft.pool)
    # Of sources that are vectors: where they stand, in the code or the pool; width, place.
    of_vectors: list[tuple[list[int], int, int, int]] = []
    for pc, found in enumerate(uses):
        for number in dict.fromkeys([number for number, _, _ in found]):
            if last[number] == pc and number in places:  # the place may be written over right here
                (masks if number >= 0 else vectors[draft.vectors[-1 - number]]).give_back(places[number])
        for number, at, pooled in found:
            if number not in places:
                free = masks if number >= 0 else vectors[draft.vectors[-1 - number]]
                places[number] = free.take()
                if last[number] == pc:  # written and never read
                    free.give_back(places[number])
            held = pool if pooled else code[pc]
            if number >= 0:
                held[at] = places[number]
            else:
                of_vectors.append((held, at, draft.vectors[-1 - number], places[number]))
    widths = sorted(vectors)
    start: dict[int, int] = {}
    total = columns
    for width in widths:
        start[width] = total
        total += vectors[width].count
    for held, at, width, place in of_vectors:
        held[at] = start[width] + place
    bytes_of = tuple(width for width in widths for _ in range(vectors[width].count))
    rows = np.array(code, np.int64).reshape(-1, FIELDS)
    return rows, np.array(pool or [0], np.int64), masks.count, bytes_of
