"""Classes of change in the order and the groups in which a reader meets them; all renderers share it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.review.diff.report import Class, Review
    from engine.review.shared.aspects import AspectKind

TITLES: Final[dict[AspectKind, Words]] = {
    "quarantine": Words("Quarantine", "隔离"),
    "never": Words("Promises (never)", "承诺（永不）"),
    "tier": Words("Tiers", "分层"),
    "offer": Words("Offers", "推荐"),
    "task": Words("Tasks", "待办"),
    "class": Words("Classes", "客群"),
    "choice": Words("Choices", "选择"),
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
    """Classes of one kind."""

    kind: AspectKind
    title: Words
    groups: tuple[Alike, ...]

    @property
    def size(self) -> int:
        """How many classes it has."""
        return sum(len(group.classes) for group in self.groups)


def sections(review: Review) -> Iterator[Section]:
    """The classes of a review, by kind; those of the most customers first."""
    by_kind: dict[AspectKind, list[Class]] = {}
    for each in review.classes:
        by_kind.setdefault(each.kind, []).append(each)
    for kind, classes in by_kind.items():
        alike: dict[object, list[Class]] = {}
        for each in classes:
            alike.setdefault(each.id if kind == "tier" else (str(each.before), str(each.after)), []).append(each)
        groups = [Alike(tuple(sorted(x, key=_weight))) for x in alike.values()]
        yield Section(kind, TITLES[kind], tuple(sorted(groups, key=lambda x: _weight(x.classes[0]))))


def _weight(each: Class) -> tuple[int, int]:
    return ("down", "other", "up").index(each.direction), -(each.customers or 0)
