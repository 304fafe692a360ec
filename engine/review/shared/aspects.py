"""What a policy decides about a customer, as questions with exclusive answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from dsl.lean import dataclass
from engine.ir.amounts import Amount
from engine.ir.nodes import FALSE, TRUE
from engine.ir.reach import LAST_DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from engine.ir.nodes import Formula
    from engine.ir.offers import Candidate
    from engine.ir.outcomes import Outcomes, TaskLogic

AspectKind = Literal[
    "quarantine", "tier", "class", "offer", "priority", "channel", "choice", "points", "task", "due", "task_channel",
    "never",
]  # fmt: skip
Answer = str | bool | int | None

LESS: Final = "less"  # than the other policy gives
MORE: Final = "more"
SOME: Final = "some"  # a number that is known


@dataclass(frozen=True, slots=True)
class Aspect:
    """A question.

    Attributes:
        kind: of what is asked about.
        name: of it; of a task with its role, of a channel that of its offer first, or of its task and role.
    """

    kind: AspectKind
    name: tuple[str | None, ...]


Answers = dict[Answer, "Formula"]


def aspects(outcomes: Outcomes, channels: Iterable[str] = ()) -> Iterator[tuple[Aspect, Answers | Amount]]:
    """Every question about the decisions of a policy, and where each answer holds; None is unknown, or no value.

    An offer that is not given has what it is lost to for an answer, ``False`` where no rule grants it. Where an answer
    is a number, it is that number.

    Args:
        outcomes: of the policy.
        channels: that are asked about beside those the policy declares.
    """
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
    for name in program.points:
        yield Aspect("points", (name,)), outcomes.points(name)
    every = tuple(dict.fromkeys((*program.channels, *channels)))
    yield from _offers(outcomes, every)
    for task in outcomes.tasks():
        yield from _task(outcomes, task, every)
    for never in program.nevers:
        broken = outcomes.broken(never)
        yield Aspect("never", (never.id,)), {True: broken, False: b.negation(broken)}


def _one_of(values: Mapping[str, Formula], none: Formula) -> Answers:
    answers: Answers = {None: none}
    answers.update(values)
    return answers


def _offers(outcomes: Outcomes, channels: Sequence[str]) -> Iterator[tuple[Aspect, Answers | Amount]]:
    for name, candidate in outcomes.offers.candidates.items():
        yield Aspect("offer", (name,)), _offer(outcomes, name, candidate)
        by_priority: dict[int, list[Formula]] = {}
        for entry in outcomes.offers.entries:
            if entry.offer == name:
                by_priority.setdefault(entry.priority, []).append(entry.given)
        yield Aspect("priority", (name,)), {p: outcomes.builder.any_of(each) for p, each in by_priority.items()}
        yield from _channels(outcomes, name, candidate, channels)


def _offer(outcomes: Outcomes, name: str, candidate: Candidate) -> Answers:
    b, offers = outcomes.builder, outcomes.offers
    given, wins = offers.given(name), offers.wins(name)
    answers: Answers = {True: given, False: b.negation(candidate.granted)}
    for loss in candidate.losses:
        answers[loss.cause] = loss.where
    answers["group"] = b.all_of((candidate.stands, b.negation(wins)))
    answers["cap"] = b.all_of((wins, b.negation(given)))
    return {answer: where for answer, where in answers.items() if where is not FALSE}


def _channels(
    outcomes: Outcomes, name: str, candidate: Candidate, channels: Sequence[str]
) -> Iterator[tuple[Aspect, Answers]]:
    """By which channels an offer goes, where it is given."""
    b, given = outcomes.builder, outcomes.offers.given(name)
    for channel in channels:
        here = b.any_of((candidate.any_channel, candidate.channels.get(channel, FALSE)))
        answers: Answers = {True: b.all_of((given, here)), False: b.all_of((given, b.negation(here)))}
        yield Aspect("channel", (name, channel)), answers


def _task(outcomes: Outcomes, task: TaskLogic, channels: Sequence[str]) -> Iterator[tuple[Aspect, Answers | Amount]]:
    """Whether there is a task; when it is due, and by which channels it goes, where there is."""
    b, name = outcomes.builder, (task.task, task.role)
    created = b.any_of(where for _, where, _ in task.grants)
    yield Aspect("task", name), {True: created, False: b.negation(created)}
    yield Aspect("due", name), _due(outcomes, task)
    by_channel = list(zip(task.channels, task.grants, strict=True))
    for channel in channels:
        here = b.any_of(where for wanted, (_, where, _) in by_channel if wanted == channel)
        answers: Answers = {True: here, False: b.all_of((created, b.negation(here)))}
        yield Aspect("task_channel", (*name, channel)), answers


def _due(outcomes: Outcomes, task: TaskLogic) -> Amount:
    """The earliest day that is known, of the rules that create a task."""
    b = outcomes.builder
    days = [(b.all_of((where, due.known)), due.form) for _, where, due in task.grants if due is not None]
    if not days:
        return Amount(b.constant(0), 1, FALSE)
    never = b.constant(LAST_DAY)
    earliest = b.extreme("min", tuple(b.choose(where, day, never) for where, day in days))
    return Amount(earliest, 1, b.any_of(where for where, _ in days))


def absent(aspect: Aspect) -> Answers:
    """What a policy answers that does not have the thing."""
    match aspect.kind:
        case "tier" | "choice" | "points":
            return {None: TRUE}
        case "priority" | "channel" | "due" | "task_channel":
            return {}
        case _:
            return {False: TRUE}
