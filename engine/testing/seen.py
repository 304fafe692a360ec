"""The parts of a condition that decide it, with the values a customer has: ``贷款 61万元 > 3倍 存款 60万元 ✓``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.types import Bool, Listed, Text
from dsl.program.walk import references
from dsl.syntax.vocabulary import VOCABULARY, Lang
from engine.testing.reading import listed, pick

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.reference import Truth
    from engine.testing.look import Look
    from engine.testing.reading import Reading

_SHOWN: Final = 3  # parts of one condition; the rest is cut, since a report is skimmed
_MARKS: Final = {True: "✓", False: "✗"}


class Seen:
    """Reads conditions together with what a customer makes of them."""

    def __init__(self, reading: Reading, look: Look) -> None:
        self._reading = reading
        self._look = look

    def rule(self, rule: m.Rule, lang: Lang) -> str:
        """The parts that decide whether a rule applies."""
        look = self._look
        if not look.in_force(rule):
            return pick(lang, f"not in force on {look.reference.binding.as_of}", f"在 {look.reference.binding.as_of} 不生效")
        if look.truth(rule.condition) is not False and look.fires(rule) is not True:
            above = next((r for r in look.reference.rows_above(rule) if look.truth(r.condition) is not False), None)
            if above is not None:
                name = self._reading.rule(above, lang)
                if look.truth(above.condition) is True:
                    return pick(lang, f"{name} above it applies", f"{name} 在它之上且适用")
                parts = self.condition(above.condition, lang)
                return pick(lang, f"{name} above it is unknown: {parts}", f"{name} 在它之上且未知:{parts}")
        return self.condition(rule.condition, lang)

    def condition(self, condition: e.Expr | None, lang: Lang) -> str:
        """The parts that decide a condition, each with its values and whether it holds."""
        if condition is None:
            return pick(lang, "it always applies", "总是适用")
        parts = deciding(self._look, condition)
        shown = [self.part(part, lang) for part in parts[:_SHOWN]]
        return listed([*shown, "…"] if len(parts) > _SHOWN else shown, lang)

    def part(self, node: e.Expr, lang: Lang) -> str:
        """One part of a condition; an unknown one shows only what is missing."""
        truth = self._look.truth(node)
        if truth is None:
            return f"{listed(self.missing(node, lang), lang)} → {VOCABULARY.word('UNKNOWN', lang)}"
        return f"{self._plain(node, lang)} {_MARKS[truth]}"

    def missing(self, node: e.Expr, lang: Lang) -> list[str]:
        """What makes an expression unknown."""
        found: dict[str, None] = {}
        for ref in leaves(self._look.program, node):
            if self._look.value(ref) is None:
                name = self._reading.name(ref.kind, ref.name, lang)
                state = {
                    "ladder": pick(lang, "undecided", "未定"),
                    "class": VOCABULARY.word("UNKNOWN", lang),
                    "points": pick(lang, "incomplete", "不完整"),
                }.get(ref.kind, pick(lang, "missing", "缺失"))
                found[f"{name} {state}"] = None
        return list(found) or [self._reading.expression(node, lang)]

    def side(self, node: e.Expr, lang: Lang) -> str:
        """An expression and its value."""
        text = self._reading.expression(node, lang)
        if isinstance(node, e.Const):
            return text
        value = self._reading.value(self._look.value(node), node.type, lang)
        return f"{text} ({value})" if isinstance(node.type, (Listed, Text, Bool)) else f"{text} {value}"

    def _plain(self, node: e.Expr, lang: Lang) -> str:
        """A known part with its values."""
        word = VOCABULARY.word
        match node:
            case e.Compare(op, left, right):
                sign = self._reading.comparison(op, left.type, lang)
                return f"{self.side(left, lang)} {sign} {self.side(right, lang)}"
            case e.Not(e.Ref() | e.IsMissing()):
                return self._reading.expression(node, lang)
            case e.Not(operand):
                return f"{word('NOT', lang)} ({self._plain(operand, lang)})"
            case e.And() | e.Or():
                joined = f" {word('AND' if isinstance(node, e.And) else 'OR', lang)} "
                return joined.join(self.part(item, lang) for item in deciding(self._look, node))
            case e.IsMissing(operand) if self._look.value(operand) is None:
                return self._reading.expression(node, lang)
            case e.IsMissing() | e.InList() | e.TextTest() | e.Window() | e.Between():
                operand, test = self._reading.test(node, lang)
                return f"{self.side(operand, lang)} {test}"
            case _:
                return self._reading.expression(node, lang)


def deciding(look: Look, condition: e.Expr) -> tuple[e.Expr, ...]:
    """The parts of a condition that make it what it is: of a false ``and`` the false ones, of a true one all."""
    match condition:
        case e.And(items) | e.Or(items):
            whole = look.truth(condition)
            return tuple(item for item in items if look.truth(item) is whole)
        case _:
            return (condition,)


def conjuncts(condition: e.Expr | None) -> tuple[e.Expr, ...]:
    """The parts that must all hold."""
    match condition:
        case None:
            return ()
        case e.And(items):
            return tuple(part for item in items for part in conjuncts(item))
        case _:
            return (condition,)


def not_true(look: Look, rule: m.Rule) -> tuple[Truth, ...]:
    """The truth of every part of a rule that keeps it from applying.

    Not being in force is one such part, and so is the first row above that is not false.
    """
    truths = [look.truth(part) for part in conjuncts(rule.condition)]
    if not look.in_force(rule):
        truths.append(False)
    elif any(look.truth(row.condition) is not False for row in look.reference.rows_above(rule)):
        truths.append(False)
    return tuple(truth for truth in truths if truth is not True)


def leaves(program: m.Program, node: e.Expr) -> Iterator[e.Ref]:
    """What an expression reads, looking through defines; parameters are left out."""
    for ref in references(node):
        if ref.kind == "define":
            yield from leaves(program, program.defines[ref.name].expr)
        elif ref.kind != "param":
            yield ref
