"""Spark SQL: the same rules as DuckDB's, in Spark's words.

Tried and not kept: one generated method for a stage of so many columns (``spark.sql.codegen.maxFields``), which at 200
rules does not compile (64 KB of byte code), whereupon Spark starts over without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmarks.peers.duckdb_words import ASSETS_SQL, MONTH_DAY_SQL, Words
from benchmarks.workload import rules as r
from benchmarks.workload.columns import CLASSES, MONEY, OFFER_LIMIT, OFFERS, TIERS

if TYPE_CHECKING:
    from collections.abc import Iterable

FORM: Final = (
    "Stages of one query: sums; rules as yes or no by CASE WHEN, which stops early; outcomes by OR of them; the first "
    "three of a list of offers."
)


class YuanWords(Words):
    """Conditions on money with two decimal places."""

    def atom(self, atom: r.Atom) -> str:
        """An atom."""
        match atom:
            case r.Compare(column, op, value) if column in MONEY:
                return f"{column} {op} {_yuan(value)}"
            case r.Assets(op, value):
                return f"{self._assets} {op} {_yuan(value)}"
        return super().atom(atom)


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"


def query(rules: tuple[r.Rule, ...], customers: str, *, yuan: bool) -> str:
    """All outcomes of all customers of a table; money is in yuan, as decimals, or in fen, as whole numbers."""
    words, lines = (YuanWords if yuan else Words)(assets="assets", month_day="month_day"), r.ladder()
    conditions = (
        f"CASE WHEN {words.condition(r.spelled_out(rule.condition))} THEN true ELSE false END AS {rule.name}"
        for rule in (*rules, *lines)
    )
    lifts, classes = r.effects((*lines, *rules), "tier"), r.effects(rules, "member")
    cases = (f"WHEN {_any(lifts[place])} THEN '{TIERS[place]}'" for place in sorted(lifts, reverse=True))
    points = (f"CASE WHEN {x.name} THEN {x.points} ELSE 0 END" for x in rules if x.points is not None)
    granted = r.effects(rules, "offer").items()
    offers = (f"CASE WHEN {_any(granting)} THEN '{OFFERS[place]}' END" for place, granting in granted)
    outcomes = [
        "id",
        f"CASE {' '.join(cases)} ELSE '{TIERS[0]}' END AS tier",
        *(f"{_any(classes[place]) if place in classes else 'false'} AS {name}" for place, name in enumerate(CLASSES)),
        f"{' + '.join(points)} AS points",
        f"slice(array_compact(array({', '.join(offers)})), 1, {OFFER_LIMIT}) AS offers",
    ]
    return (
        f"WITH sums AS (SELECT *, {ASSETS_SQL} AS assets, {MONTH_DAY_SQL} AS month_day FROM {customers}), "
        f"rules AS (SELECT id, {', '.join(conditions)} FROM sums) SELECT {', '.join(outcomes)} FROM rules"
    )


def _any(rules: Iterable[r.Rule]) -> str:
    return f"({' OR '.join(rule.name for rule in rules)})"
