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

_WORTH_NARROWING: Final = 5  # comparisons of one source


class Schedule:
    """Writes a draft.

    Args:
        listed: the values of each field that is a list, whose codes are their places.
        wanted: all formulas that will be asked for, and forms; so that bounds can be put together.
    """

    def __init__(self, listed: Mapping[str, tuple[str, ...]], wanted: Iterable[n.Formula | n.Form]) -> None:
        self.writer = Writer()
        self.text_questions: list[tuple[int, n.Member | n.Matches]] = []
        self.text_tables: dict[str, int] = {}
        self._listed = listed
        self._done = self.writer.done
        self._steps = Steps(wanted)
        self._arithmetic = Arithmetic(self.writer, self._steps)

    # --- what is asked for ---

    def mask(self, formula: n.Formula) -> int:
        """The mask of a formula."""
        self._run(formula)
        return self._done[id(formula)]

    def vector(self, form: n.Form) -> int:
        """The vector that holds a form, of whatever width."""
        step = self._steps.source(form) or self._steps.vector(form)
        self._run(step)
        return self._done[id(step)]

    # --- order ---

    def _run(self, goal: Step) -> None:
        """Emit a step after everything it needs; without recursion, since chains may be long."""
        done, waiting = self._done, [goal]
        while waiting:
            step = waiting[-1]
            if id(step) in done:
                waiting.pop()
                continue
            missing = [x for x in self._steps.needs(step) if id(x) not in done]
            if missing:
                waiting += reversed(missing)
            else:
                waiting.pop()
                self._emit(step)

    def _emit(self, step: Step) -> None:
        match step:
            case n.All(items):
                self._done[id(step)] = self._joined(Op.ALL, items)
            case n.Any(items):
                self._done[id(step)] = self._joined(Op.ANY, items)
            case Bounds():
                self._bounds(step)
            case Vector(of=of):
                self._done[id(step)] = self._arithmetic.vector(of)
            case n.AtLeast() | n.Equal():
                raise AssertionError("emitted with its bounds")
            case _:
                self._done[id(step)] = self._formula(step)

    # --- comparisons ---

    def _bounds(self, group: Bounds) -> None:
        wanted = sorted(group.wanted, key=attrgetter("bound"))
        self._done[id(group)] = 0
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
            self._done[id(x)] = self.writer.new_mask()
            numbers += (self._done[id(x)], *(halves(x.bound) if op >= Op.WIDE_SET else (x.bound,)))
        self.writer.emit(op, source, self.writer.pooled(numbers), len(wanted))

    def _pair(self, wanted: list[n.AtLeast | n.Equal]) -> None:
        """Comparisons of sums of the same two columns."""
        numbers: list[int] = []
        for x in wanted:
            self._done[id(x)] = self.writer.new_mask()
            numbers += (self._done[id(x)], *(factor for _, factor in x.form.parts), x.bound)
        columns = (self.writer.column(x.field) for x, _ in wanted[0].form.parts if isinstance(x, n.Column))
        self.writer.emit(Op.PAIR_AT_LEAST, *columns, self.writer.pooled(numbers), len(wanted))

    # --- masks ---

    def _joined(self, op: Op, items: tuple[n.Formula, ...]) -> int:
        done, some, others = self._done, [], []
        for x in items:
            if isinstance(x, n.Not):
                others.append(done[id(x.operand)])
            else:
                some.append(done[id(x)])
        return self._join(op, self.writer.new_mask(), some, others)

    def _join(self, op: Op, mask: int, some: list[int], others: list[int]) -> int:
        """All or any of some masks and the opposites of others."""
        self.writer.emit(op, mask, self.writer.pooled(some + others), len(some), len(others))
        return mask

    def _formula(self, formula: n.Formula) -> int:
        w = self.writer
        mask = w.new_mask()
        match formula:
            case n.Always(value):
                self._join(Op.ALL if value else Op.ANY, mask, [], [])
            case n.Known(field):
                w.emit(Op.KNOWN, mask, w.column(field))
            case n.Flag(field):
                w.emit(Op.FLAG, mask, w.column(field))
            case n.Not(operand):
                self._join(Op.ALL, mask, [], [self._done[id(operand)]])
            case n.Member(field, values) if field in self._listed:
                self._member(mask, field, values)
            case n.Member(field) | n.Matches(field):
                self.text_questions.append((len(w.draft.code), formula))  # completed when the texts are there
                w.emit(Op.LOOKUP, mask, w.column(field), 0)
            case n.SameText(left, right):
                w.emit(Op.SAME, mask, self._text_numbers(left), self._text_numbers(right))
            case _:
                raise TypeError(f"not a formula: {type(formula).__name__}")
        return mask

    def _member(self, mask: int, field: str, values: frozenset[str]) -> None:
        places = [i for i, value in enumerate(self._listed[field]) if value in values]
        others = [i for i, value in enumerate(self._listed[field]) if value not in values]
        few = min(places, others, key=len)
        self.writer.emit(Op.MEMBER, mask, self.writer.column(field), self.writer.pooled(few), len(few))
        if few is not places:
            self._join(Op.ALL, mask, [], [mask])

    def _text_numbers(self, field: str) -> int:
        vector = self.writer.new_vector()
        table = self.text_tables.setdefault(field, len(self.text_tables))
        self.writer.emit(Op.TRANSLATE, vector, self.writer.column(field), table)
        return vector
