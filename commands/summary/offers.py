"""Offers: how many customers got them, and what the others lost them to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from commands.summary.layout import INDENT, Column, change, counted, first_few, most, table
from engine.explain.page import glued
from engine.punctuation import COMMA
from engine.show import many

if TYPE_CHECKING:
    from commands.summary.layout import Screen
    from engine.manifest import OfferCounts

_CAUSES: Final = {
    "period": ("not in force", "不在有效期"),
    "eligibility": ("not eligible", "不符合条件"),
    "exclusion": ("excluded", "剔除"),
    "channel": ("no channel left", "无可用渠道"),
    "group": ("better of its group", "同组更优"),
    "cap": ("over the cap", "超过上限"),
}
_NAMED: Final = 2  # causes of an offer


def offers(screen: Screen) -> None:
    """The offers that most customers got, and what they were mostly lost to."""
    found = {name: c for name, c in screen.manifest.results.offers.items() if c.given}
    if not found:
        return
    ranked = sorted(found, key=lambda name: (-found[name].given, name))
    shown, rest = first_few(ranked)
    former = screen.former
    table(
        screen,
        screen.say("offers", "推荐"),
        [
            Column("", [screen.names.of("offer", name) for name in shown], "left"),
            Column(screen.say("made", "得到"), [f"{found[name].given:,}" for name in shown]),
            Column(
                screen.say("change", "较上次"),
                [change(found[name].given, former.offer(name) if former else None) for name in shown],
            ),
            Column(screen.say("lost", "失去"), [counted(sum(found[name].lost.values())) for name in shown]),
        ],
        Column(screen.say("mostly to", "主要因为"), [causes(screen, found[name]) for name in shown], "left"),
    )
    if rest:
        given = sum(found[name].given for name in rest)
        line = screen.say(
            f"{many(len(rest), 'other offer')}, made {given:,} times", f"其余 {len(rest)} 种，共 {given:,} 人次"
        )
        screen.page.line(INDENT, ((line, "place"),))


def causes(screen: Screen, counts: OfferCounts) -> str:
    """What an offer was mostly lost to."""
    which = 1 if screen.lang == "zh" else 0
    ranked = most({str(cause): n for cause, n in counts.lost.items()})
    return COMMA[screen.lang].join(glued(f"{_CAUSES[cause][which]} {n:,}") for cause, n in ranked[:_NAMED])
