"""The tables of an impact: for each offer, task, account and so on, who loses it and who gains it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.punctuation import COLON
from engine.review.diff.render.story import Row, Table
from engine.review.diff.render.words import CAUSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from engine.review.diff.impact.model import (
        Bucket,
        Cause,
        Cell,
        ChannelMove,
        Impact,
        OfferImpact,
        PointsImpact,
        TaskImpact,
    )
    from engine.review.diff.render.speaker import Speaker
    from engine.review.diff.render.story import Tone


def offer_table(impact: Impact, say: Speaker) -> Table:
    """Who loses and who gains offers, and why."""
    rows = [
        Row(
            (say.name("offer", name), f"{x.before:,}", f"{x.after:,}", *_moved(x.lost.customers, x.gained.customers)),
            _tone(x.lost.customers, x.gained.customers),
            say.sentences(_offer_remarks(x, say)),
        )
        for name, x in impact.offers.items()
    ]
    return Table(say.pick("Offers", "推荐"), _heads(say, "offer", "产品"), tuple(rows))


def _offer_remarks(x: OfferImpact, say: Speaker) -> Iterator[str]:
    yield _causes(say.pick("lost", "失去"), x.lost_to, say)
    yield _causes(say.pick("before", "原先"), x.gained_from, say)
    if x.rank_worse.customers or x.rank_better.customers:
        yield say.clauses(
            (
                _counted(say.pick("ranked lower", "排位变低"), x.rank_worse.customers),
                _counted(say.pick("ranked higher", "排位变高"), x.rank_better.customers),
            )
        )
    yield from _channel_moves(x.channels, say.pick("any", "任意"), say)
    for group in (x.lost, x.gained):
        yield say.group(group)


def _causes(what: str, causes: Mapping[Cause, int], say: Speaker) -> str:
    """By cause; a single one needs no count."""
    told = say.names(say.told(CAUSES[x]) + (f" {n:,}" if len(causes) > 1 else "") for x, n in causes.items())
    return say.pick(f"{what}: {told}", f"{what}：{told}") if told else ""


def _channel_moves(moves: Sequence[ChannelMove], none: str, say: Speaker) -> Iterator[str]:
    """Who keep something by other channels; ``none`` says what it means that none is named."""
    for move in moves:
        before, after = (
            say.names(say.name("channel", x) for x in names) or none for names in (move.before, move.after)
        )
        yield _counted(say.pick(f"by {before} → {after}", f"渠道 {before} → {after}"), move.customers)


def task_table(impact: Impact, say: Speaker) -> Table:
    """Who has tasks no more and who has them now, and how their days move."""
    rows = [
        Row(
            (_task(x, say), f"{x.before:,}", f"{x.after:,}", *_moved(x.lost.customers, x.gained.customers)),
            remark=say.sentences(_task_remarks(x, say)),
        )
        for x in impact.tasks
    ]
    return Table(say.pick("Tasks", "待办"), _heads(say, "task", "待办"), tuple(rows))


def _task(x: TaskImpact, say: Speaker) -> str:
    task = say.name("task", x.task)
    if x.role is None:
        return task
    role = say.name("role", x.role)
    return say.pick(f"{task} by {role}", f"{task} 由 {role}")


def _task_remarks(x: TaskImpact, say: Speaker) -> Iterator[str]:
    for group, en, zh in (
        (x.earlier, "due earlier", "期限提前"),
        (x.later, "due later", "期限推后"),
        (x.day_lost, "no day any more", "不再有期限"),
        (x.day_gained, "a day now", "现在有期限"),
        (x.day_unknown, "unknown or no day", "期限未知或没有"),
    ):
        yield _counted(say.pick(en, zh), group.customers)
    if x.least_days is not None and x.most_days is not None:
        between = f"{x.least_days:+d}" if x.least_days == x.most_days else f"{x.least_days:+d} … {x.most_days:+d}"
        yield say.pick(f"days {between}", f"天数 {between}").replace("-", "−")
    yield from _channel_moves(x.channels, say.pick("no channel", "无"), say)
    for group in (x.lost, x.gained):
        yield say.group(group)


def points_table(impact: Impact, say: Speaker) -> Table:
    """Whose points are lowered and raised, and by how much."""
    rows = [
        Row(
            (say.name("points", name), f"{x.lowered:,}", f"{x.raised:,}", _signed(x.sum)),
            _tone(x.lowered, x.raised),
            say.sentences(_points_remarks(x, say)),
        )
        for name, x in impact.points.items()
    ]
    heads = (("account", "积分"), ("lower", "减少"), ("higher", "增加"), ("in all", "合计"))
    return Table(say.pick("Points", "积分"), tuple(say.pick(*x) for x in heads), tuple(rows))


def _points_remarks(x: PointsImpact, say: Speaker) -> Iterator[str]:
    yield say.names(map(_bucket, x.buckets))
    yield _counted(say.pick("may lack something now", "现在可能不全"), x.became_incomplete.customers)
    yield _counted(say.pick("complete now", "现在齐全"), x.became_complete.customers)


def _bucket(x: Bucket) -> str:
    between = f"{x.low:+,}" if x.low == x.high else f"{x.low:+,} … {x.high:+,}"
    return f"{between} × {x.customers:,}".replace("-", "−")


def class_table(impact: Impact, say: Speaker) -> Table:
    """Who belongs to classes no more, and who does now."""
    rows = [
        Row((say.name("class", name), *_moved(x.lost, x.gained), _or_nothing(x.became_unknown)))
        for name, x in impact.classes.items()
    ]
    heads = (("class", "客群"), ("lost", "不再属于"), ("gained", "新属于"), ("unknown now", "变为未知"))
    return Table(say.pick("Classes", "客群"), tuple(say.pick(*x) for x in heads), tuple(rows))


def choice_table(impact: Impact, say: Speaker) -> Table:
    """Whose choices are other ones."""
    rows = [
        Row(
            (_moves_to(name, cell, say), f"{cell.customers:,}"),
            remark=say.group(cell),
        )
        for name, x in impact.choices.items()
        for cell in x.cells
        if cell.before != cell.after
    ]
    heads = (("choice", "选项"), ("customers", "客户"))
    return Table(say.pick("Choices", "选项"), tuple(say.pick(*x) for x in heads), tuple(rows))


def _moves_to(choice: str, cell: Cell, say: Speaker) -> str:
    before, after = (_value(choice, answer, say) for answer in (cell.before, cell.after))
    return f"{say.name('choice', choice)}{COLON[say.lang]}{before} → {after}"


def _value(choice: str, answer: object, say: Speaker) -> str:
    return say.name("value", answer, choice) if isinstance(answer, str) else say.pick("no value", "无取值")


def promise_table(impact: Impact, say: Speaker) -> Table:
    """Who breaks promises now and did not, and who does no more: without signs, since a minus would read as fewer."""
    rows = [
        Row(
            (say.name("never", name), _or_nothing(x.broken.customers), _or_nothing(x.mended.customers)),
            _tone(x.broken.customers, x.mended.customers),
            say.group(x.broken),
        )
        for name, x in impact.promises.items()
    ]
    heads = (("promise", "承诺"), ("newly broken", "新违反"), ("kept again", "不再违反"))
    return Table(say.pick("Promises (never)", "承诺（永不）"), tuple(say.pick(*x) for x in heads), tuple(rows))


# --- cells ---


def _heads(say: Speaker, en: str, zh: str) -> tuple[str, ...]:
    heads = ((en, zh), ("before", "原来"), ("now", "现在"), ("lost", "失去"), ("gained", "新得"))
    return tuple(say.pick(*x) for x in heads)


def _moved(lost: int, gained: int) -> Iterable[str]:
    yield f"−{lost:,}" if lost else ""
    yield f"+{gained:,}" if gained else ""


def _tone(lost: int, gained: int) -> Tone:
    return "down" if lost else "up" if gained else "other"


def _or_nothing(number: int) -> str:
    return f"{number:,}" if number else ""


def _counted(what: str, number: int) -> str:
    return f"{what} {number:,}" if number else ""


def _signed(text: str) -> str:
    whole, _, places = text.lstrip("-").partition(".")
    shown = f"{int(whole):,}" + (f".{places}" if places else "")
    return f"−{shown}" if text.startswith("-") else f"+{shown}"
