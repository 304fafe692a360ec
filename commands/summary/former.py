"""The run that a folder held before, and whether its numbers may be set against those of the new one."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from dsl.diagnostics.model import Words
from dsl.lean import dataclass
from engine.io.folder import committed
from engine.io.output_errors import OutputError
from engine.show import many

if TYPE_CHECKING:
    from pathlib import Path

    from dsl.program.model import Program
    from engine.manifest import RunManifest


def run_before(out: Path) -> RunManifest | None:
    """The run in a folder that the next one will replace; what cannot be read as one stops that run itself."""
    with suppress(OSError, OutputError):
        return committed(out)
    return None


@dataclass(frozen=True, slots=True)
class Former:
    """A former run beside a new one.

    Attributes:
        run: the former one.
        changed: which of their inputs differ.
        refused: why their numbers must not be compared; None if they may be.
    """

    run: RunManifest
    changed: tuple[Words, ...]
    refused: Words | None

    def rungs(self, ladder: str, now: RunManifest) -> dict[str, int] | None:
        """Customers by rung, then; None where the rungs are others, or nothing may be compared."""
        before = self.run.results.tiers.get(ladder)
        if self.refused or before is None or list(before) != list(now.results.tiers[ladder]):
            return None
        return before

    def offer(self, name: str) -> int | None:
        """Customers who got an offer, then; None if it was not there."""
        before = self.run.results.offers.get(name)
        return None if self.refused or before is None else before.given


def compare(before: RunManifest | None, now: RunManifest, program: Program) -> Former | None:
    """A former run beside the new one, if there is one."""
    if before is None:
        return None
    return Former(before, tuple(_changed(before, now)), _refused(before, now, program.record.key))


def _changed(before: RunManifest, now: RunManifest) -> list[Words]:
    inputs = [
        (Words("the day", "基准日"), before.as_of, now.as_of),
        (Words("the policy", "政策"), before.policy.decisions_hash, now.policy.decisions_hash),
        (Words("the data", "数据"), _data(before), _data(now)),
        (Words("the profile", "方案"), before.profile, now.profile),
        (Words("values set", "设定的取值"), _values(before), _values(now)),
        (Words("columns allowed to be absent", "允许缺少的列"), _absent(before), _absent(now)),
        (Words("the version of tiercel", "tiercel 版本"), before.tiercel_version, now.tiercel_version),
    ]
    return [what for what, then, since in inputs if then != since]


def _values(run: RunManifest) -> tuple[object, ...]:
    return run.overrides, run.values_file.sha256 if run.values_file else None


def _data(run: RunManifest) -> list[tuple[str, dict[str, str | None]]]:
    return [(file.sha256, file.from_path) for file in run.data]


def _absent(run: RunManifest) -> tuple[str, ...]:
    return run.data[0].absent_read  # all files have the same columns


def _refused(before: RunManifest, now: RunManifest, key: str) -> Words | None:
    if before.policy.name != now.policy.name:
        return Words(f"that was the policy {before.policy.name}", f"那是另一个政策 {before.policy.name}")
    limits = [run.data[0].limit if run.counts.rows_in == run.data[0].limit else None for run in (before, now)]
    if limits[0] != limits[1]:
        if limits[0] is not None:
            return Words(f"only {many(limits[0], 'row')} were read then", f"那次只读了前 {limits[0]:,} 行")
        return Words("only a part of the rows was read now", "这次只读了一部分行")
    if before.data[0].matched.get(key) != now.data[0].matched.get(key):
        return Words("the key comes from another column", "主键来自不同的列")
    if not any(list(before.results.tiers.get(name, ())) == list(rungs) for name, rungs in now.results.tiers.items()):
        return Words("the tiers have other rungs", "层级的档不同") if now.results.tiers else None
    return None
