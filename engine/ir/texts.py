"""Expressions whose value is a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from dsl.lean import dataclass
from dsl.program import expr as e
from engine.ir.nodes import FALSE, TRUE

if TYPE_CHECKING:
    from engine.ir import nodes as n
    from engine.ir.given import Given
    from engine.ir.truth import Logic, Truth


@dataclass(frozen=True, eq=False, slots=True)
class Source:
    """A text that comes from a field, or is given."""

    field: str | None
    text: str


@dataclass(frozen=True, eq=False, slots=True)
class Texts:
    """A text: one of some sources, each where its formula holds; unknown where none does."""

    cases: tuple[tuple[n.Formula, Source], ...]


class TextLogic:
    """Translates texts, and questions about them."""

    def __init__(self, given: Given, logic: Logic) -> None:
        self._given = given
        self._logic = logic
        self._b = given.builder

    def text(self, expr: e.Expr) -> Texts:
        """A text."""
        b = self._b
        match expr:
            case e.Const(value):
                return Texts(((TRUE, Source(None, cast("str", value))),))
            case e.Ref("param", name):
                return Texts(((TRUE, Source(None, cast("str", self._given.param(name)))),))
            case e.Ref("field", name):
                return Texts(((self._given.known(name), Source(name, "")),))
            case e.Ref("define", name):
                return self._given.define(name, self.text)
            case e.Default(operand, fallback):
                one, other = self.text(operand), self.text(fallback)
                unknown = b.negation(self.known(one))
                return Texts((*one.cases, *((b.all_of((unknown, where)), source) for where, source in other.cases)))
            case _:
                raise TypeError(f"not a text: {type(expr).__name__}")

    def known(self, text: Texts) -> n.Formula:
        """Where there is a text."""
        return self._b.any_of(where for where, _ in text.cases)

    def same(self, left: e.Expr, right: e.Expr) -> Truth:
        """Whether two texts are the same."""
        pairs = [(one, other) for one in self.text(left).cases for other in self.text(right).cases]
        return self._logic.of_cases(
            [(self._b.all_of((here, there)), self._same(one, other)) for (here, one), (there, other) in pairs]
        )

    def _same(self, one: Source, other: Source) -> n.Formula:
        if one.field is None and other.field is None:
            return TRUE if one.text == other.text else FALSE
        if one.field is not None and other.field is not None:
            return self._b.same_text(one.field, other.field)
        field, text = (one.field, other.text) if one.field is not None else (other.field, one.text)
        return self._b.member(cast("str", field), frozenset((text,)))

    def tested(self, test: e.TextTest) -> Truth:
        """Whether a text contains another, or starts with it."""
        return self._logic.of_cases(
            [(here, self._matches(test.which, source, test.text)) for here, source in self.text(test.operand).cases]
        )

    def _matches(self, which: Literal["contains", "starts"], source: Source, text: str) -> n.Formula:
        if source.field is not None:
            return self._b.matches(source.field, which, text)
        holds = text in source.text if which == "contains" else source.text.startswith(text)
        return TRUE if holds else FALSE
