"""How a statement differs between two versions of a policy, as data that is the same in both languages."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from dsl.syntax.vocabulary import Lang
from engine.review.diff.told import Told

StatementKind = Literal[
    "policy", "use", "record", "field", "assume", "channel", "role", "task", "group", "param", "profile", "entry",
    "require", "define", "tiers", "class", "offer", "points", "choice", "limit", "rule", "exclude",
    "table", "row", "never", "ban", "test",
]  # fmt: skip
Status = Literal["added", "removed", "moved", "renamed", "reworded", "translated", "changed"]
Affects = Literal["decisions", "data", "texts", "checks", "nothing"]
Sameness = Literal["itself", "together", "covered", "no_decision"]
PartKind = Literal[
    # of any statement
    "names", "period", "because",
    # of conditions
    "condition", "threshold", "comparison", "values",
    # of what rules, rows and exclusions do
    "outcome", "channels", "priority", "role", "due", "points", "scope",
    # of declarations
    "title", "value", "group", "say", "measure", "rungs", "bounds", "hit", "columns", "count", "words", "except",
    # of the record
    "currency", "as_of", "column", "type", "missing", "empty", "typical",
    # of tests
    "profile", "param", "given", "expect", "case",
]  # fmt: skip


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Written(_Model):
    """A statement as it stands in one version."""

    path: str = Field(description="The file, as given.")
    line: int = Field(description="Its line, from 1.")
    name: str | None = Field(description="Canonical name; null without one. Of a row, its number.")
    lang: Lang = Field(description="The language it is written in.")
    text: str = Field(description="In canonical form, without comments. Of a row or field, its cells.")
    begins: Told | None = Field(description="How it begins in each language, if it has no name.")
    ids: tuple[str, ...] = Field(description="Of the rules and promises it makes, as decisions name them.")


class PartChange(_Model):
    """A part of a statement that differs, each by the names of its own version."""

    part: PartKind = Field(description="Which part.")
    of: Told | None = Field(description="What it belongs to: the value compared, a tier, a column, a period.")
    old: Told | None = Field(description="As it was; null if it was not there.")
    new: Told | None = Field(description="As it is; null if it is gone.")
    affects: Affects = Field(description="What this can change.")


class StatementChange(_Model):
    """A statement that differs."""

    id: str = Field(description="Names the change within a comparison.")
    kind: StatementKind = Field(description="What it is.")
    name: str | None = Field(description="Canonical name, the new one if it was renamed; null without one.")
    owner: str | None = Field(description="The record of a field, the profile of an entry, the table of a row.")
    status: Status = Field(
        description="`moved`: the same text elsewhere. `translated`: the same in the other language. `reworded`: "
        "another text, proved to mean the same. `changed`: it may mean something else."
    )
    affects: Affects = Field(
        description="The most it can change: `decisions`, how `data` are read, `texts` that people read, `checks` "
        "(tests, requirements, banned words), or `nothing`."
    )
    old: Written | None = Field(description="As it was; null if it was added.")
    new: Written | None = Field(description="As it is; null if it was removed.")
    elsewhere: bool = Field(default=False, description="Whether it stands in another file than it did.")
    parts: tuple[PartChange, ...] = Field(description="What differs, if both are there and do not say the same.")
    sameness: Sameness | None = Field(
        default=None,
        description="How it is proved that all decisions stay: `itself`: it means the "
        "same. `together`: it does with others. `covered`: rules that were not edited give the same. `no_decision`: "
        "with all such edits, each decision of the policy stays. Else null.",
    )
    together: tuple[str, ...] = Field(default=(), description="Ids of these others.")
