"""The names of a policy in both languages.

A thing may be declared with several names; the first is its identity. Names are looked up by what they may
mean at a place (a value, an offer, a channel …), because an offer may well be called like a field, and a rung
of one ladder like a value of another list.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from typing import Final, Literal, cast

from dsl.format.days import days_of, is_day
from dsl.lean import dataclass
from dsl.syntax import nodes as n
from dsl.syntax.vocabulary import Lang, lang_of

Space = Literal[
    "value", "listed", "rung", "offer", "rule", "profile", "channel", "role", "task", "group", "policy",
    "free",
]  # fmt: skip
"""What a name may mean; ``free`` names are not declared: currencies, policies in use."""


@dataclass(frozen=True, slots=True)
class ValueOf:
    """The place of a name that stands opposite a field, ladder or choice: first of all, one of its values."""

    owner: str


Place = Space | ValueOf
Group = tuple[str, ...]
"""All names of a thing, the first one first."""

_DECLARED: Final[dict[type, Space]] = {
    n.OfferDecl: "offer", n.RuleDecl: "rule", n.TableDecl: "rule", n.ProfileDecl: "profile",
    n.PolicyDecl: "policy",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """The declared names of a policy.

    Attributes:
        groups: (space, name) → the names that mean the same as it and nothing else, the first one first.
        values: the same for the values of each list: its name, any of them → name of a value → its names.
        known: all of them.
        days: those of days, as far as is known.
        sure_days: those that are sure to be days.
    """

    groups: Mapping[tuple[Space, str], Group]
    values: Mapping[str, Mapping[str, Group]]
    known: frozenset[str]
    days: frozenset[str] = frozenset()
    sure_days: frozenset[str] = frozenset()

    def canonical(self, place: Place, text: str) -> str:
        """The first name of what a name means; the name itself if it may mean several things."""
        return self._group(place, text)[0]

    def printed(self, place: Place, text: str, lang: Lang) -> str:
        """The name in a language: the first one in it, else the first one at all."""
        group = self._group(place, text)
        return next((name for name in group if lang_of(name) == lang), group[0])

    def may_be_day(self, node: n.Expr) -> bool:
        """Whether an expression is a day, or may be one for all that is known."""
        return is_day(node, lambda text: text in self.days or text not in self.known)

    def is_day(self, node: n.Expr) -> bool:
        """Whether an expression is sure to be a day."""
        return is_day(node, self.sure_days.__contains__)

    def _group(self, place: Place, text: str) -> Group:
        if isinstance(place, ValueOf):
            values = self.values.get(place.owner, {})
            group = values.get(text) or self._group("value", text)
            return group if text in values or values.keys().isdisjoint(group) else (text,)
        if place == "value" and (place, text) not in self.groups:
            group = self.groups.get(("listed", text), (text,))
            return group if all(("value", name) not in self.groups for name in group) else (text,)
        return self.groups.get((place, text), (text,))


def names_of(files: Iterable[n.PolicyFile]) -> Names:
    """Collect the names of all files of a policy and of the policies it uses."""
    declared: dict[Space, dict[Group, None]] = {}  # dictionaries, because order counts
    lists: dict[Group, dict[tuple[Group, ...], None]] = {}
    known: set[str] = set()
    statements = [statement for file in files for statement in file.statements]
    for statement in statements:
        for space, names in declarations(statement):
            declared.setdefault(space, {})[names] = None
            known.update(names)
        for owner, listed in _lists(statement):
            lists.setdefault(owner.all, {})[tuple(value.all for value in listed)] = None
    groups = {(space, name): group for space, found in declared.items() for name, group in _same(found).items()}
    owners = _owners(declared.get("value", {}))
    values = {
        name: _same(listed)
        for owner, (listed, *others) in lists.items()
        for name in owner
        if not others and owners[name] == [owner]
    }
    days, sure_days = (days_of(statements, for_sure=for_sure) for for_sure in (False, True))
    return Names(groups, values, frozenset(known), days, sure_days)


def _same(declared: Iterable[Group]) -> dict[str, Group]:
    """The names that may be exchanged for each: exactly the same declarations have both."""
    declared = tuple(declared)
    owners = _owners(declared)
    found: dict[str, Group] = {}
    for names in declared:
        for name in names:
            same = tuple(other for other in dict.fromkeys(names) if owners[other] == owners[name])
            found.setdefault(name, same)
    return found


def _owners(declared: Iterable[Group]) -> dict[str, list[Group]]:
    owners: dict[str, list[Group]] = {}
    for names in declared:
        for name in dict.fromkeys(names):
            owners.setdefault(name, []).append(names)
    return owners


def declarations(statement: n.AnyStatement) -> Iterator[tuple[Space, Group]]:
    """The things a statement declares: what each is, and all its names."""
    if isinstance(statement, n.BrokenDecl):
        yield from (("free", (name,)) for name in statement.names)
        return
    values = [value for _, listed in _lists(statement) for value in listed]
    yield from (("listed", value.all) for value in values)
    if isinstance(statement, n.TiersDecl):
        yield from (("rung", rung.name.all) for rung in statement.rungs)
    space: Space = statement.kind if isinstance(statement, n.ListDecl) else _DECLARED.get(type(statement), "value")
    places = set(map(id, values))
    for node in nodes_in(statement):
        if isinstance(node, n.Declared) and id(node) not in places:
            yield space, node.all


def _lists(statement: n.AnyStatement) -> Iterator[tuple[n.Declared, tuple[n.Declared, ...]]]:
    """What a statement declares that has a list of values, with them."""
    match statement:
        case n.TiersDecl():
            yield statement.name, tuple(rung.name for rung in statement.rungs)
        case n.ChoiceDecl():
            yield statement.name, statement.values
        case n.RecordDecl():
            yield from ((field.name, field.type.values) for field in statement.fields if field.type.values)
        case _:
            return


def nodes_in(value: object) -> Iterator[n.Node]:
    """A node and everything below it, as it is written."""
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, n.Node):
            yield found
            waiting += [getattr(found, name) for name in _parts(cast("Hashable", type(found)))]
        elif isinstance(found, tuple):
            waiting += reversed(found)


@cache
def _parts(kind: Hashable) -> tuple[str, ...]:
    """The parts of a kind of node that may be or hold nodes, the last one first."""
    found = (part.name for part in fields(cast("type[n.Node]", kind)))
    return tuple(reversed([name for name in found if name not in ("span", "lang")]))
