"""What customers have whose tier changes: the measure of the ladder, or else the fields of money that decide about it.

A sum of very few customers would tell what one of them has, so there is none.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dsl.program import model as m
from dsl.program.types import Money as Amount
from dsl.syntax.units import CURRENCIES
from engine.counts import exact_text
from engine.reads import fields_in
from engine.review.diff.impact.ladder_measure import ladder_measure
from engine.review.diff.impact.model import MoneySum

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from dsl.program.expr import Expr
    from engine.evaluator.plan import Plan
    from engine.review.diff.impact.found import Found, Key, Rows
    from engine.review.diff.told import Told


_FEWEST: Final = 5  # customers of whom a sum is told
_KNOWN, _UNKNOWN = "\0measure", "\0unknown"  # no fields


class Money:
    """Sums of money: of the measure of a ladder, or where it is none, of fields by currency, that of the record first.

    Args:
        ladder: that they are about.
        plans: of the old and the new policy.

    Attributes:
        measure: of the ladder, if it is money.
    """

    def __init__(self, ladder: str, *plans: Plan) -> None:
        self.measure = ladder_measure(ladder, *plans)
        old, new = (plan.outcomes.program for plan in plans)
        held: dict[str, str] = {}
        for program in (old, new):
            if ladder in program.ladders:
                held |= dict(_fields(program, program.ladders[ladder]))
        currencies = sorted(set(held.values()), key=lambda currency: (currency != new.record.currency, currency))
        if self.measure is not None:
            currencies = [self.measure.currency]
        self._fields = {currency: [x for x in sorted(held) if held[x] == currency] for currency in currencies}

    @property
    def told(self) -> Told | None:
        """What the sums are of, if they are not of fields."""
        return self.measure.told if self.measure is not None else None

    def add(self, key: Key, old: pa.RecordBatch, new: pa.RecordBatch, rows: Rows, found: Found) -> None:
        """Add what some customers have, as the new policy reads it if it does, else the old one."""
        at = pa.array(rows)
        for currency, names in self._fields.items():
            missing = np.zeros(len(rows), np.bool_)
            for name in names:
                cells = (new if name in new.schema.names else old).column(name).take(at)
                absent = pc.is_null(cells).to_numpy(zero_copy_only=False)
                missing |= absent
                found.counts[*key, name] += len(rows) - int(np.count_nonzero(absent))
                found.sums[*key, name] += _sum(pc.fill_null(cells, 0).to_numpy(zero_copy_only=False))
            found.counts[*key, "missing", currency] += int(np.count_nonzero(missing))
        if self.measure is not None:
            values = self.measure.of(new if self.measure.which == "new" else old, rows)
            found.counts[*key, _KNOWN] += len(values)
            found.counts[*key, _UNKNOWN] += len(rows) - len(values)
            found.sums[*key, _KNOWN] += _sum(values)

    def sums(self, key: Key, found: Found) -> tuple[MoneySum, ...]:
        """What was added."""
        return tuple(self._told(key, currency, names, found) for currency, names in self._fields.items())

    def _told(self, key: Key, currency: str, names: Sequence[str], found: Found) -> MoneySum:
        """No sum of a field that very few have; and then none of all, from which it could be told."""
        few = {name for name in names if 0 < found.counts[*key, name] < _FEWEST}
        total = _amount(sum(found.sums[*key, name] for name in names), currency)
        missing, are_few = found.counts[*key, "missing", currency], bool(few)
        if self.measure is not None:
            total = exact_text(self.measure.amount(found.sums[*key, _KNOWN]))
            missing, are_few = found.counts[*key, _UNKNOWN], are_few or found.counts[*key, _KNOWN] < _FEWEST
        return MoneySum(
            currency=currency,
            sum=None if are_few else total,
            fields={name: None if name in few else _amount(found.sums[*key, name], currency) for name in names},
            missing=missing,
        )


def _fields(program: m.Program, ladder: m.Ladder) -> Iterator[tuple[str, str]]:
    """The fields of money that decide about the tier, with their currencies."""
    for name in fields_in(program, _deciding(program, ladder)):
        kind = program.record.fields[name].type
        if isinstance(kind, Amount):
            yield name, kind.currency


def _deciding(program: m.Program, ladder: m.Ladder) -> Iterator[Expr]:
    """The measure of a ladder; where there is none, the conditions on which rules lift."""
    if ladder.measure is not None:
        yield ladder.measure
        return
    for rule in program.all_rules:
        lifts = any(isinstance(effect, m.LiftTier) and effect.ladder == ladder.name for effect in rule.effects)
        if lifts and rule.condition is not None:
            yield rule.condition


def _sum(values: npt.NDArray[np.int64]) -> int:
    """Exact: in halves, so that the sum leaves no 64 bits."""
    return (int((values >> 32).sum()) << 32) + int((values & 0xFFFF_FFFF).sum())


def _amount(units: int, currency: str) -> str:
    return exact_text(Fraction(units, 10 ** CURRENCIES[currency][0]))
