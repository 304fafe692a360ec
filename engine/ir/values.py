"""The value of formulas and forms for one customer: the logical form read as plainly as it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from engine.ir import nodes as n
from engine.ir.builder import divide
from engine.ir.reach import FIRST_DAY, LAST_DAY, on_calendar

if TYPE_CHECKING:
    from collections.abc import Mapping


class Customer:
    """Reads nodes for one customer.

    Args:
        row: stored values by field (dates as days since 1970); None is missing.
    """

    def __init__(self, row: Mapping[str, object]) -> None:
        self._row = row
        self._seen: dict[int, Any] = {}

    def holds(self, formula: n.Formula) -> bool:
        """Whether a formula is true."""
        found: bool | None = self._seen.get(id(formula))
        if found is None:
            found = self._seen[id(formula)] = self._holds(formula)
        return found

    def _holds(self, formula: n.Formula) -> bool:
        match formula:
            case n.Not(operand):
                return not self.holds(operand)
            case n.All(items):
                return all(map(self.holds, items))
            case n.Any(items):
                return any(map(self.holds, items))
            case n.Always(value):
                return value
            case n.Known(field):
                return self._row[field] is not None
            case n.Flag(field):
                return bool(self._row[field])
            case n.AtLeast(form, bound):
                return self.value(form) >= bound
            case n.Equal(form, bound):
                return self.value(form) == bound
            case n.Member(field, values):
                return self._row[field] in values
            case n.Matches(field, which, text):
                cell = cast("str | None", self._row[field]) or ""
                return text in cell if which == "contains" else cell.startswith(text)
            case n.SameText(left, right):
                return self._row[left] == self._row[right]

    def value(self, form: n.Form) -> int:
        """Of a form."""
        found: int | None = self._seen.get(id(form))
        if found is None:
            found = self._seen[id(form)] = self._value(form)
        return found

    def _value(self, form: n.Form) -> int:
        return form.constant + sum(c * self.term(term) for term, c in form.parts)

    def term(self, term: n.Term) -> int:
        """Of a term; 0 for a column without a value."""
        match term:
            case n.Column(field):
                return cast("int | None", self._row[field]) or 0
            case n.Product(left, right):
                return self.value(left) * self.value(right)
            case n.Extreme(which, forms):
                return (min if which == "min" else max)(self.value(form) for form in forms)
            case n.Choose(condition, then, otherwise):
                return self.value(then if self.holds(condition) else otherwise)
            case n.Quotient(mode, numerator, denominator):
                by = self.value(denominator)
                return divide(mode, self.value(numerator), by) if by else 0
            case n.Calendar(function, day, argument):
                at = min(max(self.value(day), FIRST_DAY), LAST_DAY)
                return on_calendar(function, at, self.value(argument))
            case n.Total(parts):
                return sum(self.value(form) for formula, form in parts if self.holds(formula))
