"""A program of the machine, and what it needs of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dsl.lean import dataclass

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from engine.ir import nodes as n


@dataclass(frozen=True, slots=True)
class TextQuestion:
    """A question about the texts of a column: asked of its distinct values, once a batch.

    Attributes:
        at: the instruction that needs the answer.
    """

    at: int
    formula: n.Member | n.Matches


@dataclass(frozen=True, slots=True)
class TextNumbers:
    """Numbers for texts, the same in all columns that are compared with each other.

    Attributes:
        columns: of each such column, the number of its table.
    """

    tables: dict[str, int]


@dataclass(frozen=True, slots=True)
class Output:
    """A buffer of results.

    Attributes:
        kind: a bitmap; a byte a row; integers of ``width`` bytes; or lists of numbers below ``width``.
    """

    kind: Literal["mask", "code", "value", "list"]
    width: int


@dataclass(frozen=True, slots=True)
class MachineProgram:
    """Instructions, and what has to be there to run them.

    Attributes:
        code, pool: for the machine.
        columns: fields in the order of their numbers.
        vectors: bytes of an integer of each vector; their numbers follow those of the columns.
        masks: how many.
        tables: how many tables by code.
        questions: instructions to be completed for the texts of a batch.
        same_texts: tables to be filled for the texts of a batch.
        outputs: buffers of results.
        tallies: how many counts.
        list_size: masks of the longest list.
    """

    code: npt.NDArray[np.int64]
    pool: npt.NDArray[np.int64]
    columns: tuple[str, ...]
    vectors: tuple[int, ...]
    masks: int
    tables: int
    questions: tuple[TextQuestion, ...]
    same_texts: TextNumbers
    outputs: tuple[Output, ...]
    tallies: int
    list_size: int
