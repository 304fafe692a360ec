"""The instruction set of the machine.

An instruction is five integers: the operation, and what the comment beside it names. The machine works on one block of
``BLOCK`` customers at a time, and runs all instructions before it goes on to the next block.

- ``mask``: the number of a mask of ``BLOCK`` bits.
- ``col``: the number of a column of the data; ``src``: a column, or one of the integer vectors, whose numbers follow
  those of the columns; ``dst``: such a vector.
- ``out``: the number of an output buffer. ``first``, ``count``: a stretch of the pool of integers.
- A wide vector has integers of 16 bytes, in two planes: low halves, then high halves. Where a narrow instruction reads
  one it sees the low plane. ``at``: where in the pool the two halves of an integer stand, the low one first.
"""

from enum import IntEnum, auto, unique
from typing import Final

BLOCK: Final = 2_048  # customers: their columns and masks stay in the caches near a core
WORDS: Final = BLOCK // 64
MASK_BYTES: Final = BLOCK // 8
FIELDS: Final = 5
LINE: Final = 64  # bytes that memory gives at a time


@unique
class Op(IntEnum):
    """What the machine can do."""

    # Columns to masks.
    KNOWN = 0  # mask, col: the cell has a value
    FLAG = auto()  # mask, col: the cell of a yes/no column is yes
    AT_LEAST = auto()  # src, first, count: for each pair (mask, bound) of the pool: src >= bound
    EQUAL = auto()  # src, first, count: for each pair (mask, value): src = value
    PAIR_AT_LEAST = (
        auto()
    )  # col, col, first, count: for each (mask, f, g, bound) of the pool: f * col + g * col >= bound
    MEMBER = auto()  # mask, col, first, count: the code in the cell is one of those in the pool
    LOOKUP = auto()  # mask, col, table: the bit of the table at the code in the cell
    SAME = auto()  # mask, src, src: both are equal

    # Masks to masks. The pool has the numbers of some masks, then those of others.
    ALL = auto()  # mask, first, some, others: every one of some holds, and of the others none does
    ANY = auto()  # mask, first, some, others: one of some holds, or one of the others does not

    # Integers to integers.
    SET = auto()  # dst, value
    SUM = auto()  # dst, first, count, constant: dst = constant + factor * src for each pair (src, factor) of the pool
    NARROW = auto()  # dst, src: in the bytes of dst; what does not fit becomes the nearest that does
    MULTIPLY = auto()  # dst, src, src
    LEAST = auto()  # dst, src: the lesser of both
    GREATEST = auto()  # dst, src: the greater of both
    TAKE_WHERE = auto()  # dst, mask, src: dst becomes src where the mask holds
    ADD_WHERE = auto()  # dst, mask, src: dst += src where the mask holds
    COUNT = (
        auto()
    )  # dst, first, count: dst += value where the mask holds, for each (mask, value); all fit a byte together
    COUNT_WHERE = auto()  # dst, mask, value: dst += value where the mask holds
    DIVIDE = auto()  # dst, src, src, mode: rounded as in Rounding; arbitrary where the divisor is 0
    CALENDAR = auto()  # dst, src, today, function: as in Calendar, of a day and the day today
    ADD_MONTHS = auto()  # dst, src, src: the day so many months later; one beyond an end of the calendar
    TRANSLATE = auto()  # dst, col, table: the integer of the table at the code in the cell

    # Results.
    PUT_MASK = auto()  # out, mask: as a bitmap
    PUT_CODE = auto()  # out, mask, code: a byte where the mask holds; others stay
    CLEAR_CODES = auto()  # out: all bytes 0
    PUT_VALUE = auto()  # out, src: as integers of the width of out, which is that of src or less
    PUT_LIST = auto()  # out, first, count: of each customer, the numbers of those masks of the pool that hold
    TALLY = auto()  # number, mask: adds how many customers it holds for

    # The same with wide vectors: dst is one, but for that of a quotient that fits 8 bytes; src has any width.
    WIDE_SET = auto()  # dst, at
    WIDE_ADD = auto()  # dst, src, at: dst += factor * src
    WIDE_MULTIPLY = auto()  # dst, src, src
    WIDE_LEAST = auto()  # dst, src
    WIDE_GREATEST = auto()  # dst, src
    WIDE_TAKE_WHERE = auto()  # dst, mask, src
    WIDE_DIVIDE = auto()  # dst, src, src, mode
    WIDE_AT_LEAST = auto()  # src, first, count: for each triple (mask, both halves of a bound)
    WIDE_EQUAL = auto()  # src, first, count: for each triple (mask, both halves of a value)


# What the operands of an instruction are: W a mask it writes, R one it reads; V a vector it writes, U one it changes;
# S a source it reads. A stretch of the pool: P of masks it writes, each with one integer, Q with two, T with three;
# C of masks it reads, D such that two operands count, E such with one integer each; F of sources it reads, likewise.
OPERANDS: Final = {
    Op.KNOWN: "W.", Op.FLAG: "W.", Op.AT_LEAST: "SP", Op.EQUAL: "SP", Op.PAIR_AT_LEAST: "..T", Op.MEMBER: "W...",
    Op.LOOKUP: "W..", Op.SAME: "WSS", Op.ALL: "WD", Op.ANY: "WD", Op.SET: "V.", Op.SUM: "VF.", Op.NARROW: "VS",
    Op.MULTIPLY: "VSS", Op.LEAST: "US", Op.GREATEST: "US", Op.TAKE_WHERE: "URS", Op.ADD_WHERE: "URS", Op.COUNT: "UE",
    Op.COUNT_WHERE: "UR.", Op.DIVIDE: "VSS.", Op.CALENDAR: "VS..", Op.ADD_MONTHS: "VSS", Op.TRANSLATE: "V..",
    Op.PUT_MASK: ".R", Op.PUT_CODE: ".R.", Op.CLEAR_CODES: ".", Op.PUT_VALUE: ".S", Op.PUT_LIST: ".C", Op.TALLY: ".R",
    Op.WIDE_SET: "V.", Op.WIDE_ADD: "US.", Op.WIDE_MULTIPLY: "VSS", Op.WIDE_LEAST: "US", Op.WIDE_GREATEST: "US",
    Op.WIDE_TAKE_WHERE: "URS", Op.WIDE_DIVIDE: "VSS.", Op.WIDE_AT_LEAST: "SQ", Op.WIDE_EQUAL: "SQ",
}  # fmt: skip


@unique
class Rounding(IntEnum):
    """How DIVIDE rounds."""

    DOWN = 0
    UP = auto()
    HALF = auto()  # halves away from zero


@unique
class Calendar(IntEnum):
    """Functions of a day and another, counted from 1970."""

    MONTHS_SINCE = 0
    YEARS_SINCE = auto()
    ANNIVERSARY = auto()
    MONTH = auto()  # counted from the year 0; of the first day alone
