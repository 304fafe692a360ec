"""A comparison of two policies, as data: one model behind all that is printed, published as a JSON schema.

Names are canonical and numbers exact. What is told in words is told in both languages, so the data are the same for
every reader.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.explain.schema import ValueJson
from engine.review.diff.comparing.readings import Compared, Part
from engine.review.diff.impact.model import Impact
from engine.review.diff.statements.model import StatementChange
from engine.review.diff.told import Told
from engine.review.shared.aspects import AspectKind

Verdict = Literal["equivalent", "differs", "inconclusive"]
Answer = bool | int | str | None
Severity = Literal["error", "warning", "info"]
NameKind = Literal[
    "record", "field", "param", "define", "profile", "channel", "role", "task", "group", "class", "offer", "points",
    "ladder", "rung", "choice", "value", "rule", "table", "never",
]  # fmt: skip


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Side(_Model):
    """One of the policies."""

    label: str = Field(description="What it was called: a path, or a revision with a path.")
    policy: str | None = Field(description="Name of the policy; null where there is none.")
    decisions_hash: str | None = Field(description="Changes with anything that can change a decision.")
    wording_hash: str | None = Field(description="Changes with the texts people read.")


class Span(_Model):
    """As-of dates under one profile."""

    profile: str | None = Field(description="Null for the default values.")
    first: date | None = Field(description="First day; null if there is none.")
    last: date | None = Field(description="Last day; null if there is none.")


class RuleRef(_Model):
    """A rule that decided something."""

    id: str = Field(description="Its id in decisions.")
    told: Told = Field(description="How people call it.")
    path: str
    line: int


class Outcome(_Model):
    """What a policy decides about one question for one customer."""

    told: Told
    rules: tuple[RuleRef, ...] = Field(description="Rules that decide it.")


class Shown(_Model):
    """A customer who was made up, and decided by the production evaluator under both policies."""

    as_of: date
    profile: str | None
    fields: dict[str, ValueJson] = Field(
        description="What is not typical about her, by canonical name; with ′ behind it where only the old policy "
        "reads the column, and the new one calls another so."
    )
    told: Told = Field(description="The same in words.")
    before: Outcome
    after: Outcome


class Neighbour(_Model):
    """The customer most like the one shown to whom this change does not happen."""

    field: str = Field(description="The only field in which she differs, as in `fields`.")
    value: ValueJson
    told: Told
    is_untouched: bool = Field(description="Whether none of the other changes happens to her, either.")


class Who(_Model):
    """What is proved of everybody in a class of change."""

    scopes: tuple[Span, ...] = Field(description="Where it is so; none if everywhere in the class.")
    told: tuple[Told, ...] = Field(description="All of it is so of all of them.")
    is_all: bool = Field(description="Whether all of whom it is so are in the class, proved.")


class Class(_Model):
    """A class of change: everybody who has one answer before and another after."""

    id: str = Field(description="Names the class within a report, the same in every run.")
    kind: AspectKind
    name: tuple[str | None, ...] = Field(
        description="Of what; a task with its role, a channel behind its offer, or behind both."
    )
    before: Answer = Field(
        description="Null is unknown, or no value. An offer that is not given has what takes it, or false where no "
        "rule grants it. Of numbers it is only told which is `less` or `more`, or that there is `some`."
    )
    after: Answer
    told: Told = Field(description="The change in words.")
    direction: Literal["down", "up", "other"] = Field(description="On a ladder, for an offer: worse or better.")
    status: Literal["differs", "unknown"] = Field(description="Somebody was found, or it could not be settled.")
    refused: tuple[Told, ...] = Field(description="Of those who are set aside, what the record does not take.")
    who: tuple[Who, ...] = Field(
        description="What is proved of everybody in the class. If it differs by scope, a scope that is not named has "
        "no such thing in few words."
    )
    scopes: tuple[Span, ...] = Field(description="Where somebody is in the class; none if everywhere.")
    open_scopes: tuple[Span, ...] = Field(description="Where that could not be settled.")
    shown: Shown | None
    neighbour: Neighbour | None
    edits: tuple[str, ...] = Field(description="Ids of the statements that make the change for who is shown.")
    other_edits: tuple[str, ...] = Field(description="Of those that make it for others, beside them or in their place.")
    perhaps_more_edits: bool = Field(description="Whether others may make it, too: that could not be settled.")
    tests: tuple[str, ...] = Field(description="Tests of the new policy that see a change of this question.")
    customers: int | None = Field(description="Of the data; null without data.")


class OneSided(_Model):
    """Days on which only one of the policies is in force."""

    scope: Span
    which: Literal["old", "new"]


class LoneProfile(_Model):
    """A profile that only one of the policies has: the other refuses runs with it."""

    profile: str
    which: Literal["old", "new"] = Field(
        description="The policy that has it. Under it the other one is compared with its default values."
    )


class ReadingPart(_Model):
    """How the same data are read differently."""

    part: Part = Field(description="What differs: the column, how cells are written, names of values, marks of empty.")
    old: Told
    new: Told


class FieldReading(_Model):
    """A field of which the policies do not make the same in the same data."""

    field: str = Field(description="Canonical name, the new one if it has two.")
    which: Literal["both", "old", "new"] = Field(description="Which of the policies reads it.")
    parts: tuple[ReadingPart, ...] = Field(description="None if only one of the policies reads it.")
    compared: Compared = Field(
        description="Whose decisions are compared: of `all` customers, of those whose data both read `alike`, of those "
        "of whom the field is `missing`, or of `nobody`."
    )


class OtherPlace(_Model):
    """Another place that a finding is about."""

    told: Told = Field(description="What is said of it.")
    path: str
    line: int


class Finding(_Model):
    """What `check` finds in one policy and not in the other."""

    code: str
    severity: Severity
    told: Told
    path: str
    line: int
    marked: str = Field(description="What stands there, of the first line that it is about.")
    others: tuple[OtherPlace, ...] = Field(description="Further places it is about, such as the other rules.")
    reason: str | None = Field(
        description="What the comment that silences it gives as its reason, which may be empty; null if none does."
    )


class FailingTest(_Model):
    """A test case of the new policy that does not pass."""

    name: str = Field(description="Its title, and the number of the row if it has several.")
    path: str
    line: int = Field(description="Of the case, or of its row.")


class Name(_Model):
    """How people call something."""

    kind: NameKind = Field(description="What it is.")
    of: str | None = Field(description="The ladder of a rung, the choice of a value; null for anything else.")
    name: str = Field(description="Canonical.")
    told: Told


class Effort(_Model):
    """How the answers were found, in units that are the same in every run."""

    questions: int = Field(description="Asked of the provers.")
    customers_tried: int = Field(description="Made-up customers who were tried first.")


class Review(_Model):
    """The comparison of two policies."""

    tiercel: str = Field(description="Version of Tiercel.")
    verdict: Verdict
    told: Told = Field(description="The verdict in one line.")
    unless_missing: tuple[str, ...] = Field(
        description="If this is not empty, customers of whom all of these fields are known are decided alike."
    )
    old: Side
    new: Side
    scopes: tuple[Span, ...] = Field(description="What the verdict holds for: days under each profile.")
    one_sided: tuple[OneSided, ...]
    profiles: tuple[LoneProfile, ...] = Field(description="Profiles that only one of the policies has.")
    readings: tuple[FieldReading, ...] = Field(
        description="Fields that are read differently. Where it is not `all` who are compared, the policies differ, "
        "and the classes are of those who are."
    )
    classes: tuple[Class, ...] = Field(description="Every class of change, the gravest first.")
    statements: tuple[StatementChange, ...] = Field(description="Statement by statement.")
    failing_tests: tuple[FailingTest, ...] = Field(description="Of the new policy, as it stands.")
    checked: bool = Field(description="Whether the findings of `check` were compared.")
    new_findings: tuple[Finding, ...]
    fixed_findings: tuple[Finding, ...]
    silenced_findings: tuple[Finding, ...] = Field(
        description="Those that a comment of the new policy silences, and none of the old one did."
    )
    impact: Impact | None = Field(description="On the data; null without data.")
    names: tuple[Name, ...] = Field(description="What people call otherwise than by its canonical name.")
    assumes: tuple[Told, ...] = Field(description="What customers there may be: assumptions of the record.")
    effort: Effort

    @property
    def exit_code(self) -> int:
        """1 if behaviour differs, 3 if that is not settled, else 0."""
        return {"equivalent": 0, "differs": 1, "inconclusive": 3}[self.verdict]


class LonePolicy(_Model):
    """A policy that only one side has, so that there is nothing to compare it with."""

    path: str
    policy: str | None = Field(description="Its name.")
    which: Literal["old", "new"] = Field(description="`old`: it was removed; `new`: it was added.")


class Reviews(_Model):
    """What `tiercel diff --format json` prints: every policy that was changed."""

    schema_version: Literal[1] = Field(default=1, description="Of this document.")
    reviews: tuple[Review, ...] = Field(description="By path.")
    lone: tuple[LonePolicy, ...] = Field(default=(), description="Policies that were removed or added, by path.")

    @property
    def exit_code(self) -> int:
        """1 if any differs, comes or goes, else 3 if any is not settled, else 0."""
        codes = {x.exit_code for x in self.reviews} | ({1} if self.lone else set())
        return next((code for code in (1, 3) if code in codes), 0)
