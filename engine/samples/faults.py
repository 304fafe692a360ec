"""What may be wrong with a row: one fault a row, and the reason for which the reader must refuse it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from dsl.lean import dataclass

if TYPE_CHECKING:
    from engine.samples.sample import BrokenRows

FileKind: TypeAlias = Literal["csv", "xlsx", "parquet"]
ANY: Final[frozenset[FileKind]] = frozenset({"csv", "xlsx", "parquet"})
UNTYPED: Final[frozenset[FileKind]] = frozenset(
    {"csv", "xlsx"}
)  # a column that has a type cannot hold what is not of it
LINES: Final[frozenset[FileKind]] = frozenset({"csv"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that may be wrong.

    Attributes:
        reason: the code of ``engine.messages`` that tells it.
        column: whose cell is wrong.
        change: the wrong cells, as text, of the rows that are to be broken.
        files: in which this can be.
        twin: whether the row before is refused too, for having the same key.
    """

    reason: str
    column: str
    change: Callable[[BrokenRows], pa.Array]
    files: frozenset[FileKind] = ANY
    twin: bool = False


def says(text: str | None) -> Callable[[BrokenRows], pa.Array]:
    """The cell says something, or nothing, whatever it said before."""
    return lambda rows: pa.repeat(pa.scalar(text, pa.string()), len(rows))


def of_row_before(rows: BrokenRows) -> pa.Array:
    """The cell of the row before."""
    return rows.before()


def with_prefix(prefix: str, column: str | None = None) -> Callable[[BrokenRows], pa.Array]:
    """Something stands before the cell, or before what another cell says."""
    return lambda rows: pc.binary_join_element_wise(
        prefix, rows.texts(column), "", null_handling="replace", null_replacement="1"
    )
