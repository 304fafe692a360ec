"""Rules and what they do, tables of rules, and what may never come together."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from dsl.lean import dataclass
from dsl.program.expr import Expr
from dsl.program.model.named import Named, Period
from dsl.program.template import Template
from dsl.source import Span
from dsl.syntax.nodes import HitPolicy, ScopeKind


@dataclass(frozen=True, slots=True)
class LiftTier:
    """At least this rung."""

    ladder: str
    rung: str


@dataclass(frozen=True, slots=True)
class GrantClass:
    """Membership of a class."""

    name: str


@dataclass(frozen=True, slots=True)
class GrantOffer:
    """An offer; channels and priority replace the offer's own for this grant."""

    offer: str
    channels: tuple[str, ...] | None = None
    priority: int | None = None


@dataclass(frozen=True, slots=True)
class AddPoints:
    """Points; an unknown amount leaves the account incomplete."""

    account: str
    amount: Expr


@dataclass(frozen=True, slots=True)
class SetChoice:
    """A value of a choice."""

    choice: str
    value: str


@dataclass(frozen=True, slots=True)
class CreateTask:
    """A task for a role, due within some time of the as-of date, or on a date.

    One by a channel is not created where an exclusion closes that.
    """

    task: str
    role: str | None
    within: Expr | None
    on: Expr | None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Exclude:
    """Takes offers away, also where the condition is unknown; ``names`` is empty for all."""

    kind: ScopeKind
    names: tuple[str, ...]


Effect = LiftTier | GrantClass | GrantOffer | AddPoints | SetChoice | CreateTask | Exclude


RuleKind = Literal["rule", "class", "exclude", "row"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition and its effects: a rule, one case of a class, an exclusion, or one row of a table.

    Attributes:
        id: its name where it has one, else made of its content.
        name: as declared; None for unnamed ones.
        kind: which statement it was.
        condition: None fires always.
        table: name of its table, for a row.
        further: its further names.
    """

    id: str
    name: str | None
    kind: RuleKind
    condition: Expr | None
    effects: tuple[Effect, ...]
    because: Template | None
    period: Period
    span: Span = field(compare=False)
    table: str | None = None
    further: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table(Named):
    """A decision table; rows in order, which matters only where ``hit`` is first."""

    hit: HitPolicy
    rows: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class HasOutcome:
    """Whether a customer ends with an offer or a task; classes and tiers are conditions.

    Attributes:
        name: of the offer or task; None is any.
        group: only offers of this group.
        channel: only offers that may go by this channel, or tasks by it.
        role: only tasks of this role.
    """

    kind: Literal["offer", "task"]
    name: str | None
    group: str | None = None
    channel: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Never:
    """Outcomes and conditions that may not hold together."""

    id: str
    outcomes: tuple[HasOutcome | Expr, ...]
    because: Template | None
    span: Span = field(compare=False)
