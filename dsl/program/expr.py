"""Typed expressions. Every literal is in base units, every name is resolved, nothing is rewritten."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from dsl.lean import dataclass
from dsl.program.types import Bool, Date, Num, Type, Value
from dsl.syntax.nodes import CompareOp, RoundMode

RefKind = Literal["field", "param", "define", "ladder", "class", "points", "choice"]


@dataclass(frozen=True, slots=True)
class Ref:
    """The value of a named thing."""

    kind: RefKind
    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Const:
    """A literal in base units."""

    value: Value
    type: Type


@dataclass(frozen=True, slots=True)
class Today:
    """The as-of date."""

    type: Type = Date()


@dataclass(frozen=True, slots=True)
class Arith:
    """Exact arithmetic; dates move by days or months, month ends clamp; a zero divisor gives unknown."""

    op: Literal["+", "-", "*", "/"]
    left: Expr
    right: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class Extreme:
    """The least or greatest of some values; unknown if any is."""

    which: Literal["min", "max"]
    operands: tuple[Expr, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class Round:
    """To a multiple of ``step`` (base units); half rounds away from zero."""

    mode: RoundMode
    operand: Expr
    step: Fraction
    type: Type


@dataclass(frozen=True, slots=True)
class Default:
    """The operand, or the fallback where it is unknown."""

    operand: Expr
    fallback: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class Since:
    """Whole days, months or years from a date to the as-of date."""

    unit: Literal["days", "months", "years"]
    operand: Expr
    type: Type = Num()


@dataclass(frozen=True, slots=True)
class Anniversary:
    """The first anniversary of a date on or after the as-of date; of 29 February it is the 28th in other years."""

    operand: Expr
    type: Type = Date()


@dataclass(frozen=True, slots=True)
class Compare:
    """Unknown if either side is."""

    op: CompareOp
    left: Expr
    right: Expr
    type: Type = Bool()


@dataclass(frozen=True, slots=True)
class IsMissing:
    """Never unknown."""

    operand: Expr
    type: Type = Bool()


@dataclass(frozen=True, slots=True)
class InList:
    """Equal to any item: the Kleene or of the comparisons."""

    operand: Expr
    items: tuple[Expr, ...]
    type: Type = Bool()


@dataclass(frozen=True, slots=True)
class TextTest:
    """Whether a text contains or starts with another; case-sensitive."""

    which: Literal["contains", "starts"]
    operand: Expr
    text: str
    type: Type = Bool()


@dataclass(frozen=True, slots=True)
class Window:
    """Whether a date lies in [today - length, today] or [today, today + length]."""

    operand: Expr
    which: Literal["last", "next"]
    length: Expr
    type: Type = Bool()

    @property
    def between(self) -> Between:
        """The window as the range it stands for."""
        if self.which == "last":
            return Between(self.operand, Arith("-", Today(), self.length, Date()), Today(), closed=True)
        return Between(self.operand, Today(), Arith("+", Today(), self.length, Date()), closed=True)


@dataclass(frozen=True, slots=True)
class Between:
    """low <= operand <= high, or < high where not closed."""

    operand: Expr
    low: Expr
    high: Expr
    closed: bool
    type: Type = Bool()


@dataclass(frozen=True, slots=True)
class Not:
    """Kleene not."""

    operand: Expr
    type: Type = Bool()


@dataclass(frozen=True, slots=True)
class And:
    """Kleene and."""

    items: tuple[Expr, ...]
    type: Type = Bool()


@dataclass(frozen=True, slots=True)
class Or:
    """Kleene or."""

    items: tuple[Expr, ...]
    type: Type = Bool()


Expr = (
    Ref | Const | Today | Arith | Extreme | Round | Default | Since | Anniversary | Compare | IsMissing | InList
    | TextTest | Window | Between | Not | And | Or
)  # fmt: skip
