"""What there is to compute, each step once, and what each step needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.ir import nodes as n
from engine.kernel.instructions import Op

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORT, HALF, NARROW, WIDE = 2, 4, 8, 16  # bytes of an integer
_NOTHING: Final[tuple[Step, ...]] = ()


class TooWideError(Exception):
    """A calculation that may leave 127 bits; the check does not let one pass."""


class Vector:
    """A form as integers of 8 or 16 bytes, or a term as what it is best kept in."""

    __slots__ = ("of",)

    def __init__(self, of: n.Form | n.Term) -> None:
        self.of = of


class Bounds:
    """All comparisons of one kind with one form, or with sums of the same two columns: one instruction."""

    __slots__ = ("form", "op", "wanted")

    def __init__(self, op: Op, form: n.Form) -> None:
        self.op, self.form = op, form
        self.wanted: list[n.AtLeast | n.Equal] = []


Step = n.Formula | Vector | Bounds


class Steps:
    """All steps to some goals.

    Args:
        goals: formulas and forms; all of them, so that bounds can be put together.
    """

    def __init__(self, goals: Iterable[n.Formula | n.Form]) -> None:
        self._vectors: dict[int, Vector] = {}
        self._bounds: dict[tuple[int, ...], Bounds] = {}
        self._needs: dict[int, tuple[Step, ...]] = {}
        self._kept: list[Step] = []  # so that ids stay theirs
        waiting: list[Step] = [self.vector(goal) if isinstance(goal, n.Form) else goal for goal in goals]
        while waiting:
            step = waiting.pop()
            if id(step) not in self._needs:
                waiting += self._collected(step)

    def _collected(self, step: Step) -> tuple[Step, ...]:
        """Take a step up; gives what it needs."""
        found = self._needs[id(step)] = self._needed(step)
        self._kept.append(step)
        if isinstance(step, n.AtLeast | n.Equal):
            found[0].wanted.append(step)  # type: ignore[union-attr]  # it needs its bounds
        return found

    def needs(self, step: Step) -> tuple[Step, ...]:
        """What has to be done before a step."""
        found = self._needs.get(id(step))
        return self._collected(step) if found is None else found

    def vector(self, of: n.Form | n.Term) -> Vector:
        """The vector of a form or term."""
        found = self._vectors.get(id(of))
        if found is None:
            found = self._vectors[id(of)] = Vector(of)
        return found

    def source(self, form: n.Form) -> Vector | None:
        """What must be there for a form to be read: its vector, that of its only term, or nothing for a column."""
        term = single(form)
        return None if isinstance(term, n.Column) else self.vector(form if term is None else term)

    def _needed(self, step: Step) -> tuple[Step, ...]:
        match step:
            case n.All(items) | n.Any(items):
                return tuple([x.operand if x.__class__ is n.Not else x for x in items])
            case n.AtLeast() | n.Equal():
                return (self._group(step),)
            case n.Not(operand):
                return (operand,)
            case Bounds():
                return _NOTHING if step.op is Op.PAIR_AT_LEAST else self._source_needed(step.form)
            case Vector():
                return self._vector_needed(step.of)
            case _:
                return _NOTHING

    def _group(self, step: n.AtLeast | n.Equal) -> Bounds:
        form, op = step.form, Op.AT_LEAST if isinstance(step, n.AtLeast) else Op.EQUAL
        key: tuple[int, ...] = (op, id(form))
        if op is Op.AT_LEAST and _is_pair(form):
            op = Op.PAIR_AT_LEAST
            key = (op, id(form.parts[0][0]), id(form.parts[1][0]))
        found = self._bounds.get(key)
        if found is None:
            found = self._bounds[key] = Bounds(op, form)
        return found

    def _source_needed(self, form: n.Form) -> tuple[Step, ...]:
        source = self.source(form)
        return _NOTHING if source is None else (source,)

    def _vector_needed(self, of: n.Form | n.Term) -> tuple[Step, ...]:
        match of:
            case n.Form():
                plain, chosen = addends(of)
                found: list[Step] = [self.vector(term) for term, _ in plain if not isinstance(term, n.Column)]
                for term in chosen:
                    found += (term.condition, *self._source_needed(term.then))
                return tuple(found)
            case n.Calendar(function, day) if function != "add_months":
                return self._source_needed(day)
            case n.Product(left, right) | n.Quotient(_, left, right) | n.Calendar(_, left, right):
                return (self.vector(left), self.vector(right))
            case n.Extreme(_, forms):
                return tuple(self.vector(form) for form in forms)
            case n.Choose(condition, then, otherwise):
                return (condition, *self._source_needed(then), self.vector(otherwise))
            case n.Total(parts):
                return (*(formula for formula, _ in parts), *(self.vector(form) for _, form in parts if form.parts))
            case n.Column():
                return _NOTHING


def single(form: n.Form) -> n.Term | None:
    """The term of a form that is nothing else."""
    if len(form.parts) == 1 and form.parts[0][1] == 1 and not form.constant:
        return form.parts[0][0]
    return None


def addends(form: n.Form) -> tuple[list[tuple[n.Term, int]], list[n.Choose]]:
    """The parts of a sum, and apart from them what is added only where it is known: ``(wealth default 0)``."""
    plain, chosen = [], []
    for term, factor in form.parts:
        if factor == 1 and isinstance(term, n.Choose) and _is_zero(term.otherwise) and width(form) == NARROW:
            chosen.append(term)
        else:
            plain.append((term, factor))
    return plain, chosen


def _is_zero(form: n.Form) -> bool:
    return not form.parts and not form.constant


def _is_pair(form: n.Form) -> bool:
    """Whether a form is a sum of multiples of two columns, all in 8 bytes."""
    return (
        len(form.parts) == 2
        and all(isinstance(term, n.Column) and -(1 << 63) <= factor < 1 << 63 for term, factor in form.parts)
        and width(form) == NARROW
    )


def width(of: n.Form | n.Term) -> int:
    """Bytes of an integer that holds every value."""
    most = max(abs(of.low), abs(of.high))
    if most >> 127:
        raise TooWideError
    return WIDE if most >> 63 else NARROW
