"""What a policy decides about a customer, as questions with exclusive answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from engine.ir.nodes import FALSE, TRUE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engine.ir.nodes import Formula
    from engine.ir.outcomes import Outcomes

AspectKind = Literal["tier", "class", "offer", "choice", "task", "never"]
Answer = str | bool | None


@dataclass(frozen=True, slots=True)
class Aspect:
    """A question.

    Attributes:
        kind: of what is asked about.
        name: of it; of a task with its role and channel.
    """

    kind: AspectKind
    name: tuple[str | None, ...]


Answers = dict[Answer, "Formula"]


def aspects(outcomes: Outcomes) -> Iterator[tuple[Aspect, Answers]]:
    """Every question about the decisions of a policy, and where each answer holds; None is unknown, or no value."""
    program, b = outcomes.program, outcomes.builder
    for name in program.ladders:
        tier = outcomes.rung(name)
        yield Aspect("tier", (name,)), _one_of(tier.values, b.negation(tier.known))
    for name in program.classes:
        member = outcomes.member(name)
        unknown = b.negation(b.any_of((member.true, member.false)))
        yield Aspect("class", (name,)), {True: member.true, False: member.false, None: unknown}
    for name in program.choices:
        choice = outcomes.choice(name)
        yield Aspect("choice", (name,)), _one_of(choice.values, b.negation(choice.known))
    given: dict[str, list[Formula]] = {name: [] for name in program.offers}
    for entry in outcomes.offers.entries:
        given[entry.offer].append(entry.given)
    for name, entries in given.items():
        yield Aspect("offer", (name,)), _yes_or_no(outcomes, b.any_of(entries))
    for task in outcomes.tasks():
        where = b.any_of(where for _, where, _ in task.grants)
        yield Aspect("task", (task.task, task.role)), _yes_or_no(outcomes, where)
    for never in program.nevers:
        yield Aspect("never", (never.id,)), _yes_or_no(outcomes, outcomes.broken(never))


def _one_of(values: Mapping[str, Formula], none: Formula) -> Answers:
    return dict(values) | {None: none}


def _yes_or_no(outcomes: Outcomes, where: Formula) -> Answers:
    return {True: where, False: outcomes.builder.negation(where)}


def absent(aspect: Aspect) -> Answers:
    """What a policy answers that does not have the thing."""
    return {None: TRUE} if aspect.kind in ("tier", "choice") else {False: TRUE, True: FALSE}
