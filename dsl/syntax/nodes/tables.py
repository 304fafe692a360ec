"""Columns and rows of decision tables."""

from __future__ import annotations

from typing import Literal

from dsl.lean import dataclass
from dsl.syntax.nodes.base import Node
from dsl.syntax.nodes.expressions import CompareOp, Expr
from dsl.syntax.nodes.values import Name

OutputKind = Literal[
    "offer", "via", "priority", "tier", "class", "task", "role", "due", "because", "name"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class InputColumn(Node):
    """A column before the arrow: a value that cells test, the classes, or whole conditions."""

    kind: Literal["value", "class", "if"]
    value: Expr | None = None


@dataclass(frozen=True, slots=True)
class OutputColumn(Node):
    """A column behind the arrow; kind ``name`` is a ladder, points or a choice."""

    kind: OutputKind
    name: Name | None = None


@dataclass(frozen=True, slots=True)
class Anything(Node):
    """``-`` before the arrow: any value, known or not; behind it: nothing."""


@dataclass(frozen=True, slots=True)
class CellTest(Node):
    """One alternative of a condition cell; ``op`` is of comparisons, ``low`` may be the length of a window."""

    kind: Literal[
        "is", "not", "compare", "elapsed", "last", "next", "not_last", "not_next", "missing", "known", "between",
        "between_below",
    ]  # fmt: skip
    op: CompareOp | None = None
    low: Expr | None = None
    high: Expr | None = None


@dataclass(frozen=True, slots=True)
class CellTests(Node):
    """Alternatives of a condition cell, any of which will do."""

    tests: tuple[CellTest, ...]


ConditionCell = CellTests | Anything | Expr


@dataclass(frozen=True, slots=True)
class OutputValues(Node):
    """The values of a cell behind the arrow."""

    values: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class TableRow(Node):
    """One row of a decision table."""

    conditions: tuple[ConditionCell, ...]
    outputs: tuple[OutputValues | Anything, ...]
