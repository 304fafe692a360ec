"""What there is to compute, each step once, and what each step needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.ir import nodes as n
from engine.kernel.instructions import Op

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORT, HALF, NARROW, WIDE = 2, 4, 8, 16  # bytes of an integer
_COMPARED: Final[dict[type, Op]] = {n.AtLeast: Op.AT_LEAST, n.Equal: Op.EQUAL}
_PAIR_AT_LEAST: Final = Op.PAIR_AT_LEAST
_COMPARISONS: Final = (n.AtLeast, n.Equal)
_JOINED: Final = (n.All, n.Any)
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
        goals: formulas and forms, in the order in which they will be asked for.

    Attributes:
        order: each step once, after what has to be done before it; but comparisons, which are done with their bounds.
    """

    def __init__(self, goals: Iterable[n.Formula | n.Form]) -> None:
        self._vectors: dict[n.Form | n.Term, Vector] = {}
        self._bounds: dict[tuple[object, ...], Bounds] = {}
        self.order: list[Step] = []
        self._placed: dict[Step, bool] = {}  # of each step that was met, whether what it needs is done
        for goal in goals:
            self._reach(self.goal(goal))

    def _reach(self, goal: Step) -> None:
        """Put a step in the order, behind all that is missing before it."""
        placed = self._placed
        waiting = [goal]
        while waiting:  # no recursion, since chains may be long
            step = waiting.pop()
            is_placed = placed.get(step)
            if is_placed:
                continue
            missing = self._missing(step) if is_placed is None else None
            if missing:
                placed[step] = False
                waiting.append(step)
                missing.reverse()
                waiting += missing
            else:
                placed[step] = True
                if not isinstance(step, _COMPARISONS):
                    self.order.append(step)

    def goal(self, of: n.Formula | n.Form) -> Step:
        """The step whose result is asked for."""
        return (self.source(of) or self.vector(of)) if isinstance(of, n.Form) else of

    def vector(self, of: n.Form | n.Term) -> Vector:
        """The vector of a form or term."""
        found = self._vectors.get(of)
        if found is None:
            found = self._vectors[of] = Vector(of)
        return found

    def source(self, form: n.Form) -> Vector | None:
        """What must be there for a form to be read: its vector, that of its only term, or nothing for a column."""
        term = single(form)
        return None if isinstance(term, n.Column) else self.vector(form if term is None else term)

    def _missing(self, step: Step) -> list[Step]:
        """What has to be done before a step, and was not met before."""
        placed = self._placed
        if not isinstance(step, _JOINED):
            return [x for x in self._needed(step) if x not in placed]
        missing: list[Step] = []
        for item in step.items:  # most steps are of this kind
            needed = item.operand if item.__class__ is n.Not else item
            if needed not in placed:
                missing.append(needed)
        return missing

    def _needed(self, step: Step) -> tuple[Step, ...]:
        """What has to be done before a step that joins no others."""
        if isinstance(step, _COMPARISONS):
            bounds = self._group(step)
            bounds.wanted.append(step)
            return (bounds,)
        if isinstance(step, n.Not):
            return (step.operand,)
        if isinstance(step, Bounds):
            return _NOTHING if step.op is _PAIR_AT_LEAST else self._source_needed(step.form)
        if isinstance(step, Vector):
            return self._vector_needed(step.of)
        return _NOTHING

    def _group(self, step: n.AtLeast | n.Equal) -> Bounds:
        form = step.form
        if isinstance(step, n.AtLeast) and _is_pair(form):
            return self._bounded((form.parts[0][0], form.parts[1][0]), _PAIR_AT_LEAST, form)
        return self._bounded((step.__class__, form), _COMPARED[step.__class__], form)

    def _bounded(self, key: tuple[object, ...], op: Op, form: n.Form) -> Bounds:
        return self._bounds.get(key) or self._bounds.setdefault(key, Bounds(op, form))

    def _source_needed(self, form: n.Form) -> tuple[Step, ...]:
        source = self.source(form)
        return _NOTHING if source is None else (source,)

    def _vector_needed(self, of: n.Form | n.Term) -> tuple[Step, ...]:
        match of:
            case n.Form():
                term = single(of)
                if term is not None and not isinstance(term, n.Column):
                    return (self.vector(term),)
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
