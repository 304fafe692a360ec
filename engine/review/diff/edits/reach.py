"""Which edits a question can depend on at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine.testing.slices import Slices, outcome_targets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dsl.program.model import Program
    from engine.review.diff.edits.hybrids import Edit, Versions
    from engine.review.diff.edits.slots import Slot, Slots
    from engine.review.shared.aspects import Aspect
    from engine.testing.slices import Node

_NODES: Final = {
    "tier": "ladder", "class": "class", "choice": "choice", "points": "points", "offer": "offer",
    "priority": "offer", "channel": "offer", "task": "task", "due": "task",
    "task_channel": "task",
}  # fmt: skip


class Reach:
    """The parts of two versions that the answer to a question may depend on.

    Args:
        versions: taken apart.
        old, new: the same as programs.
    """

    def __init__(self, versions: Versions, old: Program, new: Program) -> None:
        self._versions = versions
        self._sides = (
            (old, versions.old_slots, Slices(old)),
            (new, versions.new_slots, Slices(new)),
        )
        self._found: dict[Aspect, set[Slot]] = {}

    def reaches(self, edit: Edit, aspect: Aspect) -> bool:
        """Whether an edit may change the answer."""
        if aspect not in self._found:
            self._found[aspect] = {slot for side in self._sides for slot in self._parts(aspect, *side)}
        return not self._found[aspect].isdisjoint((*edit.old, *edit.new))

    def _parts(self, aspect: Aspect, program: Program, slots: Slots, slices: Slices) -> set[Slot]:
        found: set[Slot] = {("period",), ("limit",)}
        waiting: list[Slot] = []
        if aspect.kind == "quarantine":
            waiting = [slot for slot in slots if slot[0] in ("field", "assume")]
        else:
            part = slices.of(targets(aspect, program))
            ids = {rule.id for rule in part.rules}
            waiting = [slot for slot in slots if slot[0] in ("rule", "row") and slot[-1] in ids]
            waiting += [node for node in part.nodes if node in slots]
            waiting += [("never", aspect.name[0] or "")] if aspect.kind == "never" else []
        while waiting:
            slot = waiting.pop()
            if slot not in found and slot in slots:
                found.add(slot)
                waiting += self._versions.needs(slot, slots[slot])
        return found | {slot for slot in slots if slot[0] == "entry" and ("param", slot[2]) in found}


def targets(aspect: Aspect, program: Program) -> Iterator[Node]:
    """The outcomes that a question is about, if the policy has them."""
    name = aspect.name[0] or ""
    if aspect.kind == "never":
        for never in program.nevers:
            if never.id == name:
                yield from (node for outcome in never.outcomes for node in outcome_targets(program, outcome))
        return
    node = _NODES[aspect.kind], name
    has: dict[str, Any] = {"ladder": program.ladders, "offer": program.offers}
    if name in has.get(node[0], (name,)):
        yield node
