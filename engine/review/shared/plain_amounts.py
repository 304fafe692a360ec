"""Amounts that people would write down, near another, and beside another that is compared with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DIGITS: Final = (1, 2, 3, 4, 6)
_LARGE: Final = tuple(10**digits for digits in range(7, 12))
_ROUND: Final = (100_000_00, 10_000_00, 1_000_000_00, 1_000_00)  # cents
_EASY: Final = 2  # digits of a number; with fewer it is no easier to read
_FEW: Final = 3  # of one that reads well enough


def digits(value: int) -> int:
    """How much there is to read in a number."""
    return len(str(abs(value)).rstrip("0"))


def effort(*values: int) -> tuple[int, int]:
    """How hard it is to read some numbers beside each other: those with most digits, then the greater ones."""
    return max(_EASY, *map(digits, values)), sum(map(abs, values))


def large(value: int) -> Iterator[int]:
    """Large numbers that are less so than another, the least first: nobody has forty million for no reason."""
    sign = 1 if value > 0 else -1
    yield from (sign * power for power in _LARGE if power < abs(value))


def plain(value: int, most: int = _DIGITS[-1]) -> Iterator[int]:
    """Numbers near another with fewer digits."""
    size = len(str(abs(value)))
    for count in _DIGITS:
        unit = 10 ** (size - count) if size > count else 1
        down = value // unit * unit
        if count <= most:
            yield from (down, down + unit)


def round_amounts(value: int) -> Iterator[int]:
    """Round amounts in place of another, on its side of nothing."""
    yield from (amount if value > 0 else -amount for amount in _ROUND)


def well_readable(lines: Iterable[int]) -> Iterator[int]:
    """Plain numbers on both sides of lines that are not plain themselves."""
    for line in lines:
        if all(digits(beside) > _FEW for beside in (line - 1, line, line + 1)):
            yield from plain(line, _FEW)
