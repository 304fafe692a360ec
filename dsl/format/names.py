"""The names of a policy in both languages, and statements with their names exchanged.

A thing may be declared with several names; the first is its identity. Names are looked up by what they may
mean at a place (a value, an offer, a channel …), because an offer may well be called like a field.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, TypeVar, cast

from dsl.syntax import nodes as n
from dsl.syntax.vocabulary import Lang

Space = Literal["value", "offer", "rule", "profile", "channel", "role", "policy", "free"]
"""What a name may mean; ``free`` names are not declared: tasks, groups, currencies, policies in use."""

_Node = TypeVar("_Node")

# Where a name means something else than a value.
_SPACES: Final[dict[tuple[type, str], Space]] = {
    (n.UseDecl, "targets"): "free",
    (n.RecordDecl, "currency"): "free",
    (n.FieldType, "currency"): "free",
    (n.OfferDecl, "group"): "free",
    (n.OfferDecl, "via"): "channel",
    (n.OfferAction, "offers"): "offer",
    (n.OfferAction, "via"): "channel",
    (n.TaskAction, "task"): "free",
    (n.TaskAction, "role"): "role",
    (n.TestDecl, "profile"): "profile",
    (n.ExpectTier, "source"): "rule",
    (n.ExpectOffer, "offer"): "offer",
    (n.ExpectOffer, "via"): "channel",
    (n.ExpectOffer, "source"): "rule",
    (n.ExpectTask, "task"): "free",
    (n.ExpectTask, "role"): "role",
}
_SCOPES: Final[dict[n.ScopeKind, Space]] = {
    "all": "free",
    "offer": "offer",
    "group": "free",
    "channel": "channel",
}
_COLUMNS: Final[dict[n.OutputKind, Space]] = {
    "offer": "offer",
    "via": "channel",
    "task": "free",
    "role": "role",
}
_DECLARED: Final[dict[type, Space]] = {
    n.OfferDecl: "offer", n.RuleDecl: "rule", n.TableDecl: "rule", n.ProfileDecl: "profile",
    n.ChannelsDecl: "channel", n.RolesDecl: "role", n.PolicyDecl: "policy",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """The declared names of a policy.

    Attributes:
        groups: (space, name) → the names that mean the same as it and nothing else, the first one first.
        known: all of them.
    """

    groups: Mapping[tuple[Space, str], tuple[str, ...]]
    known: frozenset[str]

    def canonical(self, space: Space, text: str) -> str:
        """The first name of what a name means; the name itself if it may mean several things."""
        return self.groups.get((space, text), (text,))[0]

    def printed(self, space: Space, text: str, lang: Lang) -> str:
        """The name in a language: the first one in it, else the first one at all."""
        group = self.groups.get((space, text), (text,))
        return next((name for name in group if lang_of(name) == lang), group[0])


def lang_of(name: str) -> Lang:
    """The language of a name, by its script."""
    return "en" if name.isascii() else "zh"


def names_of(files: Iterable[n.PolicyFile]) -> Names:
    """Collect the names of all files of a policy and of the policies it uses."""
    declared: dict[Space, dict[tuple[str, ...], None]] = {}  # dictionaries, because order counts
    known: set[str] = set()
    for file in files:
        for statement in file.statements:
            for space, names in declarations(statement):
                declared.setdefault(space, {})[names] = None
                known.update(names)
    groups: dict[tuple[Space, str], tuple[str, ...]] = {}
    for space, found in declared.items():
        owners: dict[str, list[tuple[str, ...]]] = {}
        for names in found:
            for name in dict.fromkeys(names):
                owners.setdefault(name, []).append(names)
        for names in found:
            for name in names:
                # Names are exchanged only if exactly the same declarations have both.
                same = tuple(other for other in dict.fromkeys(names) if owners[other] == owners[name])
                groups.setdefault((space, name), same)
    return Names(groups, frozenset(known))


def declarations(statement: n.AnyStatement) -> Iterator[tuple[Space, tuple[str, ...]]]:
    """The things a statement declares: what each is, and all its names."""
    if isinstance(statement, n.BrokenDecl):
        yield from (("free", (name,)) for name in statement.names)
        return
    space = _DECLARED.get(type(statement), "value")
    yield from ((space, node.all) for node in _nodes(statement) if isinstance(node, n.Declared))


def _nodes(value: object) -> Iterator[n.Node]:
    """A node and everything below it."""
    if isinstance(value, n.Node):
        yield value
        for part in value.__dataclass_fields__:
            yield from _nodes(getattr(value, part))
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)


# --- exchanging names --------------------------------------------------------------------------------------

Exchange = Callable[[Space, str], str]


def translated(statement: n.AnyStatement, names: Names, lang: Lang) -> n.AnyStatement:
    """A statement with the names it uses in one language; what it declares stays."""
    return exchanged(statement, lambda space, text: names.printed(space, text, lang))


def same_meaning(before: n.PolicyFile, after: n.PolicyFile, names: Names) -> bool:
    """Whether two files say the same: equal statements once names are resolved, and the same comments."""
    one, other = ([exchanged(statement, names.canonical) for statement in file.statements] for file in (before, after))
    return one == other and Counter(c.text for c in before.comments) == Counter(c.text for c in after.comments)


def exchanged(statement: n.AnyStatement, exchange: Exchange) -> n.AnyStatement:
    """A statement with every name in use replaced by what ``exchange`` makes of it."""
    return _Exchanger(exchange).node(statement, "value")


class _Exchanger:
    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def node(self, node: _Node, space: Space) -> _Node:
        """A node with its names exchanged; ``space`` is what a bare name means here."""
        if isinstance(node, tuple):
            return cast("_Node", tuple(self.node(item, space) for item in node))
        if not isinstance(node, n.Node) or isinstance(node, n.Declared):
            return node
        if isinstance(node, n.Name):
            return cast("_Node", replace(node, text=self._exchange(space, node.text)))
        if isinstance(node, n.Scope):
            space = _SCOPES[node.kind]
        elif isinstance(node, n.HasOutcome) and node.kind == "offer":
            space = "offer"
        changed: dict[str, Any] = {}
        for part in node.__dataclass_fields__:
            old = getattr(node, part)
            if isinstance(node, n.TableDecl) and part == "rows":
                new: Any = tuple(self._row(row, node.outputs) for row in node.rows)
            elif isinstance(node, n.TestTable) and part == "cases":
                new = tuple(self._case(case, node.expect) for case in node.cases)
            else:
                new = self.node(old, _SPACES.get((type(node), part), space))
            if new is not old:
                changed[part] = new
        return cast("_Node", replace(cast("Any", node), **changed)) if changed else node

    def _row(self, row: n.TableRow, columns: tuple[n.OutputColumn, ...]) -> n.TableRow:
        cells = tuple(
            self.node(cell, _COLUMNS.get(column.kind, "value"))
            for cell, column in zip(row.outputs, columns, strict=True)
        )
        return replace(row, conditions=self.node(row.conditions, "value"), outputs=cells)

    def _case(self, case: n.TestCase, columns: tuple[n.OutputColumn, ...]) -> n.TestCase:
        cells = tuple(
            self.node(cell, _COLUMNS.get(column.kind, "value"))
            for cell, column in zip(case.expect, columns, strict=True)
        )
        return replace(case, given=self.node(case.given, "value"), expect=cells)
