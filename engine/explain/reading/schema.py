"""What is read back, as JSON. The sentences are in the language asked for."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

StatementKind = Literal[
    "rule", "class", "exclude", "row", "table", "ladder",
    "offer", "points", "choice", "define", "param", "task", "never", "field", "profile",
]  # fmt: skip


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ClauseJson(_Model):
    """A condition: one sentence, or a head and the conditions it is about."""

    text: str = Field(description="The sentence, or the head.")
    items: tuple[ClauseJson, ...] = Field(default=(), description="The conditions below it.")


class StatementJson(_Model):
    """One statement of a policy."""

    kind: StatementKind = Field(description="Which statement.")
    id: str = Field(description="Canonical name, or the id of a rule.")
    title: str = Field(description="What it is called.")
    file: str = Field(description="Where it stands.")
    line: int = Field(description="Counted from 1.")
    introduction: tuple[str, ...] = Field(default=(), description="What holds before any condition.")
    condition: ClauseJson | None = Field(default=None, description="When it applies.")
    effects: tuple[str, ...] = Field(default=(), description="What it does then.")
    because: str | None = Field(default=None, description="Its text, with its slots as written.")
    say: str | None = Field(default=None, description="Of an offer, the script, with its slots as written.")
    by: tuple[str, ...] = Field(default=(), description="The rules that give it, each with what it gives.")
    against: tuple[str, ...] = Field(default=(), description="The exclusions that may take it or a channel of it.")
    missing: tuple[str, ...] = Field(default=(), description="What happens where something it reads is missing.")
    where: tuple[str, ...] = Field(default=(), description="What the names in it stand for.")
    params: tuple[str, ...] = Field(default=(), description="Parameters that have more than one value.")
    uses: tuple[str, ...] = Field(default=(), description="The statements that read it.")


class ReadBackJson(_Model):
    """Statements read back."""

    schema_version: Literal[1] = Field(default=1, description="Of this document.")
    lang: Literal["en", "zh"] = Field(description="Of the sentences.")
    as_of: date | None = Field(description="The day that the dates are for; null: no run.")
    profile: str | None = Field(description="Profile of the run's values; null is the default.")
    statements: tuple[StatementJson, ...] = Field(description="At least one.")

    def to_json(self) -> str:
        """The text of the document."""
        return self.model_dump_json(indent=2) + "\n"
