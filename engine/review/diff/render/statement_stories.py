"""Statements that differ, as they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Words
from dsl.width import cut
from engine.explain.page import GLUE
from engine.punctuation import COLON, COMMA
from engine.review.diff.render.story import PartStory, StatementStory
from engine.review.diff.render.text_diff import pieces
from engine.review.diff.render.words import AFFECTS, PARTS, STATEMENTS, STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from engine.review.diff.render.speaker import Speaker
    from engine.review.diff.report import NameKind
    from engine.review.diff.statements.model import PartChange, PartKind, StatementChange, StatementKind

_NAMED: Final[dict[StatementKind, NameKind]] = {
    "record": "record", "field": "field", "channel": "channel", "role": "role", "task": "task", "group": "group",
    "param": "param", "profile": "profile", "entry": "param", "define": "define", "tiers": "ladder", "class": "class",
    "offer": "offer", "points": "points", "choice": "choice", "rule": "rule", "table": "table",
}  # fmt: skip
_NOTHING_ELSE: Final = {
    "moved": Words("moved, nothing else", "移到另一个文件，此外没有改动"),
    "translated": Words("translated, nothing else", "换了语言，此外没有改动"),
}
_TEXTS: Final[frozenset[PartKind]] = frozenset({"because", "say", "title"})
_QUOTED: Final = 48  # columns of a statement that has no name
_OTHERS: Final = 3  # edits that are named; of more, only how many
_SHORT: Final = 96  # characters of what was and is, told in a line with other things


def statement_stories(changes: Sequence[StatementChange], say: Speaker) -> Iterator[StatementStory]:
    """What is told of each; of those of a file that all moved to another, or are in the other language, all at once."""
    titles = {change.id: _called(change, say) for change in changes}
    alike: dict[tuple[str, ...], list[StatementChange]] = {}
    for change in changes:
        alike.setdefault(_batch(change), []).append(change)
    for change in changes:
        batch = alike.get(_batch(change), [])
        if not _batch(change) or len(batch) == 1:
            yield _story(change, titles, say)
        elif change is batch[0]:
            yield _all_at_once(batch, say)


def _batch(change: StatementChange) -> tuple[str, ...]:
    """What statements have in common that need not be told one by one; nothing for one that does."""
    if change.old is None or change.new is None or change.affects != "nothing":
        return ()
    if change.status == "translated" and not change.elsewhere:
        return ("translated", change.new.path)
    if change.status == "moved" and change.elsewhere:
        return ("moved", change.old.path, change.new.path)
    return ()


def _all_at_once(changes: Sequence[StatementChange], say: Speaker) -> StatementStory:
    status, *paths = _batch(changes[0])
    number = len(changes)
    return StatementStory(
        id=changes[0].id,
        status=say.told(_NOTHING_ELSE[status]),
        gone=False,
        quiet=True,
        title=say.pick(f"{number} statements", f"{number} 句"),
        place=" → ".join(paths),
        affects=say.told(AFFECTS["nothing"]),
        parts=(),
        whole=None,
        sameness=None,
    )


def _story(change: StatementChange, titles: Mapping[str, str], say: Speaker) -> StatementStory:
    at = change.new or change.old
    came_or_went = change.new is None or change.old is None
    shows_rules = came_or_went and change.sameness is not None
    quiet = change.affects in ("checks", "nothing") and not shows_rules
    return StatementStory(
        id=change.id,
        status=say.told(STATUSES[change.status]),
        gone=change.new is None,
        quiet=quiet,
        title=_called(change, say, whole_follows=came_or_went and not quiet),
        place=f"{at.path}:{at.line}" if at is not None else "",
        affects=say.told(AFFECTS[change.affects]),
        parts=tuple(_part(part, say) for part in change.parts),
        whole=at.text if at is not None and came_or_went else None,
        sameness=_sameness(change, titles, say),
    )


def _sameness(change: StatementChange, titles: Mapping[str, str], say: Speaker) -> str | None:
    """How an edit that decides nothing otherwise does so, where its status does not say it."""
    others = say.names([titles[x] for x in change.together[:_OTHERS]])
    if len(change.together) > _OTHERS:
        others = say.pick(f"the {len(change.together)} other edits", f"另外 {len(change.together)} 处改动")
    match change.sameness:
        case "together":
            return say.pick(f"means the same together with {others}", f"合起来意思相同：还有 {others}")
        case "covered":
            return say.pick("changes nothing: other rules give the same", "不改变判定：其他规则给出的一样")
        case "itself" if change.status != "reworded":
            return say.pick("decides the same as before", "判定与原来一样")
        case "no_decision" if change.together:
            return say.pick(f"changes no decision together with {others}", f"合起来不改变任何判定：还有 {others}")
        case "no_decision":
            return say.pick("changes no decision", "不改变任何判定")
        case _:
            return None


def _called(change: StatementChange, say: Speaker, *, whole_follows: bool = False) -> str:
    """What people call a statement; one without a name by how it begins, if not all of it follows anyhow."""
    kind, named = say.told(STATEMENTS[change.kind]), _NAMED.get(change.kind)
    name = say.name(named, change.name) if named is not None and change.name else change.name
    match change.kind:
        case "row":
            table = say.name("table", change.owner or "")
            return say.pick(f"row {name} of table {table}", f"决策表 {table} 第{name}行")
        case "entry":
            profile = say.name("profile", change.owner or "")
            return say.pick(f"{name} in profile {profile}", f"方案 {profile} 的 {name}")
        case "field":
            record = say.name("record", change.owner or "")
            return say.pick(f"field {name} of {record}", f"{record}的字段 {name}")
        case _ if name:
            return f"{kind} {name}"
    return kind if whole_follows or change.kind == "limit" else _quoted(kind, change, say)


def _quoted(kind: str, change: StatementChange, say: Speaker) -> str:
    at = change.new or change.old
    begins = cut(say.told(at.begins), _QUOTED) if at is not None and at.begins is not None else ""
    if begins.startswith(kind):
        return begins
    return kind + say.pick(f" “{begins}”", f"“{begins}”")


def edit_line(change: StatementChange, say: Speaker) -> str:
    """An edit in a line: what it is, how it differs if that is short, and where it stands."""
    at = change.new or change.old
    said = _called(change, say)
    if change.status != "changed":
        said = say.told(STATUSES[change.status]) + COLON[say.lang] + said
    if len(change.parts) == 1:
        said += _differs(change.parts[0], say)
    return f"{said} ·{GLUE}{at.path}:{at.line}" if at is not None else said


def _differs(part: PartChange, say: Speaker) -> str:
    told = _part(part, say)
    if len((told.old or "") + (told.new or "")) > _SHORT:
        return ""
    label = "" if part.part == "value" and part.of is None else COMMA[say.lang] + told.label
    return label + COLON[say.lang] + told.short


def _part(part: PartChange, say: Speaker) -> PartStory:
    old, new = (say.told(x) if x is not None else None for x in (part.old, part.new))
    shown = pieces(old, new) if part.part in _TEXTS and old is not None and new is not None else ()
    return PartStory(_label(part, say), old, new, shown)


def _label(part: PartChange, say: Speaker) -> str:
    """Which part it is, and whether it came or went."""
    label = say.told(PARTS[part.part])
    if part.old is None:
        label = say.pick(f"{label} added", f"新增{label}")
    elif part.new is None:
        label = say.pick(f"{label} removed", f"删去{label}")
    if part.of is None:
        return label
    of = say.told(part.of)
    return label + say.aside(of) if part.part == "value" else f"{label} {of}"
