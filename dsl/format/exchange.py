"""Statements in the other language: with the names they use exchanged, and numbers on its scales."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, TypeVar, cast

from dsl.format.names import Names, Place, Space, ValueOf
from dsl.format.scales import rescaled
from dsl.syntax import nodes as n
from dsl.syntax.units import Unit
from dsl.syntax.vocabulary import Lang

_Node = TypeVar("_Node")
_Cells = tuple[n.OutputValues | n.Anything | n.Missing | n.Unknown | None, ...]

# Where a name means something else than a value.
_SPACES: Final[dict[tuple[type, str], Space]] = {
    (n.UseDecl, "targets"): "free",
    (n.RecordDecl, "currency"): "free",
    (n.FieldType, "currency"): "free",
    (n.OfferDecl, "group"): "group",
    (n.OfferDecl, "via"): "channel",
    (n.OfferAction, "offers"): "offer",
    (n.OfferAction, "via"): "channel",
    (n.TaskAction, "task"): "task",
    (n.TaskAction, "role"): "role",
    (n.TaskAction, "via"): "channel",
    (n.HasOutcome, "ladder"): "value",
    (n.HasOutcome, "group"): "group",
    (n.HasOutcome, "via"): "channel",
    (n.HasOutcome, "role"): "role",
    (n.BanDecl, "groups"): "group",
    (n.BanDecl, "via"): "channel",
    (n.TestDecl, "profile"): "profile",
    (n.ExpectTier, "source"): "rule",
    (n.ExpectOffer, "offer"): "offer",
    (n.ExpectOffer, "via"): "channel",
    (n.ExpectOffer, "source"): "rule",
    (n.ExpectTask, "task"): "task",
    (n.ExpectTask, "role"): "role",
    (n.ExpectTask, "via"): "channel",
}
# Where names are values of what stands beside them: the part that says of what, and theirs.
_OPPOSITE: Final[dict[type, tuple[str, tuple[str, ...]]]] = {
    n.Compare: ("left", ("right",)),
    n.Is: ("left", ("right",)),
    n.InList: ("operand", ("items",)),
    n.Between: ("operand", ("low", "high")),
    n.Default: ("operand", ("fallback",)),
    n.FieldDecl: ("name", ("missing", "typical")),
    n.TierAction: ("ladder", ("rung",)),
    n.ChoiceAction: ("choice", ("value",)),
    n.Given: ("field", ("value",)),
    n.ExpectTier: ("ladder", ("rung",)),
    n.ExpectValue: ("name", ("value",)),
}
_SCOPES: Final[dict[n.ScopeKind, Space]] = {
    "all": "free",
    "offer": "offer",
    "group": "group",
    "channel": "channel",
}
_OUTCOMES: Final[dict[str, Space]] = {"offer": "offer", "task": "task"}
_COLUMNS: Final[dict[n.OutputKind, Space]] = {
    "offer": "offer",
    "via": "channel",
    "task": "task",
    "role": "role",
    "tier": "rung",
}


def translated(node: _Node, names: Names, lang: Lang, place: Place = "value", *, rescale: bool = True) -> _Node:
    """A statement with the names it uses, and its large numbers, in one language; what it declares stays.

    Args:
        node: the statement, or a part of one.
        names: of the policy.
        lang: to print it in.
        place: what a bare name means, if that is all there is.
        rescale: whether numbers go on the scales of the language.
    """
    exchanger = _Exchanger(names, lambda place, text: names.printed(place, text, lang), lang if rescale else None)
    return exchanger.node(node, place)


def canonical(node: _Node, names: Names, *, rescale: bool = True) -> _Node:
    """A statement with the first names of what it uses, and large numbers on English scales."""
    return _Exchanger(names, names.canonical, "en" if rescale else None).node(node, "value")


def settled(node: _Node, names: Names) -> _Node:
    """A statement in which what is about days, and only that, is said in the words for days."""
    return _Exchanger(names, lambda _, text: text, None).node(node, "value")


def same_meaning(before: n.PolicyFile, after: n.PolicyFile, names: Names) -> bool:
    """Whether two files say the same: equal statements in canonical names and scales, and the same comments."""
    one, other = ([canonical(statement, names) for statement in file.statements] for file in (before, after))
    return one == other and Counter(c.text for c in before.comments) == Counter(c.text for c in after.comments)


class _Exchanger:
    """Replaces every name in use by what ``exchange`` makes of it; puts numbers on the scales of a language, if any.

    Whether 不满 30天 and 30 days more are said of a day or of a number of days shows in the words: that too is settled.
    """

    def __init__(self, names: Names, exchange: Callable[[Place, str], str], lang: Lang | None) -> None:
        self._names = names
        self._exchange = exchange
        self._lang = lang

    def node(self, node: _Node, place: Place) -> _Node:
        """A node with its names exchanged; ``place`` is what a bare name means here."""
        match node:
            case tuple():
                return cast("_Node", tuple(self.node(item, place) for item in node))
            case n.Name():
                return cast("_Node", replace(node, text=self._exchange(place, node.text)))
            case n.Number():
                return cast("_Node", rescaled(node, self._lang)) if self._lang is not None else node
            case n.Declared():
                return node
            case n.Elapsed(op, operand, length, of_a_day=False) if not self._names.may_be_day(operand):
                return self.node(cast("_Node", n.Compare(op, operand, length, span=node.span)), place)
            case n.Arithmetic("+" | "-", day, n.Number(unit=Unit(kind="days" | "months"))) if self._names.is_day(day):
                # 今天 前 30天 says no more than 今天 - 30天, and nobody says it.
                moved = cast("n.Arithmetic", self._parts(node, place))
                return cast("_Node", replace(moved, in_words=not isinstance(day, n.Today)))
            case n.Node():
                return cast("_Node", self._parts(node, place))
            case _:
                return node

    def _parts(self, node: n.Node, place: Place) -> n.Node:
        if isinstance(node, n.Scope):
            place = _SCOPES[node.kind]
        elif isinstance(node, n.HasOutcome):
            place = _OUTCOMES.get(node.kind, "value") if node.kind != "tier" else value_of(node.ladder)
        named, opposite = _OPPOSITE.get(type(node), ("", ()))
        changed: dict[str, Any] = {}
        for part in node.__dataclass_fields__:
            old = getattr(node, part)
            if isinstance(node, n.TableDecl) and part == "rows":
                new: Any = tuple(self._row(row, node) for row in node.rows)
            elif isinstance(node, n.TestTable) and part == "cases":
                new = tuple(self._case(case, node) for case in node.cases)
            elif part in opposite:
                new = self.node(old, value_of(getattr(node, named)))
            else:
                new = self.node(old, _SPACES.get((type(node), part), place))
            if new is not old:
                changed[part] = new
        return cast("n.Node", replace(cast("Any", node), **changed)) if changed else node

    def _row(self, row: n.TableRow, table: n.TableDecl) -> n.TableRow:
        conditions = (
            self.node(self._cell(cell, column), place_of(column))
            for cell, column in zip(row.conditions, table.inputs, strict=True)
        )
        return replace(row, conditions=tuple(conditions), outputs=self._cells(row.outputs, table.outputs))

    def _cell(self, cell: n.ConditionCell, column: n.InputColumn) -> n.ConditionCell:
        """A cell that says of its column what it would say alone."""
        if not isinstance(cell, n.CellTests) or column.value is None or self._names.may_be_day(column.value):
            return cell
        tests = (replace(test, kind="compare") if test.kind == "elapsed" else test for test in cell.tests)
        return replace(cell, tests=tuple(tests))

    def _case(self, case: n.TestCase, table: n.TestTable) -> n.TestCase:
        given = (self.node(cell, value_of(name)) for cell, name in zip(case.given, table.given, strict=True))
        return replace(case, given=tuple(given), expect=self._cells(case.expect, table.expect))

    def _cells(self, cells: _Cells, columns: tuple[n.OutputColumn, ...]) -> Any:  # noqa: ANN401 - of the same types
        return tuple(self.node(cell, place_of(column)) for cell, column in zip(cells, columns, strict=True))


def place_of(column: n.InputColumn | n.OutputColumn) -> Place:
    """What a name means in the cells of a column of a table."""
    if isinstance(column, n.InputColumn):
        return value_of(column.value) if column.kind == "value" else "value"
    return value_of(column.name) if column.kind == "name" else _COLUMNS.get(column.kind, "value")


def value_of(node: n.Node | None) -> Place:
    """What a name means opposite a node; without one, the ladder is the one that has the rung."""
    match node:
        case n.Name(text) | n.Declared(text):
            return ValueOf(text)
        case n.Default(operand):
            return value_of(operand)
        case None | n.TheTier():
            return "rung"
        case _:
            return "value"
