"""Tasks by the day they are due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from commands.summary.layout import Column, counted, first_few, most, table
from engine.show import many

if TYPE_CHECKING:
    from commands.summary.layout import Screen

_DAYS: Final = {
    "overdue": ("overdue", "已逾期"),
    "today": ("today", "今天"),
    "week": ("7 days", "7天内"),
    "month": ("30 days", "30天内"),
    "later": ("later", "更晚"),
    "no_day": ("no day", "不限期"),
}


def tasks(screen: Screen) -> None:
    """The most frequent tasks, and when they are due."""
    ranked = most(screen.manifest.results.tasks)
    if not ranked:
        return
    listed, others = first_few(ranked)
    rest = {name for name, _ in others}
    due = screen.manifest.tasks_due
    rows = [(screen.names.of("task", name), n, {name}) for name, n in listed]
    if rest:
        line = screen.say(many(len(rest), "other task"), f"其余 {len(rest)} 种")
        rows.append((line, sum(n for _, n in others), rest))
    if len(ranked) > 1:
        rows.append((screen.say("all", "合计"), sum(n for _, n in ranked), {name for name, _ in ranked}))
    columns = [
        Column("", [name for name, _, _ in rows], "left"),
        Column(screen.say("tasks", "件数"), [f"{n:,}" for _, n, _ in rows]),
    ]
    for when, (en, zh) in _DAYS.items():
        counts = [sum(getattr(due[name], when) for name in names if name in due) for _, _, names in rows]
        columns.append(Column(screen.say(en, zh), [counted(n) for n in counts]))
    table(screen, screen.say("tasks due", "待办"), columns)
