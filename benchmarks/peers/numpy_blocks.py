"""NumPy by hand: blocks of rows that stay in the caches, each atom once, one thread a block."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from typing import TYPE_CHECKING, Any, ClassVar, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.files import PyarrowWriting, decided_file
from benchmarks.peers.peer import THREADS, FilePeer
from benchmarks.workload import rules as r
from benchmarks.workload.columns import ASSETS, CLASSES, LISTED, NO_OFFER, NULLABLE, OFFER_LIMIT, OFFERS, TIERS

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    Array = npt.NDArray[Any]
    Bools = npt.NDArray[np.bool_]
    Column = tuple[Array, Bools | None]

BLOCK: Final = 16_384
_OPS: Final = {">=": np.greater_equal, ">": np.greater, "<": np.less, "<=": np.less_equal}
_FIRST: Final = np.datetime64("1900-01-01")


def _month_days() -> npt.NDArray[np.int16]:
    every = np.arange(_FIRST, np.datetime64("2030-01-01"))
    months = every.astype("datetime64[M]")
    found: npt.NDArray[np.int16] = ((months.astype(int) % 12 + 1) * 100 + (every - months).astype(int) + 1).astype(
        np.int16
    )
    return found


class NumpyBlocks(FilePeer):
    """Every atom, condition and rule is a yes/no array of a block."""

    name: ClassVar[str] = "NumPy, in blocks"
    package: ClassVar[str] = "numpy"
    form: ClassVar[str] = (
        f"Blocks of {BLOCK:,} rows on all cores, each distinct atom once, null as false at each atom (negations are "
        "moved there), np.select for tiers, the lowest bits of a word for offers."
    )
    tells_fired: ClassVar[bool] = True

    def __init__(self, rules: tuple[r.Rule, ...], *, fired: bool = False) -> None:
        super().__init__(rules, fired=fired)
        lines = r.ladder()
        conditions = {rule.name: r.negations_at_atoms(r.spelled_out(rule.condition)) for rule in (*rules, *lines)}
        self._conditions = conditions
        self._lifts = r.effects((*lines, *rules), "tier")
        self._classes, self._offers = r.effects(rules, "member"), r.effects(rules, "offer")
        self._points = r.effects(rules, "points")
        self._columns: dict[str, Column] = {}
        self._rows = 0
        self._month_days = _month_days()
        self._members = {name: {value: place for place, value in enumerate(values)} for name, values in LISTED.items()}

    def load(self, table: pa.Table) -> None:
        """Values and which of them are known, as arrays; of texts the codes, of bitmaps a byte a row."""
        self._columns, self._rows = _columns(table.combine_chunks().to_batches()[0]), len(table)

    def decide(self) -> dict[str, Array]:
        """Blocks, on all cores."""
        return self._decide(self._columns, self._rows, THREADS)

    def _decide(self, columns: dict[str, Column], rows: int, threads: int) -> dict[str, Array]:
        out: dict[str, Array] = {
            "tier": np.empty(rows, np.uint8),
            "classes": np.zeros((len(CLASSES), rows), np.bool_),
            "points": np.empty(rows, np.int32),
            "offers": np.empty((OFFER_LIMIT, rows), np.uint8),
        }
        if self.fired:
            out["fired"] = np.empty((len(self.rules), rows), np.bool_)
        starts = range(0, rows, BLOCK)
        if threads == 1:
            for start in starts:
                self._block(columns, start, min(BLOCK, rows - start), out)
            return out
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(lambda start: self._block(columns, start, min(BLOCK, rows - start), out), starts))
        return out

    def _block(self, columns: dict[str, Column], start: int, rows: int, out: dict[str, Array]) -> None:
        part = slice(start, start + rows)
        block = _Block({name: (x[part], None if k is None else k[part]) for name, (x, k) in columns.items()}, self)
        fires = {name: block.holds(condition) for name, condition in self._conditions.items()}
        lifts = sorted(self._lifts, reverse=True)
        out["tier"][part] = np.select([_any(fires, self._lifts[x]) for x in lifts], [np.uint8(x) for x in lifts])
        for place, granting in self._classes.items():
            out["classes"][place, part] = _any(fires, granting)
        points = np.zeros(rows, np.int32)
        for each, some in self._points.items():
            points += np.multiply(_count(fires, some, rows), each, dtype=np.int32)
        out["points"][part] = points
        may = np.zeros((64, rows), np.bool_)
        for place, granting in self._offers.items():
            may[place] = _any(fires, granting)
        left = np.ascontiguousarray(np.packbits(may, axis=0, bitorder="little").T).view(np.uint64).ravel()
        for at in range(OFFER_LIMIT):
            lowest = left & -left
            rank = np.bitwise_count(lowest - np.uint64(1))
            rank[left == 0] = NO_OFFER
            out["offers"][at, part] = rank
            left ^= lowest
        for at, rule in enumerate(self.rules if self.fired else ()):
            out["fired"][at, part] = fires[rule.name]

    def table(self, decided: dict[str, Array]) -> pa.Table:
        """Arrow."""
        columns = {"tier": pa.DictionaryArray.from_arrays(decided["tier"], pa.array(TIERS))}
        columns |= {name: pa.array(flags) for name, flags in zip(CLASSES, decided["classes"], strict=True)}
        columns["points"] = pa.array(decided["points"])
        names = pa.array(OFFERS)
        for rank, codes in enumerate(decided["offers"], start=1):
            columns[f"offer_{rank}"] = pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes == NO_OFFER), names)
        if self.fired:
            columns |= {rule.name: pa.array(flags) for rule, flags in zip(self.rules, decided["fired"], strict=True)}
        return pa.table(columns)

    def decide_file(self, source: Path, target: Path) -> None:
        """With pyarrow, in the same way as Tiercel."""
        decided_file(source, target, r.columns_read(self.rules), self._decide_batch, PyarrowWriting)

    def _decide_batch(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        table = self.table(self._decide(_columns(batch), batch.num_rows, 1))
        return table.combine_chunks().to_batches()[0].add_column(0, "id", batch["id"])


class _Block:
    """Some rows; what was worked out for them is remembered."""

    def __init__(self, columns: dict[str, Column], peer: NumpyBlocks) -> None:
        self._columns, self._peer = columns, peer
        self._known: dict[r.Condition, Bools] = {}
        self._sums: dict[str, Array] = {}

    def holds(self, condition: r.Condition) -> Bools:
        """Where a condition is true."""
        match condition:
            case r.All(items):
                return reduce(np.logical_and, map(self.holds, items))
            case r.Some(items):
                return reduce(np.logical_or, map(self.holds, items))
            case _:
                if condition not in self._known:
                    self._known[condition] = self._atom(condition)
                return self._known[condition]

    def _atom(self, condition: r.Condition) -> Bools:
        atom = condition.operand if isinstance(condition, r.Not) else condition
        found = self._plain(atom)  # type: ignore[arg-type]
        if isinstance(condition, r.Not):
            found = ~found
        for column in r.operands(atom):  # type: ignore[arg-type]
            known = self._columns[column][1]
            if known is not None:
                found = found & known
        return found

    def _plain(self, atom: r.Atom) -> Array:
        """Where an atom holds; anything where it is unknown."""
        columns = self._columns
        match atom:
            case r.Compare(column, op, value):
                return _OPS[op](columns[column][0], value)
            case r.Ratio(left, times, right):
                return columns[left][0] > columns[right][0] * times
            case r.Assets(op, value):
                return _OPS[op](self._sum("assets"), value)
            case r.Among(column, values):
                places = [self._peer._members[column][value] for value in values]  # noqa: SLF001
                codes = columns[column][0]
                if len(places) <= 4:
                    return reduce(np.logical_or, (codes == place for place in places))
                wanted = np.zeros(256, np.bool_)
                wanted[places] = True
                return wanted[codes]
            case r.MonthDay(first, last):
                day = self._sum("month_day")
                return (day >= first) & (day <= last)
            case r.Missing(column):
                known = columns[column][1]
                return np.zeros(len(columns[column][0]), np.bool_) if known is None else ~known
            case r.Flag(column):
                return columns[column][0]
            case _:
                raise TypeError(f"not spelled out: {atom}")

    def _sum(self, name: str) -> Array:
        if name not in self._sums:
            if name == "assets":
                parts = (self._columns[column] for column in ASSETS)
                self._sums[name] = reduce(np.add, (x if k is None else x * k for x, k in parts))
            else:
                born = self._columns["birthday"][0]
                self._sums[name] = self._peer._month_days[born - int(_FIRST.astype(int))]  # noqa: SLF001
        return self._sums[name]


def _any(fires: dict[str, Bools], rules: list[r.Rule]) -> Bools:
    return reduce(np.logical_or, (fires[rule.name] for rule in rules))


def _count(fires: dict[str, Bools], rules: list[r.Rule], rows: int) -> npt.NDArray[np.uint16]:
    """How many rules fire: in bytes, as long as they hold."""
    total = np.zeros(rows, np.uint16)
    for start in range(0, len(rules), 255):
        some = np.zeros(rows, np.uint8)
        for rule in rules[start : start + 255]:
            some += fires[rule.name].view(np.uint8)
        total += some
    return total


def _columns(batch: pa.RecordBatch) -> dict[str, Column]:
    return {name: _column(batch[name], nullable=name in NULLABLE) for name in batch.schema.names}


def _column(cells: pa.Array, *, nullable: bool) -> Column:
    known = cells.is_valid().to_numpy(zero_copy_only=False) if nullable else None
    if isinstance(cells, pa.DictionaryArray):
        cells = cells.indices
    if pa.types.is_date32(cells.type):
        cells = cells.cast(pa.int32())
    if cells.null_count:
        cells = pc.fill_null(cells, pa.scalar(0).cast(cells.type))
    return cells.to_numpy(zero_copy_only=False), known
