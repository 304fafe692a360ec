"""One cell to one stored value: the rules, written for a single value.

This is the specification. ``engine.io.convert`` takes short cuts for whole columns, but only for cells that
are plainly right; every other cell comes here, so verdicts and their reasons have one source.

What stands for missing: nothing or blanks, a null, a float NaN, what the field itself says (``empty``), and, except
in a key, one of MISSING_WORDS in just this spelling, unless a listed field has that word as a value.
"""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from dsl.lean import dataclass
from dsl.program.types import Listed, Money
from engine.columns import Stored, decimal_places, stored_bounds, to_stored
from engine.io.dates import DateReader
from engine.io.numerals import (
    BLANK,
    LONGEST,
    SWAPPED,
    WIDE,
    Numeral,
    NumeralForm,
    numeral_of,
    plain,
    read_numeral,
    significant,
)
from engine.io.reasons import KEY_MISSING, NO_CUSTOMER, Fault, spoken

if TYPE_CHECKING:
    from collections.abc import Callable

    from dsl.program.model import Field

MISSING_WORDS: Final = frozenset({"NULL", "null", "\\N", "NaN", "nan", "#N/A", "#n/a"})
# A binary float holds any integer of 15 digits and only some of the longer ones.
SAFE_FLOAT: Final = 10**15
_REMEMBERED: Final = 1 << 15
_YES: Final = frozenset({"yes", "y", "true", "t", "1", "1.0", "是"})
_NO: Final = frozenset({"no", "n", "false", "f", "0", "0.0", "否"})
# What stands in the place of a key in a row of sums, in just these spellings, with or without a colon.
_TOTALS: Final = tuple(
    word + colon
    for word in ("合计", "总计", "小计", "共计", "总合计", "汇总", "total", "Total", "TOTAL", "Grand Total", "Subtotal")
    for colon in ("", ":", "：")
)
NOTE: Final = "："  # what tells a remark such as 制表人：王芳 from a key
_WRONG: Final = {
    "key": "D205", "row_number": "D205", "text": "D219", "one_of": "D218", "ordered": "D218",
    "whole": "D211", "number": "D212", "percent": "D213", "money": "D214", "days": "D215",
    "date": "D216", "yes_no": "D217",
}  # fmt: skip


class WideInt(int):
    """An integer of more digits than its source keeps: fit to calculate with, not to name anything."""


@dataclass(frozen=True, slots=True)
class CellError:
    """A spreadsheet cell that shows an error, or a formula whose result was never stored."""

    text: str


def fold(text: str) -> str:
    """How headers and listed values are compared: trimmed, full-width as half-width, without case."""
    return text.translate(WIDE).strip(BLANK).casefold()


def is_missing(value: object) -> bool:
    """Whether a trimmed cell is missing whatever its field says, unless the field is a key or lists the word."""
    if isinstance(value, str):
        return not value or value in MISSING_WORDS
    return value is None or (isinstance(value, float | Decimal) and math.isnan(value))


