"""Decides one customer with single fields changed, many at once."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING, Final, cast

import pyarrow as pa

from dsl.program import model as m
from dsl.program.types import Listed
from engine.columns import arrow_schema, to_stored
from engine.evaluator.assumptions import Assumptions
from engine.evaluator.evaluator import Evaluator
from engine.evaluator.plan import Wanted
from engine.evaluator.tables import DecidedTables
from engine.explain.changes.model import Tried
from engine.io.tables import decisions_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dsl.program.types import Value
    from engine.columns import Stored
    from engine.reference import Reference, Row

Changed = tuple[str, "Value"]
_WANTED: Final = (b"tier", b"offers", b"fired")


class Trials:
    """A policy bound to a run, ready to try changes with the fast evaluator.

    Args:
        reference: program and binding; nothing is evaluated with it.
    """

    def __init__(self, reference: Reference) -> None:
        program = self._program = reference.program
        self._evaluator = Evaluator(program, reference.binding, Wanted(rules=True, reasons=False, counts=False))
        self._assumptions = Assumptions(program, reference.binding)
        self._rows = arrow_schema(program.record)
        known = decisions_table(program, why=True).schema
        self._wanted = pa.schema([field for field in known if field.metadata[b"tiercel.kind"] in _WANTED])
        self._grants = {
            rule.id: frozenset(x.offer for x in rule.effects if isinstance(x, m.GrantOffer))
            for rule in program.all_rules
        }

    def decide(self, row: Row, changed: Sequence[Changed]) -> list[Tried]:
        """Decide a customer once for each changed field."""
        rows = self._with_changes(row, changed)
        broken = self._assumptions.broken(rows)
        found = DecidedTables(self._evaluator.decide(rows), None).decisions(self._wanted)
        *rungs, offers, fired = (column.to_pylist() for column in found.columns)
        columns = zip(zip(*rungs, strict=True) if rungs else repeat(()), offers, fired, strict=False)
        return [self._tried(*found, possible=at not in broken) for at, found in enumerate(columns)]

    def _tried(self, rungs: tuple[str | None, ...], offers: list[str], fired: list[str], *, possible: bool) -> Tried:
        on = dict(zip(self._program.ladders, rungs, strict=True))
        granted = (offer for rule in fired for offer in self._grants[rule])
        return Tried(on, frozenset(offers), frozenset(granted), possible)

    def _with_changes(self, row: Row, changed: Sequence[Changed]) -> pa.RecordBatch:
        """The customer, a row for each change."""
        columns = []
        for name, field in self._program.record.fields.items():
            cells = [value if name == of else row[name] for of, value in changed]
            stored = [None if cell is None else to_stored(cell, field) for cell in cells]
            columns.append(_column(stored, field, self._rows.field(name).type))
        return pa.RecordBatch.from_arrays(columns, schema=self._rows)


def _column(stored: Sequence[Stored | None], field: m.Field, kind: pa.DataType) -> pa.Array:
    if not isinstance(field.type, Listed):
        return pa.array(stored, kind)
    values = field.type.values
    places = pa.array([None if cell is None else values.index(cast("str", cell)) for cell in stored], kind.index_type)
    return pa.DictionaryArray.from_arrays(places, pa.array(values, pa.string()))
