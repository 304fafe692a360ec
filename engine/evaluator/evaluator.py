"""Decides record batches, on all cores."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, TypeVar

from dsl.lean import dataclass
from engine.evaluator.columns import run_program
from engine.evaluator.plan import Plan, Wanted, make_plan
from engine.kernel.execute import Results, Workspace
from engine.kernel.instructions import BLOCK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pyarrow as pa

    from dsl.program import model as m
    from engine.binding import Binding

CHUNK: Final = 262_144  # rows at most that are decided at a time, by one core
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Decided:
    """What the machine found for some rows.

    Attributes:
        rows: the typed rows.
        plan: tells which result is which.
        results: of the machine.
    """

    rows: pa.RecordBatch
    plan: Plan
    results: Results


class Evaluator:
    """A program bound to a run, ready to decide batches. Threads may share it.

    Args:
        program: a checked policy.
        binding: of that policy to the run.
        wanted: what is wanted beside the decisions.

    Raises:
        engine.lower.steps.TooWideError: a calculation may leave 127 bits, which the check does not let pass.
    """

    def __init__(self, program: m.Program, binding: Binding, wanted: Wanted | None = None) -> None:
        self.plan = make_plan(program, binding, wanted or Wanted())
        self._spaces: list[Workspace] = []  # those that no thread is using

    def decide(self, rows: pa.RecordBatch) -> Decided:
        """Decide typed rows, as the readers make them, on this thread.

        Args:
            rows: columns by canonical field name, in the types of ``engine.columns``; listed values and texts may be
                dictionaries.
        """
        try:
            space = self._spaces.pop()
        except IndexError:
            space = Workspace(self.plan.program)
        results = run_program(self.plan.program, self.plan.listed, rows, space)
        self._spaces.append(space)
        return Decided(rows, self.plan, results)


def in_order(work: Callable[[T], R], items: Iterable[T], threads: int | None = None) -> Iterator[R]:
    """Apply a function to items on several threads; results come in the order of the items.

    A few items are ahead at any time, never all of them. An error in ``items`` or ``work`` comes out here.
    """
    count = threads or _cores()
    waiting: deque[Future[R]] = deque()
    with ThreadPoolExecutor(count, thread_name_prefix="tiercel") as pool:
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) > count:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def chunks(rows: pa.RecordBatch, threads: int | None = None) -> Iterator[pa.RecordBatch]:
    """A batch in pieces that are decided at a time, about equally long and as many for each thread.

    Args:
        rows: typed rows.
        threads: how many; as many as there are cores, if None.
    """
    count = threads or _cores()
    pieces = -(-rows.num_rows // (CHUNK * count)) * count or 1
    length = -(-rows.num_rows // (pieces * BLOCK)) * BLOCK or BLOCK
    for start in range(0, max(rows.num_rows, 1), length):
        yield rows.slice(start, length)


def _cores() -> int:
    return len(os.sched_getaffinity(0))
