"""Edits that decide nothing otherwise, though none alone means what it did: a rule split in two, two merged into one.

What rules give is compared effect by effect, so it does not matter how many statements give it, nor of which kind.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from dsl.lean import dataclass
from dsl.syntax import nodes as n
from engine.review.diff.statements.meaning import effects_of
from engine.review.diff.statements.powerless import powerless

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from dsl.program import model as m
    from engine.review.diff.statements.items import Item
    from engine.review.diff.statements.matching import Match
    from engine.review.diff.statements.meaning import SameText
    from engine.review.diff.statements.model import Affects, Sameness, StatementChange

_RULES: Final = (n.RuleDecl, n.ExcludeDecl, n.ClassDecl, n.TableRow, n.TableDecl)
_SEVERAL: Final = 4  # edits of which some may mean the same together; of more, only all of them

Told = tuple["StatementChange", "Match"]


@dataclass(frozen=True, eq=False, slots=True)
class _Edit:
    """A change of what makes rules, which may change decisions; all changes of a table in which order matters.

    Attributes:
        at: the number of each among the changes.
        table: this table, if it is one.
        old, new: the rules it stands for in each version: of such a table, all.
    """

    at: tuple[int, ...]
    table: str | None
    old: tuple[m.Rule, ...]
    new: tuple[m.Rule, ...]

    @property
    def keys(self) -> set[Hashable]:
        """What it has in common with edits that may make up for it."""
        return {key for rule in (*self.old, *self.new) for key in effects_of(rule)}


def with_sameness(told: Sequence[Told], old: m.Program, new: m.Program, meaning: SameText) -> list[StatementChange]:
    """The changes, where those that are proved to decide nothing otherwise say so, and with which others."""
    found = [change for change, _ in told]
    for component in _components(list(_edits(told, old, new))):
        for group, sameness in _same(component, meaning):
            numbers = [i for edit in group for i in edit.at]
            for i in numbers:
                others = tuple(found[x].id for x in numbers if x != i)
                found[i] = _saying(found[i], sameness, others, _affects(found[i], group))
    return found


def of_no_effect(changes: Sequence[StatementChange]) -> list[StatementChange]:
    """The changes of a policy that decides everything as before: those that might do otherwise, together do not."""
    ids = [change.id for change in changes if change.affects == "decisions"]
    return [
        _saying(x, "no_decision", tuple(other for other in ids if other != x.id), _left_to(x)) if x.id in ids else x
        for x in changes
    ]


def _left_to(change: StatementChange) -> Affects:
    """What a change that decides nothing can still do; of a rule that comes or goes, reasons are not looked at."""
    came_or_went = change.old is None or change.new is None
    return "texts" if came_or_went or any(powerless(x).affects == "texts" for x in change.parts) else "nothing"


# --- edits ---


def _edits(told: Sequence[Told], old: m.Program, new: m.Program) -> Iterator[_Edit]:
    ordered: dict[str, list[int]] = {}
    for i, (change, matched) in enumerate(told):
        item = matched.new or matched.old
        if change.affects != "decisions" or item is None or not isinstance(item.node, _RULES):
            continue
        table = _in_order(item, old, new)
        if table is not None:
            ordered.setdefault(table, []).append(i)
        else:
            yield _Edit((i,), None, *(x.rules if x is not None else () for x in (matched.old, matched.new)))
    for table, numbers in ordered.items():
        yield _Edit(tuple(numbers), table, *(_rows(x, table) for x in (old, new)))


def _in_order(item: Item, old: m.Program, new: m.Program) -> str | None:
    """The table that something stands in, if the order of its rows matters in a version."""
    if not isinstance(item.statement, n.TableDecl):
        return None
    name = item.name if isinstance(item.node, n.TableDecl) else item.owner
    return name if any(name in x.tables and x.tables[name].hit == "first" for x in (old, new)) else None


def _rows(program: m.Program, table: str) -> tuple[m.Rule, ...]:
    return program.tables[table].rows if table in program.tables else ()


# --- which belong together ---


def _components(edits: list[_Edit]) -> Iterator[list[_Edit]]:
    """Edits that have something in common, directly or through others."""
    left = edits
    while left:
        component, keys, left = [left[0]], left[0].keys, left[1:]
        while near := [edit for edit in left if edit.keys & keys]:
            component += near
            keys = keys.union(*(edit.keys for edit in near))
            left = [edit for edit in left if edit not in near]
        yield sorted(component, key=lambda edit: edit.at)


def _same(component: list[_Edit], meaning: SameText) -> Iterator[tuple[list[_Edit], Sameness]]:
    """Groups of edits that are proved to decide nothing otherwise, as small as they can be."""
    left = component
    sizes = range(1, len(component) + 1) if len(component) <= _SEVERAL else (len(component),)
    for size in sizes:
        for group in combinations(component, size):
            if all(edit in left for edit in group) and meaning.together(*_rules(group)):
                yield list(group), "together" if len(group) > 1 or len(group[0].at) > 1 else "itself"
                left = [edit for edit in left if edit not in group]
    if len(left) == 1 and meaning.covered(*_rules(left)):
        yield left, "covered"


def _rules(group: Iterable[_Edit]) -> tuple[list[m.Rule], list[m.Rule]]:
    """What stands for some edits in each version."""
    edits = list(group)
    return [rule for edit in edits for rule in edit.old], [rule for edit in edits for rule in edit.new]


# --- how it is told ---


def _saying(change: StatementChange, sameness: Sameness, others: tuple[str, ...], affects: Affects) -> StatementChange:
    is_reworded = change.status == "changed" and sameness == "itself" and affects == "nothing"
    return change.model_copy(
        update={
            "status": "reworded" if is_reworded else change.status,
            "affects": affects,
            "parts": tuple(map(powerless, change.parts)),
            "sameness": sameness,
            "together": others,
        }
    )


def _affects(change: StatementChange, group: Iterable[_Edit]) -> Affects:
    """What an edit that decides nothing otherwise can change: reasons, if those that came or went are new to others."""
    if change.old is not None and change.new is not None:
        return "texts" if any(powerless(part).affects == "texts" for part in change.parts) else "nothing"
    old, new = _rules(group)
    come_or_gone, others = (new, old) if change.old is None else (old, new)
    ids = {x for written in (change.old, change.new) if written is not None for x in written.ids}
    own = _reasons(rule for rule in come_or_gone if rule.id in ids)
    return "texts" if own - _reasons(others) else "nothing"


def _reasons(rules: Iterable[m.Rule]) -> set[str]:
    return {rule.because.source for rule in rules if rule.because is not None}
