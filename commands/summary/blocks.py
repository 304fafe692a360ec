"""Tiers, classes, choices and the quarantine of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from commands.summary.layout import Column, change, counted, grid, most, share, table
from engine.messages import title_of
from engine.punctuation import aside
from engine.reads import ladders_by_use
from engine.show import many

if TYPE_CHECKING:
    from commands.summary.layout import Screen

_INLINE_REASONS: Final = 3  # so many stand on the line of customers already


def tiers(screen: Screen) -> None:
    """Customers by rung of every ladder, with the change since the former run."""
    for ladder in ladders_by_use(screen.program):
        _ladder(screen, ladder)
        screen.page.blank()


def _ladder(screen: Screen, ladder: str) -> None:
    results, former = screen.manifest.results, screen.former
    rungs = dict(results.tiers[ladder])
    names = [screen.names.rung(ladder, rung) for rung in rungs]
    counts = list(rungs.values())
    before = former.rungs(ladder, screen.manifest) if former else None
    changes = [change(n, before[rung] if before else None) for rung, n in rungs.items()]
    undecided = results.undecided.get(ladder, 0)
    then = former.run.results.undecided.get(ladder, 0) if former and before is not None else None
    if undecided or then:
        names.append(screen.say("undecided", "未定"))
        counts.append(undecided)
        changes.append(change(undecided, then))
    kept = [i for i, n in enumerate(counts) if n or changes[i]]
    whole = max(sum(counts), 1)
    columns = [
        Column("", [names[i] for i in kept], "left"),
        Column("", [f"{counts[i]:,}" for i in kept]),
        Column("", [share(counts[i], whole) for i in kept]),
        Column(screen.say("change", "较上次"), [changes[i] for i in kept]),
    ]
    if kept:
        table(screen, screen.names.of("ladder", ladder), columns, drawn=[counts[i] for i in kept])


def classes(screen: Screen) -> None:
    """Customers by class; how many are unknown stands behind a question mark."""
    found = {name: c for name, c in screen.manifest.results.classes.items() if c.yes or c.unknown}
    if not found:
        return
    marked = any(c.unknown for c in found.values())
    screen.head(
        screen.say("classes", "客群")
        + (aside(screen.say("? so many unknown", "? 后面是未知的人数"), screen.lang) if marked else "")
    )
    grid(
        screen,
        [
            (screen.names.of("class", name), f"{c.yes:,}", f"?{c.unknown:,}" if c.unknown else "")
            for name, c in found.items()
        ],
    )


def choices(screen: Screen) -> None:
    """Customers by value of every choice."""
    for name, counts in screen.manifest.results.choices.items():
        given = {value: n for value, n in counts.values.items() if n}
        if given:
            screen.head(screen.names.of("choice", name))
            grid(screen, [(screen.names.choice(name, value), f"{n:,}", "") for value, n in given.items()])
            screen.page.blank()


def quarantine(screen: Screen) -> None:
    """Rows set aside, by reason, where the first lines could not name them all."""
    reasons = most(screen.manifest.quarantine)
    if len(reasons) <= _INLINE_REASONS:
        return
    rows = screen.manifest.counts.quarantined
    screen.head(
        screen.say("quarantine", "隔离")
        + aside(screen.say(f"{many(rows, 'row')}, by reason", f"{rows:,} 行，按原因"), screen.lang)
    )
    grid(screen, [(title_of(code, screen.lang), counted(n), "") for code, n in reasons])
