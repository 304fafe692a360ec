"""Compares offers: who gets them, at what rank, by which channels, and what took those that are lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

import numpy as np

from dsl.lean import dataclass
from engine.decision import LossCause
from engine.review.diff.impact.bits import listed
from engine.review.diff.impact.causes import Causes
from engine.review.diff.impact.channels import ChannelChange
from engine.review.diff.impact.model import Cause, OfferImpact

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from engine.evaluator.evaluator import Decided
    from engine.evaluator.plan import Plan
    from engine.review.diff.impact.found import Found, Key, Rows, Tally

    Ranks = npt.NDArray[np.uint16]

_CAUSES: Final[tuple[Cause, ...]] = ("not_granted", *get_args(LossCause))
_CELLS: Final = 1 << 21  # ranks that are compared at a time: customers times offers


@dataclass(frozen=True, slots=True)
class _Given:
    """All offers of all customers: row, offer and rank of each; the best of a row first."""

    rows: Rows
    offers: Rows
    ranks: Rows

    def of(self, wanted: npt.NDArray[np.bool_]) -> _Given:
        """Those of some rows."""
        here = wanted[self.rows]
        return _Given(self.rows[here], self.offers[here], self.ranks[here])


class OfferChange:
    """All offers of two policies."""

    def __init__(self, old: Plan, new: Plan) -> None:
        self._names = tuple(dict.fromkeys(entry.offer for plan in (new, old) for entry in plan.entries))
        self._old, self._new = self._numbered(old), self._numbered(new)
        self._ranked_anew = tuple(self._with_other_priorities(old, new))
        self._old_causes, self._new_causes = Causes(old), Causes(new)
        channels = [(name, old.channels.get(name), new.channels.get(name)) for name in self._names]
        self._channels = [ChannelChange(name, x, y) for name, x, y in channels if x is not None and y is not None]

    def _numbered(self, plan: Plan) -> Rows:
        """Of each entry of a plan, the place of its offer among all."""
        return np.array([self._names.index(entry.offer) for entry in plan.entries], np.intp)

    def _with_other_priorities(self, old: Plan, new: Plan) -> Iterator[str]:
        """Offers that one customer may have with another priority under each policy."""
        for name in self._names:
            was, becomes = ({x.priority for x in plan.entries if x.offer == name} for plan in (old, new))
            if was and becomes and len(was | becomes) > 1:
                yield name

    # --- comparing ---

    def compare(self, old: Decided, new: Decided, tally: Tally) -> None:
        """Count who gets other offers, or the same in another way."""
        before, after = _given(old, self._old), _given(new, self._new)
        self._count("before", before, tally)
        self._count("after", after, tally)
        differ = np.flatnonzero(_differ(before, after, tally.rows))
        size = max(1, _CELLS // max(1, len(self._names)))
        for start in range(0, len(differ), size):
            rows = differ[start : start + size]
            lost, gained = self._compare_ranks(rows, self._ranks(before, rows), self._ranks(after, rows), tally)
            self._count_causes("lost", self._new_causes.of(new.rows, lost), tally)
            self._count_causes("gained", self._old_causes.of(old.rows, gained), tally)
        for channels in self._channels:
            if channels.may_differ(old, new):
                channels.compare(old, new, _both(before, after, self._names.index(channels.name)), tally)
        if self._ranked_anew:
            self._compare_priorities(old, new, tally)

    def _compare_priorities(self, old: Decided, new: Decided, tally: Tally) -> None:
        """Count who has an offer with another priority, though it may stand at the same place for her."""
        was, becomes = _priorities(old), _priorities(new)
        for name in self._ranked_anew:
            (one, before), (other, after) = was[name], becomes[name]
            rows, x, y = np.intersect1d(one, other, assume_unique=True, return_indices=True)
            tally.changed("offer", _key(name, "priority"), rows[before[x] != after[y]])

    def _count(self, side: str, given: _Given, tally: Tally) -> None:
        for name, number in zip(self._names, np.bincount(given.offers, minlength=len(self._names)), strict=True):
            tally.count(_key(name, side), int(number))

    def _ranks(self, given: _Given, rows: Rows) -> Ranks:
        """The ranks of some customers, by customer and offer; 0 is not given."""
        places = np.full(1 + max(int(rows[-1]), int(given.rows[-1]) if len(given.rows) else 0), -1)
        places[rows] = np.arange(len(rows))
        here = given.of(places >= 0)
        ranks = np.zeros((len(rows), len(self._names)), np.uint16)
        ranks[places[here.rows], here.offers] = here.ranks
        return ranks

    def _compare_ranks(
        self, rows: Rows, was: Ranks, becomes: Ranks, tally: Tally
    ) -> tuple[dict[str, Rows], dict[str, Rows]]:
        """Count what becomes of the offers of some customers, and give who loses and who gains one, by offer."""
        had, has = was > 0, becomes > 0
        self._changed("rank better", rows, had & has & (becomes < was), tally)
        self._changed("rank worse", rows, had & has & (becomes > was), tally)
        return self._changed("lost", rows, had & ~has, tally), self._changed("gained", rows, has & ~had, tally)

    @staticmethod
    def _count_causes(what: str, causes: dict[tuple[str, Cause], int], tally: Tally) -> None:
        for (name, cause), number in causes.items():
            tally.count(_key(name, what, cause), number)

    def _changed(self, what: str, rows: Rows, where: npt.NDArray[np.bool_], tally: Tally) -> dict[str, Rows]:
        """Count for whom something changes, and give them by offer."""
        places = np.flatnonzero(where.any(axis=0)).tolist()
        found = {self._names[place]: rows[where[:, place]] for place in places}
        for name, here in found.items():
            tally.changed("offer", _key(name, what), here)
        return found

    # --- telling ---

    def impact(self, found: Found) -> dict[str, OfferImpact]:
        """What changes, by offer; what most customers lose first."""
        every = {name: self._impact(name, found) for name in self._names}
        changed = [(name, x) for name, x in every.items() if x is not None]
        changed.sort(key=lambda offer: (-offer[1].lost.customers, -offer[1].gained.customers, offer[0]))
        return dict(changed)

    def _impact(self, name: str, found: Found) -> OfferImpact | None:
        lost, gained, worse, better = (
            found.group(_key(name, what)) for what in ("lost", "gained", "rank worse", "rank better")
        )
        channels = tuple(move for x in self._channels if x.name == name for move in x.impact(found))
        if not channels and not any(group.customers for group in (lost, gained, worse, better)):
            return None
        return OfferImpact(
            before=found.counts[_key(name, "before")],
            after=found.counts[_key(name, "after")],
            lost=lost,
            lost_to=_causes(_key(name, "lost"), found),
            gained=gained,
            gained_from=_causes(_key(name, "gained"), found),
            rank_worse=worse,
            rank_better=better,
            channels=channels,
        )


def _key(name: str, *what: str) -> Key:
    return ("offer", name, *what)


def _causes(key: Key, found: Found) -> dict[Cause, int]:
    """Why the customers of a group do not have the offer under one of the policies."""
    return {cause: found.counts[*key, cause] for cause in _CAUSES if found.counts[*key, cause]}


def _given(decided: Decided, places: Rows) -> _Given:
    """What a policy gives; ``places`` are those of the offers of its entries."""
    if not len(places):
        nothing = np.zeros(0, np.intp)
        return _Given(nothing, nothing, nothing)
    rows, entries = listed(decided, decided.plan.offers)
    numbers = np.bincount(rows, minlength=decided.rows.num_rows)
    before = np.cumsum(numbers) - numbers
    return _Given(rows, places[entries], np.arange(len(rows)) - before[rows] + 1)


def _priorities(decided: Decided) -> dict[str, tuple[Rows, Rows]]:
    """Who is given each offer, and with which priority."""
    entries = decided.plan.entries
    rows, given = listed(decided, decided.plan.offers)
    priorities = np.array([entry.priority for entry in entries], np.intp)[given]
    places = {name: [i for i, x in enumerate(entries) if x.offer == name] for name in {x.offer for x in entries}}
    return {name: (rows[here], priorities[here]) for name, at in places.items() for here in [np.isin(given, at)]}


def _differ(before: _Given, after: _Given, count: int) -> npt.NDArray[np.bool_]:
    """Whose lists of offers are not the same."""
    was, becomes = (np.bincount(given.rows, minlength=count) for given in (before, after))
    differ: npt.NDArray[np.bool_] = was != becomes
    # Those of the others stand at the same places.
    one, other = before.of(~differ), after.of(~differ)
    differ[one.rows[one.offers != other.offers]] = True
    return differ


def _both(before: _Given, after: _Given, place: int) -> Rows:
    """Who get an offer under both policies."""
    was, becomes = (given.rows[given.offers == place] for given in (before, after))
    return np.intersect1d(was, becomes, assume_unique=True)
