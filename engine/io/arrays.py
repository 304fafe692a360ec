"""Small things done to Arrow arrays, fast.

Arrow looks for pandas whenever it makes something of Python values, which takes long where there is none: so what is
made of them is kept.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from engine.io.numerals import BLANK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.columns import Stored

NULL: Final = pa.scalar(None)
_NOTHING: Final = pa.scalar(0, pa.int32())
_ASCII_BLANKS: Final = "".join(sign for sign in BLANK if sign.isascii()).encode()
_OFFSET_BYTES: Final = 4


@lru_cache(4096, typed=True)
def constant(value: Stored | float | None, kind: pa.DataType) -> pa.Scalar:
    """A value of a type."""
    return pa.scalar(value, kind)


@lru_cache(1024)
def texts_array(texts: tuple[str, ...]) -> pa.Array:
    """Some texts."""
    return pa.array(texts, pa.string())


def is_text(kind: pa.DataType) -> bool:
    """Whether an array of this type holds texts, or what is said to be."""
    types = pa.types
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def as_texts(schema: pa.Schema) -> pa.Schema:
    """Columns in which texts stand instead of places in a dictionary."""
    return pa.schema([field.with_type(_as_texts(field.type)) for field in schema], schema.metadata)


def _as_texts(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_list(kind):
        return pa.list_(kind.value_field.with_type(_as_texts(kind.value_type)))
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def bytes_of(texts: pa.Array) -> bytes:
    """All the texts, one behind the other."""
    _, ends, held = texts.buffers()
    if held is None or not len(texts):
        return b""
    first, last = (_offset(ends, at) for at in (texts.offset, texts.offset + len(texts)))
    return bytes(held.slice(first, last - first).to_pybytes())


def _offset(ends: pa.Buffer, at: int) -> int:
    return int.from_bytes(ends.slice(at * _OFFSET_BYTES, _OFFSET_BYTES).to_pybytes(), "little")


def only(texts: pa.Array, kept: pa.Array) -> pa.Array:
    """The texts at places that are kept, the others null; ``kept`` may be null only where a text is."""
    if texts.null_count:
        kept = pc.and_kleene(kept, texts.is_valid())
    if kept.offset or kept.null_count:
        return pc.if_else(kept, texts, NULL)
    _, ends, held = texts.buffers()
    ends = ends.slice(texts.offset * _OFFSET_BYTES)
    return pa.Array.from_buffers(texts.type, len(texts), [kept.buffers()[1], ends, held])


def trimmed(texts: pa.Array, known: bytes | None = None) -> pa.Array:
    """Without blanks at the edges.

    Args:
        texts: some texts.
        known: their bytes, where the caller has them.
    """
    data = bytes_of(texts) if known is None else known
    if data.isascii() and len(data.translate(None, _ASCII_BLANKS)) == len(data):
        return texts
    return pc.utf8_trim(texts, BLANK)


def filled(texts: pa.Array) -> pa.Array:
    """The texts that are not empty, the others null."""
    if not len(texts):
        return texts
    return only(texts, pc.greater(pc.binary_length(texts), _NOTHING))


def pick(cells: pa.Array, positions: Sequence[int]) -> pa.Array:
    """Some cells, of whatever type: Arrow cannot take from views, nor from what holds some."""
    try:
        return cells.take(pa.array(positions, pa.int64()))
    except pa.ArrowNotImplementedError:
        return pa.concat_arrays([cells.slice(at, 1) for at in positions] or [cells.slice(0, 0)])


def within(counts: pa.Array, low: int, high: int) -> pa.Array:
    """Whether integers lie between two bounds that their own type may not hold."""
    width, signed = counts.type.bit_width, pa.types.is_signed_integer(counts.type)
    least, most = (-(2 ** (width - 1)), 2 ** (width - 1) - 1) if signed else (0, 2**width - 1)
    return pc.and_(
        pc.greater_equal(counts, constant(max(low, least), counts.type)),
        pc.less_equal(counts, constant(min(high, most), counts.type)),
    )
