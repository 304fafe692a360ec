"""Fills in texts for many customers at once: each distinct value is shown once, and pieces are joined by column."""

from __future__ import annotations

from dataclasses import field
from fractions import Fraction
from typing import TYPE_CHECKING, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dsl.lean import dataclass
from dsl.program import values
from dsl.program.template import Either, Slot
from dsl.program.types import Bool, Date, Listed, Text
from dsl.program.walk import references
from engine.evaluator import arrow
from engine.evaluator.columns import run_program
from engine.ir.reach import from_days
from engine.kernel.execute import Workspace
from engine.lower.assembler import Assembler
from engine.wording import styled

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from dsl.program import expr as e
    from dsl.program.template import Part, Template
    from dsl.program.types import Value
    from dsl.syntax.vocabulary import Lang
    from engine.evaluator.plan import Plan
    from engine.ir import nodes as n
    from engine.kernel.execute import Results
    from engine.lower.program import MachineProgram

    Column = Callable[["_Look"], pa.Array]


@dataclass(frozen=True, slots=True)
class Filled:
    """Texts of some rows; null where a slot has no value, and then the names of what is missing."""

    texts: pa.Array
    missing: pa.Array


@dataclass(frozen=True, slots=True)
class _Look:
    """Some rows, and what the machine found for the slots of a template."""

    rows: pa.RecordBatch
    results: Results

    def mask(self, out: int) -> pa.Array:
        return arrow.bits(self.results.outputs[out], self.rows.num_rows)


@dataclass(frozen=True, slots=True)
class _Gap:
    """A slot or condition that may have no value: where it matters and has none, and the names it reads."""

    misses: int
    names: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A template for the machine."""

    program: MachineProgram
    text: Column
    gaps: tuple[_Gap, ...]
    fields: tuple[str, ...]


class Texts:
    """The texts of a policy that is bound to a run. Threads may share it."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._compiled: dict[int, _Compiled] = {}

    def fill(self, template: Template, rows: pa.RecordBatch, at: npt.NDArray[np.intp]) -> Filled:
        """The text of a template for some rows of a batch."""
        compiled = self._compiled.get(id(template))
        if compiled is None:
            compiled = self._compiled[id(template)] = _Compiler(self._plan, template.lang).compile(template)
        look = self._look(compiled, rows, at)
        texts = compiled.text(look)
        return Filled(texts, _missing(compiled.gaps, look, texts))

    def _look(self, compiled: _Compiled, rows: pa.RecordBatch, at: npt.NDArray[np.intp]) -> _Look:
        names = dict.fromkeys((*compiled.program.columns, *compiled.fields))
        here = pa.array(at)
        cells = {name: rows.column(name).take(here) for name in names}
        # A batch without columns would have no rows.
        some = pa.RecordBatch.from_arrays([*cells.values(), pa.nulls(len(at))], names=[*cells, "\0rows"])
        return _Look(some, run_program(compiled.program, self._plan.listed, some, Workspace(compiled.program)))


