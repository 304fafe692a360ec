"""What stands for a missing value in a data file, though it is not empty: ``?``, ``unknown``, -1, 9999-12-31."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Final

from engine.io.cells import CellError, fold

if TYPE_CHECKING:
    from collections.abc import Iterable

# Nobody's value, whatever the column is about.
SURE: Final = frozenset(
    "? ?? ??? - -- --- — —— – unknown unk missing n/a na n.a. <na> (null) (blank) not_available undefined null nan"
    " 未知 不详 不明 未填 未填写 缺失 空 空值 暂无 无数据 无记录 待补充".split()
)
# May be an answer in a list (no guarantor), but never a number or a date.
UNSURE: Final = frozenset("none nil / \\ * . x 无 没有 #".split())
# Days that systems write where they have none.
NO_DAYS: Final = frozenset(
    {date(9999, 12, 31), date(9999, 9, 9), date(2999, 12, 31), date(1900, 1, 1), date(1, 1, 1), date(1899, 12, 30)}
)
_NO_DATE: Final = re.compile(r"0000(?P<mark>[-/.])00(?P=mark)00(?: 00:00:00)?")
_SEEN: Final = 3  # a number stands for missing only if it is there so often
_GAP: Final = 2  # and so many times as large as any other


def words_for_missing(cells: Iterable[object], *, sure: bool) -> set[object]:
    """Those of some cells that say in words that there is nothing; an error of a spreadsheet does so too."""
    known = SURE if sure else SURE | UNSURE

    def says_so(cell: object) -> bool:
        if isinstance(cell, CellError):
            return cell.text.startswith("#")
        return isinstance(cell, str) and (fold(cell) in known or _NO_DATE.fullmatch(cell) is not None)

    return {cell for cell in cells if says_so(cell)}


def numbers_for_missing(counts: Counter[int], one: int) -> list[int]:
    """Whole numbers that are likely no values: one negative among others, nines far above the rest.

    Args:
        counts: how often each number is there, as a multiple of some unit.
        one: so many units are one.
    """
    if len(counts) < _SEEN:
        return []
    found = []
    ordered = sorted(counts)
    low, high, below = ordered[0], ordered[-1], ordered[-2]
    if low < 0 <= ordered[1] and low % one == 0 and counts[low] >= _SEEN:
        number = low // one
        found += [number] if number == -1 or set(str(-number)) == {"9"} else []
    if high > 100 * one and high % one == 0 and counts[high] >= _SEEN and below * _GAP <= high:
        number = high // one
        found += [number] if set(str(number)) in ({"9"}, {"8"}) else []
    return found


def days_for_missing(days: Counter[date]) -> list[date]:
    """Days on which nothing ever happened."""
    if len(days) < _SEEN:
        return [day for day in days if day.year in (1, 9999)]
    return sorted(NO_DAYS & days.keys())
