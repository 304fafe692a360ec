"""Which results a run needs of the machine, and under which numbers it finds them."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from dsl.lean import dataclass
from dsl.pausing import collection_paused
from dsl.program.types import Listed
from engine.ir.nodes import FALSE, TRUE
from engine.ir.outcomes import Outcomes
from engine.lower.assembler import Assembler

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dsl.program import model as m
    from engine.binding import Binding
    from engine.decision import LossCause
    from engine.ir.amounts import Amount
    from engine.ir.builder import Builder
    from engine.ir.nodes import Formula
    from engine.ir.offers import Candidate, Entry, Loss
    from engine.lower.program import MachineProgram


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted beside the decisions themselves.

    Attributes:
        rules: which rules fire and which are unknown, for each customer.
        reasons: which rules grant each offer and task.
        counts: everything a manifest counts.
    """

    rules: bool = True
    reasons: bool = True
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Coded:
    """A tier or choice: a byte a customer, and the mask of those who have one."""

    codes: int
    known: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThreeValued:
    """A class: masks of those in it, and of those of whom it is known."""

    true: int
    known: int


@dataclass(frozen=True, slots=True)
class Account:
    """Points, and the mask of those whose account is incomplete."""

    value: int
    incomplete: int


@dataclass(frozen=True, slots=True)
class ChannelsOf:
    """The channels of an offer.

    Attributes:
        fixed: the same for all who get it; None if they differ.
        any_channel: mask of those who get it by any channel.
        masks: of each channel, mask of those whom it may reach.
    """

    fixed: tuple[str, ...] | None
    any_channel: int = -1
    masks: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Due:
    """When a rule wants a task done: a day; or a column of days and the mask of those that are known, if any is."""

    day: int | None
    values: int = -1
    known: int = -1


@dataclass(frozen=True, slots=True)
class TaskColumns:
    """A task for a role.

    Attributes:
        grants: of each rule that creates it, the mask and the due day; None is no day.
        channels: of each channel it may go by, the masks of the rules that create it so.
    """

    task: str
    role: str | None
    grants: tuple[tuple[m.Rule, int, Due | None], ...]
    channels: dict[str, list[int]]


@dataclass(slots=True)
class Tallies:
    """Numbers of counts, by what they count."""

    rungs: dict[tuple[str, str], int] = field(default_factory=dict)
    undecided: dict[str, int] = field(default_factory=dict)
    unknown_lifts: dict[str, int] = field(default_factory=dict)
    members: dict[tuple[str, bool], int] = field(default_factory=dict)
    incomplete: dict[str, int] = field(default_factory=dict)
    choices: dict[tuple[str, str], int] = field(default_factory=dict)
    conflicts: dict[str, int] = field(default_factory=dict)
    given: dict[str, int] = field(default_factory=dict)
    lost: dict[tuple[str, LossCause], int] = field(default_factory=dict)
    lost_unknown: dict[tuple[str, LossCause], int] = field(default_factory=dict)
    lost_to: dict[tuple[str, str], int] = field(default_factory=dict)
    unknown_exclusions: dict[tuple[str, str], int] = field(default_factory=dict)
    channels_unknown: dict[str, int] = field(default_factory=dict)
    tasks: dict[tuple[str, str | None], int] = field(default_factory=dict)
    tasks_lost: dict[tuple[str, str | None], int] = field(default_factory=dict)
    tasks_unknown: dict[tuple[str, str | None], int] = field(default_factory=dict)
    tasks_lost_to: dict[tuple[str, str | None, str], int] = field(default_factory=dict)
    broken: dict[str, int] = field(default_factory=dict)
    fired: dict[str, int] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """The program of a run, and the numbers of its results."""

    outcomes: Outcomes
    listed: dict[str, tuple[str, ...]]
    program: MachineProgram = field(init=False)
    tiers: dict[str, Coded] = field(default_factory=dict)
    classes: dict[str, ThreeValued] = field(default_factory=dict)
    points: dict[str, Account] = field(default_factory=dict)
    choices: dict[str, Coded] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    offers: int = -1
    channels: dict[str, ChannelsOf] = field(default_factory=dict)
    tasks: tuple[TaskColumns, ...] = ()
    granting: dict[str, int] = field(default_factory=dict)
    rules: tuple[m.Rule, ...] = ()
    nevers: tuple[m.Never, ...] = ()
    fired: int = -1
    unknown: int = -1
    broken: int = -1
    tallies: Tallies = field(default_factory=Tallies)


