"""Tests of a policy: customers, and what must come out for them."""

from __future__ import annotations

from dataclasses import field
from datetime import date

from dsl.lean import dataclass
from dsl.program.expr import Expr
from dsl.program.types import Value
from dsl.source import Span


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
