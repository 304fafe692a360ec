"""Reads single cells and columns for tests."""

from engine.io.cells import CellReader
from engine.io.convert import convert
from engine.io.reasons import Fault


def read(a_field, cell):
    """The stored value, or the code of the fault."""
    found = CellReader(a_field).read(cell)
    return found.code if isinstance(found, Fault) else found


def both(a_field, cells, values=None):
    """Read a column and each of its cells, which must agree; returns values, or codes of faults."""
    reader = CellReader(a_field)
    column = convert(reader, cells)
    read_whole = [column.faults.get(at, value) for at, value in enumerate(column.values.to_pylist())]
    one_by_one = [reader.read(value) for value in (cells.to_pylist() if values is None else values)]
    assert read_whole == one_by_one
    assert [type(value) for value in read_whole] == [type(value) for value in one_by_one]
    assert all(column.values[at].as_py() is None for at in column.faults)
    return [found.code if isinstance(found, Fault) else found for found in read_whole]
