"""Engines that decide one customer at a time.

A customer is a dict: amounts in fen, dates as numbers like 20260601 (which have the same order, and cost such an engine
less than dates), None where there is no value. The sum of what a customer holds is worked out beforehand and not timed.
"""

from __future__ import annotations

from abc import abstractmethod
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import numpy as np

from benchmarks.peers.peer import Peer
from benchmarks.workload import rules as r
from benchmarks.workload.columns import ASSETS, DATES, NO_OFFER, NULLABLE, OFFER_LIMIT
from benchmarks.workload.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyarrow as pa

Row = dict[str, "int | str | bool | None"]
Decision = tuple[int, int, list[int], int]  # tier, bits of classes, offers, points
T = TypeVar("T")
_OPPOSITE: Final[dict[r.Op, r.Op]] = {">=": "<", ">": "<=", "<": ">=", "<=": ">"}


def day_number(days: int) -> int:
    """A day since 1970 as a number like 20260601."""
    day = date(1970, 1, 1) + timedelta(days=days)
    return day.year * 10_000 + day.month * 100 + day.day


def to_rows(table: pa.Table, columns: Sequence[str]) -> list[Row]:
    """Customers as dicts."""
    rows: list[Row] = table.select(sorted({*columns, *ASSETS})).to_pylist()
    for row in rows:
        row["assets"] = sum(row[name] or 0 for name in ASSETS)  # type: ignore[misc]
        for name in DATES:
            day = row.get(name)
            if isinstance(day, date):
                row[name] = day.year * 10_000 + day.month * 100 + day.day
    return rows


class Outcomes:
    """What follows from the rules that fire, which these engines leave to the program around them."""

    def __init__(self, rules: Iterable[r.Rule]) -> None:
        self._effects = [
            (rule.tier or 0, 0 if rule.member is None else 1 << rule.member, rule.offer, rule.points or 0)
            for rule in rules
        ]

    def of(self, fires: Sequence[object]) -> Decision:
        """Of a flag for every rule."""
        return self.of_firing(i for i, does in enumerate(fires) if does)

    def of_firing(self, firing: Iterable[int]) -> Decision:
        """Of the places of the rules that fire."""
        tier = classes = points = 0
        offers = set()
        for place in firing:
            lift, member, offer, added = self._effects[place]
            tier = max(tier, lift)
            classes |= member
            points += added
            if offer is not None:
                offers.add(offer)
        return tier, classes, sorted(offers)[:OFFER_LIMIT], points


class RowPeer(Peer):
    """Decides dicts, one after the other, on one core."""

    def __init__(self, rules: tuple[r.Rule, ...]) -> None:
        super().__init__(rules)
        self.all_rules = (*rules, *r.ladder())
        self.outcomes = Outcomes(self.all_rules)
        self._columns = r.columns_read(rules)
        self.rows: list[Row] = []

    def load(self, table: pa.Table) -> None:
        """To dicts."""
        self.rows = to_rows(table, self._columns)

    @abstractmethod
    def decide_row(self, row: Row) -> Decision:
        """Decide one customer."""

    def decide_rows(self, rows: Sequence[Row]) -> list[Decision]:
        """Decide some customers."""
        return [self.decide_row(row) for row in rows]

    def decide(self) -> list[Decision]:
        """Decide them all."""
        return self.decide_rows(self.rows)

    def outcome(self, decided: object) -> Outcome:
        """To arrays."""
        assert isinstance(decided, list)
        tiers, classes, offers, points = zip(*decided, strict=True)
        padded = [[*places, *[NO_OFFER] * (OFFER_LIMIT - len(places))] for places in offers]
        return Outcome(
            np.array(tiers, np.uint8),
            np.array(classes, np.uint64),
            np.array(padded, np.uint8),
            np.array(points, np.int32),
        )


