"""What terminals are called in messages, and how they are written."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Final

from dsl.diagnostics.model import Words
from dsl.syntax.vocabulary import HEADS, VOCABULARY, Lang

ACTIONS: Final = frozenset({"TIER", "OFFER", "CLASS", "ADD", "TASK", "EXCLUDE"})
_VALUE: Final = frozenset(
    "NAME NUMBER QUANTITY STRING DATE LPAR MINUS MULT TODAY TIER YES NOT_YES MIN MAX NOT DAYS_SINCE MONTHS_SINCE"
    " YEARS_SINCE EVERY_YEAR ONE_UNIT".split()
)
_COMPARISON: Final = frozenset("CMP EQ IS IN CONTAINS STARTS WITHIN FROM NOT".split())
# What may go on with a value that is whole already: true, and never what a reader misses.
_CONTINUES: Final = frozenset(
    "PLUS MINUS STAR SLASH DEFAULT DOT ROUND_DOWN ROUND_UP ROUND_HALF ANNIVERSARY OF ITS EACH_FULL AGO INSIDE".split()
)
# What moves a day. It may stand behind any amount, as far as the grammar knows, and is never what is missing there.
_MOVES: Final = frozenset({"BEFORE", "AFTER", "EARLIER", "LATER"})
# What else may begin an outcome, and is not what a reader misses: what points are counted by, and a promise.
_SELDOM: Final = frozenset({"LPAR", "MIN", "MAX", "NEVER"})
_MARKS: Final = {
    "EQ": Words("`=`", "`=`"), "COMMA": Words("a comma", "逗号"), "LPAR": Words("`(`", "`(`"),
    "RPAR": Words("`)`", "`)`"), "_NL": Words("a new line", "换行"), "$END": Words("the end", "结束"),
    "NAME": Words("a name", "一个名称"), "NEW": Words("a new name", "一个新名称"),
    "STRING": Words("a text in quotes", "带引号的文字"),
    "DATE": Words("a date such as 2026-06-01", "日期（如 2026-06-01）"),
    "NUMBER": Words("a number", "数字"), "QUANTITY": Words("an amount", "数额"), "CMP": Words("a comparison", "比较"),
    "DOT": Words("`.`", "`.`"), "MINUS": Words("`-`", "`-`"), "SLASH": Words("`/`", "`/`"),
    "MULT": Words("a multiple such as 3x", "倍数（如 3倍）"), "PLUS": Words("`+`", "`+`"), "STAR": Words("`*`", "`*`"),
    "ITS": Words("`的`", "`的`"), "EARLIER": Words("`前`", "`前`"), "LATER": Words("`后`", "`后`"),
    "DAY_OF_YEAR": Words("a day such as 5 April", "一年里的一天（如 4月5日）"),
    "ONE_UNIT": Words("`month`", "`一个月`"),
}  # fmt: skip
_TYPES: Final = frozenset({"T_TEXT", "T_DATE", "T_MONEY", "T_KEY", "ONE_OF"})
_TYPES_IN_WORDS: Final = Words(
    "a type (`text`, `yes/no`, `date`, `whole`, `number`, `percent`, `money`, `days`, `one of …` or `key`)",
    "一个类型（`文本`、`是/否`、`日期`、`整数`、`数值`、`百分比`、`金额`、`天数`、`取值 …`或`主键`）",
)
_SIGNS: Final = {"EQ": "=", "COMMA": ","}
_SHOWN: Final = 6


def describe(terminals: AbstractSet[str]) -> tuple[Words, ...]:
    """A short list of what could stand here, values and comparisons summed up."""
    if terminals >= HEADS - {"PROFILE"}:
        return (Words("a statement such as `rule`, `class`, `if`", "一句政策，如“规则”“客群”“如果”"),)
    left = set(terminals) - _MOVES - {"BAD"}
    if "_NL" in left:
        left.discard("$END")
    out: list[Words] = []
    if {"NAME", "NUMBER", "LPAR"} <= left:
        out.append(Words("a value", "一个值"))
        left -= _VALUE
    if left >= _TYPES:
        out.append(_TYPES_IN_WORDS)
        left -= {terminal for terminal in left if terminal.startswith("T_")} | {"YES", "ONE_OF"}
    if {"CMP", "IS"} <= left:
        out.append(Words("a comparison", "比较"))
        left -= _COMPARISON
    if {"OFFER", "TIER", "TASK", "ADD"} <= left:
        out.append(Words("an outcome such as `offer`, `tier` or `class`", "一个结果，如“推荐”“层级”“客群”"))
        left -= ACTIONS | _SELDOM | {"NAME"}
    left = left - _CONTINUES or left
    return tuple(out + [called(t) for t in sorted(left, key=_rank)])[:_SHOWN]


def _rank(terminal: str) -> tuple[int, str]:
    order = {"THEN": 0, "AND": 1, "OR": 2, "IF": 1, "COMMA": 3, "$END": 4, "_NL": 8, "NEW": 7}
    return order.get(terminal, 5), terminal


def called(terminal: str) -> Words:
    """What a terminal is called."""
    if terminal in _MARKS:
        return _MARKS[terminal]
    return Words(f"`{VOCABULARY.word(terminal, 'en')}`", f"`{VOCABULARY.word(terminal, 'zh')}`")


def written(terminal: str, lang: Lang) -> str:
    """How a keyword or sign is written."""
    return _SIGNS.get(terminal) or VOCABULARY.word(terminal, lang)


def keywords(terminals: AbstractSet[str]) -> list[str]:
    """The words that one of the terminals begins, in both languages."""
    words = [word for word, readings in VOCABULARY.readings.items() if any(r[0] in terminals for r in readings)]
    return words + ([">", ">=", "<", "<=", "="] if "CMP" in terminals else [])


def outcome_word(text: str) -> str | None:
    """The word for an outcome that a text begins with, in unspaced Chinese too."""
    if VOCABULARY.heads(text) & ACTIONS:
        return text
    words = [w for t in ACTIONS for w in VOCABULARY.words[t, "zh"] if text.startswith(w) and len(w) > 1]
    return max(words, key=len, default=None)
