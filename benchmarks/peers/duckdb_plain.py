"""DuckDB as a person writes it: one query with the rules as named columns, and outcomes made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

import duckdb

from benchmarks.peers.duckdb_words import ASSETS_SQL, MONTH_DAY_SQL, Words
from benchmarks.peers.peer import ColumnPeer
from benchmarks.workload import rules as r
from benchmarks.workload.columns import CLASSES, OFFER_LIMIT, OFFERS, TIERS

if TYPE_CHECKING:
    import pyarrow as pa


class DuckdbPlain(ColumnPeer):
    """Common table expressions, CASE, and a list of offers."""

    name: ClassVar[str] = "DuckDB, as written"
    package: ClassVar[str] = "duckdb"
    form: ClassVar[str] = (
        "SQL with a common table expression that names every rule; CASE, OR and a filtered list of offers; a table "
        "in memory with types as they come from Arrow."
    )

    def __init__(self, rules: tuple[r.Rule, ...], *, fired: bool = False) -> None:
        super().__init__(rules, fired=fired)
        words, lines = Words(assets="assets", month_day="month_day"), r.ladder()
        conditions = ",\n".join(
            f"{words.condition(r.spelled_out(rule.condition))} AS {rule.name}" for rule in (*rules, *lines)
        )
        lifts, classes = r.effects((*lines, *rules), "tier"), r.effects(rules, "member")
        cases = " ".join(f"WHEN {_any(lifts[place])} THEN '{TIERS[place]}'" for place in sorted(lifts, reverse=True))
        members = ",\n".join(
            f"{f'coalesce({_any(classes[place])}, false)' if place in classes else 'false'} AS {name}"
            for place, name in enumerate(CLASSES)
        )
        points = (f"CASE WHEN {x.name} THEN {x.points} ELSE 0 END" for x in rules if x.points is not None)
        granted = r.effects(rules, "offer").items()
        offers = ", ".join(f"CASE WHEN {_any(granting)} THEN '{OFFERS[place]}' END" for place, granting in granted)
        self._query = f"""
            WITH sums AS (SELECT *, {ASSETS_SQL} AS assets, {MONTH_DAY_SQL} AS month_day FROM customers),
            rules AS (SELECT id, {conditions} FROM sums)
            SELECT
                id,
                CASE {cases} ELSE '{TIERS[0]}' END AS tier,
                {members},
                {" + ".join(points)} AS points,
                list_filter([{offers}], lambda offer: offer IS NOT NULL)[1:{OFFER_LIMIT}] AS offers
            FROM rules
        """
        self._db = duckdb.connect()

    def load(self, table: pa.Table) -> None:
        """A table of DuckDB's own, in memory."""
        self._db.register("arrow", table)
        self._db.execute("CREATE OR REPLACE TABLE customers AS SELECT * FROM arrow")
        self._db.unregister("arrow")

    def decide(self) -> pa.Table:
        """To Arrow."""
        return cast("pa.Table", self._db.sql(self._query).to_arrow_table())

    def table(self, decided: pa.Table) -> pa.Table:
        """As it is."""
        return decided


def _any(rules: list[r.Rule]) -> str:
    return f"({' OR '.join(rule.name for rule in rules)})"
