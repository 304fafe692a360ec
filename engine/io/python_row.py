"""Reads one customer given as Python values, by the rules that hold for files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.columns import from_stored
from engine.io.cells import CellReader, as_text, fold
from engine.io.reasons import DataError, Fault, Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dsl.program.model import Record
    from dsl.program.types import Value

# The only row there is.
_ROW_NUMBER = "1"


def from_python_row(values: Mapping[str, object], record: Record) -> tuple[dict[str, Value | None], list[Reason]]:
    """Read one customer.

    Args:
        values: str, int, float, Decimal, date, bool or None, by any name of a field, or its column. They are
            what a cell would hold: money counts whole currency units, not the smallest ones. Names that are
            no field's are passed over, as unused columns are.
        record: what the names mean.

    Returns:
        A value in base units for every field (None is missing or wrong), and every reason why this customer
        cannot be decided.

    Raises:
        DataError: if two names are of one field.
    """
    given: dict[str, list[str]] = {}
    for name in values:
        given.setdefault(fold(name), []).append(name)
    read: dict[str, Value | None] = {}
    reasons: list[Reason] = []
    for name, field in record.fields.items():
        if field.declared == "row_number":
            read[name] = _ROW_NUMBER
            continue
        names = dict.fromkeys(fold(known) for known in (*field.all_names, field.column or name))
        found = [key for known in names for key in given.get(known, ())]
        if len(found) > 1:
            raise DataError("D113", {"path": "table", "field": name, "columns": tuple(found)})
        value = values[found[0]] if found else None
        stored = CellReader(field).read(value)
        if isinstance(stored, Fault):
            column = found[0] if found else None
            reasons.append(Reason(stored.code, name, column, as_text(value), stored.expected))
            stored = None
        read[name] = from_stored(stored, field)
    return read, reasons
