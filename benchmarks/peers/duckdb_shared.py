"""DuckDB in the best form found.

CASE WHEN stops at the first part of a condition that fails, where AND in a select list goes through all of them: this
alone halves the time. Tried and slower, or not faster: a stage for the atoms, conditions repeated where they are used,
materialized stages, rules as yes/no instead of small integers, CASE for points, lists of offers, a temporary table
instead of Arrow as the result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, cast

import duckdb

from benchmarks.files import COMPRESSION
from benchmarks.peers.duckdb_words import ASSETS_SQL, MONTH_DAY_SQL, Words
from benchmarks.peers.peer import FilePeer
from benchmarks.workload import rules as r
from benchmarks.workload.columns import CLASSES, LISTED, OFFER_LIMIT, OFFERS, TIERS

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

_ENUMS: Final = {**LISTED, "tier": TIERS, "offer": OFFERS}
_AS_ENUM: Final = ", ".join(f"{name}::{name}_enum AS {name}" for name in LISTED)


class DuckdbShared(FilePeer):
    """Stages of one query: sums; rules as 0 and 1; outcomes; offers by rank."""

    name: ClassVar[str] = "DuckDB, restructured"
    package: ClassVar[str] = "duckdb"
    form: ClassVar[str] = (
        "Rules as small integers by CASE WHEN, which stops early; outcomes by bit operations on them; texts as ENUM; "
        "row order is not kept; a table of its own in memory."
    )
    tells_fired: ClassVar[bool] = True

    def __init__(self, rules: tuple[r.Rule, ...], *, fired: bool = False) -> None:
        super().__init__(rules, fired=fired)
        self._db = duckdb.connect()
        self._db.execute("SET preserve_insertion_order = false")
        for name, values in _ENUMS.items():
            self._db.execute(f"CREATE TYPE {name}_enum AS ENUM ({', '.join(repr(value) for value in values)})")
        words, lines = Words(assets="assets", month_day="month_day"), r.ladder()
        conditions = (
            f"CASE WHEN {words.condition(r.spelled_out(rule.condition))} THEN 1::SMALLINT ELSE 0::SMALLINT END "
            f"AS {rule.name}"
            for rule in (*rules, *lines)
        )
        lifts, classes = r.effects((*lines, *rules), "tier"), r.effects(rules, "member")
        cases = (f"WHEN {_any(lifts[place])} THEN '{TIERS[place]}'::tier_enum" for place in sorted(lifts, reverse=True))
        offers = r.effects(rules, "offer")
        self._outcomes = [
            "id",
            f"CASE {' '.join(cases)} ELSE '{TIERS[0]}'::tier_enum END AS tier",
            *(
                f"{_any(classes[place]) if place in classes else 'false'} AS {name}"
                for place, name in enumerate(CLASSES)
            ),
            " + ".join(f"{points}::SMALLINT * ({_sum(some)})" for points, some in r.effects(rules, "points").items())
            + " AS points",
            *(f"{_any(granting)} AS may_{place}" for place, granting in offers.items()),
            *(f"{rule.name} <> 0 AS {rule.name}" for rule in rules if fired),
        ]
        self._conditions = ", ".join((*conditions, "id"))
        self._offers = list(offers)

    def _query(self, customers: str) -> str:
        stages = [
            f"sums AS (SELECT *, {ASSETS_SQL} AS assets, {MONTH_DAY_SQL} AS month_day FROM {customers})",
            f"rules AS (SELECT {self._conditions} FROM sums)",
            f"rank_0 AS (SELECT {', '.join(self._outcomes)} FROM rules)",
        ]
        for rank in range(1, OFFER_LIMIT + 1):
            names = [(f"may_{place}", f"'{OFFERS[place]}'::offer_enum") for place in self._offers]
            later = f" AND offer_{rank - 1} < " if rank > 1 else ""
            cases = " ".join(f"WHEN {may}{later}{name if later else ''} THEN {name}" for may, name in names)
            stages.append(f"rank_{rank} AS (SELECT *, CASE {cases} END AS offer_{rank} FROM rank_{rank - 1})")
        unwanted = ", ".join(f"may_{place}" for place in self._offers)
        return f"WITH {', '.join(stages)} SELECT * EXCLUDE ({unwanted}) FROM rank_{OFFER_LIMIT}"

    def load(self, table: pa.Table) -> None:
        """A table of DuckDB's own, in memory, texts as ENUM."""
        self._db.register("arrow", table)
        self._db.execute(f"CREATE OR REPLACE TABLE customers AS SELECT * REPLACE ({_AS_ENUM}) FROM arrow")
        self._db.unregister("arrow")

    def decide(self) -> pa.Table:
        """To Arrow."""
        return cast("pa.Table", self._db.sql(self._query("customers")).to_arrow_table())

    def table(self, decided: pa.Table) -> pa.Table:
        """As it is."""
        return decided

    def decide_file(self, source: Path, target: Path) -> None:
        """COPY streams."""
        query = self._query(f"(SELECT * REPLACE ({_AS_ENUM}) FROM read_parquet('{source}'))")
        self._db.execute(f"COPY ({query}) TO '{target}' (FORMAT parquet, COMPRESSION {COMPRESSION})")


def _any(rules: list[r.Rule]) -> str:
    return f"(({' | '.join(rule.name for rule in rules)}) <> 0)"


def _sum(rules: list[r.Rule]) -> str:
    return " + ".join(rule.name for rule in rules)
