"""The symbols of a program: everything that is declared, and what a name means where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import field, replace
from typing import Final

from dsl.check.kinds import KIND_WORDS, NAMESPACE_WORDS, VALUE_KINDS, Namespace, SymbolKind
from dsl.check.open_names import OpenKind
from dsl.check.unknown import report_unknown
from dsl.diagnostics.model import Diagnostic, Label, Words
from dsl.lean import dataclass
from dsl.source import Span
from dsl.syntax import nodes as n

_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Unit:
    """A policy folder (or single file) and the units it uses, nearest first."""

    name: str
    files: tuple[n.PolicyFile, ...]
    uses: tuple[str, ...]


@dataclass(slots=True)
class Symbol:
    """A declared thing.

    Attributes:
        name: canonical name, unique in the program within its namespace.
        text: the name as declared; the same unless two units declare it.
        node: the declaration.
        used: whether anything refers to it.
        is_readable: whether the declaration could be read; else only its name and kind are known.
    """

    kind: SymbolKind
    name: str
    text: str
    further: tuple[str, ...]
    unit: str
    span: Span
    node: n.Node
    used: bool = False
    is_readable: bool = True

    @property
    def words(self) -> Words:
        """What it is called in either language."""
        return in_both((self.text, *self.further))


@dataclass(slots=True)
class SymbolTable:
    """All symbols of a program, with look-up that reports what it cannot find.

    Attributes:
        rungs: rung text (any of its names) → ladders that have it, with its canonical text.
        listed: listed value (any of its names) → names of what lists it, for better messages.
        made: tasks that rules and tables give, and groups that offers are in, by the unit they do so in.
        poisoned: names declared by statements that could not be read; looking one up says nothing.
        said: words of statements that could not be read and may make tasks and groups.
        nameless: by kind, how many were declared without a name; so many unknown names may be theirs.
        undeclared: of a namespace without any declaration, the first unknown name.
        twice: where a name is declared that something has already, and what the two are, if both could be read.
    """

    units: dict[str, Unit]
    diagnostics: list[Diagnostic]
    by_name: dict[Namespace, dict[str, list[Symbol]]] = field(default_factory=dict)
    rungs: dict[str, list[tuple[Symbol, str]]] = field(default_factory=dict)
    listed: dict[str, list[str]] = field(default_factory=dict)
    made: dict[OpenKind, dict[str, set[str]]] = field(default_factory=lambda: {"task": {}, "group": {}})
    poisoned: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)
    nameless: Counter[SymbolKind] = field(default_factory=Counter)
    twice: dict[Span, frozenset[SymbolKind]] = field(default_factory=dict)
    _excused: dict[SymbolKind, set[str]] = field(default_factory=dict)
    undeclared: dict[Namespace, str] = field(default_factory=dict)
    _unknown: dict[str, int] = field(default_factory=dict)
    _visible: dict[str, frozenset[str]] = field(default_factory=dict)

    def visible(self, unit: str) -> frozenset[str]:
        """A unit and everything it uses, directly or not."""
        if unit not in self._visible:
            seen: set[str] = set()
            waiting = [unit]
            while waiting:
                name = waiting.pop()
                if name not in seen and name in self.units:
                    seen.add(name)
                    waiting += self.units[name].uses
            self._visible[unit] = frozenset(seen)
        return self._visible[unit]

    def peek(self, namespace: Namespace, name: n.Name, unit: str) -> Symbol | None:
        """The symbol a name means, if it means exactly one that could be read; reports nothing."""
        found = self.candidates(namespace, name, unit)
        return found[0] if len(found) == 1 and found[0].is_readable else None

    def has(self, namespace: Namespace, name: n.Name, unit: str) -> bool:
        """Whether a name means anything at all."""
        return bool(self.candidates(namespace, name, unit))

    def declares(self, namespace: Namespace, unit: str) -> bool:
        """Whether a unit itself declares anything of a namespace."""
        return any(s.unit == unit for symbols in self.by_name.get(namespace, {}).values() for s in symbols)

    def find(self, namespace: Namespace, name: n.Name, unit: str, wanted: Words | None = None) -> Symbol | None:
        """The symbol a name means; None, reported, if there is none or more than one, or it could not be read.

        Args:
            namespace: where to look.
            name: the name.
            unit: the unit it stands in.
            wanted: what it must be, in words, where that is narrower than the namespace.
        """
        found = self.candidates(namespace, name, unit)
        if len(found) == 1:
            found[0].used = True
            return found[0] if found[0].is_readable else None
        if found:
            choices = tuple(f"{s.unit}.{s.text}" for s in found)
            self.diagnostics.append(Diagnostic("E204", name.span, {"name": name.text, "choices": choices}))
            return None
        if name.text not in self.poisoned and not self._may_be_nameless(namespace, wanted, name.text):
            report_unknown(self, namespace, name, unit, wanted)
        return None

    def words_for(self, name: str) -> Words:
        """What a value is called in either language, by its canonical name."""
        found = next((s for s in self.all("value") if s.name == name), None)
        return found.words if found is not None else Words(name, name)

    def all(self, namespace: Namespace) -> list[Symbol]:
        """Every symbol of a namespace that could be read once, in order of declaration."""
        unique = {id(s): s for symbols in self.by_name.get(namespace, {}).values() for s in symbols if s.is_readable}
        return list(unique.values())

    def candidates(self, namespace: Namespace, name: n.Name, unit: str) -> list[Symbol]:
        """Everything that a name may mean, readable or not."""
        found = self.by_name.get(namespace, {}).get(name.text, ())
        scope = self.visible(unit)
        if name.owner is not None:
            return [s for s in found if s.unit == name.owner and s.unit in scope]
        own = [s for s in found if s.unit == unit]
        return own or [s for s in found if s.unit in scope]

    def owner_of(self, name: n.Name) -> Words | None:
        """What a name is a value of: a ladder whose tier it is, or a field or choice that lists it."""
        owners = [s.text for s, _ in self.rungs.get(name.text, ())] + self.listed.get(name.text, [])
        return self.words_for(owners[0]) if owners and name.owner is None else None

    def _may_be_nameless(self, namespace: Namespace, wanted: Words | None, name: str) -> bool:
        """Whether an unknown name may be one that was forgotten where the thing is declared; each is so but once."""
        for kind, count in self.nameless.items():
            is_wanted = KIND_WORDS[kind] == (wanted or NAMESPACE_WORDS[namespace])
            if is_wanted or (namespace == "value" and wanted is None and kind in VALUE_KINDS):
                excused = self._excused.setdefault(kind, set())
                if name in excused or len(excused) < count:
                    excused.add(name)
                    return True
        return False

    def forget_unknown(self) -> None:
        """Report names anew that were reported: the diagnostics begin again."""
        self._unknown.clear()
        self._excused.clear()

    def report_once(self, diagnostic: Diagnostic, name: str) -> None:
        """An unknown name is one mistake however often it is used: later uses become labels of the first."""
        at = self._unknown.get(name)
        if at is None or at >= len(self.diagnostics) or self.diagnostics[at].args.get("name") != name:
            self._unknown[name] = len(self.diagnostics)
            self.diagnostics.append(diagnostic)
            return
        former = self.diagnostics[at]
        places = sorted({former.span, diagnostic.span, *(label.span for label in former.labels)})
        labels = tuple(Label(span, Words("here too", "此处也是")) for span in places[1 : _SHOWN + 1])
        self.diagnostics[at] = replace(former, span=places[0], labels=labels)


def in_both(names: Sequence[str]) -> Words:
    """Of several names for one thing, the first in either language; where there is none, the first of all."""
    return Words(next(filter(str.isascii, names), names[0]), next((x for x in names if not x.isascii()), names[0]))
