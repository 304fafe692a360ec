"""The reference evaluator: what a policy means, one customer at a time.

It interprets the checked program as it was written, before any rewriting, and shares nothing with the fast
evaluator but the program and the meaning of single operators on known values (``dsl.program.values``). It is
the oracle everything else is compared with, so it is written to be read, not to be fast.

Unknown is None, and logic is Kleene's: false decides an ``and``, true decides an ``or``, everything else that
meets an unknown is unknown. A rule grants what it says only where it is true; only an exclusion acts where it is
unknown too. Read in this order: ``Evaluation.value`` and ``truth`` (expressions), ``fires`` (rules), then one method
an outcome: ``tier``, ``member`` (of a class), ``points``, ``choice``, ``offers``, ``tasks``; ``decision`` is all of it.
Outcomes are computed when something reads them: the check has proved that none reads itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar, cast, get_args

from dsl.lean import dataclass
from dsl.program import expr as e
from dsl.program import model as m
from dsl.program import values
from dsl.program.types import Date, Value
from engine.decision import (
    Decision,
    OfferDecision,
    OfferLost,
    PointsDecision,
    TaskDecision,
    TaskLost,
    TierDecision,
    Wording,
)
from engine.wording import fill

if TYPE_CHECKING:
    from engine.binding import Binding

Truth = bool | None
Row = Mapping[str, Value | None]
T = TypeVar("T")


class DateNeededError(Exception):
    """Something reads the as-of date and the run has none; ``what`` names a parameter, or today."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


# --- Kleene logic ----------------------------------------------------------------------------------------


def kleene_not(a: Truth) -> Truth:
    """Not: unknown stays unknown."""
    return None if a is None else not a


def kleene_and(truths: Iterable[Truth]) -> Truth:
    """And: one false decides; else one unknown leaves it unknown."""
    found = list(truths)
    return False if False in found else None if None in found else True


def kleene_or(truths: Iterable[Truth]) -> Truth:
    """Or: one true decides; else one unknown leaves it unknown."""
    found = list(truths)
    return True if True in found else None if None in found else False


# --- the evaluator ---------------------------------------------------------------------------------------


class Reference:
    """A program bound to a run, ready to decide customers."""

    def __init__(self, program: m.Program, binding: Binding) -> None:
        self.program = program
        self.binding = binding
        self.rules = tuple(rule for rule in program.all_rules if self._in_force(rule.period))
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

    def _in_force(self, period: m.Period) -> bool:
        """Without a date everything is in force."""
        return self.binding.as_of is None or self.binding.as_of in period

    def evaluate(self, row: Row) -> Evaluation:
        """Look at one customer; values are computed as they are asked for."""
        return Evaluation(self, row)

    def decide(self, row: Row) -> Decision:
        """Decide one customer.

        Args:
            row: the value of every field by canonical name, in base units; None is missing.
        """
        return self.evaluate(row).decision()

    def broken_assumptions(self, row: Row) -> tuple[int, ...]:
        """Which ``assume`` conditions a row breaks (numbers from 0); unknown does not break one."""
        look = self.evaluate(row)
        found = self.program.record.assumptions
        return tuple(i for i, (condition, _) in enumerate(found) if look.truth(condition) is False)

    def effects_of(self, kind: type[T]) -> list[tuple[m.Rule, T]]:
        """Every effect of a kind, with its rule, of the rules in force."""
        return cast("list[tuple[m.Rule, T]]", self._by_kind[kind])

    def rows_above(self, rule: m.Rule) -> tuple[m.Rule, ...]:
        """The rows of a ``first`` table that come before a row."""
        return self._above.get(rule.id, ())

    def offer_in_force(self, offer: m.Offer) -> bool:
        """Whether an offer may be made on the day."""
        return self._in_force(offer.period)


