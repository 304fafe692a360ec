"""The values of a field as steps: how it is counted, which values lie beside an edge, how far a change is."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final, cast

from dsl.lean import dataclass
from dsl.program.types import Bool, Date, Listed, Text
from engine.columns import decimal_places, from_stored, stored_bounds, to_stored

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dsl.program.model import Field
    from dsl.program.types import Value

_YEAR: Final = 365
_WHOLE_WAY: Final = Fraction(1)


@dataclass(frozen=True, slots=True)
class Steps:
    """The values of one field.

    Amounts and dates are counted in steps: of the smallest unit the field keeps, or of a day.
    """

    field: Field

    @property
    def counted(self) -> bool:
        """Whether the field has steps; else its values have no distance."""
        return not isinstance(self.field.type, Bool | Listed | Text)

    def number(self, value: Value) -> int:
        """The number of a value."""
        return value.toordinal() if isinstance(value, date) else cast("int", to_stored(value, self.field))

    def value(self, number: int) -> Value:
        """The value with a number."""
        if isinstance(self.field.type, Date):
            return date.fromordinal(number)
        return cast("Value", from_stored(number, self.field))

    def beside(self, edge: Value) -> Iterator[Value]:
        """The values at an edge and next to it on either side, within the bounds of the field."""
        if not self.counted:
            yield edge
            return
        low, high = self.bounds
        exact = self._scaled(edge)
        for number in range(math.floor(exact) - 1, math.ceil(exact) + 2):
            if low <= number <= high:
                yield self.value(number)

    @property
    def bounds(self) -> tuple[int, int]:
        """The least and the greatest number."""
        if isinstance(self.field.type, Date):
            return date.min.toordinal(), date.max.toordinal()
        return stored_bounds(self.field)

    def abroad(self, before: Value | None) -> Iterator[Value]:
        """Values far and near, to try where no edge could be computed."""
        if isinstance(self.field.type, Date):
            return
        low, high = self.bounds
        start = self.number(before) if before is not None else 0
        for number in (low, start // 10, start // 2, start * 2, start * 10, high):
            if low <= number <= high:
                yield self.value(number)

    def distance(self, before: Value | None, after: Value) -> Fraction:
        """How far a change is, from 0 to 1: amounts by their share, dates by the year, all else the whole way."""
        if before is None or not self.counted:
            return _WHOLE_WAY
        gap = abs(self.number(after) - self.number(before))
        if isinstance(self.field.type, Date):
            return min(Fraction(gap, _YEAR), _WHOLE_WAY)
        return min(Fraction(gap, max(abs(self.number(after)), abs(self.number(before)), 1)), _WHOLE_WAY)

    def _scaled(self, edge: Value) -> Fraction:
        if isinstance(edge, date):
            return Fraction(edge.toordinal())
        scale = 1 if self.field.declared == "money" else 10 ** decimal_places(self.field)
        return Fraction(cast("int | Fraction", edge)) * scale
