"""A first policy over a drafted record: a ladder, a class, an offer with its rule, a test. Small, and to be edited."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final

from dsl.format.writer import is_word, quoted
from dsl.lean import dataclass
from dsl.syntax.vocabulary import LANGS
from engine.draft import figures
from engine.draft.fit import field_of
from engine.draft.header import hints_of
from engine.draft.record import comment, spelt, value_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dsl.syntax.vocabulary import Lang
    from engine.draft.record import DraftField

# Names of the policy, in both languages; fields may not be called so.
LADDER: Final[Mapping[Lang, str]] = {"en": "customer_tier", "zh": "客户层级"}
RUNGS: Final[Mapping[Lang, tuple[str, ...]]] = {
    "en": ("basic", "silver", "gold", "platinum"),
    "zh": ("普通", "潜力", "优质", "核心"),
}
CLASS: Final[Mapping[Lang, str]] = {"en": "example_class", "zh": "示例客群"}
OFFER: Final[Mapping[Lang, str]] = {"en": "example_offer", "zh": "示例产品"}
RULE: Final[Mapping[Lang, str]] = {"en": "example_rule", "zh": "示例规则"}
NAMES: Final = frozenset(
    name for lang in LANGS for name in (LADDER[lang], *RUNGS[lang], CLASS[lang], OFFER[lang], RULE[lang])
)
_PARTS: Final = (Fraction(1, 2), Fraction(4, 5), Fraction(19, 20))
_NUMERIC: Final = frozenset({"money", "whole", "number", "days"})
_FEWEST: Final = 10  # different values that make a ladder worth having
_BEST_SHARE: Final = Fraction(2, 5)  # of the customers in a class
_LEAST: Final = Fraction(1, 20)
_MOST: Final = Fraction(4, 5)
_MOST_LISTED: Final = 12


@dataclass(frozen=True)
class Column:
    """A field and what was seen of it.

    Attributes:
        field: as the record has it.
        counts: its numbers in whole units, or its answers, and how often each was seen.
        missing: how many cells had none.
    """

    field: DraftField
    counts: Counter[object]
    missing: int

    @cached_property
    def numbers(self) -> Counter[Fraction]:
        """Its numbers."""
        return Counter({value: times for value, times in self.counts.items() if isinstance(value, Fraction)})


@dataclass(frozen=True, slots=True)
class _Condition:
    """What a class is.

    Attributes:
        text: in words of the policy.
        given: a customer of a test who belongs to it.
        share: of the customers who do.
        column: that it is about.
        plainness: the plainest is 0.
        outside: a customer who only just does not belong to it; empty if there is no such thing.
    """

    text: str
    given: str
    share: Fraction
    column: str
    plainness: int = 0
    outside: str = ""


def policy_text(name: str, columns: list[Column], lang: Lang) -> str:
    """The file with the policy; ``name`` is its own."""
    return _Draft(columns, lang).text(name)


class _Draft:
    def __init__(self, columns: list[Column], lang: Lang) -> None:
        self._lang: Lang = lang
        self._columns = columns
        self._measure = _measure(columns)
        self._lines = _lines(self._measure, _PARTS) if self._measure else []
        if not self._lines:
            self._measure = None
        self._class = self._condition()

    def _say(self, en: str, zh: str) -> str:
        return zh if self._lang == "zh" else en

    def text(self, name: str) -> str:
        say = self._say
        out = comment(
            say(
                "A first policy, drafted by `tiercel new`: a place to start from, not advice.",
                "第一版政策，由 tiercel new 起草：只是起点，不是建议。",
            )
        )
        out += ["", f"{say('policy', '政策')} {spelt(name)} {quoted(say('First draft', '第一稿'))}", ""]
        for block in (self._tiers(), self._klass(), self._offer(), self._rule(), self._test(), self._boundaries()):
            out += [*block, ""] if block else []
        return "\n".join(out[:-1]) + "\n"

    # --- statements ---

    def _tiers(self) -> list[str]:
        measure, lang = self._measure, self._lang
        if measure is None:
            return []
        known = measure.numbers.total()
        above = [Fraction(100 * sum(n for v, n in measure.numbers.items() if v >= line), known) for line in self._lines]
        shares = self._say(", ", "、").join(f"{max(1, round(float(share)))}%" for share in above)
        name = spelt(measure.field.naming.name)
        out = comment(
            self._say(
                f"Lines are round figures; {shares} of the customers reach them."
                " Next: name the tiers as your bank does and set the lines that you want.",
                f"各档门槛取整数；达到的客户依次占 {shares}。下一步：换成本行的层级名称和门槛。",
            )
        )
        out.append(f"{self._say('tiers', '分层')} {LADDER[lang]} {self._say('by', '按')} {name}")
        rungs = RUNGS[lang][: len(self._lines) + 1]
        out.append(f"  {rungs[0]}")
        start = self._say("from", "从")
        lines = zip(rungs[1:], self._lines, strict=True)
        return [*out, *(f"  {rung} {start} {self._shown(measure, line)}" for rung, line in lines)]

    def _klass(self) -> list[str]:
        if self._class is None:
            return []
        share = f"{round(float(100 * self._class.share))}%"
        return [
            *comment(
                self._say(
                    f"{share} of the customers. Next: say who belongs together, and call them what they are.",
                    f"约占客户的 {share}。下一步：写明哪些客户属于一类，并起一个贴切的名称。",
                )
            ),
            f"{self._say('class', '客群')} {CLASS[self._lang]} {self._say('if', '如果')} {self._class.text}",
        ]

    def _offer(self) -> list[str]:
        return [
            *comment(
                self._say(
                    "Next: what do you offer, and by which channels? Declare them with `channels phone, sms`"
                    " and write `via phone` below.",
                    "下一步：推荐什么产品，走哪些渠道？先写“渠道 电话, 短信”，再在下面加“渠道 电话”。",
                )
            ),
            f"{self._say('offer', '推荐')} {OFFER[self._lang]}",
            f"  {self._say('priority', '优先级')} 50",
        ]

    def _rule(self) -> list[str]:
        say, conditions = self._say, []
        if self._measure is not None and not self._is_of_measure:
            conditions.append(f"{LADDER[self._lang]} >= {self._rung}")
        if self._class is not None:
            conditions.append(CLASS[self._lang])
        out = comment(
            say(
                "Next: write the conditions as you would say them, and the reason your colleagues should read.",
                "下一步：把条件写成平时说的话，并写明给同事看的理由。",
            )
        )
        out.append(f"{say('rule', '规则')} {RULE[self._lang]}")
        if conditions:
            out.append(f"  {say('if', '如果')} {say(' and ', ' 且 ').join(conditions)}")
        then = say("then ", "则 ") if conditions else ""
        out.append(f"  {then}{say('offer', '推荐')} {OFFER[self._lang]}")
        if self._measure is not None:
            name = self._measure.field.naming.name
            slot = " " * name.isascii() + f"{{{{ {name} }}}}" if is_word(name) else ""
            out.append(f"  {say('because', '因为')} {quoted(name + slot)}")
        return out

    def _test(self) -> list[str]:
        say, given, expected = self._say, [], []
        if self._measure is not None:
            line = self._lines[RUNGS[self._lang].index(self._rung) - 1]
            given.append(f"{spelt(self._measure.field.naming.name)} {self._shown(self._measure, line)}")
            expected.append(f"{say('tier', '层级')} {self._rung}")
        if self._class is not None:
            given += [self._class.given] if self._class.given else []
            expected.append(f"{say('class', '客群')} {CLASS[self._lang]}")
        source = say("from", "来自")
        expected.append(f"{say('offer', '推荐')} {OFFER[self._lang]} {source} {RULE[self._lang]}")
        out = comment(
            say(
                "A test starts from the typical customer of the record and says what is different.",
                "测试从客户记录里的典型客户出发，只写不同之处。",
            )
        )
        out.append(f"{say('test', '测试')} {quoted(RULE[self._lang])}")
        out += [f"  {say('given', '已知')} {', '.join(given)}"] if given else []
        out.append(f"  {say('expect', '期望')} {', '.join(expected)}")
        if self._class is not None and self._class.outside:
            name = CLASS[self._lang]
            title = say(f"not {name}", f"不是{name}")
            out += ["", f"{say('test', '测试')} {quoted(title)}"]
            out += [
                f"  {say('given', '已知')} {self._class.outside}",
                f"  {say('expect no class', '期望 非 客群')} {name}",
            ]
        return out

    def _boundaries(self) -> list[str]:
        """A case on either side of every line."""
        measure, say = self._measure, self._say
        if measure is None:
            return []
        rungs, unit = RUNGS[self._lang], Fraction(1, 10 ** field_of(measure.field.guess).places)
        rows = [
            f"  | {value_text(value, measure.field.guess, self._lang)} => {rung} |"
            for line, below, rung in zip(self._lines, rungs, rungs[1:], strict=False)
            for value, rung in ((line - unit, below), (line, rung))
        ]
        header = f"  | {spelt(measure.field.naming.name)} => {LADDER[self._lang]} |"
        return [f"{say('test', '测试')} {quoted(say('lines', '门槛'))}", header, *rows]

    # --- what they speak of ---

    @property
    def _rung(self) -> str:
        """The tier from which the offer is made: the last but one, if there are so many and the class leaves room."""
        return RUNGS[self._lang][len(self._lines) if self._is_of_measure else max(1, len(self._lines) - 1)]

    @property
    def _is_of_measure(self) -> bool:
        """Whether the class is about the measure of the ladder, for want of anything else."""
        return self._class is not None and self._class.column == self._measured

    @property
    def _measured(self) -> str | None:
        return self._measure.field.guess.column if self._measure else None

    def _shown(self, column: Column, value: Fraction) -> str:
        guess = column.field.guess
        if guess.declared == "money":
            return figures.amount_of(value, guess.currency, self._lang)
        return figures.plain(value) + (self._say(" days", "天") if guess.declared == "days" else "")

    def _condition(self) -> _Condition | None:
        """The most telling answer, value or number that makes a class of middling size."""
        found = [
            condition
            for column in self._columns
            if column.field.guess.column != self._measured and (condition := self._of(column)) is not None
        ]
        if found:
            return min(
                found,
                key=lambda one: (not _LEAST <= one.share <= _MOST, one.plainness, abs(one.share - _BEST_SHARE)),
            )
        if self._measure is None or not self._lines:
            return None
        line, rung = self._lines[-1], RUNGS[self._lang][len(self._lines)]
        share = _share(self._measure, lambda value: isinstance(value, Fraction) and value >= line)
        return _Condition(f"{LADDER[self._lang]} {self._say('is', '是')} {rung}", "", share, self._measured or "")

    def _of(self, column: Column) -> _Condition | None:
        guess, name = column.field.guess, spelt(column.field.naming.name)
        if not column.counts:
            return None
        match guess.declared:
            case "yes_no":
                share = _share(column, lambda value: value is True)
                return _Condition(name, name, share, guess.column) if share else None
            case "one_of" if len(guess.values) <= _MOST_LISTED:
                value, _ = column.counts.most_common(1)[0]
                text = value_text(str(value), guess, self._lang)
                share = _share(column, lambda other: other == value)
                return _Condition(f"{name} {self._say('is', '是')} {text}", f"{name} {text}", share, guess.column, 1)
            case "whole" if len(column.counts) >= _FEWEST and not hints_of(guess.column).id:
                lines = _lines(column, _PARTS[:1])
                if not lines:
                    return None
                share = _share(column, lambda value: isinstance(value, Fraction) and value >= lines[0])
                shown = self._shown(column, lines[0])
                outside = f"{name} {figures.plain(lines[0] - 1)}"
                return _Condition(f"{name} >= {shown}", f"{name} {shown}", share, guess.column, 2, outside)
            case _:
                return None


def _lines(column: Column, parts: tuple[Fraction, ...]) -> list[Fraction]:
    return figures.lines(column.numbers, parts, whole=column.field.guess.declared in ("whole", "days"))


def _share(column: Column, test: Callable[[object], bool]) -> Fraction:
    counts = column.counts
    return Fraction(sum(n for value, n in counts.items() if test(value)), counts.total() + column.missing)


def _measure(columns: list[Column]) -> Column | None:
    """The column that a ladder is likeliest wanted for: money before numbers, with many values and few gaps."""
    best = [column for column in columns if column.field.guess.declared in _NUMERIC and len(column.counts) >= _FEWEST]
    best = best or [column for column in columns if column.field.guess.declared in _NUMERIC and len(column.counts) > 1]

    def worth(column: Column) -> tuple[bool, bool, Fraction]:
        known = column.counts.total()
        full = Fraction(known, known + column.missing)
        is_days = column.field.guess.declared == "days"
        return (column.field.guess.declared == "money", full * 2 > 1 and not is_days, full * len(column.counts))

    return max(best, key=worth, default=None)
