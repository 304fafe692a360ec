"""Instructions on vectors of integers.

Sums and products wrap round, so only results must fit their vector. A wide vector whose values fit 8 bytes serves as a
narrow one, and so does one whose values do not matter where they do not fit, as those of days do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.ir import nodes as n
from engine.kernel.instructions import Calendar, Op, Rounding
from engine.lower.steps import NARROW, SHORT, WIDE, addends, single, width
from engine.lower.writer import WIDE_OP, halves

if TYPE_CHECKING:
    from engine.lower.steps import Steps
    from engine.lower.writer import Writer

_ROUNDING: Final = {"down": Rounding.DOWN, "up": Rounding.UP, "half": Rounding.HALF}
_CALENDAR: Final = {
    "months_since": Calendar.MONTHS_SINCE,
    "years_since": Calendar.YEARS_SINCE,
    "anniversary": Calendar.ANNIVERSARY,
    "month": Calendar.MONTH,
}
_INT8, _INT16 = 2**7 - 1, 2**15 - 1


class Arithmetic:
    """Writes what vectors are computed from; what a vector needs is done before.

    Args:
        writer: of the draft.
        steps: tell which vector is whose.
    """

    def __init__(self, writer: Writer, steps: Steps) -> None:
        self._w = writer
        self._steps = steps

    def source(self, form: n.Form) -> int:
        """Where a form is read: a column or a vector of any width."""
        vector = self._steps.source(form)
        return self._w.column(form.parts[0][0].field) if vector is None else self._w.done[vector]  # type: ignore[union-attr]

    def vector(self, of: n.Form | n.Term) -> int:
        """Compute a vector; gives its number."""
        w = self._w
        match of:
            case n.Form():
                return self._form(of)
            case n.Product(left, right):
                vector = w.new_vector(width(of))
                self._calculate(Op.MULTIPLY, vector, self._held(left), self._held(right))
            case n.Extreme(which, forms):
                vector = self._copy(forms[0], max(width(form) for form in forms))
                for form in forms[1:]:
                    self._calculate(Op.LEAST if which == "min" else Op.GREATEST, vector, self._held(form))
            case n.Choose(condition, then, otherwise):
                vector = self._copy(otherwise, width(of))
                self._calculate(Op.TAKE_WHERE, vector, w.done[condition], self.source(then))
            case n.Quotient(mode, numerator, denominator):
                vector = w.new_vector(width(of))
                is_wide = WIDE in (width(of), width(numerator), width(denominator))
                op = WIDE_OP[Op.DIVIDE] if is_wide else Op.DIVIDE
                w.emit(op, vector, self._held(numerator), self._held(denominator), _ROUNDING[mode])
            case n.Calendar("add_months", day, months):
                vector = w.new_vector()
                w.emit(Op.ADD_MONTHS, vector, self._held(day), self._held(months))
            case n.Calendar(function, day, today):
                vector = w.new_vector()
                w.emit(Op.CALENDAR, vector, self.source(day), today.constant, _CALENDAR[function])
            case n.Total(parts):
                return self._total(parts)
            case n.Column():
                raise AssertionError("a column is its own source")
        return vector

    def _held(self, form: n.Form) -> int:
        """A form as a vector of 8 or 16 bytes."""
        return self._w.done[self._steps.vector(form)]

    def _calculate(self, op: Op, vector: int, *operands: int) -> None:
        """Write an instruction on a vector in the kind for its width."""
        self._w.emit(WIDE_OP[op] if self._w.is_wide(vector) else op, vector, *operands)

    def _copy(self, form: n.Form, bytes_of: int) -> int:
        vector = self._w.new_vector(bytes_of)
        self._add_up(vector, 0, [(self._held(form), 1)])
        return vector

    def _form(self, form: n.Form) -> int:
        w, term = self._w, single(form)
        if term is not None and not isinstance(term, n.Column):
            found = w.done[self._steps.vector(term)]
            if w.width(found) >= NARROW:
                return found
        vector = w.new_vector(width(form))
        plain, chosen = addends(form)
        self._add_up(vector, form.constant, [(self._term(term), factor) for term, factor in plain])
        for choice in chosen:
            w.emit(Op.ADD_WHERE, vector, w.done[choice.condition], self.source(choice.then))
        return vector

    def _term(self, term: n.Term) -> int:
        return self._w.column(term.field) if isinstance(term, n.Column) else self._w.done[self._steps.vector(term)]

    def _add_up(self, vector: int, constant: int, parts: list[tuple[int, int]]) -> None:
        """A constant and multiples of sources."""
        w = self._w
        if w.is_wide(vector):
            w.emit(Op.WIDE_SET, vector, w.pooled([*halves(constant)]))
            for source, factor in parts:
                w.emit(Op.WIDE_ADD, vector, source, w.pooled([*halves(factor)]))
        else:
            pairs = [x for source, factor in parts for x in (source, halves(factor)[0])]
            w.emit(Op.SUM, vector, w.pooled(pairs), len(parts), halves(constant)[0])

    def _total(self, parts: tuple[tuple[n.Formula, n.Form], ...]) -> int:
        """A sum fits 8 bytes; one of constants that stays small is kept in 2: four times as many customers at once.

        Small constants are added up as bytes, as many at a time as fit one together.
        """
        w = self._w
        most = sum(max(abs(form.low), abs(form.high)) for _, form in parts)
        vector = w.new_vector(SHORT if most <= _INT16 and not any(form.parts for _, form in parts) else NARROW)
        w.emit(Op.SET, vector, 0)
        few: list[int] = []  # masks, each with its value
        room = _INT8
        for formula, form in parts:
            mask, value = w.done[formula], form.constant
            if form.parts:
                w.emit(Op.ADD_WHERE, vector, mask, self._held(form))
            elif abs(value) > _INT8:
                w.emit(Op.COUNT_WHERE, vector, mask, value)
            else:
                if abs(value) > room:
                    w.emit(Op.COUNT, vector, w.pooled(few), len(few) // 2)
                    few, room = [], _INT8
                few += (mask, value)
                room -= abs(value)
        if few:
            w.emit(Op.COUNT, vector, w.pooled(few), len(few) // 2)
        return vector
