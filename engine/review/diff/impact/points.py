"""Compares points: by how much they change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from engine.columns import INT64
from engine.evaluator import arrow
from engine.review.diff.impact.bits import everybody, mask
from engine.review.diff.impact.model import Bucket, PointsImpact

if TYPE_CHECKING:
    import numpy.typing as npt

    from engine.evaluator.evaluator import Decided
    from engine.evaluator.plan import Account, Plan
    from engine.review.diff.impact.bits import Bits
    from engine.review.diff.impact.found import Found, Key, Tally

_NARROW: Final = 1 << 45  # sums of a batch of such points fit 64 bits
_POWERS: Final = tuple(10**power for power in range(1, 21))


class PointsChange:
    """A points account; a policy that does not have it gives nobody any."""

    def __init__(self, name: str, old: Plan, new: Plan) -> None:
        self.name = name
        self._old, self._new = old.points.get(name), new.points.get(name)
        accounts = [plan.outcomes.program.points[name] for plan in (old, new) if name in plan.points]
        narrow = all(x.low > -_NARROW and x.high < _NARROW for x in accounts)
        self._integers = np.dtype(np.int64 if narrow else object)
        self._powers = np.array([x for x in _POWERS if not narrow or x <= INT64], self._integers)

    def compare(self, old: Decided, new: Decided, tally: Tally) -> None:
        """Count whose points change, by about how much."""
        was, becomes = _incomplete(old, self._old), _incomplete(new, self._new)
        tally.changed("points", self._key("incomplete"), arrow.where(becomes & ~was, tally.rows))
        tally.changed("points", self._key("complete"), arrow.where(was & ~becomes, tally.rows))
        change = self._values(new, self._new) - self._values(old, self._old)
        rows = np.flatnonzero(change)
        if not len(rows):
            return
        change = change[rows]
        tally.found.sums[self._key("sum")] += int(change.sum())
        tally.found.reach(self._key("ends"), int(change.min()), int(change.max()))
        sizes = np.searchsorted(self._powers, np.abs(change), "right")
        for size in np.unique(sizes).tolist():
            for sign in (-1, 1):
                tally.changed("points", self._key(sign, size), rows[(sizes == size) & (sign * change > 0)])

    def _values(self, decided: Decided, account: Account | None) -> npt.NDArray[Any]:
        if account is None:
            return np.zeros(decided.rows.num_rows, self._integers)
        return decided.results.outputs[account.value][: decided.rows.num_rows].astype(self._integers)

    def _key(self, *what: object) -> Key:
        return ("points", self.name, *what)

    def impact(self, found: Found) -> PointsImpact | None:
        """What changes; None if nothing does."""
        buckets = tuple(self._buckets(found))
        incomplete, complete = found.group(self._key("incomplete")), found.group(self._key("complete"))
        if not buckets and not incomplete.customers and not complete.customers:
            return None
        least, most = found.ends.get(self._key("ends"), (0, 0))
        return PointsImpact(
            lowered=sum(bucket.customers for bucket in buckets if bucket.high < 0),
            raised=sum(bucket.customers for bucket in buckets if bucket.low > 0),
            sum=str(found.sums[self._key("sum")]),
            least=least,
            most=most,
            buckets=buckets,
            became_incomplete=incomplete,
            became_complete=complete,
        )

    def _buckets(self, found: Found) -> list[Bucket]:
        """Changes by as many digits in one direction, from the greatest loss."""
        buckets = []
        for size, far in enumerate(_POWERS):
            near = _POWERS[size - 1] if size else 1
            for sign in (-1, 1):
                low, high = sorted((sign * near, sign * (far - 1)))
                buckets.append(Bucket(low=low, high=high, **found.group(self._key(sign, size)).parts))
        return sorted((x for x in buckets if x.customers), key=lambda x: x.low)


def _incomplete(decided: Decided, account: Account | None) -> Bits:
    """Whose points may lack something unknown."""
    return np.zeros_like(everybody(decided.rows.num_rows)) if account is None else mask(decided, account.incomplete)
