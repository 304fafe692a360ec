"""What is decided, in one form for all peers, and how two such results are compared.

Peers that work on columns give a table with the columns ``tier`` (a name), one of each class (null is no), ``points``,
and the offers, by rank: either a list ``offers``, or ``offer_1`` and so on. If asked, also which rules fire: a list
``fired``, or a yes/no column of each rule. Where there is an ``id``, rows may be in any order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.workload.columns import CLASSES, NO_OFFER, OFFER_LIMIT, OFFERS, TIERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from benchmarks.workload.rules import Rule


@dataclass(frozen=True, slots=True)
class Outcome:
    """Decisions by row.

    Attributes:
        tier: places in ``TIERS``.
        classes: a bit for each of ``CLASSES``, the first lowest.
        offers: of each row ``OFFER_LIMIT`` places in ``OFFERS``, then ``NO_OFFER``.
        points: the sum.
        fired: of each rule a bitmap of rows; None where a peer does not tell.
    """

    tier: npt.NDArray[np.uint8]
    classes: npt.NDArray[np.uint64]
    offers: npt.NDArray[np.uint8]
    points: npt.NDArray[np.int32]
    fired: npt.NDArray[np.uint8] | None = None

    def __len__(self) -> int:
        return len(self.tier)

    def head(self, rows: int) -> Self:
        """The first rows, without the rules."""
        return type(self)(self.tier[:rows], self.classes[:rows], self.offers[:rows], self.points[:rows])


def read_outcome(table: pa.Table, rules: Sequence[Rule] = ()) -> Outcome:
    """What a table says.

    Args:
        table: with the columns told above.
        rules: to be told where they fire.
    """
    if "id" in table.column_names and not pc.all(pc.equal(table["id"], pa.array(range(len(table))))).as_py():
        table = table.sort_by("id")
    classes = np.zeros(len(table), np.uint64)
    for place, name in enumerate(CLASSES):
        classes |= _bools(table[name]).astype(np.uint64) << np.uint64(place)
    tier = pc.index_in(_texts(table["tier"]), pa.array(TIERS)).to_numpy().astype(np.uint8)
    points = table["points"].cast(pa.int64()).to_numpy().astype(np.int32)
    return Outcome(tier, classes, _offers(table), points, _fired(table, [rule.name for rule in rules]))


def _offers(table: pa.Table) -> npt.NDArray[np.uint8]:
    block = np.full((len(table), OFFER_LIMIT), NO_OFFER, np.uint8)
    if "offers" not in table.column_names:
        for rank in range(OFFER_LIMIT):
            places = pc.index_in(_texts(table[f"offer_{rank + 1}"]), pa.array(OFFERS))
            block[:, rank] = pc.fill_null(places, NO_OFFER).to_numpy()
        return block
    lists = table["offers"].combine_chunks()
    rows = pc.list_parent_indices(lists).to_numpy()
    places = pc.index_in(_texts(pc.list_flatten(lists)), pa.array(OFFERS)).to_numpy()
    first = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=len(table)))])
    block[rows, np.arange(len(rows)) - first[rows]] = places
    return block


def _fired(table: pa.Table, names: list[str]) -> npt.NDArray[np.uint8] | None:
    if not names:
        return None
    if "fired" not in table.column_names:
        return np.stack([np.packbits(_bools(table[name]), bitorder="little") for name in names])
    lists = table["fired"].combine_chunks()
    rows = pc.list_parent_indices(lists).to_numpy()
    places = pc.index_in(_texts(pc.list_flatten(lists)), pa.array(names)).to_numpy()
    fired = np.zeros((len(names), len(table)), np.bool_)
    fired[places, rows] = True
    return np.packbits(fired, axis=1, bitorder="little")


def _texts(column: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray | pa.Array:
    return column.cast(pa.string())


def _bools(column: pa.ChunkedArray) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = pc.fill_null(column, False).to_numpy()  # noqa: FBT003
    return found


class UnequalError(AssertionError):
    """A peer that decides otherwise."""


def compare(name: str, found: Outcome, expected: Outcome) -> None:
    """See that a peer decides what it should.

    Raises:
        UnequalError: it does not.
    """
    if len(found) != len(expected):
        raise UnequalError(f"{name} decides {len(found)} customers, not {len(expected)}")
    for what in ("tier", "classes", "offers", "points"):
        one, other = getattr(found, what), getattr(expected, what)
        wrong = np.flatnonzero((one != other).reshape(len(found), -1).any(axis=1))
        if len(wrong):
            at = wrong[0]
            raise UnequalError(f"{name}: {len(wrong)} customers differ in {what}; row {at}: {one[at]}, not {other[at]}")
    if found.fired is not None and expected.fired is not None:
        wrong = np.flatnonzero((found.fired != expected.fired).any(axis=1))
        if len(wrong):
            raise UnequalError(f"{name}: {len(wrong)} rules fire otherwise, the first is number {wrong[0]}")
