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
"""Prints a statement with some names in backquotes; returns its lines, and the names that are in none."""


def readable(prints: Print, expected: n.AnyStatement, known: AbstractSet[str]) -> list[str] | None:
    """The lines of a statement that read back as the one expected; None if none do."""
    lines, names = prints(frozenset())
    if reads_back(lines, expected, known):
        return lines
    guarded = frozenset(names)
    lines, _ = prints(guarded)
    if not reads_back(lines, expected, known):
        return None
    for name in names:
        attempt, _ = prints(guarded - {name})
        if reads_back(attempt, expected, known):
            lines, guarded = attempt, guarded - {name}
    return lines


def reads_back(lines: list[str], expected: n.AnyStatement, known: AbstractSet[str]) -> bool:
    """Whether lines parse to one statement, the one expected, that shows its names and needs no cutting."""
    scanned = outline(Source("", "\n".join(lines)))
    built = build(scanned, scanned.names | known)
    if built.diagnostics or built.cut or built.file.statements != (expected,):
        return False
    declared = {name for _, names in declarations(expected) for name in names if is_word(name)}
    return declared <= scanned.names