@collection_paused()
def make_plan(program: m.Program, binding: Binding, wanted: Wanted) -> Plan:
    """Plan a run.

    Raises:
        engine.lower.steps.TooWideError: a calculation may leave 127 bits, which the check does not let pass.
    """
    outcomes = Outcomes(program, binding)
    fields = program.record.fields.items()
    listed = {name: f.type.values for name, f in fields if isinstance(f.type, Listed)}
    plan = Plan(outcomes, listed)
    assembler = Assembler(listed)
    _outcomes(plan, assembler)
    _offers(plan, assembler)
    _tasks(plan, assembler)
    _rules(plan, assembler, wanted)
    if wanted.counts:
        _counts(plan, assembler)
    plan.program = assembler.program()
    return plan


def _outcomes(plan: Plan, a: Assembler) -> None:
    outcomes = plan.outcomes
    for name, ladder in outcomes.program.ladders.items():
        tier = outcomes.rung(name)
        plan.tiers[name] = Coded(a.codes(tier.from_place[1:]), a.mask(tier.known), ladder.rungs)
    for name in outcomes.program.classes:
        member = outcomes.member(name)
        known = outcomes.conditions.logic.known(member)
        plan.classes[name] = ThreeValued(a.mask(member.true), a.mask(known))
    for name in outcomes.program.points:
        account = outcomes.points(name)
        incomplete = outcomes.builder.negation(account.known)
        plan.points[name] = Account(a.values(account.form), a.mask(incomplete))
    for name, choice in outcomes.program.choices.items():
        found = outcomes.choice(name)
        codes = a.codes(list(found.values.values())[1:])
        plan.choices[name] = Coded(codes, a.mask(found.known), choice.values)


def _offers(plan: Plan, a: Assembler) -> None:
    logic = plan.outcomes.offers
    plan.entries = tuple(entry for entry in logic.entries if entry.given is not FALSE)
    plan.offers = a.lists([entry.given for entry in plan.entries])
    offered = {entry.offer for entry in plan.entries}
    plan.channels = {name: _channels(c, a) for name, c in logic.candidates.items() if name in offered}


def _channels(candidate: Candidate, a: Assembler) -> ChannelsOf:
    """Who gets an offer was granted it: a channel for everybody who was is one for all who get it."""
    granted = candidate.granted
    if candidate.any_channel is granted:
        return ChannelsOf(())
    possible = {name: where for name, where in candidate.channels.items() if where is not FALSE}
    if candidate.any_channel is FALSE and all(where is granted for where in possible.values()):
        return ChannelsOf(tuple(possible))
    masks = {name: a.mask(where) for name, where in possible.items()}
    return ChannelsOf(None, a.mask(candidate.any_channel), masks)


def _tasks(plan: Plan, a: Assembler) -> None:
    found = []
    for task in plan.outcomes.tasks():
        grants = []
        channels: dict[str, list[int]] = {}
        for (rule, where, due), channel in zip(task.grants, task.channels, strict=True):
            mask = _mask(plan, a, rule, where)
            grants.append((rule, mask, _due(due, a)))
            if channel is not None:
                channels.setdefault(channel, []).append(mask)
        found.append(TaskColumns(task.task, task.role, tuple(grants), dict(sorted(channels.items()))))
    plan.tasks = tuple(found)


def _mask(plan: Plan, a: Assembler, rule: m.Rule, where: Formula) -> int:
    """The mask of where a rule creates a task; what a channel does not keep back is where the rule fires."""
    if where is not plan.outcomes.fires(rule).true:
        return a.mask(where)
    if rule.id not in plan.granting:
        plan.granting[rule.id] = a.mask(where)
    return plan.granting[rule.id]


def _due(amount: Amount | None, a: Assembler) -> Due | None:
    if amount is None:
        return None
    if amount.known is FALSE:
        return Due(None)
    if not amount.form.parts and amount.known is TRUE:
        return Due(amount.form.constant)
    return Due(None, a.values(amount.form), a.mask(amount.known))


