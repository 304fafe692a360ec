"""Customers decided under one policy: by the production evaluator and the reference evaluator, which have to agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from dsl.lean import dataclass
from dsl.program import model as m
from engine.binding import BindingError, bind
from engine.columns import to_python_rows
from engine.evaluator.evaluator import Evaluator
from engine.evaluator.plan import Wanted
from engine.evaluator.tables import DecidedTables
from engine.io.tables import decisions_table
from engine.review.shared.aspects import LESS, MORE, SOME
from engine.review.shared.people import to_batch
from engine.testing.replay import Indexed, Replay

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from dsl.program.types import Value
    from engine.decision import Decision
    from engine.proof.samples import Row
    from engine.review.shared.aspects import Answer, Aspect


@dataclass(frozen=True, slots=True)
class Decided:
    """A customer under one policy.

    Attributes:
        decision: None where the record sends her into quarantine.
        is_sure: whether both evaluators say so.
    """

    decision: Decision | None
    is_sure: bool


class Decider:
    """Decides made-up customers under one policy.

    Args:
        program: the policy.
    """

    def __init__(self, program: m.Program) -> None:
        self.program = program
        self.rules = {rule.id: rule for rule in program.all_rules}
        self._bound: dict[tuple[date, str | None], tuple[Indexed, Evaluator] | None] = {}
        self._table = decisions_table(program, why=True)

    def decide(self, rows: Sequence[Row | None], day: date, profile: str | None) -> Iterator[Decided]:
        """What is decided about customers on one day, each when it is asked for; None is one the record cannot hold."""
        bound = self._on(day, profile if profile in self.program.profiles else None)
        if bound is None:
            yield from (Decided(None, is_sure=False) for _ in rows)
            return
        reference, evaluator = bound
        held = [row for row in rows if row is not None]
        batch = to_batch(self.program.record, held)
        fast = DecidedTables(evaluator.decide(batch), None).decisions(self._table.schema).to_pylist() if held else []
        found = zip(to_python_rows(batch, self.program.record), fast, strict=True)
        for row in rows:
            yield self._agreed(reference, *next(found)) if row is not None else Decided(None, is_sure=True)

    def _agreed(self, reference: Indexed, row: Mapping[str, Value | None], fast: dict[str, object]) -> Decided:
        if reference.broken_assumptions(row):
            return Decided(None, is_sure=True)
        decision = Replay(reference, row).decision()
        slow = self._table.batch([decision])
        return Decided(decision, is_sure=pa.Table.from_batches([slow]).to_pylist()[0] == fast)

    def _on(self, day: date, profile: str | None) -> tuple[Indexed, Evaluator] | None:
        if (day, profile) not in self._bound:
            try:
                binding = bind(self.program, day, profile)
            except BindingError:
                self._bound[day, profile] = None
            else:
                wanted = Wanted(rules=True, reasons=False, counts=False)
                self._bound[day, profile] = Indexed(self.program, binding), Evaluator(self.program, binding, wanted)
        return self._bound[day, profile]


def answer_of(decision: Decision | None, aspect: Aspect) -> object:
    """What a decision answers, as ``aspects`` has it; of numbers the number itself, None where it is unknown."""
    if aspect.kind == "quarantine":
        return decision is None
    if decision is None:
        return None
    name = aspect.name[0] or ""
    match aspect.kind:
        case "tier":
            return decision.tiers[name].rung if name in decision.tiers else None
        case "class":
            return decision.classes.get(name, False)
        case "choice":
            return decision.choices.get(name)
        case "points":
            points = decision.points.get(name)
            return None if points is None or points.incomplete else points.value
        case "task" | "due" | "task_channel":
            return _task_answer(decision, aspect)
        case "never":
            return name in decision.broken
        case _:
            return _offer_answer(decision, aspect, name)


def _task_answer(decision: Decision, aspect: Aspect) -> object:
    task = next((x for x in decision.tasks if (x.task, x.role) == aspect.name[:2]), None)
    match aspect.kind:
        case "due":
            return None if task is None else task.due
        case "task_channel":
            return None if task is None else aspect.name[2] in task.channels
        case _:
            return task is not None


def channels_of(decision: Decision, aspect: Aspect) -> tuple[str, ...] | None:
    """All channels of what a question about one of them is about; None for any other question."""
    name, role = (*aspect.name, None, None)[:2]
    match aspect.kind:
        case "channel":
            return next((x.channels for x in decision.offers if x.offer == name), None)
        case "task_channel":
            return next((x.channels for x in decision.tasks if (x.task, x.role) == (name, role)), None)
        case _:
            return None


def _offer_answer(decision: Decision, aspect: Aspect, name: str) -> object:
    given = next((x for x in decision.offers if x.offer == name), None)
    match aspect.kind:
        case "priority":
            return given.priority if given is not None else None
        case "channel":
            return None if given is None else not given.channels or aspect.name[1] in given.channels
        case _:
            return given is not None or next((x.cause for x in decision.lost if x.offer == name), False)


def fits(before: object, after: object, pair: tuple[Answer, Answer]) -> bool:
    """Whether what was decided is a pair of answers that was found."""
    match pair:
        case (str(x), str(y)) if {x, y} == {LESS, MORE}:
            less, more = (before, after) if x == LESS else (after, before)
            return less is not None and more is not None and less < more  # type: ignore[operator]
        case (x, y):
            return _is(before, x) and _is(after, y)


def _is(decided: object, answer: Answer) -> bool:
    return decided is not None if answer == SOME else decided == answer and type(decided) is type(answer)


def rules_of(decider: Decider, decision: Decision | None, aspect: Aspect) -> tuple[m.Rule, ...]:
    """The rules that decide an answer: those that give something, or take it."""
    if decision is None or aspect.kind in ("quarantine", "never"):
        return ()
    name = aspect.name[0] or ""
    match aspect.kind:
        case "tier":
            ids = decision.tiers[name].lifted_by if name in decision.tiers else ()
        case "task" | "due" | "task_channel":
            found = [x for x in decision.tasks if (x.task, x.role) == aspect.name[:2]]
            lost = [x for x in decision.lost_tasks if (x.task, x.role) == aspect.name[:2]]
            ids = tuple(rule for x in found for rule, _ in x.reasons) + tuple(rule for x in lost for rule in x.by)
        case "offer" | "priority" | "channel":
            given = tuple(rule for x in decision.offers if x.offer == name for rule, _ in x.reasons)
            ids = given or tuple(rule for x in decision.lost if x.offer == name for rule in x.by)
        case _:
            fired = [decider.rules[x] for x in decision.fired if x in decider.rules]
            ids = tuple(rule.id for rule in fired if any(_is_about(effect, aspect) for effect in rule.effects))
    return tuple(decider.rules[x] for x in dict.fromkeys(ids) if x in decider.rules)


def _is_about(effect: m.Effect, aspect: Aspect) -> bool:
    match effect:
        case m.GrantClass(name):
            return aspect.kind == "class" and name == aspect.name[0]
        case m.SetChoice(choice, _):
            return aspect.kind == "choice" and choice == aspect.name[0]
        case m.AddPoints(account, _):
            return aspect.kind == "points" and account == aspect.name[0]
        case _:
            return False
