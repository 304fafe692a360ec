"""Which column of the data is which field of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa

from dsl.check.operators import type_words
from dsl.diagnostics.model import Words
from dsl.lean import dataclass
from dsl.program.types import Listed
from dsl.syntax.nearest import nearest
from engine.io.cells import fold
from engine.io.reasons import DataError, spoken
from engine.messages import AbsentColumn, absent_columns, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from dsl.program.model import Field, Record

# For each type of the record, the kinds of columns that can be read as it.
_TEXTUAL: Final = frozenset({"text", "whole", "decimal", "double", "nothing"})
_READABLE: Final = {
    "key": _TEXTUAL,
    "one_of": _TEXTUAL,
    "ordered": _TEXTUAL,
    # Numbers are refused on their own: see ``check_types``.
    "text": _TEXTUAL | {"float", "date", "timestamp"},
    "yes_no": _TEXTUAL | {"float", "yes_no"},
    "date": _TEXTUAL | {"float", "date", "timestamp"},
}
_NUMERIC: Final = _TEXTUAL | {"float"}
_NUMBERS: Final = frozenset({"whole", "decimal", "double", "float"})


@dataclass(frozen=True, slots=True)
class Matching:
    """Columns and fields.

    Attributes:
        matched: column by field.
        absent: fields without a column, whose values are all missing.
        unused: columns that no field reads.
    """

    matched: dict[str, str]
    absent: tuple[str, ...]
    unused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Needs:
    """Which fields must have a column in the data.

    Attributes:
        read: those that decisions read.
        absent_ok: names of those that need not be there after all; True, or ``all`` among them, for any.
    """

    read: frozenset[str] = frozenset()
    absent_ok: Collection[str] | bool = ()

    def columns(self, record: Record) -> frozenset[str]:
        """Fields that must have a column.

        Raises:
            DataError: if a field that need not be there is no field of the record.
        """
        allowed = () if self.absent_ok is False else self.absent_ok
        if allowed is True or "all" in allowed:
            return frozenset()
        return self.read - fields_called(allowed, record)


NOTHING_NEEDED: Final = Needs()


def match_columns(
    columns: Sequence[str],
    record: Record,
    path: str | Words,
    *,
    needed: Collection[str] = frozenset(),
    by_name: bool = False,
    below: Sequence[Sequence[str]] = (),
    passed_over: Sequence[str] = (),
) -> Matching:
    """Find the column of each field.

    Args:
        columns: of the data, in order.
        record: names a column for some fields; the others are found by their own names.
        path: for messages.
        needed: fields that must have a column, besides those that every customer must have.
        by_name: a field whose named column is not there may be found by its own names too. A table built in
            Python speaks of fields; in a file that could pick up a column that means something else.
        below: the first rows below, of which one may be the header that was meant.
        passed_over: the sheets of a workbook that are not read, of which one may be the one that was meant.

    Raises:
        DataError: if a header stands twice, two columns match one field, or fields that must have a column have none.
    """
    refuse_repeated(columns, path)
    matched: dict[str, str] = {}
    absent: list[Field] = []
    for name, field in record.fields.items():
        if field.declared == "row_number":
            continue
        found = _columns_of(field, columns, by_name=by_name)
        if len(found) > 1:
            raise DataError("D113", {"path": path, "field": spoken(field), "columns": tuple(found)})
        if found:
            matched[name] = found[0]
        else:
            absent.append(field)
    used = set(matched.values())
    unused = tuple(column for column in columns if column not in used)
    lacking = [field for field in absent if field.name in needed or must_have(field)]
    if lacking:
        if at := _header_below(lacking, absent, below):
            titles = tuple(cell for cell in below[at - 1] if cell)
            raise DataError("D124", {"path": path, "first": columns[0], "row": at + 1, "header": titles})
        told = absent_columns(
            [_absent(field, unused, by_name=by_name) for field in lacking],
            unused,
            in_python=by_name,
            any_known=bool(matched),
            passed_over=passed_over,
        )
        raise DataError("D114", {"path": path, "fields": tuple(field.name for field in lacking), "told": told})
    return Matching(matched, tuple(field.name for field in absent), unused)


def _header_below(lacking: Sequence[Field], absent: Sequence[Field], below: Sequence[Sequence[str]]) -> int:
    """The number of the first row that names several columns, and most of those that are lacking; 0 for none."""
    for at, cells in enumerate(below, 1):
        found = [field.name for field in absent if _columns_of(field, cells, by_name=False)]
        if len(found) > 1 and sum(field.name in found for field in lacking) * 2 > len(lacking):
            return at
    return 0


def refuse_repeated(columns: Sequence[str], path: str | Words) -> None:
    """Refuse a header that stands twice.

    Raises:
        DataError: naming it and both its places.
    """
    seen: dict[str, int] = {}
    for at, column in enumerate(columns, 1):
        if column in seen:
            raise DataError("D112", {"path": path, "column": column, "first": seen[column], "second": at})
        seen[column] = at


def must_have(field: Field) -> bool:
    """Whether no customer may be without the field."""
    return field.declared == "key" or field.missing == "required"


def _absent(field: Field, unused: Sequence[str], *, by_name: bool) -> AbsentColumn:
    named = (field.column,) if field.column else ()
    wanted = (*named, *(field.all_names if by_name or not named else ()))
    folded = {fold(column): column for column in reversed(unused)}
    # A header may speak of the field by a name that is not looked for.
    known = dict.fromkeys(fold(name) for name in (field.column, *field.all_names) if name)
    near = next((name for name in known if name in folded), None) or next(
        (found for name in known if (found := nearest(name, folded))), None
    )
    return AbsentColumn(spoken(field), wanted, folded[near] if near else None, must_have(field))


def fields_called(names: Iterable[str], record: Record) -> frozenset[str]:
    """The canonical names of fields that may be absent, given by any of their names.

    Raises:
        DataError: if one is no field of the record; all that are none are named.
    """
    known = {fold(name): field.name for field in record.fields.values() for name in field.all_names}
    unknown = [name for name in dict.fromkeys(names) if fold(name) not in known]
    if unknown:
        close = nearest(fold(unknown[0]), known)
        near = did_you_mean(close) if len(unknown) == 1 else Words("", "")
        raise DataError("D121", {"names": tuple(unknown), "near": near})
    return frozenset(known[fold(name)] for name in names)


def heading(column: str) -> str:
    """A header on one line, as a record can write one that a spreadsheet broke into several."""
    return " ".join(fold(column).split())


def _columns_of(field: Field, columns: Sequence[str], *, by_name: bool) -> list[str]:
    if field.column is not None and field.column in columns:
        return [field.column]
    named = [] if field.column is None else [c for c in columns if fold(c) == fold(field.column)]
    if not named and field.column is not None:
        named = [c for c in columns if heading(c) == heading(field.column)]
    if named or (field.column is not None and not by_name):
        return named
    names = {fold(name) for name in field.all_names}
    return [column for column in columns if fold(column) in names]


def check_types(types: Mapping[str, pa.DataType], matching: Matching, record: Record, path: str | Words) -> None:
    """Refuse columns whose type can never be read as their field's.

    Numbers are refused where texts are wanted: if the texts had zeros in front, they are gone from all rows.

    Raises:
        DataError: naming the column and what it holds.
    """
    numbers: list[str] = []
    for name, column in matching.matched.items():
        if column not in types:
            continue
        field, held = record.fields[name], types[column]
        kind = kind_of(held)
        if kind not in _READABLE.get(field.declared, _NUMERIC):
            type_ = Words("a list", "取值") if isinstance(field.type, Listed) else type_words(field.type)
            told = {"path": path, "column": column, "held": str(held), "field": spoken(field), "type": type_}
            raise DataError("D115", told)
        if kind == "timestamp" and field.declared == "date" and _value_type(held).tz and field.zone is None:
            raise DataError("D116", {"path": path, "column": column, "field": spoken(field)})
        if kind in _NUMBERS and field.declared == "text":
            numbers.append(column)
    if numbers:
        raise DataError("D122", {"path": path, "told": tuple(numbers)})


def _value_type(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind) or pa.types.is_run_end_encoded(kind):
        return _value_type(kind.value_type)
    return kind


def kind_of(kind: pa.DataType) -> str:
    """What a column holds, in one word: ``other`` is what no field can be read from."""
    kind, types = _value_type(kind), pa.types
    tests = {
        "text": (
            types.is_string, types.is_large_string, types.is_string_view,
            types.is_binary, types.is_large_binary, types.is_binary_view,
        ),
        "whole": (types.is_integer,),
        "decimal": (types.is_decimal,),
        "double": (types.is_float64,),
        "float": (types.is_float32, types.is_float16),
        "yes_no": (types.is_boolean,),
        "date": (types.is_date,),
        "timestamp": (types.is_timestamp,),
        "nothing": (types.is_null,),
    }  # fmt: skip
    return next((name for name, is_it in tests.items() if any(test(kind) for test in is_it)), "other")
