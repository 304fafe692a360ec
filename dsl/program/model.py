"""The checked program: names resolved, types known, sources merged; still what the owner wrote, unrewritten.

Things are keyed by their canonical name: the first name of their declaration, with the policy's name before it
where two used policies declare the same.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date
from fractions import Fraction
from typing import Literal

from dsl.lean import dataclass
from dsl.program.expr import Expr
from dsl.program.template import Template
from dsl.program.types import Type, Value
from dsl.source import Span
from dsl.syntax.nodes import DayOrMonth, HitPolicy, ScopeKind, TypeName

EmptyMark = str | Fraction | date


@dataclass(frozen=True, slots=True)
class Named:
    """What has a canonical name and further names."""

    name: str
    further: tuple[str, ...]
    span: Span = field(compare=False)

    @property
    def all_names(self) -> tuple[str, ...]:
        """The canonical name and the others."""
        return (self.name, *self.further)


@dataclass(frozen=True, slots=True)
class Period:
    """From and until, both included; None is open."""

    start: date | None = None
    end: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


ALWAYS = Period()


@dataclass(frozen=True, slots=True)
class Field(Named):
    """A field of the customer record.

    Attributes:
        type: its type.
        declared: the type word of the record table.
        column: name of the data column; if None, the field's own names are looked for.
        missing: what an empty cell means: unknown, a value, or a reason to quarantine the row.
        default: the value for ``missing == "as"``.
        typical: value of the typical customer; None is missing.
        low, high: bounds in base units, both included; None for types without.
        places: decimal places kept of numbers (money: of its currency; percent: of the ratio).
        zone: time zone in which a timestamp is cut to a date.
        empty: further cells of the data that count as empty.
        first: of dates as 31/12/2026, which of the two stands first; None takes no such dates.
        decimal_comma: whether the data write 1.234,5 for 1,234.5.
        rounded: whether data finer than what is kept are rounded, rather than refused.
    """

    type: Type
    declared: TypeName
    column: str | None
    missing: Literal["unknown", "required", "as"]
    default: Value | None
    typical: Value | None
    low: Fraction | None
    high: Fraction | None
    places: int
    zone: str | None = None
    empty: tuple[EmptyMark, ...] = ()
    first: DayOrMonth | None = None
    decimal_comma: bool = False
    rounded: bool = False


@dataclass(frozen=True, slots=True)
class Record(Named):
    """The customer record.

    Attributes:
        fields: by canonical name, in order.
        key: the field that names the customer (type ``key`` or ``key row number``).
        currency: of money without one.
        assumptions: conditions no row may break; unknown does not break one.
        typical_day: the day that tests are decided on unless they name one; it decides nothing else.
    """

    fields: dict[str, Field]
    key: str
    currency: str
    assumptions: tuple[tuple[Expr, Span], ...]
    typical_day: date | None = None


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


# --- rules -----------------------------------------------------------------------------------------------


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


# --- tests -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ExpectTier:
    """A rung, or None for no tier; ``source`` is a rule that must have lifted it."""

    ladder: str
    rung: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class ExpectOffer:
    """An offer is there or is not; None means no offers at all."""

    offer: str | None
    present: bool
    channel: str | None = None
    priority: int | None = None
    say: str | None = None
    source: str | None = None
    because: str | None = None


@dataclass(frozen=True, slots=True)
class ExpectOffers:
    """Exactly these offers, from a table cell."""

    offers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExpectClass:
    """True, False or None (unknown)."""

    name: str
    value: bool | None


@dataclass(frozen=True, slots=True)
class ExpectTask:
    """A task is there or is not: for a role, by a channel, due on a day, for a reason, as far as these are named."""

    task: str
    present: bool
    role: str | None = None
    channel: str | None = None
    on: date | None = None
    because: str | None = None


@dataclass(frozen=True, slots=True)
class ExpectValue:
    """The value of points, a choice, a define or a field; None is missing or unknown."""

    ref: Expr
    value: Value | None


Expectation = ExpectTier | ExpectOffer | ExpectOffers | ExpectClass | ExpectTask | ExpectValue


@dataclass(frozen=True, slots=True)
class Test:
    """One case: a customer as differences from the typical one, and what must come out.

    Attributes:
        title: of the test statement; ``case`` counts rows of its table from 1, 0 without one.
        as_of: the date it is decided on; None where nothing depends on it.
        given: values by field; None is missing.
        expect: expectations, each with its place.
    """

    title: str
    case: int
    as_of: date | None
    profile: str | None
    params: dict[str, Value]
    given: dict[str, Value | None]
    expect: tuple[tuple[Expectation, Span], ...]
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Requirement:
    """A condition over parameters that holds in every profile and period."""

    condition: Expr
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Program:
    """A checked policy.

    Attributes:
        name, title: of the policy.
        period: when it is in force.
        order: ladders, classes, points and choices as (kind, name), each after those it reads.
        offer_limit: at most so many offers a customer; None is no cap.
        channels, roles, tasks, groups: canonical names, each with its further names.
        tests: those of the policy itself; the policies it uses are tested by themselves.
        further: further names of the policy.
        files: of the policy itself, not of those it uses.
        policies: of every file, the name of the policy it belongs to.
    """

    name: str
    title: str | None
    period: Period
    record: Record
    params: dict[str, Param]
    profiles: dict[str, Profile]
    requirements: tuple[Requirement, ...]
    defines: dict[str, Define]
    ladders: dict[str, Ladder]
    classes: dict[str, ClassDef]
    points: dict[str, Points]
    choices: dict[str, Choice]
    offers: dict[str, Offer]
    rules: tuple[Rule, ...]
    tables: dict[str, Table]
    nevers: tuple[Never, ...]
    tests: tuple[Test, ...]
    channels: dict[str, tuple[str, ...]]
    roles: dict[str, tuple[str, ...]]
    groups: dict[str, tuple[str, ...]]
    tasks: dict[str, tuple[str, ...]]
    offer_limit: int | None
    order: tuple[tuple[str, str], ...]
    further: tuple[str, ...] = ()
    files: frozenset[str] = frozenset()
    policies: dict[str, str] = field(default_factory=dict)

    def is_own(self, span: Span) -> bool:
        """Whether something is declared by the policy itself, not by one it uses."""
        return span.path in self.files

    @property
    def all_names(self) -> tuple[str, ...]:
        """The name of the policy and its further names."""
        return (self.name, *self.further)

    @property
    def all_rules(self) -> tuple[Rule, ...]:
        """Rules and the rows of all tables."""
        return self.rules + tuple(row for table in self.tables.values() for row in table.rows)
