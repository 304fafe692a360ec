"""What is told in words, as data: in both languages, so that the data are the same for every reader."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Told(BaseModel):
    """Words in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    en: str
    zh: str
