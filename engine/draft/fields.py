"""The fields of a record, from guesses that every row has been tried with: names, bounds, a typical value."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from engine.draft import figures, settle
from engine.draft.fit import Guess, field_of
from engine.draft.header import hints_of
from engine.draft.names import Naming, name_columns
from engine.draft.policy import NAMES, Column
from engine.draft.record import DraftField
from engine.io.cells import CellReader, as_text

if TYPE_CHECKING:
    from dsl.syntax.vocabulary import Lang
    from engine.draft.look import Look, Seen
    from engine.draft.record import Typical
    from engine.io.extents import Extent

_EXACT_BELOW: Final = 100  # a typical whole number is not rounded
_OLDEST: Final = 120
_ROOM: Final = {"money": Fraction(5), "whole": Fraction(3, 2), "number": Fraction(3, 2), "days": Fraction(3, 2)}
_MOST_SHAPE: Final = 24
_MIDDLE: Final = (Fraction(1, 2),)


def columns_of(look: Look, guesses: dict[str, Guess], extents: dict[str, Extent], lang: Lang) -> list[Column]:
    """The fields to be written, with what was seen of them."""
    kept = [seen for seen in look.columns if guesses[seen.column].declared is not None]
    naming = name_columns([seen.column for seen in look.columns], NAMES, lang)
    columns = []
    for seen in kept:
        guess, extent = guesses[seen.column], extents[seen.column]
        if not naming[seen.column].writable:
            guesses[seen.column] = Guess(seen.column, None).asking(settle.not_writable())
            continue
        if extent.bad and guess.declared != "key":
            guess = guess.asking(settle.quarantined(_shapes(extent.bad)))
            guesses[seen.column] = guess
        counts = _counted(seen, guess)
        low, high = _bounds(guess, extent)
        typical = _typical(guess, counts, lang) if extent.missing * 2 <= look.rows else None
        if isinstance(typical, Fraction) and low is not None and high is not None:
            typical = min(max(typical, low), high)
        columns.append(Column(DraftField(guess, naming[seen.column], low, high, typical), counts, seen.empty))
    return columns


def row_number(names: list[str], lang: Lang) -> DraftField:
    """The key of a file in which nothing names the customers; its name is none of the others."""
    name = "序号" if lang == "zh" else "row_no"
    while name in names:
        name += "_"
    return DraftField(Guess("", "row_number"), Naming(name, (), None))


def _counted(seen: Seen, guess: Guess) -> Counter[object]:
    """What the cells of a column mean, and how often: numbers in whole units, days, answers, values."""
    if guess.declared in ("text", "key"):
        return Counter()
    field = field_of(guess)
    reader, one = CellReader(field), 10**field.places
    counts: Counter[object] = Counter()
    for cell, times in seen.values.items():
        value = reader.read(cell)
        if isinstance(value, int) and not isinstance(value, bool):
            counts[Fraction(value, one)] += times
        elif isinstance(value, bool | str | date):
            counts[value] += times
    return counts


def _bounds(guess: Guess, extent: Extent) -> tuple[Fraction | None, Fraction | None]:
    """Bounds around all values, with room for those of other days."""
    if extent.low is None or extent.high is None:
        return None, None
    one = 10 ** field_of(guess).places
    low, high = Fraction(extent.low, one), Fraction(extent.high, one)
    if guess.declared == "percent" and low >= -1 and high <= 1:
        return Fraction(-1 if low < 0 else 0), Fraction(1)
    term = hints_of(guess.column).term
    is_age = (term is not None and "age" in term.en) or "age" in guess.column.lower().split("_")
    if is_age and guess.declared == "whole" and low >= 0 and high <= _OLDEST:
        return Fraction(0), Fraction(_OLDEST)
    room = _ROOM.get(guess.declared or "", Fraction(3, 2))
    steps = (1,) if guess.declared == "money" else (1, 2, 5)
    least = Fraction(10) if guess.declared in ("whole", "days") else Fraction(0)
    low = figures.outward(min(low, Fraction(0)), room, steps)
    high = max(figures.outward(max(high, Fraction(0)), room, steps), least)
    return low, max(high, low + 1)


def _typical(guess: Guess, counts: Counter[object], lang: Lang) -> Typical:
    """The middle or the most frequent value; a made-up text where the texts may be about somebody."""
    if guess.declared == "text":
        term = hints_of(guess.column).term
        made_up = (term.zh_sample if lang == "zh" else term.en_sample) if term else ""
        return made_up or ("示例" if lang == "zh" else "sample")
    if not counts:
        return None
    numbers = {value: times for value, times in counts.items() if isinstance(value, Fraction)}
    if numbers:
        [middle] = figures.quantiles(numbers, _MIDDLE)
        exact = guess.declared in ("whole", "days") and abs(middle) < _EXACT_BELOW
        return middle if exact else figures.two_digits(middle)
    days = {Fraction(value.toordinal()): times for value, times in counts.items() if isinstance(value, date)}
    if days:
        [middle] = figures.quantiles(days, _MIDDLE)
        return date.fromordinal(int(middle))
    value, _ = counts.most_common(1)[0]
    return value if isinstance(value, bool | str) else None


def _shapes(cells: Counter[object]) -> dict[str, int]:
    """How cells are written, without what they say."""
    shapes: Counter[str] = Counter()
    for cell, times in cells.items():
        text = as_text(cell) or ""
        shape = "".join("9" if c.isdigit() else "a" if c.isalpha() else c if c.isprintable() else " " for c in text)
        shapes[shape if len(shape) <= _MOST_SHAPE else shape[:_MOST_SHAPE] + "…"] += times
    return dict(shapes.most_common())
