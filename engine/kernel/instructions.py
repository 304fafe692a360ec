"""The instruction set of the machine.

An instruction is five integers: the operation, and what the comment beside it names. The machine works on one block of
``BLOCK`` customers at a time, and runs all instructions before it goes on to the next block.

- ``mask``, ``a``, ``b``: numbers of masks, each of ``BLOCK`` bits.
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


@unique
class Op(IntEnum):
    """What the machine can do."""

    # Columns to masks.
    KNOWN = 0  # mask, col: the cell has a value
    FLAG = auto()  # mask, col: the cell of a yes/no column is yes
    AT_LEAST = auto()  # src, first, count: for each pair (mask, bound) of the pool: src >= bound
    EQUAL = auto()  # src, first, count: for each pair (mask, value): src = value
    MEMBER = auto()  # mask, col, first, count: the code in the cell is one of those in the pool
    LOOKUP = auto()  # mask, col, table: the bit of the table at the code in the cell
    SAME = auto()  # mask, src, src: both are equal

    # Masks to masks.
    FILL = auto()  # mask, bits: all of one or all of zero
    NOT = auto()  # mask, a
    AND = auto()  # mask, a, b
    AND_NOT = auto()  # mask, a, b: a and not b
    OR = auto()  # mask, a, b

    # Integers to integers.
    SET = auto()  # dst, value
    ADD = auto()  # dst, src, factor: dst += factor * src
    MULTIPLY = auto()  # dst, src, src
    LEAST = auto()  # dst, src: the lesser of both
    GREATEST = auto()  # dst, src: the greater of both
    TAKE_WHERE = auto()  # dst, mask, src: dst becomes src where the mask holds
    ADD_WHERE = auto()  # dst, mask, src: dst += src where the mask holds
    COUNT_WHERE = auto()  # dst, mask, value: dst += value where the mask holds
    DIVIDE = auto()  # dst, src, src, mode: rounded as in Rounding; arbitrary where the divisor is 0
    CALENDAR = auto()  # dst, src, src, function: of a day and an argument, as in CalendarFunction
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
# S a source it reads; P, Q, C a stretch of the pool that holds masks: such as it writes, each with a bound of one or
# two integers, or such as it reads.
OPERANDS: Final = {
    Op.KNOWN: "W.", Op.FLAG: "W.", Op.AT_LEAST: "SP", Op.EQUAL: "SP", Op.MEMBER: "W...", Op.LOOKUP: "W..",
    Op.SAME: "WSS", Op.FILL: "W.", Op.NOT: "WR", Op.AND: "WRR", Op.AND_NOT: "WRR", Op.OR: "WRR",
    Op.SET: "V.", Op.ADD: "US.", Op.MULTIPLY: "VSS", Op.LEAST: "US", Op.GREATEST: "US", Op.TAKE_WHERE: "URS",
    Op.ADD_WHERE: "URS", Op.COUNT_WHERE: "UR.", Op.DIVIDE: "VSS.", Op.CALENDAR: "VSS.", Op.TRANSLATE: "V..",
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
    """Functions of a day, counted from 1970, and an argument."""

    MONTHS_SINCE = 0
    YEARS_SINCE = auto()
    ANNIVERSARY = auto()
    ADD_MONTHS = auto()
    MONTH = auto()
