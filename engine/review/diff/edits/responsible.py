"""Which edits make a change for a customer: found out by undoing them, and by making them, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from dsl.lean import dataclass
from engine.binding import BindingError, bind
from engine.review.diff.comparing.sides import taken
from engine.review.diff.edits.asked import answer
from engine.review.diff.edits.hybrids import Versions
from engine.review.diff.edits.reach import Reach
from engine.review.diff.telling.deciding import fits
from engine.review.shared.people import base_value
from engine.testing.look import Look
from engine.testing.replay import Indexed

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence
    from datetime import date

    from dsl.program.model import Program
    from dsl.program.types import Value
    from engine.proof.samples import Row
    from engine.review.diff.comparing.sides import Linked, Reading
    from engine.review.diff.edits.hybrids import Edit
    from engine.review.diff.statements.model import StatementChange
    from engine.review.shared.aspects import Answer, Aspect

_MANY: Final = 48  # edits; of more, no smallest set is looked for

_NO_SENSE: Final = object()  # no answer: a policy between two versions need not make sense


@dataclass(frozen=True, slots=True)
class Responsible:
    """The edits that make a change.

    Attributes:
        how: ``each needed``: without any one of them there is no change. ``each enough``: any one of them makes it.
            ``together``: they make it together, and all others could be undone.
        changes: of the statements.
    """

    how: Literal["each needed", "each enough", "together"]
    changes: tuple[StatementChange, ...]


class Responsibility:
    """Finds the edits between two versions of a policy that make a change.

    Args:
        old, new: the versions.
        linked: the columns of their records.
        changes: of their statements.
    """

    def __init__(self, old: Program, new: Program, linked: Linked, changes: Sequence[StatementChange]) -> None:
        self._old, self._new, self._linked = old, new, linked
        self._versions = Versions(old, new, changes)
        self._reach = Reach(self._versions, old, new)
        self._policies: dict[tuple[str, tuple[int, ...]], Program | None] = {}
        self._bound: dict[tuple[int, date, str | None], Indexed | None] = {}
        self._person: tuple[Row, date, str | None] | None = None  # who was asked about last
        self._looks: dict[int, Look | None] = {}  # at her, under each policy

    def of(
        self, aspect: Aspect, pair: tuple[Answer, Answer], row: Row, day: date, profile: str | None
    ) -> Responsible | None:
        """The edits that make a change for a customer; None if no edit can, or nothing changes for her.

        Args:
            aspect: the question that is answered differently.
            pair: the answers of the old and the new policy, as proofs have them.
            row: stored values by column; None is an empty cell.
            day: that the customer is decided on.
            profile: that she is decided under.
        """
        edits = [edit for edit in self._versions.edits if self._reach.reaches(edit, aspect)]
        if not edits:
            return None
        if len(edits) == 1:
            return _told("each needed", edits)
        before = self._ask(self._old, aspect, row, day, profile)

        def changes(policy: Program | None) -> bool | None:
            """Whether there is the change between the old policy and another."""
            found = self._ask(policy, aspect, row, day, profile)
            return None if found is _NO_SENSE else fits(before, found, pair)

        if changes(self._new) is not True:
            return None
        needed = [edit for edit in edits if changes(self._policy("without", [edit])) is False]
        if needed:
            return _told("each needed", needed)
        enough = [edit for edit in edits if changes(self._policy("with", [edit])) is True]
        if enough:
            return _told("each enough", enough)
        return _told("together", self._smallest(edits, changes))

    def _smallest(self, edits: list[Edit], changes: Callable[[Program | None], bool | None]) -> list[Edit]:
        """Edits of which none can be undone, with all others undone."""
        if len(edits) > _MANY:
            return edits
        undone: list[Edit] = []
        left = edits
        tried = 0
        while tried != len(left):  # what others speak of can be undone only after them
            tried = len(left)
            for edit in reversed(left):
                if changes(self._policy("without", [*undone, edit])) is True:
                    undone.append(edit)
            left = [edit for edit in edits if edit not in undone]
        return left

    def reaching(self, aspect: Aspect) -> set[str]:
        """The ids of the edits that may change the answer to a question at all."""
        return {edit.change.id for edit in self._versions.edits if self._reach.reaches(edit, aspect)}

    def without(self, ids: Container[str]) -> Program | None:
        """The new policy with edits undone, and what else they need; None if it does not make sense."""
        return self._policy("without", [edit for edit in self._versions.edits if edit.change.id in ids])

    def readings(self, policy: Program) -> dict[str, Reading]:
        """What a policy between the versions reads in the data, by field."""
        return {
            name: self._linked.old[name] if field is self._old.record.fields.get(name) else self._linked.new[name]
            for name, field in policy.record.fields.items()
        }

    # --- policies between the versions ---

    def _policy(self, which: Literal["without", "with"], edits: list[Edit]) -> Program | None:
        numbers = tuple(sorted(self._versions.edits.index(edit) for edit in edits))
        if (which, numbers) not in self._policies:
            make = self._versions.without if which == "without" else self._versions.with_only
            self._policies[which, numbers] = make(edits)
        return self._policies[which, numbers]

    def _ask(self, policy: Program | None, aspect: Aspect, row: Row, day: date, profile: str | None) -> object:
        """What a policy answers about a customer."""
        if policy is None or self._reference(policy, day, profile) is None:
            return _NO_SENSE
        look = self._look(policy, row, day, profile)
        if aspect.kind == "quarantine":
            return look is None
        if look is None:
            return _NO_SENSE
        try:
            return answer(look, aspect)
        except (KeyError, ValueError, RecursionError):  # no check has seen it
            return _NO_SENSE

    def _look(self, policy: Program, row: Row, day: date, profile: str | None) -> Look | None:
        """A customer under a policy that can decide her, kept for further questions; None if it sets her aside."""
        person = row, day, profile
        if person != self._person:
            self._person, self._looks = person, {}
        if id(policy) not in self._looks:
            self._looks[id(policy)] = self._decided(policy, row, day, profile)
        return self._looks[id(policy)]

    def _decided(self, policy: Program, row: Row, day: date, profile: str | None) -> Look | None:
        reference, held = self._reference(policy, day, profile), self._held(policy, row)
        if reference is None or held is None or reference.broken_assumptions(held):
            return None
        return Look(reference, held)

    def _reference(self, policy: Program, day: date, profile: str | None) -> Indexed | None:
        key = id(policy), day, profile
        if key not in self._bound:
            try:
                binding = bind(policy, day, profile if profile in policy.profiles else None)
            except BindingError:
                self._bound[key] = None
            else:
                self._bound[key] = Indexed(policy, binding)
        return self._bound[key]

    def _held(self, policy: Program, row: Row) -> dict[str, Value | None] | None:
        """A customer in base units, as a record reads her; None if it does not take her."""
        fields = policy.record.fields
        held = taken(self.readings(policy), policy.record, row)
        return None if held is None else {name: base_value(held[name], field) for name, field in fields.items()}


def _told(how: Literal["each needed", "each enough", "together"], edits: Sequence[Edit]) -> Responsible:
    return Responsible(how, tuple(edit.change for edit in edits))
