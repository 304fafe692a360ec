"""Lines and where they may be broken.

A printed line is a run of segments; between two of them the line may be broken. A break has a depth: the
outermost ones are broken first, as few levels as are needed. A comment that stands between two segments
forces the break between them, so a comment beside one condition of several stays beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from functools import reduce
from typing import Final

from dsl.lean import dataclass
from dsl.syntax.nodes import CommentNode, Node
from dsl.width import display_width

WIDTH: Final = 100
CLAUSE_INDENT: Final = 2
_CONTINUATION: Final = 4
# Broken again, a line begins this much further in, but only once: where the head of a statement is so broken,
# that is how deep a line must be to continue a clause below it, and the pieces of a text are deeper still.
_NESTED: Final = 2
# A break of this depth leads to what could be a clause of its own: `then`, or the `if` of a class.
CLAUSE_BREAK: Final = 0
# Breaks between the pieces of a text: below all others.
TEXT_BREAK: Final = 99


@dataclass(slots=True)
class Segment:
    """Text that stays on one line.

    Attributes:
        text: what is printed.
        first, last: the source lines it was read from; 0 if unknown.
        depth: of the possible break before it.
        fill: whether lines broken there are filled, rather than one segment a line.
        hard: whether the line must be broken there.
        above: comments printed on lines of their own above it.
        beside: comments that stood at the end of its lines.
    """

    text: str
    first: int = 0
    last: int = 0
    depth: int = 1
    fill: bool = False
    hard: bool = False
    above: list[CommentNode] = field(default_factory=list)
    beside: list[CommentNode] = field(default_factory=list)


Segments = list[Segment]


@dataclass(slots=True)
class Line:
    """A logical line: the head of a statement, a clause, a table row.

    One that ``swaps`` has two clauses, which stand the other way round in the other language.
    """

    indent: int
    segments: Segments
    swaps: bool = False


def segment(text: str, node: Node) -> Segments:
    """A single segment read from the place of a node."""
    return [Segment(text, node.span.line, node.span.end_line)]


def glue(*parts: str | Segments | None) -> Segments:
    """Parts set side by side with a space and no break between them; empty ones are left out."""
    whole: Segments = []
    for part in parts:
        if not part:
            continue
        added = [Segment(part)] if isinstance(part, str) else part
        whole = _merge(whole, " ", added) if whole else added
    return whole


def led(word: str, segments: Segments) -> Segments:
    """Segments behind the word that introduces them; nothing if there are none."""
    return glue(word, segments) if segments else []


def enclose(opening: str, inner: Segments, closing: str) -> Segments:
    """Segments with something directly before and behind them, such as parentheses."""
    return _merge(_merge([Segment(opening)], "", inner), "", [Segment(closing)])


def unbreakable(segments: Segments) -> Segments:
    """Segments as a single one."""
    return [reduce(lambda a, b: _merge([a], " ", [b])[0], segments)]


def join(groups: Iterable[Segments], separator: str, depth: int, *, fill: bool = False) -> Segments:
    """Groups with a separator (``,`` or `` and``) at the end of all but the last, breakable behind it."""
    whole: Segments = []
    for group in groups:
        if whole:
            whole[-1].text += separator
            group[0].depth, group[0].fill = depth, fill
        whole += group
    return whole


def _merge(left: Segments, between: str, right: Segments) -> Segments:
    a, b = left[-1], right[0]
    first = min((n for n in (a.first, b.first) if n), default=0)
    whole = Segment(a.text + between + b.text, first, max(a.last, b.last), a.depth, a.fill, a.hard)
    return [*left[:-1], whole, *right[1:]]


def lay_out(line: Line) -> list[str]:
    """The physical lines of a logical one, with the comments attached to it."""
    printed: list[str] = []
    for indent, run in _rows(line.segments, line.indent, line.indent + _CONTINUATION):
        margin = " " * indent
        beside = run[-1].beside
        above = sorted([*run[0].above, *beside[:-1]], key=lambda comment: comment.line)
        printed += [margin + comment.text for comment in above]
        printed.append(margin + _text(run) + "".join(f"  {comment.text}" for comment in beside[-1:]))
    return printed


def _rows(run: Segments, indent: int, rest: int, deeper: int = _NESTED) -> Iterator[tuple[int, Segments]]:
    """The runs that stand on one physical line each, and where they begin.

    Args:
        run: what is to be printed.
        indent: where its first line begins.
        rest: where its further lines begin.
        deeper: how much further in the lines of its parts begin, in turn.
    """
    if len(run) == 1 or _fits(run, indent):
        yield indent, run
        return
    depth = min(s.depth for s in run[1:])
    groups = _split(run, depth)
    if depth == CLAUSE_BREAK:
        head, *clauses = groups
        yield from _rows(head, indent, rest)
        for clause in clauses:
            yield from _rows(clause, CLAUSE_INDENT, CLAUSE_INDENT + _CONTINUATION)
        return
    if depth == TEXT_BREAK:
        rest += deeper
    elif all(group[0].fill for group in groups[1:]):
        groups = _filled(groups, indent, rest)
    for i, group in enumerate(groups):
        yield from _rows(group, indent if i == 0 else rest, rest + deeper, 0)


def _split(run: Segments, depth: int) -> list[Segments]:
    groups = [[run[0]]]
    for part in run[1:]:
        if part.depth == depth:
            groups.append([part])
        else:
            groups[-1].append(part)
    return groups


def _filled(groups: list[Segments], indent: int, rest: int) -> list[Segments]:
    """Neighbouring groups put together as long as they fit on a line."""
    packed = [groups[0]]
    for group in groups[1:]:
        start = indent if len(packed) == 1 else rest
        together = packed[-1] + group
        if _fits(together, start):
            packed[-1] = together
        else:
            packed.append(group)
    return packed


def _fits(run: Segments, indent: int) -> bool:
    interrupted = any(s.hard or s.above for s in run[1:]) or any(s.beside for s in run[:-1])
    return not interrupted and indent + display_width(_text(run)) <= WIDTH


def _text(run: Segments) -> str:
    return " ".join(s.text for s in run)
