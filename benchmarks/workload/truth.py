"""What the rules mean, worked out row by row in plain Python: nobody's evaluator, and the judge of all."""

from __future__ import annotations

import operator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.workload import rules as r
from benchmarks.workload.columns import AS_OF, ASSETS, NO_OFFER, OFFER_LIMIT, TIER_LINES, days
from benchmarks.workload.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pyarrow as pa

_OPS: Final[dict[str, Callable[[int, int], bool]]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<": operator.lt,
    "<=": operator.le,
}


def decide(rules: tuple[r.Rule, ...], table: pa.Table) -> Outcome:
    """Decide every row of a table."""
    decided = [_decide(rules, row) for row in table.to_pylist()]
    tiers, classes, offers, points, fired = zip(*decided, strict=True)
    padded = [[*places, *[NO_OFFER] * (OFFER_LIMIT - len(places))] for places in offers]
    return Outcome(
        np.array(tiers, np.uint8),
        np.array(classes, np.uint64),
        np.array(padded, np.uint8),
        np.array(points, np.int32),
        np.packbits(np.array(fired, np.bool_).T, axis=1, bitorder="little"),
    )


def _decide(rules: tuple[r.Rule, ...], row: Mapping[str, object]) -> tuple[int, int, list[int], int, list[bool]]:
    fires = [_holds(rule.condition, row) is True for rule in rules]
    firing = [rule for rule, does in zip(rules, fires, strict=True) if does]
    tier = sum(_assets(row) >= line for line in TIER_LINES)
    tier = max([tier, *(rule.tier for rule in firing if rule.tier is not None)])
    classes = sum(1 << place for place in {rule.member for rule in firing if rule.member is not None})
    offers = sorted({rule.offer for rule in firing if rule.offer is not None})[:OFFER_LIMIT]
    return tier, classes, offers, sum(rule.points or 0 for rule in firing), fires


def _holds(condition: r.Condition, row: Mapping[str, object]) -> bool | None:
    match condition:
        case r.Not(operand):
            holds = _holds(operand, row)
            return None if holds is None else not holds
        case r.All(items):
            return _kleene((_holds(item, row) for item in items), deciding=False)
        case r.Some(items):
            return _kleene((_holds(item, row) for item in items), deciding=True)
        case r.Missing(column):
            return row[column] is None
        case _:
            unknown = any(row[column] is None for column in r.operands(condition))
            return None if unknown else _atom(condition, row)


def _kleene(holds: Iterable[bool | None], *, deciding: bool) -> bool | None:
    found = set(holds)
    if deciding in found:
        return deciding
    return None if None in found else not deciding


def _atom(atom: r.Atom, row: Mapping[str, object]) -> bool:
    match atom:
        case r.Compare(column, op, value):
            return _OPS[op](_number(row[column]), value)
        case r.Ratio(left, times, right):
            return _number(row[left]) > times * _number(row[right])
        case r.Assets(op, value):
            return _OPS[op](_assets(row), value)
        case r.Among(column, values):
            return row[column] in values
        case r.Window(column, length):
            first, last = sorted((AS_OF, AS_OF + timedelta(days=length)))
            return days(first) <= _number(row[column]) <= days(last)
        case r.Birthday(length):
            coming = {AS_OF + timedelta(days=i) for i in range(length + 1)}
            born = _date(row["birthday"])
            return (born.month, born.day) in {(day.month, day.day) for day in coming}
        case r.Adult(years):
            born = _date(row["birthday"])
            had = (born.month, born.day) <= (AS_OF.month, AS_OF.day)
            return AS_OF.year - born.year - (not had) >= years
        case r.Flag(column):
            return row[column] is True
        case _:
            raise TypeError(f"not decided here: {atom}")


def _assets(row: Mapping[str, object]) -> int:
    return sum(_number(row[column]) for column in ASSETS if row[column] is not None)


def _date(value: object) -> date:
    assert isinstance(value, date)
    return value


def _number(value: object) -> int:
    if isinstance(value, date):
        return days(value)
    assert isinstance(value, int)
    return value
