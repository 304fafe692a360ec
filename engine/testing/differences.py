"""Why an expectation is not met: what was expected, what came out, and the values that led to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Words
from dsl.program import model as m
from dsl.syntax.vocabulary import Lang
from engine.testing.expectations import from_source, sources, wrong_details
from engine.testing.model import Difference
from engine.testing.phrases import Phrases
from engine.testing.reading import both, pick
from engine.testing.seen import Seen, not_true

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dsl.source import Span
    from engine.decision import LossCause, OfferLost
    from engine.testing.look import Look
    from engine.testing.reading import Reading

_LINES: Final = 3  # of reasons for one difference
_CAUSES: Final[dict[LossCause, Words]] = {
    "period": Words("not in its period", "不在有效期内"),
    "eligibility": Words("not eligible", "不符合条件"),
    "exclusion": Words("excluded", "被剔除"),
    "channel": Words("no channel left", "没有可用渠道"),
    "group": Words("another of its group is preferred", "同组另有优先者"),
    "cap": Words("over the limit of offers", "超过推荐数上限"),
}


class Differences:
    """Explains one tested customer."""

    def __init__(self, reading: Reading, look: Look) -> None:
        self._reading = reading
        self._look = look
        self._program = look.program
        self._seen = Seen(reading, look)
        self._phrases = Phrases(reading, look)

    def of(self, expectation: m.Expectation, span: Span) -> Difference:
        """The difference for an expectation that is not met."""
        expected = both(lambda lang: self._phrases.expected(expectation, lang))
        actual = both(lambda lang: self._phrases.actual(expectation, lang))
        return Difference(span, expected, actual, tuple(self._why(expectation))[:_LINES])

    def of_never(self, never: m.Never) -> Difference:
        """The difference for a ``never`` that is broken."""
        shown = both(lambda lang: self._phrases.outcomes(never.outcomes, lang))
        expected = Words(f"never {shown.en}", f"永不 {shown.zh}")
        names = {x.name for x in never.outcomes if isinstance(x, m.HasOutcome)}
        why = (self._applies(rule) for rule in self._look.fired() if names & _outcomes(rule))
        return Difference(never.span, expected, Words("it happens", "发生了"), tuple(why)[:_LINES])

    def _why(self, expectation: m.Expectation) -> Iterator[Words]:
        match expectation:
            case m.ExpectTier():
                yield from self._why_tier(expectation)
            case m.ExpectOffer(offer=None):
                yield from self._why_offers((), self._look.offers)
            case m.ExpectOffer(offer=str() as name):
                if expectation.present and name in self._look.offers:
                    yield from self._why_details(expectation, name)
                else:
                    yield from self._why_offers({name} if expectation.present else (), {name})
            case m.ExpectOffers(names):
                found = self._look.offers
                yield from self._why_offers([n for n in names if n not in found], [n for n in found if n not in names])
            case m.ExpectClass(name, value):
                yield from self._why_rules(lambda x: isinstance(x, m.GrantClass) and x.name == name, wanted=value is True)
            case m.ExpectTask(task, present):
                yield from self._why_rules(lambda x: isinstance(x, m.CreateTask) and x.task == task, wanted=present)
            case m.ExpectValue():
                yield from self._phrases.value_lines(expectation)
                yield from self._why_value(expectation)

    # --- tiers ---

    def _why_tier(self, expected: m.ExpectTier) -> Iterator[Words]:
        ladder = self._program.ladders[expected.ladder]
        tier = self._look.evaluation.tier(ladder.name)
        if ladder.measure is not None:
            yield both(lambda lang: self._phrases.base(ladder, tier.base, lang))
        rules = {rule.id: rule for rule in self._look.reference.rules}
        if expected.source is not None and not from_source(self._look, expected.source, tier.lifted_by):
            meant = sources(self._program, expected.source)
            vain = [rule for rule in meant if self._look.fires(rule) is True and _lifts(rule, ladder.name)]
            if vain and tier.rung == tier.base:
                yield both(lambda lang: self._in_vain(vain[0], ladder.name, tier.rung, lang))
            else:
                yield from self._silent(meant)
        for rule in (rules[i] for i in tier.lifted_by):
            yield self._applies(rule)
        if expected.source is None and expected.rung is not None and expected.rung != tier.rung:
            want = ladder.rungs.index(expected.rung)
            if tier.rung is None or ladder.rungs.index(tier.rung) < want:
                lifting = [r for r in self._program.all_rules if m.LiftTier(ladder.name, expected.rung) in r.effects]
                yield from self._silent(lifting)

    def _in_vain(self, rule: m.Rule, ladder: str, rung: str | None, lang: Lang) -> str:
        name, shown = self._reading.rule(rule, lang), self._reading.rung(ladder, rung, lang)
        return pick(
            lang,
            f"{name} applies, but does not lift: the ladder gives {shown} anyway",
            f"{name} 适用,但没有提升:阶梯本来就给出 {shown}",
        )

    # --- offers ---

    def _why_offers(self, missing: Iterable[str], extra: Iterable[str]) -> Iterator[Words]:
        for name in missing:
            lost = self._look.lost.get(name)
            if lost is not None:
                yield both(lambda lang, lost=lost: self._loss(lost, lang))  # type: ignore[misc]
            else:
                granting = [r for r in self._program.all_rules if grants(r, name)]
                if not granting:
                    yield both(lambda lang, name=name: self._no_rule(name, lang))  # type: ignore[misc]
                yield from self._silent(granting)
        for name in extra:
            yield from (self._applies(rule) for rule in self._look.fired() if grants(rule, name))

    def _why_details(self, expected: m.ExpectOffer, name: str) -> Iterator[Words]:
        wrong = wrong_details(self._look, expected, self._look.offers[name])
        if "source" in wrong and expected.source is not None:
            yield from self._silent(sources(self._program, expected.source))
        if {"channel", "priority"} & set(wrong):
            yield from (self._applies(rule) for rule in self._look.fired() if grants(rule, name))

    def _no_rule(self, offer: str, lang: Lang) -> str:
        name = self._reading.name("offer", offer, lang)
        return pick(lang, f"no rule grants {name}", f"没有规则推荐 {name}")

    def _loss(self, lost: OfferLost, lang: Lang) -> str:
        name = self._reading.name("offer", lost.offer, lang)
        rules = {rule.id: rule for rule in self._look.reference.rules}
        if lost.cause == "group":
            by = self._reading.name("offer", lost.by[0], lang)
        elif lost.cause == "eligibility":
            by = self._seen.condition(self._program.offers[lost.offer].eligible, lang)
        else:
            found = [rules[i] for i in lost.by if i in rules][:1]
            by = "".join(f"{self._reading.rule(r, lang)}: {self._seen.rule(r, lang)}" for r in found)
        cause = pick(lang, _CAUSES[lost.cause].en, _CAUSES[lost.cause].zh)
        tail = pick(lang, f" ({by})", f"({by})") if by else ""
        return pick(lang, f"{name} was granted, then lost: {cause}{tail}", f"{name} 已推荐,后失去:{cause}{tail}")

    # --- rules ---

    def _why_rules(self, effect: Callable[[m.Effect], bool], *, wanted: bool) -> Iterator[Words]:
        """Why rules with an effect do not apply where that is wanted, else which of them do."""
        found = [rule for rule in self._program.all_rules if any(effect(x) for x in rule.effects)]
        if wanted:
            yield from self._silent(found)
        else:
            yield from (self._applies(rule) for rule in found if self._look.fires(rule) is True)
            yield from self._silent([rule for rule in found if self._look.fires(rule) is None])

    def _why_value(self, expected: m.ExpectValue) -> Iterator[Words]:
        kind, name = getattr(expected.ref, "kind", ""), getattr(expected.ref, "name", "")
        if kind == "choice":
            value = m.SetChoice(name, str(expected.value))
            yield from self._why_rules(lambda x: isinstance(x, m.SetChoice) and x.choice == name, wanted=False)
            yield from self._silent([rule for rule in self._program.all_rules if value in rule.effects])
        elif kind == "points":
            yield from self._why_rules(lambda x: isinstance(x, m.AddPoints) and x.account == name, wanted=False)

    def _applies(self, rule: m.Rule) -> Words:
        """A rule that applies, with the values it saw."""

        def say(lang: Lang) -> str:
            name, parts = self._reading.rule(rule, lang), self._seen.rule(rule, lang)
            return pick(lang, f"because of {name}: {parts}", f"因 {name}: {parts}")

        return both(say)

    def _silent(self, rules: Iterable[m.Rule]) -> Iterator[Words]:
        """Rules that do not apply, the nearest first, with what keeps them from it."""
        silent = [rule for rule in rules if self._look.fires(rule) is not True]
        silent.sort(key=lambda rule: len(not_true(self._look, rule)))
        for rule in silent[: _LINES - 1]:

            def say(lang: Lang, rule: m.Rule = rule) -> str:
                name, parts = self._reading.rule(rule, lang), self._seen.rule(rule, lang)
                unknown = self._look.fires(rule) is None
                state = pick(lang, "is unknown" if unknown else "does not apply", "未知" if unknown else "未触发")
                return f"{name} {state}: {parts}"

            yield both(say)


def grants(rule: m.Rule, offer: str) -> bool:
    """Whether a rule grants an offer."""
    return any(isinstance(x, m.GrantOffer) and x.offer == offer for x in rule.effects)


def _lifts(rule: m.Rule, ladder: str) -> bool:
    return any(isinstance(x, m.LiftTier) and x.ladder == ladder for x in rule.effects)


def _outcomes(rule: m.Rule) -> set[str]:
    """Names of the offers, classes and rungs that a rule gives."""
    found: set[str] = set()
    for effect in rule.effects:
        match effect:
            case m.GrantOffer(name) | m.GrantClass(name) | m.LiftTier(_, name):
                found.add(name)
            case _:
                continue
    return found


