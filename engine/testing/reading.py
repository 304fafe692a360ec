"""Names, values, expressions and rules of a policy as a test report says them, in either language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.diagnostics.model import Words
from dsl.program import model as m
from dsl.syntax.vocabulary import VOCABULARY, Lang
from engine.explain.formula import Formula
from engine.explain.names import Names
from engine.explain.promises import promise
from engine.punctuation import aside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dsl.program.types import Type, Value


class Voice:
    """Reads one policy in one language."""

    def __init__(self, program: m.Program, lang: Lang) -> None:
        self.program = program
        self.lang: Lang = lang
        self.names = Names(program, lang)
        self.plain = Formula(self.names)

    def pick(self, en: str, zh: str) -> str:
        """One of two phrases."""
        return en if self.lang == "en" else zh

    def word(self, terminal: str) -> str:
        """A keyword of the language."""
        return VOCABULARY.word(terminal, self.lang)

    def listed(self, items: Iterable[str]) -> str:
        """Several things in a row."""
        return self.names.listed(items)

    def rung(self, ladder: str, rung: str | None) -> str:
        """A rung, or that there is none."""
        return self.pick("undecided", "未定") if rung is None else self.names.rung(ladder, rung)

    def value(self, value: Value | None, of: Type) -> str:
        """A value of a type."""
        return self.word("MISSING") if value is None else self.names.value(value, of)

    def rule(self, rule: m.Rule) -> str:
        """A rule by its name; those that have none of their own are told apart by their place."""
        named = self.names.rule(rule)
        if rule.kind == "row":
            return f"{self.word('TABLE')} {named}"
        if rule.name is not None:
            return f"{self.word('RULE')} {named}"
        if rule.kind == "class" and any(
            rule.id == f"class-{x.name}" for x in rule.effects if isinstance(x, m.GrantClass)
        ):
            return named  # the only condition of its class
        return named + aside(str(rule.span), self.lang)

    def promised(self, never: m.Never) -> str:
        """A ``never`` statement in its words."""
        return promise(never, self.names, self.plain.inner)

    def promise(self, never: m.Never) -> str:
        """A ``never`` statement by its words and its place."""
        return f"“{self.promised(never)}”{aside(str(never.span), self.lang)}"


class Reading:
    """Reads one policy in both languages."""

    def __init__(self, program: m.Program) -> None:
        self.en = Voice(program, "en")
        self.zh = Voice(program, "zh")

    def both(self, say: Callable[[Voice], str]) -> Words:
        """The same in both."""
        return Words(say(self.en), say(self.zh))
