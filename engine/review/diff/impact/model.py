"""What a change does to a batch, as data: a part of the published report of a review.

Names are canonical and numbers exact, so it is the same in every language. Nothing in it is about one customer, unless
examples were asked for; then their keys are masked.
"""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import Annotated, Literal, Self, TypedDict

from pydantic import Field, model_validator

from engine.decision import LossCause
from engine.manifest import ByName, Count, ExactModel, Sha256
from engine.review.diff.told import Told

Answer = str | bool | None
ImpactKind = Literal["tier", "class", "choice", "offer", "task", "points", "never"]
Cause = LossCause | Literal["not_granted"]
"""Why a customer does not have an offer: no rule grants it, or what takes it."""
Sum = Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$")]


class GroupParts(TypedDict):
    """The parts of a group."""

    customers: int
    examples: tuple[Example, ...]


class Example(ExactModel):
    """One of the customers who are counted."""

    key: str | None = Field(description="Masked; null where the row has no readable key.")
    file: Count = Field(description="Place of the data file among those that were read, from 0.")
    row: Count = Field(description="Row in that file: 1 is the first row below the header.")


class Group(ExactModel):
    """Some customers."""

    customers: Count = Field(description="How many.")
    examples: tuple[Example, ...] = Field(default=(), description="The first of them, if examples were asked for.")

    @property
    def parts(self) -> GroupParts:
        """For something that is a group, and more."""
        return {"customers": self.customers, "examples": self.examples}


class Cell(Group):
    """Customers with one answer before and one after, different or the same."""

    before: Answer = Field(description="Under the old policy; null is unknown, or no value.")
    after: Answer = Field(description="Under the new policy.")


class MoneySum(ExactModel):
    """What some customers have in one currency. Of fewer than five there are no sums: they would tell of one."""

    currency: str = Field(description="ISO code.")
    sum: Sum | None = Field(
        description="Of the measure of the ladder, where that is money, else of all the fields; null if that of any "
        "field is, or fewer than five customers have one."
    )
    fields: dict[str, Sum | None] = Field(description="By field; null where fewer than five customers have a value.")
    missing: Count = Field(
        description="Customers of whom the measure is unknown, or else one of these fields missing, which counts as 0."
    )


class TierCell(Cell):
    """Customers by their tiers before and after."""

    money: tuple[MoneySum, ...] = Field(
        default=(),
        description="Of customers whose tier changes, what they have in the fields of money that the measure of the "
        "ladder reads, or the rules that lift on it, if it has no measure.",
    )


class LadderImpact(ExactModel):
    """Customers by their tiers before and after on a ladder."""

    rungs: tuple[str, ...] = Field(description="Of both policies, from the lowest.")
    down: Count = Field(description="Who come to a lower tier.")
    lost: Count = Field(description="Who had a tier and have none.")
    up: Count = Field(description="Who come to a higher tier.")
    gained: Count = Field(description="Who had no tier and have one.")
    measure: Told | None = Field(
        default=None, description="What the sums of money are of: the measure of the ladder, as the new policy has it."
    )
    cells: tuple[TierCell, ...] = Field(
        description="All that are not empty: downgrades first, then lost tiers, upgrades, gained tiers, each by money, "
        "then those who stay."
    )


class ClassImpact(ExactModel):
    """Customers by whether they belong to a class, before and after."""

    lost: Count = Field(description="Who belonged to it and do not, or not for certain.")
    gained: Count = Field(description="Who belong to it and did not, or not for certain.")
    became_unknown: Count = Field(description="Of whom it was known and is not.")
    cells: tuple[Cell, ...] = Field(description="All that are not empty; null is unknown.")


class ChoiceImpact(ExactModel):
    """Customers by the value of a choice, before and after."""

    changed: Count = Field(description="Who have another value, or one instead of none.")
    cells: tuple[Cell, ...] = Field(description="All that are not empty; null is no value.")


class ChannelMove(Group):
    """Customers who keep an offer or a task that goes by other channels."""

    before: tuple[str, ...] = Field(description="Channels; none where an offer may go by any, and a task by none.")
    after: tuple[str, ...] = Field(description="Channels.")


class OfferImpact(ExactModel):
    """Who gets an offer."""

    before: Count = Field(description="Who get it under the old policy.")
    after: Count = Field(description="Who get it under the new policy.")
    lost: Group = Field(description="Who get it no more.")
    lost_to: dict[Cause, Count] = Field(description="Of these, by what takes it under the new policy.")
    gained: Group = Field(description="Who get it now.")
    gained_from: dict[Cause, Count] = Field(description="Of these, by what took it under the old policy.")
    rank_worse: Group = Field(description="Who keep it, with more offers before it.")
    rank_better: Group = Field(description="Who keep it, with fewer offers before it.")
    channels: tuple[ChannelMove, ...] = Field(description="Who keep it by other channels.")


