"""Conditions that were taken for further names: 规则 甲 当年轻时, 产品 丁 如果年轻, ``offer o9 unless vip``.

Behind the name of a rule, an offer or a class any word is one more name of it. Where the statement has no
condition, such a word is likely the condition, and as a name it would let everybody in without a sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Diagnostic, Words
from dsl.source import Span
from dsl.syntax.slips import ELSE_WORDS, UNLESS_WORDS

if TYPE_CHECKING:
    from lark import Token

_KINDS: Final = {
    "rule": Words("this rule", "这条规则"),
    "offer": Words("this offer", "这个产品"),
    "klass": Words("this class", "这个客群"),
}
_CONDITION_WORDS: Final = frozenset({"if", "when", "whenever", "where", "only", "for", "each", "every", "provided"})
_BEGINS_A_CONDITION: Final = tuple("如果 假如 要是 除非 仅当 仅限 只有 只要 只对 凡是 针对 每逢".split())
# These begin names as well (对公贷款, 当日达), so what stands behind them has to be known.
_MAY_BEGIN_ONE: Final = ("当", "若", "凡", "对", "仅", "如", "按", "每", "非", "不")


def condition_as_name(
    path: str, kind: str, declared: Sequence[Token], names: AbstractSet[str], asked: AbstractSet[str] = frozenset()
) -> tuple[int, Diagnostic] | None:
    """The diagnostic for a condition among the names of a statement without one, and which name it begins at.

    Args:
        path: of the source.
        kind: the rule of the grammar: ``rule``, ``offer`` or ``klass``.
        declared: its names.
        names: everything that the policy declares.
        asked: what is a condition by itself, where ``then`` follows on the line of the names.
    """
    for at in range(1, len(declared)):
        word = str(declared[at])
        second = kind == "rule" and any(former.isascii() == word.isascii() for former in declared[:at])
        if second or word in asked or _begins_a_condition(word, names, set(map(str, declared))):
            return at, _diagnostic(path, kind, declared[at:])
    return None


def _begins_a_condition(word: str, names: AbstractSet[str], own: AbstractSet[str]) -> bool:
    if word.lower() in _CONDITION_WORDS | UNLESS_WORDS | ELSE_WORDS or word.startswith(_BEGINS_A_CONDITION):
        return True
    if not word.startswith(_MAY_BEGIN_ONE):
        return False
    return any(len(name) > 1 and name in word[1:] for name in names if name not in own)


def _diagnostic(path: str, kind: str, words: Sequence[Token]) -> Diagnostic:
    first, last = words[0], words[-1]
    span = Span(path, first.line or 1, first.column or 1, last.end_line or 1, last.end_column or 2)
    found = " ".join(words)
    if first.lower() in ELSE_WORDS:
        return Diagnostic("E122", span, {"word": str(first)})
    is_denied = first.lower() in UNLESS_WORDS or first.startswith("除非")
    what = {"what": "unless"} if is_denied else {}
    return Diagnostic("E125", span, {"found": found, "kind": _KINDS[kind], **what})
