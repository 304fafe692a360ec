"""Explains offers: why made, why lost, why never granted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dsl.program import model as m
from dsl.program.types import Bool, Listed, Value
from engine.explain.conditions import walk_lines
from engine.explain.explanation import OfferGiven, OfferMissed, OfferTaken, Remedy
from engine.explain.missing import causes_of
from engine.explain.seen import Seen, all_causes, unique_rules

if TYPE_CHECKING:
    from engine.decision import Decision, OfferDecision, OfferLost
    from engine.explain.conditions import Line
    from engine.explain.explanation import RuleSeen
    from engine.explain.missing import Cause

# A remedy is found by trying; a field with more values than this has too many to read out anyway.
_TRIED: Final = 12


def given(seen: Seen, decision: Decision) -> tuple[OfferGiven, ...]:
    """The offers made, ranked."""
    return tuple(_given(seen, made) for made in decision.offers)


def taken(seen: Seen, decision: Decision) -> tuple[OfferTaken, ...]:
    """The offers granted and lost."""
    made = {offer.offer: offer for offer in decision.offers}
    return tuple(_taken(seen, lost, made) for lost in decision.lost)


def missed(seen: Seen, decision: Decision) -> tuple[OfferMissed, ...]:
    """The offers that no rule granted: unknown ones first, those that no rule could grant last."""
    granted = {made.offer for made in decision.offers} | {lost.offer for lost in decision.lost}
    found = [_missed(seen, offer) for name, offer in seen.program.offers.items() if name not in granted]
    return tuple(sorted(found, key=lambda x: (x.truth is not None, not x.attempts)))


def _grants(seen: Seen, offer: m.Offer) -> list[tuple[RuleSeen, m.GrantOffer]]:
    found = seen.effects(m.GrantOffer)
    return [(rule, grant) for rule, grant in found if grant.offer == offer.name]


def _given(seen: Seen, made: OfferDecision) -> OfferGiven:
    offer = seen.program.offers[made.offer]
    grants = [(rule, x) for rule, x in _grants(seen, offer) if rule.truth is True]
    wanted = [offer.channels if x.channels is None else x.channels for _, x in grants]
    # A grant that names no channel opens all of them; made by any means that none is closed.
    open_to = [c for c in seen.program.channels if () in wanted or any(c in some for some in wanted)]
    gone = [c for c in open_to if c not in made.channels] if made.channels else []
    closed = [(c, _excluding_channel(seen, c)) for c in gone]
    say = seen.look.fill(offer.say) if offer.say is not None else None
    return OfferGiven(offer, made, unique_rules(rule for rule, _ in grants), tuple(closed), say)


def _excluding_channel(seen: Seen, channel: str) -> tuple[RuleSeen, ...]:
    against = (rule for rule, x in seen.effects(m.Exclude) if x.kind == "channel" and channel in x.names)
    return unique_rules(rule for rule in against if rule.truth is not False)


def _taken(seen: Seen, lost: OfferLost, made: dict[str, OfferDecision]) -> OfferTaken:
    offer = seen.program.offers[lost.offer]
    grants = unique_rules(rule for rule, _ in _grants(seen, offer) if rule.truth is True)
    by: tuple[RuleSeen, ...] = ()
    winner: OfferDecision | None = None
    causes: tuple[Cause, ...] = ()
    eligible = None
    match lost.cause:
        case "exclusion" | "channel":
            by = seen.rules(lost.by)
            causes = all_causes(by) if lost.unknown else ()
        case "group":
            winner = made.get(lost.by[0])  # the winner of a group may itself fall to the cap
        case "eligibility":
            eligible = seen.condition(offer.eligible) if offer.eligible is not None else None
            causes = causes_of(seen.evaluation, offer.eligible)
        case _:
            pass
    return OfferTaken(offer, lost, grants, by, winner, eligible, causes)


def _missed(seen: Seen, offer: m.Offer) -> OfferMissed:
    rules = unique_rules(rule for rule, _ in _grants(seen, offer))
    attempts = tuple(sorted(rules, key=_distance))
    unknown = [rule for rule in rules if rule.truth is None]
    causes = all_causes(unknown)
    return OfferMissed(
        offer,
        None if unknown else False,
        attempts,
        causes,
        _remedy(seen, offer, causes),
        _ineligible(seen, offer),
        _excluding(seen, offer),
    )


def _ineligible(seen: Seen, offer: m.Offer) -> Line | None:
    line = seen.condition(offer.eligible) if offer.eligible is not None else None
    return line if line is not None and line.truth is not True else None


def _excluding(seen: Seen, offer: m.Offer) -> tuple[RuleSeen, ...]:
    """The exclusions of the offer as a whole; one that is unknown excludes."""
    return unique_rules(rule for rule, x in seen.effects(m.Exclude) if rule.truth is not False and _covers(x, offer))


def _covers(exclusion: m.Exclude, offer: m.Offer) -> bool:
    match exclusion.kind:
        case "all":
            return True
        case "offer":
            return offer.name in exclusion.names
        case "group":
            return offer.group in exclusion.names
        case "channel":
            return False


def _distance(rule: RuleSeen) -> tuple[int, int]:
    """Unknown rules first, then by how many tests fail; rules out of force last."""
    kind = 0 if rule.truth is None else 1 if rule.in_force else 2
    return kind, sum(line.kind == "test" for line in walk_lines(rule.line)) if rule.line is not None else 0


def _remedy(seen: Seen, offer: m.Offer, causes: tuple[Cause, ...]) -> Remedy | None:
    """The values of the one missing field with which the offer would be made, found by trying each."""
    if len(causes) != 1 or causes[0].kind != "field":
        return None
    field = seen.program.record.fields[causes[0].name]
    tried: tuple[Value, ...] = ()
    match field.type:
        case Listed(values=values):
            tried = values
        case Bool():
            tried = (True, False)
        case _:
            pass
    if not 0 < len(tried) <= _TRIED:
        return None
    reference, row = seen.look.reference, seen.evaluation.row
    offered = [v for v in tried if _offered(reference.evaluate({**row, field.name: v}).offers()[0], offer)]
    return Remedy(field.name, tuple(offered))


def _offered(offers: tuple[OfferDecision, ...], offer: m.Offer) -> bool:
    return any(made.offer == offer.name for made in offers)
