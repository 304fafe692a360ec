"""Expressions in a compact notation, with the values seen: ``贷款 320万元``, ``3x deposit 600,000 CNY``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never, cast

from dsl.program import expr as e
from dsl.program.types import Bool, Date, Num, Value
from dsl.program.values import shift
from dsl.syntax.year_days import written
from engine.explain.elapsed import counted, elapsed
from engine.punctuation import aside

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from dsl.syntax.nodes import CompareOp, RoundMode
    from engine.explain.elapsed import Elapsed
    from engine.explain.names import Names

SYMBOLS: Final[dict[CompareOp, str]] = {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
_ARITHMETIC: Final = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_ROUND: Final[dict[RoundMode, tuple[str, str]]] = {
    "down": ("rounded down to", "舍到"), "up": ("rounded up to", "进到"),
    "half": ("rounded to", "四舍五入到"),
}  # fmt: skip
_SINCE: Final = {
    "days": ("days since", "距今天数"), "months": ("whole months since", "距今整月数"),
    "years": ("whole years since", "距今整年数"),
}  # fmt: skip
TEXT_TESTS: Final = {
    ("contains", True): ("contains", "包含"), ("contains", False): ("does not contain", "不包含"),
    ("starts", True): ("starts with", "开头是"), ("starts", False): ("does not start with", "开头不是"),
}  # fmt: skip

# How tightly a form binds; a part that binds less than its place asks for stands in parentheses.
_OR, _AND, _TEST, _SUM, _PRODUCT, _LEAF = range(6)


class Formula:
    """Writes expressions.

    With ``value_of`` each thing is followed by the value it has for a customer, and what is computed by its
    result; without, the expression alone is written.
    """

    def __init__(self, names: Names, value_of: Callable[[e.Expr], Value | None] | None = None) -> None:
        self._names = names
        self._value_of = value_of
        self._zh = names.lang == "zh"

    # --- values ---

    def operand(self, node: e.Expr) -> str:
        """One side of a comparison: what it is, and its value."""
        if self._value_of is None:
            return self.inner(node, _SUM)
        match node:
            case e.Const() | e.Ref() | e.Today():
                return self.inner(node, _LEAF)
            case e.Default(operand, fallback):
                if self._value_of(operand) is not None:
                    return self.operand(operand)
                return self._defaulted(self.operand(operand), self.operand(fallback))
            case e.Arith("*", e.Const(_, Num()), e.Ref() as of) | e.Arith("*", e.Ref() as of, e.Const(_, Num())):
                # The product is what is compared; the value of its one factor would only be mistaken for it.
                shown = self.value(of if self._value_of(of) is None else node)
                return f"{Formula(self._names).inner(node, _PRODUCT)} {shown}"
            case _ if isinstance(node.type, Bool):
                return f"({self.test(node)})"
            case _:
                return f"{self.inner(node, _SUM)} = {self.value(node)}"

    def value(self, node: e.Expr) -> str:
        """The value of an expression; a field without one is missing, all else is unknown."""
        found = self._value_of(node) if self._value_of is not None else None
        if found is not None:
            return self._names.value(found, node.type)
        if isinstance(node, e.Ref) and node.kind == "field":
            return "缺失" if self._zh else "missing"
        return "未知" if self._zh else "unknown"

    def inner(self, node: e.Expr, level: int = _OR) -> str:
        """An expression as a part of another, without its result."""
        text, own = self._form(node)
        return f"({text})" if own < level else text

    def _form(self, node: e.Expr) -> tuple[str, int]:
        match node:
            case e.Const(value, of):
                return self._names.value(value, of), _LEAF
            case e.Ref(kind, name):
                shown = self._names.of(kind, name)
                return (shown if self._value_of is None else f"{shown} {self.value(node)}"), _LEAF
            case e.Today():
                shown = "今天" if self._zh else "today"
                return (shown if self._value_of is None else f"{shown} {self.value(node)}"), _LEAF
            case e.Arith():
                return self._arithmetic(node)
            case e.Extreme(which, operands):
                name = which if not self._zh else "最小" if which == "min" else "最大"
                return f"{name}({', '.join(self.inner(o) for o in operands)})", _LEAF
            case e.Round(mode, operand, step):
                size = self._names.value(cast("Value", step), node.type)
                return f"{self.inner(operand, _SUM)} {_ROUND[mode][self._zh]} {size}", _TEST
            case e.Default(operand, fallback):
                if self._value_of is None:
                    word = "缺省" if self._zh else "default"
                    return f"{self.inner(operand, _PRODUCT)} {word} {self.inner(fallback, _LEAF)}", _SUM
                if self._value_of(operand) is not None:
                    return self._form(operand)
                return self._defaulted(self.inner(operand, _LEAF), self.inner(fallback, _LEAF)), _LEAF
            case e.Since(unit, operand):
                word = _SINCE[unit][self._zh]
                day = self.inner(operand, _LEAF)
                return (f"{day} {word}" if self._zh else f"{word} {day}"), _PRODUCT
            case e.Anniversary(e.Const(value)):
                day = written(cast("date", value), self._names.lang)
                return (f"下一个{day}" if self._zh else f"next {day}"), _PRODUCT
            case e.Anniversary(operand):
                day = self.inner(operand, _LEAF)
                return (f"{day} 的下一周年日" if self._zh else f"next anniversary of {day}"), _PRODUCT
            case e.And(items):
                return (" 且 " if self._zh else " and ").join(self.inner(i, _TEST) for i in items), _AND
            case e.Or(items):
                return (" 或 " if self._zh else " or ").join(self.inner(i, _TEST) for i in items), _OR
            case e.Compare() | e.IsMissing() | e.InList() | e.TextTest() | e.Window() | e.Between() | e.Not():
                return self.test(node), _TEST
            case _:  # pragma: no cover - every node is above
                assert_never(node)

    def _arithmetic(self, node: e.Arith) -> tuple[str, int]:
        match node:
            case e.Arith("*", e.Const(_, Num(percent=percent)) as share, of) | e.Arith(
                "*", of, e.Const(_, Num(percent=percent)) as share
            ):
                times = self._names.value(share.value, share.type)
                if percent:
                    part = self.inner(of, _LEAF)
                    return (f"{part} 的 {times}" if self._zh else f"{times} of {part}"), _PRODUCT
                return f"{times}{'倍' if self._zh else 'x'} {self.inner(of, _LEAF)}", _PRODUCT
            case _ if is_moved_day(node):
                day, length = self.inner(node.left, _LEAF), self.inner(node.right)
                if self._zh:
                    return f"{day} {'前' if node.op == '-' else '后'} {length}", _SUM
                return f"{length} {'before' if node.op == '-' else 'after'} {day}", _SUM
            case _:
                own = _SUM if node.op in "+-" else _PRODUCT
                left = self.inner(node.left, _PRODUCT if is_moved_day(node.left) else own)
                right = self.inner(node.right, own + (node.op in "-/"))
                return f"{left} {_ARITHMETIC[node.op]} {right}", own

    def _defaulted(self, operand: str, fallback: str) -> str:
        taken = f"按 {fallback} 计" if self._zh else f"taken as {fallback}"
        return operand + aside(taken, self._names.lang)

    # --- tests ---

    def test(self, node: e.Expr) -> str:
        """A condition without and, or; a yes/no value stands for itself: ``payroll no``."""
        match node:
            case e.Compare() if (said := elapsed(node)) is not None:
                return self._elapsed(said)
            case e.Compare(op, left, right):
                return f"{self.operand(left)} {SYMBOLS[op]} {self.operand(right)}"
            case e.Not(e.IsMissing(operand)):
                return self._presence(operand, missing=False)
            case e.IsMissing(operand):
                return self._presence(operand, missing=True)
            case e.Not(e.InList() | e.TextTest() | e.Window() | e.Between() as inner):
                return self._list_or_range(inner, holds=False)
            case e.InList() | e.TextTest() | e.Window() | e.Between():
                return self._list_or_range(node, holds=True)
            case e.Not(operand):
                parts = isinstance(operand, e.And | e.Or | e.Compare)
                denied = self.inner(operand, _LEAF) if parts else self._denied(operand)
                return f"{'非' if self._zh else 'not'} {denied}"
            case e.And() | e.Or():
                return self.inner(node)
            case _:
                return self.operand(node)

    def _elapsed(self, said: Elapsed) -> str:
        """How long ago a day was; with values, how many days, months or years are full."""
        lang, unit = self._names.lang, said.since.unit
        day = self.operand(said.since.operand)
        passed = cast("int | None", self._value_of(said.since)) if self._value_of is not None else None
        if passed is not None and passed >= 0:
            day += aside(counted(unit, passed, lang), lang)
        length = self.operand(said.length) if not isinstance(said.length, int) else counted(unit, said.length, lang)
        return said.words(day, length, lang)

    def _presence(self, operand: e.Expr, *, missing: bool) -> str:
        """That there is a value, or none; the value itself (often a way to reach someone) is not shown."""
        name = Formula(self._names).inner(operand, _LEAF)
        # What is computed is not missing by itself, but unknown.
        field = isinstance(operand, e.Ref) and operand.kind == "field"
        if self._zh:
            return f"{name} {('缺失' if field else '未知') if missing else ('有值' if field else '已知')}"
        return f"{name} is {('missing' if field else 'unknown') if missing else 'known'}"

    def _denied(self, operand: e.Expr) -> str:
        """A yes/no value after "not": which it has, the mark says, and "not payroll no" would be read as yes."""
        name = Formula(self._names).inner(operand, _LEAF)
        if self._value_of is None or self._value_of(operand) is not None:
            return name
        return name + aside(self.value(operand), self._names.lang)

    def _list_or_range(self, node: e.InList | e.TextTest | e.Window | e.Between, *, holds: bool) -> str:
        left = self.operand(node.operand)
        match node:
            case e.InList(_, items):
                listed = self._names.listed(self.inner(item) for item in items)
                word = ("in" if holds else "not in") if not self._zh else "属于" if holds else "不属于"
                return f"{left} {word}{aside(listed, self._names.lang)}"
            case e.TextTest(which, _, text):
                return f'{left} {TEXT_TESTS[which, holds][self._zh]} "{text}"'
            case e.Between(_, low, high, closed):
                bounds = f"[{self.operand(low)}, {self.operand(high)}{']' if closed else ')'}"
                return self._inside(left, bounds, holds=holds)
            case e.Window(_, which, length):
                span = self.operand(length)
                word = f"{'近' if which == 'last' else '未来'} {span}" if self._zh else f"the {which} {one_unit(span)}"
                return self._inside(left, f"{word}{self._days(node)}", holds=holds)

    def _inside(self, left: str, bounds: str, *, holds: bool) -> str:
        if self._zh:
            return f"{left} {'在' if holds else '不在'} {bounds} 内"
        return f"{left} {'within' if holds else 'not within'} {bounds}"

    def _days(self, node: e.Window) -> str:
        """The days of a window, both included."""
        if self._value_of is None:
            return ""
        ends = window_days(node, self._value_of)
        return f" [{ends[0]}, {ends[1]}]" if ends is not None else ""


def is_moved_day(node: e.Expr) -> bool:
    """Whether an expression is a day so long before or after another, but for today: in words, as policies say it."""
    if not isinstance(node, e.Arith) or isinstance(node.left, e.Today):
        return False
    return isinstance(node.left.type, Date) and isinstance(node.right, e.Const)


def one_unit(length: str) -> str:
    """The length of a window in English: the last month, not the last 1 month."""
    return length.removeprefix("1 ")


def window_days(node: e.Window, value_of: Callable[[e.Expr], Value | None]) -> tuple[date, date] | None:
    """First and last day of a window, both inside it; None where they are not known."""
    today, length = value_of(e.Today()), value_of(node.length)
    if today is None or length is None:
        return None
    day, by = cast("date", today), cast("int", length)
    try:
        end = shift(day, -by if node.which == "last" else by, node.length.type)
    except OverflowError:
        return None
    return (end, day) if node.which == "last" else (day, end)
