"""Customers who were looked at lately: what was read of one need not be read again of another who is much like him."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.ir import nodes as n
from engine.ir.values import Customer
from engine.ir.walk import operands

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from engine.ir.walk import Node
    from engine.proof.samples import Row

_MANY: Final = 64  # customers who are remembered
_DEPTH: Final = 8  # how many of them are read one through the other
_NOTHING: Final = object()


class Memory:
    """Remembers customers.

    Args:
        nodes: all that will be read, each after what it is made of.
    """

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._fields: dict[str, int] = {}  # a bit for each
        self._reads: dict[int, int] = {}  # of each node, the bits of its fields
        for node in nodes:
            self._reads[id(node)] = self._read_by(node)
        self._unread: dict[str, frozenset[int]] = {}
        self._customers: dict[tuple[tuple[str, object], ...], Customer] = {}
        self._model: tuple[Row, Customer] | None = None

    def _read_by(self, node: Node) -> int:
        match node:
            case n.Column(field) | n.Known(field) | n.Flag(field) | n.Member(field) | n.Matches(field):
                return self._bit(field)
            case n.SameText(left, right):
                return self._bit(left) | self._bit(right)
            case _:
                found = 0
                for part in operands(node):
                    found |= self._reads[id(part)]
                return found

    def _bit(self, field: str) -> int:
        return self._fields.setdefault(field, 1 << len(self._fields))

    def customer(self, row: Row) -> Customer:
        """The customer with some values."""
        key = tuple(row.items())
        found = self._customers.pop(key, None) or self._new(row)
        self._customers[key] = found
        if len(self._customers) > _MANY:
            del self._customers[next(iter(self._customers))]
        return found

    def unread(self, field: str) -> Container[int]:
        """The ids of nodes that do not read a field."""
        if field not in self._unread:
            bit = self._fields.get(field, 0)
            self._unread[field] = frozenset(key for key, reads in self._reads.items() if not reads & bit)
        return self._unread[field]

    def expect_like(self, row: Row) -> None:
        """Expect that who comes next is much like a customer."""
        self._model = row, self.customer(row)

    def _new(self, row: Row) -> Customer:
        if self._model is None:
            return Customer(row)
        other, model = self._model
        if isinstance(model, _Alike) and model.depth == _DEPTH:
            return Customer(row)
        differs = 0
        for field, bit in self._fields.items():
            if row.get(field, _NOTHING) != other.get(field, _NOTHING):
                differs |= bit
        return _Alike(row, model, differs, self._reads)


class _Alike(Customer):
    """A customer of whom only that is read which reads a field in which he differs from another.

    Args:
        row: his values.
        other: whom he is like.
        differs: the bits of the fields in which he is not.
        reads: of each node, the bits of its fields.

    Attributes:
        depth: so many others he may be read through.
    """

    def __init__(self, row: Row, other: Customer, differs: int, reads: Mapping[int, int]) -> None:
        super().__init__(row)
        self._other, self._differs, self._reads = other, differs, reads
        self.depth: int = other.depth + 1 if isinstance(other, _Alike) else 1

    def _holds(self, formula: n.Formula) -> bool:
        is_other = self._reads[id(formula)] & self._differs
        return super()._holds(formula) if is_other else self._other.holds(formula)

    def _value(self, form: n.Form) -> int:
        is_other = self._reads[id(form)] & self._differs
        return super()._value(form) if is_other else self._other.value(form)
