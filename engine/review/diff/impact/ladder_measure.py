"""What the measure of a ladder comes to for some customers, where it is money: worked out as runs do."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import numpy as np
import pyarrow as pa

from dsl.program.types import Money
from dsl.syntax.units import CURRENCIES
from engine.columns import INT64
from engine.evaluator import arrow
from engine.evaluator.columns import run_program
from engine.kernel.execute import Workspace
from engine.lower.assembler import Assembler
from engine.review.diff.told import Told
from engine.testing.reading import Reading

if TYPE_CHECKING:
    import numpy.typing as npt

    from dsl.program.expr import Expr
    from engine.evaluator.plan import Plan
    from engine.ir.amounts import Amount
    from engine.review.diff.impact.found import Rows


class LadderMeasure:
    """The measure of a ladder under one policy.

    Args:
        plan: of the policy.
        expr: the measure.
        currency: that it is money of.
        which: the policy.

    Attributes:
        told: the measure in words.
    """

    def __init__(self, plan: Plan, expr: Expr, currency: str, which: Literal["old", "new"]) -> None:
        self.which = which
        amount = plan.outcomes.conditions.amount(expr)
        assembler = Assembler(plan.listed)
        self._value, self._known = assembler.values(amount.form), assembler.mask(amount.known)
        self._program, self._listed = assembler.program(), plan.listed
        self._unit = Fraction(1, amount.divisor * 10 ** CURRENCIES[currency][0])
        self.currency = currency
        words = Reading(plan.outcomes.program).both(lambda voice: voice.plain.inner(expr))
        self.told = Told(en=words.en, zh=words.zh)

    def of(self, batch: pa.RecordBatch, rows: Rows) -> npt.NDArray[np.int64]:
        """What it comes to for each of some customers of whom it is known, in units of its own."""
        at = pa.array(rows)
        cells = {name: batch.column(name).take(at) for name in self._program.columns}
        # A batch without columns would have no rows.
        some = pa.RecordBatch.from_arrays([*cells.values(), pa.nulls(len(at))], names=[*cells, "\0rows"])
        outputs = run_program(self._program, self._listed, some, Workspace(self._program)).outputs
        values: npt.NDArray[np.int64] = outputs[self._value][: len(at)].astype(np.int64)
        return values[arrow.where(outputs[self._known], len(at))]

    def amount(self, units: int) -> Fraction:
        """A sum of such units as an amount of money."""
        return units * self._unit


def ladder_measure(name: str, old: Plan, new: Plan) -> LadderMeasure | None:
    """The measure of a ladder, that of the new policy if it has one; None if it is none of money, or not an integer."""
    sides: tuple[tuple[Plan, Literal["new", "old"]], ...] = ((new, "new"), (old, "old"))
    for plan, which in sides:
        ladder = plan.outcomes.program.ladders.get(name)
        if ladder is not None and ladder.measure is not None:
            kind = ladder.measure.type
            if isinstance(kind, Money) and _is_plain(plan.outcomes.conditions.amount(ladder.measure)):
                return LadderMeasure(plan, ladder.measure, kind.currency, which)
            return None
    return None


def _is_plain(amount: Amount) -> bool:
    """Whether it is so many hundredths, thousandths … of a unit, that fit 64 bits."""
    tenths = amount.divisor
    for factor in (2, 5):
        while tenths % factor == 0:
            tenths //= factor
    form = amount.form
    return amount.over is None and tenths == 1 and form.low >= -INT64 and form.high <= INT64
