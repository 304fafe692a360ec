"""Puts formulas and forms in order: each once, after what it needs, before what needs it.

All bounds of one form become one instruction, so that a column is read once a block. Everything is computed for
everybody: there are no jumps.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final

from engine.ir import nodes as n
from engine.ir.reach import FIRST_DAY, LAST_DAY
from engine.kernel.instructions import Op
from engine.lower.arithmetic import Arithmetic
from engine.lower.steps import HALF, NARROW, SHORT, Bounds, Steps, Vector
from engine.lower.writer import WIDE_OP, Writer, halves

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.lower.steps import Step

_JOINED: Final[dict[type, Op]] = {n.All: Op.ALL, n.Any: Op.ANY}
_WORTH_NARROWING: Final = 5  # comparisons of one source


class Schedule:
    """Writes a draft.

    Args:
        listed: the values of each field that is a list, whose codes are their places.
        wanted: all formulas and forms that will be asked for, in that order; so that bounds can be put together.
    """

    def __init__(self, listed: Mapping[str, tuple[str, ...]], wanted: Iterable[n.Formula | n.Form]) -> None:
        self.writer = Writer()
        self.text_questions: list[tuple[int, n.Member | n.Matches]] = []
        self.text_tables: dict[str, int] = {}
        self._codes = {name: {value: code for code, value in enumerate(values)} for name, values in listed.items()}
        self._done = self.writer.done
        self._steps = Steps(wanted)
        self._waiting = iter(self._steps.order)
        self._arithmetic = Arithmetic(self.writer, self._steps)

    # --- what is asked for ---

    def mask(self, formula: n.Formula) -> int:
        """The mask of a formula."""
        return self._result(formula)

    def vector(self, form: n.Form) -> int:
        """The vector that holds a form, of whatever width."""
        return self._result(self._steps.goal(form))

    def _result(self, goal: Step) -> int:
        done = self._done
        while goal not in done:
            step = next(self._waiting)
            if isinstance(step, (n.All, n.Any)):
                done[step] = self._joined(step)
            elif isinstance(step, Bounds):
                self._bounds(step)
            elif isinstance(step, Vector):
                done[step] = self._arithmetic.vector(step.of)
            else:
                done[step] = self._formula(step)
        return done[goal]

    # --- comparisons ---

    def _bounds(self, group: Bounds) -> None:
        wanted = sorted(group.wanted, key=attrgetter("bound"))
        self._done[group] = 0
        if group.op is Op.PAIR_AT_LEAST:
            self._pair(wanted)
            return
        source = self._arithmetic.source(group.form)
        if self.writer.is_wide(source):
            self._compare(WIDE_OP[group.op], source, wanted)
            return
        if group.op is Op.AT_LEAST:
            for width in (SHORT, HALF):
                wanted = self._narrowed(group.form, source, wanted, width)
        if wanted:
            self._compare(group.op, source, wanted)

    def _narrowed(
        self, form: n.Form, source: int, wanted: list[n.AtLeast | n.Equal], width: int
    ) -> list[n.AtLeast | n.Equal]:
        """Compare with what fits fewer bytes, if that is much, there; gives the other comparisons."""
        most = 2 ** (8 * width - 1) - 1
        fit = [x for x in wanted if -most <= x.bound <= most]
        is_day = (form.low, form.high) == (FIRST_DAY, LAST_DAY)  # of 4 bytes; other columns have 8
        if len(fit) < _WORTH_NARROWING or width >= (HALF if is_day else NARROW):
            return wanted
        narrow = self.writer.new_vector(width)
        self.writer.emit(Op.NARROW, narrow, source)
        self._compare(Op.AT_LEAST, narrow, fit)
        return [x for x in wanted if not -most <= x.bound <= most]

    def _compare(self, op: Op, source: int, wanted: list[n.AtLeast | n.Equal]) -> None:
        numbers: list[int] = []
        for x in wanted:
            self._done[x] = self.writer.new_mask()
            numbers += (self._done[x], *(halves(x.bound) if op >= Op.WIDE_SET else (x.bound,)))
        self.writer.emit(op, source, self.writer.pooled(numbers), len(wanted))

    def _pair(self, wanted: list[n.AtLeast | n.Equal]) -> None:
        """Comparisons of sums of the same two columns."""
        numbers: list[int] = []
        for x in wanted:
            self._done[x] = self.writer.new_mask()
            numbers += (self._done[x], *(factor for _, factor in x.form.parts), x.bound)
        columns = (self.writer.column(x.field) for x, _ in wanted[0].form.parts if isinstance(x, n.Column))
        self.writer.emit(Op.PAIR_AT_LEAST, *columns, self.writer.pooled(numbers), len(wanted))

    # --- masks ---

    def _joined(self, step: n.All | n.Any) -> int:
        done = self._done
        some: list[int] = []
        others: list[int] = []
        for item in step.items:
            if isinstance(item, n.Not):
                others.append(done[item.operand])
            else:
                some.append(done[item])
        return self.writer.join(_JOINED[step.__class__], some, others)

    def _formula(self, formula: n.Formula) -> int:
        w = self.writer
        match formula:
            case n.Always(value):
                return w.join(Op.ALL if value else Op.ANY, [], [])
            case n.Not(operand):
                return w.join(Op.ALL, [], [self._done[operand]])
        mask = w.new_mask()
        match formula:
            case n.Known(field):
                w.emit(Op.KNOWN, mask, w.column(field))
            case n.Flag(field):
                w.emit(Op.FLAG, mask, w.column(field))
            case n.Member(field, values) if field in self._codes:
                self._member(mask, field, values)
            case n.Member(field) | n.Matches(field):
                self.text_questions.append((w.at, formula))  # completed when the texts are there
                w.emit(Op.LOOKUP, mask, w.column(field), 0)
            case n.SameText(left, right):
                w.emit(Op.SAME, mask, self._text_numbers(left), self._text_numbers(right))
            case _:
                raise TypeError(f"not a formula: {type(formula).__name__}")
        return mask

    def _member(self, mask: int, field: str, values: frozenset[str]) -> None:
        codes = self._codes[field]
        are_most = 2 * len(values) > len(codes)
        few = sorted(codes[value] for value in (codes.keys() - values if are_most else values))
        self.writer.emit(Op.MEMBER, mask, self.writer.column(field), self.writer.pooled(few), len(few))
        if are_most:
            self.writer.emit(Op.ALL, mask, self.writer.pooled([mask]), 0, 1)

    def _text_numbers(self, field: str) -> int:
        vector = self.writer.new_vector()
        table = self.text_tables.setdefault(field, len(self.text_tables))
        self.writer.emit(Op.TRANSLATE, vector, self.writer.column(field), table)
        return vector
