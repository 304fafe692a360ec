"""What decided a rule for a tested customer, on one line: ``贷款 61万元 > 3倍 存款 60万元 ✓、年龄 缺失 → 未知``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.program import expr as e
from dsl.program.walk import references
from engine.explain.conditions import Line, condition_line, deciding, rule_line
from engine.explain.formula import Formula
from engine.explain.missing import causes_of
from engine.explain.words import cause_words, word
from engine.reference import DateNeededError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dsl.program import model as m
    from dsl.program.types import Value
    from engine.reference import Truth
    from engine.testing.look import Look
    from engine.testing.reading import Voice

_SHOWN: Final = 3  # parts of one condition; the rest is cut, since a report is skimmed


class Seen:
    """Reads conditions together with what a customer makes of them."""

    def __init__(self, voice: Voice, look: Look) -> None:
        self._voice = voice
        self._look = look
        self._formula = Formula(voice.names, self._value)

    def rule(self, rule: m.Rule) -> str:
        """The parts that decide whether a rule applies."""
        if not self._look.in_force(rule):
            day = self._look.reference.binding.as_of
            return self._voice.pick(f"not in force on {day}", f"{day} 不在有效期")
        return self._line(deciding(rule_line(self._look.evaluation, rule)))

    def condition(self, condition: e.Expr | None) -> str:
        """The parts that decide a condition, each with its values and whether it holds."""
        return self._line(deciding(condition_line(self._look.evaluation, condition)))

    def side(self, node: e.Expr) -> str:
        """An expression and its value."""
        return self._formula.operand(node)

    def missing(self, node: e.Expr) -> str:
        """What makes an expression unknown."""
        causes = causes_of(self._look.evaluation, node)
        shown = {i: self._formula.inner(c.node) for i, c in enumerate(causes) if c.node is not None}
        return cause_words(causes, self._voice.names, shown)

    def _line(self, line: Line) -> str:
        items = line.items if line.kind == "all" else (line,)
        # That no row above applies is what one expects; only the opposite is news.
        told = [item for item in items if item.kind != "above" or item.truth is not True]
        shown = [self._part(item) for item in told[:_SHOWN]]
        if not told:
            return f"{word('always', self._voice.lang)} ✓"
        return self._voice.listed([*shown, "…"] if len(told) > _SHOWN else shown)

    def _part(self, line: Line) -> str:
        lang = self._voice.lang
        if line.kind == "above" and line.rule is not None:
            key = "above_unknown" if line.truth is None else "above_applies"
            return word(key, lang, row=self._voice.names.rule(line.rule))
        if line.truth is None:
            return f"{self.missing(line.node)} → {self._voice.word('UNKNOWN')}"
        if line.kind in ("all", "any"):
            joined = f" {self._voice.word('AND' if line.kind == 'all' else 'OR')} "
            return joined.join(self._part(item) for item in line.items) or word("always", lang)
        text = f"{self._formula.test(line.node)} {'✓' if line.truth else '✗'}"
        # What makes a class so, unless it takes a list to say.
        if line.kind == "class" and len(line.items) == 1 and line.items[0].kind == "test":
            return f"{text} ← {self._part(line.items[0])}"
        return text

    def _value(self, node: e.Expr) -> Value | None:
        try:
            return self._look.value(node)
        except DateNeededError:
            return None


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

    The rows above in a ``first`` table are one such part together, and so is not being in force.
    """
    truths = [look.truth(part) for part in conjuncts(rule.condition)]
    above = look.reference.rows_above(rule)
    if not look.in_force(rule) or any(look.truth(row.condition) is not False for row in above):
        truths.append(False)
    return tuple(truth for truth in truths if truth is not True)


def leaves(program: m.Program, node: e.Expr) -> Iterator[e.Ref]:
    """What an expression reads, looking through defines; parameters are left out."""
    for ref in references(node):
        if ref.kind == "define":
            yield from leaves(program, program.defines[ref.name].expr)
        elif ref.kind != "param":
            yield ref