def _rules(plan: Plan, a: Assembler, wanted: Wanted) -> None:
    outcomes = plan.outcomes
    plan.rules = tuple({rule.id: rule for rule in sorted(outcomes.rules, key=lambda rule: rule.id)}.values())
    if wanted.rules:
        plan.fired = a.lists([outcomes.fires(rule).true for rule in plan.rules])
        plan.unknown = a.lists([outcomes.unknown(rule) for rule in plan.rules])
    if wanted.reasons:
        for candidate in outcomes.offers.candidates.values():
            for rule, _ in candidate.grants:
                if rule.id not in plan.granting:
                    plan.granting[rule.id] = a.mask(outcomes.fires(rule).true)
    nevers = sorted(outcomes.program.nevers, key=lambda never: never.id)
    plan.nevers = tuple({never.id: never for never in nevers}.values())
    plan.broken = a.lists([outcomes.broken(never) for never in plan.nevers])


def _counts(plan: Plan, a: Assembler) -> None:
    outcomes, tallies, b = plan.outcomes, plan.tallies, plan.outcomes.builder
    program = outcomes.program
    for name in program.ladders:
        tier = outcomes.rung(name)
        tallies.rungs |= {(name, rung): a.tally(where) for rung, where in tier.values.items()}
        tallies.undecided[name] = a.tally(b.negation(tier.known))
        tallies.unknown_lifts[name] = a.tally(outcomes.unknown_lift(name))
    for name in program.classes:
        member = outcomes.member(name)
        tallies.members |= {(name, True): a.tally(member.true), (name, False): a.tally(member.false)}
    for name in program.points:
        tallies.incomplete[name] = a.tally(b.negation(outcomes.points(name).known))
    for name in program.choices:
        tallies.choices |= {(name, value): a.tally(w) for value, w in outcomes.choice(name).values.items()}
    unique = (table.name for table in program.tables.values() if table.hit == "unique")
    for name in (*program.choices, *unique):
        tallies.conflicts[name] = a.tally(outcomes.conflict(name))
    for name, candidate in outcomes.offers.candidates.items():
        given, wins = outcomes.offers.given(name), outcomes.offers.wins(name)
        tallies.given[name] = a.tally(given)
        tallies.channels_unknown[name] = a.tally(b.all_of((given, candidate.closed_unknown)))
        for loss in candidate.losses:
            tallies.lost[name, loss.cause] = a.tally(loss.where)
            tallies.lost_unknown[name, loss.cause] = a.tally(loss.unknown)
        taken = _by_rule(candidate.losses, b)
        tallies.lost_to |= {(name, rule): a.tally(where) for rule, where in taken.items()}
        guessed = _by_rule([_by_guess(loss, outcomes) for loss in candidate.losses], b)
        tallies.unknown_exclusions |= {(name, rule): a.tally(where) for rule, where in guessed.items()}
        tallies.lost[name, "group"] = a.tally(b.all_of((candidate.stands, b.negation(wins))))
        tallies.lost[name, "cap"] = a.tally(b.all_of((wins, b.negation(given))))
    for task in outcomes.tasks():
        tallies.tasks[task.task, task.role] = a.tally(b.any_of(where for _, where, _ in task.grants))
        if task.loss is not None:
            tallies.tasks_lost[task.task, task.role] = a.tally(task.loss.where)
            tallies.tasks_unknown[task.task, task.role] = a.tally(task.loss.unknown)
            for rule_id, where in _by_rule([task.loss], b).items():
                tallies.tasks_lost_to[task.task, task.role, rule_id] = a.tally(where)
    for never in program.nevers:
        tallies.broken.setdefault(never.id, a.tally(outcomes.broken(never)))
    for rule in plan.rules:
        tallies.fired[rule.id] = a.tally(outcomes.fires(rule).true)
        tallies.unknown[rule.id] = a.tally(outcomes.unknown(rule))


def _by_rule(losses: Iterable[Loss], b: Builder) -> dict[str, Formula]:
    """Where something is lost to each exclusion, for whatever cause."""
    taken: dict[str, list[Formula]] = {}
    for loss in losses:
        for rule, where in loss.by:
            taken.setdefault(rule.id, []).append(where)
    return {rule: b.any_of(where) for rule, where in taken.items()}


def _by_guess(loss: Loss, outcomes: Outcomes) -> Loss:
    """A loss where it is one for something unknown, to the exclusions that are unknown."""
    all_of = outcomes.builder.all_of
    by = tuple((rule, all_of((where, loss.unknown, outcomes.unknown(rule)))) for rule, where in loss.by)
    return replace(loss, where=loss.unknown, by=by)
