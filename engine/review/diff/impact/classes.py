"""Compares classes, and who breaks ``never`` statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.evaluator import arrow
from engine.review.diff.impact.bits import everybody, listed, mask, number
from engine.review.diff.impact.model import Cell, ClassImpact, PromiseImpact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.evaluator.evaluator import Decided
    from engine.evaluator.plan import Plan, ThreeValued
    from engine.review.diff.impact.bits import Bits
    from engine.review.diff.impact.found import Found, Key, Rows, Tally


class ClassChange:
    """A class."""

    def __init__(self, name: str, old: Plan, new: Plan) -> None:
        self.name = name
        self._old, self._new = old.classes.get(name), new.classes.get(name)

    def compare(self, old: Decided, new: Decided, tally: Tally) -> None:
        """Count customers by both answers."""
        for before, was in _answers(old, self._old):
            for after, becomes in _answers(new, self._new):
                both = was & becomes
                if before is after:
                    tally.count(self._key(before, after), number(both))
                elif both.any():
                    tally.changed("class", self._key(before, after), arrow.where(both, tally.rows))

    def _key(self, *answers: bool | None) -> Key:
        return ("class", self.name, *answers)

    def impact(self, found: Found) -> ClassImpact | None:
        """What changes; None if nothing does."""
        answers = (True, False, None)
        pairs = sorted(((x, y) for x in answers for y in answers), key=lambda pair: pair[0] is pair[1])
        cells = [Cell(before=x, after=y, **found.group(self._key(x, y)).parts) for x, y in pairs]
        cells = [cell for cell in cells if cell.customers]
        changed = [cell for cell in cells if cell.before is not cell.after]
        if not changed:
            return None
        return ClassImpact(
            lost=_customers(x for x in changed if x.before),
            gained=_customers(x for x in changed if x.after),
            became_unknown=_customers(x for x in changed if x.after is None),
            cells=tuple(cells),
        )


def _customers(cells: Iterable[Cell]) -> int:
    return sum(cell.customers for cell in cells)


def _answers(decided: Decided, of: ThreeValued | None) -> Iterator[tuple[bool | None, Bits]]:
    """Whose answer is yes, no and unknown; of a class that a policy does not have, everybody's is no."""
    known = everybody(decided.rows.num_rows) if of is None else mask(decided, of.known)
    true = np.zeros_like(known) if of is None else mask(decided, of.true)
    yield True, true
    yield False, known & ~true
    yield None, everybody(decided.rows.num_rows) & ~known


class PromiseChange:
    """All ``never`` statements."""

    def __init__(self, old: Plan, new: Plan) -> None:
        self._names = tuple(dict.fromkeys(never.id for plan in (new, old) for never in plan.nevers))

    def compare(self, old: Decided, new: Decided, tally: Tally) -> None:
        """Count who breaks one under one policy only."""
        was, becomes = _breaking(old), _breaking(new)
        nobody = np.zeros(0, np.intp)
        for name in was.keys() | becomes.keys():
            before, after = was.get(name, nobody), becomes.get(name, nobody)
            tally.changed("never", ("never", name, True), np.setdiff1d(after, before, assume_unique=True))
            tally.changed("never", ("never", name, False), np.setdiff1d(before, after, assume_unique=True))

    def impact(self, found: Found) -> dict[str, PromiseImpact]:
        """What changes, by statement."""
        every = {
            name: PromiseImpact(broken=found.group(("never", name, True)), mended=found.group(("never", name, False)))
            for name in self._names
        }
        return {name: x for name, x in every.items() if x.broken.customers or x.mended.customers}


def _breaking(decided: Decided) -> dict[str, Rows]:
    """Who breaks each statement that anybody breaks."""
    if not decided.plan.nevers:
        return {}
    rows, places = listed(decided, decided.plan.broken)
    return {decided.plan.nevers[at].id: rows[places == at] for at in np.unique(places).tolist()}
