"""Writes instructions, and knows where what was computed is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.kernel.instructions import FIELDS, Op
from engine.lower.slots import Draft
from engine.lower.steps import NARROW, WIDE

if TYPE_CHECKING:
    from engine.lower.steps import Step

# What works on wide vectors in place of what works on narrow ones.
WIDE_OP = {
    Op.MULTIPLY: Op.WIDE_MULTIPLY, Op.LEAST: Op.WIDE_LEAST, Op.GREATEST: Op.WIDE_GREATEST,
    Op.TAKE_WHERE: Op.WIDE_TAKE_WHERE, Op.DIVIDE: Op.WIDE_DIVIDE, Op.AT_LEAST: Op.WIDE_AT_LEAST,
    Op.EQUAL: Op.WIDE_EQUAL,
}  # fmt: skip

_NOTHING: Final = (0,) * (FIELDS - 1)  # operands that an operation lacks


class Writer:
    """A draft in the making.

    Attributes:
        columns: numbers of columns, by field.
        done: of what was computed, its mask or its source.
    """

    def __init__(self) -> None:
        self.draft = Draft()
        self.columns: dict[str, int] = {}
        self.done: dict[Step, int] = {}

    @property
    def at(self) -> int:
        """How many instructions there are."""
        return len(self.draft.code) // FIELDS

    def emit(self, op: Op, *operands: int) -> None:
        """Append an instruction."""
        self.draft.code += (op, *operands, *_NOTHING[len(operands) :])

    def join(self, op: Op, some: list[int], others: list[int]) -> int:
        """All or any of some masks and the opposites of others; gives the number of the mask."""
        mask = self.new_mask()
        self.draft.code += (op, mask, self.pooled(some + others), len(some), len(others))
        return mask

    def pooled(self, numbers: list[int]) -> int:
        """Put numbers in the pool; gives where the first stands."""
        first = len(self.draft.pool)
        self.draft.pool += numbers
        return first

    def column(self, field: str) -> int:
        """The number of a column."""
        return self.columns.setdefault(field, len(self.columns))

    def new_mask(self) -> int:
        """The number of a mask."""
        self.draft.masks += 1
        return self.draft.masks - 1

    def new_vector(self, width: int = NARROW) -> int:
        """The number of a vector, as operands name it."""
        self.draft.vectors.append(width)
        return -len(self.draft.vectors)

    def width(self, source: int) -> int:
        """Bytes of an integer of a vector."""
        return self.draft.vectors[-1 - source]

    def is_wide(self, source: int) -> bool:
        """Whether a source is a wide vector."""
        return source < 0 and self.width(source) == WIDE


def halves(value: int) -> tuple[int, int]:
    """The low and the high 64 bits, each as a signed integer; what is beyond them is lost."""
    low, high = (half & (2**64 - 1) for half in (value, value >> 64))
    return low - (low >> 63 << 64), high - (high >> 63 << 64)
