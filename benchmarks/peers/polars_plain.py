"""Polars as a person writes it: rules are named expressions, used wherever they are needed."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, ClassVar

import polars as pl

from benchmarks.peers.peer import ColumnPeer
from benchmarks.peers.polars_words import Words
from benchmarks.workload import rules as r
from benchmarks.workload.columns import CLASSES, OFFER_LIMIT, OFFERS, TIERS

if TYPE_CHECKING:
    import pyarrow as pa


class PolarsPlain(ColumnPeer):
    """Two eager selects: outcomes and which offers a customer may have; then the best three of these."""

    name: ClassVar[str] = "Polars, as written"
    package: ClassVar[str] = "polars"
    form: ClassVar[str] = (
        "Eager: rules as named expressions, when/then for each outcome in one select, coalesce for each rank of the "
        "offers; types as they come from Arrow."
    )

    def __init__(self, rules: tuple[r.Rule, ...], *, fired: bool = False) -> None:
        super().__init__(rules, fired=fired)
        words, lines = Words(), r.ladder()
        self._conditions = {rule.name: words.condition(r.spelled_out(rule.condition)) for rule in (*rules, *lines)}
        lifts, classes = r.effects((*lines, *rules), "tier"), r.effects(rules, "member")
        self._offers = r.effects(rules, "offer")
        tier = pl.coalesce(
            *(pl.when(self._any(lifts[place])).then(pl.lit(TIERS[place])) for place in sorted(lifts, reverse=True)),
            pl.lit(TIERS[0]),
        )
        no = pl.lit(False)  # noqa: FBT003
        self._outcomes = (
            pl.col("id"),
            tier.alias("tier"),
            *(
                (self._any(classes[place]).fill_null(no) if place in classes else no).alias(name)
                for place, name in enumerate(CLASSES)
            ),
            pl.sum_horizontal(
                pl.when(self._conditions[rule.name]).then(rule.points).otherwise(0)
                for rule in rules
                if rule.points is not None
            ).alias("points"),
            *(self._any(granting).alias(f"may_{place}") for place, granting in self._offers.items()),
        )
        self._customers = pl.DataFrame()

    def _any(self, rules: list[r.Rule]) -> pl.Expr:
        return reduce(or_, (self._conditions[rule.name] for rule in rules))

    def load(self, table: pa.Table) -> None:
        """Texts are categories, as they are in Arrow."""
        self._customers = pl.DataFrame(table).rechunk()

    def decide(self) -> pl.DataFrame:
        """Eagerly."""
        decided = self._customers.select(self._outcomes)
        for rank in range(1, OFFER_LIMIT + 1):
            decided = decided.with_columns(
                pl.coalesce(
                    pl.when(pl.col(f"may_{place}") & (pl.col(f"rank_{rank - 1}") < place if rank > 1 else True)).then(
                        place
                    )
                    for place in self._offers
                ).alias(f"rank_{rank}")
            )
        names = pl.Series(OFFERS)
        return decided.select(
            pl.exclude("^(may|rank)_.*$"),
            *(pl.lit(names).gather(pl.col(f"rank_{i}")).alias(f"offer_{i}") for i in range(1, OFFER_LIMIT + 1)),
        )

    def table(self, decided: pl.DataFrame) -> pa.Table:
        """Arrow."""
        return decided.to_arrow()
