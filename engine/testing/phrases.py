"""Short phrases of a test report: what is expected, what came out, where a ladder puts a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.types import Bool
from engine.punctuation import COLON, SEMICOLON
from engine.testing.expectations import wrong_details
from engine.testing.seen import Seen, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dsl.program.types import Value
    from engine.decision import OfferDecision, Wording
    from engine.testing.look import Look
    from engine.testing.reading import Voice


class Phrases:
    """Phrases about one tested customer, in one language."""

    def __init__(self, voice: Voice, look: Look) -> None:
        self.voice = voice
        self.seen = Seen(voice, look)
        self._look = look
        self._rules = {rule.id: rule for rule in look.program.all_rules}

    def rule(self, rule: m.Rule) -> str:
        """A rule and what decided it."""
        return f"{self.voice.rule(rule)}{COLON[self.voice.lang]}{self.seen.rule(rule)}"

    # --- expected ---

    def expected(self, expectation: m.Expectation) -> str:
        """An expectation as the policy says it."""
        word = self.voice.word
        no = self.voice.pick("no", "非")
        match expectation:
            case m.ExpectTier(ladder, rung, source):
                shown = f"{self._ladder(ladder)} {self.voice.rung(ladder, rung)}"
                return shown if source is None else f"{shown} {word('SOURCE')} {source}"
            case m.ExpectOffer(offer=None):
                return self.voice.pick("no offer", "没有推荐")
            case m.ExpectOffer():
                return self._expected_offer(expectation)
            case m.ExpectOffers(offers):
                exactly = self.voice.pick("exactly ", "恰好 ") if offers else ""
                return f"{exactly}{self._offers(offers)}"
            case m.ExpectClass(_, value):
                shown = self.subject(expectation)
                return {True: shown, False: f"{no} {shown}", None: f"{shown} {word('UNKNOWN')}"}[value]
            case m.ExpectTask(task, present, role, channel, on, because):
                shown = self._task(task, role, _one(channel), on)
                shown += f' {word("BECAUSE")} "{because}"' if because is not None else ""
                return shown if present else self.voice.pick(f"no {shown}", f"无 {shown}")
            case m.ExpectValue(ref, value):
                return f"{self.subject(expectation)} {self._value(ref, value)}"
            case _:
                assert_never(expectation)

    def _expected_offer(self, expected: m.ExpectOffer) -> str:
        word = self.voice.word
        subject = self.subject(expected)
        shown = [subject if expected.present else self.voice.pick(f"no {subject}", f"不{subject}")]
        if expected.channel is not None:
            shown.append(f"{word('VIA')} {self.voice.names.of('channel', expected.channel)}")
        if expected.priority is not None:
            shown.append(f"{word('PRIORITY')} {expected.priority}")
        if expected.because is not None:
            shown.append(f'{word("BECAUSE")} "{expected.because}"')
        if expected.say is not None:
            shown.append(f'{word("SAY")} "{expected.say}"')
        if expected.source is not None:
            shown.append(f"{word('SOURCE')} {expected.source}")
        return " ".join(shown)

    def subject(self, expectation: m.Expectation) -> str:
        """What an expectation is about, whether it is expected or not."""
        word, names = self.voice.word, self.voice.names
        match expectation:
            case m.ExpectTier(ladder):
                return names.of("ladder", ladder)
            case m.ExpectOffer(offer=str() as offer):
                return f"{word('OFFER')} {names.of('offer', offer)}"
            case m.ExpectOffer() | m.ExpectOffers():
                return self.voice.pick("an offer", "推荐")
            case m.ExpectClass(class_):
                return f"{word('CLASS')} {names.of('class', class_)}"
            case m.ExpectTask(task, _, role, channel):
                return self._task(task, role, _one(channel), None)
            case m.ExpectValue(ref):
                return self.voice.plain.inner(ref)
            case _:
                assert_never(expectation)

    # --- actual ---

    def actual(self, expectation: m.Expectation) -> str:
        """What came out where an expectation is not met."""
        look, pick = self._look, self.voice.pick
        match expectation:
            case m.ExpectTier(ladder, rung):
                tier = look.evaluation.tier(ladder)
                shown = self.voice.rung(ladder, tier.rung)
                if tier.rung != rung:
                    return shown
                by = self.voice.listed(self.voice.rule(self._rules[i]) for i in tier.lifted_by)
                return pick(f"{shown} by {by or 'the ladder'}", f"{shown}（由{' ' + by if by else '阶梯'}给出）")
            case m.ExpectOffer(offer=str() as name) if name in look.offers and expectation.present:
                return self._wrong(expectation, look.offers[name])
            case m.ExpectOffer() | m.ExpectOffers():
                return self._offers(look.offers)
            case m.ExpectClass(name):
                found = look.evaluation.member(name)
                return self.voice.word({True: "YES", False: "NOT_YES", None: "UNKNOWN"}[found])
            case m.ExpectTask(task, because=because):
                same = [
                    self._task(t.task, t.role, t.channels, t.due)
                    + (f" {self._because(t.reasons)}" if because is not None else "")
                    for t in look.tasks
                    if t.task == task
                ]
                return self.voice.listed(same) or pick("no such task", "没有此待办")
            case m.ExpectValue(ref):
                return self._value(ref, look.value(ref))
            case _:
                assert_never(expectation)

    def _wrong(self, expected: m.ExpectOffer, found: OfferDecision) -> str:
        """The details of an offer that are not as expected."""
        word, shown = self.voice.word, []
        for detail in wrong_details(self._look, expected, found):
            match detail:
                case "channel":
                    channels = self.voice.listed(self.voice.names.of("channel", c) for c in found.channels)
                    shown.append(f"{word('VIA')} {channels or self.voice.pick('any', '不限')}")
                case "priority":
                    shown.append(f"{word('PRIORITY')} {found.priority}")
                case "because":
                    shown.append(self._because(found.reasons))
                case "say":
                    shown.append(f"{word('SAY')} {self._said(found.say)}")
                case _:
                    rules = (self.voice.rule(self._rules[i]) for i, _ in found.reasons)
                    shown.append(f"{word('SOURCE')} {self.voice.listed(rules)}")
        return SEMICOLON[self.voice.lang].join(shown)

    def _because(self, reasons: tuple[tuple[str, Wording | None], ...]) -> str:
        """What the reasons say, or why they say nothing."""
        given = dict.fromkeys(text for _, text in reasons if text is not None)
        said = self.voice.listed(self._said(text) for text in given if text.text is not None)
        if said:
            return f"{self.voice.word('BECAUSE')} {said}"
        if given:
            withheld = self.voice.listed(self._said(text) for text in given)
            return self.voice.pick(f"reason {withheld}", f"理由{withheld}")
        return self.voice.pick("no reason", "没有理由")

    def _said(self, found: Wording | None) -> str:
        if found is None:
            return self.voice.pick("nothing", "无")
        if found.text is None:
            missing = self.voice.listed(self.voice.names.any(slot) for slot in found.missing)
            return self.voice.pick(f"withheld, {missing} missing", f"未生成，缺 {missing}")
        return f'"{found.text}"'

    # --- parts ---

    def base(self, ladder: m.Ladder, base: str | None) -> str:
        """Where the ladder alone puts the customer: the measure's value and the range of the rung."""
        measure = ladder.measure
        if measure is None:
            return self.voice.pick("the ladder has no measure", "阶梯没有度量")
        if base is None:
            nothing = self.voice.pick("the ladder decides nothing", "阶梯不定")
            return f"{self.seen.missing(measure)} → {nothing}"
        at = ladder.rungs.index(base)
        lines = [None if line is None else self._look.value(line) for line in (*ladder.lines, None)]
        low, high = (None if v is None else self.voice.value(v, measure.type) for v in lines[at : at + 2])
        span = f"[{low}, {high})" if low and high else f"≥ {low}" if low else f"< {high}" if high else ""
        return f"{self.seen.side(measure)} → {self.voice.rung(ladder.name, base)} {span}".rstrip()

    def parts(self, define: e.Ref) -> str:
        """What a define is made of, with values."""
        refs = dict.fromkeys(leaves(self._look.program, define))
        return self.voice.listed(self.seen.side(ref) for ref in refs)

    def promise(self, never: m.Never) -> str:
        """What may not come together."""
        return self.voice.promised(never)

    def _ladder(self, ladder: str) -> str:
        """The ladder's name where there are several, else just that it is a tier."""
        several = len(self._look.program.ladders) > 1
        return self.voice.names.of("ladder", ladder) if several else self.voice.word("TIER")

    def _offers(self, offers: Iterable[str]) -> str:
        names = self.voice.listed(self.voice.names.of("offer", name) for name in offers)
        return names or self.voice.pick("no offer", "没有推荐")

    def _value(self, ref: e.Expr, value: Value | None) -> str:
        field = isinstance(ref, e.Ref) and ref.kind in ("field", "choice")
        if value is None and (not field or isinstance(ref.type, Bool)):
            return self.voice.word("UNKNOWN")
        return self.voice.value(value, ref.type)

    def _task(self, task: str, role: str | None, channels: tuple[str, ...], on: date | None) -> str:
        shown = f"{self.voice.word('TASK')} {self.voice.names.of('task', task)}"
        if role is not None:
            shown += f" {self.voice.word('BY_ROLE')} {self.voice.names.of('role', role)}"
        if channels:
            ways = self.voice.listed(self.voice.names.of("channel", channel) for channel in channels)
            shown += f" {self.voice.word('VIA')} {ways}"
        if on is not None:
            shown += f" {self.voice.word('ON')} {on}"
        return shown


def _one(channel: str | None) -> tuple[str, ...]:
    return () if channel is None else (channel,)
