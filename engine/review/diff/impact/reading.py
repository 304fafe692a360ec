"""Reads a batch for two policies: once where both read data alike, else for each, and then row by row side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
import pyarrow as pa

from dsl.lean import dataclass
from engine.evaluator.assumptions import Assumptions
from engine.io.data_reader import DataReader
from engine.io.reasons import Reason
from engine.reads import fields_read

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from dsl.program.model import Field, Program, Record
    from engine.binding import Binding
    from engine.io.data_reader import Batch

Which = Literal["old", "new"]
Opener: TypeAlias = "Callable[[Record, frozenset[str]], DataReader]"
"""Opens the data for a record, of which some fields are read by decisions."""


@dataclass(frozen=True, slots=True)
class BoundPolicy:
    """One of the two policies, bound to the day and profile on which it decides the batch."""

    program: Program
    binding: Binding


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row in quarantine: its key, if it has a readable one, and the codes of the reasons."""

    key: str | None
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows of the data that follow each other, as one policy reads them.

    Attributes:
        rows: those that can be decided, typed.
        numbers: of those rows, throughout all files.
        aside: the others, by number.
        part: place of their file.
        before: rows of the files before that one.
        last: number of the last row.
    """

    rows: pa.RecordBatch
    numbers: npt.NDArray[np.int64]
    aside: dict[int, SetAside]
    part: int
    before: int
    last: int

    def up_to(self, number: int) -> Stretch:
        """The rows up to a number."""
        rows = int(np.searchsorted(self.numbers, number, "right"))
        aside = {at: row for at, row in self.aside.items() if at <= number}
        return replace(self, rows=self.rows.slice(0, rows), numbers=self.numbers[:rows], aside=aside, last=number)

    def beyond(self, number: int) -> Stretch | None:
        """The rows behind a number, if there are any."""
        if number >= self.last:
            return None
        rows = int(np.searchsorted(self.numbers, number, "right"))
        aside = {at: row for at, row in self.aside.items() if at > number}
        return replace(self, rows=self.rows.slice(rows), numbers=self.numbers[rows:], aside=aside)


@dataclass(frozen=True, slots=True)
class _Broken(Reason):
    """An assumption that one of the policies makes of a row."""

    by: Which = "old"


class Readings:
    """The data as both policies read them.

    Args:
        old, new: the policies.
        opens: the data.

    Attributes:
        readers: of the old and the new policy; the same where they read alike.
    """

    def __init__(self, old: BoundPolicy, new: BoundPolicy, opens: Opener) -> None:
        self._assumptions: dict[Which, Assumptions] = {
            "old": Assumptions(old.program, old.binding),
            "new": Assumptions(new.program, new.binding),
        }
        reads = [fields_read(side.program) for side in (old, new)]
        if _read_alike(old.program.record, new.program.record):
            reader = opens(new.program.record, frozenset().union(*reads))
            reader.reject_when(self._broken)
            self.readers = (reader, reader)
        else:
            self.readers = (opens(old.program.record, reads[0]), opens(new.program.record, reads[1]))
            for reader, assumptions in zip(self.readers, self._assumptions.values(), strict=True):
                reader.reject_when(assumptions.broken)

    def __iter__(self) -> Iterator[tuple[Stretch, Stretch]]:
        """The same rows, read for the old and for the new policy."""
        old, new = self.readers
        if old is new:
            for batch in new:
                yield _stretch(new, batch, "old"), _stretch(new, batch, "new")
        else:
            yield from _in_step((_stretch(old, x, "old") for x in old), (_stretch(new, x, "new") for x in new))

    def _broken(self, rows: pa.RecordBatch) -> dict[int, Sequence[Reason]]:
        """Rows that break an assumption of either policy: neither they nor their decisions can be compared."""
        found: dict[int, list[Reason]] = {}
        for which, assumptions in self._assumptions.items():
            for at, reasons in assumptions.broken(rows).items():
                found.setdefault(at, []).extend(_Broken(x.code, value=x.value, by=which) for x in reasons)
        return dict(found)


def _read_alike(old: Record, new: Record) -> bool:
    """Whether both records make the same of the same data."""
    return old.key == new.key and _as_read(old) == _as_read(new)


def _as_read(record: Record) -> dict[str, Field]:
    return {name: replace(field, typical=None) for name, field in record.fields.items()}


def _stretch(reader: DataReader, batch: Batch, which: Which) -> Stretch:
    before = sum(part.rows for part in reader.parts[: batch.part])
    numbers = batch.row_numbers.to_numpy()
    rejected = batch.rejected
    aside: dict[int, SetAside] = {}
    own = [number + before for number in rejected.row_numbers.to_pylist()]
    for number, key, reasons in zip(own, rejected.keys, rejected.reasons, strict=True):
        codes = frozenset(x.code for x in reasons if not isinstance(x, _Broken) or x.by == which)
        if codes:
            aside[number] = SetAside(key, codes)
    last = max([*own[-1:], *numbers[-1:].tolist()], default=before)
    return Stretch(batch.rows, numbers, aside, batch.part, before, last)


def _in_step(old: Iterable[Stretch], new: Iterable[Stretch]) -> Iterator[tuple[Stretch, Stretch]]:
    """Two readings cut where either ends a stretch, so that both are of the same rows."""
    olds, news = iter(old), iter(new)
    one, other = next(olds, None), next(news, None)
    while one is not None and other is not None:
        until = min(one.last, other.last)
        yield one.up_to(until), other.up_to(until)
        one, other = one.beyond(until) or next(olds, None), other.beyond(until) or next(news, None)
    if one is not None or other is not None:
        raise RuntimeError("the data have other rows when they are read again")


def in_both(old: Stretch, new: Stretch) -> tuple[pa.RecordBatch, pa.RecordBatch, npt.NDArray[np.int64]]:
    """The rows that neither policy sets aside, as the old and as the new one reads them, and their numbers."""
    if np.array_equal(old.numbers, new.numbers):
        return old.rows, new.rows, old.numbers
    numbers, one, other = np.intersect1d(old.numbers, new.numbers, assume_unique=True, return_indices=True)
    return old.rows.take(pa.array(one)), new.rows.take(pa.array(other)), numbers
