"""What a policy decides, as formulas: rules, tiers, classes, points, choices, offers, tasks, ``never`` statements."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING, TypeVar, cast, get_args

from dsl.lean import dataclass
from dsl.program import model as m
from engine.columns import INT64
from engine.ir import nodes as n
from engine.ir.amounts import Amount
from engine.ir.builder import Builder
from engine.ir.choices import Choices
from engine.ir.conditions import Conditions
from engine.ir.nodes import FALSE, TRUE
from engine.ir.offers import Loss, OfferLogic
from engine.ir.truth import YES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dsl.program.expr import Expr
    from engine.binding import Binding
    from engine.ir.truth import Truth

T = TypeVar("T")


@dataclass(frozen=True, eq=False, slots=True)
class TaskLogic:
    """A task for a role.

    Attributes:
        grants: the rules that create it, where they do, and when it is then due; None is no day.
        channels: of each grant, the channel it is to go by, if any.
        loss: where closed channels keep it back; None if it may go without a channel.
    """

    task: str
    role: str | None
    grants: tuple[tuple[m.Rule, n.Formula, Amount | None], ...]
    channels: tuple[str | None, ...]
    loss: Loss | None


class Outcomes:
    """A program bound to a run, as formulas. Each is worked out when something asks for it.

    Args:
        program: a checked policy.
        binding: of that policy to the run.
        builder: makes the formulas; programs that shall be compared share one.
        today: stands for the as-of date where something shall hold for many of them.
    """

    def __init__(
        self, program: m.Program, binding: Binding, *, builder: Builder | None = None, today: n.Form | None = None
    ) -> None:
        self.program = program
        self.builder = builder or Builder()
        self.conditions = Conditions(self.builder, program, binding, today=today)
        self.conditions.read_outcomes(self)
        self._as_of = binding.as_of
        self.rules = tuple(rule for rule in program.all_rules if self.in_force(rule.period))
        self._by_kind: dict[type, list[tuple[m.Rule, m.Effect]]] = {kind: [] for kind in get_args(m.Effect)}
        for rule in self.rules:
            for effect in rule.effects:
                self._by_kind[type(effect)].append((rule, effect))
        self._above = {
            row.id: table.rows[:i]
            for table in program.tables.values()
            if table.hit == "first"
            for i, row in reversed(list(enumerate(table.rows)))  # of rows alike, the first counts
        }
        self._fires: dict[str, Truth] = {}
        self._known: dict[tuple[str, str], object] = {}
        for kind, name in program.order:  # each after those it reads: a long chain is no deep recursion
            self._outcome(kind, name)
        self.offers = OfferLogic(self)

    def in_force(self, period: m.Period) -> bool:
        """Without a date everything is in force."""
        return self._as_of is None or self._as_of in period

    def effects_of(self, kind: type[T]) -> list[tuple[m.Rule, T]]:
        """Every effect of a kind, with its rule, of the rules in force."""
        return cast("list[tuple[m.Rule, T]]", self._by_kind[kind])

    def _remember(self, kind: str, name: str, work_out: Callable[[], T]) -> T:
        if (kind, name) not in self._known:
            self._known[kind, name] = work_out()
        return cast("T", self._known[kind, name])

    def _outcome(self, kind: str, name: str) -> None:
        match kind:
            case "ladder":
                self.rung(name)
            case "class":
                self.member(name)
            case "points":
                self.points(name)
            case "choice":
                self.choice(name)

    # --- rules ---

    def fires(self, rule: m.Rule) -> Truth:
        """Where a rule applies. A row of a ``first`` table does only where no row above it holds."""
        return self._fires.get(rule.id) or self._fires.setdefault(rule.id, self._applies(rule))

    def _applies(self, rule: m.Rule) -> Truth:
        own, above = self._condition(rule.condition), self._above.get(rule.id)
        if not above:
            return own
        logic = self.conditions.logic
        return logic.every([own, *(logic.opposite(self._condition(row.condition)) for row in above)])

    def _condition(self, condition: Expr | None) -> Truth:
        return YES if condition is None else self.conditions.truth(condition)

    def unknown(self, rule: m.Rule) -> n.Formula:
        """Where it is unknown whether a rule applies."""
        return self.builder.negation(self.conditions.logic.known(self.fires(rule)))

    # --- outcomes that rules may read ---

    def rung(self, ladder: str) -> Choices:
        """The tier: the higher of ladder and lifts; unknown where neither is known."""
        return self._remember("ladder", ladder, lambda: self._rung(self.program.ladders[ladder]))

    def _rung(self, ladder: m.Ladder) -> Choices:
        b = self.builder
        lifts: dict[str, list[n.Formula]] = {rung: [] for rung in ladder.rungs}
        for rule, lift in self.effects_of(m.LiftTier):
            if lift.ladder == ladder.name:
                lifts[lift.rung].append(self.fires(rule).true)
        from_place: list[n.Formula] = []
        higher: n.Formula = FALSE
        for rung, reached in reversed(list(zip(ladder.rungs, self._reached(ladder), strict=True))):
            higher = b.any_of((reached, *lifts[rung], higher))
            from_place.append(higher)
        from_place.reverse()
        above = (*from_place[1:], FALSE)
        exactly = (b.all_of((here, b.negation(over))) for here, over in zip(from_place, above, strict=True))
        return Choices(dict(zip(ladder.rungs, exactly, strict=True)), from_place[0], tuple(from_place))

    def _reached(self, ladder: m.Ladder) -> list[n.Formula]:
        """Of each rung, where the measure alone reaches it."""
        if ladder.measure is None:
            return [FALSE] * len(ladder.rungs)
        conditions, b = self.conditions, self.builder
        measure = conditions.amount(ladder.measure)
        lines = [conditions.amount(line) for line in ladder.lines if line is not None]
        known = b.all_of((measure.known, *(line.known for line in lines)))
        return [known, *(b.all_of((known, conditions.amounts.compared(">=", measure, line).true)) for line in lines)]

    def unknown_lift(self, ladder: str) -> n.Formula:
        """Where an unknown rule might lift a customer higher."""
        b, places = self.builder, self.program.ladders[ladder].rungs
        from_place = self.rung(ladder).from_place
        return b.any_of(
            b.all_of((self.unknown(rule), b.negation(from_place[places.index(lift.rung)])))
            for rule, lift in self.effects_of(m.LiftTier)
            if lift.ladder == ladder
        )

    def member(self, name: str) -> Truth:
        """A class: the Kleene or of everything that grants it."""
        return self._remember("class", name, lambda: self._member(name))

    def _member(self, name: str) -> Truth:
        granting = [self.fires(rule) for rule, x in self.effects_of(m.GrantClass) if x.name == name]
        return self.conditions.logic.some(granting)

    def points(self, name: str) -> Amount:
        """The sum of what is added; known where nothing that may add to it is unknown."""
        return self._remember("points", name, lambda: self._points(self.program.points[name]))

    def _points(self, account: m.Points) -> Amount:
        b, conditions = self.builder, self.conditions
        parts: list[tuple[n.Formula, n.Form]] = []
        complete: list[n.Formula] = []
        for rule, added in self.effects_of(m.AddPoints):
            if added.account != account.name:
                continue
            fires, amount = self.fires(rule), conditions.amount(added.amount)
            is_known = amount.known is TRUE
            counts = fires.true if is_known else b.all_of((fires.true, amount.known))
            parts.append((counts, conditions.amounts.whole(amount)))
            if not (is_known and fires.certain):
                complete.append(b.any_of((counts, fires.false)))
        low, high = max(-INT64, ceil(account.low)), min(INT64, floor(account.high))  # the check has seen to it
        return Amount(b.total(tuple(parts), low, high), 1, b.all_of(complete))

    def choice(self, name: str) -> Choices:
        """The value given; unknown where there is none, or rules gave different ones."""
        return self._remember("choice", name, lambda: self._choice(self.program.choices[name]))

    def _given(self, choice: m.Choice) -> dict[str, n.Formula]:
        setting: dict[str, list[n.Formula]] = {value: [] for value in choice.values}
        for rule, x in self.effects_of(m.SetChoice):
            if x.choice == choice.name:
                setting[x.value].append(self.fires(rule).true)
        return {value: self.builder.any_of(found) for value, found in setting.items()}

    def _choice(self, choice: m.Choice) -> Choices:
        b, given = self.builder, self._given(choice)
        several = self.several(list(given.values()))
        only = {value: b.all_of((here, b.negation(several))) for value, here in given.items()}
        return Choices(only, b.any_of(only.values()))

    def several(self, formulas: list[n.Formula]) -> n.Formula:
        """Where at least two hold."""
        b = self.builder
        one: n.Formula = FALSE
        two: n.Formula = FALSE
        for formula in formulas:
            two = b.any_of((two, b.all_of((one, formula))))
            one = b.any_of((one, formula))
        return two

    def conflict(self, name: str) -> n.Formula:
        """Where rules give a choice different values, or several rows of a ``unique`` table apply."""
        if name in self.program.choices:
            return self.several(list(self._given(self.program.choices[name]).values()))
        table = self.program.tables[name]
        return self.several([self.fires(row).true for row in table.rows if self.in_force(row.period)])

    # --- tasks and the rest ---

    def tasks(self) -> tuple[TaskLogic, ...]:
        """Tasks by name and role; the same task for the same role is one."""
        found: dict[tuple[str, str | None], list[tuple[m.Rule, m.CreateTask]]] = {}
        for rule, task in self.effects_of(m.CreateTask):
            found.setdefault((task.task, task.role), []).append((rule, task))
        return tuple(
            TaskLogic(
                name,
                role,
                tuple((rule, self._created(rule, task), self._due(task)) for rule, task in asked),
                tuple(task.channel for _, task in asked),
                self._kept_back(asked),
            )
            for (name, role), asked in sorted(found.items(), key=lambda x: (x[0][0], x[0][1] or ""))
        )

    def _created(self, rule: m.Rule, task: m.CreateTask) -> n.Formula:
        """Where a rule creates a task: nowhere by a channel that is closed."""
        fires = self.fires(rule).true
        return fires if task.channel is None else self.builder.all_of((fires, self.offers.open_by(task.channel)))

    def _kept_back(self, asked: list[tuple[m.Rule, m.CreateTask]]) -> Loss | None:
        """Where rules ask for a task, and it is not created because every channel it was to go by is closed."""
        b, by_channel = self.builder, dict[str, list[n.Formula]]()
        for rule, task in asked:
            if task.channel is not None:
                by_channel.setdefault(task.channel, []).append(self.fires(rule).true)
        if not by_channel:
            return None
        wanted = b.any_of(self.fires(rule).true for rule, _ in asked)
        lost = b.all_of((wanted, b.negation(b.any_of(self._created(rule, task) for rule, task in asked))))
        guessed: list[n.Formula] = []
        by: list[tuple[m.Rule, n.Formula]] = []
        for channel, fire in by_channel.items():
            here, closing = b.all_of((lost, b.any_of(fire))), self.offers.closing(channel)
            guessed.append(b.all_of((here, b.negation(b.any_of(closes.true for _, closes in closing)))))
            by += [(rule, b.all_of((here, b.negation(closes.false)))) for rule, closes in closing]
        return Loss("channel", lost, b.any_of(guessed), tuple(by))

    def _due(self, task: m.CreateTask) -> Amount | None:
        if task.on is not None:
            return self.conditions.amount(task.on)
        if task.within is None or self._as_of is None:
            return None
        return self.conditions.later(task.within)

    def broken(self, never: m.Never) -> n.Formula:
        """Where a decision breaks a ``never`` statement."""
        return self.builder.all_of(self._has(outcome) for outcome in never.outcomes)

    def _has(self, outcome: m.HasOutcome | Expr) -> n.Formula:
        if not isinstance(outcome, m.HasOutcome):
            return self.conditions.truth(outcome).true
        if outcome.kind == "offer":
            return self.builder.any_of(self._offered(outcome))
        return self.builder.any_of(
            self._created(rule, x)
            for rule, x in self.effects_of(m.CreateTask)
            if outcome.name in (None, x.task)
            and outcome.role in (None, x.role)
            and outcome.channel in (None, x.channel)
        )

    def _offered(self, outcome: m.HasOutcome) -> Iterator[n.Formula]:
        """Of each offer that a part of a ``never`` means, where it is given, by a channel it means."""
        b = self.builder
        for name, candidate in self.offers.candidates.items():
            if outcome.name not in (None, name) or outcome.group not in (None, candidate.offer.group):
                continue
            given = self.offers.given(name)
            if outcome.channel is None:
                yield given
            else:
                here = candidate.channels.get(outcome.channel, FALSE)
                yield b.all_of((given, b.any_of((candidate.any_channel, here))))
