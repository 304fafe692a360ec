"""Where the comments of a statement go: each stays with what it stood above or beside."""

from __future__ import annotations

from collections.abc import Iterable

from dsl.format.layout import CLAUSE_BREAK, Line, Segment, Segments
from dsl.syntax.nodes import CommentNode


def attach(lines: list[Line], comments: Iterable[CommentNode]) -> list[CommentNode]:
    """Attach the comments of a statement to its segments; returns those that stand below everything."""
    segments = [s for line in lines for s in line.segments]
    below: list[CommentNode] = []
    for comment in comments:
        here = [s for s in segments if s.first <= comment.line <= s.last]
        if here and not comment.own_line:
            here[-1].beside.append(comment)
            continue
        # One in the middle of a segment goes above it; one beside a lone keyword, above what follows.
        following = here[:1] or _following(segments, comment.line)
        if following:
            following[0].above.append(comment)
        else:
            below.append(comment)
    for line in lines:
        if line.swaps:
            _around(line.segments)
    return below


def _around(segments: Segments) -> None:
    """Comments between two clauses go above both, or behind them: in the other language something else is between."""
    second = next(at for at, segment in enumerate(segments) if segment.depth == CLAUSE_BREAK)
    first, last, ends, begins = segments[0], segments[-1], segments[second - 1], segments[second]
    last.beside = sorted(ends.beside + last.beside, key=lambda comment: comment.line)
    first.above += begins.above
    ends.beside, begins.above = [], []
    for segment in segments:
        first.above += segment.beside[:-1]
        del segment.beside[:-1]


def _following(segments: list[Segment], line: int) -> list[Segment]:
    """The first segment, as printed, of those that begin soonest behind a source line."""
    later = [s for s in segments if s.first > line]
    soonest = min((s.first for s in later), default=0)
    return [s for s in later if s.first == soonest][:1]
