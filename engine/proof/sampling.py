"""Made-up customers on whom a goal is tried before a solver is asked: most that somebody can make true, some do.

Values stand where the goals decide: at the thresholds of a field, one beside them, at the ends of what it may be, and
in between. Of a comparison of several fields one is set so that it comes out just so. The same goals get the same
customers.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final, cast

import numpy as np

from dsl.lean import dataclass
from engine.ir import nodes as n
from engine.ir.reach import FIRST_DAY, LAST_DAY, on_calendar
from engine.ir.walk import bottom_up
from engine.proof.crowd import MISSING, Cells, Crowd, bools_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from engine.ir.walk import Node
    from engine.proof.crowd import Bools, Numbers
    from engine.proof.samples import Cell, Row

_MISSING_SHARE: Final = (0.0, 0.0, 0.05, 0.3)  # of the fields of a customer; each share for as many customers
_ROUNDS: Final = 3  # how many comparisons are mended for each customer
_MENDED: Final = 0.7  # share of customers whom a round changes
_LARGEST: Final = 2**62  # what is larger is nobody's; customers are made of 64-bit numbers
_CHANGED: Final = 3  # at most so many fields of a neighbour differ
_USUAL_DAYS: Final = tuple(range(3_650, 22_000, 365))  # from 1980 on: where most days are that no sentence names
_DAYS_LATER: Final = (0, 0, 0, 1, 5, 20, 60, 100, -1, -20, 365)  # than a threshold


@dataclass(slots=True)
class Fields:
    """What goals read.

    Attributes:
        columns: numeric fields.
        cuts: of each, the numbers it is compared with.
        flags, texts: other fields, by name.
        optional: fields that may be missing.
        sums: comparisons of more than one number: the form, and what it is compared with.
    """

    columns: dict[str, n.Column] = field(default_factory=dict)
    cuts: dict[str, set[int]] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    texts: dict[str, set[str]] = field(default_factory=dict)
    optional: set[str] = field(default_factory=set)
    sums: list[tuple[n.Form, int]] = field(default_factory=list)

    @classmethod
    def of(cls, nodes: Iterable[Node], listed: Mapping[str, Sequence[str]]) -> Fields:
        """Those that some nodes read; a field with a list has one of its values."""
        found = cls()
        for node in nodes:
            found._note(node)
        for name in found.texts.keys() & listed.keys():
            found.texts[name] = set(listed[name])
        return found

    def _note(self, node: Node) -> None:
        match node:
            case n.Column(name):
                self.columns[name] = node
                self.cuts.setdefault(name, set())
            case n.Known(name):
                self.optional.add(name)
            case n.Flag(name):
                self.flags.add(name)
            case n.Member(name, values):
                self.texts.setdefault(name, set()).update(values)
            case n.Matches(name, _, text):
                self.texts.setdefault(name, set()).add(text)
            case n.SameText(left, right):
                self.texts.setdefault(left, set())
                self.texts.setdefault(right, set())
            case n.AtLeast(form, bound) | n.Equal(form, bound):
                self._note_cut(form, bound)

    def _note_cut(self, form: n.Form, bound: int) -> None:
        for term, c in form.parts:
            if isinstance(term, n.Column):
                near = bound // c
                if term.low <= near <= term.high:
                    self.cuts[term.field].update(x for x in (near - 1, near, near + 1) if term.low <= x <= term.high)
        if len(form.parts) > 1 or not isinstance(form.parts[0][0], n.Column):
            self.sums.append((form, bound))


@dataclass(frozen=True, slots=True)
class Sums:
    """Comparisons of more than one number.

    Attributes:
        compared: forms, and what each is compared with.
        nodes: the forms and all below them, each after what it is made of.
    """

    compared: Sequence[tuple[n.Form, int]]
    nodes: Sequence[Node]

    @classmethod
    def of(cls, compared: Sequence[tuple[n.Form, int]]) -> Sums:
        """Some comparisons."""
        return cls(compared, list(bottom_up([form for form, _ in compared])))

    @classmethod
    def among(cls, nodes: Iterable[Node]) -> Sums:
        """Those of some nodes."""
        return cls.of(Fields.of(nodes, {}).sums)


class Sampler:
    """Makes customers.

    Args:
        nodes: what they are made for.
        listed: the values of each field that is a list.
    """

    def __init__(self, nodes: Sequence[Node], listed: Mapping[str, Sequence[str]]) -> None:
        self._fields = Fields.of(nodes, listed)
        self._sums = Sums.of(self._fields.sums)
        self._listed = listed
        free = {name for name in self._fields.texts if name not in listed}
        self._texts = sorted({text for name in self._fields.texts for text in self._fields.texts[name]} | free)
        self._random = np.random.default_rng(0)
        self._pool: tuple[Cells, int] | None = None

    # --- some of all kinds ---

    def customers(self, count: int) -> Cells:
        """Customers of all kinds."""
        cells = self._drawn(count)
        for _ in range(_ROUNDS):
            self._mend(cells, count, self._sums)
        self._pool = self._blanked(cells), count
        return self._pool[0]

    def _mixed(self, count: int) -> Cells:
        """Customers each of whose values is that of some customer who was made before."""
        if self._pool is None:
            return self._drawn(count)
        cells, made = self._pool
        whose = {
            name: self._random.integers(0, made, count)
            for name in sorted({*cells.numbers, *cells.flags, *cells.places, *cells.known})
        }
        return Cells(
            {name: values[whose[name]] for name, values in cells.numbers.items()},
            {name: values[whose[name]] for name, values in cells.flags.items()},
            {name: values[whose[name]] for name, values in cells.places.items()},
            {name: values[whose[name]] for name, values in cells.known.items()},
            cells.texts,
        )

    def _drawn(self, count: int) -> Cells:
        """Customers each of whose values is chosen by itself."""
        numbers = {name: self._numbers(name, count) for name in sorted(self._fields.columns)}
        flags = {name: self._random.random(count) < 0.5 for name in sorted(self._fields.flags)}
        places = {name: self._places(name, count) for name in sorted(self._fields.texts)}
        shares = np.resize(np.array(_MISSING_SHARE), count)
        known = {name: self._random.random(count) >= shares for name in sorted(self._fields.optional)}
        return self._blanked(Cells(numbers, flags, places, known, self._texts))

    def _numbers(self, name: str, count: int) -> Numbers:
        """A third at thresholds, the rest between them and beyond."""
        column = self._fields.columns[name]
        is_day = (column.low, column.high) == (FIRST_DAY, LAST_DAY)
        ends = {column.low, column.high, min(max(0, column.low), column.high)}
        cuts = np.array(
            sorted(self._fields.cuts[name] - ends) or (_USUAL_DAYS if is_day else sorted(ends)), dtype=np.int64
        )
        at = self._random.choice(cuts, count)
        if is_day:
            return cast("Numbers", np.clip(at + self._random.choice(_DAYS_LATER, count), column.low, column.high))
        low, high = self._range(column, int(cuts[0]), int(cuts[-1]))
        between = self._random.integers(low, high, count, endpoint=True)
        beside = np.clip((at * self._random.uniform(0.3, 1.7, count)).astype(np.int64), column.low, column.high)
        how = self._random.random(count)
        edge = self._random.choice(np.array(sorted(ends), dtype=np.int64), count)
        return np.select([how < 0.35, how < 0.65, how < 0.93], [at, beside, between], edge)

    @staticmethod
    def _range(column: n.Column, least: int, most: int) -> tuple[int, int]:
        """From the lowest to the highest threshold and as much again, within the bounds."""
        margin = max(most - least, abs(most) // 2, 10)
        return max(column.low, least - margin), min(column.high, most + margin)

    def _places(self, name: str, count: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
        return self._random.choice(np.array(sorted(self._choices(name)), dtype=np.int32), count)

    def _choices(self, name: str) -> set[int]:
        """The places of texts that a field may have."""
        own = set(self._fields.texts[name]) | ({name} if name not in self._listed else set())
        return {place for place, text in enumerate(self._texts) if text in own}

    @staticmethod
    def _blanked(cells: Cells) -> Cells:
        """What is missing has no value."""
        for name, known in cells.known.items():
            if name in cells.numbers:
                cells.numbers[name][~known] = 0
            elif name in cells.flags:
                cells.flags[name][~known] = False
            elif name in cells.places:
                cells.places[name][~known] = MISSING
        return cells

    # --- comparisons that come out just so ---

    def _mend(self, cells: Cells, count: int, sums: Sums, kept: int = 0) -> None:
        """Set one number of one comparison of each customer, most of them; the first ones are kept as they are."""
        if not sums.compared:
            return
        crowd = Crowd(cells, count)
        crowd.read(sums.nodes)
        whose = self._random.integers(0, int(len(sums.compared) / _MENDED) + 1, count)
        whose[:kept] = -1
        for number, (form, bound) in enumerate(sums.compared):
            rows = np.flatnonzero(whose == number)
            if len(rows):
                beside = bound + self._random.integers(-1, 2, len(rows)).astype(object)  # a bound may be any integer
                self._come_out(cells, crowd, form, beside, rows, {})

    def _come_out(
        self,
        cells: Cells,
        crowd: Crowd,
        form: n.Form,
        values: Numbers | int,
        rows: Numbers,
        limits: Mapping[str, list[int]],
    ) -> None:
        """Give a form a value, by one of its parts that may be so much."""
        part, c = form.parts[self._random.integers(len(form.parts))]
        wanted = -(-(values - (crowd.value(form)[rows] - c * crowd.value(part)[rows])) // c)
        if isinstance(part, n.Column):
            self._set(cells, part, wanted, rows, limits)
        elif isinstance(part, n.Calendar) and part.function != "month":
            self._set_day(cells, crowd, part, wanted, rows, limits)

    def _set_day(
        self,
        cells: Cells,
        crowd: Crowd,
        part: n.Calendar,
        wanted: Numbers,
        rows: Numbers,
        limits: Mapping[str, list[int]],
    ) -> None:
        """Choose the day for what a calendar shall tell, or one next to it."""
        column = next((term for term, _ in part.day.parts if isinstance(term, n.Column)), None)
        if column is None:
            return
        arguments = crowd.value(part.argument)[rows]
        months = {"months_since": 1, "years_since": 12}.get(part.function)
        if months is not None:  # so many months before
            days = [_moved(int(day), -months * int(by)) for day, by in zip(arguments, wanted, strict=True)]
        elif part.function == "add_months":
            days = [_moved(int(day), -int(by)) for day, by in zip(wanted, arguments, strict=True)]
        else:
            years = self._random.integers(0, 80, len(rows))
            days = [_moved(int(day), -12 * int(by)) for day, by in zip(wanted, years, strict=True)]
        self._set(cells, column, np.array(days) + self._random.integers(-1, 2, len(rows)), rows, limits)

    @staticmethod
    def _set(cells: Cells, column: n.Column, values: Numbers, rows: Numbers, limits: Mapping[str, list[int]]) -> None:
        low, high = limits.get(column.field, (column.low, column.high))
        fits = ((values >= low) & (values <= high)).astype(np.bool_)
        cells.numbers[column.field][rows[fits]] = values[fits]

    # --- some who meet conditions ---

    def meeting(self, nodes: Iterable[Node], truth: Mapping[int, bool], count: int) -> Cells:
        """Customers who meet conditions, as far as values are easily chosen for them.

        Args:
            nodes: with the conditions among them.
            truth: of each condition, by id, whether it shall hold.
            count: how many customers.
        """
        wanted = [(node, truth[id(node)]) for node in nodes if id(node) in truth]
        cells = self._drawn(count)
        for known in cells.known.values():
            known[:] = True
        limits = {name: [column.low, column.high] for name, column in self._fields.columns.items()}
        sums: list[tuple[n.AtLeast | n.Equal, bool]] = []
        for node, holds in wanted:
            match node:
                case n.Known(name):
                    cells.known[name][:] = holds
                case n.Flag(name):
                    cells.flags[name][:] = holds
                case n.AtLeast(form, _) | n.Equal(form, _):
                    if len(form.parts) == 1 and isinstance(form.parts[0][0], n.Column):
                        _limit(limits[form.parts[0][0].field], node, holds=holds)
                    else:
                        sums.append((node, holds))
        for name, (low, high) in limits.items():
            if low <= high:
                self._within(cells, name, low, high, count)
        self._choose_texts(cells, wanted, count)
        for _ in range(_ROUNDS):
            self._meet(cells, sums, limits, count)
        return self._blanked(cells)

    def _within(self, cells: Cells, name: str, low: int, high: int, count: int) -> None:
        """Numbers between two: those that are, the ends, and some beside them."""
        numbers = cells.numbers[name]
        beside = np.array([low, high, min(low + 1, high), max(high - 1, low)], dtype=np.int64)
        ends = self._random.choice(beside, count)
        numbers[:] = np.where((numbers < low) | (numbers > high), ends, numbers)

    def _choose_texts(self, cells: Cells, wanted: Sequence[tuple[Node, bool]], count: int) -> None:
        allowed: dict[str, set[int]] = {}
        for node, holds in wanted:
            if isinstance(node, n.Member):
                own = allowed.setdefault(node.field, self._choices(node.field))
                named = {place for place in own if self._texts[place] in node.values}
                allowed[node.field] = own & named if holds else own - named
        for name, places in allowed.items():
            if places:
                cells.places[name][:] = self._random.choice(np.array(sorted(places), dtype=np.int32), count)

    def _meet(
        self,
        cells: Cells,
        sums: Sequence[tuple[n.AtLeast | n.Equal, bool]],
        limits: Mapping[str, list[int]],
        count: int,
    ) -> None:
        """Set a number of each comparison of several that does not come out as it shall."""
        for node, holds in sums:
            crowd = Crowd(cells, count)
            crowd.read(bottom_up([node]))
            wrong = crowd.holds(node) ^ (crowd.everybody if holds else 0)
            if wrong:
                rows = np.flatnonzero(bools_of(wrong, count))
                wanted = node.bound - (isinstance(node, n.AtLeast) and not holds)
                self._come_out(cells, crowd, node.form, wanted, rows, limits)

    # --- some like another ---

    def neighbours(self, rows: Sequence[Row], count: int, sums: Sums | None = None) -> Cells:
        """Some customers, and some who differ from one of them in a few fields.

        Args:
            rows: the customers, who come first.
            count: how many are made.
            sums: comparisons that shall come out just so for most who differ.
        """
        cells = self._mixed(count)
        names = sorted({*cells.numbers, *cells.flags, *cells.places, *cells.known})
        changed = self._random.integers(0, len(names), (_CHANGED, count))
        changed[:, : len(rows)] = -1
        like = np.arange(count) % len(rows)
        for place, name in enumerate(names):
            same: Bools = (changed != place).all(axis=0)
            self._take_over(cells, name, same, [row.get(name) for row in rows], like)
        if sums is not None:
            self._mend(cells, count, sums, len(rows))
        return self._blanked(cells)

    def _take_over(self, cells: Cells, name: str, same: Bools, values: Sequence[Cell], like: Numbers) -> None:
        """Give some customers the value in a field that those have whom they are like."""
        whose = like[same]
        if name in cells.known:
            cells.known[name][same] = np.array([value is not None for value in values])[whose]
        if name in cells.numbers:
            held = [value if isinstance(value, int) and abs(value) < _LARGEST else None for value in values]
            numbers = np.array([value or 0 for value in held], dtype=np.int64)[whose]
            is_held = np.array([value is not None for value in held])[whose]
            cells.numbers[name][same] = np.where(is_held, numbers, cells.numbers[name][same])
        elif name in cells.flags:
            cells.flags[name][same] = np.array([bool(value) for value in values])[whose]
        elif name in cells.places:
            places = [self._place(value) for value in values]
            drawn = cells.places[name][same]
            taken = np.array([MISSING if place is None else place for place in places], dtype=np.int32)[whose]
            cells.places[name][same] = np.where(np.array([place is None for place in places])[whose], drawn, taken)

    def _place(self, value: Cell) -> int | None:
        """The place of a text; none if it is not one that a field is made to have."""
        if value is None:
            return MISSING
        return self._texts.index(str(value)) if value in self._texts else None


def _limit(limits: list[int], node: n.AtLeast | n.Equal, *, holds: bool) -> None:
    """Narrow what a column may be to what meets a comparison of it alone."""
    bound = node.bound
    if isinstance(node, n.AtLeast):
        limits[:] = [max(limits[0], bound), limits[1]] if holds else [limits[0], min(limits[1], bound - 1)]
    elif holds:
        limits[:] = [bound, bound]


def _moved(day: int, months: int) -> int:
    """The day so many months later, about."""
    return on_calendar("add_months", min(max(day, FIRST_DAY), LAST_DAY), months)


def row_of(cells: Cells, at: int) -> Row:
    """The stored values of a customer."""

    def values() -> Iterator[tuple[str, int | bool | str | None]]:
        for name, known in cells.known.items():
            if name not in cells.numbers and name not in cells.flags and name not in cells.places:
                yield name, name if known[at] else None  # a text that nothing is said about
        for name, numbers in cells.numbers.items():
            yield name, int(numbers[at])
        for name, flags in cells.flags.items():
            yield name, bool(flags[at])
        for name, places in cells.places.items():
            yield name, cells.texts[places[at]]

    row = dict(values())
    return {name: None if name in cells.known and not cells.known[name][at] else value for name, value in row.items()}
