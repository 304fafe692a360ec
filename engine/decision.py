"""What is decided about one customer. Names are canonical; rules are named by their ids."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Literal

from dsl.lean import dataclass

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

LossCause = Literal["period", "eligibility", "exclusion", "channel", "group", "cap"]


@dataclass(frozen=True, slots=True)
class TierDecision:
    """Where a customer ends on one ladder.

    Attributes:
        rung: the higher of ladder and lifts; None where nothing is known (未定).
        base: what the ladder alone gives; None where its measure or a line is unknown, or it has none.
        lifted_by: rules that lift to ``rung``.
        unknown_lifts: rules that would lift higher, but whose condition is unknown.
    """

    rung: str | None
    base: str | None
    lifted_by: tuple[str, ...] = ()
    unknown_lifts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PointsDecision:
    """A sum of points; incomplete where a rule or an amount that could add to it is unknown."""

    value: Fraction
    incomplete: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as filled in; ``text`` is None where a slot was missing, and ``missing`` names those slots."""

    text: str | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferDecision:
    """An offer that a customer gets.

    Attributes:
        rank: from 1, by priority and then name.
        channels: left after exclusions, by name; empty means any: no channel is named, and none is closed. The table
            of offers lists all of them then.
        reasons: rules that grant it, and what their ``because`` says.
        say: the script; None for offers without one.
        closed_unknown: channels that it would have, but for exclusions of which it is unknown whether they apply.
    """

    offer: str
    rank: int
    priority: int
    channels: tuple[str, ...]
    reasons: tuple[tuple[str, Wording | None], ...]
    say: Wording | None
    closed_unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferLost:
    """An offer that was granted and then lost, and why.

    Attributes:
        cause: what took it: not in force, not eligible, an exclusion, no channel left, a better one of its
            group, the cap.
        by: the rules that exclude it, or the offer that won the group.
        unknown: whether it was lost because a condition is unknown.
    """

    offer: str
    cause: LossCause
    by: tuple[str, ...] = ()
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class TaskDecision:
    """Something a role must do; ``due`` is None where no day is set or it is unknown.

    Attributes:
        channels: by which the rules that create it want it done, by name; empty if none of them says.
    """

    task: str
    role: str | None
    due: date | None
    reasons: tuple[tuple[str, Wording | None], ...]
    due_unknown: bool = False
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskLost:
    """A task that rules ask for and that is not created, because every channel it was to go by is closed.

    Attributes:
        by: the exclusions that close one of them.
        unknown: whether one of them is closed only because a condition is unknown.
    """

    task: str
    role: str | None
    by: tuple[str, ...] = ()
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """Everything decided about one customer.

    Attributes:
        tiers: by ladder.
        classes: True, False or None (unknown), by class.
        points: by account.
        choices: the value, or None.
        conflicts: choices for which rules gave different values, and ``unique`` tables of which several rows
            apply.
        offers: ranked.
        lost: granted but not given.
        tasks: by due date and name.
        fired: rules whose condition is true.
        unknown: rules whose condition is unknown.
        broken: ``never`` statements that this decision breaks.
        lost_tasks: asked for but not created, by name and role.
    """

    key: str
    tiers: dict[str, TierDecision]
    classes: dict[str, bool | None]
    points: dict[str, PointsDecision]
    choices: dict[str, str | None]
    conflicts: tuple[str, ...]
    offers: tuple[OfferDecision, ...]
    lost: tuple[OfferLost, ...]
    tasks: tuple[TaskDecision, ...]
    fired: tuple[str, ...]
    unknown: tuple[str, ...]
    broken: tuple[str, ...] = field(default=())
    lost_tasks: tuple[TaskLost, ...] = field(default=())