class Evaluation:
    """Everything about one customer. Outcomes are remembered, since several rules may read them."""

    def __init__(self, reference: Reference, row: Row) -> None:
        self._reference = reference
        self._program = reference.program
        self._params = reference.binding.params
        self.row = row
        self._known: dict[tuple[str, str], object] = {}

    @property
    def reference(self) -> Reference:
        """What this customer is looked at with."""
        return self._reference

    # --- values ---

    def value(self, node: e.Expr) -> Value | None:
        """The value of any expression; None is unknown."""
        match node:
            case e.Const(value):
                return value
            case e.Ref(kind, name):
                return self._named(kind, name)
            case e.Today():
                return self._today()
            case e.Arith(op, left, right):
                a, b = self.value(left), self.value(right)
                return None if a is None or b is None else values.arithmetic(op, a, b, left.type, right.type)
            case e.Extreme(which, operands):
                found = [self.value(operand) for operand in operands]
                return None if None in found else values.extreme(which, cast("list[Value]", found), node.type)
            case e.Round(mode, operand, step):
                a = self.value(operand)
                return None if a is None else values.rounded(mode, cast("values.Exact", a), step)
            case e.Default(operand, fallback):
                a = self.value(operand)
                return self.value(fallback) if a is None else a
            case e.Since(unit, operand):
                day, today = self.value(operand), self._today()
                return None if day is None else values.since(unit, cast("date", day), today)
            case e.Anniversary(operand):
                day, today = self.value(operand), self._today()
                return None if day is None else values.next_anniversary(cast("date", day), today)
            case _:
                return self.truth(node)

    def truth(self, node: e.Expr | None) -> Truth:
        """Whether a condition holds; None is unknown, and no condition always holds."""
        match node:
            case None:
                return True
            case e.Compare(op, left, right):
                a, b = self.value(left), self.value(right)
                return None if a is None or b is None else values.compare(op, a, b, left.type)
            case e.IsMissing(operand):
                return self.value(operand) is None
            case e.InList(operand, items):
                return kleene_or(self.truth(e.Compare("=", operand, item)) for item in items)
            case e.TextTest(which, operand, text):
                a = self.value(operand)
                return None if a is None else values.text_test(which, str(a), text)
            case e.Window():
                return self.truth(node.between)
            case e.Between(operand, low, high, closed):
                upper = e.Compare("<=" if closed else "<", operand, high)
                return kleene_and((self.truth(e.Compare(">=", operand, low)), self.truth(upper)))
            case e.Not(operand):
                return kleene_not(self.truth(operand))
            case e.And(items):
                return kleene_and(self.truth(item) for item in items)
            case e.Or(items):
                return kleene_or(self.truth(item) for item in items)
            case _:
                return cast("Truth", self.value(node))

    def _today(self) -> date:
        if self._reference.binding.as_of is None:
            raise DateNeededError("today")
        return self._reference.binding.as_of

    def _named(self, kind: e.RefKind, name: str) -> Value | None:
        """The value of a declared thing; outcomes are those that are final."""
        match kind:
            case "field":
                return self.row[name]
            case "param":
                if name not in self._params:
                    raise DateNeededError(name)
                return self._params[name]
            case "define":
                return self._remember("define", name, lambda: self.value(self._program.defines[name].expr))
            case "ladder":
                return self.tier(name).rung
            case "class":
                return self.member(name)
            case "points":
                total = self.points(name)
                return None if total.incomplete else values.normal(total.value)
            case "choice":
                return self.choice(name)[0]

    def _remember(self, kind: str, name: str, compute: Callable[[], T]) -> T:
        if (kind, name) not in self._known:
            self._known[kind, name] = compute()
        return cast("T", self._known[kind, name])

    # --- rules ---

    def fires(self, rule: m.Rule) -> Truth:
        """Whether a rule applies. A row of a ``first`` table does only where no row above it holds."""
        return self._remember("rule", rule.id, lambda: self._fires(rule))

    def _fires(self, rule: m.Rule) -> Truth:
        not_above = (kleene_not(self.truth(row.condition)) for row in self._reference.rows_above(rule))
        return kleene_and((self.truth(rule.condition), *not_above))

    def _effects(self, kind: type[T]) -> list[tuple[m.Rule, T]]:
        return self._reference.effects_of(kind)

    def _granted(self, kind: type[T]) -> list[tuple[m.Rule, T]]:
        """Every effect of a kind of the rules that fire: unknown grants nothing. Only for what no rule reads."""
        return [(rule, x) for rule, x in self._effects(kind) if self.fires(rule) is True]

    # --- outcomes that rules may read ---

    def tier(self, name: str) -> TierDecision:
        """The higher of ladder and lifts; nothing where neither is known."""
        return self._remember("ladder", name, lambda: self._tier(self._program.ladders[name]))

    def _tier(self, ladder: m.Ladder) -> TierDecision:
        def name(place: int) -> str | None:
            return ladder.rungs[place] if place >= 0 else None

        base = self._base(ladder)
        lifts = [
            (rule, ladder.rungs.index(lift.rung))
            for rule, lift in self._effects(m.LiftTier)
            if lift.ladder == ladder.name
        ]
        place = max([base, *(to for rule, to in lifts if self.fires(rule) is True)])
        return TierDecision(
            rung=name(place),
            base=name(base),
            lifted_by=_ids(rule for rule, to in lifts if to == place > base and self.fires(rule) is True),
            unknown_lifts=_ids(rule for rule, to in lifts if to > place and self.fires(rule) is None),
        )

    def _base(self, ladder: m.Ladder) -> int:
        """The place that the measure reaches; -1 where there is no measure, or it or a line is unknown.

        Every rung but the first has a line, and lines rise: so the place is the number of lines reached.
        """
        if ladder.measure is None:
            return -1
        measure = self.value(ladder.measure)
        lines = [self.value(line) for line in ladder.lines if line is not None]
        if measure is None or None in lines:
            return -1
        return sum(values.compare(">=", measure, cast("Value", line), ladder.measure.type) for line in lines)

    def member(self, name: str) -> Truth:
        """A class: the Kleene or of everything that grants it."""
        return self._remember("class", name, lambda: self._member(name))

    def _member(self, name: str) -> Truth:
        return kleene_or(self.fires(rule) for rule, x in self._effects(m.GrantClass) if x.name == name)

    def points(self, name: str) -> PointsDecision:
        """The sum of what is added; incomplete where something that may add to it is unknown."""
        return self._remember("points", name, lambda: self._points(name))

    def _points(self, name: str) -> PointsDecision:
        total, incomplete = Fraction(0), False
        for rule, added in self._effects(m.AddPoints):
            if added.account != name or self.fires(rule) is False:
                continue
            amount = self.value(added.amount) if self.fires(rule) is True else None
            if amount is None:
                incomplete = True
            else:
                total += Fraction(cast("values.Exact", amount))
        return PointsDecision(total, incomplete)

    def choice(self, name: str) -> tuple[str | None, bool]:
        """The value given, and whether rules gave different ones (then there is none)."""
        return self._remember("choice", name, lambda: self._choice(name))

    def _choice(self, name: str) -> tuple[str | None, bool]:
        setting = [(rule, x.value) for rule, x in self._effects(m.SetChoice) if x.choice == name]
        given = {value for rule, value in setting if self.fires(rule) is True}
        conflict = len(given) > 1
        return (None if conflict or not given else given.pop()), conflict

    # --- offers ---

    def offers(self) -> tuple[tuple[OfferDecision, ...], tuple[OfferLost, ...]]:
        """What is offered, ranked, and what was granted but lost, each with its cause.

        Lost is what is out of its period or whose own condition is not true; then what exclusions take; then what
        has no channel left. Of a group the best stays: by priority, then name. The rest is ranked and capped.
        """
        granted: dict[str, list[tuple[m.Rule, m.GrantOffer]]] = {}
        for rule, grant in self._granted(m.GrantOffer):
            granted.setdefault(grant.offer, []).append((rule, grant))
        standing: list[_Standing] = []
        lost: list[OfferLost] = []
        for offer in self._program.offers.values():
            grants = granted.get(offer.name)
            if grants is None:
                continue
            loss = self._own_loss(offer) or self._exclusion(offer)
            left = loss or self._channels(offer, [x for _, x in grants])
            if isinstance(left, OfferLost):
                lost.append(left)
                continue
            priority = max(offer.priority if x.priority is None else x.priority for _, x in grants)
            standing.append(_Standing(offer, priority, *left, [rule for rule, _ in grants]))
        given, beaten = self._ranked(standing)
        return tuple(given), tuple(sorted([*lost, *beaten], key=lambda x: x.offer))

    def _ranked(self, standing: list[_Standing]) -> tuple[list[OfferDecision], list[OfferLost]]:
        """Offers by priority, then name; of each group the first, and of those as many as the cap lets through."""
        given: list[OfferDecision] = []
        beaten: list[OfferLost] = []
        best_of: dict[str, str] = {}
        limit = self._program.offer_limit
        for found in sorted(standing, key=lambda x: (-x.priority, x.offer.name)):
            offer = found.offer
            best = offer.name if offer.group is None else best_of.setdefault(offer.group, offer.name)
            if best != offer.name:
                beaten.append(OfferLost(offer.name, "group", (best,)))
            elif limit is not None and len(given) >= limit:
                beaten.append(OfferLost(offer.name, "cap"))
            else:
                say = fill(offer.say, self.value) if offer.say is not None else None
                reasons = self._reasons(found.rules)
                rank = len(given) + 1
                given.append(
                    OfferDecision(offer.name, rank, found.priority, found.channels, reasons, say, found.closed_unknown)
                )
        return given, beaten

    def _own_loss(self, offer: m.Offer) -> OfferLost | None:
        """The loss of an offer that is out of its period, or whose own condition is not true."""
        if not self._reference.offer_in_force(offer):
            return OfferLost(offer.name, "period")
        eligible = self.truth(offer.eligible)
        return None if eligible is True else OfferLost(offer.name, "eligibility", unknown=eligible is None)

    def _exclusions(self) -> list[tuple[m.Rule, m.Exclude]]:
        """The exclusions that count: one that is unknown excludes."""
        return [(rule, x) for rule, x in self._effects(m.Exclude) if self.fires(rule) is not False]

    def _exclusion(self, offer: m.Offer) -> OfferLost | None:
        """The loss of an offer that is excluded as a whole; by a guess, if no exclusion is certain."""
        rules = [rule for rule, x in self._exclusions() if _covers(x, offer)]
        if not rules:
            return None
        unknown = all(self.fires(rule) is None for rule in rules)
        return OfferLost(offer.name, "exclusion", _ids(rules), unknown)

    def _channels(
        self, offer: m.Offer, grants: list[m.GrantOffer]
    ) -> tuple[tuple[str, ...], tuple[str, ...]] | OfferLost:
        """The channels left to an offer and those closed by a guess; or its loss if none is left.

        An offer that names no channel may go by any: by any that is left, where some are closed.
        """
        closing = [(rule, x) for rule, x in self._exclusions() if x.kind == "channel"]
        wanted = [offer.channels if x.channels is None else x.channels for x in grants]
        if () in wanted and not closing:
            return (), ()
        channels = set(self._program.channels) if () in wanted else {name for some in wanted for name in some}
        closed = channels & {name for _, x in closing for name in x.names}
        guessed = closed - {name for rule, x in closing if self.fires(rule) is True for name in x.names}
        if left := channels - closed:
            return tuple(sorted(left)), tuple(sorted(guessed))
        rules = [rule for rule, x in closing if channels & set(x.names)]
        return OfferLost(offer.name, "channel", _ids(rules), unknown=bool(guessed))

    def _reasons(self, rules: list[m.Rule]) -> tuple[tuple[str, Wording | None], ...]:
        unique = {rule.id: rule for rule in rules}
        return tuple(
            (i, fill(r.because, self.value) if r.because is not None else None) for i, r in sorted(unique.items())
        )

    # --- tasks and the rest ---

    def _created(self) -> list[tuple[m.Rule, m.CreateTask]]:
        """What creates tasks: nothing by a channel that is closed."""
        return [(rule, x) for rule, x in self._granted(m.CreateTask) if not self.closing(x.channel)]

    def closing(self, channel: str | None) -> tuple[m.Rule, ...]:
        """The exclusions that close a channel, those that are unknown too."""
        against = (rule for rule, x in self._effects(m.Exclude) if x.kind == "channel" and channel in x.names)
        return tuple(rule for rule in against if self.fires(rule) is not False)

    def tasks(self) -> tuple[TaskDecision, ...]:
        """Tasks by due date; the same task for the same role is one, due on the earliest day known."""
        found: dict[tuple[str, str | None], list[tuple[m.Rule, m.CreateTask]]] = {}
        for rule, task in self._created():
            found.setdefault((task.task, task.role), []).append((rule, task))
        out = []
        for (name, role), sources in found.items():
            days = [self._due(x) for _, x in sources if x.within is not None or x.on is not None]
            known = [day for day in days if day is not None]
            due = min(known, default=None)
            reasons = self._reasons([rule for rule, _ in sources])
            channels = tuple(sorted({x.channel for _, x in sources if x.channel is not None}))
            out.append(TaskDecision(name, role, due, reasons, due is None and bool(days), channels))
        return tuple(sorted(out, key=lambda t: (t.due or date.max, t.task, t.role or "")))

    def lost_tasks(self) -> tuple[TaskLost, ...]:
        """Tasks that closed channels keep back, where nothing else creates them for that role."""
        created = {(x.task, x.role) for _, x in self._created()}
        wanted: dict[tuple[str, str | None], set[str | None]] = {}
        for _, x in self._granted(m.CreateTask):
            if (x.task, x.role) not in created:
                wanted.setdefault((x.task, x.role), set()).add(x.channel)
        out = []
        for (name, role), channels in wanted.items():
            closing = [self.closing(channel) for channel in channels]
            guessed = any(all(self.fires(rule) is None for rule in rules) for rules in closing)
            out.append(TaskLost(name, role, _ids(rule for rules in closing for rule in rules), guessed))
        return tuple(sorted(out, key=lambda t: (t.task, t.role or "")))

    def _due(self, task: m.CreateTask) -> date | None:
        """The day a task is due; None if unknown, or if no day is given to count from."""
        if task.on is not None:
            return cast("date | None", self.value(task.on))
        if task.within is None or self._reference.binding.as_of is None:
            return None
        return cast("date | None", self.value(e.Arith("+", e.Today(), task.within, Date())))

    def _has(self, outcome: m.HasOutcome | e.Expr, offers: tuple[OfferDecision, ...]) -> Truth:
        """Whether a customer ends with an outcome of a ``never``."""
        if not isinstance(outcome, m.HasOutcome):
            return self.truth(outcome)
        if outcome.kind == "offer":
            return any(self._means(outcome, o) for o in offers)
        wanted = (outcome.name, outcome.role, outcome.channel)
        tasks = ((x.task, x.role, x.channel) for _, x in self._created())
        return any(all(a in (None, b) for a, b in zip(wanted, task, strict=True)) for task in tasks)

    def _means(self, outcome: m.HasOutcome, given: OfferDecision) -> bool:
        """Whether a part of a ``never`` means an offer; one without channels may go by any."""
        return (
            outcome.name in (None, given.offer)
            and outcome.group in (None, self._program.offers[given.offer].group)
            and (given.channels == () or outcome.channel in (None, *given.channels))
        )

    def _conflicts(self) -> tuple[str, ...]:
        """Choices with different values, and ``unique`` tables of which several rows apply."""
        choices = [name for name in self._program.choices if self.choice(name)[1]]
        applying = Counter(rule.table for rule in self._reference.rules if self.fires(rule) is True)
        tables = [t.name for t in self._program.tables.values() if t.hit == "unique" and applying[t.name] > 1]
        return (*sorted(choices), *sorted(tables))

    def decision(self) -> Decision:
        """Everything decided."""
        program = self._program
        for kind, name in program.order:  # each outcome after those it reads: a long chain is no deep recursion
            self._named(cast("e.RefKind", kind), name)
        offers, lost = self.offers()
        rules = self._reference.rules
        broken = [x.id for x in program.nevers if kleene_and(self._has(o, offers) for o in x.outcomes) is True]
        return Decision(
            key=str(self.row[program.record.key]),
            tiers={name: self.tier(name) for name in program.ladders},
            classes={name: self.member(name) for name in program.classes},
            points={name: self.points(name) for name in program.points},
            choices={name: self.choice(name)[0] for name in program.choices},
            conflicts=self._conflicts(),
            offers=offers,
            lost=lost,
            tasks=self.tasks(),
            fired=_ids(rule for rule in rules if self.fires(rule) is True),
            unknown=_ids(rule for rule in rules if self.fires(rule) is None),
            broken=tuple(sorted(set(broken))),
            lost_tasks=self.lost_tasks(),
        )


@dataclass(frozen=True, slots=True)
class _Standing:
    """An offer that was granted and not lost before offers compete."""

    offer: m.Offer
    priority: int
    channels: tuple[str, ...]
    closed_unknown: tuple[str, ...]
    rules: list[m.Rule]


def _ids(rules: Iterable[m.Rule]) -> tuple[str, ...]:
    """The ids of rules, each once and in an order of their own."""
    return tuple(sorted({rule.id for rule in rules}))


def _covers(exclusion: m.Exclude, offer: m.Offer) -> bool:
    """Whether an exclusion takes the offer as a whole."""
    match exclusion.kind:
        case "all":
            return True
        case "offer":
            return offer.name in exclusion.names
        case "group":
            return offer.group in exclusion.names
        case _:
            return False
