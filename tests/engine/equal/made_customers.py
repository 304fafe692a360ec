"""Customers made up for a policy: missing values, the ends of every range, and both sides of every line it draws."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from dsl.program import model as m
from dsl.program.types import Bool, Date, Days, Listed, Months, Num, Text
from dsl.program.values import add_months
from dsl.program.walk import walk
from engine.columns import decimal_places, from_stored, stored_bounds
from engine.ir import nodes as n
from engine.ir.reach import FIRST_DAY, LAST_DAY, from_days, to_days
from engine.ir.values import Customer
from tests.engine.equal.made_values import WORDS, key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from random import Random

    from dsl.program.expr import Expr
    from dsl.program.types import Value
    from engine.binding import Binding

    Stored = bool | int | str | None
    Row = dict[str, Value | None]

ODD_DAYS = [
    date(2000, 2, 29), date(2024, 2, 29), date(1900, 2, 28), date(2023, 2, 28), date(2024, 3, 1), date(1970, 1, 1),
    date(2026, 1, 31), date(2025, 12, 31), date(1999, 4, 30), date.min, date.max, date(1, 1, 31), date(9999, 11, 30),
    date(4, 2, 29), date(1987, 8, 31),
]  # fmt: skip


def expressions(program: m.Program) -> Iterator[Expr]:
    """Everything a policy looks at."""
    yield from (x.expr for x in program.defines.values())
    for ladder in program.ladders.values():
        yield from (x for x in (ladder.measure, *ladder.lines) if x is not None)
    yield from (x.eligible for x in program.offers.values() if x.eligible is not None)
    yield from (x for never in program.nevers for x in never.outcomes if not isinstance(x, m.HasOutcome))
    for rule in program.all_rules:
        yield from [] if rule.condition is None else [rule.condition]
        for effect in rule.effects:
            match effect:
                case m.AddPoints(_, amount):
                    yield amount
                case m.CreateTask(_, _, within, on):
                    yield from (x for x in (within, on) if x is not None)


def columns(form: n.Form) -> Iterator[str]:
    """The fields a form is made of."""
    for term, _ in form.parts:
        match term:
            case n.Column(field):
                yield field
            case n.Product(left, right) | n.Quotient(_, left, right) | n.Calendar(_, left, right):
                yield from (*columns(left), *columns(right))
            case n.Extreme(_, forms):
                yield from (x for inner in forms for x in columns(inner))
            case n.Choose(_, then, otherwise):
                yield from (*columns(then), *columns(otherwise))
            case n.Total(parts):
                yield from (x for _, inner in parts for x in columns(inner))


class Customers:
    """Makes customers of a program that is bound to a run.

    Args:
        lines: comparisons the evaluator under test makes; customers are put on both sides of them. Those it should
            have made are found from the constants of the policy.
    """

    def __init__(self, random: Random, program: m.Program, binding: Binding, lines: Iterable[n.AtLeast | n.Equal]):
        self.random = random
        self.record = program.record
        self.today = binding.as_of or date(2026, 6, 1)
        self.fields = program.record.fields
        self.lines = list(lines)
        self.may_be_unread = [name for name in self.fields if name != self.record.key]
        self.known: dict[object, set[Value]] = {}
        for expr in expressions(program):
            for node in walk(expr):
                if hasattr(node, "value"):
                    self.known.setdefault(key(node.type), set()).add(node.value)
        for name, value in binding.params.items():
            self.known.setdefault(key(program.params[name].type), set()).add(value)
        self.texts = [*WORDS, *(str(x) for x in self.known.get(Text(), ())), "z", "北京市"]
        self.texts += [x + y for x in self.texts[:6] for y in ("", "0", " b")]
        self.values = {name: self._values(field) for name, field in self.fields.items()}
        self.bounds = {
            name: (FIRST_DAY, LAST_DAY) if isinstance(field.type, Date) else stored_bounds(field)
            for name, field in self.fields.items()
        }

    def row(self, number: int) -> dict[str, Stored]:
        """Stored values (dates as days since 1970); None is missing."""
        share = self.random.choice([0, 0, 0.1, 0.3, 0.7])
        row = {name: self._cell(name, field, share, number) for name, field in self.fields.items()}
        for _ in range(self.random.randrange(4)):
            if self.lines and self.random.random() < 0.7:
                self._to_line(row)
            else:
                self._beside(row)
        return row

    def like(self, row: Mapping[str, Stored], number: int) -> dict[str, Stored]:
        """A customer like another one, but for a few values."""
        found = {name: row[name] for name in self.fields} | {self.record.key: f"C{number}"}
        for name in self.random.sample(self.may_be_unread, self.random.randrange(4)):
            found[name] = self._cell(name, self.fields[name], 0.2, number)
        for _ in range(self.random.randrange(3)):
            if self.lines:
                self._to_line(found)
        return found

    def _cell(self, name: str, field: m.Field, share: float, number: int) -> Stored:
        if name == self.record.key:
            return self.random.choice([f"C{number}", *self.texts[:3]])
        if field.missing == "unknown" and self.random.random() < share:
            return None
        match field.type:
            case Bool():
                return self.random.random() < 0.5
            case Listed(_, values):
                return self.random.choice(values)
            case Text():
                return self.random.choice(self.texts)
            case _:
                return self.random.choice(self.values[name]) if self.random.random() < 0.8 else self._any(name)

    def _any(self, name: str) -> int:
        low, high = self.bounds[name]
        most = 10 ** self.random.randint(0, 18)
        return self.random.randint(max(low, min(high, -most)), min(high, max(low, most)))

    # --- values that something is said about ---

    def _values(self, field: m.Field) -> list[int]:
        if isinstance(field.type, Date):
            return sorted({to_days(day) for day in self._days()})
        if isinstance(field.type, Bool | Listed | Text):
            return []
        low, high = stored_bounds(field)
        scale = 1 if field.declared == "money" else 10 ** decimal_places(field)
        found = {low, low + 1, high - 1, high, 0, 1, -1, scale, 10 * scale}
        for value in self.known.get(key(field.type), ()):
            at = Fraction(value) * scale
            found |= {x + d for x in (at // 1, at // 2, at // 3, -at // 1) for d in (-1, 0, 1)}
        return sorted(x for x in found if low <= x <= high)

    def _days(self) -> set[date]:
        found = {*ODD_DAYS, self.today}
        found |= {x for x in self.known.get(Date(), ()) if isinstance(x, date)}
        moved = set()
        for day in (self.today, *list(found)[:4]):
            for by in self.known.get(Days(), ()):
                moved |= {to_days(day) + int(by), to_days(day) - int(by)}
            for by in self.known.get(Num(), ()):
                moved |= {to_days(day) + int(by), to_days(day) - int(by)} if abs(by) < 4_000_000 else set()
            months = [int(x) for x in self.known.get(Months(), ())]
            months += [12 * int(x) for x in self.known.get(Num(), ()) if abs(x) < 150] + [-12 * 18, -12 * 65, -12]
            for by in months:
                for sign in (1, -1):
                    try:
                        moved.add(to_days(add_months(day, sign * by)))
                    except OverflowError:
                        continue
        found |= {from_days(x) for x in moved if FIRST_DAY <= x <= LAST_DAY}
        return found | {
            from_days(to_days(x) + d) for x in found for d in (-1, 1) if FIRST_DAY <= to_days(x) + d <= LAST_DAY
        }

    # --- rows on a line ---

    def _beside(self, row: dict[str, Stored]) -> None:
        """One value made equal to another, or to what is missing to a constant."""
        names = [name for name, values in self.values.items() if values]
        if not names:
            return
        name = self.random.choice(names)
        alike = [x for x in names if key(self.fields[x].type) == key(self.fields[name].type) and row[x] is not None]
        if not alike:
            return
        other = row[self.random.choice(alike)]
        total = self.random.choice(self.values[name])
        found = self.random.choice([other, other, total - other, total + other, 3 * other, other // 3])
        self._put(row, name, found + self.random.choice([0, 0, 1, -1]))

    def _to_line(self, row: dict[str, Stored]) -> None:
        """A value that puts the customer on a line, or one below it."""
        line = self.random.choice(self.lines)
        fields = sorted(set(columns(line.form)))
        if not fields:
            return
        for name in fields:
            if row[name] is None:
                self._put(row, name, self.random.choice(self.values[name]))
        name = self.random.choice(fields)
        low, high = self.bounds[name]

        def above(value: int) -> bool:
            return Customer(row | {name: value}).value(line.form) >= line.bound

        first = above(low)
        if first == above(high):
            return
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if above(middle) == first else (low, middle)
        row[name] = self.random.choice([low, high, high])

    def _put(self, row: dict[str, Stored], name: str, value: int) -> None:
        low, high = self.bounds[name]
        row[name] = min(max(value, low), high)

    def in_base_units(self, row: dict[str, Stored]) -> Row:
        """As the reference takes it."""
        return {
            name: from_days(row[name])
            if isinstance(f.type, Date) and row[name] is not None
            else from_stored(row[name], f)
            for name, f in self.fields.items()
        }
