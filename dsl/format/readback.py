"""A statement printed with no more backquotes than it needs to be read back as it was.

Keywords are soft and unspaced text is cut, so whether a name needs its backquotes depends on all that stands
around it. That is not predicted but tried.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from collections.abc import Set as AbstractSet

from dsl.format.names import declarations
from dsl.format.writer import is_word
from dsl.source import Source
from dsl.syntax import nodes as n
from dsl.syntax.build import build
from dsl.syntax.parse import outline

Print = Callable[[AbstractSet[str]], tuple[list[str], Collection[str]]]
"""Prints a statement with some doubtful names bare; returns its lines, and all names that are doubtful."""


def readable(prints: Print, expected: n.AnyStatement, known: AbstractSet[str]) -> list[str] | None:
    """The lines of a statement that read back as the one expected; None if none do."""
    lines, doubted = prints(frozenset())
    if doubted:
        barest, _ = prints(frozenset(doubted))
        if reads_back(barest, expected, known):
            return barest
    if not reads_back(lines, expected, known):
        return None
    bare: frozenset[str] = frozenset()
    for name in doubted:
        attempt, _ = prints(bare | {name})
        if reads_back(attempt, expected, known):
            lines, bare = attempt, bare | {name}
    return lines


def reads_back(lines: list[str], expected: n.AnyStatement, known: AbstractSet[str]) -> bool:
    """Whether lines parse to one statement, the one expected, that shows its names and needs no cutting."""
    scanned = outline(Source("", "\n".join(lines)))
    built = build(scanned, scanned.names | known)
    if built.diagnostics or built.cut or built.file.statements != (expected,):
        return False
    declared = {name for _, names in declarations(expected) for name in names if is_word(name)}
    return declared <= scanned.names
