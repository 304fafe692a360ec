"""Where the comments of a statement go: each stays with what it stood above or beside."""

from __future__ import annotations

from collections.abc import Iterable

from dsl.format.layout import Line, Segment
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
    return below


def _following(segments: list[Segment], line: int) -> list[Segment]:
    """The first segment, as printed, of those that begin soonest behind a source line."""
    later = [s for s in segments if s.first > line]
    soonest = min((s.first for s in later), default=0)
    return [s for s in later if s.first == soonest][:1]
