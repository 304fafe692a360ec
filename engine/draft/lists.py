"""Whether the texts of a column are a list that may be written down: short, and about nobody in particular."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from dsl.lean import dataclass
from dsl.syntax.scan import FOLD
from engine.draft.glossary import SCALES, SEQUENCES
from engine.io.cells import fold

_MOST: Final = 30  # values
_LONGEST: Final = 80  # characters of one
_TIMES: Final = 5  # each is there so often on average
_LEAST: Final = 3  # and never less often than this, else it may name somebody
_MOST_PERSONAL: Final = 5  # in a column of names or numbers of people
_LEAST_PERSONAL: Final = 20
# Yes and no, folded, in languages that the reader of the data does not know.
_ANSWERS: Final = (
    ("ja", "nein"), ("j", "n"), ("ja", "nej"), ("ja", "nee"), ("oui", "non"), ("si", "no"), ("sí", "no"), ("sì", "no"),
    ("sim", "não"), ("tak", "nie"), ("да", "нет"), ("はい", "いいえ"), ("예", "아니요"),
    ("√", "×"), ("✓", "✗"), ("✔", "✘"),
)  # fmt: skip
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class TextList:
    """What the texts of a column are.

    Attributes:
        values: to be written as a list; empty if they should not be.
        ordered: whether they have an order.
        distinct: how many different texts there are.
        rare: how many of them are too rare to be written down, in what else would be a list.
    """

    values: tuple[str, ...] = ()
    ordered: bool = False
    distinct: int = 0
    rare: int = 0


def list_of(texts: Counter[str], *, personal: bool) -> TextList:
    """What the texts of a column are."""
    spellings: dict[str, Counter[str]] = {}
    for text, times in texts.items():
        spellings.setdefault(fold(text), Counter())[text] += times
    counts = Counter({folded: found.total() for folded, found in spellings.items()})
    distinct = len(counts)
    most, least = (_MOST_PERSONAL, _LEAST_PERSONAL) if personal else (_MOST, _LEAST)
    if not 1 < distinct <= most or counts.total() < distinct * _TIMES:
        return TextList(distinct=distinct)
    rare = sum(times < least for times in counts.values())
    written = {folded: found.most_common(1)[0][0] for folded, found in spellings.items()}
    if rare or any(len(text) > _LONGEST or not is_quotable(text) for text in written.values()):
        return TextList(distinct=distinct, rare=0 if personal else rare)
    order = _order(frozenset(counts), SCALES)
    if order is not None:
        return TextList(tuple(written[folded] for folded in order), ordered=True, distinct=distinct)
    sequence = _order(frozenset(counts), SEQUENCES) or _by_number(counts)
    return TextList(tuple(written[folded] for folded in sequence or [f for f, _ in counts.most_common()]))


def yes_and_no(values: tuple[str, ...]) -> tuple[str, str] | None:
    """Which value means yes and which no, where they do in a language whose answers are not read."""
    written = {fold(value): value for value in values}
    pairs = ((yes, no) for yes, no in _ANSWERS if written.keys() == {yes, no})
    return next(((written[yes], written[no]) for yes, no in pairs), None)


def is_quotable(text: str) -> bool:
    """Whether a text can be written in quotes: on one line, and without both kinds of quotes."""
    folded = text.translate(FOLD)
    return bool(text.strip()) and not _CONTROL.search(text) and not ('"' in folded and "”" in folded)


def _order(values: frozenset[str], scales: tuple[tuple[str, ...], ...]) -> list[str] | None:
    """The values in the order of the shortest scale that has them all, if all scales that do agree."""
    plain = {value.replace(" ", "_"): value for value in values}
    orders = [[plain[step] for step in scale if step in plain] for scale in scales if plain.keys() <= set(scale)]
    return orders[0] if orders and all(order == orders[0] for order in orders) else None


def _by_number(counts: Counter[str]) -> list[str] | None:
    return sorted(counts, key=int) if all(text.isdecimal() for text in counts) else None
