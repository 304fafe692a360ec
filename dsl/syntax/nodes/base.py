"""What every node has."""

from __future__ import annotations

from dataclasses import field

from dsl.lean import dataclass
from dsl.source import NOWHERE, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What every node has: its place."""

    span: Span = field(default=NOWHERE, compare=False, repr=False)
