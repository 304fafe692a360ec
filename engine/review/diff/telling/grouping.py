"""Classes of change in the order and the groups in which a reader meets them; all renderers share it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Words
from dsl.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.review.diff.report import Class, Review
    from engine.review.shared.aspects import AspectKind

TITLES: Final[dict[AspectKind, Words]] = {
    "quarantine": Words("Quarantine", "隔离"),
    "never": Words("Promises (never)", "承诺（永不）"),
    "tier": Words("Tiers", "分层"),
    "offer": Words("Offers", "推荐"),
    "task": Words("Tasks", "待办"),
    "class": Words("Classes", "客群"),
    "choice": Words("Choices", "选项"),
    "points": Words("Points", "积分"),
    "priority": Words("Priorities of offers", "推荐的优先级"),
    "channel": Words("Channels of offers", "推荐的渠道"),
    "due": Words("Due days of tasks", "待办的期限"),
    "task_channel": Words("Channels of tasks", "待办的渠道"),
}


@dataclass(frozen=True, slots=True)
class Alike:
    """Classes that change in the same way, such as offers that are all lost to the cap.

    Attributes:
        classes: at least one; the first is told in full.
    """

    classes: tuple[Class, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Classes of one kind.

    Attributes:
        groups: of whom there is somebody in the data, if there are data.
        nobody: of whom there is nobody in the data, while there is of other classes of the review.
    """

    kind: AspectKind
    title: Words
    groups: tuple[Alike, ...]
    nobody: tuple[Class, ...]


def sections(review: Review) -> Iterator[Section]:
    """The classes of a review, by kind; those of the most customers first."""
    by_kind: dict[AspectKind, list[Class]] = {}
    for each in review.classes:
        by_kind.setdefault(each.kind, []).append(each)
    is_somebody = any(x.customers for x in review.classes)
    for kind, classes in by_kind.items():
        absent = [x for x in classes if is_somebody and x.customers == 0]
        yield Section(kind, TITLES[kind], _alike([x for x in classes if x not in absent]), tuple(absent))


def _alike(classes: Sequence[Class]) -> tuple[Alike, ...]:
    """Classes in groups, the weightiest first; of tiers every move is told.

    One stands for others only if the same edits make them in the same scopes.
    """
    alike: dict[object, list[Class]] = {}
    for each in classes:
        alike.setdefault(each.id if each.kind == "tier" else _way(each), []).append(each)
    groups = (Alike(tuple(sorted(x, key=_weight))) for x in alike.values())
    return tuple(sorted(groups, key=lambda x: _weight(x.classes[0])))


def _way(each: Class) -> object:
    """How a class changes, by what and where."""
    change = str(each.before), str(each.after)
    return *change, each.edits, each.other_edits, each.perhaps_more_edits, each.scopes, each.open_scopes


def _weight(each: Class) -> tuple[int, int]:
    return ("down", "other", "up").index(each.direction), -(each.customers or 0)
