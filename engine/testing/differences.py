"""Why an expectation is not met: what was expected, what came out, and the values that led to it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Words
from dsl.program import expr as e
from dsl.program import model as m
from engine.explain.words import word
from engine.punctuation import COLON
from engine.testing.expectations import from_source, sources, wrong_details
from engine.testing.model import Difference
from engine.testing.phrases import Phrases
from engine.testing.seen import not_true
from engine.testing.slices import is_meant, node_of, outcome_targets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dsl.source import Span
    from engine.decision import OfferLost
    from engine.testing.look import Look
    from engine.testing.reading import Reading

_LINES: Final = 3  # of reasons for one difference
_SILENT: Final = 2  # of these, rules that do not apply


class Differences:
    """Explains one tested customer."""

    def __init__(self, reading: Reading, look: Look) -> None:
        self._look = look
        self._program = look.program
        self._en, self._zh = Phrases(reading.en, look), Phrases(reading.zh, look)

    def of(self, expectation: m.Expectation, span: Span) -> Difference:
        """The difference for an expectation that is not met."""
        expected = self._both(lambda say: say.expected(expectation))
        actual = self._both(lambda say: say.actual(expectation))
        return Difference(span, expected, actual, self._cut(self._why(expectation)))

    def of_never(self, never: m.Never) -> Difference:
        """The difference for a ``never`` that is broken."""
        expected = self._both(lambda say: say.promise(never))
        outcomes = (x for x in never.outcomes if isinstance(x, m.HasOutcome))
        meant = {node for outcome in outcomes for node in outcome_targets(self._program, outcome)}
        why = (self._applies(rule) for rule in self._look.fired() if meant & {node_of(x) for x in rule.effects})
        return Difference(never.span, expected, Words("them together", "同时发生"), self._cut(why))

    def of_table(self, table: m.Table) -> Difference:
        """The difference for a ``unique`` table of which several rows apply."""
        rows = self._look.rows(table.name)
        en, zh = (say.voice.names.of("table", table.name) for say in (self._en, self._zh))
        expected = Words(f"at most one row of table {en}", f"决策表 {zh} 至多满足一行")
        actual = Words(f"{len(rows)} rows", f"满足 {len(rows)} 行")
        return Difference(table.span, expected, actual, self._cut(self._applies(row) for row in rows))

    def _both(self, say: Callable[[Phrases], str]) -> Words:
        return Words(say(self._en), say(self._zh))

    @staticmethod
    def _cut(lines: Iterable[Words]) -> tuple[Words, ...]:
        return tuple(dict.fromkeys(lines))[:_LINES]

    def _why(self, expectation: m.Expectation) -> Iterator[Words]:
        found = self._look.offers if isinstance(expectation, (m.ExpectOffer, m.ExpectOffers)) else {}
        match expectation:
            case m.ExpectTier():
                yield from self._why_tier(expectation)
            case m.ExpectOffer(offer=None):
                yield from self._why_there(found)
            case m.ExpectOffer(offer=str() as name, present=present):
                if present and name in found:
                    yield from self._why_details(expectation, name)
                else:
                    yield from self._why_missing([name]) if present else self._why_there([name])
            case m.ExpectOffers(names):
                yield from self._why_missing(name for name in names if name not in found)
                yield from self._why_there(name for name in found if name not in names)
            case m.ExpectClass(name, value):
                yield from self._why_given(lambda x: x == m.GrantClass(name), wanted=value is True)
            case m.ExpectTask(present=present):
                yield from self._why_given(lambda x: is_meant(expectation, x), wanted=present)
                if present:
                    yield from map(self._applies, self._closing(expectation))
                    yield from map(self._applies, self._creating(expectation.task))
            case m.ExpectValue(e.Ref(kind, name) as ref, value):
                yield from self._why_value(ref, kind, name, value)

    # --- tiers ---

    def _why_tier(self, expected: m.ExpectTier) -> Iterator[Words]:
        ladder = self._program.ladders[expected.ladder]
        tier = self._look.evaluation.tier(ladder.name)
        if ladder.measure is not None:
            yield self._both(lambda say: say.base(ladder, tier.base))
        lifted = [rule for rule in self._look.reference.rules if rule.id in tier.lifted_by]
        if expected.source is not None and not from_source(self._look, expected.source, tier.lifted_by):
            meant = sources(self._program, expected.source)
            yield from self._silent(meant)
            vain = [rule for rule in meant if self._look.fires(rule) is True]
            yield from (self._in_vain(rule, ladder, tier.rung) for rule in vain[:1])
        yield from (self._applies(rule) for rule in lifted)
        if expected.source is None and expected.rung is not None and _below(ladder, tier.rung, expected.rung):
            lift = m.LiftTier(ladder.name, expected.rung)
            yield from self._silent(rule for rule in self._program.all_rules if lift in rule.effects)

    def _in_vain(self, rule: m.Rule, ladder: m.Ladder, rung: str | None) -> Words:
        def say(phrases: Phrases) -> str:
            voice = phrases.voice
            name, shown = voice.rule(rule), voice.rung(ladder.name, rung)
            return voice.pick(
                f"{name} applies, but does not lift to {shown}: it is reached without it",
                f"{name} 适用，但没有提升：没有它也是 {shown}",
            )

        return self._both(say)

    # --- offers ---

    def _why_missing(self, offers: Iterable[str]) -> Iterator[Words]:
        for name in offers:
            lost = self._look.lost.get(name)
            granting = [rule for rule in self._program.all_rules if name in _offers_of(rule)]
            if lost is not None:
                yield self._both(partial(self._loss, lost))
            elif granting:
                yield from self._silent(granting)
            else:
                yield self._both(partial(_no_rule, name))

    def _why_there(self, offers: Iterable[str]) -> Iterator[Words]:
        for name in offers:
            yield from (self._applies(rule) for rule in self._look.fired() if name in _offers_of(rule))

    def _why_details(self, expected: m.ExpectOffer, name: str) -> Iterator[Words]:
        wrong = wrong_details(self._look, expected, self._look.offers[name])
        if "source" in wrong and expected.source is not None:
            yield from self._silent(sources(self._program, expected.source))
        if "channel" in wrong:
            closing = (
                rule
                for rule in self._look.reference.rules
                if any(isinstance(x, m.Exclude) and expected.channel in x.names for x in rule.effects)
                and self._look.fires(rule) is not False
            )
            yield from (self._applies(rule) for rule in closing)
        if {"channel", "priority", "because"} & set(wrong):
            yield from self._why_there([name])

    def _loss(self, lost: OfferLost, say: Phrases) -> str:
        voice = say.voice
        name = voice.names.of("offer", lost.offer)
        offer = self._program.offers[lost.offer]
        if lost.cause == "group":
            winner = voice.names.of("offer", lost.by[0])
            group = voice.names.of("group", offer.group or "")
            cause = word("group_lost", voice.lang, winner=winner, group=group)
        elif lost.cause == "cap":
            cause = word("cap", voice.lang, limit=self._program.offer_limit)
        elif lost.cause == "period":
            day = self._look.reference.binding.as_of
            cause = voice.pick(f"not in force on {day}", f"{day} 不在有效期")
        else:
            taking = [rule for rule in self._look.reference.rules if rule.id in lost.by][:1]
            parts = [say.rule(rule) for rule in taking]
            if lost.cause == "eligibility":
                parts = [say.seen.condition(offer.eligible)]
            cause = COLON[voice.lang].join([word(lost.cause, voice.lang), *parts])
        return voice.pick(f"{name} was granted, but lost: {cause}", f"{name} 曾被推荐，后失去：{cause}")

    # --- rules ---

    def _why_given(self, effect: Callable[[m.Effect], bool], *, wanted: bool) -> Iterator[Words]:
        """Why rules with an effect do not apply where that is wanted, else which of them do."""
        found = [rule for rule in self._program.all_rules if any(effect(x) for x in rule.effects)]
        if not wanted:
            yield from (self._applies(rule) for rule in found if self._look.fires(rule) is True)
        yield from self._silent(rule for rule in found if wanted or self._look.fires(rule) is None)

    def _closing(self, expected: m.ExpectTask) -> Iterator[m.Rule]:
        """What closes the channel of a task that a rule would create."""
        for rule in self._look.fired():
            for effect in rule.effects:
                if isinstance(effect, m.CreateTask) and is_meant(expected, effect):
                    yield from self._look.evaluation.closing(effect.channel)

    def _creating(self, task: str) -> Iterator[m.Rule]:
        """What creates a task that is there, though not as expected."""
        creating = {i for found in self._look.tasks if found.task == task for i, _ in found.reasons}
        return (rule for rule in self._look.reference.rules if rule.id in creating)

    def _why_value(self, ref: e.Ref, kind: str, name: str, value: object) -> Iterator[Words]:
        match kind:
            case "define":
                yield self._both(lambda say: say.parts(ref))
            case "choice":
                yield from self._why_given(lambda x: isinstance(x, m.SetChoice) and x.choice == name, wanted=False)
                wanted = m.SetChoice(name, str(value))
                yield from self._silent(rule for rule in self._program.all_rules if wanted in rule.effects)
            case "points":
                yield from self._why_given(lambda x: isinstance(x, m.AddPoints) and x.account == name, wanted=False)

    def _applies(self, rule: m.Rule) -> Words:
        """A rule that applies, with the values it saw."""
        return self._both(lambda say: say.voice.pick(f"because of {say.rule(rule)}", f"因 {say.rule(rule)}"))

    def _silent(self, rules: Iterable[m.Rule]) -> Iterator[Words]:
        """Rules that do not apply, the nearest first, with what keeps them from it."""
        silent = [rule for rule in rules if self._look.fires(rule) is not True]
        silent.sort(key=lambda rule: len(not_true(self._look, rule)))
        for rule in silent[:_SILENT]:
            state = ("is unknown", "未知") if self._look.fires(rule) is None else ("does not apply", "未触发")
            yield self._both(partial(_state, rule, state))


def _state(rule: m.Rule, state: tuple[str, str], say: Phrases) -> str:
    return f"{say.voice.rule(rule)} {say.voice.pick(*state)}{COLON[say.voice.lang]}{say.seen.rule(rule)}"


def _no_rule(offer: str, say: Phrases) -> str:
    name = say.voice.names.of("offer", offer)
    return say.voice.pick(f"no rule grants {name}", f"没有规则推荐 {name}")


def _below(ladder: m.Ladder, rung: str | None, wanted: str) -> bool:
    return rung is None or ladder.rungs.index(rung) < ladder.rungs.index(wanted)


def _offers_of(rule: m.Rule) -> set[str]:
    return {x.offer for x in rule.effects if isinstance(x, m.GrantOffer)}
