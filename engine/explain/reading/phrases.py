"""Expressions read back in plain words, with the exact meaning of every comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never, cast

from dsl.check.operators import is_amount
from dsl.program import expr as e
from dsl.program.constant import constant_value
from dsl.program.types import Bool, Date, Listed, Num, Value
from dsl.syntax.year_days import written
from engine.explain.elapsed import counted, elapsed
from engine.explain.formula import is_moved_day, one_unit, window_days
from engine.explain.positive import positive
from engine.punctuation import aside

if TYPE_CHECKING:
    from datetime import date

    from dsl.program.model import Program
    from dsl.syntax.nodes import CompareOp
    from engine.binding import Binding
    from engine.explain.elapsed import Elapsed
    from engine.explain.names import Names

# Comparisons of amounts, of dates and of places in a list: English, Chinese.
_AMOUNT: Final[dict[CompareOp, tuple[str, str]]] = {
    ">": ("is greater than", "大于"), ">=": ("is at least", "不低于"), "<": ("is less than", "小于"),
    "<=": ("is at most", "不超过"), "=": ("equals", "等于"), "!=": ("does not equal", "不等于"),
}  # fmt: skip
_DATE: Final[dict[CompareOp, tuple[str, str]]] = {
    ">": ("is after", "晚于"), ">=": ("is on or after", "不早于"), "<": ("is before", "早于"),
    "<=": ("is on or before", "不晚于"), "=": ("is", "是"), "!=": ("is not", "不是"),
}  # fmt: skip
_PLACE: Final[dict[CompareOp, tuple[str, str]]] = {
    ">": ("is above", "高于"), ">=": ("is at least", "不低于"), "<": ("is below", "低于"),
    "<=": ("is at most", "不高于"), "=": ("is", "是"), "!=": ("is not", "不是"),
}  # fmt: skip
_ROUNDED: Final = {
    "down": ("{what} rounded down to a multiple of {step}", "{what} 向下舍到 {step} 的整数倍"),
    "up": ("{what} rounded up to a multiple of {step}", "{what} 向上进到 {step} 的整数倍"),
    "half": (
        "{what} rounded to the nearest multiple of {step} (halves away from zero)",
        "{what} 四舍五入到 {step} 的整数倍（正好一半时远离零）",
    ),
}
_SINCE: Final = {
    "days": ("the days from {day} to {today}", "从 {day} 到 {today} 的天数"),
    "months": ("the whole months from {day} to {today}", "从 {day} 到 {today} 的整月数"),
    "years": ("the whole years from {day} to {today}", "从 {day} 到 {today} 的整年数"),
}
_WORDS: Final[dict[str, tuple[str, str]]] = {
    "today": ("today", "今天"),
    "today_on": ("today ({day})", "今天（{day}）"),
    "times": ("{factor} times {what}", "{what}的 {factor} 倍"),
    "part": ("{factor} of {what}", "{what}的 {factor}"),
    "least": ("the least of {items}", "{items} 中最小的"),
    "greatest": ("the greatest of {items}", "{items} 中最大的"),
    "default": ("{what} ({other} if it is unknown)", "{what}（未知时取 {other}）"),
    "before": ("{length} before {day}", "{day} 前 {length}"),
    "after": ("{length} after {day}", "{day} 后 {length}"),
    "every_year": ("the next {day} (today counts)", "下一个{day}（今天算在内）"),
    "leap_day": (
        "the next {day} (today counts; in other years the 28th)",
        "下一个{day}（今天算在内；平年为28日）",
    ),
    "anniversary": (
        "the next anniversary of {day} (today counts; of 29 February the 28th in other years)",
        "{day} 的下一个周年日（今天算在内；2月29日在平年为28日）",
    ),
    "each_full": ("{points} for each full {step} of {amount}", "{amount} 每满 {step} 加 {points}"),
    "whether": ("whether {what}", "是否{what}"),
    "counts": ("{edge} counts", "{edge}也算"),
    "counts_not": ("{edge} does not count", "{edge}不算"),
    "exactly": ("exactly {edge}", "刚好 {edge}"),
    "exactly_times": ("exactly {factor} times", "刚好 {factor} 倍"),
    "equal": ("exactly equal", "刚好相等"),
    "that_day": ("that day", "当天"),
    "no_value": ("there is no such value", "没有这样的值"),
    "that_is": ("that is {values}", "即 {values}"),
    "between": ("{what} is from {low} to {high} (both count)", "{what} 在 {low} 与 {high} 之间（两端都算）"),
    "between_open": (
        "{what} is from {low} up to {high} ({low} counts, {high} does not)",
        "{what} 在 {low}（含）与 {high}（不含）之间",
    ),
    "last": ("within the last {length}", "在近 {length} 内"),
    "next": ("within the next {length}", "在未来 {length} 内"),
    "not_last": ("not within the last {length}", "不在近 {length} 内"),
    "not_next": ("not within the next {length}", "不在未来 {length} 内"),
    "ago>=": ("on or before {day}", "{day} 或更早"),
    "ago<": ("after {day}, days to come as well", "晚于 {day}，还没到的日子也算"),
    "ago>": ("before {day}", "早于 {day}"),
    "full>=": ("that very day counts", "满的当天也算"),
    "full<": ("that very day does not count, days to come do", "满的当天不算，还没到的日子算"),
    "full>": ("that very day does not count", "满的当天不算"),
    "days": ("{start} to {end}, both count", "{start} 至 {end}，两端都算"),
    "days_last": ("{length} ago to today, both count", "从 {length} 前到今天，两端都算"),
    "days_next": ("today to {length} from now, both count", "从今天到 {length} 后，两端都算"),
    "one_of": ("{what} is one of {items}", "{what} 是 {items} 之一"),
    "none_of": ("{what} is none of {items}", "{what} 不是 {items} 中的任何一个"),
    "contains": ('{what} contains "{text}" (case matters)', '{what} 包含 "{text}"（区分大小写）'),
    "contains_not": ('{what} does not contain "{text}" (case matters)', '{what} 不包含 "{text}"（区分大小写）'),
    "starts": ('{what} starts with "{text}" (case matters)', '{what} 以 "{text}" 开头（区分大小写）'),
    "starts_not": (
        '{what} does not start with "{text}" (case matters)',
        '{what} 不以 "{text}" 开头（区分大小写）',
    ),
    "missing": ("{what} is missing", "{what} 缺失"),
    "present": ("{what} is not missing", "{what} 有值"),
    "unknown": ("{what} is unknown", "{what} 未知"),
    "known": ("{what} is known", "{what} 已知"),
    "yes": ("{what} is yes", "{what} 为 是"),
    "no": ("{what} is no", "{what} 为 否"),
    "in_class": ("the customer is in class {what}", "属于客群 {what}"),
    "not_in_class": ("the customer is not in class {what}", "不属于客群 {what}"),
    "holds": ("{what} holds", "{what} 成立"),
    "holds_not": ("{what} does not hold", "{what} 不成立"),
    "alike": ("both or neither of these hold: {one}; {other}", "同时成立或同时不成立：{one}；{other}"),
    "unlike": ("exactly one of these holds: {one}; {other}", "恰有一个成立：{one}；{other}"),
    "always": ("always", "恒成立"),
    "never": ("never", "恒不成立"),
    "and": (" and ", " 且 "),
    "or": (" or ", " 或 "),
}


class Phrases:
    """Reads expressions; with a binding, parameters and dates have the values of the run."""

    def __init__(self, program: Program, names: Names, binding: Binding | None) -> None:
        self._program = program
        self._names = names
        self._zh = names.lang == "zh"
        self._binding = binding

    def constant(self, node: e.Expr) -> Value | None:
        """A value that no customer decides; None where there is none yet."""
        params = {name: value for name in self._program.params if (value := self.param(name)) is not None}
        return constant_value(node, params, self._binding.as_of if self._binding is not None else None)

    def param(self, name: str) -> Value | None:
        """The one value a parameter has; None where that depends on the run."""
        if self._binding is not None:
            return self._binding.params.get(name)
        param = self._program.params[name]
        return param.values[0][1] if len(param.values) == 1 and not param.profiles else None

    # --- values ---

    def value(self, node: e.Expr, *, part: bool = False) -> str:
        """A value as a noun; ``part`` puts a sum in parentheses."""
        text, compound = self._value(node)
        return f"({text})" if part and compound else text

    def points(self, node: e.Expr) -> str:
        """How many points are added."""
        return self.each_full(node) or self.value(node)

    def each_full(self, node: e.Expr) -> str | None:
        """Points for each full step of an amount; None where they are no such count."""
        match node:
            case e.Arith("*", points, e.Round("down", e.Arith("/", amount, step), 1, Num())):
                counted = self.value(points, part=True)
            case e.Round("down", e.Arith("/", amount, step), 1, Num()):
                counted = "1"
            case _:
                return None
        parts = {"step": self.value(step, part=True), "amount": self.value(amount, part=True)}
        return self._word("each_full", points=counted, **parts)

    def _value(self, node: e.Expr) -> tuple[str, bool]:
        match node:
            case e.Const(value, of):
                return self._names.value(value, of), False
            case e.Ref("param", name, of):
                found = self.param(name)
                shown = self._names.of("param", name)
                return (shown if found is None else f"{shown} {self._names.value(found, of)}"), False
            case e.Ref(kind, name):
                return self._names.of(kind, name), False
            case e.Today():
                return self._today(), False
            case e.Arith():
                return self._arithmetic(node)
            case e.Extreme(which, operands):
                items = self._names.listed(self.value(o, part=True) for o in operands)
                return self._word("least" if which == "min" else "greatest", items=items), True
            case e.Round(mode, operand, step):
                size = self._names.value(cast("Value", step), node.type)
                return _ROUNDED[mode][self._zh].format(what=self.value(operand, part=True), step=size), True
            case e.Default(operand, fallback):
                other = self.value(fallback, part=True)
                return self._word("default", what=self.value(operand, part=True), other=other), False
            case e.Since(unit, operand):
                return _SINCE[unit][self._zh].format(day=self.value(operand, part=True), today=self._today()), True
            case e.Anniversary(e.Const(value)):
                day = cast("date", value)
                key = "leap_day" if (day.month, day.day) == (2, 29) else "every_year"
                return self._word(key, day=written(day, self._names.lang)), True
            case e.Anniversary(operand):
                return self._word("anniversary", day=self.value(operand, part=True)), True
            case (
                e.Compare() | e.IsMissing() | e.InList() | e.TextTest() | e.Window() | e.Between()
                | e.Not() | e.And() | e.Or()
            ):  # fmt: skip
                return self._word("whether", what=self.test(node)), True
            case _:  # pragma: no cover - every node is above
                assert_never(node)

    def _arithmetic(self, node: e.Arith) -> tuple[str, bool]:
        match _share(node):
            case (factor, what) if not isinstance(what, e.Const):
                key = "part" if isinstance(factor.type, Num) and factor.type.percent else "times"
                shown = self._names.value(factor.value, factor.type)
                return self._word(key, factor=shown, what=self.value(what, part=True)), False
            case _ if is_moved_day(node):
                key = "before" if node.op == "-" else "after"
                return self._word(key, length=self.value(node.right), day=self.value(node.left, part=True)), True
            case _:
                sign = {"+": "+", "-": "−", "*": "×", "/": "÷"}[node.op]
                left = self.value(node.left, part=not _goes_on(node.op, node.left))
                right = self.value(node.right, part=node.op != "+" or not _goes_on("+", node.right))
                return f"{left} {sign} {right}", True

    def _today(self) -> str:
        if self._binding is None or self._binding.as_of is None:
            return self._word("today")
        return self._word("today_on", day=self._binding.as_of)

    # --- conditions ---

    def test(self, condition: e.Expr) -> str:
        """A condition in one sentence."""
        node = positive(condition)
        match node:
            case e.And(items) | e.Or(items):
                word = self._word("and" if isinstance(node, e.And) else "or")
                parts = (self.test(item) for item in items)
                grouped = (f"({p})" if isinstance(i, e.And | e.Or) else p for p, i in zip(parts, items, strict=True))
                return word.join(grouped) or self._word("always" if isinstance(node, e.And) else "never")
            case e.Not(operand):
                return self._test(operand, holds=False)
            case _:
                return self._test(node, holds=True)

    def _test(self, node: e.Expr, *, holds: bool) -> str:
        match node:
            case e.Compare() if (ago := elapsed(node)) is not None:
                return self._elapsed(ago)
            case e.Compare(op, left, right):
                return self._compare(op, left, right)
            case e.IsMissing(operand):
                field = isinstance(operand, e.Ref) and operand.kind == "field"
                key = ("missing" if holds else "present") if field else "unknown" if holds else "known"
                return self._word(key, what=self.value(operand))
            case e.InList(operand, items):
                listed = self._names.listed(self.value(item) for item in items)
                return self._word("one_of" if holds else "none_of", what=self.value(operand), items=listed)
            case e.TextTest(which, operand, text):
                key = which if holds else f"{which}_not"
                return self._word(key, what=self.value(operand), text=text)
            case e.Between(operand, low, high, closed) if holds:
                key = "between" if closed else "between_open"
                return self._word(key, what=self.value(operand), low=self.value(low), high=self.value(high))
            case e.Between(operand, low, high, closed):
                below, above = (
                    self._compare("<", operand, low),
                    self._compare(">" if closed else ">=", operand, high),
                )
                return f"{below}{self._word('or')}{above}"
            case e.Window():
                return self._window(node, holds=holds)
            case e.Const(value):
                return self._word("always" if value is holds else "never")
            case e.Ref("class", name):
                return self._word("in_class" if holds else "not_in_class", what=self._names.of("class", name))
            case e.Ref("define", name):
                return self._word("holds" if holds else "holds_not", what=self._names.of("define", name))
            case _:
                return self._word("yes" if holds else "no", what=self.value(node))

    def _window(self, node: e.Window, *, holds: bool) -> str:
        length = self.value(node.length)
        shown = length if self._zh else one_unit(length)
        phrase = self._word(node.which if holds else f"not_{node.which}", length=shown)
        days = window_days(node, self.constant)
        if days is None:
            said = self._word(f"days_{node.which}", length=length)
        else:
            said = self._word("days", start=days[0], end=days[1])
        verb = "" if self._zh else "is "
        return f"{self.value(node.operand)} {verb}{phrase}{aside(said, self._names.lang)}"

    def _elapsed(self, ago: Elapsed) -> str:
        lang, length = self._names.lang, ago.length
        shown = counted(ago.since.unit, length, lang) if isinstance(length, int) else self.value(length)
        verb = "" if self._zh else " was"
        edge = self._day_of(ago)
        said = self._word(f"ago{ago.op}", day=edge) if edge is not None else self._word(f"full{ago.op}")
        return ago.words(self.value(ago.since.operand) + verb, shown, lang) + aside(said, lang)

    def _day_of(self, ago: Elapsed) -> date | None:
        """The day since which a length of time is full on the day of the run; None where that is not known yet."""
        today = self._binding.as_of if self._binding is not None else None
        number = ago.length if isinstance(ago.length, int) else self.constant(ago.length)
        return ago.last_day(number, today) if today is not None and isinstance(number, int) else None

    def _compare(self, op: CompareOp, left: e.Expr, right: e.Expr) -> str:
        of = left.type
        if isinstance(of, Bool):
            return self._word("alike" if op == "=" else "unlike", one=self.test(left), other=self.test(right))
        what, other = self.value(left), self.value(right)
        if isinstance(of, Listed):
            aside = self._places(op, of, right)
            return f"{what} {_PLACE[op][self._zh]} {other}{aside}"
        if isinstance(of, Date):
            return f"{what} {_DATE[op][self._zh]} {other}{self._edge(op, self._word('that_day'))}"
        if not is_amount(of):
            return f"{what} {_PLACE[op][self._zh]} {other}"
        return f"{what} {_AMOUNT[op][self._zh]} {other}{self._edge(op, self._exactly(right))}"

    def _places(self, op: CompareOp, of: Listed, right: e.Expr) -> str:
        """The values that satisfy an order, spelt out."""
        if op in ("=", "!="):
            return ""
        if not isinstance(right, e.Const):
            return self._edge(op, self._word("equal"))
        at = of.values.index(cast("str", right.value))
        found = {
            ">": of.values[at + 1 :], ">=": of.values[at:], "<": of.values[:at], "<=": of.values[: at + 1],
        }[op]  # fmt: skip
        if not found:
            return aside(self._word("no_value"), self._names.lang)
        listed = self._names.listed(self._names.value(value, of) for value in found)
        return aside(self._word("that_is", values=listed), self._names.lang)

    def _exactly(self, right: e.Expr) -> str:
        """The value at which a comparison of amounts turns."""
        match right:
            case e.Const(value, of):
                return self._names.value(value, of)
            case e.Ref("param", name, of) if (found := self.param(name)) is not None:
                return self._word("exactly", edge=self._names.value(found, of))
            case e.Arith():
                match _share(right):
                    case (factor, what) if not isinstance(what, e.Const):
                        shown = self._names.value(factor.value, factor.type)
                        percent = isinstance(factor.type, Num) and factor.type.percent
                        return self._word("exactly" if percent else "exactly_times", edge=shown, factor=shown)
        return self._word("equal")

    def _edge(self, op: CompareOp, edge: str) -> str:
        if op in ("=", "!="):
            return ""
        if self._zh and edge[-1:].isascii():
            edge += " "
        return aside(self._word("counts" if op in (">=", "<=") else "counts_not", edge=edge), self._names.lang)

    def _word(self, key: str, **args: object) -> str:
        return _WORDS[key][self._zh].format(**args)


def _share(node: e.Arith) -> tuple[e.Const, e.Expr] | None:
    """``3x deposit`` as its factor and what it multiplies; None where it is no such product."""
    match node:
        case e.Arith("*", e.Const(_, Num()) as factor, what) | e.Arith("*", what, e.Const(_, Num()) as factor):
            return factor, what
        case _:
            return None


def _goes_on(op: str, operand: e.Expr) -> bool:
    """Whether a sum may be written on without parentheses around what stands before."""
    return op in ("+", "-") and isinstance(operand, e.Arith) and operand.op in ("+", "-")
