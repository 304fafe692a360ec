"""What names in expressions stand for: fields, params, defines, and what is decided before."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from dsl.lean import dataclass
from engine.ir.nodes import TRUE

if TYPE_CHECKING:
    from collections.abc import Callable

    from dsl.program.expr import Expr
    from dsl.program.model import Program
    from dsl.program.types import Value
    from engine.binding import Binding
    from engine.ir import nodes as n
    from engine.ir.amounts import Amount
    from engine.ir.builder import Builder
    from engine.ir.choices import Choices
    from engine.ir.truth import Truth

T = TypeVar("T")


class Outcomes(Protocol):
    """What conditions may read of the outcomes that are decided before."""

    def member(self, name: str) -> Truth:
        """A class."""

    def rung(self, ladder: str) -> Choices:
        """The tier on a ladder."""

    def choice(self, name: str) -> Choices:
        """The value of a choice."""

    def points(self, name: str) -> Amount:
        """An account."""


@dataclass(slots=True)
class Given:
    """A program that is bound to a run.

    Attributes:
        builder: makes the formulas.
        complete: whether required fields and those with a default have a value in every row, as rows do that the
            readers let pass.
        today: stands for the as-of date where something shall hold for many of them.
        outcomes: what may be read of them, if anything.
    """

    builder: Builder
    program: Program
    binding: Binding
    complete: bool = True
    today: n.Form | None = None
    outcomes: Outcomes | None = None
    _defines: dict[str, object] = field(default_factory=dict)

    @property
    def decided(self) -> Outcomes:
        """The outcomes, which a condition reads."""
        if self.outcomes is None:
            raise ValueError("a condition reads an outcome, and there are none")
        return self.outcomes

    def known(self, name: str) -> n.Formula:
        """Where a field has a value. One that is required or has a default always does."""
        may_lack = not self.complete or self.program.record.fields[name].missing == "unknown"
        return self.builder.known(name) if may_lack else TRUE

    def param(self, name: str) -> Value:
        """The value of a param."""
        return self.binding.params[name]

    def define(self, name: str, translate: Callable[[Expr], T]) -> T:
        """A define has one type, so one translation."""
        if name not in self._defines:
            self._defines[name] = translate(self.program.defines[name].expr)
        return cast("T", self._defines[name])
