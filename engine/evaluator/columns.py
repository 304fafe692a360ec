"""Typed rows for the machine: its cells are integers, days, yes/no bits, or codes of a dictionary."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from engine.kernel.batch import machine_column
from engine.kernel.execute import Results, Workspace, execute
from engine.kernel.texts import complete

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.lower.program import MachineProgram


def run_program(
    program: MachineProgram, listed: Mapping[str, Sequence[str]], rows: pa.RecordBatch, space: Workspace
) -> Results:
    """Run a program over typed rows.

    Args:
        program: for the machine.
        listed: the values of each field that is a list.
        rows: columns by canonical field name, in the types of ``engine.columns``; listed values and texts may be
            dictionaries.
        space: of this thread and program.
    """
    cells = {name: machine_cells(rows.column(name), listed.get(name)) for name in program.columns}
    asked = {question.formula.field for question in program.questions} | set(program.same_texts.tables)
    completed = complete(program, {name: cells[name].dictionary for name in asked})
    columns = [machine_column(cells[name]) for name in program.columns]
    return execute(program, completed.code, completed.pool, columns, completed.tables, 0, rows.num_rows, space)


def machine_cells(cells: pa.Array, values: Sequence[str] | None) -> pa.Array:
    """Cells the machine reads.

    Args:
        cells: a typed column.
        values: of a listed field, its values: their places become the codes.
    """
    kind = cells.type
    if pa.types.is_dictionary(kind):
        if values is None or cells.dictionary.equals(_texts(tuple(values), cells.dictionary.type)):
            return cells
        return _recoded(cells, values)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        encoded = cells.dictionary_encode()
        return encoded if values is None else _recoded(encoded, values)
    return cells


@lru_cache
def _texts(values: tuple[str, ...], kind: pa.DataType) -> pa.Array:
    return pa.array(values, kind)


def _recoded(cells: pa.Array, values: Sequence[str]) -> pa.Array:
    """Codes by the places of the values."""
    places = pc.index_in(cells.dictionary, pa.array(values, cells.dictionary.type)).cast(_code_type(len(values)))
    return pa.DictionaryArray.from_arrays(places.take(cells.indices), pa.array(values, pa.string()))


def _code_type(count: int) -> pa.DataType:
    return pa.int8() if count <= 2**7 else pa.int16()
