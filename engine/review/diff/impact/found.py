"""What is counted of a batch, and of all batches together."""

from __future__ import annotations

from collections import Counter
from dataclasses import field
from typing import TYPE_CHECKING

import numpy as np

from dsl.lean import dataclass
from engine.review.diff.impact.masking import masked_key
from engine.review.diff.impact.model import Example, Group

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    import numpy.typing as npt
    import pyarrow as pa

    from engine.review.diff.impact.model import ImpactKind

    Rows = npt.NDArray[np.intp]
    Key = tuple[Hashable, ...]


@dataclass(slots=True)
class Found:
    """Counts by keys; whoever counts something chooses its key, and asks for it again.

    Attributes:
        counts: customers, or anything else.
        sums: exact.
        ends: the least and the greatest of something.
        examples: the first customers who were counted.
    """

    counts: Counter[Key] = field(default_factory=Counter)
    sums: Counter[Key] = field(default_factory=Counter)
    ends: dict[Key, tuple[int, int]] = field(default_factory=dict)
    examples: dict[Key, list[Example]] = field(default_factory=dict)

    def add(self, later: Found, most: int) -> None:
        """Add what was found in the rows behind these, with at most so many examples of each thing."""
        self.counts.update(later.counts)
        self.sums.update(later.sums)
        for key, ends in later.ends.items():
            self.reach(key, *ends)
        for key, examples in later.examples.items():
            held = self.examples.setdefault(key, [])
            held += examples[: most - len(held)]

    def reach(self, key: Key, low: int, high: int) -> None:
        """Something lies between two ends."""
        least, greatest = self.ends.get(key, (low, high))
        self.ends[key] = min(least, low), max(greatest, high)

    def group(self, *keys: Key) -> Group:
        """The customers who were counted under any of some keys."""
        examples = [example for key in keys for example in self.examples.get(key, ())]
        return Group(customers=sum(self.counts[key] for key in keys), examples=tuple(examples))


@dataclass(frozen=True, slots=True)
class Customers:
    """The customers of a batch whom both policies decide: who they are, should an example be asked for.

    Attributes:
        keys: of the record.
        rows: their places in their file, from 1.
        file: place of that among the data files.
    """

    keys: pa.Array
    rows: npt.NDArray[np.int64]
    file: int

    def examples(self, at: Iterable[int]) -> list[Example]:
        """Some of them."""
        return [Example(key=masked_key(self.keys[i].as_py()), file=self.file, row=int(self.rows[i])) for i in at]


class Tally:
    """Counts the customers of a batch by what changes for them.

    Args:
        customers: of the batch.
        most: examples of each thing.

    Attributes:
        found: so far.
    """

    def __init__(self, customers: Customers, most: int) -> None:
        self.found = Found()
        self.rows = len(customers.rows)
        self._customers, self._most = customers, most
        self._by_kind: dict[ImpactKind, npt.NDArray[np.bool_]] = {}

    def count(self, key: Key, number: int) -> None:
        """So many customers for whom something is so, and nothing changes by it."""
        if number:
            self.found.counts[key] += number

    def changed(self, kind: ImpactKind, key: Key, rows: Rows) -> None:
        """Customers, in their order, for whom something changes."""
        if not len(rows):
            return
        self.found.counts[key] += len(rows)
        self._by_kind.setdefault(kind, np.zeros(self.rows, np.bool_))[rows] = True
        if self._most:
            held = self.found.examples.setdefault(key, [])
            held += self._customers.examples(rows[: self._most - len(held)].tolist())

    def close(self) -> Found:
        """What was found, with the customers for whom anything changes."""
        for kind, changed in self._by_kind.items():
            self.found.counts["changed", kind] += int(np.count_nonzero(changed))
        anything = np.logical_or.reduce([np.zeros(self.rows, np.bool_), *self._by_kind.values()])
        self.found.counts["changed",] += int(np.count_nonzero(anything))
        return self.found
