"""Texts with slots, as parsed from ``say`` and ``because``: data, never code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dsl.program.expr import Expr


@dataclass(frozen=True, slots=True)
class Slot:
    """A value to fill in; ``filter`` says how it is shown (None: as its type is shown)."""

    expr: Expr
    filter: str | None


@dataclass(frozen=True, slots=True)
class Either:
    """``{% if condition %}…{% else %}…{% endif %}``; an unknown condition withholds the text."""

    condition: Expr
    then: tuple[Part, ...]
    otherwise: tuple[Part, ...]


Part = str | Slot | Either


@dataclass(frozen=True, slots=True)
class Template:
    """A text: literal pieces, slots and alternatives, with the source it was parsed from."""

    source: str
    parts: tuple[Part, ...]
