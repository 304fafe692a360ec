"""Gives masks and vectors their places: each is used again as soon as nothing needs what it holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from engine.kernel.instructions import OPERANDS, Op

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

_ROLES: Final = [OPERANDS[op] for op in Op]
_STRETCHES: Final = {"P": 2, "Q": 3, "C": 1}  # integers of the pool for each mask


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


def _uses(draft: Draft, instruction: list[int]) -> Iterator[tuple[str, int, int, bool]]:
    """Of each mask and vector an instruction names: its kind, its number, where it stands, whether in the pool."""
    for at, role in enumerate(_ROLES[instruction[0]], start=1):
        if role in "WR":
            yield "mask", instruction[at], at, False
        elif role in "VU" or (role == "S" and instruction[at] < 0):
            yield "vector", -1 - instruction[at], at, False
        elif role in _STRETCHES:
            first, count, step = instruction[at], instruction[at + 1], _STRETCHES[role]
            for i in range(first, first + count * step, step):
                yield "mask", draft.pool[i], i, True


def allocate(draft: Draft, columns: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], int, tuple[int, ...]]:
    """The final code and pool, how many masks there are, and the bytes of an integer of each vector."""
    last = {(kind, number): pc for pc, ins in enumerate(draft.code) for kind, number, _, _ in _uses(draft, ins)}
    masks = _Places()
    vectors = {width: _Places() for width in set(draft.vectors)}
    places: dict[tuple[str, int], int] = {}
    code = [list(instruction) for instruction in draft.code]
    pool = list(draft.pool)
    wide: list[tuple[int, int, int, int]] = []  # of sources that are vectors: where they stand, width, place
    for pc, instruction in enumerate(draft.code):
        found = list(_uses(draft, instruction))
        for kind, number in dict.fromkeys((kind, number) for kind, number, _, _ in found):
            if (kind, number) in places and last[kind, number] == pc:  # the place may be written over right here
                (masks if kind == "mask" else vectors[draft.vectors[number]]).give_back(places[kind, number])
        for kind, number, at, pooled in found:
            if (kind, number) not in places:
                free = masks if kind == "mask" else vectors[draft.vectors[number]]
                places[kind, number] = free.take()
                if last[kind, number] == pc:  # written and never read
                    free.give_back(places[kind, number])
            place = places[kind, number]
            if pooled:
                pool[at] = place
            elif kind == "mask":
                code[pc][at] = place
            else:
                wide.append((pc, at, draft.vectors[number], place))
    widths = sorted(vectors)
    start: dict[int, int] = {}
    total = columns
    for width in widths:
        start[width] = total
        total += vectors[width].count
    for pc, at, width, place in wide:
        code[pc][at] = start[width] + place
    of_vectors = tuple(width for width in widths for _ in range(vectors[width].count))
    rows = np.array([(*ins, *[0] * (5 - len(ins))) for ins in code], np.int64).reshape(-1, 5)
    return rows, np.array(pool or [0], np.int64), masks.count, of_vectors
