"""Arithmetic in SMT-LIB, on numbers that carry their width."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.lean import dataclass
from engine.proof.script import all_of
from engine.proof.sorts import width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.ir.nodes import CalendarFunction
    from engine.proof.script import Script

_SCALE: Final = 10_000
_MONTH: Final = 304_369  # days of a month on average, times _SCALE
_SLACK: Final = 12 * _SCALE  # what a calendar may be off from the average, over all years there are
_TO_YEAR_0: Final = 719_528  # days from the beginning of the year 0 to 1970
_MOST_YEARS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Number:
    """A number that has been written.

    Attributes:
        text: its name, or how it is written.
        low, high: its bounds.
        width: bits that hold both.
    """

    text: str
    low: int
    high: int
    width: int


class Numbers:
    """Writes calculations. Bounds are those of the logical form, which hold for every customer."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._sort = script.sort

    # --- numbers ---

    def new(self, low: int, high: int) -> Number:
        """A number of its own."""
        width = width_of(low, high)
        return Number(self._script.number(low, high, width), low, high, width)

    def constant(self, value: int) -> Number:
        """A number that is written out."""
        width = width_of(value)
        return Number(self._sort.number(value, width), value, value, width)

    def _at(self, number: Number, width: int) -> str:
        if number.low == number.high:
            return self._sort.number(number.low, width)
        return self._sort.widened(number.text, number.width, width)

    def _defined(self, text: str, low: int, high: int, width: int) -> Number:
        return Number(self._script.defined(self._sort.name(width), text), low, high, width)

    # --- comparisons ---

    def at_least(self, left: Number, right: Number) -> str:
        """Whether left >= right."""
        width = max(left.width, right.width)
        return self._sort.at_least(self._at(left, width), self._at(right, width))

    def equal(self, left: Number, right: Number) -> str:
        """Whether both are the same."""
        width = max(left.width, right.width)
        return f"(= {self._at(left, width)} {self._at(right, width)})"

    # --- calculations ---

    def sum(self, parts: Sequence[tuple[Number, int]], constant: int = 0) -> Number:
        """A sum of multiples, and a constant."""
        ends = [sorted((c * x.low, c * x.high)) for x, c in parts]
        low, high = constant + sum(e[0] for e in ends), constant + sum(e[1] for e in ends)
        most = abs(constant) + sum(max(map(abs, e)) for e in ends)  # also in between nothing may overflow
        width = max([width_of(most, -most), *(x.width for x, _ in parts)])
        s = self._sort
        texts = [self._at(x, width) if c == 1 else s.product(s.number(c, width), self._at(x, width)) for x, c in parts]
        if constant or not texts:
            texts.append(s.number(constant, width))
        return self._defined(s.sum(texts), low, high, width)

    def product(self, left: Number, right: Number) -> Number:
        """Of two numbers; solvers of rationals take it only if one of them is written out."""
        corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
        low, high = min(corners), max(corners)
        width = max(width_of(low, high), left.width, right.width)
        return self._defined(self._sort.product(self._at(left, width), self._at(right, width)), low, high, width)

    def choose(self, condition: str, then: Number, otherwise: Number) -> Number:
        """One where a condition holds, the other where it does not."""
        width = max(then.width, otherwise.width)
        text = f"(ite {condition} {self._at(then, width)} {self._at(otherwise, width)})"
        return self._defined(text, min(then.low, otherwise.low), max(then.high, otherwise.high), width)

    def extreme(self, which: str, numbers: Sequence[Number]) -> Number:
        """The least or greatest."""
        best = numbers[0]
        for other in numbers[1:]:
            is_better = self.at_least(other, best) if which == "min" else self.at_least(best, other)
            best = self.choose(is_better, best, other)
        return best

    def negative(self, number: Number) -> Number:
        """The opposite number."""
        return self.sum([(number, -1)])

    def quotient(self, mode: str, numerator: Number, denominator: Number) -> Number:
        """Rounded; of positive denominators after both have changed their signs. Anything where it is 0."""
        if denominator.low < 0:
            is_positive = self.at_least(denominator, self.constant(0))
            numerator = self.choose(is_positive, numerator, self.negative(numerator))
            denominator = self.choose(is_positive, denominator, self.negative(denominator))
        match mode:
            case "down":
                return self._floor(numerator, denominator)
            case "up":
                return self.negative(self._floor(self.negative(numerator), denominator))
            case _:  # halves away from zero
                is_positive = self.at_least(numerator, self.constant(0))
                size = self.choose(is_positive, numerator, self.negative(numerator))
                found = self._floor(self.sum([(size, 2), (denominator, 1)]), self.sum([(denominator, 2)]))
                return self.choose(is_positive, found, self.negative(found))

    def _floor(self, numerator: Number, denominator: Number) -> Number:
        """How often a positive number goes into another."""
        least = max(1, denominator.low)
        most = max(abs(numerator.low), abs(numerator.high)) // least + 1
        found = self.new(-most, most)
        is_written_out = denominator.low == denominator.high
        if not self._sort.exact and not is_written_out:  # left open: a product of two numbers
            return found
        multiple = self.product(denominator, found)
        next_one = self.sum([(multiple, 1), (denominator, 1)])
        within = [self.at_least(numerator, multiple), f"(not {self.at_least(numerator, next_one)})"]
        self._script.claim(f"(=> {self.at_least(denominator, self.constant(1))} {all_of(within)})")
        return found

    # --- days ---

    def about_calendar(self, function: CalendarFunction, found: Number, day: Number, argument: Number) -> None:
        """Say what a calendar tells, within some days of the average month: then few guesses are needed."""
        match function:
            case "months_since":
                self._near([(argument, 1), (day, -1)], found, _MONTH, _MONTH)
            case "years_since":
                self._near([(argument, 1), (day, -1)], found, 12 * _MONTH, 12 * _MONTH)
            case "add_months":
                self._near([(found, 1), (day, -1)], argument, _MONTH)
            case "month":
                self._near([(day, 1)], found, _MONTH, _MONTH, _TO_YEAR_0)
            case "anniversary":
                self._near([(found, 1), (day, -1)], self.new(-_MOST_YEARS, _MOST_YEARS), 12 * _MONTH)
                self._script.claim(self.at_least(found, argument))
                self._script.claim(self.at_least(self.sum([(argument, 1)], 366), found))

    def _near(
        self, days: Sequence[tuple[Number, int]], units: Number, unit: int, more: int = 0, constant: int = 0
    ) -> None:
        """Some days are so many units, or up to so much more."""
        scaled = self.sum([(x, c * _SCALE) for x, c in days], constant * _SCALE)
        self._script.claim(self.at_least(scaled, self.sum([(units, unit)], -_SLACK)))
        self._script.claim(self.at_least(self.sum([(units, unit)], more + _SLACK), scaled))