class TaskImpact(ExactModel):
    """For whom a task is created for a role, when it is due, and by which channels it goes."""

    task: str = Field(description="Its name.")
    role: str | None = Field(description="Who does it; null if the policy does not say.")
    before: Count = Field(description="Who have it under the old policy.")
    after: Count = Field(description="Who have it under the new policy.")
    lost: Group = Field(description="Who have it no more.")
    gained: Group = Field(description="Who have it now.")
    earlier: Group = Field(description="Who keep it, due on an earlier day.")
    later: Group = Field(description="Who keep it, due on a later day.")
    day_lost: Group = Field(description="Who keep it, and it has no day any more, or an unknown one.")
    day_gained: Group = Field(description="Who keep it, and it has a day now.")
    day_unknown: Group = Field(
        description="Who keep it without a day: one was unknown and now none is set, or the other way round."
    )
    least_days: int | None = Field(description="By so many days the day moves at least; negative is earlier.")
    most_days: int | None = Field(description="By so many days the day moves at most.")
    channels: tuple[ChannelMove, ...] = Field(description="Who keep it by other channels.")


class Bucket(Group):
    """Customers whose points change by about as much."""

    low: int = Field(description="By so much at least.")
    high: int = Field(description="By so much at most.")


class PointsImpact(ExactModel):
    """How the points of an account change."""

    lowered: Count = Field(description="Who have fewer.")
    raised: Count = Field(description="Who have more.")
    sum: Sum = Field(description="Of all changes.")
    least: int = Field(description="The least change; negative is fewer points.")
    most: int = Field(description="The greatest change.")
    buckets: tuple[Bucket, ...] = Field(description="Who have fewer or more, by powers of ten, from the least change.")
    became_incomplete: Group = Field(description="Whose points may lack something unknown, and did not.")
    became_complete: Group = Field(description="Whose points lack nothing any more.")


class PromiseImpact(ExactModel):
    """Who break a ``never`` statement."""

    broken: Group = Field(description="Who break it now and did not before.")
    mended: Group = Field(description="Who break it no more.")


class QuarantineMove(Group):
    """Customers whom one policy decides, and whom the other sets aside."""

    reasons: ByName = Field(description="By reason code; a row may have several.")


class SideImpact(ExactModel):
    """What one of both policies made of the data."""

    as_of: date | None = Field(description="The day that it takes for today.")
    profile: str | None = Field(description="Profile of parameter values; null is the default.")
    decided: Count = Field(description="Customers decided.")
    quarantined: Count = Field(description="Rows set aside.")
    quarantine: ByName = Field(description="Rows set aside, by reason code; a row may have several.")
    absent: tuple[str, ...] = Field(description="Fields that decisions read, and that have no column in the data.")


class ReadFile(ExactModel):
    """A data file."""

    path: str | None = Field(description="As given; null for a table in memory.")
    sha256: Sha256 = Field(description="Of its bytes.")
    rows: Count = Field(description="Rows read, without the header.")


class Impact(ExactModel):
    """What a change does to the customers of a batch. What is not listed does not change for anybody."""

    old: SideImpact = Field(description="The policy before the change.")
    new: SideImpact = Field(description="The policy after the change.")
    data: tuple[ReadFile, ...] = Field(description="The customers.")
    rows: Count = Field(description="Rows of all data files.")
    compared: Count = Field(description="Customers whom both policies decide; all below is about them.")
    changed: Count = Field(
        description="Of these, those for whom anything changes. Texts do not count, nor does the priority of an offer "
        "that keeps its rank."
    )
    changed_by: dict[ImpactKind, Count] = Field(description="Of these, by what changes; several things may for one.")
    set_aside: QuarantineMove = Field(description="Whom the old policy decides, and the new one sets aside.")
    let_in: QuarantineMove = Field(description="Whom the old policy sets aside, and the new one decides.")
    tiers: dict[str, LadderImpact] = Field(description="By ladder.")
    classes: dict[str, ClassImpact] = Field(description="By class.")
    choices: dict[str, ChoiceImpact] = Field(description="By choice.")
    offers: dict[str, OfferImpact] = Field(description="By offer, what most customers lose first.")
    tasks: tuple[TaskImpact, ...] = Field(description="By task and role, what most customers lose first.")
    points: dict[str, PointsImpact] = Field(description="By account.")
    promises: dict[str, PromiseImpact] = Field(description="By never statement.")

    @model_validator(mode="after")
    def _add_up(self) -> Self:
        wrong = [text for text, found, wanted in self._sums() if found != wanted]
        if wrong:
            raise ValueError("counts do not add up: " + ", ".join(wrong))
        return self

    def _sums(self) -> list[tuple[str, int, int]]:
        """What must be equal: (what it is, the one, the other)."""
        cells = chain(
            ((name, x.cells) for name, x in self.tiers.items()),
            ((name, x.cells) for name, x in self.classes.items()),
            ((name, x.cells) for name, x in self.choices.items()),
        )
        return [
            *(
                (f"rows of the {name} policy", side.decided + side.quarantined, self.rows)
                for name, side in (("old", self.old), ("new", self.new))
            ),
            ("customers of the old policy", self.compared + self.set_aside.customers, self.old.decided),
            ("customers of the new policy", self.compared + self.let_in.customers, self.new.decided),
            ("rows of the data files", sum(file.rows for file in self.data), self.rows),
            *((name, sum(cell.customers for cell in every), self.compared) for name, every in cells),
            *(
                (f"offer {name}", x.before - x.lost.customers + x.gained.customers, x.after)
                for name, x in self.offers.items()
            ),
            *((f"task {x.task}", x.before - x.lost.customers + x.gained.customers, x.after) for x in self.tasks),
        ]