def is_number(value: object) -> bool:
    """Whether a cell holds a number, and not yes or no."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def as_text(value: object) -> str | None:
    """A cell as people see it; None for an empty one."""
    match value:
        case None:
            return None
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer() and abs(value) < 10**20:
            return str(int(value))
        case datetime():
            return value.isoformat(" ")
        case date():
            return value.isoformat()
        case Decimal() if value.is_finite() and abs(value.adjusted()) < 40:
            return format(value, "f")
        case bytes():
            return value.decode("utf-8", "backslashreplace")
        case CellError():
            return value.text
        case _:
            return str(value)


class CellReader:
    """Reads the cells of one field.

    Attributes:
        field: the field.
        places: decimal places of its stored integers.
        low, high: bounds of its stored integers.
        missing: what a missing cell yields: None for unknown, the default, or the fault.
        dates: reads a date.
        spoken: what people call the field.
        places_of: of a list, the place of each value; None for other fields.
        missing_words: texts that are missing cells, in just this spelling.
        empty_texts: folded texts that are missing cells.
        empty_values: stored numbers and dates that are missing cells, however they are written.
        no_keys: of a key, texts that are a header again, or a total: no customer is called that.
    """

    def __init__(self, field: Field) -> None:
        self.field = field
        self.places = decimal_places(field)
        self.low, self.high = stored_bounds(field)
        self.missing = _missing(field)
        self.dates = DateReader(field)
        self.spoken = spoken(field)
        self._wrong = _WRONG[field.declared]
        self._values: dict[str, str] = {}
        self.places_of: dict[str, int] | None = None
        if isinstance(field.type, Listed):
            self.places_of = {value: place for place, value in enumerate(field.type.values)}
            named = field.type.named
            self._values = {fold(name): value for name, value in reversed([*named.items()])}
            self._values |= {fold(value): value for value in reversed(field.type.values)}
            self._values |= named
        listed = {fold(value) for value in self._values}
        self.missing_words = frozenset(
            word for word in MISSING_WORDS if field.declared != "key" and fold(word) not in listed
        )
        self.no_keys = frozenset((field.column or field.name, *field.all_names, *_TOTALS))
        self._form = NumeralForm(
            wrong=self._wrong,
            currency=field.type.currency if isinstance(field.type, Money) else None,
            scales=field.declared in ("money", "number", "whole"),
            percent=field.declared == "percent",
            days=field.declared == "days",
            decimal_comma=field.decimal_comma,
            exponent=field.rounded,
        )
        self.empty_texts: frozenset[str] = frozenset()
        self.empty_values: frozenset[Stored] = frozenset()
        # Texts come again, batch after batch.
        self._read_text = lru_cache(_REMEMBERED)(self._text_cell)
        self._read: Callable[[object], Stored | Fault | None] = {
            "key": self._key, "text": self._text, "one_of": self._listed, "ordered": self._listed,
            "date": self._day, "yes_no": self._yes_no,
        }.get(field.declared, self._number)  # fmt: skip
        marks = [_decimal(mark) if isinstance(mark, Fraction) else mark for mark in field.empty]
        self.empty_texts = frozenset(fold(as_text(mark) or "") for mark in marks)
        self.empty_values = frozenset(value for mark in marks if (value := self._value_of(mark)) is not None)

    def _value_of(self, mark: str | Decimal | date) -> Stored | None:
        """The number or date that a cell for missing would be, in whatever bounds."""
        found: object = None
        if self.field.declared == "date":
            found = self.dates.read(mark.strip(BLANK) if isinstance(mark, str) else mark)
        elif self._read == self._number:
            numeral = read_numeral(mark.strip(BLANK), self._form) if isinstance(mark, str) else numeral_of(mark)
            found = self._scaled(numeral) if isinstance(numeral, Numeral) else None
        return found if isinstance(found, int | date) else None

    def _is_empty(self, value: object) -> bool:
        """Whether a cell that is no text counts as empty by the text that people see."""
        return fold(as_text(value) or "") in self.empty_texts

    def read(self, value: object) -> Stored | Fault | None:
        """The stored value of a cell, None for missing, or what is wrong with it."""
        if self.empty_texts and value is not None and not isinstance(value, str) and self._is_empty(value):
            return self.missing
        if isinstance(value, CellError):
            return Fault("D210")
        if isinstance(value, bytes):
            try:
                value = value.decode()
            except UnicodeDecodeError:
                return Fault("D209")
        if isinstance(value, str):
            return self._read_text(value)
        if value is None or (isinstance(value, float | Decimal) and math.isnan(value)):
            return self.missing
        return self._read(value)

    def _text_cell(self, value: str) -> Stored | Fault | None:
        trimmed = value.strip(BLANK)
        if not trimmed or trimmed in self.missing_words:
            return self.missing
        if self.empty_texts and fold(trimmed) in self.empty_texts:
            return self.missing
        return self._read(value if self.field.declared == "key" else trimmed)

    def _key(self, value: object) -> Stored | Fault:
        if not isinstance(value, str):
            return self._name(value, whole=True)
        return Fault(NO_CUSTOMER) if NOTE in value or value.strip(BLANK) in self.no_keys else value

    def _text(self, value: object) -> Stored | Fault:
        if isinstance(value, str):
            return value
        if isinstance(value, date):
            return as_text(value) or ""
        return self._name(value)

    def _name(self, value: object, *, whole: bool = False) -> str | Fault:
        """A number in the place of a name: its digits, if they are sure to be the ones that were meant."""
        numeral = numeral_of(value)
        count = numeral.scaled(0) if numeral else None
        if numeral is None or (whole and count is None) or abs(numeral.exponent) > LONGEST:
            return Fault(self._wrong)
        if isinstance(value, WideInt) or (isinstance(value, float) and significant(numeral) >= SAFE_FLOAT):
            return Fault("D204")
        return str(count) if count is not None else format(Decimal(f"{numeral.digits}e{numeral.exponent}"), "f")

    def _listed(self, value: object) -> Stored | Fault:
        name = value if isinstance(value, str) else self._name(value)
        if isinstance(name, Fault):
            return name if name.code == "D204" else self._unlisted()
        found = self._values.get(name) or self._values.get(fold(name))
        return self._unlisted() if found is None else found

    def _unlisted(self) -> Fault:
        return Fault(self._wrong, self.field.type.values if isinstance(self.field.type, Listed) else None)

    def _yes_no(self, value: object) -> Stored | Fault:
        if isinstance(value, str):
            word = fold(value)
            return True if word in _YES else False if word in _NO else Fault(self._wrong)
        if isinstance(value, int | float | Decimal) and value in (0, 1):
            return bool(value)
        return Fault(self._wrong)

    def _number(self, value: object) -> Stored | Fault | None:
        if isinstance(value, str):
            numeral = read_numeral(value, self._form)
            if isinstance(numeral, Fault):
                return numeral
        else:
            number = numeral_of(value)
            if number is None:
                return Fault(self._wrong)
            numeral = number
        stored = self._scaled(numeral)
        if stored in self.empty_values:
            return self.missing
        signed = isinstance(value, str) and "%" in value.translate(WIDE)
        if self._form.percent and isinstance(value, str) and not signed and numeral.beyond_one:
            return Fault("D229", (f"{value}%", self._as_written(numeral.as_percent)))
        if stored is None:
            # For a whole number there is no "too fine": it is no whole number.
            return Fault("D221", self._finest(signed=signed)) if self.places else Fault(self._wrong)
        if stored < self.low:
            return Fault("D224", self._shown(self.low))
        if stored > self.high:
            return Fault("D225", self._shown(self.high))
        return stored

    def _scaled(self, numeral: Numeral) -> int | None:
        return numeral.rounded(self.places) if self.field.rounded else numeral.scaled(self.places)

    def _finest(self, *, signed: bool) -> str:
        """The finest unit that is kept, written as the cell is: with a percent sign, or without."""
        return self._as_written(plain(100, self.places) + "%" if signed else plain(1, self.places))

    def _as_written(self, number: str) -> str:
        return number.translate(SWAPPED) if self.field.decimal_comma else number

    def _shown(self, bound: int) -> str:
        if self.field.declared == "percent":
            return plain(bound * 100, self.places) + "%"
        return plain(bound, self.places)

    def _day(self, value: object) -> Stored | Fault | None:
        day = self.dates.read(value)
        return self.missing if day in self.empty_values else day


def _decimal(number: Fraction) -> Decimal:
    """A number that was written in digits."""
    return Decimal(number.numerator) / number.denominator


def _missing(field: Field) -> Stored | Fault | None:
    if field.declared == "key":
        return Fault(KEY_MISSING)
    if field.missing == "required":
        return Fault("D206")
    if field.missing == "as" and field.default is not None:
        return to_stored(field.default, field)
    return None
