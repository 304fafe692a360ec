"""What differs in a field of the customer record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dsl.format.phrases import Phrases
from dsl.syntax import nodes as n

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.review.diff.statements.model import Affects, PartChange
    from engine.review.diff.statements.voice import Voice

_UNKNOWN = n.MissingCell("unknown")


def field_parts(voice: Voice, old: n.FieldDecl, new: n.FieldDecl) -> Iterator[PartChange]:
    """The attributes of a field that differ."""
    by_name: Affects = "data" if old.column is None or new.column is None else "nothing"
    yield from voice.part("names", old.name, new.name, Phrases.declared, by_name)
    if old.column != new.column:
        yield from voice.part("column", old, new, lambda say, field: say.field_cell(field, "column"), "data")
    yield from _type_parts(voice, old, new)
    if (old.missing or _UNKNOWN) != (new.missing or _UNKNOWN):
        yield from voice.part("missing", old, new, _missing, "data")
    if old.empty != new.empty:
        marks: Affects = "nothing" if set(old.empty) == set(new.empty) else "data"
        yield from voice.part("empty", old, new, lambda say, field: say.field_cell(field, "empty"), marks)
    if old.typical != new.typical:
        yield from voice.part("typical", old, new, lambda say, field: say.field_cell(field, "typical"), "checks")


def _missing(say: Phrases, field: n.FieldDecl) -> str | None:
    return say.field_cell(field if field.missing is not None else replace(field, missing=_UNKNOWN), "missing")


def _type_parts(voice: Voice, old: n.FieldDecl, new: n.FieldDecl) -> Iterator[PartChange]:
    a, b = old.type, new.type
    if (a.low, a.high) != (b.low, b.high):
        yield from voice.part("bounds", a, b, _bounds, "data")
    if a.currency != b.currency and a.name == b.name:
        yield from voice.part("currency", a.currency, b.currency, lambda say, x: say.name(x, "free"))
    a, b = (replace(x, low=None, high=None, currency=None if a.name == b.name else x.currency) for x in (a, b))
    if a != b:
        affects: Affects = "decisions" if a.name != b.name or _values(a) != _values(b) else "data"
        yield from voice.part("type", replace(old, type=a), replace(new, type=b), _type, affects)


def _type(say: Phrases, field: n.FieldDecl) -> str | None:
    return say.field_cell(field, "type")


def _values(of: n.FieldType) -> object:
    """The values of a list; their order counts where it has one."""
    values = [value.text for value in of.values]
    return values if of.name == "ordered" else set(values)


def _bounds(say: Phrases, of: n.FieldType) -> str | None:
    return say.range(of.low, of.high) if of.low is not None and of.high is not None else None
