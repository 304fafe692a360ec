"""Syntax errors in words: what could stand here, what stands there, and the nearest word that was meant."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Final

from dsl.diagnostics.model import Arg, Diagnostic, Words
from dsl.source import Span
from dsl.syntax.faults import fault
from dsl.syntax.habits import ACTIONS, Stop, habit
from dsl.syntax.lexer import Word
from dsl.syntax.nearest import nearest
from dsl.syntax.scan import Raw
from dsl.syntax.vocabulary import CLAUSES, HEADS, VOCABULARY

_VALUE: Final = frozenset(
    "NAME NUMBER QUANTITY STRING DATE LPAR MINUS MULT TODAY TIER YES NOT_YES MIN MAX NOT DAYS_SINCE MONTHS_SINCE"
    " YEARS_SINCE".split()
)
_COMPARISON: Final = frozenset("CMP EQ IS IN CONTAINS STARTS WITHIN FROM NOT".split())
# What may go on with a value that is whole already: true, and never what a reader misses.
_CONTINUES: Final = frozenset("PLUS MINUS STAR SLASH DEFAULT DOT ROUND_DOWN ROUND_UP ROUND_HALF ANNIVERSARY OF".split())
_MARKS: Final = {
    "EQ": Words("`=`", "`=`"), "COMMA": Words("a comma", "逗号"), "LPAR": Words("`(`", "`(`"),
    "RPAR": Words("`)`", "`)`"), "_NL": Words("a new line", "换行"), "$END": Words("the end", "结束"),
    "NAME": Words("a name", "一个名称"), "NEW": Words("a new name", "一个新名称"),
    "STRING": Words("a text in quotes", "带引号的文字"),
    "DATE": Words("a date such as 2026-06-01", "日期（如 2026-06-01）"),
    "NUMBER": Words("a number", "数字"), "QUANTITY": Words("an amount", "数额"), "CMP": Words("a comparison", "比较"),
    "DOT": Words("`.`", "`.`"), "MINUS": Words("`-`", "`-`"), "SLASH": Words("`/`", "`/`"),
    "MULT": Words("a multiple such as 3x", "倍数（如 3倍）"), "PLUS": Words("`+`", "`+`"), "STAR": Words("`*`", "`*`"),
}  # fmt: skip
_SHOWN: Final = 6
_VERY_CLOSE: Final = 0.75  # for a word that may as well be a name


def describe(terminals: AbstractSet[str]) -> tuple[Words, ...]:
    """A short list of what could stand here, values and comparisons summed up."""
    if terminals >= HEADS - {"PROFILE"}:
        return (Words("a statement such as `rule`, `class`, `if`", "一句政策，如“规则”“客群”“如果”"),)
    left = set(terminals) - {"BAD"}
    if "_NL" in left:
        left.discard("$END")
    out: list[Words] = []
    if {"NAME", "NUMBER", "LPAR"} <= left:
        out.append(Words("a value", "一个值"))
        left -= _VALUE
    if {"CMP", "IS"} <= left:
        out.append(Words("a comparison", "比较"))
        left -= _COMPARISON
    if {"OFFER", "TIER", "TASK", "ADD"} <= left:
        out.append(Words("an outcome such as `offer`, `tier` or `class`", "一个结果，如“推荐”“层级”“客群”"))
        left -= ACTIONS | {"NAME"}
    left = left - _CONTINUES or left
    return tuple(out + [_word(t) for t in sorted(left, key=_rank)])[:_SHOWN]


def _rank(terminal: str) -> tuple[int, str]:
    order = {"THEN": 0, "AND": 1, "OR": 2, "IF": 1, "COMMA": 3, "$END": 4, "_NL": 8, "NEW": 7}
    return order.get(terminal, 5), terminal


def _word(terminal: str) -> Words:
    if terminal in _MARKS:
        return _MARKS[terminal]
    return Words(f"`{VOCABULARY.word(terminal, 'en')}`", f"`{VOCABULARY.word(terminal, 'zh')}`")


def unexpected(stop: Stop, names: AbstractSet[str]) -> Diagnostic:
    """The diagnostic for a word the parser cannot take."""
    span, word, terminals = stop.place(), stop.word, stop.terminals
    at_margin = terminals >= HEADS - {"PROFILE"}
    is_prose = at_margin and word.raw.fault == "long" and not word.text.startswith(tuple(keywords(HEADS)))
    if word.terminal == "BAD" and not is_prose:
        return fault(span, word.raw)
    if at_margin:
        return _no_statement(span, word)
    known = habit(stop)
    if known is not None:
        return known
    if word.terminal == "_NL" or not word.text:
        return Diagnostic("E114", span, {"expected": describe(terminals)})
    if terminals <= {"$END"}:
        return Diagnostic("E101", span, {"what": "end", "found": word.text})
    candidates = keywords(terminals)
    if "NAME" in terminals:
        candidates += list(names)
    near = nearest(word.text, candidates) if word.terminal in ("NAME", "NEW") else None
    args: dict[str, Arg] = {"expected": describe(terminals), "found": word.text}
    return Diagnostic("E101", span, args | ({"near": near} if near else {}), fix=near)


def misspelt(stop: Stop) -> Diagnostic | None:
    """The diagnostic for a word that was taken for a name but is nearly a keyword; None if it is not."""
    word = stop.word
    near = nearest(word.text, keywords(stop.terminals), _VERY_CLOSE)
    if near is None or word.text.lower() in VOCABULARY.readings:
        return None
    args: dict[str, Arg] = {"expected": describe(stop.terminals), "found": word.text, "near": near}
    return Diagnostic("E101", stop.place(), args, fix=near)


def _no_statement(span: Span, word: Word) -> Diagnostic:
    heads = VOCABULARY.heads(word.text)
    if heads & CLAUSES:
        return Diagnostic("E123", span, {"word": word.text, "what": "clause"})
    near = nearest(word.text, keywords(HEADS)) if word.text else None
    return Diagnostic("E110", span, {"word": word.text} | ({"near": near} if near else {}), fix=near)


def ended(path: str, last: Raw, terminals: AbstractSet[str]) -> Diagnostic:
    """The diagnostic for a statement or cell that stops too early."""
    span = Span(path, last.line, last.end, last.line, last.end + 1)
    if "THEN" in terminals:
        return Diagnostic("E119", span, {"what": "end"})
    return Diagnostic("E114", span, {"expected": describe(terminals)})


def keywords(terminals: AbstractSet[str]) -> list[str]:
    """The words that one of the terminals begins, in both languages."""
    return [word for word, readings in VOCABULARY.readings.items() if any(r[0] in terminals for r in readings)]
