"""A guess about a column, and how well it reads what stands there."""

from __future__ import annotations

from collections import Counter
from dataclasses import field, replace
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Words
from dsl.lean import dataclass
from dsl.program import types as t
from dsl.program.model import Field
from dsl.source import NOWHERE
from engine.io.cells import CellReader
from engine.io.reasons import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dsl.program.model import EmptyMark
    from dsl.syntax.nodes import DayOrMonth, TypeName

HOME_CURRENCY: Final = "CNY"
_TRIED: Final = 300  # distinct cells that show whether a reading is worth trying on all
_ODD: Final = Fraction(1, 50)  # of all rows may be unreadable, as typing errors are
_FEW: Final = 20  # in fewer rows nothing may be
WORDS: Final = 3  # so many different words may stand for missing among numbers
_OFTEN: Final = 5  # if each is there so often
_PLAIN_TYPES: Final[Mapping[str, t.Type]] = {
    "key": t.Text(), "text": t.Text(), "yes_no": t.Bool(), "date": t.Date(), "whole": t.Num(), "number": t.Num(),
    "percent": t.Num(percent=True), "days": t.Days(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guess:
    """What the record should say of a column.

    Attributes:
        column: of the file.
        declared: its type; None leaves the column out.
        values: of a list.
        empty: cells that count as empty.
        currency: of money.
        places, zone, first, decimal_comma, rounded: as in the record.
        odd: cells that cannot be read so, and how often they were seen.
        questions: for a person to settle.
    """

    column: str
    declared: TypeName | None
    values: tuple[str, ...] = ()
    empty: tuple[EmptyMark, ...] = ()
    currency: str = HOME_CURRENCY
    places: int = 0
    zone: str | None = None
    first: DayOrMonth | None = None
    decimal_comma: bool = False
    rounded: bool = False
    odd: tuple[tuple[object, int], ...] = ()
    questions: tuple[Words, ...] = ()

    def asking(self, *questions: Words) -> Guess:
        """The same guess with more to settle."""
        return replace(self, questions=self.questions + questions)


@dataclass(slots=True)
class Fit:
    """What a reading makes of the cells of a column: values, and cells it cannot read, with how often each is there."""

    guess: Guess
    good: Counter[object] = field(default_factory=Counter)
    bad: Counter[object] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)

    def asking(self, *questions: Words) -> Fit:
        """The same reading with more to settle."""
        return replace(self, guess=self.guess.asking(*questions))


def field_of(guess: Guess, name: str = "x") -> Field:
    """The field that a guess describes, with the widest bounds."""
    declared = guess.declared or "text"
    of: t.Type
    places = guess.places
    if declared == "money":
        of = t.Money(guess.currency)
        places = of.digits
    elif declared in ("one_of", "ordered"):
        of = t.Listed(name, guess.values, declared == "ordered")
    else:
        of = _PLAIN_TYPES[declared]
        places = t.PERCENT_PLACES if declared == "percent" else places
    return Field(
        name, (), NOWHERE, of, declared, guess.column, "required" if declared == "key" else "unknown",
        None, None, None, None, places, guess.zone, guess.empty, guess.first, guess.decimal_comma, guess.rounded,
    )  # fmt: skip


def fit_of(cells: Counter[object], guess: Guess) -> Fit | None:
    """Read all cells; None if a look at some shows that they are something else."""
    reader = CellReader(field_of(guess))
    fit = Fit(guess)
    for part in (islice(cells.items(), _TRIED), islice(cells.items(), _TRIED, None)):
        for cell, times in part:
            value = reader.read(cell)
            if isinstance(value, Fault):
                fit.bad[cell] += times
                fit.codes[value.code] += times
            elif value is not None:
                fit.good[value] += times
        if len(fit.bad) > max(WORDS, len(fit.good)):
            return None
    return fit


def if_it_holds(fit: Fit | None) -> Fit | None:
    """A reading that leaves out no more than words for missing and typing errors."""
    if fit is None or not fit.good:
        return None
    words = frequent(fit.bad)
    odd = fit.bad.total() - sum(fit.bad[word] for word in words)
    rows = fit.good.total()
    if not odd and len(words) <= WORDS and sum(fit.bad[word] for word in words) <= rows:
        return fit
    return fit if rows >= _FEW and odd <= rows * _ODD and len(words) <= WORDS else None


def frequent(bad: Counter[object]) -> list[str]:
    """Words among the unreadable cells that are there too often to be slips."""
    return [
        cell
        for cell, times in bad.most_common()
        if isinstance(cell, str) and times >= _OFTEN and not any(character.isdigit() for character in cell)
    ]
