"""The offers of an explanation as text: those made, those lost, and how near the others are."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from dsl.program.types import Listed
from engine.explain.changes.text import ChangeWords
from engine.explain.page import Parts, plain
from engine.punctuation import aside

if TYPE_CHECKING:
    from fractions import Fraction

    from engine.explain.blocks import Blocks
    from engine.explain.changes.model import Change
    from engine.explain.explanation import Explanation, OfferGiven, OfferMissed, OfferTaken, Remedy
    from engine.explain.missing import Cause

_ATTEMPTS: Final = 3  # rules shown of an offer that none of them granted
_NEAR: Final = 5  # changes told of, each with all offers that it brings
_Lost = tuple[str, tuple[str, ...], bool]


class OfferText:
    """Writes offers on a page."""

    def __init__(self, explanation: Explanation, blocks: Blocks) -> None:
        self._explanation = explanation
        self._blocks = blocks
        self._page = blocks.page
        self._names = blocks.names
        self._word = blocks.word
        self._program = explanation.look.reference.program
        self._change = ChangeWords(explanation.look, self._names)
        self._wished = {x.wish.name: x for x in explanation.changes if x.wish.kind == "offer"}

    # --- sections ---

    def made(self) -> None:
        """The offers made."""
        offers = self._explanation.offers
        self._heading("offers", empty=not offers)
        for offer in offers:
            self._given(offer)

    def near(self) -> None:
        """What was lost, what is unknown for want of a value, and what single changes would bring."""
        missed = self._explanation.missed
        waiting = [x for x in missed if x.causes and not x.barred and (x.remedy is None or x.remedy.values)]
        if self._explanation.taken or waiting:
            self._heading("not_offered")
        self._lost()
        for causes, group in groupby(sorted(waiting, key=_by_causes), key=lambda x: x.causes):
            self._unknown(causes, list(group))
        self._page.blank()
        told = {x.offer.name for x in waiting}
        told |= self._one_change_away(told)
        others = [self._names.of("offer", x.offer.name) for x in missed if x.offer.name not in told]
        if others:
            self._page.blank()
            further = self._word("further_offers", count=len(others), names=self._names.listed(others))
            self._page.line(0, plain(further))

    def everything(self) -> None:
        """Every offer that is not made, with the rules that could have granted it."""
        if self._explanation.taken or self._explanation.missed:
            self._heading("not_offered")
        self._lost()
        for missed in self._explanation.missed:
            self._missed(missed, _ATTEMPTS)
            self._would_lose(missed)
            self._changes(missed.offer.name, 1, quiet=True)

    def one(self, name: str) -> None:
        """One offer: why, or why not, and what would change that."""
        for given in self._explanation.offers:
            if given.offer.name == name:
                self._heading("offers")
                self._given(given)
        for taken in self._explanation.taken:
            if taken.offer.name == name:
                self._heading("not_offered")
                self._taken([taken])
        for missed in self._explanation.missed:
            if missed.offer.name == name:
                self._heading("not_offered")
                self._missed(missed, len(missed.attempts))
                self._would_lose(missed)
        self._changes(name, None)

    # --- offers made ---

    def _given(self, seen: OfferGiven) -> None:
        made = seen.decision
        via = self._names.listed(self._names.of("channel", c) for c in made.channels)
        said = [self._word("priority", priority=made.priority), via or self._word("any_channel")]
        if (seen.offer.period.start, seen.offer.period.end) != (None, None):
            said.append(self._word("valid", period=self._blocks.period(seen.offer.period)))
        name = self._named(f"{made.rank} {self._names.of('offer', made.offer)}")
        self._page.line(2, (*name, *plain(" · ".join(said))))
        for rule in seen.grants:
            self._blocks.rule(4, rule)
        for channel, rules in seen.closed:
            closed = self._word("closed", channel=self._names.of("channel", channel))
            for rule in rules:
                self._blocks.rule(4, rule, plain(closed))
        if seen.say is not None:
            self._page.line(4, plain(self._blocks.said("says", seen.say)))

    # --- offers lost ---

    def _lost(self) -> None:
        taken = sorted(self._explanation.taken, key=_loss)
        for _, group in groupby(taken, key=_loss):
            self._taken(list(group))

    def _taken(self, group: list[OfferTaken]) -> None:
        """Offers lost to the same cause, together."""
        seen = group[0]
        cause, offer = seen.lost.cause, seen.offer
        args: dict[str, object] = {"limit": self._program.offer_limit}
        key: str = cause
        if cause == "period":
            args["period"] = self._blocks.period(offer.period)
        elif cause == "group":
            args["group"] = self._names.of("group", offer.group or "")
            args["winner"] = self._names.of("offer", seen.lost.by[0])
            key = "group" if seen.winner is not None else "group_lost"
            args["priority"] = seen.winner.priority if seen.winner is not None else None
        elif seen.lost.unknown:
            key, args["causes"] = f"{cause}_unknown", self._blocks.causes(seen.causes)
        said = self._word(key, **args)
        if len(group) == 1:
            rules = self._names.listed(dict.fromkeys(self._names.rule(rule.rule) for rule in seen.grants))
            said += aside(self._word("granted_by", rules=rules), self._names.lang)
        names = self._names.listed(self._names.of("offer", x.offer.name) for x in group)
        self._page.line(2, (*self._named(names), *plain(said)))
        for rule in seen.by:
            self._blocks.rule(4, rule)
        if seen.eligible is not None:
            self._blocks.condition(4, (), seen.eligible)

    # --- offers not granted ---

    def _unknown(self, causes: tuple[Cause, ...], offers: list[OfferMissed]) -> None:
        """Offers that are unknown for the same causes, with the values that would bring them."""
        names = [self._names.of("offer", x.offer.name) for x in offers]
        remedies = [aside(self._remedy(x.remedy), self._names.lang) if x.remedy is not None else "" for x in offers]
        said = self._word("unknown_because", causes=self._blocks.causes(causes))
        if len(offers) == 1:
            said += remedies.pop()
        else:
            names = [f"{name}{remedy}" for name, remedy in zip(names, remedies, strict=True)]
        self._page.line(2, (*self._named(self._names.listed(names)), *plain(said)))

    def _one_change_away(self, told: set[str]) -> set[str]:
        """The nearest changes, each with all the offers it would bring; gives these offers back."""
        brought: dict[Change, list[str]] = {}
        for name, found in self._wished.items():
            if name not in told and found.changes:
                brought.setdefault(found.changes[0], []).append(name)
        lost = {x.offer.name for x in self._explanation.taken}

        def nearness(change: Change) -> tuple[bool, Fraction, int]:
            """Offers that are only lost first, then by distance and priority."""
            offers = brought[change]
            return lost.isdisjoint(offers), change.distance, -max(self._program.offers[x].priority for x in offers)

        nearest = sorted(brought, key=nearness)[:_NEAR]
        if nearest:
            self._heading("one_change")
        for change in nearest:
            names = self._names.listed(self._names.of("offer", name) for name in brought[change])
            self._page.line(2, (*self._named(names), *plain(self._change.change(change))), hang=4)
        return {name for change in nearest for name in brought[change]}

    def _changes(self, name: str, limit: int | None, *, quiet: bool = False) -> None:
        """What would bring an offer; ``quiet`` says nothing where nothing would."""
        found = self._wished.get(name)
        if found is not None and (found.changes or not quiet):
            for line in self._change.wished(found, limit):
                self._page.line(4, plain(line))

    def _missed(self, seen: OfferMissed, limit: int) -> None:
        name = self._named(self._names.of("offer", seen.offer.name))
        if not seen.attempts:
            self._page.line(2, (*name, *plain(self._word("no_rule"))))
            return
        shown = [rule for rule in seen.attempts if rule.truth is None] or seen.attempts
        shown = shown[:limit]
        if seen.truth is None:
            said = self._word("unknown_because", causes=self._blocks.causes(seen.causes))
            if seen.remedy is not None:
                said += aside(self._remedy(seen.remedy), self._names.lang)
            self._page.line(2, (*name, *plain(said)))
        elif len(seen.attempts) == 1:
            self._blocks.rule(2, seen.attempts[0], name, because=False)
            return
        else:
            self._page.line(2, name)
        for rule in shown:
            self._blocks.rule(4, rule, because=False)
        others = len(seen.attempts) - len(shown)
        if others and seen.truth is False:
            self._page.line(4, plain(self._word("more_rules", count=others)))

    def _would_lose(self, seen: OfferMissed) -> None:
        """What would take the offer if a rule granted it."""
        if seen.eligible is not None:
            self._blocks.condition(4, plain(self._word("would_be_ineligible")), seen.eligible)
        for rule in seen.by:
            self._blocks.rule(4, rule, plain(self._word("would_be_excluded")))

    def _remedy(self, remedy: Remedy) -> str:
        field = self._program.record.fields[remedy.field]
        known = field.type.values if isinstance(field.type, Listed) else (True, False)
        if not remedy.values:
            return self._word("no_remedy")
        if len(remedy.values) == len(known):
            return self._word("remedy_any")
        count = len(remedy.values)
        shown = [self._names.value(value, field.type) for value in remedy.values]
        if isinstance(field.type, Listed) and field.type.ordered and count > 1:
            if remedy.values == known[-count:]:
                return self._word("remedy", values=self._word("and_above", value=shown[0]))
            if remedy.values == known[:count]:
                return self._word("remedy", values=self._word("and_below", value=shown[-1]))
        return self._word("remedy", values=self._word("or").join(shown))

    # --- pieces ---

    def _heading(self, key: str, *, empty: bool = False) -> None:
        none = f"  {self._word('none')}" if empty else ""
        self._page.line(0, ((self._word(key), "head"), (none, "plain")))

    def _named(self, name: str) -> Parts:
        return ((name, "head"), ("  ", "plain"))


def _loss(seen: OfferTaken) -> _Lost:
    return seen.lost.cause, seen.lost.by, seen.lost.unknown


def _by_causes(seen: OfferMissed) -> list[str]:
    return [f"{cause.kind} {cause.name}" for cause in seen.causes]
