"""The verdict of a review, and the line that says it: what differs besides decisions comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.review.diff.told import Told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from engine.review.diff import report as r
    from engine.review.diff.impact.model import Impact, ImpactKind
    from engine.review.shared.aspects import AspectKind

_EXPLAINED_BY: Final[dict[ImpactKind, tuple[AspectKind, ...]]] = {
    "tier": ("tier",), "class": ("class",), "choice": ("choice",), "points": ("points",), "never": ("never",),
    "offer": ("offer", "priority", "channel"), "task": ("task", "due", "task_channel"),
}  # fmt: skip


def verdict_of(classes: Sequence[r.Class], others: Sequence[Told], unproved: int) -> r.Verdict:
    """Whether the policies differ.

    Args:
        classes: of change.
        others: what differs besides.
        unproved: customers of the data who change, though no proof has found it.
    """
    if others or unproved or any(x.status == "differs" for x in classes):
        return "differs"
    return "inconclusive" if classes else "equivalent"


def verdict_line(
    classes: Sequence[r.Class], missing: Sequence[Told], others: Sequence[Told], unproved: int, *, compared: bool
) -> Told:
    """The verdict in one line.

    Args:
        classes: of change.
        missing: what people call fields of which one is missing for everybody to whom something happens.
        others: what differs besides.
        unproved: customers of the data who change, though no proof has found it.
        compared: whether anybody could be compared.
    """
    told = list(others)
    if unproved:
        told.append(_unproved(unproved))
    if not compared:
        told.append(_NOBODY)
    elif classes or not unproved:
        told.append(_decisions(classes, missing, is_first=not told, is_all=not unproved))
    return Told(en="; ".join(x.en for x in told), zh="；".join(x.zh for x in told))


def other_differences(
    readings: Sequence[r.FieldReading],
    profiles: Sequence[r.LoneProfile],
    one_sided: Sequence[r.OneSided],
    called: Callable[[str], Told],
) -> Iterator[Told]:
    """What differs besides decisions about the same customer on the same day.

    Args:
        readings: fields that are read differently.
        profiles: that only one of the policies has.
        one_sided: days on which only one policy is in force.
        called: what people call a profile.
    """
    for which, en, zh in (("old", "removed", "方案 {} 已删除"), ("new", "added", "新增方案 {}")):
        names = [called(x.profile) for x in profiles if x.which == which]
        if names:
            some = "profile {} is" if len(names) == 1 else "profiles {} are"
            told = some.format(", ".join(x.en for x in names))
            yield Told(en=f"{told} {en}", zh=zh.format("、".join(x.zh for x in names)))
    number = sum(map(_counts, readings))
    if number:
        noun = "field is" if number == 1 else "fields are"
        yield Told(en=f"{number} {noun} read differently", zh=f"{number} 个字段的读法不同")
    if one_sided:
        yield Told(en="in force on different days", zh="有效的日子不同")


def changed_unproved(impact: Impact, classes: Sequence[r.Class], readings: Sequence[r.FieldReading]) -> int:
    """Customers of the data to whom something happens that no class of change and no reading explains."""
    if any(map(_counts, readings)):
        return 0
    kinds = {x.kind for x in classes}
    changed = [n for kind, n in impact.changed_by.items() if kinds.isdisjoint(_EXPLAINED_BY[kind])]
    if "quarantine" not in kinds:
        changed += [impact.set_aside.customers, impact.let_in.customers]
    return max(changed, default=0)


def _counts(reading: r.FieldReading) -> bool:
    """Whether proofs say nothing of what a reading changes."""
    return reading.compared != "all"


_NOBODY: Final = Told(en="nobody could be compared", zh="没有客户可以比较")


def _decisions(classes: Sequence[r.Class], missing: Sequence[Told], *, is_first: bool, is_all: bool) -> Told:
    unsettled = sum(x.status == "unknown" or bool(x.open_scopes) for x in classes)
    found = sum(x.status == "differs" for x in classes)
    if not classes:
        return _otherwise("equivalent (proved)", "等价（已证明）", is_first=is_first)
    if not found:
        return _otherwise(
            f"inconclusive: {unsettled} not settled", f"未有定论：{unsettled} 项未能判定", is_first=is_first
        )
    if missing:
        en, zh = (" or ".join(x.en for x in missing), " 或 ".join(x.zh for x in missing))
        en, zh = f"equivalent unless {en} is missing", f"仅当 {zh} 缺失时不同"
        return _otherwise(en, zh, is_first=is_first)
    noun = "behaviour change" if found == 1 else "behaviour changes"
    complete = (" (complete)", "（完整）") if is_all else ("", "")
    rest = (f", {unsettled} not settled", f"，另有 {unsettled} 项未能判定") if unsettled else complete
    return Told(en=f"{found} {noun}{rest[0]}", zh=f"{found} 类行为变化{rest[1]}")


def _otherwise(en: str, zh: str, *, is_first: bool) -> Told:
    return Told(en=en, zh=zh) if is_first else Told(en=f"otherwise {en}", zh=f"此外{zh}")


def _unproved(number: int) -> Told:
    noun = "customer of the data changes" if number == 1 else "customers of the data change"
    return Told(
        en=f"{number:,} {noun}, which no proof has found (an error of Tiercel: please report it)",
        zh=f"数据中有 {number:,} 位客户发生变化，证明却没有找到（这是 Tiercel 的错误，请报告）",
    )
