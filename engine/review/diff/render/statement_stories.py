"""Statements that differ, as they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.review.diff.render.story import PartStory, StatementStory
from engine.review.diff.render.text_diff import pieces
from engine.review.diff.render.words import AFFECTS, PARTS, STATEMENTS, STATUSES

if TYPE_CHECKING:
    from engine.review.diff.render.speaker import Speaker
    from engine.review.diff.report import NameKind
    from engine.review.diff.statements.model import PartChange, PartKind, StatementChange, StatementKind

_NAMED: Final[dict[StatementKind, NameKind]] = {
    "field": "field", "channel": "channel", "role": "role", "param": "param", "profile": "profile", "entry": "param",
    "define": "define", "tiers": "ladder", "class": "class", "offer": "offer", "points": "points", "choice": "choice",
    "rule": "rule", "table": "table",
}  # fmt: skip
_OWNERS: Final[dict[StatementKind, NameKind]] = {"entry": "profile", "row": "table"}
_TEXTS: Final[frozenset[PartKind]] = frozenset({"because", "say", "title"})


def statement_story(change: StatementChange, say: Speaker) -> StatementStory:
    """What is told of one."""
    at = change.new or change.old
    came_or_went = change.new is None or change.old is None
    return StatementStory(
        id=change.id,
        status=say.told(STATUSES[change.status]),
        gone=change.new is None,
        quiet=change.affects in ("checks", "nothing"),
        title=called(change, say),
        place=f"{at.path}:{at.line}" if at is not None else "",
        affects=say.told(AFFECTS[change.affects]),
        parts=tuple(_part(part, say) for part in change.parts),
        whole=at.text if at is not None and came_or_went else None,
    )


def called(change: StatementChange, say: Speaker) -> str:
    """What people call a statement."""
    owner = say.name(_OWNERS[change.kind], change.owner) if change.owner and change.kind in _OWNERS else change.owner
    kind = _NAMED.get(change.kind)
    name = say.name(kind, change.name) if kind is not None and change.name else change.name
    return " ".join(x for x in (say.told(STATEMENTS[change.kind]), owner, name) if x)


def _part(part: PartChange, say: Speaker) -> PartStory:
    label = " ".join(x for x in (say.told(PARTS[part.part]), part.of) if x)
    if part.part in _TEXTS and part.old is not None and part.new is not None:
        return PartStory(label, part.old, part.new, pieces(part.old, part.new))
    return PartStory(label, part.old, part.new)
