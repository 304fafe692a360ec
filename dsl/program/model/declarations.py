"""What is declared beside the record and the rules: parameters, ladders, classes, points, choices, offers."""

from __future__ import annotations

from dataclasses import field
from fractions import Fraction

from dsl.lean import dataclass
from dsl.program.expr import Expr
from dsl.program.model.named import Named, Period
from dsl.program.template import Template
from dsl.program.types import Type, Value


@dataclass(frozen=True, slots=True)
class Param(Named):
    """A parameter: its values by period, and those of profiles."""

    type: Type
    values: tuple[tuple[Period, Value], ...]
    profiles: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Profile(Named):
    """A named set of parameter values."""


@dataclass(frozen=True, slots=True)
class Define(Named):
    """A named expression."""

    expr: Expr


@dataclass(frozen=True, slots=True)
class Ladder(Named):
    """Tiers: rungs from the lowest, each but the first with the line it starts at (half open)."""

    measure: Expr | None
    rungs: tuple[str, ...]
    lines: tuple[Expr | None, ...]
    further_rungs: dict[str, str]


@dataclass(frozen=True, slots=True)
class ClassDef(Named):
    """A class: customers belong to any number."""


@dataclass(frozen=True, slots=True)
class Points(Named):
    """A points account and the range its sum must stay in."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Choice(Named):
    """One value of a list, whose values may have further names."""

    values: tuple[str, ...]
    further_values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offer(Named):
    """An offer and its attributes; without channels it may go by any."""

    priority: int
    group: str | None
    channels: tuple[str, ...]
    period: Period
    eligible: Expr | None
    say: Template | None
