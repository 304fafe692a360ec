"""The names and values of a policy as people read them, in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dsl.program import model as m
from dsl.program.types import Listed, Text, Type, Value
from dsl.syntax.vocabulary import Lang, lang_of
from engine.messages import rung_names
from engine.punctuation import ENUMERATION
from engine.show import show

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dsl.program.expr import RefKind

Kind = Literal["record", "offer", "channel", "role", "task", "group", "table", "profile"]


class Names:
    """Chooses the name of a thing by the script it is written in."""

    def __init__(self, program: m.Program, lang: Lang, *, canonical: bool = False) -> None:
        """Collect the names.

        Args:
            program: the policy.
            lang: of the reader.
            canonical: always the first name, for what machines read.
        """
        self.lang: Lang = lang
        self.canonical = canonical
        self._ladders, self._choices = program.ladders, program.choices
        named: dict[str, Mapping[str, m.Named]] = {
            "record": {program.record.name: program.record}, "field": program.record.fields,
            "param": program.params, "define": program.defines,
            "ladder": program.ladders, "class": program.classes, "points": program.points,
            "choice": program.choices, "offer": program.offers, "table": program.tables,
            "profile": program.profiles,
        }  # fmt: skip
        self._all = {kind: {n: x.all_names for n, x in things.items()} for kind, things in named.items()}
        listings = {
            "channel": program.channels, "role": program.roles, "task": program.tasks, "group": program.groups,
        }  # fmt: skip
        for kind, listed in listings.items():
            self._all[kind] = {name: (name, *further) for name, further in listed.items()}

    def of(self, kind: RefKind | Kind, name: str) -> str:
        """A declared thing."""
        return self._chosen(self._all[kind].get(name, (name,)))

    def any(self, name: str) -> str:
        """Something of which only the canonical name is known, as of a slot in a text."""
        return next((self._chosen(known[name]) for known in self._all.values() if name in known), name)

    def rung(self, ladder: str, rung: str) -> str:
        """A rung of a ladder."""
        return self._chosen(rung_names(self._ladders[ladder], rung))

    def choice(self, choice: str, value: str) -> str:
        """A value of a choice."""
        further = self._choices[choice].further_values
        return self._chosen((value, *(alias for alias, name in further.items() if name == value)))

    def value(self, value: Value | None, of: Type) -> str:
        """A value of a type; texts are quoted, so that they are not taken for names."""
        match of:
            case Listed() if isinstance(value, str):
                return self._chosen(of.names(value))
            case Text() if value is not None:
                return f'"{value}"'
            case _:
                return show(value, of, self.lang)

    def listed(self, items: Iterable[str]) -> str:
        """Several names in a row."""
        return ENUMERATION[self.lang].join(items)

    def rule(self, rule: m.Rule) -> str:
        """What people call a rule; an unnamed one is told apart by its place."""
        chinese = self.lang == "zh"
        match rule.kind:
            case "row":
                table, _, number = rule.id.rpartition("#")
                return f"{self.of('table', table)} " + (f"第{number}行" if chinese else f"row {number}")
            case "class":
                granted = next(x.name for x in rule.effects if isinstance(x, m.GrantClass))
                return ("客群 " if chinese else "class ") + self.of("class", granted)
            case "exclude":
                return "剔除" if chinese else "exclusion"
            case _:
                if rule.name is None:
                    return "规则" if chinese else "rule"
                return self._chosen((rule.name, *rule.further))

    def _chosen(self, names: tuple[str, ...]) -> str:
        # A name that needs its policy before it ("tiering.资产") is kept, or it would mean two things.
        if self.canonical or "." in names[0]:
            return names[0]
        return next((name for name in names if lang_of(name) == self.lang), names[0])
