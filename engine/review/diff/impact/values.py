"""Compares what has one value of a list or none: ladders and choices."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np

from engine.review.diff.impact.model import Cell, ChoiceImpact, LadderImpact, TierCell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from engine.evaluator.evaluator import Decided
    from engine.evaluator.plan import Coded, Plan
    from engine.review.diff.impact.found import Found, Key, Rows, Tally
    from engine.review.diff.impact.model import Group
    from engine.review.diff.impact.money import Money

Way = Literal["down", "lost", "up", "gained", "stay"]
_WAYS: Final[tuple[Way, ...]] = get_args(Way)


class _ValueChange:
    """What has a value for each customer, a byte in each plan; a policy that does not have it gives nobody any.

    Attributes:
        values: of both policies.
    """

    def __init__(self, kind: Literal["tier", "choice"], name: str, old: Coded | None, new: Coded | None) -> None:
        self.name = name
        self.values = merged(*(side.values if side is not None else () for side in (old, new)))
        self._kind: Literal["tier", "choice"] = kind
        self._old, self._new = old, new

    def compare(self, old: Decided, new: Decided, tally: Tally) -> None:
        """Count customers by both values."""
        width = len(self.values) + 1
        was, becomes = self._places(old, self._old), self._places(new, self._new)
        pairs = was * width + becomes
        moving = np.flatnonzero(was != becomes)
        moved = pairs[moving]
        numbers = np.bincount(pairs)
        for pair in np.flatnonzero(numbers).tolist():
            before, after = divmod(pair, width)
            key = self._key(self._value(before), self._value(after))
            if before == after:
                tally.count(key, int(numbers[pair]))
            else:
                rows = moving[moved == pair]
                tally.changed(self._kind, key, rows)
                self._moved(key, old, new, rows, tally.found)

    def _moved(self, key: Key, old: Decided, new: Decided, rows: Rows, found: Found) -> None:
        """What else is to be found about customers who move."""

    def _key(self, before: str | None, after: str | None) -> Key:
        return (self._kind, self.name, before, after)

    def _value(self, place: int) -> str | None:
        return self.values[place - 1] if place else None

    def _places(self, decided: Decided, coded: Coded | None) -> npt.NDArray[np.intp]:
        """1 + the place of each customer's value among those of both policies; 0 for none."""
        rows = decided.rows.num_rows
        if coded is None:
            return np.zeros(rows, np.intp)
        places = np.array([1 + self.values.index(value) for value in coded.values], np.intp)
        outputs = decided.results.outputs
        codes: npt.NDArray[np.uint8] = outputs[coded.codes].view(np.uint8)[:rows]
        known = np.unpackbits(outputs[coded.known].view(np.uint8), count=rows, bitorder="little")
        found: npt.NDArray[np.intp] = places.take(codes) * known
        return found

    def _cells(self, found: Found) -> Iterator[tuple[str | None, str | None, Group]]:
        """Customers by both values, those who change first."""
        values = (*self.values, None)
        pairs = [(before, after) for before in values for after in values]
        for before, after in sorted(pairs, key=lambda pair: pair[0] == pair[1]):
            group = found.group(self._key(before, after))
            if group.customers:
                yield before, after, group


class ChoiceChange(_ValueChange):
    """A choice."""

    def __init__(self, name: str, old: Plan, new: Plan) -> None:
        super().__init__("choice", name, old.choices.get(name), new.choices.get(name))

    def impact(self, found: Found) -> ChoiceImpact | None:
        """What changes; None if nothing does."""
        cells = [Cell(before=x, after=y, **group.parts) for x, y, group in self._cells(found)]
        changed = sum(cell.customers for cell in cells if cell.before != cell.after)
        return ChoiceImpact(changed=changed, cells=tuple(cells)) if changed else None


class LadderChange(_ValueChange):
    """A ladder.

    Args:
        name: of it.
        old, new: the plans.
        money: what is summed up of customers who change the tier.
    """

    def __init__(self, name: str, old: Plan, new: Plan, money: Money) -> None:
        super().__init__("tier", name, old.tiers.get(name), new.tiers.get(name))
        self._money = money

    def _moved(self, key: Key, old: Decided, new: Decided, rows: Rows, found: Found) -> None:
        self._money.add(key, old.rows, new.rows, rows, found)

    def impact(self, found: Found) -> LadderImpact | None:
        """What changes, downgrades first, those with most money first; None if nothing does."""
        ways: dict[Way, list[TierCell]] = {way: [] for way in _WAYS}
        for before, after, group in self._cells(found):
            way = self._way(before, after)
            money = () if way == "stay" else self._money.sums(self._key(before, after), found)
            ways[way].append(TierCell(before=before, after=after, money=money, **group.parts))
        stay = ways.pop("stay")
        if not any(ways.values()):
            return None
        moving = [cell for cells in ways.values() for cell in sorted(cells, key=_weight)]
        numbers = {way: sum(cell.customers for cell in cells) for way, cells in ways.items()}
        return LadderImpact(rungs=self.values, measure=self._money.told, cells=(*moving, *stay), **numbers)

    def _way(self, before: str | None, after: str | None) -> Way:
        """Which way a customer moves."""
        if before == after:
            return "stay"
        if before is None or after is None:
            return "gained" if before is None else "lost"
        return "down" if self.values.index(after) < self.values.index(before) else "up"


def _weight(cell: TierCell) -> tuple[list[Fraction], int]:
    """Sorts by money, most first, then by customers."""
    return [-Fraction(x.sum or 0) for x in cell.money], -cell.customers


def merged(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """The values of both, in the order of the new ones; what is gone stands behind what it stood behind."""
    found = list(new)
    for at, value in enumerate(old):
        if value not in found:
            before = next((x for x in reversed(old[:at]) if x in found), None)
            found.insert(0 if before is None else found.index(before) + 1, value)
    return tuple(found)
