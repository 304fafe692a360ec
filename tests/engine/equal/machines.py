"""The machine behind two small faces: one that is asked for every single result, and the decider that runs use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from engine.counts import Counts
from engine.deciding import ReferenceDecider
from engine.evaluator.assumptions import Assumptions
from engine.evaluator.columns import machine_cells
from engine.evaluator.decider import FastDecider
from engine.io.read import Batch
from engine.io.rejected import RejectedRows
from engine.io.tables import decisions_table, offers_table, tasks_table
from engine.kernel.batch import machine_column
from engine.kernel.execute import Workspace, execute
from engine.kernel.texts import complete
from engine.lower.assembler import Assembler

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dsl.program.model import Program
    from engine.binding import Binding
    from engine.decision import Decision
    from engine.ir import nodes as n
    from engine.kernel.execute import Results as Raw
    from tests.engine.equal.outcomes import Found, Results


class Machine:
    """Everything the logical form has, computed by the machine."""

    def __init__(self, results: Results, listed: dict[str, tuple[str, ...]]) -> None:
        self._results, self._listed = results, listed
        self._numbers: dict[tuple[int, ...], int] = {}
        self._assembler = Assembler(listed)
        self._read(self._ask, 0)
        self._tallies = {name: self._assembler.tally(formula) for name, formula in results.masks.items()}
        self.program = self._assembler.program()
        self._space = Workspace(self.program)

    def decide(self, batch: pa.RecordBatch, first: int = 0) -> Found:
        """Decide the rows of a batch from one on, which must be the first of a block."""
        rows = batch.num_rows - first
        raw = self._run(batch, first, rows)

        def read(kind: str, of: list[object]) -> object:
            number = self._numbers[_place(kind, of)]
            out = raw.outputs[number]
            match kind:
                case "mask":
                    return np.unpackbits(out.view(np.uint8), count=rows, bitorder="little").astype(np.int64)
                case "list":
                    ends, codes = out[: rows + 1].astype(np.int64), raw.codes[number]
                    assert ends[0] == 0
                    assert ends[-1] == len(codes)
                    return ends, codes.astype(np.int64)
                case _:
                    return np.atleast_2d(out)[0][:rows].astype(np.int64)

        found = self._read(read, rows)
        counted = {name: int(raw.tallies[number]) for name, number in self._tallies.items()}
        wrong = {name: (count, found[name].sum()) for name, count in counted.items() if count != found[name].sum()}
        assert not wrong, f"counts differ from masks: {wrong}"
        return found

    def _read(self, read: Callable[[str, list[object]], object], rows: int) -> Found:
        return self._results.read(
            lambda formula: read("mask", [formula]),
            lambda form: read("value", [form]),
            lambda formulas: read("code", formulas),
            lambda formulas: read("list", formulas),
            rows,
        )

    def _ask(self, kind: str, of: list[n.Formula] | list[n.Form]) -> object:
        """Ask the machine for what is being read; reading it once shows everything that is needed."""
        a, place = self._assembler, _place(kind, of)
        if place not in self._numbers:
            ask = {"mask": lambda: a.mask(of[0]), "value": lambda: a.values(of[0], 16), "code": lambda: a.codes(of)}
            self._numbers[place] = ask.get(kind, lambda: a.lists(of))()
        nothing = np.zeros(0, np.int64)
        return (np.zeros(1, np.int64), nothing) if kind == "list" else nothing

    def _run(self, batch: pa.RecordBatch, first: int, rows: int) -> Raw:
        program = self.program
        cells = {name: machine_cells(batch.column(name), self._listed.get(name)) for name in program.columns}
        asked = {question.formula.field for question in program.questions} | set(program.same_texts.tables)
        done = complete(program, {name: cells[name].dictionary for name in asked})
        columns = [machine_column(cells[name]) for name in program.columns]
        return execute(program, done.code, done.pool, columns, done.tables, first, rows, self._space)


def _place(kind: str, of: Iterable[object]) -> tuple[object, ...]:
    return (kind, *map(id, of))


# --- runs ----------------------------------------------------------------------------------------------------


class Tables:
    """What a run writes: its tables and counts, from the decider of runs and from decisions of the reference."""

    def __init__(self, program: Program, binding: Binding, *, why: bool) -> None:
        self._program, self._binding, self._why = program, binding, why
        self._tables = {
            "decisions": decisions_table(program, why=why),
            "offers": offers_table(program),
            "tasks": tasks_table(program),
        }

    def broken(self, rows: pa.RecordBatch) -> tuple[object, object]:
        """The assumptions that rows break, as the decider finds them and as the reference does."""
        reference = ReferenceDecider(self._program, self._binding, why=False)
        found = Assumptions(self._program, self._binding).broken(rows), reference.broken(rows)
        return tuple({row: list(reasons) for row, reasons in one.items()} for one in found)

    def of_run(self, batches: list[pa.RecordBatch]) -> dict[str, object]:
        """Decided by the decider."""
        decider = FastDecider(self._program, self._binding, why=self._why, threads=2)
        found = [done.tables for done in decider.decide(_batch(batch) for batch in batches)]
        columns = {
            (name, place): [cell for tables in found for cell in tables[name].column(place).to_pylist()]
            for name, table in self._tables.items()
            for place, _ in enumerate(table.columns)
        }
        return self._named(columns) | {"counts": decider.results().model_dump()}

    def of_decisions(self, decisions: list[Decision]) -> dict[str, object]:
        """As the reference decided."""
        counts = Counts(self._program)
        for decision in decisions:
            counts.add(decision)
        columns = {}
        for name, table in self._tables.items():
            batch = table.batch(decisions)
            columns |= {(name, place): batch.column(place).to_pylist() for place, _ in enumerate(table.columns)}
        return self._named(columns) | {"counts": counts.results().model_dump()}

    def _named(self, columns: dict[tuple[str, int], list[object]]) -> dict[str, object]:
        return {f"{name}.{self._tables[name].schema[place].name}": x for (name, place), x in columns.items()}


def _batch(rows: pa.RecordBatch) -> Batch:
    nothing = RejectedRows(pa.array([], pa.int64()), (), pa.table({}), (), (), ())
    return Batch(rows, pa.array(range(1, rows.num_rows + 1)), nothing)
