"""Policies between two versions: the old one with some edits made, or the new one with some undone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from dsl.check.context import Context
from dsl.check.strata import order
from dsl.check.symbols import SymbolTable
from dsl.lean import dataclass
from dsl.program import model as m
from dsl.program.types import Listed
from engine.review.diff.edits.retype import NoSuchValueError, retyped
from engine.review.diff.edits.slots import needs, put_together, slots_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.review.diff.edits.slots import Place, Slot, Slots
    from engine.review.diff.statements.model import StatementChange, Written

_SECTIONS: Final = {
    "define": "define", "param": "param", "tiers": "ladder", "points": "points", "choice": "choice", "offer": "offer",
    "class": "class", "field": "field",
}  # fmt: skip


@dataclass(frozen=True, eq=False, slots=True)
class Edit:
    """A change of a statement that may change decisions.

    Attributes:
        change: what it is.
        old, new: the parts of each version that it is about.
    """

    change: StatementChange
    old: tuple[Slot, ...]
    new: tuple[Slot, ...]


class Versions:
    """Two versions and the edits between them.

    Attributes:
        edits: those that may change decisions, or which customers are decided.
        old_slots, new_slots: the parts of each version.
    """

    def __init__(self, old: m.Program, new: m.Program, changes: Sequence[StatementChange]) -> None:
        self._old, self._new = old, new
        rows = [change for change in changes if change.kind == "row"]
        self.old_slots = slots_of(old, "old", _places(old, _ids(change.old for change in rows)))
        self.new_slots = slots_of(new, "new", _places(new, _ids(change.new for change in rows)))
        edits = (
            Edit(x, _parts(x, x.old, old, self.old_slots, "old"), _parts(x, x.new, new, self.new_slots, "new"))
            for x in changes
            if x.affects in ("decisions", "data")
        )
        self.edits = tuple(edit for edit in edits if edit.old or edit.new)
        self._needs: dict[tuple[Slot, int], frozenset[Slot]] = {}
        lists = _lists(self.old_slots), _lists(self.new_slots)
        self._relisted = {name for name in lists[0].keys() & lists[1].keys() if lists[0][name] != lists[1][name]}

    def without(self, edits: Iterable[Edit]) -> m.Program | None:
        """The new version with edits undone; None if that makes no sense."""
        edits = list(edits)
        return self._between(self.new_slots, self.old_slots, [x.new for x in edits], [x.old for x in edits], self._new)

    def with_only(self, edits: Iterable[Edit]) -> m.Program | None:
        """The old version with edits made; None if that makes no sense."""
        edits = list(edits)
        return self._between(self.old_slots, self.new_slots, [x.old for x in edits], [x.new for x in edits], self._old)

    def needs(self, slot: Slot, value: Any) -> frozenset[Slot]:  # noqa: ANN401 - any part
        """What a part of either version cannot be without."""
        key = slot, id(value)
        if key not in self._needs:
            self._needs[key] = needs(slot, value)
        return self._needs[key]

    def _between(
        self, base: Slots, other: Slots, gone: list[tuple[Slot, ...]], come: list[tuple[Slot, ...]], like: m.Program
    ) -> m.Program | None:
        away = {slot for each in gone for slot in each}
        slots = {slot: value for slot, value in base.items() if slot not in away}
        slots |= {slot: other[slot] for each in come for slot in each}
        if not self._complete(slots, other):
            return None
        try:
            self._relist(slots)
        except NoSuchValueError:
            return None
        if not _lifts_exist(slots):
            return None
        return _ordered(put_together(slots, like))

    def _complete(self, slots: Slots, other: Slots) -> bool:
        """Take along what parts speak of and the other version declares; False if neither does."""
        waiting = list(slots)
        while waiting:
            slot = waiting.pop()
            for needed in sorted(self.needs(slot, slots[slot]) - slots.keys()):
                if needed not in other:
                    return False
                added = {needed: other[needed], **_of_class(needed, other)}
                slots |= added
                waiting += added
        return True

    def _relist(self, slots: Slots) -> None:
        """Let conditions see lists of values as they are here."""
        if not self._relisted:
            return
        lists = {name: listed for name, listed in _lists(slots).items() if name in self._relisted}
        for slot, value in slots.items():
            if any(needed[-1] in lists for needed in self.needs(slot, value)):
                slots[slot] = retyped(value, lists)


# --- edits as parts ---


def _parts(
    change: StatementChange, written: Written | None, program: m.Program, slots: Slots, side: str
) -> tuple[Slot, ...]:
    """The parts of a version that a change is about."""
    if change.kind in ("policy", "limit"):  # there is always one, if only that it is open
        return (("period",) if change.kind == "policy" else ("limit",),)
    if written is None:
        return ()
    name = written.name or ""
    match change.kind:
        case "rule" | "exclude":
            found: list[Slot] = [("rule", rule) for rule in written.ids]
        case "class":
            found = [("class", name), *(("rule", rule) for rule in written.ids)]
        case "row":
            found = [slot for rule in written.ids for slot in slots if slot[0] == "row" and slot[2:] == (side, rule)]
        case "table":
            columns = any(part.part == "columns" and part.affects == "decisions" for part in change.parts)
            whole = change.old is None or change.new is None or columns
            found = [("table", name), *(slot for slot in slots if whole and slot[:2] == ("row", name))]
        case "profile":
            found = [("profile", name), *(slot for slot in slots if slot[:2] == ("entry", name))]
        case "entry":
            found = [("entry", change.owner or "", name)]
        case "assume":
            at = (written.path, written.line)
            found = [("assume", str(x)) for x, span in program.record.assumptions if (span.path, span.line) == at]
        case "never":
            found = [("never", never) for never in written.ids]
        case "record":
            found = [slot for slot in slots if slot[0] == "field"]
        case kind:
            found = [(_SECTIONS[kind], name)] if kind in _SECTIONS else []
    return tuple(slot for slot in found if slot in slots)


def _ids(written: Iterable[Written | None]) -> set[str]:
    return {rule for x in written if x is not None for rule in x.ids}


def _places(program: m.Program, told: set[str]) -> dict[str, Place]:
    """Where each row stands: behind so many rows that both versions have, the same in both."""
    found: dict[str, Place] = {}
    for table in program.tables.values():
        kept = between = 0
        for row in table.rows:
            if row.id in told:
                between += 1
                found[row.id] = kept, 1, between
            else:
                kept, between = kept + 1, 0
                found[row.id] = kept, 0, 0
    return found


# --- what makes sense ---


def _of_class(slot: Slot, slots: Slots) -> Slots:
    """The conditions of a class."""
    if slot[0] != "class":
        return {}
    own = m.GrantClass(slot[1])
    return {
        key: rule for key, rule in slots.items() if key[0] == "rule" and rule.kind == "class" and own in rule.effects
    }


def _lists(slots: Slots) -> dict[str, Listed]:
    """Every list of values, by the name of what declares it."""
    found: dict[str, Listed] = {}
    for (kind, *_), value in slots.items():
        if kind == "ladder":
            found[value.name] = Listed(value.name, value.rungs, ordered=True)
        elif kind == "choice":
            found[value.name] = Listed(value.name, value.values)
        elif kind == "field" and isinstance(value.type, Listed):
            found[value.name] = value.type
    return found


def _lifts_exist(slots: Slots) -> bool:
    rules = (value if slot[0] == "rule" else value[1] for slot, value in slots.items() if slot[0] in ("rule", "row"))
    lifts = {effect for rule in rules for effect in rule.effects if isinstance(effect, m.LiftTier)}
    return all(lift.rung in slots["ladder", lift.ladder].rungs for lift in lifts)


def _ordered(program: m.Program) -> m.Program | None:
    """A program with its outcomes in order; None if some wait for one another."""
    nodes = [("ladder", x) for x in program.ladders] + [("class", x) for x in program.classes]
    nodes += [("points", x) for x in program.points] + [("choice", x) for x in program.choices]
    context = Context(SymbolTable({}, []), [])
    found = order(context, nodes, program.ladders, program.rules, program.tables.values(), program.defines)
    return None if context.diagnostics else replace(program, order=found)
