"""Why customers do not have an offer that the other policy gives them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from engine.evaluator import arrow
from engine.evaluator.columns import run_program
from engine.kernel.execute import Workspace
from engine.lower.assembler import Assembler

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engine.evaluator.plan import Plan
    from engine.ir.nodes import Formula
    from engine.lower.program import MachineProgram
    from engine.review.diff.impact.found import Rows
    from engine.review.diff.impact.model import Cause


class Causes:
    """What becomes of offers under one policy. Threads may share it.

    Args:
        plan: of the policy.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._lock = threading.Lock()
        self._planned: tuple[MachineProgram, dict[str, dict[Cause, int]]] | None = None

    def of(self, rows: pa.RecordBatch, missed: Mapping[str, Rows]) -> dict[tuple[str, Cause], int]:
        """How many customers do not have an offer, and why.

        Args:
            rows: typed.
            missed: by offer, the rows of customers who do not have it.
        """
        if not missed:
            return {}
        program, masks = self._program()
        key = self._plan.outcomes.program.record.key  # rows without any column would have no number
        rows = rows.select(list(dict.fromkeys([key, *program.columns])))
        wanted = np.unique(np.concatenate(list(missed.values())))
        some = rows.take(pa.array(wanted))
        outputs = run_program(program, self._plan.listed, some, Workspace(program)).outputs
        found: dict[tuple[str, Cause], int] = {}
        for name, own in missed.items():
            at = np.searchsorted(wanted, own)
            told = 0
            for cause, mask in masks.get(name, {}).items():
                number = int(np.count_nonzero(arrow.holds(outputs[mask], at)))
                found[name, cause] = number
                told += number
            found[name, "not_granted"] = len(own) - told
        return found

    def _program(self) -> tuple[MachineProgram, dict[str, dict[Cause, int]]]:
        """Made when it is first needed: often nobody loses an offer."""
        with self._lock:
            if self._planned is None:
                assembler = Assembler(self._plan.listed)
                masks = {
                    name: {cause: assembler.mask(where) for cause, where in self._taken(name)}
                    for name in self._plan.outcomes.offers.candidates
                }
                self._planned = assembler.program(), masks
            return self._planned

    def _taken(self, name: str) -> Iterator[tuple[Cause, Formula]]:
        """Where an offer that rules grant is taken, by cause."""
        offers, b = self._plan.outcomes.offers, self._plan.outcomes.builder
        candidate, given, wins = offers.candidates[name], offers.given(name), offers.wins(name)
        for loss in candidate.losses:
            yield loss.cause, loss.where
        yield "group", b.all_of((candidate.stands, b.negation(wins)))
        yield "cap", b.all_of((wins, b.negation(given)))
