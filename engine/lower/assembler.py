"""A program from the results that are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.lean import dataclass
from engine.ir import nodes as n
from engine.kernel.instructions import Op
from engine.lower.program import MachineProgram, Output, TextNumbers, TextQuestion
from engine.lower.schedule import Schedule
from engine.lower.slots import allocate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_BYTE = 256


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A result: what it needs, and what writes it once that is there."""

    needs: tuple[n.Formula | n.Form, ...]
    write: Callable[[Schedule], None]


class Assembler:
    """Collects results, then makes the program for all of them.

    Args:
        listed: the values of each field that is a list, whose codes are their places.
    """

    def __init__(self, listed: Mapping[str, tuple[str, ...]]) -> None:
        self._listed = listed
        self._wanted: list[_Wanted] = []
        self._outputs: list[Output] = []
        self._tallies = 0
        self._longest = 0

    def mask(self, formula: n.Formula) -> int:
        """A bitmap of where a formula holds; gives the number of its output."""
        out = self._out(Output("mask", 0))
        self._wanted.append(_Wanted((formula,), lambda s: s.writer.emit(Op.PUT_MASK, out, s.mask(formula))))
        return out

    def codes(self, formulas: Sequence[n.Formula]) -> int:
        """A byte a customer: 1 + the place of the last of at most 255 formulas that holds, 0 if none does."""
        if len(formulas) >= _BYTE:
            raise ValueError("at most 255 values fit a byte")
        out = self._out(Output("code", 1))

        def write(s: Schedule) -> None:
            masks = [s.mask(formula) for formula in formulas]
            s.writer.emit(Op.CLEAR_CODES, out)
            for code, mask in enumerate(masks, start=1):
                s.writer.emit(Op.PUT_CODE, out, mask, code)

        self._wanted.append(_Wanted(tuple(formulas), write))
        return out

    def values(self, form: n.Form, most: int = 8) -> int:
        """The integers of a form; of those with more bytes than are wanted at most, the low ones."""
        out = self._out(Output("value", most))

        def write(s: Schedule) -> None:
            source = s.vector(form)
            self._outputs[out] = Output("value", min(most, max(8, s.writer.width(source))))
            s.writer.emit(Op.PUT_VALUE, out, source)

        self._wanted.append(_Wanted((form,), write))
        return out

    def lists(self, formulas: Sequence[n.Formula]) -> int:
        """Of each customer the places of the formulas that hold, in their order."""
        out = self._out(Output("list", len(formulas)))
        self._longest = max(self._longest, len(formulas))

        def write(s: Schedule) -> None:
            masks = [s.mask(formula) for formula in formulas]
            s.writer.emit(Op.PUT_LIST, out, s.writer.pooled(masks), len(masks))

        self._wanted.append(_Wanted(tuple(formulas), write))
        return out

    def tally(self, formula: n.Formula) -> int:
        """How many customers a formula holds for; gives the number of the count."""
        number = self._tallies
        self._tallies += 1
        self._wanted.append(_Wanted((formula,), lambda s: s.writer.emit(Op.TALLY, number, s.mask(formula))))
        return number

    def _out(self, output: Output) -> int:
        self._outputs.append(output)
        return len(self._outputs) - 1

    def program(self) -> MachineProgram:
        """The program.

        Raises:
            TooWideError: a calculation may leave 127 bits, which the check does not let pass.
        """
        schedule = Schedule(self._listed, [x for wanted in self._wanted for x in wanted.needs])
        for wanted in self._wanted:
            wanted.write(schedule)
        code, pool, masks, vectors = allocate(schedule.writer.draft, len(schedule.writer.columns))
        return MachineProgram(
            code=code,
            pool=pool,
            columns=tuple(schedule.writer.columns),
            vectors=vectors,
            masks=masks,
            tables=len(schedule.text_tables),
            questions=tuple(TextQuestion(at, formula) for at, formula in schedule.text_questions),
            same_texts=TextNumbers(dict(schedule.text_tables)),
            outputs=tuple(self._outputs),
            tallies=self._tallies,
            list_size=self._longest,
        )
