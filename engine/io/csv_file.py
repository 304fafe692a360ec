"""Tables as CSV for people who open them in a spreadsheet.

A text that begins like a formula would be run by the spreadsheet: it gets a leading apostrophe, unless it is a number.
Keys stay as they are, since other systems look them up, but for those that begin with = or @ or hold what no
identifier does; + and - begin some telephone numbers and hashes.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

if TYPE_CHECKING:
    from typing import BinaryIO

LIST_SEPARATOR: Final = ";"
BOM: Final = b"\xef\xbb\xbf"  # without it Excel takes UTF-8 for the code page of the machine

# East Asian editions of Excel take the full-width signs too.
_FORMULA: Final = "[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
_NUMBER: Final = r"^[+-]?[0-9][0-9,]*(\.[0-9]*)?([eE][+-]?[0-9]+)?%?$"
# A number with its sign, or a hash in one of the alphabets of base 64.
_IDENTIFIER: Final = r"^[+-][A-Za-z0-9_/+=-]*$"


class CsvFile:
    """A CSV file that Excel opens rightly: UTF-8 with BOM, lists joined by semicolons."""

    def __init__(self, file: BinaryIO, schema: pa.Schema) -> None:
        names = _harmless(pa.array(schema.names, pa.string())).to_pylist()
        types = [pa.string() if _is_text(field.type) else field.type for field in schema]
        self._schema = pa.schema(list(zip(names, types, strict=True)))
        file.write(BOM)
        self._writer = csv.CSVWriter(file, self._schema)

    def write(self, batch: pa.RecordBatch) -> None:
        """Append rows."""
        columns = zip(batch.schema, batch.columns, strict=True)
        cells = [_csv_cells(field, column) for field, column in columns]
        self._writer.write_batch(pa.RecordBatch.from_arrays(cells, schema=self._schema))

    def finish(self) -> None:
        """Write what is still held back."""
        self._writer.close()

    def discard(self) -> None:
        """Give up."""
        with suppress(OSError):
            self._writer.close()


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_dictionary(kind))


def _csv_cells(field: pa.Field, column: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(field.type):
        return _harmless(column.cast(pa.string()))
    if pa.types.is_list(field.type):
        # Every item, not only the first: where Excel splits cells at semicolons, each begins a cell.
        joined = pc.binary_join(column.cast(pa.list_(pa.string())), LIST_SEPARATOR)
        return pc.replace_substring_regex(joined, f"(^|{LIST_SEPARATOR})({_FORMULA})", r"\1'\2")
    if pa.types.is_string(field.type):
        return _harmless(column, _IDENTIFIER if _is_key(field) else _NUMBER)
    return column


def _harmless(texts: pa.Array, unless: str = _NUMBER) -> pa.Array:
    """The texts, those that begin like a formula with an apostrophe, unless they look like something known."""
    formula = pc.match_substring_regex(texts, f"^{_FORMULA}")
    known = pc.match_substring_regex(texts, unless)
    return pc.if_else(pc.and_not(formula, known), pc.binary_join_element_wise("'", texts, ""), texts)


def _is_key(field: pa.Field) -> bool:
    return bool(field.metadata and field.metadata.get(b"tiercel.kind") == b"key")
