"""Amounts and conditions."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from dsl.lean import dataclass
from dsl.syntax.nodes.base import Node
from dsl.syntax.nodes.values import Day, Hole, Name, Number, Text, TheTier, Today, Truth


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """``left op right``.

    Attributes:
        in_words: whether it is a day moved in words, ``3 months before left`` or 到期日 前 3个月; a matter of spelling,
            like the place.
    """

    op: Literal["+", "-", "*", "/"]
    left: Expr
    right: Expr
    in_words: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """``-operand``."""

    operand: Expr


@dataclass(frozen=True, slots=True)
class Times(Node):
    """``3x operand``."""

    factor: Number
    operand: Expr


@dataclass(frozen=True, slots=True)
class Part(Node):
    """``30% of operand``."""

    share: Number
    operand: Expr


@dataclass(frozen=True, slots=True)
class Since(Node):
    """``days since operand``: whole days, months or years passed until the as-of date."""

    unit: Literal["days", "months", "years"]
    operand: Expr


@dataclass(frozen=True, slots=True)
class Anniversary(Node):
    """``operand anniversary``: its first anniversary on or after the as-of date."""

    operand: Expr


@dataclass(frozen=True, slots=True)
class Default(Node):
    """``operand default fallback``: the fallback where the operand is missing."""

    operand: Expr
    fallback: Expr


@dataclass(frozen=True, slots=True)
class Extreme(Node):
    """``min(a, b)`` or ``max(a, b)``."""

    which: Literal["min", "max"]
    operands: tuple[Expr, ...]


RoundMode = Literal["down", "up", "half"]


@dataclass(frozen=True, slots=True)
class Round(Node):
    """``operand rounded down to 1万``; half rounds away from zero."""

    mode: RoundMode
    operand: Expr
    step: Number


CompareOp = Literal["<", "<=", ">", ">=", "=", "!="]


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """``left op right``."""

    op: CompareOp
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Is(Node):
    """``left is right``, ``left is not right``."""

    left: Expr
    right: Expr
    negated: bool = False


@dataclass(frozen=True, slots=True)
class IsMissing(Node):
    """``operand is missing``; negated: ``is known``."""

    operand: Expr
    negated: bool = False


@dataclass(frozen=True, slots=True)
class InList(Node):
    """``operand in (a, b)``."""

    operand: Expr
    items: tuple[Expr, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class TextTest(Node):
    """``operand contains "x"``, ``operand starts with "x"``."""

    which: Literal["contains", "starts"]
    operand: Expr
    text: Text


@dataclass(frozen=True, slots=True)
class Window(Node):
    """``operand is within the last 30 days`` is [today - 30 days, today]; ``next`` is [today, today + …]."""

    operand: Expr
    which: Literal["last", "next"]
    length: Expr


Elapsing = Literal[">=", "<", ">", "<="]


@dataclass(frozen=True, slots=True)
class Elapsed(Node):
    """How long ago a day was: ``operand at least 10 years ago``, 开户日 满 10年; years and months count when full.

    In Chinese a number of days is compared in the same words (闲置天数 不满 30天), so there it takes types to know.

    Attributes:
        op: at least, less than, more than, at most.
        operand: the day.
        length: of time.
        of_a_day: whether the operand can only be a day; a matter of spelling, like the place.
    """

    op: Elapsing
    operand: Expr
    length: Expr
    of_a_day: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True)
class Between(Node):
    """``operand from low to high`` includes both ends; ``from low below high`` only the first."""

    operand: Expr
    low: Expr
    high: Expr
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Not(Node):
    """``not operand``."""

    operand: Expr


@dataclass(frozen=True, slots=True)
class And(Node):
    """All of the items."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    """Any of the items."""

    items: tuple[Expr, ...]


Expr = (
    Name | Number | Day | Text | Truth | Today | TheTier | Arithmetic | Negative | Times | Part | Since | Anniversary
    | Default | Extreme | Round | Compare | Is | IsMissing | InList | TextTest | Window | Elapsed | Between | Not
    | And | Or | Hole
)  # fmt: skip
