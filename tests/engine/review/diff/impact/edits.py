"""Edits of a checked policy, made in the program itself: many at once."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.types import Bool, Date, Days, Listed, Money, Num

if TYPE_CHECKING:
    from random import Random

    from dsl.program.model import Program


def edited(program: Program, random: Random, share: float) -> Program:
    """A policy of which a share is another: numbers, priorities, channels, values, and rules that are gone."""
    made = _Edits(program, random, share)
    tables = {
        name: replace(table, rows=made.rules(table.rows, keep=table.hit == "first"))
        for name, table in program.tables.items()
    }
    return replace(
        program,
        rules=made.rules(program.rules),
        tables=tables,
        ladders={name: made.ladder(ladder) for name, ladder in program.ladders.items()},
        offers={name: made.offer(offer) for name, offer in program.offers.items()},
        offer_limit=random.choice([program.offer_limit, program.offer_limit, 1, 2, None]),
    )


def read_otherwise(program: Program, random: Random, share: float) -> Program:
    """A policy whose record makes something else of a share of its columns: of empty cells, or of large amounts."""
    fields = {
        name: _read_otherwise(field) if random.random() < share and name != program.record.key else field
        for name, field in program.record.fields.items()
    }
    return replace(program, record=replace(program.record, fields=fields))


def _read_otherwise(field: m.Field) -> m.Field:
    match field.type:
        case _ if field.missing == "as":
            return replace(field, missing="unknown", default=None)
        case Bool():
            return replace(field, missing="as", default=False)
        case Date():
            return replace(field, missing="as", default=date(2026, 5, 1))
        case Listed(_, values):
            return replace(field, missing="as", default=values[0])
        case Money():
            return replace(field, missing="as", default=0, high=Fraction(10**7))
        case _:
            return field


class _Edits:
    def __init__(self, program: Program, random: Random, share: float) -> None:
        self._program, self._random, self._share = program, random, share

    def _now(self) -> bool:
        return self._random.random() < self._share

    def rules(self, rules: tuple[m.Rule, ...], *, keep: bool = False) -> tuple[m.Rule, ...]:
        """Some gone, some with other conditions and effects."""
        left = [rule for rule in rules if keep or not self._now()]
        return tuple(
            replace(rule, condition=self._deep(rule.condition), effects=tuple(map(self._effect, rule.effects)))
            for rule in left
        )

    def ladder(self, ladder: m.Ladder) -> m.Ladder:
        """By twice its measure."""
        if ladder.measure is None:
            return ladder
        return replace(ladder, measure=e.Arith("*", e.Const(2, Num()), ladder.measure, ladder.measure.type))

    def offer(self, offer: m.Offer) -> m.Offer:
        """Another priority, other channels, no group."""
        if self._now():
            offer = replace(offer, priority=self._random.randint(1, 100))
        if self._now():
            offer = replace(offer, group=None)
        return replace(offer, channels=self._channels(offer.channels), eligible=self._deep(offer.eligible))

    def _channels(self, channels: tuple[str, ...]) -> tuple[str, ...]:
        if not self._now():
            return channels
        known = sorted(self._program.channels)
        return tuple(sorted(self._random.sample(known, k=self._random.randint(0, len(known)))))

    def _effect(self, effect: m.Effect) -> m.Effect:
        match effect:
            case m.LiftTier(ladder, _) if self._now():
                return m.LiftTier(ladder, self._random.choice(self._program.ladders[ladder].rungs))
            case m.SetChoice(choice, _) if self._now():
                return m.SetChoice(choice, self._random.choice(self._program.choices[choice].values))
            case m.GrantOffer(offer, channels, priority):
                other = self._random.randint(1, 100) if self._now() else priority
                return m.GrantOffer(offer, None if channels is None else self._channels(channels), other)
            case m.CreateTask() if self._now():
                on = self._random.choice([None, e.Today()])
                return replace(effect, within=None, on=on, channel=self._next(effect.channel))
            case m.AddPoints() | m.CreateTask():
                return self._deep(effect)
            case _:
                return effect

    def _next(self, channel: str | None) -> str | None:
        """The channel behind one of those that are declared; behind the last one none."""
        known = [None, *self._program.channels, None]
        return known[known.index(channel) + 1]

    def _deep(self, node):
        """With other numbers in some places."""
        match node:
            case e.Const(value, Money() | Num() | Days()) if self._now():
                return replace(node, value=value * self._random.choice([2, 3]))
            case tuple():
                return tuple(map(self._deep, node))
        if not is_dataclass(node) or isinstance(node, type):
            return node
        parts = {x.name: getattr(node, x.name) for x in fields(node) if x.name not in ("type", "span")}
        return replace(node, **{name: self._deep(part) for name, part in parts.items()})
