"""The compact protocol of Thrift, in which Parquet tells of itself: as much of it as that needs.

A structure is a dictionary from the number of a field to what it holds, with its kind, since nothing else tells
whether a number has 16 bits or 64. So what is read is written again as it was, whatever it means.
https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Field: TypeAlias = tuple[int, Any]  # a kind, and a value of that kind
Struct: TypeAlias = dict[int, Field]

_YES: Final = 1
_NO: Final = 2
_BYTE: Final = 3
I16: Final = 4
I32: Final = 5
I64: Final = 6
BINARY: Final = 8
LIST: Final = 9  # its value: the kind of its items, and the items
STRUCT: Final = 12
_INTEGERS: Final = frozenset({I16, I32, I64})
_FLAGS: Final = frozenset({_YES, _NO})
TRUE: Final[Field] = (_YES, None)  # its kind is its value
_LONG: Final = 15  # a list of so many items or more, or a field so far behind the last, tells the number apart


def integers(kind: int, numbers: Iterable[int]) -> Field:
    """A list of integers."""
    return LIST, (kind, list(numbers))


# --- writing -----------------------------------------------------------------------------------------------


def encoded(struct: Struct) -> bytes:
    """A structure as bytes."""
    data = bytearray()
    _put_struct(data, struct)
    return bytes(data)


def list_head(kind: int, count: int) -> bytes:
    """What stands before the items of a list."""
    data = bytearray()
    _put_list_head(data, kind, count)
    return bytes(data)


def varint(number: int) -> bytes:
    """A number that is not negative, 7 bits to a byte, the low ones first."""
    data = bytearray()
    _put_varint(data, number)
    return bytes(data)


def _put_struct(data: bytearray, struct: Struct) -> None:
    last = 0
    for number in sorted(struct):
        kind, value = struct[number]
        if 0 < number - last <= _LONG:
            data.append((number - last) << 4 | kind)
        else:
            data.append(kind)
            _put_varint(data, _zigzag(number))
        last = number
        if kind not in _FLAGS:
            _put(data, kind, value)
    data.append(0)


def _put(data: bytearray, kind: int, value: Any) -> None:  # noqa: ANN401 - of any kind
    if kind in _INTEGERS:
        _put_varint(data, _zigzag(value))
    elif kind == BINARY:
        _put_varint(data, len(value))
        data += value
    elif kind == STRUCT:
        _put_struct(data, value)
    elif kind == LIST:
        of, items = value
        _put_list_head(data, of, len(items))
        for item in items:
            _put(data, of, item)
    elif kind in _FLAGS or kind == _BYTE:  # of a list: a byte each
        data.append(value)
    else:
        raise ValueError(f"Parquet has nothing of kind {kind}")


def _put_list_head(data: bytearray, kind: int, count: int) -> None:
    data.append(min(count, _LONG) << 4 | kind)
    if count >= _LONG:
        _put_varint(data, count)


def _put_varint(data: bytearray, number: int) -> None:
    while number > 0x7F:
        data.append(number & 0x7F | 0x80)
        number >>= 7
    data.append(number)


def _zigzag(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


# --- reading -----------------------------------------------------------------------------------------------


def decoded(data: bytes) -> Struct:
    """The structure that bytes begin with."""
    return _Reader(data).struct()


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def struct(self) -> Struct:
        struct: Struct = {}
        number = 0
        while head := self._byte():
            kind = head & 0xF
            number = number + (head >> 4) if head >> 4 else self._integer()
            struct[number] = (kind, None if kind in _FLAGS else self._value(kind))
        return struct

    def _value(self, kind: int) -> Any:  # noqa: ANN401 - of any kind
        if kind in _INTEGERS:
            return self._integer()
        if kind == BINARY:
            size = self._varint()
            self._at += size
            return self._data[self._at - size : self._at]
        if kind == STRUCT:
            return self.struct()
        if kind == LIST:
            head = self._byte()
            count = head >> 4 if head >> 4 < _LONG else self._varint()
            return head & 0xF, [self._value(head & 0xF) for _ in range(count)]
        if kind in _FLAGS or kind == _BYTE:
            return self._byte()
        raise ValueError(f"Parquet has nothing of kind {kind}")

    def _byte(self) -> int:
        byte = self._data[self._at]
        self._at += 1
        return byte

    def _varint(self) -> int:
        number = shift = 0
        while (byte := self._byte()) > 0x7F:
            number |= (byte & 0x7F) << shift
            shift += 7
        return number | byte << shift

    def _integer(self) -> int:
        number = self._varint()
        return number >> 1 ^ -(number & 1)
