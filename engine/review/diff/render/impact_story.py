"""What a change does to the data, as tables in one language: tiers first, then what is lost and gained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.messages import title_of
from engine.review.diff.render.impact_tables import (
    choice_table,
    class_table,
    offer_table,
    points_table,
    promise_table,
    task_table,
)
from engine.review.diff.render.story import ImpactStory, Ladder, Matrix, Row, Table
from engine.review.diff.render.words import IMPACT_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.review.diff.impact.model import Impact, LadderImpact, QuarantineMove, SideImpact, TierCell
    from engine.review.diff.render.speaker import Speaker


def impact_story(impact: Impact, say: Speaker) -> ImpactStory:
    """What is told of it."""
    tables = (
        offer_table(impact, say), task_table(impact, say), points_table(impact, say), class_table(impact, say),
        choice_table(impact, say), promise_table(impact, say),
    )  # fmt: skip
    return ImpactStory(
        lines=tuple(_lines(impact, say)),
        ladders=tuple(_ladder(name, ladder, say) for name, ladder in impact.tiers.items()),
        tables=tuple(table for table in tables if table.rows),
    )


def _lines(impact: Impact, say: Speaker) -> Iterator[str]:
    sides = impact.old, impact.new
    is_default = all(side.profile is None for side in sides)
    days = list(dict.fromkeys(_decided_on(side, say, is_default=is_default) for side in sides))
    files = say.names(_file(x.path, say) for x in impact.data)
    yield say.clauses((files, say.pick(f"{impact.rows:,} rows", f"{impact.rows:,} 行"), " → ".join(days)))
    yield say.pick(
        f"{impact.changed:,} of {impact.compared:,} customers change",
        f"{impact.compared:,} 位客户中有 {impact.changed:,} 位发生变化",
    ) + _by_kind(impact, say)
    for move, en, zh in (
        (impact.set_aside, "decided before, set aside now", "原来判定、现在隔离"),
        (impact.let_in, "set aside before, decided now", "原来隔离、现在判定"),
    ):
        if move.customers:
            yield _moved(move, say.pick(en, zh), say)
    absent = dict.fromkeys((*impact.old.absent, *impact.new.absent))
    if absent:
        names = say.names(say.name("field", x) for x in absent)
        yield say.pick(f"no column in the data for {names}", f"数据里没有这些字段的列：{names}")


def _file(path: str | None, say: Speaker) -> str:
    """A data file by its name; where it lies is nobody's business."""
    return path.replace("\\", "/").rpartition("/")[2] if path else say.pick("a table in memory", "内存中的表")


def _decided_on(side: SideImpact, say: Speaker, *, is_default: bool) -> str:
    day = say.pick(f"as of {side.as_of}", f"截至 {side.as_of}") if side.as_of is not None else ""
    return say.clauses((day, "" if is_default else say.profile(side.profile)))


def _by_kind(impact: Impact, say: Speaker) -> str:
    if not impact.changed_by:
        return ""
    return say.aside(say.names(f"{say.told(IMPACT_KINDS[kind])} {n:,}" for kind, n in impact.changed_by.items()))


def _moved(move: QuarantineMove, what: str, say: Speaker) -> str:
    reasons = sorted(move.reasons.items(), key=lambda x: (-x[1], x[0]))
    named = say.names(f"{title_of(code, say.lang)} {n:,}" for code, n in reasons)
    told = f"{say.customers(move.customers)} {what}" + (say.aside(named) if named else "")
    return say.sentences((told, say.group(move)))


# --- tiers ---


def _ladder(name: str, ladder: LadderImpact, say: Speaker) -> Ladder:
    counted = (
        (ladder.down, "down", "下降"), (ladder.lost, "no tier any more", "变为未定"), (ladder.up, "up", "上升"),
        (ladder.gained, "out of undecided", "不再未定"),
    )  # fmt: skip
    summary = say.clauses(f"{say.pick(en, zh)} {n:,}" for n, en, zh in counted if n or en == "down")
    summary = say.sentences((summary, _sums_of(ladder, say)))
    return Ladder(say.name("ladder", name), summary, _matrix(name, ladder, say), _moves(name, ladder, say))


def _sums_of(ladder: LadderImpact, say: Speaker) -> str:
    """What the sums of money are of; nothing where there are none."""
    sums = [x for cell in ladder.cells for x in cell.money if x.sum is not None]
    if not sums:
        return ""
    fields = dict.fromkeys(name for x in sums for name in x.fields)
    summed = " + ".join(say.name("field", name) for name in fields)
    told = say.told(ladder.measure) if ladder.measure is not None else summed
    return say.pick(f"money is {told}", f"金额指{told}")


def _matrix(name: str, ladder: LadderImpact, say: Speaker) -> Matrix:
    counts = {(cell.before, cell.after): cell.customers for cell in ladder.cells}
    tiers: list[str | None] = [*ladder.rungs]
    if any(None in pair for pair in counts):
        tiers.append(None)
    return Matrix(
        names=tuple(say.rung(name, tier) for tier in tiers),
        counts=tuple(tuple(counts.get((before, after), 0) for after in tiers) for before in tiers),
        ranks=tuple(None if tier is None else i for i, tier in enumerate(tiers)),
    )


def _moves(name: str, ladder: LadderImpact, say: Speaker) -> Table:
    moved = [cell for cell in ladder.cells if cell.before != cell.after]
    order = (None, *ladder.rungs)
    rows = tuple(
        Row(
            cells=(
                f"{_tier(name, cell.before, say)} → {_tier(name, cell.after, say)}",
                f"{cell.customers:,}",
                _money(cell, say),
            ),
            tone="down" if order.index(_rung(cell.after)) < order.index(_rung(cell.before)) else "up",
            remark=say.group(cell),
        )
        for cell in moved
    )
    return Table(
        say.pick("Moves", "升降"),
        (say.pick("tier", "层级"), say.pick("customers", "客户"), say.pick("money", "金额")),
        rows,
    )


def _rung(answer: object) -> str | None:
    return answer if isinstance(answer, str) else None


def _tier(ladder: str, answer: object, say: Speaker) -> str:
    return say.rung(ladder, _rung(answer))


def _money(cell: TierCell, say: Speaker) -> str:
    return say.names(say.amount(x.sum, x.currency) for x in cell.money if x.sum is not None)
