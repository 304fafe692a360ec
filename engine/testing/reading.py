"""Reads names, values, expressions and rules of a policy to people, in either language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from dsl.diagnostics.model import Words
from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.types import Listed, Num, Text, Type, Value
from dsl.syntax.vocabulary import VOCABULARY, Lang
from engine.show import show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SIGNS: Final = {">": ">", ">=": "≥", "<": "<", "<=": "≤", "=": "=", "!=": "≠"}
_OPERATORS: Final = {"*": "×", "/": "÷"}
_SINCE: Final = {"days": "DAYS_SINCE", "months": "MONTHS_SINCE", "years": "YEARS_SINCE"}
_ROUND: Final = {"down": "ROUND_DOWN", "up": "ROUND_UP", "half": "ROUND_HALF"}


def both(say: Callable[[Lang], str]) -> Words:
    """A phrase in both languages."""
    return Words(say("en"), say("zh"))


def pick(lang: Lang, en: str, zh: str) -> str:
    """One of two phrases."""
    return en if lang == "en" else zh


def listed(names: Iterable[str], lang: Lang) -> str:
    """Names one after another."""
    return pick(lang, ", ", "、").join(names)


def spoken(names: tuple[str, ...], lang: Lang) -> str:
    """Of several names, the first one in a language by its script; else the first one."""
    return next((name for name in names if name.isascii() == (lang == "en")), names[0])


class Reading:
    """Reads one policy."""

    def __init__(self, program: m.Program) -> None:
        self.program = program
        self._named: dict[str, dict[str, m.Named]] = {
            "field": {**program.record.fields}, "param": {**program.params}, "define": {**program.defines},
            "ladder": {**program.ladders}, "class": {**program.classes}, "points": {**program.points},
            "choice": {**program.choices}, "offer": {**program.offers}, "table": {**program.tables},
        }  # fmt: skip

    # --- names and values ---

    def name(self, kind: str, name: str, lang: Lang) -> str:
        """The name of a thing in a language; of a kind of ``Ref``, ``offer``, ``table``, ``channel`` or ``role``."""
        if kind in ("channel", "role"):
            further = (self.program.channels if kind == "channel" else self.program.roles).get(name, ())
            return spoken((name, *further), lang)
        found = self._named[kind].get(name)
        return spoken(found.all_names, lang) if found is not None else name

    def rung(self, ladder: str, rung: str | None, lang: Lang) -> str:
        """A rung, or that there is none."""
        if rung is None:
            return pick(lang, "undecided", "未定")
        further = self.program.ladders[ladder].further_rungs
        return spoken((rung, *(alias for alias, of in further.items() if of == rung)), lang)

    def value(self, value: Value | None, of: Type, lang: Lang) -> str:
        """A value of a type."""
        if value is None:
            return VOCABULARY.word("MISSING", lang)
        if isinstance(of, Text):
            return f'"{value}"'
        if isinstance(of, Listed) and of.name in self.program.ladders:
            return self.rung(of.name, str(value), lang)
        return show(value, of, lang)

    # --- rules ---

    def rule(self, rule: m.Rule, lang: Lang) -> str:
        """How people call a rule: by its name, or by what it is and where it stands."""
        match rule.kind:
            case "row":
                table = self.name("table", cast("str", rule.table), lang)
                number = rule.id.rpartition("#")[2]
                return pick(lang, f"table {table} row {number}", f"决策表 {table} 第 {number} 行")
            case "class":
                names = [x.name for x in rule.effects if isinstance(x, m.GrantClass)]
                shown = listed((self.name("class", name, lang) for name in names), lang)
                word = VOCABULARY.word("CLASS", lang)
                # A class of several cases is told apart by the place.
                several = rule.id != f"class-{names[0]}"
                return f"{word} {shown} ({rule.span})" if several else f"{word} {shown}"
            case "exclude":
                return pick(lang, f"the exclusion at {rule.span}", f"{rule.span} 的剔除")
            case "rule":
                if rule.name is not None:
                    return f"{VOCABULARY.word('RULE', lang)} {rule.name}"
                return pick(lang, f"the rule at {rule.span}", f"{rule.span} 的规则")

    # --- expressions ---

    def expression(self, node: e.Expr, lang: Lang, *, inner: bool = False) -> str:
        """An expression as people write it; in parentheses if it stands inside another and needs them."""
        text, loose = self._expression(node, lang)
        return f"({text})" if inner and loose else text

    def _expression(self, node: e.Expr, lang: Lang) -> tuple[str, bool]:
        """The text, and whether it needs parentheses inside another expression."""

        def of(operand: e.Expr) -> str:
            return self.expression(operand, lang, inner=True)

        def word(terminal: str) -> str:
            return VOCABULARY.word(terminal, lang)

        match node:
            case e.Const(value, type_):
                return self.value(value, type_, lang), False
            case e.Ref(kind, name):
                return self.name(kind, name, lang), False
            case e.Today():
                return word("TODAY"), False
            case e.Arith("*", e.Const(value, Num(percent=False)), right):
                return f"{show(value, Num(), lang)}{pick(lang, 'x', '倍')} {of(right)}", False
            case e.Arith(op, left, right):
                return f"{of(left)} {_OPERATORS.get(op, op)} {of(right)}", True
            case e.Extreme(which, operands):
                return f"{word('MIN' if which == 'min' else 'MAX')}({', '.join(of(o) for o in operands)})", False
            case e.Round(mode, operand, step):
                return f"{of(operand)} {word(_ROUND[mode])} {show(step, node.type, lang)}", True
            case e.Default(operand, fallback):
                return f"{of(operand)} {word('DEFAULT')} {of(fallback)}", True
            case e.Since(unit, operand):
                return f"{word(_SINCE[unit])} {of(operand)}", True
            case e.Anniversary(operand):
                return f"{of(operand)} {word('ANNIVERSARY')}", True
            case e.Compare(op, left, right):
                return f"{of(left)} {self.comparison(op, left.type, lang)} {of(right)}", True
            case e.Not(e.IsMissing(operand)):
                return f"{of(operand)} {pick(lang, 'is known', '已知')}", True
            case e.Not(operand):
                return f"{word('NOT')} {of(operand)}", True
            case e.And(items):
                return f" {word('AND')} ".join(of(i) for i in items), True
            case e.Or(items):
                return f" {word('OR')} ".join(of(i) for i in items), True
            case _:
                operand, test = self.test(node, lang)
                return f"{of(operand)} {test}", True

    def comparison(self, op: str, of: Type, lang: Lang) -> str:
        """A comparison sign; between values of a list and texts, equality is a word."""
        if isinstance(of, (Listed, Text)) and op in ("=", "!="):
            return pick(lang, "is", "是") if op == "=" else pick(lang, "is not", "不是")
        return SIGNS[op]

    def test(
        self, node: e.IsMissing | e.InList | e.TextTest | e.Window | e.Between, lang: Lang
    ) -> tuple[e.Expr, str]:
        """What is tested, and the words of the test that stand behind it."""

        def of(operand: e.Expr) -> str:
            return self.expression(operand, lang, inner=True)

        match node:
            case e.IsMissing(operand):
                return operand, pick(lang, "is missing", "缺失")
            case e.InList(operand, items):
                word = VOCABULARY.word("IN", lang)
                return operand, f"{word} ({listed((of(i) for i in items), lang)})"
            case e.TextTest(which, operand, text):
                word = VOCABULARY.word("CONTAINS" if which == "contains" else "STARTS", lang)
                return operand, f'{word} "{text}"'
            case e.Window(operand, "last", length):
                return operand, f"{pick(lang, 'within last', '近')} {of(length)}"
            case e.Window(operand, _, length):
                return operand, f"{pick(lang, 'within next', '未来')} {of(length)}"
            case e.Between(operand, low, high, closed):
                to = VOCABULARY.word("TO" if closed else "BELOW", lang)
                return operand, f"{VOCABULARY.word('FROM', lang)} {of(low)} {to} {of(high)}"
