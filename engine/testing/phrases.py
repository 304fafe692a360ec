"""Short phrases of a test report: what is expected, what came out, where a ladder puts a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never, cast

from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.types import Bool
from dsl.syntax.vocabulary import VOCABULARY, Lang
from engine.testing.expectations import wrong_details
from engine.testing.reading import both, listed, pick
from engine.testing.seen import Seen, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from dsl.diagnostics.model import Words
    from engine.decision import OfferDecision, TaskDecision
    from engine.testing.look import Look
    from engine.testing.reading import Reading


class Phrases:
    """Phrases about one tested customer."""

    def __init__(self, reading: Reading, look: Look) -> None:
        self._reading = reading
        self._look = look
        self._seen = Seen(reading, look)

    # --- expected ---

    def expected(self, expectation: m.Expectation, lang: Lang) -> str:
        """An expectation as the policy says it."""
        word, name = VOCABULARY.word, self._reading.name
        match expectation:
            case m.ExpectTier(ladder, rung, source):
                shown = f"{self._ladder(ladder, lang)} {self._reading.rung(ladder, rung, lang)}"
                return shown if source is None else f"{shown} {word('SOURCE', lang)} {source}"
            case m.ExpectOffer(offer=None):
                return pick(lang, "no offer", "没有推荐")
            case m.ExpectOffer():
                return self._expected_offer(expectation, lang)
            case m.ExpectOffers(offers):
                return f"{word('OFFER', lang)} {self._offers(offers, lang)}"
            case m.ExpectClass(class_, value):
                shown = f"{word('CLASS', lang)} {name('class', class_, lang)}"
                return {
                    True: shown,
                    False: f"{pick(lang, 'no', '非')} {shown}",
                    None: f"{shown} {word('UNKNOWN', lang)}",
                }[value]
            case m.ExpectTask(task, present, role, on):
                shown = self._task(task, role, on, lang)
                return shown if present else f"{pick(lang, 'no', '非')} {shown}"
            case m.ExpectValue(ref, value):
                return f"{self._reading.expression(ref, lang)} {self._value(ref, value, lang)}"
            case _:
                assert_never(expectation)

    def _expected_offer(self, expected: m.ExpectOffer, lang: Lang) -> str:
        word = VOCABULARY.word
        shown = [f"{word('OFFER', lang)} {self._reading.name('offer', expected.offer or '', lang)}"]
        if not expected.present:
            shown[0] = pick(lang, f"no {shown[0]}", f"不{shown[0]}")
        if expected.channel is not None:
            shown.append(f"{word('VIA', lang)} {self._reading.name('channel', expected.channel, lang)}")
        if expected.priority is not None:
            shown.append(f"{word('PRIORITY', lang)} {expected.priority}")
        if expected.say is not None:
            shown.append(f'{word("SAY", lang)} "{expected.say}"')
        if expected.source is not None:
            shown.append(f"{word('SOURCE', lang)} {expected.source}")
        return " ".join(shown)

    def subject(self, expectation: m.Expectation, lang: Lang) -> str:
        """What an expectation is about, whether it is expected or not."""
        word, name = VOCABULARY.word, self._reading.name
        match expectation:
            case m.ExpectTier(ladder):
                return name("ladder", ladder, lang)
            case m.ExpectOffer(offer=str() as offer):
                return f"{word('OFFER', lang)} {name('offer', offer, lang)}"
            case m.ExpectOffer() | m.ExpectOffers():
                return pick(lang, "an offer", "推荐")
            case m.ExpectClass(class_):
                return f"{word('CLASS', lang)} {name('class', class_, lang)}"
            case m.ExpectTask(task):
                return f"{word('TASK', lang)} {task}"
            case m.ExpectValue(ref):
                return self._reading.expression(ref, lang)
            case _:
                assert_never(expectation)

    # --- actual ---

    def actual(self, expectation: m.Expectation, lang: Lang) -> str:
        """What came out where an expectation is not met."""
        look = self._look
        match expectation:
            case m.ExpectTier(ladder):
                tier = look.evaluation.tier(ladder)
                shown = self._reading.rung(ladder, tier.rung, lang)
                if tier.rung != expectation.rung:
                    return shown
                rules = {rule.id: rule for rule in look.reference.rules}
                lifting = listed((self._reading.rule(rules[i], lang) for i in tier.lifted_by), lang)
                by = pick(lang, "by", "由")
                return f"{shown} {by} {lifting or pick(lang, 'the ladder', '阶梯给出')}"
            case m.ExpectOffer(offer=str() as name) if name in look.offers and expectation.present:
                return self._wrong(expectation, look.offers[name], lang)
            case m.ExpectOffer() | m.ExpectOffers():
                return self._offers(look.offers, lang)
            case m.ExpectClass(name):
                found = look.evaluation.member(name)
                return VOCABULARY.word({True: "YES", False: "NOT_YES", None: "UNKNOWN"}[found], lang)
            case m.ExpectTask(task):
                same = [t for t in look.tasks if t.task == task]
                return listed((self._found_task(t, lang) for t in same), lang) or pick(lang, "no such task", "没有此待办")
            case m.ExpectValue(ref):
                return self._value(ref, look.value(ref), lang)
            case _:
                assert_never(expectation)

    def _wrong(self, expected: m.ExpectOffer, found: OfferDecision, lang: Lang) -> str:
        """The details of an offer that are not as expected."""
        word, shown = VOCABULARY.word, []
        for detail in wrong_details(self._look, expected, found):
            match detail:
                case "channel":
                    channels = listed((self._reading.name("channel", c, lang) for c in found.channels), lang)
                    shown.append(f"{word('VIA', lang)} {channels or pick(lang, 'any', '不限')}")
                case "priority":
                    shown.append(f"{word('PRIORITY', lang)} {found.priority}")
                case "say":
                    shown.append(f"{word('SAY', lang)} {self._said(found, lang)}")
                case _:
                    rules = {rule.id: rule for rule in self._look.reference.rules}
                    granting = listed((self._reading.rule(rules[i], lang) for i, _ in found.reasons), lang)
                    shown.append(f"{word('SOURCE', lang)} {granting}")
        return pick(lang, "; ", ";").join(shown)

    @staticmethod
    def _said(found: OfferDecision, lang: Lang) -> str:
        if found.say is None:
            return pick(lang, "nothing", "无")
        if found.say.text is None:
            missing = listed(found.say.missing, lang)
            return pick(lang, f"withheld, because {missing} is missing", f"因 {missing} 缺失而不发")
        return f'"{found.say.text}"'

    # --- parts ---

    def base(self, ladder: m.Ladder, base: str | None, lang: Lang) -> str:
        """Where the ladder alone puts the customer: the measure's value and the range of the rung."""
        measure = cast("e.Expr", ladder.measure)
        if base is None:
            missing = listed(self._seen.missing(measure, lang), lang)
            return f"{missing} → {pick(lang, 'the ladder decides nothing', '阶梯不作判定')}"
        at = ladder.rungs.index(base)
        lines = [self._look.value(line) if line is not None else None for line in ladder.lines]
        start = lines[at]
        end = lines[at + 1] if at + 1 < len(lines) else None
        low, high = (None if v is None else self._reading.value(v, measure.type, lang) for v in (start, end))
        span = f"[{low}, {high})" if low and high else f"≥ {low}" if low else f"< {high}" if high else ""
        shown = self._reading.rung(ladder.name, base, lang)
        return f"{self._seen.side(measure, lang)} → {shown} {span}".rstrip()

    def outcomes(self, outcomes: Iterable[m.HasOutcome | e.Expr], lang: Lang) -> str:
        """What may not come together."""
        shown = []
        for outcome in outcomes:
            if not isinstance(outcome, m.HasOutcome):
                shown.append(self._reading.expression(outcome, lang))
            elif outcome.kind == "tier":
                ladder = outcome.ladder or ""
                shown.append(f"{self._ladder(ladder, lang)} {self._reading.rung(ladder, outcome.name, lang)}")
            else:
                word = VOCABULARY.word("OFFER" if outcome.kind == "offer" else "CLASS", lang)
                shown.append(f"{word} {self._reading.name(outcome.kind, outcome.name, lang)}")
        return f" {VOCABULARY.word('AND', lang)} ".join(shown)

    def value_lines(self, expected: m.ExpectValue) -> Iterator[Words]:
        """What a define is made of, with values."""
        ref = expected.ref
        if not isinstance(ref, e.Ref) or ref.kind != "define":
            return
        parts = list(dict.fromkeys(leaves(self._look.program, ref)))
        yield both(lambda lang: listed((self._seen.side(part, lang) for part in parts), lang))

    def _ladder(self, ladder: str, lang: Lang) -> str:
        """The ladder's name where there are several, else just that it is a tier."""
        if len(self._reading.program.ladders) == 1:
            return VOCABULARY.word("TIER", lang)
        return self._reading.name("ladder", ladder, lang)

    def _offers(self, offers: Iterable[str], lang: Lang) -> str:
        names = listed((self._reading.name("offer", name, lang) for name in offers), lang)
        return names or pick(lang, "no offer", "没有推荐")

    def _value(self, ref: e.Expr, value: object, lang: Lang) -> str:
        if value is None and isinstance(ref.type, Bool):
            return VOCABULARY.word("UNKNOWN", lang)
        return self._reading.value(value, ref.type, lang)  # type: ignore[arg-type]

    def _task(self, task: str, role: str | None, on: date | None, lang: Lang) -> str:
        shown = f"{VOCABULARY.word('TASK', lang)} {task}"
        if role is not None:
            shown += f" {VOCABULARY.word('BY_ROLE', lang)} {self._reading.name('role', role, lang)}"
        if on is not None:
            shown += f" {VOCABULARY.word('ON', lang)} {on}"
        return shown

    def _found_task(self, task: TaskDecision, lang: Lang) -> str:
        return self._task(task.task, task.role, task.due, lang)
