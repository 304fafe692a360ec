"""A customer who was found, made to read like one: typical in all that does not matter, else with plain numbers."""

from __future__ import annotations

from dataclasses import field
from fractions import Fraction
from itertools import chain, product, takewhile
from typing import TYPE_CHECKING, Final

from dsl.lean import dataclass
from dsl.program.types import Date, Money
from engine.columns import stored_bounds
from engine.ir.reach import FIRST_DAY, LAST_DAY
from engine.review.shared.people import is_number, stored
from engine.review.shared.plain_amounts import digits, effort, large, plain, round_amounts, well_readable
from engine.review.shared.plain_days import days_near, days_to_decide_on
from engine.review.shared.world import TODAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from dsl.program.model import Field
    from engine.proof.samples import Row
    from engine.review.shared.lines import Lines
    from engine.review.shared.people import Cell

    IsOne = Callable[[Row], bool]

_PASSES: Final = 4  # one field may have to move before another can
_MOST_LINES: Final = 12
_SOME_MONEY: Final = (1_000_000, 100_000)  # in place of the least there is
_SMALL: Final = 10_000


@dataclass(frozen=True, slots=True)
class Plain:
    """What reads well.

    Attributes:
        usual: the typical customer; only what she has is changed.
        fields: what each of her values is of.
        lines: that sentences draw.
        days: to decide on, the best first.
        bounds: of numbers, where they are not those of the fields.
    """

    usual: Row
    fields: Mapping[str, Field]
    lines: Lines
    days: Sequence[int] = ()
    bounds: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def shrunk(self, row: Row, is_one: IsOne) -> Row:
        """A customer of the same kind, as like the typical one as it goes.

        Args:
            row: of whom ``is_one`` is true.
            is_one: whether a customer is of the kind.
        """
        return self.plainer(self._usual_but_needed(row, is_one), is_one)

    def plainer(self, row: Row, is_one: IsOne) -> Row:
        """A customer of the same kind in whom no single field can be made more typical, or plainer."""
        for _ in range(_PASSES):
            before = row
            row = next(filter(is_one, self._enlarged(row)), row)
            row = self._gathered(row, is_one)
            for name in before:
                row = next(filter(is_one, self._simpler_rows(row, name)), row)
            if row == before:
                break
        return row

    def _usual_but_needed(self, row: Row, is_one: IsOne) -> Row:
        """As usual but in fields that cannot all be: found by halving what is made usual until it may be."""
        usual, kept, current = self.usual, [], dict(row)
        on_usual_day = (*self._on(int(usual[TODAY] or 0), current), self._moved(current, usual[TODAY]))
        current = next(filter(is_one, on_usual_day), current)  # a strange day is stranger than any customer
        waiting = [[name for name in usual if current[name] != usual[name]]]
        while waiting:
            some = waiting.pop()
            changed = current | {name: usual[name] for name in some}
            if not some or is_one(changed):
                current = changed
            elif len(some) == 1:
                kept += some
            else:
                middle = len(some) // 2
                waiting += [some[middle:], some[:middle]]
        # Later ones were kept beside earlier ones that are gone by now.
        for name in kept:
            changed = current | {name: usual[name]}
            if is_one(changed):
                current = changed
        return {name: current[name] for name in usual}

    def _on(self, day: int, row: Row) -> Iterator[Row]:
        """On another day; then with the days that are not as usual as far from it as they were."""
        yield row | {TODAY: day}
        odd = {name: value for name, value in row.items() if name == TODAY or value != self.usual.get(name, value)}
        yield row | self._moved(odd, day)

    def _moved(self, row: Row, day: Cell) -> Row:
        """On another day, with all days as far from it as they were."""
        later = int(day or 0) - int(row[TODAY] or 0)
        dated = {
            name: value
            for name, value in row.items()
            if isinstance(value, int) and name in self.fields and isinstance(self.fields[name].type, Date)
        }
        moved = {name: min(max(value + later, FIRST_DAY), LAST_DAY) for name, value in dated.items()}
        return row | moved | {TODAY: day}

    def _enlarged(self, row: Row) -> Iterator[Row]:
        """With all amounts as many times as large, if one is less than people count: a ratio stays what it is."""
        amounts = {
            name: value
            for name, usual in self.usual.items()
            if name in self.fields and isinstance(self.fields[name].type, Money)
            for value in [row[name]]
            if isinstance(value, int) and value and value != usual
        }
        if any(abs(value) < _SMALL for value in amounts.values()):
            for by in _SOME_MONEY:
                larger = {name: value * by for name, value in amounts.items()}
                if all(self._fits(name, value) for name, value in larger.items()):
                    yield {**row, **larger}

    def _gathered(self, row: Row, is_one: IsOne) -> Row:
        """With one amount in place of several that are counted together."""
        for together in self.lines.sums:
            odd = [name for name in together if name in self.usual and row[name] != self.usual[name]]
            if len(odd) < 2:
                continue
            row = next(filter(is_one, self._with_one_of(row, odd)), row)
        return row

    def _with_one_of(self, row: Row, odd: Sequence[str]) -> Iterator[Row]:
        """One of some amounts at a line, and the others as usual."""
        for name in odd:
            others = row | {x: self.usual[x] for x in odd if x != name}
            yield from (others | {name: at} for at in self._sides(others, name))

    def _simpler_rows(self, row: Row, name: str) -> Iterator[Row]:
        """With a simpler value in a field: in it alone, then in all that have the same number, as they are compared."""
        value = row[name]
        if name == TODAY:
            near = days_to_decide_on(self.days[0], value) if self.days and isinstance(value, int) else ()
            for day in takewhile(lambda day: day != value, chain(self.days, near)):
                yield from self._on(day, row)
            return
        numbers = (x for x, other in row.items() if is_number(other) and other == value and x not in (name, TODAY))
        alike = list(numbers) if is_number(value) else []
        for simpler in self._simpler(row, name):
            yield row | {name: simpler}
            if alike:
                yield row | {name: simpler} | dict.fromkeys(alike, simpler)
        yield from self._balanced(row, name)
        yield from self._proportioned(row, name)

    def _proportioned(self, row: Row, name: str) -> Iterator[Row]:
        """With a round amount, and another one compared with it that is as many times as large, or reads well."""
        value = row[name]
        if not isinstance(value, int) or not isinstance(self.fields[name].type, Money) or value == self.usual[name]:
            return
        beside = dict.fromkeys(x for together in self.lines.sums if name in together for x in together if x != name)
        for other, amount in product(beside, round_amounts(value)):
            rest = row.get(other)
            if isinstance(rest, int) and rest != self.usual.get(other) and self._fits(name, amount):
                changed = row | {name: amount}
                beside_it = chain(self._round_beside(changed, other), self.lines.of(changed, other))
                plainer = (x for x in beside_it if effort(amount, x) < effort(value, rest))
                yield from (changed | {other: x} for x in plainer if self._fits(other, x))

    def _balanced(self, row: Row, name: str) -> Iterator[Row]:
        """With a plainer amount, and another one that makes up for it in a sum of both and is plainer, too."""
        value, others = row[name], [x for together in self.lines.sums if name in together for x in together]
        if not isinstance(value, int) or name not in self.usual or value == self.usual[name]:
            return
        for other in (x for x in dict.fromkeys(others) if x != name and x in self.usual):
            beside = row[other]
            if isinstance(beside, int) and beside != self.usual[other]:
                for plainer in takewhile(lambda number: number != value, plain(value)):
                    rest = beside + value - plainer
                    is_plainer = digits(plainer) <= digits(value) and digits(rest) < digits(beside)
                    if is_plainer and self._fits(name, plainer) and self._fits(other, rest):
                        yield row | {name: plainer, other: rest}

    def _simpler(self, row: Row, name: str) -> Iterator[Cell]:
        """Values to be tried in place of another, the best first; none that is not better."""
        value, today = row[name], row[TODAY]
        if name not in self.usual or value == self.usual[name]:
            return
        yield self.usual[name]
        if isinstance(self.fields[name].type, Date) and isinstance(today, int):
            usual = self.usual[name]
            near = days_near(today, usual if isinstance(usual, int) else None)
            yield from takewhile(lambda day: day != value, chain(near, self._sides(row, name)))
        elif isinstance(value, int) and not isinstance(value, bool):
            numbers = chain(self._round_beside(row, name), self._sides(row, name), large(value), plain(value))
            yield from takewhile(lambda number: number != value, (x for x in numbers if self._fits(name, x)))

    def _round_beside(self, row: Row, name: str) -> Iterator[int]:
        """Amounts that read well, where what others leave for a field does not: three quarters of something."""
        if isinstance(self.fields[name].type, Money):
            usual = self.usual[name]
            by = usual if isinstance(usual, int) else 0
            yield from well_readable(sorted(self.lines.of(row, name), key=lambda x: (abs(x - by), x))[:_MOST_LINES])

    def _sides(self, row: Row, name: str) -> Iterator[int]:
        """Both sides of the lines in a field that it may hold, the most typical first.

        Of "is 0" there are three: on the line, below and above.
        """
        usual = self.usual[name]
        by = usual if isinstance(usual, int) else 0
        for line in sorted(self.lines.of(row, name), key=lambda line: (abs(line - by), line))[:_MOST_LINES]:
            if isinstance(self.fields[name].type, Money) and line in (0, 1):  # nobody owes a cent
                yield from (x for money in _SOME_MONEY if self._fits(name, x := money if line else -money))
            yield from (x for x in (line, line - 1, line + 1) if self._fits(name, x))

    def _fits(self, name: str, number: int) -> bool:
        """Whether a field may hold a number, and the data: some hold one in place of an empty cell."""
        low, high = self.bounds.get(name) or stored_bounds(self.fields[name])
        return low <= number <= high and number not in _marks(self.fields[name])


def _marks(field: Field) -> Iterator[int]:
    """Amounts and counts that the data hold in place of an empty cell."""
    unit = 10**field.type.digits if isinstance(field.type, Money) else 1
    marks = (stored(mark * unit, field) for mark in field.empty if isinstance(mark, Fraction))
    yield from (mark for mark in marks if isinstance(mark, int))