class GuardedWords(Generic[T]):
    """Conditions for an engine that must not compare null: each atom says first that its columns have a value.

    So every part of a condition is true or false, and negations must stand at atoms.
    """

    def condition(self, condition: r.Condition) -> T:
        """A condition."""
        return self._words(r.negations_at_atoms(r.spelled_out(condition)))

    def _words(self, condition: r.Condition) -> T:
        match condition:
            case r.All(items):
                return self.joined("and", [self._words(item) for item in items])
            case r.Some(items):
                return self.joined("or", [self._words(item) for item in items])
            case r.Not(r.Missing(column)):
                return self.known(column)
            case r.Not(r.Compare(column, op, value)):
                return self._guarded((column,), self.compared(column, _OPPOSITE[op], _number(column, value)))
            case r.Not(r.Assets(op, value)):
                return self.compared("assets", _OPPOSITE[op], value)
            case r.Not(operand):
                return self._guarded(r.operands(operand), self.negated(self._atom(operand)))  # type: ignore[arg-type]
            case r.Missing(column):
                return self.negated(self.known(column))
            case r.Assets(op, value):
                return self.compared("assets", op, value)
            case _:
                return self._guarded(r.operands(condition), self._atom(condition))

    def _atom(self, atom: r.Atom) -> T:
        match atom:
            case r.Compare(column, op, value):
                return self.compared(column, op, _number(column, value))
            case r.Ratio(left, times, right):
                return self.ratio(left, times, right)
            case r.Among(column, values):
                return self.among(column, values)
            case r.MonthDay(first, last):
                return self.month_day(first, last)
            case r.Flag(column):
                return self.flag(column)
            case _:
                raise TypeError(f"not spelled out: {atom}")

    def _guarded(self, columns: tuple[str, ...], words: T) -> T:
        guards = [self.known(column) for column in columns if column in NULLABLE]
        return self.joined("and", [*guards, words]) if guards else words

    @abstractmethod
    def joined(self, word: str, items: list[T]) -> T:
        """And, or."""

    @abstractmethod
    def negated(self, words: T) -> T:
        """Not."""

    @abstractmethod
    def known(self, column: str) -> T:
        """A column has a value."""

    @abstractmethod
    def compared(self, column: str, op: r.Op, value: int) -> T:
        """A column against a number."""

    @abstractmethod
    def ratio(self, left: str, times: int, right: str) -> T:
        """left > times * right."""

    @abstractmethod
    def among(self, column: str, values: tuple[str, ...]) -> T:
        """A listed value is one of some."""

    @abstractmethod
    def month_day(self, first: int, last: int) -> T:
        """The birthday is between two days of the year."""

    @abstractmethod
    def flag(self, column: str) -> T:
        """A yes/no column is yes."""


class InfixWords(GuardedWords[str]):
    """For languages that look like Python or C.

    Args:
        conjunction, disjunction, negation: words or signs.
    """

    def __init__(self, conjunction: str = "and", disjunction: str = "or", negation: str = "not ") -> None:
        self._between = {"and": f" {conjunction} ", "or": f" {disjunction} "}
        self._negation = negation

    def joined(self, word: str, items: list[str]) -> str:
        return f"({self._between[word].join(items)})"

    def negated(self, words: str) -> str:
        return f"{self._negation}({words})"

    def known(self, column: str) -> str:
        return f"{column} != null"

    def compared(self, column: str, op: r.Op, value: int) -> str:
        return f"{column} {op} {value}"

    def ratio(self, left: str, times: int, right: str) -> str:
        return f"{left} > {times} * {right}"

    def among(self, column: str, values: tuple[str, ...]) -> str:
        if len(values) == 1:
            return f'{column} == "{values[0]}"'
        quoted = ", ".join(f'"{value}"' for value in values)
        return f"{column} in [{quoted}]"

    def month_day(self, first: int, last: int) -> str:
        day = "birthday % 10000"
        return self.joined("and", [f"{day} >= {first}", f"{day} <= {last}"])

    def flag(self, column: str) -> str:
        return column


def _number(column: str, value: int) -> int:
    return day_number(value) if r.is_date(column) else value
