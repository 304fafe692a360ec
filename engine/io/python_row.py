"""Reads one customer given as Python values, by the rules that hold for files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.syntax.nearest import nearest
from engine.columns import from_stored
from engine.io.cells import CellReader, as_text, fold, is_number
from engine.io.reasons import Fault, Reason, spoken, told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dsl.program.model import Record
    from dsl.program.types import Value

# The only row there is.
_ROW_NUMBER: Final = "1"


def from_python_row(values: Mapping[str, object], record: Record) -> tuple[dict[str, Value | None], list[Reason]]:
    """Read one customer.

    Args:
        values: str, int, float, Decimal, date, bool or None, by any name of a field, or its column. They are
            what a cell would hold: money counts whole currency units, not the smallest ones.
        record: what the names mean.

    Returns:
        A value in base units for every field (None is missing or wrong), and every reason why this customer
        cannot be decided: unknown names, fields given twice, and what is wrong with values.
    """
    names = _names(record)
    given: dict[str, list[str]] = {}
    reasons: list[Reason] = []
    for name in values:
        known = names.get(fold(str(name)))
        if known is None:
            reasons.append(Reason("D231", value=str(name), near=_near(str(name), names, record)))
        else:
            given.setdefault(known, []).append(name)
    read: dict[str, Value | None] = {}
    for name, field in record.fields.items():
        if field.declared == "row_number":
            read[name] = _ROW_NUMBER
            continue
        found = given.get(name, [])
        read[name] = None
        if len(found) > 1:
            reasons.append(Reason("D232", name, tuple(found), spoken=spoken(field)))
            continue
        value = values[found[0]] if found else None
        stored = CellReader(field).read(value)
        if field.declared == "text" and is_number(value):
            stored = Fault("D204")  # zeros in front are gone
        if isinstance(stored, Fault):
            column = found[0] if found else None
            reasons.append(Reason(stored.code, name, column, as_text(value), stored.expected, spoken=spoken(field)))
        else:
            read[name] = from_stored(stored, field)
    return read, told(reasons)


def _names(record: Record) -> dict[str, str]:
    """Fields by everything that they may be called; an own name wins over a column of another field."""
    columns = {fold(field.column): name for name, field in record.fields.items() if field.column}
    own = {fold(known): name for name, field in record.fields.items() for known in field.all_names}
    return columns | own


def _near(name: str, names: Mapping[str, str], record: Record) -> str | None:
    """The name that was likely meant, as it is declared."""
    close = nearest(fold(name), names)
    if close is None:
        return None
    field = record.fields[names[close]]
    return next((known for known in field.all_names if fold(known) == close), field.column)
