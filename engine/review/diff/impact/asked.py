"""How many customers of a batch are in each class of change that was proved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dsl.lean import dataclass
from engine.evaluator.columns import run_program
from engine.ir.amounts import Amount
from engine.ir.nodes import FALSE
from engine.kernel.execute import Workspace
from engine.lower.assembler import Assembler
from engine.review.diff.impact.bits import everybody, number
from engine.review.shared.aspects import LESS, MORE, SOME, Aspect, absent, aspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy.typing as npt

    from engine.evaluator.evaluator import Decided
    from engine.evaluator.plan import Plan
    from engine.review.diff.impact.bits import Bits
    from engine.review.diff.impact.found import Found, Key, Tally
    from engine.review.shared.aspects import Answer

    Outputs = tuple[npt.NDArray[np.generic], ...]


@dataclass(frozen=True, slots=True)
class ChangeClass:
    """Who has one answer to a question under the old policy, and another one under the new."""

    aspect: Aspect
    before: Answer
    after: Answer


class AskedClasses:
    """Counts the customers of classes.

    Args:
        old: its plan.
        new: its plan.
        asked: the classes.
    """

    def __init__(self, old: Plan, new: Plan, asked: Iterable[ChangeClass]) -> None:
        self._asked = tuple(dict.fromkeys(asked))
        # Who is set aside has no answers to be compared.
        self._compared = tuple(one for one in self._asked if one.aspect.kind != "quarantine")
        wanted = dict.fromkeys(aspect for one in self._compared for aspect in (one.aspect, *_task_of(one.aspect)))
        self._old, self._new = _Answers(old, wanted), _Answers(new, wanted)

    def compare(self, old: Decided, new: Decided, tally: Tally) -> None:
        """Count them in a batch."""
        if not self._compared:
            return
        before, after = self._old.look(old), self._new.look(new)
        for one in self._compared:
            if one.before in (LESS, MORE):
                here = before.known(one.aspect) & after.known(one.aspect)
                was, becomes = before.amounts(one.aspect), after.amounts(one.aspect)
                where = np.packbits(was < becomes if one.before == LESS else was > becomes, bitorder="little")
                tally.count(_key(one), number(here & where))
            else:
                who = before.who(one.aspect, one.before) & after.who(one.aspect, one.after)
                for task in _task_of(one.aspect):
                    who = who & before.who(task, answer=True) & after.who(task, answer=True)
                tally.count(_key(one), number(who))

    def counts(self, found: Found) -> dict[ChangeClass, int]:
        """How many customers there are in each class."""
        return {one: found.counts[_key(one)] for one in self._asked}


def _key(one: ChangeClass) -> Key:
    if one.aspect.kind == "quarantine":
        return ("set aside" if one.after else "let in",)
    return ("asked", one)


def _task_of(aspect: Aspect) -> tuple[Aspect, ...]:
    """The task that both have to give for a question about its day: who has no task has no day either."""
    return (Aspect("task", aspect.name),) if aspect.kind == "due" else ()


class _Answers:
    """The answers of one policy to some questions, for the machine."""

    def __init__(self, plan: Plan, wanted: Iterable[Aspect]) -> None:
        self._listed = plan.listed
        wanted = tuple(wanted)
        channels = [aspect.name[-1] or "" for aspect in wanted if aspect.kind in ("channel", "task_channel")]
        every, assembler = dict(aspects(plan.outcomes, channels)), Assembler(plan.listed)
        self._masks: dict[tuple[Aspect, Answer], int] = {}
        self._values: dict[Aspect, int] = {}
        for aspect in wanted:
            answers = every[aspect] if aspect in every else absent(aspect)
            if isinstance(answers, Amount):
                self._values[aspect] = assembler.values(answers.form)
                answers = {SOME: answers.known, None: plan.outcomes.builder.negation(answers.known)}
            for answer, where in answers.items():
                if where is not FALSE:
                    self._masks[aspect, answer] = assembler.mask(where)
        self._program = assembler.program()

    def look(self, decided: Decided) -> _Look:
        """The answers for the customers of a batch."""
        outputs = run_program(self._program, self._listed, decided.rows, Workspace(self._program)).outputs
        return _Look(outputs, self._masks, self._values, decided.rows.num_rows)


@dataclass(frozen=True, slots=True)
class _Look:
    """The answers for the customers of a batch."""

    outputs: Outputs
    masks: Mapping[tuple[Aspect, Answer], int]
    values: Mapping[Aspect, int]
    rows: int

    def who(self, aspect: Aspect, answer: Answer) -> Bits:
        """Who has an answer, a bit a customer."""
        everyone = everybody(self.rows)
        if (aspect, answer) not in self.masks:
            return np.zeros_like(everyone)
        found: Bits = self.outputs[self.masks[aspect, answer]].view(np.uint8)[: len(everyone)] & everyone
        return found

    def known(self, aspect: Aspect) -> Bits:
        """Of whom a number is known."""
        return self.who(aspect, SOME)

    def amounts(self, aspect: Aspect) -> npt.NDArray[np.int64]:
        """The numbers."""
        if aspect not in self.values:
            return np.zeros(self.rows, np.int64)
        return self.outputs[self.values[aspect]][: self.rows].astype(np.int64)
