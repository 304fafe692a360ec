"""So many points for each full amount: a division that is rounded down, in the words people say it with.

``存款 每满 1万 加 2 到 积分`` is ``add 2 * (deposit / 10k rounded down to 1) to points``. There is no node of its own
for it: both ways of writing are the same sentence, and everything behind the parser knows only the calculation.
"""

from __future__ import annotations

from typing import Final

from dsl.lean import dataclass
from dsl.source import NOWHERE, Span
from dsl.syntax import nodes as n

_ONE: Final = n.Number("1")


@dataclass(frozen=True, slots=True)
class FullSteps:
    """How many full steps an amount has, each of which counts some points."""

    points: n.Expr
    amount: n.Expr
    step: n.Expr

    def calculation(self, span: Span = NOWHERE) -> n.Expr:
        """The same as a calculation."""
        division = n.Arithmetic("/", self.amount, self.step, span=span)
        counted = n.Round("down", division, n.Number("1", span=self.step.span), span=span)
        return counted if self.points == _ONE else n.Arithmetic("*", self.points, counted, span=span)


def full_steps(calculation: n.Expr) -> FullSteps | None:
    """The steps that a calculation counts; None if it counts none, or could not be told from another."""
    match calculation:
        case n.Arithmetic("*", points, n.Round() as counted) if points != _ONE:
            pass
        case n.Round() as counted:
            points = _ONE
        case _:
            return None
    match counted:
        case n.Round("down", n.Arithmetic("/", amount, step), n.Number() as one) if one == _ONE:
            return FullSteps(points, amount, step)
        case _:
            return None
