"""Compares the channels by which customers get an offer."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from engine.evaluator import arrow
from engine.review.diff.impact.model import ChannelMove

if TYPE_CHECKING:
    import numpy.typing as npt

    from engine.evaluator.evaluator import Decided
    from engine.evaluator.plan import ChannelsOf
    from engine.review.diff.impact.found import Found, Rows, Tally

    Names = tuple[str, ...]
    Sets = npt.NDArray[np.int64]


class ChannelChange:
    """The channels of an offer that both policies give: sets as numbers of a bit each, and 0 for any channel."""

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
        was, becomes = self._sets(old, self._old, rows), self._sets(new, self._new, rows)
        differ = was != becomes
        rows, was, becomes = rows[differ], was[differ], becomes[differ]
        for before in np.unique(was).tolist():
            for after in np.unique(becomes[was == before]).tolist():
                key = ("offer", self.name, "channels", self._named(before), self._named(after))
                tally.changed("offer", key, rows[(was == before) & (becomes == after)])

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

    def _named(self, channels: int) -> tuple[str, ...]:
        return tuple(name for at, name in enumerate(self._names) if channels >> at & 1)

    def impact(self, found: Found) -> tuple[ChannelMove, ...]:
        """Who keep the offer by other channels; most customers first."""
        moves = [
            ChannelMove(before=cast("Names", key[3]), after=cast("Names", key[4]), **found.group(key).parts)
            for key in found.counts
            if key[:3] == ("offer", self.name, "channels")
        ]
        return tuple(sorted(moves, key=lambda x: (-x.customers, x.before, x.after)))
