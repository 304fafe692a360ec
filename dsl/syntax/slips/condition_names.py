"""Conditions that were taken for further names: 规则 甲 当年轻时, 产品 丁 如果年轻, ``offer o9 unless vip``.

Behind the name of a rule, an offer or a class any word is one more name of it. Where the statement has no
condition, such a word is likely the condition, and as a name it would let everybody in without a sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Arg, Diagnostic, Words
from dsl.source import Span
from dsl.syntax.slips.around import shown
from dsl.syntax.slips.stop import Stop
from dsl.syntax.slips.words import ELSE_WORDS, UNLESS_WORDS
from dsl.syntax.vocabulary import VOCABULARY

if TYPE_CHECKING:
    from lark import Token

_KINDS: Final = {
    "rule": Words("this rule", "这条规则"),
    "offer": Words("this offer", "这个产品"),
    "klass": Words("this class", "这个客群"),
}
_KIND_OF_HEAD: Final = {"RULE": "rule", "PRODUCT": "offer", "CLASS": "klass"}
_CONDITION_WORDS: Final = frozenset({"if", "when", "whenever", "where", "only", "for", "each", "every", "provided"})
_IF: Final = VOCABULARY.word("IF", "zh")  # no name has it inside
_BEGINS_A_CONDITION: Final = tuple("如果 假如 要是 除非 仅当 仅限 只有 只要 只对 凡是 针对 每逢".split())
# These begin names as well (对公贷款, 当日达), so what stands behind them has to be known.
_MAY_BEGIN_ONE: Final = ("当", "若", "凡", "对", "仅", "如", "按", "每", "非", "不")


def condition_as_name(
    path: str, kind: str, declared: Sequence[Token], names: AbstractSet[str], asked: AbstractSet[str] = frozenset()
) -> tuple[list[Token], Diagnostic] | None:
    """The names before a condition among those of a statement without one, and the diagnostic for it.

    Args:
        path: of the source.
        kind: the rule of the grammar: ``rule``, ``offer`` or ``klass``.
        declared: its names.
        names: everything that the policy declares.
        asked: what is a condition by itself, where ``then`` follows on the line of the names.
    """
    stem, glued, _ = declared[0].partition(_IF)
    span = _span(path, declared[0], declared[-1])
    is_plain = declared[0].end_column == span.column + len(declared[0])  # what stands in backquotes is meant as a name
    if stem and glued and is_plain:  # 推荐基金如果代发
        own = declared[0].update(value=stem)
        said = [str(declared[0]).removeprefix(stem), *map(str, declared[1:])]
        return [own], _diagnostic(kind, said, replace(span, column=span.column + len(stem)))
    for at in range(1, len(declared)):
        word = str(declared[at])
        second = kind == "rule" and any(former.isascii() == word.isascii() for former in declared[:at])
        if second or word in asked or _begins_a_condition(word, names, set(map(str, declared))):
            found = _diagnostic(kind, list(map(str, declared[at:])), _span(path, declared[at], declared[-1]))
            return list(declared[:at]), found
    return None


def condition_among_names(stop: Stop) -> Diagnostic | None:
    """The diagnostic for a condition that goes on as no name does: ``offer o1 when age > 60``."""
    kind, former = _KIND_OF_HEAD.get(stop.head or ""), stop.former
    if kind is None or former is None or former.terminal != "NEW" or former.line != stop.word.line:
        return None
    line = [raw for raw in stop.whole if raw.line == former.line and raw.kind != "newline"]
    own = frozenset(raw.text for raw in line)
    first = next((i for i, raw in enumerate(line) if i > 1 and _begins_a_condition(raw.text, stop.names, own)), None)
    if first is None or line[first].column > former.column:
        return None
    words = [shown(raw) for raw in line[first:]]
    return _diagnostic(kind, words, stop.place_to(line[first], line[-1]))


def _span(path: str, first: Token, last: Token) -> Span:
    return Span(path, first.line or 1, first.column or 1, last.end_line or 1, last.end_column or 2)


def _begins_a_condition(word: str, names: AbstractSet[str], own: AbstractSet[str]) -> bool:
    if word.lower() in _CONDITION_WORDS | UNLESS_WORDS | ELSE_WORDS or word.startswith(_BEGINS_A_CONDITION):
        return True
    if not word.startswith(_MAY_BEGIN_ONE):
        return False
    return any(len(name) > 1 and name in word[1:] for name in names if name not in own)


def _diagnostic(kind: str, words: Sequence[str], span: Span) -> Diagnostic:
    first = words[0]
    if first.lower() in ELSE_WORDS:
        return Diagnostic("E122", span, {"word": first})
    is_denied = first.lower() in UNLESS_WORDS or first.startswith("除非")
    args: dict[str, Arg] = {"found": " ".join(words), "kind": _KINDS[kind]}
    if is_denied or kind == "offer":
        args["what"] = "unless" if is_denied else "offer"
    return Diagnostic("E125", span, args)
