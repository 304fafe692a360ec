"""An explanation as data: what was decided, and for each decision what made it so. Names are canonical."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.lean import dataclass
from engine.explain.asked import SHORT, Asked
from engine.explain.text import render

if TYPE_CHECKING:
    from dsl.program import expr as e
    from dsl.program import model as m
    from dsl.program.types import Value
    from dsl.syntax.vocabulary import Lang
    from engine.decision import (
        Decision,
        OfferDecision,
        OfferLost,
        PointsDecision,
        TaskDecision,
        TierDecision,
        Wording,
    )
    from engine.explain.changes.model import Wished
    from engine.explain.conditions import Line
    from engine.explain.look import Look
    from engine.explain.missing import Cause
    from engine.explain.schema import ExplanationJson
    from engine.reference import Truth


@dataclass(frozen=True, slots=True)
class RuleSeen:
    """A rule as it met a customer.

    Attributes:
        truth: whether it applies; False where it is not in force.
        line: its condition, only the parts that decide.
        causes: why it is unknown.
        because: its text, filled in.
        in_force: whether the day lies in its period; else its condition was not looked at.
    """

    rule: m.Rule
    truth: Truth
    line: Line | None
    causes: tuple[Cause, ...] = ()
    because: Wording | None = None
    in_force: bool = True


@dataclass(frozen=True, slots=True)
class TierSeen:
    """A customer on one ladder.

    Attributes:
        low, high: where the base rung begins and the next one does; None is open.
        lifts: rules that lift to the rung.
        unknown_lifts: rules that would lift higher, if their condition were true, with the rung.
        causes: why there is no rung, or no base.
    """

    ladder: m.Ladder
    decision: TierDecision
    low: Value | None
    high: Value | None
    lifts: tuple[RuleSeen, ...]
    unknown_lifts: tuple[tuple[RuleSeen, str], ...]
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class ClassSeen:
    """Whether a customer belongs to a class, and the rules that make it so."""

    name: str
    truth: Truth
    rules: tuple[RuleSeen, ...]
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class OfferGiven:
    """An offer that is made.

    Attributes:
        grants: the rules that grant it.
        closed: channels it would have had, with the exclusions that took them.
        say: the script, filled in.
    """

    offer: m.Offer
    decision: OfferDecision
    grants: tuple[RuleSeen, ...]
    closed: tuple[tuple[str, tuple[RuleSeen, ...]], ...]
    say: Wording | None


@dataclass(frozen=True, slots=True)
class OfferTaken:
    """An offer that was granted and lost.

    Attributes:
        grants: the rules that granted it.
        by: the exclusions that took it.
        winner: the offer that has its place in the group.
        eligible: the offer's own condition, where that is not met.
        causes: what is missing, where it was lost because something is unknown.
    """

    offer: m.Offer
    lost: OfferLost
    grants: tuple[RuleSeen, ...]
    by: tuple[RuleSeen, ...]
    winner: OfferDecision | None
    eligible: Line | None
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Remedy:
    """The values of a missing field with which an offer would be made; perhaps none."""

    field: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class OfferMissed:
    """An offer that no rule granted.

    Attributes:
        truth: None where some rule is unknown, else False.
        attempts: the rules that could have granted it, the nearest to doing so first.
        causes: why it is unknown.
        remedy: what would settle it, where a single field with few values is missing.
        eligible: the offer's own condition, where that is not met either.
        by: the exclusions that would take it if a rule granted it.
    """

    offer: m.Offer
    truth: Truth
    attempts: tuple[RuleSeen, ...]
    causes: tuple[Cause, ...]
    remedy: Remedy | None
    eligible: Line | None
    by: tuple[RuleSeen, ...]

    @property
    def barred(self) -> bool:
        """Whether it would be lost even if a rule granted it, for what is known."""
        return any(found.truth is True for found in self.by) or (
            self.eligible is not None and self.eligible.truth is False
        )


@dataclass(frozen=True, slots=True)
class PointsAdded:
    """What one rule adds to an account; ``amount`` is None where it is unknown whether, or how much."""

    source: RuleSeen
    expr: e.Expr
    amount: Value | None


@dataclass(frozen=True, slots=True)
class PointsSeen:
    """An account, what was added to it, and why it is incomplete."""

    name: str
    decision: PointsDecision
    added: tuple[PointsAdded, ...]
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class ChoiceSeen:
    """A choice, the rules that make it with the value each gives, and why it has none."""

    name: str
    value: str | None
    conflict: bool
    rules: tuple[tuple[RuleSeen, str], ...]
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class TaskSeen:
    """A task, the rules that create it, and why its day is unknown."""

    decision: TaskDecision
    rules: tuple[RuleSeen, ...]
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class TaskTaken:
    """A task that a rule would create by a channel that is closed."""

    task: m.CreateTask
    rule: RuleSeen
    by: tuple[RuleSeen, ...]


@dataclass(frozen=True, slots=True)
class NeverSeen:
    """A ``never`` statement that is broken, with those of its parts that are conditions."""

    never: m.Never
    lines: tuple[Line, ...]
    because: Wording | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything decided about one customer, and why.

    Attributes:
        lang: of the text; the data know no language.
        decision: as decided on the true row. Its texts are for the customer and are not masked.
        tables: ``unique`` tables of which several rows apply.
        changes: what single fields would change; empty where nobody looked.
    """

    lang: Lang
    look: Look
    decision: Decision
    tiers: tuple[TierSeen, ...]
    classes: tuple[ClassSeen, ...]
    offers: tuple[OfferGiven, ...]
    taken: tuple[OfferTaken, ...]
    missed: tuple[OfferMissed, ...]
    points: tuple[PointsSeen, ...]
    choices: tuple[ChoiceSeen, ...]
    tasks: tuple[TaskSeen, ...]
    tasks_taken: tuple[TaskTaken, ...]
    nevers: tuple[NeverSeen, ...]
    tables: tuple[m.Table, ...]
    changes: tuple[Wished, ...] = ()

    def text(self, width: int = 80, *, color: bool = False, asked: Asked = SHORT) -> str:
        """The explanation for people, in its language."""
        return render(self, width, color=color, asked=asked)

    def data(self) -> ExplanationJson:
        """The explanation for machines."""
        from engine.explain.export import to_data  # noqa: PLC0415 - pydantic is slow to import

        return to_data(self)
