"""Numbers set off from what they count, as many write Chinese: ``5 万则`` is ``5万 则``, ``45 岁`` is ``45岁``."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from dsl.syntax.scan import Raw, scan_number
from dsl.syntax.units import NO_UNIT
from dsl.syntax.vocabulary import VOCABULARY


def joined(raws: list[Raw], names: AbstractSet[str]) -> list[Raw]:
    """Tokens with every unit at its number, where the word it begins is no word of its own."""
    whole: list[Raw] = []
    for raw in raws:
        number = whole[-1] if whole else None
        if number is None or not _may_count(number, raw, names):
            whole.append(raw)
            continue
        together = Raw("number", "", raw.line, 1, 1)
        taken = scan_number(number.text + raw.text, len(number.text), together) - len(number.text)
        if not taken or raw.text[taken : taken + 1].isdigit():
            whole.append(raw)
            continue
        together.column, together.end = number.column, raw.column + taken
        whole[-1] = together
        if taken < len(raw.text):
            whole.append(Raw("word", raw.text[taken:], raw.line, together.end, raw.end))
    return whole


def _may_count(number: Raw, word: Raw, names: AbstractSet[str]) -> bool:
    """Whether a word may begin with the unit of the bare number before it."""
    return (
        number.kind == "number"
        and number.unit == NO_UNIT
        and number.text[-1].isdigit()
        and word.kind == "word"
        and word.line == number.line
        and not word.text.isascii()
        and word.text not in names
        and word.text not in VOCABULARY.readings
    )
