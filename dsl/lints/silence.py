"""Silencing a warning in the source: ``# allow W503: pasted from Excel`` or ``# 允许 W503：从表格粘贴``.

Behind a line it covers that line; on a line of its own, the line below it, or all of the statement that
begins there. Several warnings are separated by commas, and a warning may be called by its slug. A reason is
required, for whoever reads the policy in a year.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Final

from dsl.diagnostics.model import Diagnostic
from dsl.lean import dataclass
from dsl.source import Span
from dsl.syntax.build import BuiltFile
from dsl.syntax.nodes import CommentNode
from dsl.syntax.scan import FOLD

NOT_SILENCED: Final = frozenset({"W511", "W512"})  # what is wrong with a silence cannot be silenced

_SILENCE: Final = re.compile(
    r"#\s*(?:allow\s+|允许\s*)(?P<words>[A-Za-z][A-Za-z0-9-]*(?:\s*,\s*[A-Za-z][A-Za-z0-9-]*)*)\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_CODE: Final = re.compile(r"[A-Z]\d{3}")
_LIKE_A_SLUG: Final = 0.8


@dataclass(frozen=True, slots=True)
class Silence:
    """A comment that silences warnings.

    Attributes:
        span: the comment.
        codes: what it silences.
        stray: words in it that name no warning that can be silenced.
        reason: why; may be empty, which is reported.
        first, last: the lines it covers; none if last is before first.
    """

    span: Span
    codes: tuple[str, ...]
    stray: tuple[str, ...]
    reason: str
    first: int
    last: int

    def covers(self, diagnostic: Diagnostic) -> bool:
        """Whether it silences a warning."""
        span = diagnostic.span
        return diagnostic.code in self.codes and span.path == self.span.path and self.first <= span.line <= self.last


def is_silenced(diagnostic: Diagnostic, by: Iterable[Silence]) -> bool:
    """Whether any of some comments silences a warning."""
    return diagnostic.code not in NOT_SILENCED and any(silence.covers(diagnostic) for silence in by)


def silences(built: BuiltFile, codes: Mapping[str, str], lines: list[str]) -> list[Silence]:
    """The silences of a file; ``codes`` has the code of every slug."""
    ends = {s.span.line: s.span.end_line for s in built.file.statements}
    own_lines = {c.line for c in built.file.comments if c.own_line}
    found: list[Silence] = []
    for comment in built.file.comments:
        named = _named(comment.text, codes)
        if named is None:
            continue
        words, reason = named
        wanted = {word: codes.get(word.lower(), word.upper()) for word in words}
        known = {word: code for word, code in wanted.items() if code in codes.values() and code not in NOT_SILENCED}
        first, last = _covered(comment, ends, own_lines, lines)
        end = comment.column + len(comment.text)
        span = Span(built.file.path, comment.line, comment.column, comment.line, end)
        stray = tuple(word for word in words if word not in known)
        found.append(Silence(span, tuple(known.values()), stray, reason, first, last))
    return found


def _named(text: str, codes: Mapping[str, str]) -> tuple[list[str], str] | None:
    """What a comment allows, and why; None if it is only a comment that begins with that word."""
    folded = text.translate(FOLD)
    match = _SILENCE.match(folded)
    if match is None:
        return None
    words = [word.strip() for word in match["words"].split(",")]
    has_colon = match["rest"].startswith(":")
    is_meant = _CODE.fullmatch(words[0].upper()) or words[0].lower() in codes
    if not is_meant and not (has_colon and difflib.get_close_matches(words[0].lower(), codes, 1, _LIKE_A_SLUG)):
        return None
    return words, text[match.start("rest") + 1 :].strip() if has_colon else ""


def _covered(comment: CommentNode, ends: Mapping[int, int], own_lines: set[int], lines: list[str]) -> tuple[int, int]:
    if not comment.own_line:
        return comment.line, comment.line
    below = comment.line + 1
    while below in own_lines:
        below += 1
    if below > len(lines) or not lines[below - 1].strip():
        return below, below - 1
    return below, ends.get(below, below)
