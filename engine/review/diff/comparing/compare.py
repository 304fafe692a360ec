"""Finds what changes for whom between two policies, and somebody to show for each class of change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.lean import dataclass
from dsl.pausing import collection_paused
from engine.review.diff.comparing.changes import Comparison
from engine.review.diff.telling.showing import Showing, usual_days
from engine.review.shared.scopes import scopes

if TYPE_CHECKING:
    from datetime import date

    from dsl.program.model import Program
    from engine.review.diff.comparing.changes import Change
    from engine.review.diff.telling.showing import Person
    from engine.review.shared.scopes import Scope


@dataclass(frozen=True, slots=True)
class Compared:
    """What was found, before it is told.

    Attributes:
        comparison: that found it.
        changes: every class of change.
        people: somebody of each, by identity of the class; of some there may be nobody to show.
        scopes: days and profiles that were looked at.
        showing: has the policies that people were decided by.
    """

    comparison: Comparison
    changes: tuple[Change, ...]
    people: dict[int, Person]
    scopes: tuple[Scope, ...]
    showing: Showing


@collection_paused()
def compared(old: Program, new: Program, as_of: date | None = None) -> Compared:
    """Find every class of change, and somebody for each.

    Args:
        old: a checked policy.
        new: another.
        as_of: a day on which customers are shown, if the change is one of that day.
    """
    comparison = Comparison(old, new)
    every = tuple(scopes(old, new))
    day = usual_days(old, new, as_of)[0]  # who is found is found on it, if anybody is
    changes = tuple(comparison.changes(sorted(every, key=lambda scope: not scope.first <= day <= scope.last)))
    showing = Showing(comparison, changes, as_of)
    people = {id(change): person for change in changes if (person := showing.find(change)) is not None}
    return Compared(comparison, changes, people, every, showing)
