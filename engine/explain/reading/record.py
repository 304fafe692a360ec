"""What decisions start from, in plain words: the fields of the customer record, and the profiles of a run."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from dsl.program.types import Listed, Money
from dsl.program.walk import references
from engine.explain.reading.schema import StatementJson
from engine.explain.reading.uses import uses
from engine.show import number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dsl.program import model as m
    from engine.explain.reading.pieces import Pieces


class Given:
    """Reads what is given to the statements that decide."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._program = pieces.program
        self._names = pieces.names
        self._word = pieces.word

    def field(self, field: m.Field) -> StatementJson:
        """A field of the record: what it holds, what an empty cell means, and who reads it."""
        return StatementJson(
            kind="field",
            id=field.name,
            title=self._word("field_title", name=self._names.of("field", field.name)),
            file=field.span.path,
            line=field.span.line,
            introduction=(self._bounded(field), *self._data(field), *self._assumed(field)),
            missing=(self._missing(field),),
            uses=uses(self._pieces, "field", field.name) or (self._word("no_reader"),),
        )

    def profile(self, profile: m.Profile) -> StatementJson:
        """A profile: its values, each beside the default."""
        name = self._names.of("profile", profile.name)
        return StatementJson(
            kind="profile",
            id=profile.name,
            title=self._word("profile_title", name=name),
            file=profile.span.path,
            line=profile.span.line,
            introduction=(self._word("run_with", name=name), self._word("the_others")),
            params=tuple(
                self._word(
                    "in_place_of",
                    name=self._names.of("param", param.name),
                    value=self._names.value(param.profiles[profile.name], param.type),
                    usual=self._pieces.defaults_of(param),
                )
                for param in self._program.params.values()
                if profile.name in param.profiles
            ),
        )

    def _bounded(self, field: m.Field) -> str:
        """What a field holds, and within which bounds."""
        said = self._type(field)
        if field.low is None or field.high is None:
            return said
        low, high = (self._names.value(end, field.type) for end in (field.low, field.high))
        return self._word("bounded", type=said, low=low, high=high)

    def _type(self, field: m.Field) -> str:
        key = f"type_{field.declared}"
        match field.type:
            case Money(currency):
                return self._word(key, currency=currency)
            case Listed(_, values, ordered):
                shown = [self._names.value(value, field.type) for value in values]
                return self._word(key, values=" < ".join(shown) if ordered else self._names.listed(shown))
            case _:
                return self._word(key, places=field.places)

    def _data(self, field: m.Field) -> Iterator[str]:
        """Where it comes from, and what the typical customer has."""
        if field.column is not None:
            yield self._word("of_column", column=field.column)
        if field.empty:
            marks = (number(mark) if isinstance(mark, Fraction) else str(mark) for mark in field.empty)
            yield self._word("counts_as_empty", marks=self._names.listed(marks))
        if field.name == self._program.record.key:
            return
        if field.typical is None:
            yield self._word("typical_missing")
        else:
            yield self._word("typical", value=self._names.value(field.typical, field.type))

    def _assumed(self, field: m.Field) -> Iterator[str]:
        for condition, _ in self._program.record.assumptions:
            if any((ref.kind, ref.name) == ("field", field.name) for ref in references(condition)):
                yield self._word("assumed", test=self._pieces.phrases.test(condition))

    def _missing(self, field: m.Field) -> str:
        match field.missing:
            case "as":
                return self._word("field_as", value=self._names.value(field.default, field.type))
            case "required":
                return self._word("field_required")
            case _:
                return self._word("field_unknown")
