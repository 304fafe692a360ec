"""What a policy declares, in plain words: offers, points, choices, defines, params, tasks, and what may never be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dsl.check.outcomes import POINTS_LIMIT
from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.types import Bool, Num
from dsl.program.walk import references
from engine.explain.promises import promised
from engine.explain.reading.absent import feeding
from engine.explain.reading.schema import ClauseJson, StatementJson
from engine.explain.reading.uses import uses
from engine.punctuation import aside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.explain.reading.pieces import Pieces


class Declared:
    """Reads the declarations of a policy."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._program = pieces.program
        self._names = pieces.names
        self._word = pieces.word

    def offer(self, offer: m.Offer) -> StatementJson:
        """An offer: how it is made, by which rules, and what takes it."""
        said = [*self._pieces.effects.offer(m.GrantOffer(offer.name), alone=True)]
        if self._program.offer_limit is not None:
            said.append(self._word("offer_limit", limit=self._program.offer_limit))
        rules = self._program.all_rules
        granting = [rule for rule in rules if any(_grants(effect, offer.name) for effect in rule.effects)]
        excluding = [rule for rule in rules if any(_takes(effect, offer) for effect in rule.effects)]
        eligible = () if offer.eligible is None else (offer.eligible,)
        return StatementJson(
            kind="offer",
            id=offer.name,
            title=self._word("offer_title", name=self._names.of("offer", offer.name)),
            file=offer.span.path,
            line=offer.span.line,
            introduction=tuple(said),
            condition=self._pieces.condition(offer.eligible, "only") if eligible else None,
            say=offer.say.source if offer.say is not None else None,
            by=tuple(self._pieces.called(rule) for rule in granting) or (self._word("no_rule_gives"),),
            against=tuple(map(self._exclusion, excluding)),
            missing=self._pieces.consequences.eligibility(eligible),
            where=tuple(self._pieces.where(eligible)),
            params=tuple(self._pieces.params(eligible)),
        )

    def points(self, points: m.Points) -> StatementJson:
        """An account: what is added to it."""
        added = [(rule, x) for rule, x in feeding(self._program, "points", points.name) if isinstance(x, m.AddPoints)]
        said = [self._word("sum_of_points"), *self._range(points)]
        by = [
            self._word("added_by", amount=self._pieces.phrases.points(x.amount), rule=self._pieces.called(rule))
            for rule, x in added
        ]
        amounts = [x.amount for _, x in added]
        missing = self._pieces.consequences.divisions(amounts)
        return self._plain("points", points, said, amounts, by=by, missing=missing)

    def choice(self, choice: m.Choice) -> StatementJson:
        """A choice: its values, and what gives each."""
        giving: dict[str, list[m.Rule]] = {value: [] for value in choice.values}
        for rule, effect in feeding(self._program, "choice", choice.name):
            if isinstance(effect, m.SetChoice):
                giving[effect.value].append(rule)
        by = [
            self._word("given_by", value=shown, rules=self._names.listed(map(self._pieces.called, rules)))
            if rules
            else self._word("given_never", value=shown)
            for value, rules in giving.items()
            for shown in [self._names.choice(choice.name, value)]
        ]
        return self._plain("choice", choice, [self._word("one_value")], (), by=by)

    def define(self, define: m.Define) -> StatementJson:
        """A define: what its name stands for."""
        name, inner = self._names.of("define", define.name), define.expr
        said: tuple[str, ...] = ()
        condition: ClauseJson | None = None
        if isinstance(inner.type, Bool):
            condition = self._pieces.condition(inner, "holds")
        else:
            said = (self._word("stands_for", name=name, what=self._pieces.phrases.value(inner)),)
        missing = self._pieces.consequences.define(inner)
        return self._plain("define", define, said, (inner,), condition=condition, missing=missing)

    def param(self, param: m.Param) -> StatementJson:
        """A parameter: its values, and who reads it."""
        values = self._word("means", name=self._names.of("param", param.name), what=self._pieces.values_of(param))
        required = [x for x in self._program.requirements if _reads(x.condition, param.name)]
        said = [values, *(self._word("required_of", test=self._pieces.phrases.test(x.condition)) for x in required)]
        return self._plain("param", param, said, ())

    def task(self, task: str) -> StatementJson:
        """A task: the rules that create it, for whom and by when."""
        found = [
            (rule, effect)
            for rule in self._program.all_rules
            for effect in rule.effects
            if isinstance(effect, m.CreateTask) and effect.task == task
        ]
        first = min(rule.span for rule, _ in found)
        days = [x for _, effect in found for x in (effect.within, effect.on) if x is not None]
        by = [
            self._word("created_by", task=self._pieces.effects.said(effect), rule=self._pieces.called(rule))
            for rule, effect in found
        ]
        return StatementJson(
            kind="task",
            id=task,
            title=self._word("task_title", name=self._names.of("task", task)),
            file=first.path,
            line=first.line,
            introduction=(self._word("one_task"),),
            by=tuple(by),
            where=tuple(self._pieces.where(days)),
            params=tuple(self._pieces.params(days)),
        )

    def never(self, never: m.Never) -> StatementJson:
        """What may not come together."""
        given = [promised(x, self._names) for x in never.outcomes if isinstance(x, m.HasOutcome)]
        conditions = [x for x in never.outcomes if not isinstance(x, m.HasOutcome)]
        named = self._word("together").join(given)
        return StatementJson(
            kind="never",
            id=never.id,
            title=self._word("never_given", given=named) if given and conditions else self._word("never_title"),
            file=never.span.path,
            line=never.span.line,
            introduction=(self._word("checked_always"),),
            condition=self._promised(given, conditions),
            because=never.because.source if never.because is not None else None,
            where=tuple(self._pieces.where(conditions)),
            params=tuple(self._pieces.params(conditions)),
        )

    # --- pieces ---

    def _range(self, points: m.Points) -> Iterator[str]:
        """The declared ends of an account; without, only what a sum can be kept in limits it."""
        if points.low > -POINTS_LIMIT:
            low, high = (self._names.value(end, Num()) for end in (points.low, points.high))
            yield self._word("stays_within", low=low, high=high)

    def _promised(self, given: list[str], conditions: list[e.Expr]) -> ClauseJson:
        """When it is never given; without a condition, or without anything given, what never comes together."""
        if given and conditions:
            return self._pieces.condition(e.And(tuple(conditions)) if len(conditions) > 1 else conditions[0])
        items = [*given, *(self._pieces.phrases.test(x) for x in conditions)]
        head = self._word("not_together" if len(items) > 1 else "not_at_all")
        return ClauseJson(text=head, items=tuple(ClauseJson(text=text) for text in items))

    def _exclusion(self, rule: m.Rule) -> str:
        """What excludes, and when."""
        always = self._word("always")
        test = always if rule.condition is None else self._pieces.phrases.test(rule.condition)
        channels = [name for x in rule.effects if isinstance(x, m.Exclude) and x.kind == "channel" for name in x.names]
        called = self._pieces.called(rule)
        if channels:
            listed = self._names.listed(self._names.of("channel", name) for name in channels)
            called += aside(self._word("by_channels", channels=listed), self._names.lang)
        return self._word("excluded_by", rule=called, test=test)

    def _plain(
        self,
        kind: Literal["points", "choice", "define", "param"],
        thing: m.Points | m.Choice | m.Define | m.Param,
        said: Iterable[str],
        nodes: Iterable[e.Expr],
        *,
        condition: ClauseJson | None = None,
        by: Iterable[str] | None = None,
        missing: tuple[str, ...] = (),
    ) -> StatementJson:
        """A declaration that has a name and is read by others."""
        found = list(nodes)
        return StatementJson(
            kind=kind,
            id=thing.name,
            title=self._word(f"{kind}_title", name=self._names.of(kind, thing.name)),
            file=thing.span.path,
            line=thing.span.line,
            introduction=tuple(said),
            condition=condition,
            by=() if by is None else tuple(by) or (self._word("no_rule_gives"),),
            missing=missing,
            where=tuple(self._pieces.where(found)),
            params=tuple(self._pieces.params(found)),
            uses=uses(self._pieces, kind, thing.name),
        )


def _grants(effect: m.Effect, offer: str) -> bool:
    return isinstance(effect, m.GrantOffer) and effect.offer == offer


def _takes(effect: m.Effect, offer: m.Offer) -> bool:
    match effect:
        case m.Exclude("all"):
            return True
        case m.Exclude("offer", names):
            return offer.name in names
        case m.Exclude("group", names):
            return offer.group in names
        case m.Exclude("channel", names):
            return not offer.channels or not set(names).isdisjoint(offer.channels)
        case _:
            return False


def _reads(node: e.Expr, param: str) -> bool:
    return any(ref.kind == "param" and ref.name == param for ref in references(node))
