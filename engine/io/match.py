"""Which column of the data is which field of the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from engine.io.cells import fold
from engine.io.reasons import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dsl.program.model import Field, Record

# For each type of the record, the kinds of columns that can be read as it.
_TEXTUAL: Final = frozenset({"text", "whole", "decimal", "double", "nothing"})
_READABLE: Final = {
    "key": _TEXTUAL,
    "one_of": _TEXTUAL,
    "ordered": _TEXTUAL,
    "text": _TEXTUAL | {"date", "timestamp"},
    "yes_no": _TEXTUAL | {"float", "yes_no"},
    "date": _TEXTUAL | {"float", "date", "timestamp"},
}
_NUMERIC: Final = _TEXTUAL | {"float"}


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


def match_columns(columns: Sequence[str], record: Record, path: str, *, by_name: bool = False) -> Matching:
    """Find the column of each field.

    Args:
        columns: of the data, in order.
        record: names a column for some fields; the others are found by their own names.
        path: for messages.
        by_name: a field whose named column is not there may be found by its own names too. A table built in
            Python speaks of fields; in a file that could pick up a column that means something else.

    Raises:
        DataError: if a header stands twice, two columns match one field, or a field that every customer must
            have has none.
    """
    seen: dict[str, int] = {}
    for at, column in enumerate(columns, 1):
        if column in seen:
            raise DataError("D112", {"path": path, "column": column, "first": seen[column], "second": at})
        seen[column] = at
    matched: dict[str, str] = {}
    for name, field in record.fields.items():
        if field.declared == "row_number":
            continue
        found = _columns_of(field, columns, by_name=by_name)
        if len(found) > 1:
            raise DataError("D113", {"path": path, "field": name, "columns": tuple(found)})
        if found:
            matched[name] = found[0]
        elif field.declared == "key" or field.missing == "required":
            wanted = (field.column,) if field.column and not by_name else field.all_names
            raise DataError("D114", {"path": path, "field": name, "wanted": wanted, "columns": tuple(columns)})
    used = set(matched.values())
    return Matching(
        matched,
        tuple(n for n, f in record.fields.items() if n not in matched and f.declared != "row_number"),
        tuple(column for column in columns if column not in used),
    )


def _columns_of(field: Field, columns: Sequence[str], *, by_name: bool) -> list[str]:
    if field.column is not None and field.column in columns:
        return [field.column]
    named = [] if field.column is None else [c for c in columns if fold(c) == fold(field.column)]
    if named or (field.column is not None and not by_name):
        return named
    names = {fold(name) for name in field.all_names}
    return [column for column in columns if fold(column) in names]


def check_types(types: Mapping[str, pa.DataType], matching: Matching, record: Record, path: str) -> None:
    """Refuse columns whose type can never be read as their field's.

    Raises:
        DataError: naming the column and what it holds.
    """
    for name, column in matching.matched.items():
        if column not in types:
            continue
        field, held = record.fields[name], types[column]
        kind = _kind(held)
        if kind not in _READABLE.get(field.declared, _NUMERIC):
            values = {
                "path": path,
                "column": column,
                "held": str(held),
                "field": f"{name} ({field.declared})",
            }
            raise DataError("D115", values)
        if kind == "timestamp" and field.declared == "date" and _value_type(held).tz and field.zone is None:
            raise DataError("D116", {"path": path, "column": column, "field": name})


def _value_type(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind) or pa.types.is_run_end_encoded(kind):
        return _value_type(kind.value_type)
    return kind


def _kind(kind: pa.DataType) -> str:
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
