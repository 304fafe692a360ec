"""The value of formulas and forms for many customers at once: as ``engine.ir.values`` reads them for one.

Where a condition holds is an integer with a bit for each customer: that joins much faster than arrays do.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any, Final, cast, get_args

import numpy as np

from dsl.lean import dataclass
from engine.ir import nodes as n
from engine.ir.builder import divide
from engine.ir.reach import FIRST_DAY, LAST_DAY
from engine.ir.walk import bottom_up
from engine.proof.calendar import on_calendar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from engine.ir.walk import Node

    Numbers = NDArray[Any]  # int64, or Python's integers where those do not hold them
    Bools = NDArray[np.bool_]
    Group = int  # of customers: a bit for each, that of the first one counts 1

FORMULA: Final = get_args(n.Formula)
_SAFE: Final = 1 << 62  # what is less than this may be added to another such number
_FAR: Final = 10 * LAST_DAY  # beyond the calendar, in days and in months
MISSING: Final = -1  # the place of a text that is not there


@dataclass(frozen=True, slots=True)
class Cells:
    """What customers have: arrays of one length by field.

    Attributes:
        numbers: stored integers; 0 where there is none.
        flags: of yes/no fields; False where it is missing.
        places: of texts, in ``texts``; ``MISSING`` where there is none.
        known: of fields that may be missing, whether they are there.
        texts: every text that a field may have.
    """

    numbers: Mapping[str, Numbers]
    flags: Mapping[str, Bools]
    places: Mapping[str, NDArray[np.int32]]
    known: Mapping[str, Bools]
    texts: Sequence[str]


def group_of(bools: Bools) -> Group:
    """The customers for whom something is true."""
    return int.from_bytes(np.packbits(bools, bitorder="little").tobytes(), "little")


def bools_of(group: Group, size: int) -> Bools:
    """Of each customer, whether he is in a group."""
    packed = np.frombuffer(group.to_bytes(-(-size // 8), "little"), np.uint8)
    return cast("Bools", np.unpackbits(packed, count=size, bitorder="little").view(np.bool_))


def numbers_of(values: Sequence[int]) -> Numbers:
    """Integers as they are calculated with."""
    return np.array(values, dtype=np.int64 if max(map(abs, values), default=0) < _SAFE else object)


def first_of(group: Group) -> int:
    """The place of the first customer of a group that is not empty."""
    return (group & -group).bit_length() - 1


class Crowd:
    """Reads nodes for many customers. Nodes are kept by identity: whoever asks keeps them alive.

    Attributes:
        everybody: the group of all.
    """

    def __init__(self, cells: Cells, size: int) -> None:
        self.cells = cells
        self.everybody: Group = (1 << size) - 1
        self._size = size
        self._found: dict[int, Any] = {}
        self._greatest: dict[int, int] = {}

    def read(self, nodes: Iterable[Node]) -> None:
        """Work out nodes; each comes after all that it is made of."""
        for node in nodes:
            if isinstance(node, FORMULA):
                self._found[id(node)] = self._formula(cast("n.Formula", node))
            elif isinstance(node, n.Form):
                self._found[id(node)] = self._form(node)
            else:
                self._found[id(node)] = self._term(cast("n.Term", node))

    def take(self, node: Node, value: int) -> None:
        """Take for a node what everybody has, whether it holds or how much it is."""
        if isinstance(node, FORMULA):
            self._found[id(node)] = self.everybody if value else 0
            return
        self._greatest[id(node)] = abs(value)
        self._found[id(node)] = np.repeat(numbers_of([value]), self._size)

    def read_below(self, goals: Iterable[n.Formula]) -> None:
        """Work out goals, and what they are made of, as far as that was not done before."""
        self.read(bottom_up(goals, self._found))

    def holds(self, formula: n.Formula) -> Group:
        """For whom a formula that was read is true."""
        return cast("Group", self._found[id(formula)])

    def value(self, node: n.Form | n.Term) -> Numbers:
        """Of a form or term that was read."""
        return cast("Numbers", self._found[id(node)])

    # --- formulas ---

    def _formula(self, formula: n.Formula) -> Group:
        cells, found = self.cells, cast("dict[int, Group]", self._found)
        match formula:
            case n.Not(operand):
                return found[id(operand)] ^ self.everybody
            case n.All(items):
                return reduce(and_, [found[id(item)] for item in items])
            case n.Any(items):
                return reduce(or_, [found[id(item)] for item in items])
            case n.AtLeast(form, bound):
                return self._group(self.value(form) >= bound)
            case n.Equal(form, bound):
                return self._group(self.value(form) == bound)
            case n.Always(value):
                return self.everybody if value else 0
            case n.Known(field):
                return group_of(cells.known[field])
            case n.Flag(field):
                return group_of(cells.flags[field])
            case n.Member(field, values):
                return self._like(field, lambda text: text in values)
            case n.Matches(field, which, text):
                return self._like(field, (lambda x: text in x) if which == "contains" else lambda x: x.startswith(text))
            case n.SameText(left, right):
                return self._group(cells.places[left] == cells.places[right])

    @staticmethod
    def _group(values: Numbers) -> Group:
        return group_of(values.astype(np.bool_, copy=False))

    def _like(self, field: str, is_meant: Callable[[str], bool]) -> Group:
        meant = np.array([*map(is_meant, self.cells.texts), False])  # the last one is that of MISSING
        return group_of(meant[self.cells.places[field]])

    # --- numbers ---

    def _form(self, form: n.Form) -> Numbers:
        greatest = abs(form.constant) + sum(abs(c) * self._greatest[id(term)] for term, c in form.parts)
        self._greatest[id(form)] = greatest
        total: Numbers = np.full(self._size, form.constant, dtype=np.int64 if greatest < _SAFE else object)
        for term, c in form.parts:
            total = total + self._sized(term, greatest) * c
        return total

    def _bools(self, formula: n.Formula) -> Bools:
        return bools_of(self.holds(formula), self._size)

    def _sized(self, node: n.Form | n.Term, greatest: int) -> Numbers:
        """A number as Python's integers if what is made of it needs them."""
        value = self.value(node)
        return value if greatest < _SAFE else value.astype(object)

    def _term(self, term: n.Term) -> Numbers:
        greatest = self._greatest
        match term:
            case n.Column(field, low, high):
                greatest[id(term)] = max(abs(low), abs(high))
                return self.cells.numbers[field]
            case n.Product(left, right):
                most = greatest[id(term)] = greatest[id(left)] * greatest[id(right)]
                return self._sized(left, most) * self._sized(right, most)
            case n.Extreme(which, forms):
                greatest[id(term)] = max(greatest[id(form)] for form in forms)
                choose = np.minimum if which == "min" else np.maximum
                return cast("Numbers", choose.reduce([self.value(form) for form in forms]))
            case n.Choose(condition, then, otherwise):
                greatest[id(term)] = max(greatest[id(then)], greatest[id(otherwise)])
                return np.where(self._bools(condition), self.value(then), self.value(otherwise))
            case n.Quotient(mode, numerator, denominator):
                greatest[id(term)] = greatest[id(numerator)] + 1
                return self._quotient(mode, numerator, denominator)
            case n.Calendar(function, day, argument):
                greatest[id(term)] = max(abs(term.low), abs(term.high), LAST_DAY)
                return self._calendar(function, self.value(day), self.value(argument))
            case n.Total(parts):
                most = greatest[id(term)] = sum(greatest[id(form)] for _, form in parts)
                nothing = np.zeros(self._size, dtype=np.int64 if most < _SAFE else object)
                return sum((np.where(self._bools(where), self._sized(x, most), 0) for where, x in parts), nothing)

    def _quotient(self, mode: str, numerator: n.Form, denominator: n.Form) -> Numbers:
        over, by = self.value(numerator), self.value(denominator)
        if mode == "down" and np.all(by != 0):
            return over // by
        divided = np.frompyfunc(lambda x, y: divide(mode, int(x), int(y)) if y else 0, 2, 1)(over, by)
        return self._narrow(divided, self._greatest[id(numerator)] + 1)

    @staticmethod
    def _calendar(function: n.CalendarFunction, days: Numbers, arguments: Numbers) -> Numbers:
        if object in (days.dtype, arguments.dtype):
            days, arguments = (np.clip(x, -_FAR, _FAR).astype(np.int64) for x in (days, arguments))
        return on_calendar(function, np.clip(days, FIRST_DAY, LAST_DAY), arguments)

    @staticmethod
    def _narrow(values: Numbers | int, greatest: int) -> Numbers:
        found = np.asarray(values)
        return found.astype(np.int64) if greatest < _SAFE else found
