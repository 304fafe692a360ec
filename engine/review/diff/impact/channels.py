"""Compares the channels by which offers and tasks go: sets of them as numbers, of a bit each."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from engine.evaluator import arrow
from engine.review.diff.impact.model import ChannelMove

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from engine.evaluator.evaluator import Decided
    from engine.evaluator.plan import ChannelsOf
    from engine.review.diff.impact.found import Found, Key, Rows, Tally
    from engine.review.diff.impact.model import ImpactKind

    Names = tuple[str, ...]
    Sets = npt.NDArray[np.int64]


def count_moves(
    kind: ImpactKind, key: Key, names: Sequence[str], rows: Rows, sets: tuple[Sets, Sets], tally: Tally
) -> None:
    """Count some customers by the channels before and after, where these differ."""
    differ = sets[0] != sets[1]
    rows, was, becomes = rows[differ], sets[0][differ], sets[1][differ]
    for before in np.unique(was).tolist():
        for after in np.unique(becomes[was == before]).tolist():
            move = (*key, _named(names, before), _named(names, after))
            tally.changed(kind, move, rows[(was == before) & (becomes == after)])


def moves(key: Key, found: Found) -> tuple[ChannelMove, ...]:
    """What was counted, most customers first."""
    told = [
        ChannelMove(before=cast("Names", move[-2]), after=cast("Names", move[-1]), **found.group(move).parts)
        for move in found.counts
        if move[:-2] == key
    ]
    return tuple(sorted(told, key=lambda x: (-x.customers, x.before, x.after)))


def _named(names: Sequence[str], channels: int) -> Names:
    return tuple(name for at, name in enumerate(names) if channels >> at & 1)


class ChannelChange:
    """The channels of an offer that both policies give; 0 is any channel."""

    def __init__(self, name: str, old: ChannelsOf, new: ChannelsOf) -> None:
        self.name = name
        self._old, self._new = old, new
        named = (of.masks if of.fixed is None else of.fixed for of in (old, new))
        self._names = sorted({name for names in named for name in names})

    def may_differ(self, old: Decided, new: Decided) -> bool:
        """Whether any customer of a batch may have other channels."""
        if self._old.fixed is not None and self._new.fixed is not None:
            return set(self._old.fixed) != set(self._new.fixed)
        if self._old.masks.keys() != self._new.masks.keys():
            return True
        masks = zip(self._masks(self._old), self._masks(self._new), strict=True)
        return any(not np.array_equal(old.results.outputs[x], new.results.outputs[y]) for x, y in masks)

    @staticmethod
    def _masks(of: ChannelsOf) -> list[int]:
        return [of.any_channel, *(of.masks[name] for name in sorted(of.masks))]

    def compare(self, old: Decided, new: Decided, rows: Rows, tally: Tally) -> None:
        """Count those of some customers, who get the offer under both policies, by their channels."""
        sets = self._sets(old, self._old, rows), self._sets(new, self._new, rows)
        count_moves("offer", self._key, self._names, rows, sets, tally)

    def _sets(self, decided: Decided, of: ChannelsOf, rows: Rows) -> Sets:
        bits = {name: 1 << at for at, name in enumerate(self._names)}
        if of.fixed is not None:
            return np.full(len(rows), sum(bits[name] for name in of.fixed), np.int64)
        outputs = decided.results.outputs
        found = np.zeros(len(rows), np.int64)
        for name, mask in of.masks.items():
            found |= np.where(arrow.holds(outputs[mask], rows), bits[name], 0)
        found[arrow.holds(outputs[of.any_channel], rows)] = 0
        return found

    @property
    def _key(self) -> Key:
        return ("offer", self.name, "channels")

    def impact(self, found: Found) -> tuple[ChannelMove, ...]:
        """Who keep the offer by other channels; most customers first."""
        return moves(self._key, found)
