"""Reads one customer given as Python values, by the rules that hold for files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.columns import from_stored
from engine.io.cells import CellReader, as_text
from engine.io.match import match_columns
from engine.io.reasons import Fault, Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dsl.program.model import Record
    from dsl.program.types import Value

# The only row there is.
_ROW_NUMBER = "1"


def from_python_row(
    values: Mapping[str, object], record: Record
) -> tuple[dict[str, Value | None], list[Reason]]:
    """Read one customer.

    Args:
        values: str, int, float, Decimal, date, bool or None, by name of a field or of its column. They are
            what a cell would hold: money counts whole currency units, not the smallest ones. Names that are
            no field's are passed over, as unused columns are.
        record: what the names mean.

    Returns:
        A value in base units for every field (None is missing or wrong), and every reason why this customer
        cannot be decided.

    Raises:
        DataError: if two names are of one field.
    """
    matched = match_columns(tuple(values), record, "table", complete=False).matched
    read: dict[str, Value | None] = {}
    reasons: list[Reason] = []
    for name, field in record.fields.items():
        if field.declared == "row_number":
            read[name] = _ROW_NUMBER
            continue
        column = matched.get(name)
        value = values[column] if column is not None else None
        found = CellReader(field).read(value)
        if isinstance(found, Fault):
            reasons.append(Reason(found.code, name, column, as_text(value), found.expected))
            found = None
        read[name] = from_stored(found, field)
    return read, reasons
