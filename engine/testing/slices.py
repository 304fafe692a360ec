"""Slices of a policy: the rules that some outcomes can depend on, found without looking at a customer.

Leaving a rule out of a slice and deciding again is cheap, and shows the same as leaving it out of the whole
policy, because a rule outside the slice cannot reach the outcomes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dsl.lean import dataclass
from dsl.program import expr as e
from dsl.program import model as m
from engine.reads import expressions_in
from engine.testing.seen import leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Node = tuple[str, str]
"""An outcome: its kind (``ladder``, ``class``, ``points``, ``choice``, ``offer`` or ``task``) and its name."""

_NEVER_READ: Final = ("offer", "task")  # by conditions


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of a policy that some outcomes can depend on.

    Attributes:
        nodes: the outcomes and all they depend on.
        rules: the rules that have an effect on any of them, in the order of the policy.
        program: the policy with nothing but these.
    """

    nodes: frozenset[Node]
    rules: tuple[m.Rule, ...]
    program: m.Program


@dataclass(frozen=True, slots=True)
class Downstream:
    """What can change with some outcomes: the outcomes that depend on them, and the rules that read any."""

    nodes: frozenset[Node]
    rules: frozenset[str]


class Slices:
    """Cuts one policy.

    Attributes:
        define_reads: the outcomes that each define reads.
    """

    def __init__(self, program: m.Program) -> None:
        self.program = program
        self._rules: dict[Node, dict[str, m.Rule]] = defaultdict(dict)
        self._reads: dict[str, frozenset[Node]] = {}
        self._exclusions: list[tuple[m.Rule, m.Exclude]] = []
        self._done: dict[frozenset[Node], Slice] = {}
        self._moved: dict[frozenset[Node], Downstream] = {}
        self.define_reads = {name: frozenset(self._nodes_in(d.expr)) for name, d in program.defines.items()}
        self._first = {name: table for name, table in program.tables.items() if table.hit == "first"}
        for rule in program.all_rules:
            # A row of a `first` table depends on the rows above it: the table counts as a whole.
            together = self._first[rule.table].rows if rule.table in self._first else (rule,)
            self._reads[rule.id] = frozenset(n for r in together for n in self._read_by(r))
            for effect in rule.effects:
                if isinstance(effect, m.Exclude):
                    self._exclusions.append((rule, effect))
                else:
                    self._rules[node_of(effect)] |= {other.id: other for other in together}

    def of(self, targets: Iterable[Node]) -> Slice:
        """The slice for some outcomes."""
        wanted = frozenset(targets)
        if wanted not in self._done:
            self._done[wanted] = self._cut(wanted)
        return self._done[wanted]

    def together(self, rule: m.Rule) -> tuple[str, ...]:
        """The ids of the rules that one is read with: the rows of its table if that is a ``first`` table."""
        table = self._first.get(rule.table or "")
        return (rule.id,) if table is None else tuple(row.id for row in table.rows)

    def downstream(self, nodes: frozenset[Node]) -> Downstream:
        """What can change when some outcomes do; offers and tasks are never read."""
        if nodes not in self._moved:
            self._moved[nodes] = self._follow(nodes)
        return self._moved[nodes]

    def _follow(self, nodes: frozenset[Node]) -> Downstream:
        moved: set[Node] = set()
        rules: set[str] = set()
        waiting = [node for node in nodes if node[0] not in _NEVER_READ]
        while waiting:
            node = waiting.pop()
            if node in moved:
                continue
            moved.add(node)
            ladders = self.program.ladders.values()
            waiting += [("ladder", x.name) for x in ladders if node in self._nodes_in(x.measure)]
            for rule in self.program.all_rules:
                if rule.id not in rules and node in self._reads[rule.id]:
                    rules.add(rule.id)
                    waiting += [found for x in rule.effects if (found := node_of(x))[0] not in _NEVER_READ]
        return Downstream(frozenset(moved), frozenset(rules))

    def giving(self, node: Node) -> list[m.Rule]:
        """The rules that have an effect on an outcome, exclusions left out."""
        found = self._rules.get(node, {}).values()
        return [rule for rule in found if any(is_on(x, node) for x in rule.effects)]

    def giving_expected(self, expectation: m.Expectation) -> list[m.Rule]:
        """The rules that have an effect on what an expectation is about, exclusions left out."""
        found = [rule for node in targets(self.program, expectation) for rule in self.giving(node)]
        if isinstance(expectation, m.ExpectTask):
            return [rule for rule in found if any(is_meant(expectation, x) for x in rule.effects)]
        return found

    def _cut(self, wanted: frozenset[Node]) -> Slice:
        nodes: set[Node] = set()
        kept: set[str] = set()
        waiting = list(wanted)
        while waiting:
            node = waiting.pop()
            if node in nodes:
                continue
            nodes.add(node)
            waiting += self._read_by_node(node)
            for rule in self._on(node):
                if rule.id not in kept:
                    kept.add(rule.id)
                    waiting += self._reads[rule.id]
        offers = {name: offer for name, offer in self.program.offers.items() if ("offer", name) in nodes}
        program = replace(keeping(self.program, kept), offers=offers, nevers=(), tests=())
        return Slice(frozenset(nodes), program.all_rules, program)

    def _on(self, node: Node) -> Iterator[m.Rule]:
        """The rules that an outcome depends on directly."""
        yield from self._rules.get(node, {}).values()
        if node[0] == "offer":
            offer = self.program.offers[node[1]]
            yield from (rule for rule, exclusion in self._exclusions if may_take(exclusion, offer))
        elif node[0] == "task":
            created = (x for rule in self.giving(node) for x in rule.effects if isinstance(x, m.CreateTask))
            channels = {x.channel for x in created if x.task == node[1]}
            yield from (rule for rule, x in self._exclusions if x.kind == "channel" and channels & set(x.names))

    def _read_by_node(self, node: Node) -> Iterator[Node]:
        """The outcomes that an outcome reads by itself, not through rules."""
        kind, name = node
        if kind == "ladder":
            yield from self._nodes_in(self.program.ladders[name].measure)
        elif kind == "offer":
            offer = self.program.offers[name]
            yield from self._nodes_in(offer.eligible)
            for read in expressions_in(offer.say):
                yield from self._nodes_in(read)
            # Offers compete: in their group, and all of them where their number is limited.
            limited = self.program.offer_limit is not None
            for rival in self.program.offers.values():
                if limited or (offer.group is not None and rival.group == offer.group):
                    yield "offer", rival.name

    def _read_by(self, rule: m.Rule) -> Iterator[Node]:
        yield from self._nodes_in(rule.condition)
        for effect in rule.effects:
            match effect:
                case m.AddPoints(_, amount):
                    yield from self._nodes_in(amount)
                case m.CreateTask(_, _, within, on):
                    yield from self._nodes_in(within)
                    yield from self._nodes_in(on)
                case _:
                    continue

    def _nodes_in(self, node: e.Expr | None) -> Iterator[Node]:
        if node is not None:
            yield from ((ref.kind, ref.name) for ref in leaves(self.program, node) if ref.kind != "field")


