"""Names and literal values."""

from __future__ import annotations

from datetime import date

from dsl.lean import dataclass
from dsl.syntax.nodes.base import Node
from dsl.syntax.units import NO_UNIT, Unit


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A name in use; ``owner`` is the policy it is qualified with, if any."""

    text: str
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Declared(Node):
    """A name being declared, with its further names."""

    text: str
    further: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """The name and its further names."""
        return (self.text, *self.further)


@dataclass(frozen=True, slots=True)
class Number(Node):
    """Digits (without underscores) and a unit."""

    digits: str
    unit: Unit = NO_UNIT


@dataclass(frozen=True, slots=True)
class Day(Node):
    """A date literal."""

    value: date


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A text in quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Truth(Node):
    """yes or no."""

    value: bool


@dataclass(frozen=True, slots=True)
class Hole(Node):
    """What could not be read, in a statement with a mistake; nothing is asked of it."""


@dataclass(frozen=True, slots=True)
class Today(Node):
    """The as-of date of the run."""


@dataclass(frozen=True, slots=True)
class TheTier(Node):
    """``tier`` as a value: the one ladder of the policy."""
