"""Syntax errors in words: what could stand here, what stands there, and the nearest word that was meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Set as AbstractSet
from typing import Final

from dsl.diagnostics.model import Diagnostic, Words
from dsl.source import Span
from dsl.syntax.lexer import Word
from dsl.syntax.scan import FOLD, Raw
from dsl.syntax.vocabulary import HEADS, SUFFIX_COMPARISONS, VOCABULARY

_VALUE: Final = frozenset(
    "NAME NUMBER QUANTITY STRING DATE LPAR MINUS MULT TODAY TIER YES NOT_YES MIN MAX NOT DAYS_SINCE MONTHS_SINCE"
    " YEARS_SINCE".split()
)
_COMPARISON: Final = frozenset("CMP EQ IS IN CONTAINS STARTS WITHIN FROM".split())
_ARITHMETIC: Final = frozenset(
    "PLUS MINUS STAR SLASH DEFAULT DOT ROUND_DOWN ROUND_UP ROUND_HALF ANNIVERSARY NOT COMMA".split()
)
_MARKS: Final = {
    "EQ": Words("`=`", "`=`"), "COMMA": Words("a comma", "逗号"), "LPAR": Words("`(`", "`(`"),
    "RPAR": Words("`)`", "`)`"), "_NL": Words("a new line", "换行"), "$END": Words("the end of the statement", "句子结束"),
    "NAME": Words("a name", "一个名称"), "NEW": Words("a new name", "一个新名称"), "STRING": Words("a text in quotes", "带引号的文字"),
    "DATE": Words("a date such as 2026-06-01", "日期,如 2026-06-01"), "NUMBER": Words("a number", "数字"),
    "QUANTITY": Words("an amount", "数额"), "CMP": Words("a comparison", "比较"), "DOT": Words("`.`", "`.`"),
    "MINUS": Words("`-`", "`-`"), "SLASH": Words("`/`", "`/`"), "MULT": Words("a multiple such as 3x", "倍数,如 3倍"),
    "PLUS": Words("`+`", "`+`"), "STAR": Words("`*`", "`*`"),
}  # fmt: skip
_SHOWN: Final = 6
_CLOSE: Final = 0.6


def describe(terminals: AbstractSet[str]) -> tuple[Words, ...]:
    """A short list of what could stand here, values and comparisons summed up."""
    left = set(terminals)
    out: list[Words] = []
    if {"NAME", "NUMBER", "LPAR"} <= left:
        out.append(Words("a value", "一个值"))
        left -= _VALUE
    if {"CMP", "IS"} <= left:
        out.append(Words("a comparison", "比较"))
        left -= _COMPARISON
        left -= _ARITHMETIC
    if left >= HEADS - {"PROFILE"}:
        return (Words("a statement such as `rule`, `class`, `if`", "一句政策,如 `规则`、`客群`、`如果`"),)
    words = [_word(t) for t in sorted(left - {"BAD"}, key=_rank)]
    return tuple(out + words)[:_SHOWN]


def _rank(terminal: str) -> tuple[int, str]:
    order = {"THEN": 0, "AND": 1, "OR": 2, "IF": 1, "$END": 9, "_NL": 8}
    return order.get(terminal, 5), terminal


def _word(terminal: str) -> Words:
    if terminal in _MARKS:
        return _MARKS[terminal]
    return Words(f"`{VOCABULARY.word(terminal, 'en')}`", f"`{VOCABULARY.word(terminal, 'zh')}`")


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like a misspelt word, if one is like it at all."""
    found = difflib.get_close_matches(word.lower(), [c for c in candidates if c], 1, _CLOSE)
    if found:
        return found[0]
    if not word.isascii():  # one wrong character in a short Chinese word is still a likely slip
        for candidate in candidates:
            if len(candidate) == len(word) > 1 and sum(a != b for a, b in zip(candidate, word, strict=True)) == 1:
                return candidate
    return None


def unexpected(path: str, word: Word, terminals: AbstractSet[str], names: AbstractSet[str]) -> Diagnostic:
    """The diagnostic for a word the parser cannot take."""
    span = Span(path, word.line, word.column, word.line, max(word.end, word.column + 1))
    if word.terminal == "BAD":
        return _fault(span, word.raw)
    candidates = [w for t in terminals for w in _keywords(t)]
    if "NAME" in terminals:
        candidates += list(names)
    near = nearest(word.text, candidates) if word.text and word.terminal in ("NAME", "NEW") else None
    if terminals >= HEADS - {"PROFILE"}:
        near = nearest(word.text, [w for t in HEADS for w in _keywords(t)])
        args = {"word": word.text} | ({"near": near} if near else {})
        return Diagnostic("E110", span, args, fix=near)
    if word.terminal == "_NL" or not word.text:
        return Diagnostic("E114", span, {"expected": describe(terminals)})
    args = {"expected": describe(terminals), "found": word.text} | ({"near": near} if near else {})
    return Diagnostic("E101", span, args, fix=near)


def ended(path: str, last: Raw, terminals: AbstractSet[str]) -> Diagnostic:
    """The diagnostic for a statement or cell that stops too early."""
    return Diagnostic("E114", Span(path, last.line, last.end, last.line, last.end + 1), {"expected": describe(terminals)})


def _keywords(terminal: str) -> tuple[str, ...]:
    return VOCABULARY.words.get((terminal, "en"), ()) + VOCABULARY.words.get((terminal, "zh"), ())


def _fault(span: Span, raw: Raw) -> Diagnostic:
    text = raw.text
    match raw.fault:
        case "unclosed" | "unclosed_name":
            return Diagnostic("E102", span)
        case "thousands":
            return Diagnostic("E103", span, {"found": text}, fix=text.replace(",", "_"))
        case "month":
            return Diagnostic("E104", span, {"found": text}, fix=text.removesuffix("月") + "个月")
        case "glued":
            return Diagnostic("E105", span, {"found": text})
        case "suffix":
            suffix = max((s for s in SUFFIX_COMPARISONS if text.endswith(s)), key=len)
            fix = f"{SUFFIX_COMPARISONS[suffix]} {text.removesuffix(suffix)}"
            return Diagnostic("E106", span, {"found": text, "suffix": suffix, "fix": fix}, fix=fix)
        case _:
            return Diagnostic("E107", span, {"found": text.translate(FOLD)})
