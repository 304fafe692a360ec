"""Polars in the best form found: every condition once, everything else made of yes/no columns.

Tried and slower, or not faster: rules without a stage for their atoms (the optimizer then finds what is common), no
optimizer, morsels of other sizes, casts instead of when/then for points, counting rules of equal points, offers as bits
of an integer, lists of offers (by far the slowest), the day of the year of a date by month() and day().
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from time import perf_counter
from typing import TYPE_CHECKING, ClassVar, Final, Literal

import numpy as np
import polars as pl

from benchmarks.files import COMPRESSION
from benchmarks.peers.peer import FilePeer
from benchmarks.peers.polars_words import Words, all_assets
from benchmarks.workload import rules as r
from benchmarks.workload.columns import CLASSES, LISTED, OFFER_LIMIT, OFFERS, TIERS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pyarrow as pa

_TIER: Final = pl.Enum(TIERS)
_OFFER: Final = pl.Enum(OFFERS)
_ENUMS: Final = [pl.col(name).cast(pl.Enum(values)) for name, values in LISTED.items()]
_FIRST: Final = np.datetime64("1900-01-01")
Engine = Literal["in-memory", "streaming"]


class PolarsShared(FilePeer):
    """Four stages of one lazy query: sums; atoms; rules; outcomes."""

    name: ClassVar[str] = "Polars, restructured"
    package: ClassVar[str] = "polars"
    form: ClassVar[str] = (
        "Lazy, the faster of its two engines by a trial: each distinct atom once, rules as yes/no columns without "
        "null, then outcomes; texts as Enum, points as Int16, days of the year from a table."
    )
    tells_fired: ClassVar[bool] = True

    def __init__(self, rules: tuple[r.Rule, ...], *, fired: bool = False) -> None:
        super().__init__(rules, fired=fired)
        names: dict[r.Atom, str] = {}
        atoms = Words(assets=pl.col("assets"), month_day=pl.col("month_day"))
        words = Words(lambda atom: pl.col(names.setdefault(atom, f"atom_{len(names)}")))
        lines = r.ladder()
        no = pl.lit(False)  # noqa: FBT003
        rule_columns = [
            words.condition(r.spelled_out(rule.condition)).fill_null(no).alias(rule.name) for rule in (*rules, *lines)
        ]
        sums = [all_assets().alias("assets"), _month_day().alias("month_day")]
        self._stages = [sums, [atoms.atom(atom).alias(name) for atom, name in names.items()], rule_columns]
        lifts, classes = r.effects((*lines, *rules), "tier"), r.effects(rules, "member")
        self._offers = r.effects(rules, "offer")
        tier = pl.coalesce(
            *(pl.when(_any(lifts[place])).then(pl.lit(place, pl.UInt8)) for place in sorted(lifts, reverse=True)),
            pl.lit(0, pl.UInt8),
        )
        nothing = pl.lit(0, pl.Int16)
        self._outcomes = [
            pl.col("id"),
            tier.cat.to(_TIER).alias("tier"),
            *((_any(classes[place]) if place in classes else no).alias(name) for place, name in enumerate(CLASSES)),
            pl.sum_horizontal(
                pl.when(pl.col(rule.name)).then(pl.lit(rule.points, pl.Int16)).otherwise(nothing)
                for rule in rules
                if rule.points is not None
            ).alias("points"),
            *(_any(granting).alias(f"may_{place}") for place, granting in self._offers.items()),
            *(rule.name for rule in rules if fired),
        ]
        self._customers = pl.DataFrame()
        self._engine: Engine = "streaming"

    def load(self, table: pa.Table) -> None:
        """As Enum; and find out which engine is faster."""
        self._customers = pl.DataFrame(table).with_columns(_ENUMS).rechunk()
        times: dict[float, Engine] = {}
        engines: tuple[Engine, ...] = ("in-memory", "streaming")
        for engine in engines * 2:
            begin = perf_counter()
            self._query(self._customers.lazy()).collect(engine=engine)
            times[perf_counter() - begin] = engine
        self._engine = times[min(times)]

    def _query(self, customers: pl.LazyFrame) -> pl.LazyFrame:
        for stage in self._stages:
            customers = customers.with_columns(stage)
        decided = customers.select(self._outcomes)
        for rank in range(1, OFFER_LIMIT + 1):
            after = (pl.col(f"rank_{rank - 1}") < place if rank > 1 else None for place in self._offers)
            cases = [
                pl.when(pl.col(f"may_{place}") if later is None else pl.col(f"may_{place}") & later).then(
                    pl.lit(place, pl.UInt8)
                )
                for place, later in zip(self._offers, after, strict=True)
            ]
            decided = decided.with_columns(pl.coalesce(cases).alias(f"rank_{rank}"))
        ranks = range(1, OFFER_LIMIT + 1)
        return decided.select(
            pl.exclude("^(may|rank)_.*$"), *(pl.col(f"rank_{i}").cat.to(_OFFER).alias(f"offer_{i}") for i in ranks)
        )

    def decide(self) -> pl.DataFrame:
        """One query."""
        return self._query(self._customers.lazy()).collect(engine=self._engine)

    def table(self, decided: pl.DataFrame) -> pa.Table:
        """Arrow."""
        return decided.to_arrow()

    def decide_file(self, source: Path, target: Path) -> None:
        """Scan and sink; the streaming engine reads, decides and writes at the same time."""
        query = self._query(pl.scan_parquet(source).with_columns(_ENUMS))
        query.sink_parquet(target, compression=COMPRESSION, maintain_order=False)


def _any(rules: Iterable[r.Rule]) -> pl.Expr:
    return reduce(or_, (pl.col(rule.name) for rule in rules))


def _month_day() -> pl.Expr:
    """100 * month + day of the birthday, looked up: ten times faster than asking for month and day."""
    every = np.arange(_FIRST, np.datetime64("2030-01-01"))
    months = every.astype("datetime64[M]")
    table = (months.astype(int) % 12 + 1) * 100 + (every - months).astype(int) + 1
    return pl.lit(pl.Series(table.astype(np.int16))).gather(pl.col("birthday").to_physical() - int(_FIRST.astype(int)))
