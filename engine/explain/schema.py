"""An explanation as JSON: names canonical, values as text with their unit, the same in every language."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.decision import LossCause
from engine.explain.changes.model import VainCause, WishKind
from engine.explain.missing import CauseKind

TruthName = Literal["true", "false", "unknown"]
ValueKind = Literal["money", "number", "percent", "days", "months", "date", "text", "yes_no", "listed"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ValueJson(_Model):
    """A value, exact: a decimal, a fraction such as 1/3, a date, a text, yes or no."""

    kind: ValueKind = Field(description="What it is.")
    value: str | None = Field(description="Null is missing or unknown.")
    unit: str | None = Field(description="Currency, %, days or months.")


class SeenJson(_Model):
    """A named thing and the value it has for the customer."""

    kind: Literal["field", "param", "define", "ladder", "class", "points", "choice"] = Field(description="What it is.")
    name: str = Field(description="Canonical name.")
    value: ValueJson = Field(description="Its value.")


class DefineJson(SeenJson):
    """A define that a test reads, opened one level."""

    formula: str = Field(description="What it stands for.")
    seen: tuple[SeenJson, ...] = Field(description="What that reads.")


class CauseJson(_Model):
    """One thing that makes something unknown."""

    kind: CauseKind = Field(
        description="A missing field; a ladder or choice that no rule decides; a choice in conflict; "
        "a division by zero; a day outside the calendar."
    )
    name: str | None = Field(description="Canonical name of the field, ladder or choice.")
    formula: str | None = Field(description="The divisor, or the day.")


class LineJson(_Model):
    """A condition or a part of one."""

    kind: Literal["test", "all", "any", "class", "define", "above"] = Field(
        description="A single test; all or any of the items; a class or yes/no define with what makes it so; "
        "that a row further up does not apply."
    )
    formula: str = Field(description="The condition.")
    truth: TruthName = Field(description="Whether it holds.")
    left: ValueJson | None = Field(description="Left side of a comparison.")
    right: ValueJson | None = Field(description="Right side of a comparison.")
    seen: tuple[SeenJson, ...] = Field(description="What the test reads.")
    defines: tuple[DefineJson, ...] = Field(description="Defines among that, opened.")
    causes: tuple[CauseJson, ...] = Field(description="Why it is unknown.")
    rule: str | None = Field(description="Of a part of a class, the rule; of above, the row.")
    items: tuple[LineJson, ...] = Field(description="The parts that decide.")


class WordingJson(_Model):
    """A text as filled in, names masked."""

    text: str | None = Field(description="Null if a slot is missing.")
    missing: tuple[str, ...] = Field(description="The slots that are.")


class RuleJson(_Model):
    """A rule as it met the customer."""

    id: str = Field(description="Its name, or made from its content.")
    name: str | None = Field(description="Its name, if it has one.")
    kind: Literal["rule", "class", "exclude", "row"] = Field(description="Which statement it is.")
    table: str | None = Field(description="Of a row, the table.")
    file: str = Field(description="Where it stands.")
    line: int = Field(description="Counted from 1.")
    in_force: bool = Field(description="Whether the day lies in its period.")
    truth: TruthName = Field(description="Whether it applies.")
    condition: LineJson | None = Field(description="The parts of its condition that decide.")
    causes: tuple[CauseJson, ...] = Field(description="Why it is unknown.")
    because: WordingJson | None = Field(description="Its text.")


class ValuedRuleJson(_Model):
    """A rule and what it would set."""

    value: str = Field(description="The rung, or the value of the choice.")
    rule: RuleJson = Field(description="The rule.")


class TierJson(_Model):
    """Where the customer stands on a ladder."""

    ladder: str = Field(description="Canonical name.")
    rung: str | None = Field(description="Null is undecided.")
    base: str | None = Field(description="What the ladder alone gives.")
    measure: ValueJson | None = Field(description="What it is measured by; null for a ladder without.")
    formula: str | None = Field(description="How that is computed.")
    defines: tuple[DefineJson, ...] = Field(description="Defines among that, opened.")
    low: ValueJson | None = Field(description="Where the base rung begins, included; null is open.")
    high: ValueJson | None = Field(description="Where the next rung begins, not included; null is open.")
    lifts: tuple[RuleJson, ...] = Field(description="Rules that lift to the rung.")
    unknown_lifts: tuple[ValuedRuleJson, ...] = Field(description="Rules that may lift higher, unknown.")
    causes: tuple[CauseJson, ...] = Field(description="Why rung or base are unknown.")


class ClassJson(_Model):
    """Whether the customer belongs to a class."""

    name: str = Field(description="Canonical name.")
    truth: TruthName = Field(description="Whether.")
    rules: tuple[RuleJson, ...] = Field(description="The rules that make it so.")
    causes: tuple[CauseJson, ...] = Field(description="Why it is unknown.")


class ClosedJson(_Model):
    """A channel that exclusions took."""

    channel: str = Field(description="Canonical name.")
    by: tuple[RuleJson, ...] = Field(description="The exclusions.")


class OfferJson(_Model):
    """An offer that is made."""

    offer: str = Field(description="Canonical name.")
    rank: int = Field(description="From 1.")
    priority: int = Field(description="The highest of its grants.")
    channels: tuple[str, ...] = Field(description="Empty is any.")
    valid_from: date | None = Field(description="First day.")
    valid_until: date | None = Field(description="Last day.")
    reasons: tuple[RuleJson, ...] = Field(description="The rules that grant it.")
    closed: tuple[ClosedJson, ...] = Field(description="Channels it lost.")
    say: WordingJson | None = Field(description="The script.")


class LostJson(_Model):
    """An offer that was granted and lost."""

    offer: str = Field(description="Canonical name.")
    cause: LossCause = Field(description="What took it.")
    unknown: bool = Field(description="Whether it was lost because something is unknown.")
    reasons: tuple[RuleJson, ...] = Field(description="The rules that granted it.")
    by: tuple[RuleJson, ...] = Field(description="The exclusions that took it.")
    winner: str | None = Field(description="The offer that won its group.")
    eligibility: LineJson | None = Field(description="The offer's own condition, where it is not met.")
    causes: tuple[CauseJson, ...] = Field(description="Why that is unknown.")


class RemedyJson(_Model):
    """With which values of one missing field the offer would be made."""

    field: str = Field(description="Canonical name.")
    values: tuple[ValueJson, ...] = Field(description="Empty: with none.")


class NotGrantedJson(_Model):
    """An offer that no rule granted."""

    offer: str = Field(description="Canonical name.")
    truth: Literal["false", "unknown"] = Field(description="Unknown if some rule is.")
    rules: tuple[RuleJson, ...] = Field(description="The rules that could have, the nearest first.")
    causes: tuple[CauseJson, ...] = Field(description="Why it is unknown.")
    remedy: RemedyJson | None = Field(description="What would settle it.")
    eligibility: LineJson | None = Field(description="The offer's own condition, where that is not met either.")
    by: tuple[RuleJson, ...] = Field(description="The exclusions that would take it if a rule granted it.")


class AddedJson(_Model):
    """What a rule adds to an account."""

    amount: ValueJson = Field(description="Null value: unknown whether, or how much.")
    formula: str = Field(description="How it is computed.")
    rule: RuleJson = Field(description="The rule.")


class PointsJson(_Model):
    """A points account."""

    account: str = Field(description="Canonical name.")
    total: ValueJson = Field(description="The sum of what is known.")
    incomplete: bool = Field(description="Whether something unknown may add to it.")
    added: tuple[AddedJson, ...] = Field(description="What was, or may be, added.")
    causes: tuple[CauseJson, ...] = Field(description="Why it is incomplete.")


class ChoiceJson(_Model):
    """A choice."""

    choice: str = Field(description="Canonical name.")
    value: str | None = Field(description="Null is none.")
    conflict: bool = Field(description="Whether rules gave different values.")
    rules: tuple[ValuedRuleJson, ...] = Field(description="The rules that apply, else those that are unknown.")
    causes: tuple[CauseJson, ...] = Field(description="Why there is none.")


class TaskJson(_Model):
    """A task."""

    task: str = Field(description="Name.")
    role: str | None = Field(description="Canonical name.")
    due: date | None = Field(description="Last day.")
    due_unknown: bool = Field(description="Whether a day is asked for but unknown.")
    channels: tuple[str, ...] = Field(description="By which the rules that create it want it done; empty is any way.")
    reasons: tuple[RuleJson, ...] = Field(description="The rules that create it.")
    causes: tuple[CauseJson, ...] = Field(description="Why the day is unknown.")


class TaskTakenJson(_Model):
    """A task that a rule would create by a channel that is closed."""

    task: str = Field(description="Name.")
    role: str | None = Field(description="Canonical name.")
    channel: str = Field(description="Canonical name.")
    reason: RuleJson = Field(description="The rule that would create it.")
    by: tuple[RuleJson, ...] = Field(description="The exclusions that close the channel.")


class NeverJson(_Model):
    """A never statement that is broken."""

    id: str = Field(description="Made from its content.")
    file: str = Field(description="Where it stands.")
    line: int = Field(description="Counted from 1.")
    conditions: tuple[LineJson, ...] = Field(description="Those of its parts that are conditions.")
    because: WordingJson | None = Field(description="Its text.")


class ChangeJson(_Model):
    """One field with another value, all else as it is. One step less would not do: a cent, a day, a unit."""

    field: str = Field(description="Canonical name.")
    before: ValueJson = Field(description="Null value is missing; then the other is only an example.")
    after: ValueJson = Field(description="The nearest value that does it.")
    rung: str | None = Field(description="Of a wish about a ladder, the rung that the customer then has.")
    measure: ValueJson | None = Field(description="Of such a wish, what the ladder then measures.")


class InVainJson(_Model):
    """The nearest change that comes close to what is wished for."""

    change: ChangeJson = Field(description="Of one field.")
    cause: VainCause = Field(
        description="What takes the offer that a rule then grants; assumption: the record lets no such customer be."
    )


class WishedJson(_Model):
    """Something that is not so, and the changes of single fields that would make it so."""

    wish: WishKind = Field(
        description="To reach a rung, or above; any rung, where none is known; to lose the rung that a rule lifts "
        "to; an offer."
    )
    name: str | None = Field(description="Canonical name of the rung or offer; null for any rung.")
    ladder: str | None = Field(description="Of the rung.")
    changes: tuple[ChangeJson, ...] = Field(
        description="At most three, of different fields, the nearest first; empty: no single field does it."
    )
    in_vain: InVainJson | None = Field(description="Where no single field does it, what comes close.")


class ExplanationJson(_Model):
    """Everything decided about one customer, and why."""

    schema_version: Literal[1] = Field(default=1, description="Of this document.")
    policy: str = Field(description="Canonical name.")
    as_of: date | None = Field(description="The day that the policy takes for today.")
    profile: str | None = Field(description="Profile of parameter values; null is the default.")
    key: str = Field(description="The customer.")
    name: str | None = Field(description="The customer's name, masked.")
    tiers: tuple[TierJson, ...] = Field(description="By ladder.")
    classes: tuple[ClassJson, ...] = Field(description="Every class.")
    offers: tuple[OfferJson, ...] = Field(description="Ranked.")
    lost: tuple[LostJson, ...] = Field(description="Granted and lost.")
    not_granted: tuple[NotGrantedJson, ...] = Field(description="Granted by no rule, unknown ones first.")
    points: tuple[PointsJson, ...] = Field(description="Every account.")
    choices: tuple[ChoiceJson, ...] = Field(description="Every choice.")
    tasks: tuple[TaskJson, ...] = Field(description="By due day and name.")
    tasks_taken: tuple[TaskTakenJson, ...] = Field(description="Not created, because their channel is closed.")
    broken: tuple[NeverJson, ...] = Field(description="Never statements that are broken.")
    conflicts: tuple[str, ...] = Field(description="Choices and unique tables whose rules disagree.")
    changes: tuple[WishedJson, ...] = Field(
        description="What single fields would change: for the next rung of every ladder, for every offer that is not "
        "made unless other offers or its period took it, and for what is asked for by name."
    )
    fired: tuple[str, ...] = Field(description="Ids of the rules that apply.")
    unknown: tuple[str, ...] = Field(description="Ids of the rules of which it is unknown.")

    def to_json(self) -> str:
        """The text of the document."""
        return self.model_dump_json(indent=2) + "\n"
