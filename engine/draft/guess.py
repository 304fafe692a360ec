"""What the record should say of a column, from what stands in it.

Every reading is tried with the reader that will read the data later (``engine.io.cells``), so a guess can say
too little about a column, but never something else than what a run will make of it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final
from zoneinfo import available_timezones

from dsl.program import types as t
from engine.draft import settle
from engine.draft.fit import HOME_CURRENCY, WORDS, Fit, Guess, field_of, fit_of, frequent, if_it_holds
from engine.draft.header import hints_of
from engine.draft.lists import TextList, list_of, yes_and_no
from engine.draft.looks import DAY, NUMBER, looks_like
from engine.draft.marks import days_for_missing, numbers_for_missing, words_for_missing
from engine.io.cells import CellReader, as_text, fold
from engine.io.reasons import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dsl.diagnostics.model import Words
    from dsl.program.model import EmptyMark
    from engine.draft.header import Hints
    from engine.draft.look import Seen

_LONGEST_NUMBER: Final = 9  # digits; a longer whole number that is no amount is a name
_PLACES: Final = 6
_MOST_PLACES: Final = 12
_LIKELY_YEARS: Final = range(1900, 2101)
_SIGNS: Final = {
    "¥": "CNY", "￥": "CNY", "元": "CNY", "rmb": "CNY", "cny": "CNY", "$": "USD", "usd": "USD", "美元": "USD",
    "€": "EUR", "eur": "EUR", "欧元": "EUR", "£": "GBP", "gbp": "GBP", "英镑": "GBP", "hkd": "HKD", "港元": "HKD",
    "日元": "JPY", "jpy": "JPY",
}  # fmt: skip
_SCALES: Final = "万亿千"
_NUMBERS: Final = frozenset({"whole", "decimal", "double", "float"})
_CODES: Final = 12
_TOO_MANY: Final = 10  # one cell in so many: for a text that nothing reads yet, no more customers are set aside


def guess_column(seen: Seen, *, comma: bool = False) -> Guess:
    """The likeliest description of a column; ``comma``: where it can be, a comma is a decimal point."""
    hints = hints_of(seen.column)
    if seen.kind == "other":
        return Guess(seen.column, None).asking(settle.not_readable())
    if not seen.values:
        return Guess(seen.column, "text").asking(settle.all_empty())
    words = words_for_missing(seen.values, sure=False)
    rest = Counter({value: times for value, times in seen.values.items() if value not in words})
    found = _typed(seen, hints, rest, comma=comma) if rest else None
    if found is None:
        guess = _in_words(seen, hints)
        return _of_numbers(seen, rest) if guess.declared == "text" and seen.kind in _NUMBERS else guess
    return _finished(found, hints, seen, sorted(words, key=lambda word: (-seen.values[word], str(word))))


def _typed(seen: Seen, hints: Hints, rest: Counter[object], *, comma: bool) -> Fit | None:
    """The first reading that fits: anything but a text or a list."""
    comma = comma and any(isinstance(cell, str) and "," in cell for cell in rest)
    base = Guess(seen.column, "text", decimal_comma=comma)
    if seen.kind == "yes_no":
        return fit_of(rest, replace(base, declared="yes_no"))
    found = _dates(seen, hints, rest, replace(base, decimal_comma=False))
    if found is not None:
        return found
    if seen.kind in ("date", "timestamp"):
        return None
    found = _yes_no(seen, hints, rest, replace(base, decimal_comma=False))
    if found is not None or _is_code(seen, hints, rest):
        return found
    return _percent(hints, rest, base) or _days(hints, rest, base) or _money(hints, rest, base) or _plain(rest, base)


# --- readings ---


def _yes_no(seen: Seen, hints: Hints, rest: Counter[object], base: Guess) -> Fit | None:
    fit = fit_of(rest, replace(base, declared="yes_no"))
    if fit is None or fit.bad:
        return None
    written = {fold(as_text(cell) or "") for cell in rest}
    if written <= {"0", "1", "0.0", "1.0"}:
        if hints.count or len(fit.good) == 1:
            return None
        question = settle.zero_and_one(sum(n for value, n in fit.good.items() if value is True), fit.good.total())
        return fit.asking(question)
    if len(fit.good) == 1:
        if written <= {"t", "f"}:
            return None
        if seen.empty:
            return fit.asking(settle.one_answer(seen.empty))
    return fit


def _dates(seen: Seen, hints: Hints, rest: Counter[object], base: Guess) -> Fit | None:
    zone = seen.zone if seen.kind == "timestamp" else None
    plain = replace(base, declared="date", zone=_zone(zone) if zone else None)
    fit = _fit_date(rest, plain)
    if fit is None:
        return None
    if zone:
        return fit.asking(settle.zone(plain.zone or ""))
    if fit.codes["D228"]:
        fit = _fit_date(rest, replace(plain, zone="Asia/Shanghai"))
        fit = fit.asking(settle.zone("Asia/Shanghai")) if fit else None
    elif fit.codes["D226"]:
        fit = _day_or_month(rest, plain)
    if fit is None or not fit.good or if_it_holds(fit) is None:
        return None
    if all((as_text(cell) or "").isdigit() for cell in rest) and not hints.date:
        likely = sum(n for day, n in fit.good.items() if isinstance(day, date) and day.year in _LIKELY_YEARS)
        if len(fit.good) < WORDS or fit.bad or likely < fit.good.total():
            return None
    return fit


def _fit_date(cells: Counter[object], guess: Guess) -> Fit | None:
    """As ``_fit``, but cells that are dates of some other kind do not end it."""
    reader = CellReader(field_of(guess))
    fit = Fit(guess)
    for cell, times in cells.items():
        value = reader.read(cell)
        if isinstance(value, Fault):
            fit.bad[cell] += times
            fit.codes[value.code] += times
            if len(fit.bad) > WORDS and not (fit.good or fit.codes["D226"] or fit.codes["D228"]):
                return None
        elif value is not None:
            fit.good[value] += times
    return fit


def _day_or_month(rest: Counter[object], plain: Guess) -> Fit | None:
    """Dates such as 31/12/2026: which of the two comes first shows where one is beyond 12."""
    day, month = _fit_date(rest, replace(plain, first="day")), _fit_date(rest, replace(plain, first="month"))
    if day is None or month is None:
        return day or month
    if day.bad == month.bad:
        mark = next((sign for sign in "/.-" if any(sign in str(cell) for cell in rest)), "/")
        return day.asking(settle.day_or_month(mark.join(("05", "06", "2026"))))
    return min(day, month, key=lambda fit: fit.bad.total())


def _zone(name: str) -> str:
    """A time zone for the record: as the file names it, if that is a name."""
    if name in available_timezones():
        return name
    return {"+08:00": "Asia/Shanghai"}.get(name, "UTC")


def _percent(hints: Hints, rest: Counter[object], base: Guess) -> Fit | None:
    signs = sum(n for cell, n in rest.items() if isinstance(cell, str) and cell.endswith(("%", "％")))
    if not signs and not hints.ratio:
        return None
    fit = _numeric(rest, replace(base, declared="percent"))
    if fit is None:
        return None
    if signs:
        bare = fit.good.total() - signs
        return fit.asking(settle.without_sign(bare)) if bare > 0 else fit
    one = 10**t.PERCENT_PLACES
    within = all(isinstance(value, int) and -one <= value <= one for value in fit.good)
    if not within or all(isinstance(value, int) and value % one == 0 for value in fit.good):
        return None
    return fit.asking(settle.ratio())


def _days(hints: Hints, rest: Counter[object], base: Guess) -> Fit | None:
    written = any(isinstance(cell, str) and cell.endswith(("天", "day", "days")) for cell in rest)
    if not written and not hints.days:
        return None
    return if_it_holds(fit_of(rest, replace(base, declared="days")))


def _money(hints: Hints, rest: Counter[object], base: Guess) -> Fit | None:
    texts = [cell.casefold() for cell in rest if isinstance(cell, str)]
    signs = {code for sign, code in _SIGNS.items() for text in texts if _names(text, sign)}
    scaled = any(text.endswith(tuple(_SCALES)) for text in texts)
    if len(signs) > 1 or not (signs or scaled or (hints.money and not hints.scaled)):
        return None
    currency = next(iter(signs), hints.currency or HOME_CURRENCY)
    if _has_leading_zeros(rest):
        return None
    fit = _numeric(rest, replace(base, declared="money", currency=currency))
    if fit is None or currency in (HOME_CURRENCY, hints.currency):
        return fit
    bare = sum(times for cell, times in rest.items() if not isinstance(cell, str) or not _is_signed(cell.casefold()))
    return fit.asking(settle.unsigned(bare, currency)) if bare else fit


def _is_signed(text: str) -> bool:
    return any(sign in text for sign in _SIGNS)


def _names(text: str, sign: str) -> bool:
    """Whether an amount carries a sign of a currency: 美元 is not 元."""
    return sign in text and not (sign == "元" and any(other in text for other in ("美元", "欧元", "港元", "日元")))


def _plain(rest: Counter[object], base: Guess) -> Fit | None:
    """Whole and decimal numbers."""
    if _has_leading_zeros(rest):
        return None
    whole = if_it_holds(fit_of(rest, replace(base, declared="whole")))
    if whole is not None and "D221" not in whole.codes and not _fractions(whole.bad):
        shortest = min(len(str(abs(value))) for value in whole.good if isinstance(value, int))
        return whole if shortest < _LONGEST_NUMBER else None
    return _numeric(rest, replace(base, declared="number", places=_PLACES))


def _numeric(rest: Counter[object], guess: Guess) -> Fit | None:
    """A reading as numbers: with the comma for the point, or rounded, where the cells need it."""
    fit = fit_of(rest, guess)
    if fit is not None and guess.decimal_comma:
        fit = fit.asking(settle.decimal_comma(certain=False))
    elif any(isinstance(cell, str) and "," in cell for cell in rest) and (fit is None or fit.bad):
        commas = fit_of(rest, replace(guess, decimal_comma=True))
        if commas is not None and (fit is None or commas.bad.total() < fit.bad.total()):
            fit = commas.asking(settle.decimal_comma(certain=True))
    if fit is None or fit.codes["D221"] or fit.codes["D222"]:
        most = replace(fit.guess if fit else guess, rounded=True)
        rounded = fit_of(rest, most)
        if rounded is not None and (fit is None or rounded.bad.total() < fit.bad.total()):
            finer = fit.codes["D221"] + fit.codes["D222"] if fit else rounded.good.total()
            fit = rounded.asking(settle.rounded(finer, field_of(most).places))
    return if_it_holds(fit)


def _fractions(bad: Counter[object]) -> bool:
    """Whether among the cells that are no whole numbers some are numbers."""
    reader = CellReader(field_of(Guess("", "number", places=_MOST_PLACES, rounded=True)))
    return any(isinstance(reader.read(cell), int) for cell in bad)


def _has_leading_zeros(cells: Counter[object]) -> bool:
    return any(isinstance(cell, str) and cell.isdigit() and cell[0] == "0" and cell.strip("0") for cell in cells)


def _is_code(seen: Seen, hints: Hints, rest: Counter[object]) -> bool:
    """Whether digits name something: an identifier, or one of a few kinds."""
    if hints.money or hints.count or hints.days or hints.ratio:
        return False
    if _has_leading_zeros(rest):
        return True
    if hints.id:
        return True
    return hints.code and len(rest) <= _CODES and seen.kind in ("text", "whole", "mixed")


# --- what remains to be said ---


def _finished(fit: Fit, hints: Hints, seen: Seen, words: list[object]) -> Guess:
    """A reading with its cells for missing and what is odd about it."""
    guess = fit.guess
    found = [*words, *frequent(fit.bad)]
    marks: dict[EmptyMark, int] = {as_text(cell) or "": seen.values[cell] for cell in found}
    if guess.declared in ("whole", "days", "money", "number"):
        numbers = Counter({value: times for value, times in fit.good.items() if isinstance(value, int)})
        one = 10 ** field_of(guess).places
        marks |= {Fraction(number): numbers[number * one] for number in numbers_for_missing(numbers, one)}
    if guess.declared == "date":
        days = Counter({day: times for day, times in fit.good.items() if isinstance(day, date)})
        marks |= {day: days[day] for day in days_for_missing(days)}
    questions = list(guess.questions)
    if marks:
        questions.append(settle.counts_as_empty(marks, seen.known))
    if hints.scaled and guess.declared in ("number", "whole"):
        questions.append(settle.scaled())
    if guess.declared == "number" and not guess.rounded:
        guess = replace(guess, places=_needed(fit))
    odd = tuple((cell, times) for cell, times in fit.bad.items() if cell not in found)
    return replace(guess, empty=tuple(marks), odd=odd, questions=tuple(questions))


def _of_numbers(seen: Seen, rest: Counter[object]) -> Guess:
    """A column of numbers that seem to be names: texts are not read from numbers, for want of their first zeros."""
    fit = if_it_holds(fit_of(rest, Guess(seen.column, "whole")))
    most = max((abs(value) for value in fit.good if isinstance(value, int)), default=0) if fit else 0
    if fit is None or fit.bad or most > t.NUMBER_MAXIMUM:
        return Guess(seen.column, None).asking(settle.digits_lost())
    return fit.guess.asking(settle.names_as_numbers())


def _needed(fit: Fit) -> int:
    """Decimal places that the values have."""
    places = fit.guess.places
    while places > 1 and all(isinstance(v, int) and v % 10 ** (fit.guess.places - places + 1) == 0 for v in fit.good):
        places -= 1
    return places


def _in_words(seen: Seen, hints: Hints) -> Guess:
    """A list, if it is short and says nothing about anybody; else a text."""
    words = sorted(words_for_missing(seen.values, sure=True), key=lambda word: (-seen.values[word], str(word)))
    rest = Counter({value: times for value, times in seen.values.items() if value not in words})
    marks: dict[EmptyMark, int] = {as_text(word) or "": seen.values[word] for word in words}
    guess = Guess(seen.column, "text", empty=tuple(marks))
    if marks:
        guess = guess.asking(settle.counts_as_empty(marks, seen.known))
    reader = CellReader(field_of(guess))
    texts: Counter[str] = Counter()
    odd: Counter[object] = Counter()
    codes: Counter[str] = Counter()
    for value, times in rest.items():
        read = reader.read(value)
        if isinstance(read, str):
            texts[read] += times
        elif isinstance(read, Fault):
            odd[value] += times
            codes[read.code] += times
    if odd.total() > texts.total() or codes["D210"] * _TOO_MANY > seen.known:
        return Guess(seen.column, None).asking(_why_no_text(codes.most_common(1)[0][0]))
    guess = replace(guess, odd=tuple(odd.items()))
    found = list_of(texts, personal=hints.personal) if not hints.remark else TextList()
    if found.values:
        guess = replace(guess, declared="ordered" if found.ordered else "one_of", values=found.values)
        if answers := yes_and_no(found.values):
            return guess.asking(settle.answers(*answers))
        return guess.asking(settle.order()) if found.ordered else guess
    if found.rare:
        guess = guess.asking(settle.rare(found.distinct, found.rare))
    if seen.kind not in ("text", "mixed"):
        return guess
    if hints.date:
        return guess.asking(settle.no_dates())
    return guess.asking(*_what_people_see(seen, hints, texts))


def _what_people_see(seen: Seen, hints: Hints, texts: Counter[str]) -> Iterator[Words]:
    """That a text looks like something else to people: numbers, days, yes or nothing."""
    if looks_like(DAY, texts):
        yield settle.no_days()
    elif looks_like(NUMBER, texts) and not (hints.id or hints.personal or hints.remark):
        yield settle.no_numbers()
    elif seen.empty and len(texts) == 1 and not any(c.isalnum() for c in "".join(texts)):
        yield settle.ticked(seen.empty)


def _why_no_text(code: str) -> Words:
    """Why most cells of a column cannot be read, even as texts."""
    return {"D204": settle.digits_lost, "D210": settle.not_calculated}.get(code, settle.not_readable)()
