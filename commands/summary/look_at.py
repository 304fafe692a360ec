"""What a product owner should look at, most important first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from commands.shared import words
from commands.summary.attention import (
    absent,
    broken,
    conflicts,
    excluded_by_guess,
    idle_rules,
    incomplete,
    nobody_gets,
    overdue,
    undecided,
    unknown_classes,
    unread,
)  # fmt: skip
from commands.summary.layout import kept_together
from commands.summary.run_out import run_out
from engine.explain.page import plain
from engine.show import many

if TYPE_CHECKING:
    from commands.summary.layout import Screen

_MOST: Final = 5
_CONCERNS: Final = (
    broken, conflicts, absent, unread, run_out, undecided, overdue, unknown_classes, nobody_gets, excluded_by_guess,
    idle_rules, incomplete,
)  # fmt: skip


def look_at(screen: Screen) -> None:
    """At most a handful of lines; how many there are besides is said."""
    found = [words(line, screen.lang) for concern in _CONCERNS for line in concern(screen)]
    if not found:
        return
    screen.head(screen.say("to look at", "要你看的"))
    for line in found[:_MOST]:
        screen.page.line(2, plain(kept_together(f"• {line}")))
    if rest := found[_MOST:]:
        line = screen.say(
            f"{many(len(rest), 'smaller thing')} besides; run.json has all counts",
            f"另有 {len(rest)} 项较小的，数字都在 run.json",
        )
        screen.page.line(2, ((line, "place"),))
