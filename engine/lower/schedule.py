"""Puts formulas and forms in order: each once, after what it needs, before what needs it.

All bounds of one form become one instruction, so that a column is read once a block. Everything is computed for
everybody: there are no jumps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.ir import nodes as n
from engine.kernel.instructions import Calendar, Op, Rounding
from engine.lower.slots import Draft

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ROUNDING: Final = {"down": Rounding.DOWN, "up": Rounding.UP, "half": Rounding.HALF}
_CALENDAR: Final = {
    "months_since": Calendar.MONTHS_SINCE, "years_since": Calendar.YEARS_SINCE, "anniversary": Calendar.ANNIVERSARY,
    "add_months": Calendar.ADD_MONTHS, "month": Calendar.MONTH,
}  # fmt: skip
_WIDE_OP: Final = {
    Op.SET: Op.WIDE_SET, Op.ADD: Op.WIDE_ADD, Op.MULTIPLY: Op.WIDE_MULTIPLY, Op.LEAST: Op.WIDE_LEAST,
    Op.GREATEST: Op.WIDE_GREATEST, Op.TAKE_WHERE: Op.WIDE_TAKE_WHERE, Op.DIVIDE: Op.WIDE_DIVIDE,
    Op.AT_LEAST: Op.WIDE_AT_LEAST, Op.EQUAL: Op.WIDE_EQUAL,
}  # fmt: skip
_INT16: Final = 2**15 - 1
_SHORT, _NARROW, _WIDE = 2, 8, 16  # bytes of an integer


class TooWideError(Exception):
    """A calculation that may leave 127 bits; the check does not let one pass."""


class Vector:
    """A form as integers of 8 or 16 bytes, or a term as what it is best kept in."""

    __slots__ = ("of",)

    def __init__(self, of: n.Form | n.Term) -> None:
        self.of = of


class Bounds:
    """All comparisons of one kind with one form: one instruction."""

    __slots__ = ("form", "op", "wanted")

    def __init__(self, op: Op, form: n.Form) -> None:
        self.op, self.form = op, form
        self.wanted: list[n.AtLeast | n.Equal] = []


Step = n.Formula | Vector | Bounds


class Schedule:
    """Writes a draft.

    Args:
        listed: the values of each field that is a list, whose codes are their places.
        wanted: all formulas that will be asked for, and forms; so that bounds can be put together.
    """

    def __init__(self, listed: Mapping[str, tuple[str, ...]], wanted: Iterable[n.Formula | n.Form]) -> None:
        self.draft = Draft()
        self.columns: dict[str, int] = {}
        self.text_questions: list[tuple[int, n.Member | n.Matches]] = []
        self.text_tables: dict[str, int] = {}
        self._listed = listed
        self._vectors: dict[int, Vector] = {}
        self._bounds: dict[tuple[Op, int], Bounds] = {}
        self._done: dict[int, int] = {}  # by id of step: its mask, or its source
        self._kept: list[object] = []
        self._collect(wanted)

    # --- what is asked for ---

    def mask(self, formula: n.Formula) -> int:
        """The mask of a formula."""
        self._run(formula)
        return self._done[id(formula)]

    def vector(self, form: n.Form) -> int:
        """The vector that holds a form, of whatever width."""
        single = _single(form)
        step = self._vector(form if single is None or isinstance(single, n.Column) else single)
        self._run(step)
        return self._done[id(step)]

    def emit(self, op: Op, *operands: int) -> None:
        """Append an instruction."""
        self.draft.code.append([int(op), *operands])

    def _column(self, field: str) -> int:
        return self.columns.setdefault(field, len(self.columns))

    # --- order ---

    def _collect(self, wanted: Iterable[n.Formula | n.Form]) -> None:
        """Find all bounds of each form."""
        waiting: list[object] = list(wanted)
        seen: set[int] = set()
        while waiting:
            step = waiting.pop()
            if id(step) in seen:
                continue
            seen.add(id(step))
            self._kept.append(step)
            if isinstance(step, n.AtLeast | n.Equal):
                self._group(step).wanted.append(step)
            if isinstance(step, n.Form):
                waiting += (self._vector(step),)
            else:
                waiting += self._needs(step)  # type: ignore[arg-type]

    def _group(self, step: n.AtLeast | n.Equal) -> Bounds:
        op = Op.AT_LEAST if isinstance(step, n.AtLeast) else Op.EQUAL
        key = (op, id(step.form))
        if key not in self._bounds:
            self._bounds[key] = Bounds(op, step.form)
        return self._bounds[key]

    def _vector(self, of: n.Form | n.Term) -> Vector:
        if id(of) not in self._vectors:
            self._vectors[id(of)] = Vector(of)
        return self._vectors[id(of)]

    def _needs(self, step: Step) -> tuple[Step, ...]:
        match step:
            case n.All(items) | n.Any(items):
                return tuple(x.operand if isinstance(x, n.Not) else x for x in items)
            case n.Not(operand):
                return (operand,)
            case n.AtLeast() | n.Equal():
                return (self._group(step),)
            case Bounds():
                return self._source_needs(step.form)
            case Vector():
                return self._vector_needs(step.of)
            case _:
                return ()

    def _source_needs(self, form: n.Form) -> tuple[Step, ...]:
        single = _single(form)
        if isinstance(single, n.Column):
            return ()
        return (self._vector(form if single is None else single),)

    def _vector_needs(self, of: n.Form | n.Term) -> tuple[Step, ...]:
        match of:
            case n.Form(terms):
                return tuple(self._vector(term) for term, _ in terms if not isinstance(term, n.Column))
            case n.Product(left, right) | n.Quotient(_, left, right) | n.Calendar(_, left, right):
                return (self._vector(left), self._vector(right))
            case n.Extreme(_, forms):
                return tuple(self._vector(form) for form in forms)
            case n.Choose(condition, then, otherwise):
                return (condition, self._vector(then), self._vector(otherwise))
            case n.Total(parts):
                masks: tuple[Step, ...] = tuple(formula for formula, _ in parts)
                return (*masks, *(self._vector(form) for _, form in parts if form.parts))
            case n.Column():
                return ()

    def _run(self, goal: Step) -> None:
        """Emit a step after everything it needs; without recursion, since chains may be long."""
        waiting: list[tuple[Step, bool]] = [(goal, False)]
        while waiting:
            step, ready = waiting.pop()
            if id(step) in self._done:
                continue
            if ready:
                self._emit(step)
            else:
                waiting.append((step, True))
                waiting += [(needed, False) for needed in reversed(self._needs(step)) if id(needed) not in self._done]

    # --- steps ---

    def _emit(self, step: Step) -> None:
        match step:
            case Vector():
                self._done[id(step)] = self._emit_vector(step.of)
            case Bounds():
                self._emit_bounds(step)
            case n.AtLeast() | n.Equal():
                raise AssertionError("emitted with its form")
            case _:
                self._done[id(step)] = self._emit_formula(step)

    def _new_mask(self) -> int:
        self.draft.masks += 1
        return self.draft.masks - 1

    def _new_vector(self, width: int = 8) -> int:
        """The number of a vector, as operands name it."""
        self.draft.vectors.append(width)
        return -len(self.draft.vectors)

    def _emit_bounds(self, group: Bounds) -> None:
        source = self._form_source(group.form)
        is_wide = source < 0 and self.draft.vectors[-1 - source] == _WIDE
        first = len(self.draft.pool)
        for wanted in sorted(group.wanted, key=lambda x: x.bound):
            self._done[id(wanted)] = self._new_mask()
            self.draft.pool += (self._done[id(wanted)], *(_halves(wanted.bound) if is_wide else (wanted.bound,)))
        self.emit(_WIDE_OP[group.op] if is_wide else group.op, source, first, len(group.wanted))
        self._done[id(group)] = source

    def _form_source(self, form: n.Form) -> int:
        single = _single(form)
        if isinstance(single, n.Column):
            return self._column(single.field)
        return self._done[id(self._vector(form if single is None else single))]

    def _emit_formula(self, formula: n.Formula) -> int:
        if isinstance(formula, n.All | n.Any):
            return self._emit_joined(formula)
        mask = self._new_mask()
        match formula:
            case n.Always(value):
                self.emit(Op.FILL, mask, int(value))
            case n.Known(field):
                self.emit(Op.KNOWN, mask, self._column(field))
            case n.Flag(field):
                self.emit(Op.FLAG, mask, self._column(field))
            case n.Not(operand):
                self.emit(Op.NOT, mask, self._done[id(operand)])
            case n.Member(field, values) if field in self._listed:
                self._emit_member(mask, field, values)
            case n.Member(field) | n.Matches(field):
                self.text_questions.append((len(self.draft.code), formula))  # completed when the texts are there
                self.emit(Op.LOOKUP, mask, self._column(field), 0)
            case n.SameText(left, right):
                self.emit(Op.SAME, mask, self._text_numbers(left), self._text_numbers(right))
            case _:
                raise TypeError(f"not a formula: {type(formula).__name__}")
        return mask

    def _emit_member(self, mask: int, field: str, values: frozenset[str]) -> None:
        places = [i for i, value in enumerate(self._listed[field]) if value in values]
        others = [i for i, value in enumerate(self._listed[field]) if value not in values]
        few = min(places, others, key=len)
        first = len(self.draft.pool)
        self.draft.pool += few
        self.emit(Op.MEMBER, mask, self._column(field), first, len(few))
        if few is not places:
            self.emit(Op.NOT, mask, mask)

    def _text_numbers(self, field: str) -> int:
        vector = self._new_vector()
        self.emit(Op.TRANSLATE, vector, self._column(field), self.text_tables.setdefault(field, len(self.text_tables)))
        return vector

    def _emit_joined(self, formula: n.All | n.Any) -> int:
        """One after the other into one mask; opposites join last, which costs nothing for ``all``."""
        joins_all = isinstance(formula, n.All)
        plain = [self._done[id(x)] for x in formula.items if not isinstance(x, n.Not)]
        opposite = [self._done[id(x.operand)] for x in formula.items if isinstance(x, n.Not)]
        mask = self._new_mask()
        if joins_all and plain:
            self._fold(Op.AND, mask, plain)
            for i, other in enumerate(opposite):
                self.emit(Op.AND_NOT, mask, plain[0] if len(plain) == 1 and i == 0 else mask, other)
            return mask
        # By De Morgan: all of only opposites; or any, with opposites.
        if not opposite:
            self._fold(Op.OR, mask, plain)
            return mask
        self._fold(Op.OR if joins_all else Op.AND, mask, opposite)
        if not joins_all:
            for i, other in enumerate(plain):
                self.emit(Op.AND_NOT, mask, opposite[0] if len(opposite) == 1 and i == 0 else mask, other)
        self.emit(Op.NOT, mask, opposite[0] if len(opposite) == 1 and (joins_all or not plain) else mask)
        return mask

    def _fold(self, op: Op, mask: int, items: list[int]) -> None:
        """Join two or more into a mask; of one nothing is made, it is read where it stands."""
        for i, item in enumerate(items[1:]):
            self.emit(op, mask, items[0] if i == 0 else mask, item)

    # --- vectors ---
    #
    # Sums and products wrap round, so only results must fit their vector. A wide vector whose values fit 8 bytes serves
    # as a narrow one, and so does one whose values do not matter where they do not fit, as those of days do.

    def _emit_vector(self, of: n.Form | n.Term) -> int:
        width = _width(of)
        match of:
            case n.Form():
                return self._emit_form(of, width)
            case n.Product(left, right):
                vector = self._new_vector(width)
                self._calculate(Op.MULTIPLY, vector, self._held(left), self._held(right))
            case n.Extreme(which, forms):
                vector = self._copy(forms[0], max(_width(form) for form in forms))
                for form in forms[1:]:
                    self._calculate(Op.LEAST if which == "min" else Op.GREATEST, vector, self._held(form))
            case n.Choose(condition, then, otherwise):
                vector = self._copy(otherwise, width)
                self._calculate(Op.TAKE_WHERE, vector, self._done[id(condition)], self._held(then))
            case n.Quotient(mode, numerator, denominator):
                vector = self._new_vector(width)
                widest = max(width, _width(numerator), _width(denominator))
                op = _WIDE_OP[Op.DIVIDE] if widest == _WIDE else Op.DIVIDE
                self.emit(op, vector, self._held(numerator), self._held(denominator), int(_ROUNDING[mode]))
            case n.Calendar(function, day, argument):
                vector = self._new_vector()
                self.emit(Op.CALENDAR, vector, self._held(day), self._held(argument), int(_CALENDAR[function]))
            case n.Total(parts):
                return self._emit_total(parts)
            case n.Column():
                raise AssertionError("a column is its own source")
        return vector

    def _calculate(self, op: Op, vector: int, *operands: int) -> None:
        """Emit an instruction on a vector in the kind for its width."""
        self.emit(_WIDE_OP[op] if self.draft.vectors[-1 - vector] == _WIDE else op, vector, *operands)

    def _calculate_with(self, value: int, op: Op, vector: int, *operands: int) -> None:
        """The same with a number as its last operand."""
        if self.draft.vectors[-1 - vector] == _WIDE:
            at = len(self.draft.pool)
            self.draft.pool += _halves(value)
        else:
            at = _halves(value)[0]
        self._calculate(op, vector, *operands, at)

    def _held(self, form: n.Form) -> int:
        """A form as a vector of 8 or 16 bytes; its step is done."""
        return self._done[id(self._vector(form))]

    def _copy(self, form: n.Form, width: int) -> int:
        vector = self._new_vector(width)
        self._calculate_with(0, Op.SET, vector)
        self._calculate_with(1, Op.ADD, vector, self._held(form))
        return vector

    def _emit_form(self, form: n.Form, width: int) -> int:
        single = _single(form)
        if single is not None and not isinstance(single, n.Column):
            found = self._done[id(self._vector(single))]
            if self.draft.vectors[-1 - found] >= _NARROW:
                return found
        vector = self._new_vector(width)
        self._calculate_with(form.constant, Op.SET, vector)
        for term, factor in form.parts:
            source = self._column(term.field) if isinstance(term, n.Column) else self._done[id(self._vector(term))]
            self._calculate_with(factor, Op.ADD, vector, source)
        return vector

    def _emit_total(self, parts: tuple[tuple[n.Formula, n.Form], ...]) -> int:
        """A sum fits 8 bytes; one of constants that stays small is kept in 2: four times as many customers at once."""
        most = sum(max(abs(form.low), abs(form.high)) for _, form in parts)
        vector = self._new_vector(_SHORT if most <= _INT16 and not any(form.parts for _, form in parts) else _NARROW)
        self.emit(Op.SET, vector, 0)
        for formula, form in parts:
            mask = self._done[id(formula)]
            if form.parts:
                self.emit(Op.ADD_WHERE, vector, mask, self._held(form))
            elif form.constant:
                self.emit(Op.COUNT_WHERE, vector, mask, form.constant)
        return vector


def _single(form: n.Form) -> n.Term | None:
    """The term of a form that is nothing else."""
    if len(form.parts) == 1 and form.parts[0][1] == 1 and not form.constant:
        return form.parts[0][0]
    return None


def _width(of: n.Form | n.Term) -> int:
    """Bytes of an integer that holds every value."""
    most = max(abs(of.low), abs(of.high))
    if most >> 127:
        raise TooWideError
    return _WIDE if most >> 63 else _NARROW


def _halves(value: int) -> tuple[int, int]:
    """The low and the high 64 bits, each as a signed integer; what is beyond them is lost."""
    low, high = (half & (2**64 - 1) for half in (value, value >> 64))
    return low - (low >> 63 << 64), high - (high >> 63 << 64)
