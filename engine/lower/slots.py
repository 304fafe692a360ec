"""Gives masks and vectors their places: each is used again as soon as nothing needs what it holds."""

from __future__ import annotations

from dataclasses import field
from itertools import accumulate
from typing import TYPE_CHECKING, Final

import numpy as np

from dsl.lean import dataclass
from engine.kernel.instructions import FIELDS, OPERANDS, Op

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int64]

# Of stretches of the pool: integers for each mask or source.
_STRETCHES: Final = {"P": 2, "Q": 3, "T": 4, "C": 1, "D": 1, "E": 2, "F": 2}
_ROLES: Final = np.array([list(f" {OPERANDS[op]}".ljust(FIELDS)) for op in Op])  # of operations, of each field
_STRETCH_AT: Final = np.isin(_ROLES, list(_STRETCHES)).argmax(axis=1)  # 0 if there is none; at most one, the last
_STRETCH: Final = np.array([roles[at] for roles, at in zip(_ROLES, _STRETCH_AT, strict=True)])
_SIZE: Final = np.array([_STRETCHES.get(role, 0) for role in _STRETCH.tolist()])


@dataclass(slots=True)
class Draft:
    """A program whose masks and vectors have numbers without end.

    Attributes:
        code: instructions, one behind the other, each of all its fields; a source is a column, or -1 - the number of a
            vector.
        pool: integers that instructions refer to.
        masks: how many.
        vectors: bytes of an integer of each.
    """

    code: list[int] = field(default_factory=list)
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


def allocate(draft: Draft, columns: int) -> tuple[Numbers, Numbers, int, tuple[int, ...]]:
    """The final code and pool, how many masks there are, and the bytes of an integer of each vector."""
    cells = np.array(draft.code + (draft.pool or [0]), np.int64)
    code = cells[: len(draft.code)].reshape(-1, FIELDS)
    pcs, at = _uses(code, cells)
    # Vectors, the last one first, then masks.
    numbers = cells[at] + len(draft.vectors)
    masks, vectors = _Places(), {width: _Places() for width in sorted(set(draft.vectors))}
    kinds = [*(vectors[width] for width in reversed(draft.vectors)), *[masks] * draft.masks]
    places = _places(kinds, pcs, numbers)
    counts = [kind.count for kind in vectors.values()]
    starts = dict(zip(vectors, accumulate(counts, initial=columns), strict=False))
    for number, width in enumerate(reversed(draft.vectors)):
        places[number] += starts[width]
    cells[at] = np.array(places, np.int64)[numbers]
    bytes_of = tuple(width for width, count in zip(vectors, counts, strict=True) for _ in range(count))
    return cells[: code.size].reshape(-1, FIELDS), cells[code.size :], masks.count, bytes_of


def _uses(code: Numbers, cells: Numbers) -> tuple[Numbers, Numbers]:
    """Where masks and vectors are named: by which instruction, and in which cell of code and pool."""
    ops = code[:, 0]
    pcs, fields = np.nonzero(np.isin(_ROLES, list("WRVUS"))[ops])
    at, of_sources = pcs * FIELDS + fields, np.isin(_ROLES, list("VUS"))[ops[pcs], fields]
    (rows,) = np.nonzero(_STRETCH_AT[ops])
    op, field_ = ops[rows], _STRETCH_AT[ops[rows]]
    count = code[rows, field_ + 1] + np.where(_STRETCH[op] == "D", code[rows, FIELDS - 1], 0)
    of = np.repeat(np.arange(len(rows)), count)
    place = np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count)
    pooled = code.size + code[rows, field_][of] + place * _SIZE[op][of]
    pcs, at = np.concatenate([pcs, rows[of]]), np.concatenate([at, pooled])
    is_column = np.concatenate([of_sources, (_STRETCH[op] == "F")[of]]) & (cells[at] >= 0)
    order = np.argsort(pcs, kind="stable")
    order = order[~is_column[order]]
    return pcs[order], at[order]


def _places(kinds: list[_Places], pcs: Numbers, numbers: Numbers) -> list[int]:
    """A place for each mask and vector, from its first use to the last."""
    uses = np.arange(len(pcs))
    first, last, goes = (np.zeros(len(kinds), np.int64) for _ in range(3))
    first[numbers[::-1]] = uses[::-1]
    last[numbers] = pcs
    at_last = uses[pcs == last[numbers]][::-1]
    goes[numbers[at_last]] = at_last
    comes_now, goes_now = uses == first[numbers], uses == goes[numbers]
    there_before = pcs[first[numbers]] < pcs
    # The place of what goes may be written over by the instruction that reads it for the last time.
    going, coming = uses[goes_now & there_before], uses[comes_now]
    order = np.argsort(np.concatenate([2 * pcs[going], 2 * pcs[coming] + 1]), kind="stable")
    steps = np.concatenate([going, coming])[order]
    places = [0] * len(kinds)
    for number, comes, at_once in zip(
        numbers[steps].tolist(), comes_now[steps].tolist(), (~there_before & goes_now)[steps].tolist(), strict=True
    ):
        if comes:
            places[number] = kinds[number].take()
        if not comes or at_once:
            kinds[number].give_back(places[number])
    return places