@dataclass(slots=True)
class _Compiler:
    """Compiles one template."""

    plan: Plan
    lang: Lang
    gaps: list[_Gap] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)

    def compile(self, template: Template) -> _Compiled:
        self.assembler = Assembler(self.plan.listed)
        always = self.plan.outcomes.builder.all_of(())
        text = self._joined(template.parts, always)
        return _Compiled(self.assembler.program(), text, tuple(self.gaps), tuple(self.fields))

    assembler: Assembler = field(init=False)

    def _joined(self, parts: tuple[Part, ...], here: n.Formula) -> Column:
        """Parts that matter where a formula holds."""
        columns = [self._part(part, here) for part in parts]

        def join(look: _Look) -> pa.Array:
            rows = look.rows.num_rows
            if not columns:
                return pa.repeat(pa.scalar(""), rows)
            return pc.binary_join_element_wise(*(column(look) for column in columns), "")

        return join

    def _part(self, part: Part, here: n.Formula) -> Column:
        match part:
            case Slot(expr, style):
                return self._slot(expr, style, here)
            case Either():
                return self._either(part, here)
            case _:
                return lambda look: pa.repeat(pa.scalar(part), look.rows.num_rows)

    def _either(self, part: Either, here: n.Formula) -> Column:
        b, truth = self.plan.outcomes.builder, self.plan.outcomes.conditions.truth(part.condition)
        self._gap(part.condition, here)
        yes, no = self.assembler.mask(truth.true), self.assembler.mask(truth.false)
        then = self._joined(part.then, b.all_of((here, truth.true)))
        otherwise = self._joined(part.otherwise, b.all_of((here, truth.false)))

        def choose(look: _Look) -> pa.Array:
            other = pc.if_else(look.mask(no), otherwise(look), pa.scalar(None, pa.string()))
            return pc.if_else(look.mask(yes), then(look), other)

        return choose

    def _gap(self, expr: e.Expr, here: n.Formula) -> None:
        """Note where an expression that matters has no value, and which of the names in it have none."""
        conditions, b = self.plan.outcomes.conditions, self.plan.outcomes.builder
        known = conditions.known(expr)
        misses = b.all_of((here, b.negation(known)))
        if misses is b.any_of(()):
            return
        refs = [(ref.name, b.negation(conditions.known(ref))) for ref in references(expr)]
        named = tuple((name, self.assembler.mask(where)) for name, where in refs)
        self.gaps.append(_Gap(self.assembler.mask(misses), named))

    def _slot(self, expr: e.Expr, style: str | None, here: n.Formula) -> Column:
        self._gap(expr, here)
        match expr.type:
            case Text():
                return self._text(expr, style)
            case Listed():
                return self._listed(expr, style)
            case Bool():
                return self._flag(expr, style)
            case _:
                return self._amount(expr, style)

    def _shown(self, expr: e.Expr, style: str | None, found: Value) -> str:
        return styled(found, expr.type, style, self.lang)

    def _each(self, expr: e.Expr, style: str | None, texts: pa.Array) -> pa.Array:
        """Texts in the style of a slot, each distinct one once."""
        encoded = texts.dictionary_encode() if not pa.types.is_dictionary(texts.type) else texts
        shown = [None if text is None else self._shown(expr, style, text) for text in encoded.dictionary.to_pylist()]
        return pa.array(shown, pa.string()).take(encoded.indices)

    def _text(self, expr: e.Expr, style: str | None) -> Column:
        cases = []
        for where, source in self.plan.outcomes.conditions.text(expr).cases:
            if source.field is not None:
                self.fields.append(source.field)
            cases.append((self.assembler.mask(where), source))

        def column(look: _Look) -> pa.Array:
            found = pa.nulls(look.rows.num_rows, pa.string())
            for mask, source in cases:
                if source.field is None:
                    text = pa.scalar(self._shown(expr, style, source.text))
                else:
                    text = self._each(expr, style, look.rows.column(source.field))
                found = pc.if_else(look.mask(mask), text, found)
            return found

        return column

    def _listed(self, expr: e.Expr, style: str | None) -> Column:
        choices = self.plan.outcomes.conditions.listed(expr)
        names = tuple(choices.values)
        codes = self.assembler.codes(list(choices.values.values())[1:])
        known = self.assembler.mask(choices.known)

        def column(look: _Look) -> pa.Array:
            out = look.results.outputs
            return self._each(expr, style, arrow.named(out[codes], out[known], look.rows.num_rows, names))

        return column

    def _flag(self, expr: e.Expr, style: str | None) -> Column:
        truth = self.plan.outcomes.conditions.truth(expr)
        yes, no = self.assembler.mask(truth.true), self.assembler.mask(truth.false)
        shown = [pa.scalar(self._shown(expr, style, value)) for value in (True, False)]

        def column(look: _Look) -> pa.Array:
            other = pc.if_else(look.mask(no), shown[1], pa.scalar(None, pa.string()))
            return pc.if_else(look.mask(yes), shown[0], other)

        return column

    def _amount(self, expr: e.Expr, style: str | None) -> Column:
        amount = self.plan.outcomes.conditions.amount(expr)
        known = self.assembler.mask(amount.known)
        numbers = [self.assembler.values(form, 16) for form in (amount.form, amount.over) if form is not None]
        is_date = isinstance(expr.type, Date)

        def value(integers: list[int]) -> Value:
            if is_date:
                return from_days(integers[0])
            over = integers[1] if amount.over is not None else 1
            return values.normal(Fraction(integers[0], amount.divisor * over))

        def column(look: _Look) -> pa.Array:
            rows, out = look.rows.num_rows, look.results.outputs
            has = np.unpackbits(out[known].view(np.uint8), count=rows, bitorder="little").astype(np.bool_)
            held = [np.atleast_2d(out[number])[:, :rows][:, has].astype(np.int64) for number in numbers]
            different, inverse = np.unique(np.concatenate(held).T, axis=0, return_inverse=True)
            integers = [_integers(x, [len(planes) for planes in held]) for x in different.tolist()]
            shown = pa.array([self._shown(expr, style, value(x)) for x in integers], pa.string())
            places = np.zeros(rows, np.int64)
            places[has] = inverse.reshape(-1)
            return shown.take(pa.array(places, mask=~has))

        return column


def _integers(parts: list[int], planes: list[int]) -> list[int]:
    """Integers from their 64-bit parts, the low ones first, and how many parts each has."""
    left = iter(parts)
    return [next(left) if count == 1 else (next(left) & (2**64 - 1)) + (next(left) << 64) for count in planes]


def _missing(gaps: tuple[_Gap, ...], look: _Look, texts: pa.Array) -> pa.Array:
    """Of each row the names of what is missing, as far as its text needs it, each once."""
    rows = look.rows.num_rows
    names = [name for gap in gaps for name, _ in gap.names]
    if not names or not texts.null_count:
        return arrow.empty_lists(rows)

    def bits(out: int) -> npt.NDArray[np.uint8]:
        return cast("npt.NDArray[np.uint8]", look.results.outputs[out].view(np.uint8))[: (rows + 7) // 8]

    lacks = np.stack([bits(gap.misses) & bits(mask) for gap in gaps for _, mask in gap.names])
    by_row = np.packbits(np.unpackbits(lacks, axis=1, count=rows, bitorder="little"), axis=0)
    different, inverse = np.unique(by_row, axis=1, return_inverse=True)
    lists = [
        list(dict.fromkeys(name for name, lacking in zip(names, column, strict=True) if lacking))
        for column in np.unpackbits(different, axis=0, count=len(names)).T
    ]
    return pa.array(lists, pa.list_(pa.string())).take(pa.array(inverse.reshape(-1)))