def node_of(effect: m.Effect) -> Node:
    """The outcome that an effect is on."""
    match effect:
        case m.LiftTier(ladder):
            return "ladder", ladder
        case m.GrantClass(name):
            return "class", name
        case m.GrantOffer(name):
            return "offer", name
        case m.AddPoints(name):
            return "points", name
        case m.SetChoice(name):
            return "choice", name
        case m.CreateTask(name):
            return "task", name
        case m.Exclude():
            return "offer", ""


def is_on(effect: m.Effect, node: Node) -> bool:
    """Whether an effect gives something to an outcome."""
    return not isinstance(effect, m.Exclude) and node_of(effect) == node


def is_meant(expected: m.ExpectTask, effect: m.Effect) -> bool:
    """Whether an effect creates the task that a test speaks of, for its role and by its channel, whatever the day."""
    if not isinstance(effect, m.CreateTask) or effect.task != expected.task:
        return False
    return expected.role in (None, effect.role) and expected.channel in (None, effect.channel)


def may_take(exclusion: m.Exclude, offer: m.Offer) -> bool:
    """Whether an exclusion can have a say in an offer; one from channels can in any."""
    match exclusion.kind:
        case "offer":
            return offer.name in exclusion.names
        case "group":
            return offer.group in exclusion.names
        case _:
            return True


def targets(program: m.Program, expectation: m.Expectation) -> Iterator[Node]:
    """The outcomes that an expectation is about."""
    match expectation:
        case m.ExpectTier(ladder):
            yield "ladder", ladder
        case m.ExpectOffer(offer=None) | m.ExpectOffers():
            yield from (("offer", name) for name in program.offers)
        case m.ExpectOffer(offer=str() as name):
            yield "offer", name
            if expectation.because is not None:
                yield from _read_by_reasons(program, ("offer", name))
        case m.ExpectClass(name):
            yield "class", name
        case m.ExpectTask(task):
            yield "task", task
            if expectation.because is not None:
                yield from _read_by_reasons(program, ("task", task))
        case m.ExpectValue(ref):
            yield from ((r.kind, r.name) for r in leaves(program, ref) if r.kind != "field")


def _read_by_reasons(program: m.Program, node: Node) -> Iterator[Node]:
    """The outcomes that the reasons for an offer or a task speak of."""
    giving = (rule for rule in program.all_rules if any(is_on(x, node) for x in rule.effects))
    read = (expression for rule in giving for expression in expressions_in(rule.because))
    yield from ((r.kind, r.name) for x in read for r in leaves(program, x) if r.kind != "field")


def outcome_targets(program: m.Program, outcome: m.HasOutcome | e.Expr) -> Iterator[Node]:
    """The outcomes that a part of a ``never`` is about."""
    if not isinstance(outcome, m.HasOutcome):
        yield from ((r.kind, r.name) for r in leaves(program, outcome) if r.kind != "field")
    elif outcome.name is not None:
        yield outcome.kind, outcome.name
    elif outcome.kind == "task":
        yield from (("task", name) for name in program.tasks)
    else:
        yield from (("offer", x.name) for x in program.offers.values() if outcome.group in (None, x.group))


def keeping(program: m.Program, ids: set[str]) -> m.Program:
    """A policy with some of its rules only."""
    rules = tuple(rule for rule in program.rules if rule.id in ids)
    tables = {
        name: replace(table, rows=rows)
        for name, table in program.tables.items()
        if (rows := tuple(row for row in table.rows if row.id in ids))
    }
    return replace(program, rules=rules, tables=tables)
