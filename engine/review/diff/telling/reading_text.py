"""Tells which fields two records read differently."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from dsl.program.types import Listed, Money
from dsl.syntax.vocabulary import VOCABULARY
from engine.punctuation import ENUMERATION
from engine.review.diff import report as r
from engine.review.diff.comparing.readings import differences
from engine.review.diff.told import Told
from engine.show import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dsl.program.model import EmptyMark, Field
    from dsl.syntax.vocabulary import Lang
    from engine.review.diff.comparing.changes import Comparison
    from engine.review.diff.comparing.readings import Difference, Part

_TYPES: Final = {
    "key": "T_KEY", "text": "T_TEXT", "date": "T_DATE", "whole": "T_WHOLE", "number": "T_NUMBER",
    "percent": "T_PERCENT", "money": "T_MONEY", "days": "T_DAYS",
}  # fmt: skip


def field_readings(comparison: Comparison) -> Iterator[r.FieldReading]:
    """Every field that is read differently, in both languages."""
    for found in differences(comparison.old.record, comparison.new.record, comparison.linked):
        field = found.new or found.old
        assert field is not None
        yield r.FieldReading(
            field=field.name,
            which="new" if found.old is None else "old" if found.new is None else "both",
            parts=tuple(_parts(found)),
            compared=found.compared,
        )


def _parts(found: Difference) -> Iterator[r.ReadingPart]:
    if found.old is None or found.new is None:
        return
    for part in found.parts:
        yield r.ReadingPart(part=part, old=_told(part, found.old), new=_told(part, found.new))


def _told(part: Part, field: Field) -> Told:
    return Told(en=_said(part, field, "en"), zh=_said(part, field, "zh"))


def _said(part: Part, field: Field, lang: Lang) -> str:
    match part:
        case "column":
            names = (field.column,) if field.column is not None else field.all_names
            return {"en": " or ", "zh": " 或 "}[lang].join(names)
        case "type":
            return " ".join(_type(field, lang))
        case "values":
            kind = field.type
            values = (" ".join(kind.names(x)) for x in kind.values) if isinstance(kind, Listed) else ()
            return _listed(values, lang)
        case "empty":
            return _listed(map(_mark, field.empty), lang) or {"en": "nothing more", "zh": "无"}[lang]


def _listed(items: Iterable[str], lang: Lang) -> str:
    return ENUMERATION[lang].join(items)


def _mark(mark: EmptyMark) -> str:
    match mark:
        case str():
            return f'"{mark}"'
        case date():
            return mark.isoformat()
        case _:
            return number(mark)


def _type(field: Field, lang: Lang) -> Iterator[str]:
    """The type as a record table says it, with the currency that it means and without bounds."""

    def word(terminal: str) -> str:
        return VOCABULARY.word(terminal, lang)

    match field.declared:
        case "yes_no":
            yield f"{word('YES')}/{word('NOT_YES')}"
        case "row_number":
            yield f"{word('T_KEY')} {word('ROW_NUMBER')}"
        case "one_of" | "ordered":
            yield word("ONE_OF")
            yield _listed(field.type.values if isinstance(field.type, Listed) else (), lang)
        case declared:
            yield word(_TYPES[declared])
    if isinstance(field.type, Money):
        yield f"{word('CURRENCY')} {field.type.currency}"
    if field.first is not None:
        yield word(f"{field.first.upper()}_FIRST")
    if field.zone is not None:
        yield f'{word("ZONE")} "{field.zone}"'
    if field.declared == "number":
        yield f"{field.places} {word('PLACES')}"
    if field.decimal_comma:
        yield word("DECIMAL_COMMA")
    if field.rounded:
        yield word("ROUNDED")
