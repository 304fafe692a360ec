"""What policy tests give and expect."""

from __future__ import annotations

from typing import Literal

from dsl.lean import dataclass
from dsl.syntax.nodes.base import Node
from dsl.syntax.nodes.expressions import Expr
from dsl.syntax.nodes.record import Missing
from dsl.syntax.nodes.tables import OutputColumn, OutputValues
from dsl.syntax.nodes.values import Day, Name, Text


@dataclass(frozen=True, slots=True)
class Given(Node):
    """A field of the tested customer."""

    field: Name
    value: Expr | Missing


@dataclass(frozen=True, slots=True)
class Unknown(Node):
    """``unknown`` as an expected value."""


@dataclass(frozen=True, slots=True)
class ExpectTier(Node):
    """``tier 核心 from 大额贷款推断``; no rung means the tier is missing."""

    rung: Name | None
    ladder: Name | None = None
    source: Name | None = None


@dataclass(frozen=True, slots=True)
class ExpectOffer(Node):
    """``offer X``, ``no offer X``; without a name: no offers at all."""

    offer: Name | None
    negated: bool = False
    via: Name | None = None
    priority: Expr | None = None
    say: Text | None = None
    source: Name | None = None
    because: Text | None = None


@dataclass(frozen=True, slots=True)
class ExpectClass(Node):
    """``class X``, ``no class X``, ``class X unknown``."""

    name: Name
    truth: Literal["yes", "no", "unknown"] = "yes"


@dataclass(frozen=True, slots=True)
class ExpectTask(Node):
    """``task X by R via C on D because T``, ``no task X``."""

    task: Name
    negated: bool = False
    role: Name | None = None
    via: Name | None = None
    on: Day | None = None
    because: Text | None = None


@dataclass(frozen=True, slots=True)
class ExpectValue(Node):
    """``积分 39``, ``生日礼物 儿童玩具``, ``X missing``, ``X unknown``."""

    name: Name
    value: Expr | Missing | Unknown


Expectation = ExpectTier | ExpectOffer | ExpectClass | ExpectTask | ExpectValue


@dataclass(frozen=True, slots=True)
class TestCase(Node):
    """One row of a test table; cells in the order of the columns, None where the cell is ``-``."""

    given: tuple[Expr | Missing | None, ...]
    expect: tuple[OutputValues | Missing | Unknown | None, ...]


@dataclass(frozen=True, slots=True)
class TestTable(Node):
    """Cases that share everything else of a test."""

    given: tuple[Name, ...]
    expect: tuple[OutputColumn, ...]
    cases: tuple[TestCase, ...]
