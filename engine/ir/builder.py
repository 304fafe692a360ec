"""Makes formulas and forms: each once, and in its simplest shape where that is cheap to see."""

from __future__ import annotations

from math import gcd
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from engine.ir import nodes as n
from engine.ir.nodes import FALSE, TRUE, Not
from engine.ir.reach import FIRST_DAY, LAST_DAY, on_calendar, reach

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")
_LEFT_WHOLE: Final = (n.Column, n.Total, n.Product)  # a bound of theirs is none of what they are made of


class Builder:
    """One per bound policy. All nodes that are combined come from the same builder."""

    def __init__(self) -> None:
        self._made: dict[tuple[object, ...], Any] = {}
        self._opposites: dict[n.Formula, Not] = {}
        self._alls: dict[frozenset[n.Formula], n.Formula] = {}
        self._anys: dict[frozenset[n.Formula], n.Formula] = {}
        self._forms: dict[tuple[tuple[tuple[n.Term, int], ...], int], n.Form] = {}
        self._extremes: dict[tuple[str, frozenset[n.Form]], n.Extreme] = {}
        self._ranks: dict[n.Term, int] = {}

    def _once(self, make: Callable[..., T], *parts: object) -> T:
        """A node of a class, from what it is made of."""
        key = (make, *parts)
        found: T | None = self._made.get(key)
        if found is None:
            found = self._made[key] = make(*parts)
        return found

    # --- formulas ---

    def known(self, field: str) -> n.Formula:
        """Whether a field has a value."""
        return self._once(n.Known, field)

    def flag(self, field: str) -> n.Formula:
        """Whether a yes/no field is yes."""
        return self._once(n.Flag, field)

    def member(self, field: str, values: frozenset[str]) -> n.Formula:
        """Whether the text of a field is one of some."""
        return self._once(n.Member, field, values) if values else FALSE

    def matches(self, field: str, which: Literal["contains", "starts"], text: str) -> n.Formula:
        """Whether the text of a field contains or starts with another."""
        return self._once(n.Matches, field, which, text)

    def same_text(self, left: str, right: str) -> n.Formula:
        """Whether two fields hold the same text."""
        if left == right:
            return TRUE
        left, right = sorted((left, right))
        return self._once(n.SameText, left, right)

    def negation(self, of: n.Formula) -> n.Formula:
        """Not."""
        if of is TRUE or of is FALSE:
            return FALSE if of is TRUE else TRUE
        if isinstance(of, Not):
            return of.operand
        return self._opposites.get(of) or self._opposites.setdefault(of, Not(of))

    def all_of(self, items: Iterable[n.Formula]) -> n.Formula:
        """And: what is said twice counts once, and a condition next to its opposite is never true."""
        return self._joined(n.All, self._alls, items, TRUE, FALSE)

    def any_of(self, items: Iterable[n.Formula]) -> n.Formula:
        """Or."""
        return self._joined(n.Any, self._anys, items, FALSE, TRUE)

    def _joined(
        self, make: Callable[[tuple[n.Formula, ...]], n.Formula], made: dict[frozenset[n.Formula], n.Formula],
        items: Iterable[n.Formula], neutral: n.Formula, deciding: n.Formula,
    ) -> n.Formula:  # fmt: skip
        unique = dict.fromkeys(items)
        if deciding in unique:
            return deciding
        unique.pop(neutral, None)
        if len(unique) < 2:
            return next(iter(unique), neutral)
        key = frozenset(unique)
        found = made.get(key)
        if found is not None:
            return found
        for item in unique:
            if isinstance(item, Not) and item.operand in unique:
                return deciding
        return made.setdefault(key, make(tuple(unique)))

    def exclusive(self, parts: Iterable[n.Formula]) -> list[n.Formula]:
        """Of each formula, that it holds and none before it does."""
        out: list[n.Formula] = []
        before: n.Formula = FALSE
        for part in parts:
            out.append(self.all_of((part, self.negation(before))))
            before = self.any_of((before, part))
        return out

    # --- comparisons ---

    def at_least(self, form: n.Form, bound: int) -> n.Formula:
        """Where a form is at least so much."""
        if bound <= form.low:
            return TRUE
        if bound > form.high:
            return FALSE
        plain, factor, bound = self._plain(form, bound)
        if factor > 0:
            return self._reaches(plain, -(-bound // factor))
        # c*f >= b for negative c is f <= b/c, that is: not f >= b/c + 1, rounded down.
        return self.negation(self._reaches(plain, bound // factor + 1))

    def equal(self, form: n.Form, bound: int) -> n.Formula:
        """Where a form is just so much."""
        if not form.low <= bound <= form.high:
            return FALSE
        if form.low == form.high:
            return TRUE
        plain, factor, bound = self._plain(form, bound)
        if bound % factor:
            return FALSE
        bound //= factor
        single = self._single(plain)
        if single is not None and single.__class__ not in _LEFT_WHOLE:
            above = self.negation(self._reaches(plain, bound + 1))
            return self.all_of((self._reaches(plain, bound), above))
        return self._once(n.Equal, plain, bound)

    def plain(self, form: n.Form) -> tuple[n.Form, int]:
        """What is compared for a form with parts and without constant: what it is a multiple of, and which."""
        plain, factor, _ = self._plain(form, 0)
        return plain, factor

    def _plain(self, form: n.Form, bound: int) -> tuple[n.Form, int, int]:
        """A form without constant and common factor, the factor with its sign, and the bound without the constant."""
        factor = form.parts[0][1]
        if len(form.parts) > 1:
            factor = gcd(*(c for _, c in form.parts)) * (-1 if factor < 0 else 1)
        if factor == 1 and not form.constant:
            return form, 1, bound
        parts = tuple((term, c // factor) for term, c in form.parts)
        return self._ordered(parts, 0), factor, bound - form.constant

    def _reaches(self, form: n.Form, bound: int) -> n.Formula:
        """At least, for a plain form; of a single computed term, by what it is computed from."""
        if bound <= form.low:
            return TRUE
        if bound > form.high:
            return FALSE
        single = self._single(form)
        if single is not None and single.__class__ not in _LEFT_WHOLE:
            found = reach(self, single, bound)
            if found is not None:
                return found
        return self._once(n.AtLeast, form, bound)

    @staticmethod
    def _single(form: n.Form) -> n.Term | None:
        return form.parts[0][0] if len(form.parts) == 1 and form.parts[0][1] == 1 else None

    # --- forms ---

    def constant(self, value: int) -> n.Form:
        """A number."""
        return self._ordered((), value)

    def form(self, parts: Iterable[tuple[n.Term, int]], constant: int = 0) -> n.Form:
        """A sum of multiples of terms; terms that occur twice are added up."""
        total: dict[n.Term, int] = {}
        for term, coefficient in parts:
            total[term] = total.get(term, 0) + coefficient
        return self._sum(total, constant)

    def _sum(self, total: dict[n.Term, int], constant: int) -> n.Form:
        """A form of terms with coefficients, which may be 0."""
        kept = [part for part in total.items() if part[1]]
        if len(kept) > 1:
            kept.sort(key=self._rank)
        return self._ordered(tuple(kept), constant)

    def _ordered(self, parts: tuple[tuple[n.Term, int], ...], constant: int) -> n.Form:
        """A form of different terms in their order."""
        found = self._forms.get((parts, constant))
        if found is None:
            low = high = constant
            for term, c in parts:
                ends = (c * term.low, c * term.high)
                low, high = low + min(ends), high + max(ends)
            found = self._forms[parts, constant] = n.Form(parts, constant, low, high)
        return found

    def _rank(self, part: tuple[n.Term, int]) -> int:
        """Terms stand in the order they were first used in a sum."""
        return self._ranks.setdefault(part[0], len(self._ranks))

    def plus(self, left: n.Form, right: n.Form, factor: int = 1) -> n.Form:
        """The sum of a form and a multiple of another."""
        constant = left.constant + factor * right.constant
        if not right.parts:
            return left if constant == left.constant else self._ordered(left.parts, constant)
        total = dict(left.parts)
        for term, c in right.parts:
            total[term] = total.get(term, 0) + c * factor
        return self._sum(total, constant)

    def times(self, form: n.Form, factor: int) -> n.Form:
        """A multiple of a form."""
        if factor == 1:
            return form
        parts = tuple([(term, c * factor) for term, c in form.parts]) if factor else ()
        return self._ordered(parts, form.constant * factor)

    # --- terms ---

    def column(self, field: str, low: int, high: int) -> n.Form:
        """The stored integer of a field."""
        return self._term(n.Column, field, low, high)

    def product(self, left: n.Form, right: n.Form) -> n.Form:
        """Of two forms."""
        if not left.parts:
            return self.times(right, left.constant)
        if not right.parts:
            return self.times(left, right.constant)
        corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
        if left is right:
            corners = [max(0, *corners), 0 if left.low <= 0 <= left.high else min(corners)]
        if (n.Product, right, left, min(corners), max(corners)) in self._made:
            left, right = right, left
        return self._term(n.Product, left, right, min(corners), max(corners))

    def extreme(self, which: Literal["min", "max"], forms: tuple[n.Form, ...]) -> n.Form:
        """The least or greatest."""
        forms = tuple(dict.fromkeys(forms))
        if len(forms) == 1:
            return forms[0]
        choose = min if which == "min" else max
        low, high = choose(f.low for f in forms), choose(f.high for f in forms)
        if not any(form.parts for form in forms):
            return self.constant(low)
        term = self._extremes.setdefault((which, frozenset(forms)), n.Extreme(which, forms, low, high))
        return self._alone(term)

    def choose(self, condition: n.Formula, then: n.Form, otherwise: n.Form) -> n.Form:
        """One form where a formula holds, another where it does not."""
        if condition is TRUE or then is otherwise:
            return then
        if condition is FALSE:
            return otherwise
        low, high = min(then.low, otherwise.low), max(then.high, otherwise.high)
        return self._term(n.Choose, condition, then, otherwise, low, high)

    def quotient(self, mode: Literal["down", "up", "half"], numerator: n.Form, denominator: n.Form) -> n.Form:
        """Numerator / denominator as a whole number; where the denominator may be 0, only its known rows count."""
        if not denominator.parts and not denominator.constant:  # known for nobody
            return self.constant(0)
        if not denominator.parts and denominator.constant < 0:
            numerator, denominator = self.times(numerator, -1), self.times(denominator, -1)
        if not denominator.parts and not numerator.parts:
            return self.constant(divide(mode, numerator.constant, denominator.constant))
        if not denominator.parts and denominator.constant == 1:
            return numerator
        low, high = _quotient_bounds(mode, numerator, denominator)
        return self._term(n.Quotient, mode, numerator, denominator, low, high)

    def calendar(self, function: n.CalendarFunction, day: n.Form, argument: n.Form, low: int, high: int) -> n.Form:
        """A function of a day that only a calendar tells."""
        if not day.parts and not argument.parts:
            at = min(max(day.constant, FIRST_DAY), LAST_DAY)  # elsewhere known for nobody
            return self.constant(on_calendar(function, at, argument.constant))
        return self._term(n.Calendar, function, day, argument, low, high)

    def total(self, parts: tuple[tuple[n.Formula, n.Form], ...], low: int, high: int) -> n.Form:
        """The sum of the parts whose formula holds, which is known to lie between two numbers."""
        parts = tuple((formula, form) for formula, form in parts if formula is not FALSE)
        if not parts:
            return self.constant(0)
        low = max(low, sum(min(0, form.low) for _, form in parts))
        high = min(high, sum(max(0, form.high) for _, form in parts))
        return self._term(n.Total, parts, low, high)

    def _term(self, make: Callable[..., n.Term], *parts: object) -> n.Form:
        return self._alone(self._once(make, *parts))

    def _alone(self, term: n.Term) -> n.Form:
        """A term as a form."""
        return self._ordered(((term, 1),), 0)


def divide(mode: str, numerator: int, denominator: int) -> int:
    """Rounded division of integers; ``half`` rounds halves away from zero."""
    match mode:
        case "down":
            return numerator // denominator
        case "up":
            return -(-numerator // denominator)
        case _:
            if denominator < 0:
                numerator, denominator = -numerator, -denominator
            nearest = (2 * abs(numerator) + denominator) // (2 * denominator)
            return nearest if numerator >= 0 else -nearest


def _quotient_bounds(mode: str, numerator: n.Form, denominator: n.Form) -> tuple[int, int]:
    """A quotient is greatest and least at the ends. Nothing is divided by 0, only by what is next to it."""
    least = gcd(denominator.constant, *(c for _, c in denominator.parts))
    low, high = denominator.low or least, denominator.high or -least
    divisors = (-least, least) if low < 0 < high else (low, high)
    ends = [divide(mode, x, d) for x in (numerator.low, numerator.high) for d in divisors]
    return min(ends), max(ends)
