"""Integers of several rows that are written like one: ``+`` and the like stand for vector instructions."""

# mypy: disable-error-code="no-untyped-call,no-any-return"

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from llvmlite import ir

from engine.kernel.emit import vector

if TYPE_CHECKING:
    from engine.kernel.emit import Emit, Operand

LANES: Final = 16  # rows at a time


class Lanes:
    """Integers of so many rows; of comparisons, whether they hold.

    Args:
        at: builder of the code.
        value: a vector.
    """

    __slots__ = ("at", "value")

    def __init__(self, at: Emit, value: Operand) -> None:
        self.at, self.value = at, value

    def _made(self, value: Operand) -> Lanes:
        return Lanes(self.at, value)

    def _operand(self, other: Lanes | int) -> Operand:
        return other.value if isinstance(other, Lanes) else ir.Constant(self.value.type, [other] * LANES)

    def __add__(self, other: Lanes | int) -> Lanes:
        return self._made(self.at.add(self.value, self._operand(other)))

    def __sub__(self, other: Lanes | int) -> Lanes:
        return self._made(self.at.sub(self.value, self._operand(other)))

    def __mul__(self, other: Lanes | int) -> Lanes:
        return self._made(self.at.mul(self.value, self._operand(other)))

    def __floordiv__(self, other: int) -> Lanes:
        """Of integers from 0 on: division by a constant is then a product."""
        return self._made(self.at.udiv(self.value, self._operand(other)))

    def __mod__(self, other: int) -> Lanes:
        """Of integers from 0 on."""
        return self._made(self.at.urem(self.value, self._operand(other)))

    def __and__(self, other: Lanes | int) -> Lanes:
        return self._made(self.at.and_(self.value, self._operand(other)))

    def __xor__(self, other: Lanes | int) -> Lanes:
        return self._made(self.at.xor(self.value, self._operand(other)))

    def __rshift__(self, by: int) -> Lanes:
        """Of integers from 0 on."""
        return self._made(self.at.lshr(self.value, self._operand(by)))

    def __gt__(self, other: Lanes | int) -> Lanes:
        return self._made(self.at.icmp_signed(">", self.value, self._operand(other)))

    def __lt__(self, other: Lanes | int) -> Lanes:
        return self._made(self.at.icmp_signed("<", self.value, self._operand(other)))

    def equals(self, other: Lanes | int) -> Lanes:
        """Whether they are the same."""
        return self._made(self.at.icmp_signed("==", self.value, self._operand(other)))

    def choose(self, one: Lanes | int, other: Lanes | int, like: Lanes) -> Lanes:
        """One where this holds, the other where it does not; numbers become integers like those of a third."""
        return self._made(self.at.select(self.value, like._operand(one), like._operand(other)))

    def least(self, other: Lanes | int) -> Lanes:
        """The lesser of both."""
        return (self < other).choose(self, other, self)

    def greatest(self, other: Lanes | int) -> Lanes:
        """The greater of both."""
        return (self > other).choose(self, other, self)

    def counted(self, bits: int) -> Lanes:
        """1 where this holds, else 0."""
        return self._made(self.at.zext(self.value, vector(ir.IntType(bits), LANES)))

    def wide(self, bits: int) -> Lanes:
        """As longer integers, from 0 on."""
        return self._made(self.at.zext(self.value, vector(ir.IntType(bits), LANES)))

    def signed(self, bits: int) -> Lanes:
        """As longer integers."""
        return self._made(self.at.sext(self.value, vector(ir.IntType(bits), LANES)))

    def short(self, bits: int) -> Lanes:
        """The low bits."""
        return self._made(self.at.trunc(self.value, vector(ir.IntType(bits), LANES)))
