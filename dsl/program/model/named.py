"""What declarations have in common: their names, and when they hold."""

from __future__ import annotations

from dataclasses import field
from datetime import date

from dsl.lean import dataclass
from dsl.source import Span


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
