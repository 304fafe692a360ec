"""Exclusions: how many offers each of them took."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from commands.summary.layout import INDENT, Column, first_few, most, table
from dsl.program.model import Exclude
from dsl.program.template import Either, Slot
from engine.explain.page import glued
from engine.punctuation import COMMA, aside
from engine.show import many

if TYPE_CHECKING:
    from commands.summary.layout import Screen
    from dsl.program.model import Rule
    from dsl.program.template import Part

_NAMED: Final = 2  # offers of an exclusion


def exclusions(screen: Screen) -> None:
    """The exclusions that took most offers, of the whole or of its last channel, and which offers most."""
    taken: dict[str, Counter[str]] = {}
    for offer, counts in screen.manifest.results.offers.items():
        for rule, n in counts.lost_to.items():
            taken.setdefault(rule, Counter())[offer] += n
    if not taken:
        return
    rules = {rule.id: rule for rule in screen.program.all_rules}
    ranked = sorted(taken, key=lambda rule: (-taken[rule].total(), rule))
    labels = Counter(label(rules[rule]) for rule in ranked)
    shown, rest = first_few(ranked)
    table(
        screen,
        screen.say("exclusions", "剔除"),
        [
            Column("", [_told_apart(screen, rules[rule], labels) for rule in shown], "left"),
            Column(screen.say("offers", "取走"), [f"{taken[rule].total():,}" for rule in shown]),
        ],
        Column(screen.say("mostly", "最多的是"), [_offers(screen, taken[rule]) for rule in shown], "left"),
    )
    if rest:
        total = sum(taken[rule].total() for rule in rest)
        line = screen.say(
            f"{many(len(rest), 'other exclusion')}: {many(total, 'offer')}", f"其余 {len(rest)} 条，共 {total:,} 个"
        )
        screen.page.line(INDENT, ((line, "place"),))


def label(rule: Rule) -> str:
    """What people call an exclusion: its reason, with … for what differs by customer; else its place."""
    if rule.because is not None:
        return "".join(_literal(part) for part in rule.because.parts)
    return rule.name or f"{rule.span.path.rpartition('/')[2]}:{rule.span.line}"


def _literal(part: Part) -> str:
    match part:
        case Slot() | Either():
            return "…"
        case _:
            return part


def _told_apart(screen: Screen, rule: Rule, labels: Counter[str]) -> str:
    """The label of an exclusion; with what it takes, where others give the same reason."""
    text = label(rule)
    scopes = [effect for effect in rule.effects if isinstance(effect, Exclude)]
    if labels[text] == 1 or not any(scope.names for scope in scopes):
        return text
    return text + aside(screen.names.listed(screen.names.any(n) for scope in scopes for n in scope.names), screen.lang)


def _offers(screen: Screen, taken: Counter[str]) -> str:
    named = most(taken)[:_NAMED]
    return COMMA[screen.lang].join(glued(f"{screen.names.of('offer', offer)} {n:,}") for offer, n in named)
