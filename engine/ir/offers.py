"""What is offered, as formulas: who is granted an offer, what takes it away, and which offers win.

An offer that different rules grant at different priorities has an entry for each; a customer is in one of them at
most. Entries have one order for everybody, by priority and then name, so ranking needs no sorting: the offers of a
customer are his entries in that order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.lean import dataclass
from dsl.program import model as m
from engine.ir import nodes as n
from engine.ir.nodes import FALSE, TRUE

if TYPE_CHECKING:
    from engine.decision import LossCause
    from engine.ir.builder import Builder
    from engine.ir.outcomes import Outcomes
    from engine.ir.truth import Truth


@dataclass(frozen=True, eq=False, slots=True)
class Loss:
    """Where an offer or a task that rules grant is lost, where for something unknown, and to which exclusions."""

    cause: LossCause
    where: n.Formula
    unknown: n.Formula = FALSE
    by: tuple[tuple[m.Rule, n.Formula], ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class Candidate:
    """An offer that some rule in force grants.

    Attributes:
        grants: the rules that grant it.
        granted: where one of them fires.
        stands: where nothing takes it before offers compete.
        losses: what takes it before that.
        any_channel: where it may go by any channel.
        channels: of each channel, where it may go by that.
        closed_unknown: where a channel that is wanted is closed, but not for certain.
    """

    offer: m.Offer
    grants: tuple[tuple[m.Rule, m.GrantOffer], ...]
    granted: n.Formula
    stands: n.Formula
    losses: tuple[Loss, ...]
    any_channel: n.Formula
    channels: dict[str, n.Formula]
    closed_unknown: n.Formula


@dataclass(frozen=True, eq=False, slots=True)
class Entry:
    """An offer at one priority.

    Attributes:
        wins: where it stands and no better one of its group does.
        given: where it also is within the cap.
    """

    offer: str
    priority: int
    wins: n.Formula
    given: n.Formula


class OfferLogic:
    """The offers of a policy that is bound to a run."""

    def __init__(self, outcomes: Outcomes) -> None:
        self._o = outcomes
        self._b = outcomes.builder
        self._exclusions = [(rule, outcomes.fires(rule), x) for rule, x in outcomes.effects_of(m.Exclude)]
        grants: dict[str, list[tuple[m.Rule, m.GrantOffer]]] = {}
        for rule, grant in outcomes.effects_of(m.GrantOffer):
            grants.setdefault(grant.offer, []).append((rule, grant))
        offers = outcomes.program.offers
        self.candidates = {name: self._candidate(offers[name], found) for name, found in sorted(grants.items())}
        self.entries = tuple(self._entries())

    def given(self, offer: str) -> n.Formula:
        """Where a customer gets an offer."""
        return self._b.any_of(entry.given for entry in self.entries if entry.offer == offer)

    def wins(self, offer: str) -> n.Formula:
        """Where an offer stands and wins its group."""
        return self._b.any_of(entry.wins for entry in self.entries if entry.offer == offer)

    def closing(self, channel: str) -> list[tuple[m.Rule, Truth]]:
        """The exclusions that may close a channel."""
        return [(rule, fires) for rule, fires, x in self._exclusions if x.kind == "channel" and channel in x.names]

    def open_by(self, channel: str) -> n.Formula:
        """Where no exclusion closes a channel."""
        return self._b.all_of(fires.false for _, fires in self.closing(channel))

    # --- what takes an offer before offers compete ---

    def _candidate(self, offer: m.Offer, grants: list[tuple[m.Rule, m.GrantOffer]]) -> Candidate:
        b, o = self._b, self._o
        granted = b.any_of(o.fires(rule).true for rule, _ in grants)
        if not o.in_force(offer.period):
            return Candidate(offer, tuple(grants), granted, FALSE, (Loss("period", granted),), FALSE, {}, FALSE)
        losses: list[Loss] = []
        left = granted
        if offer.eligible is not None:
            eligible = o.conditions.truth(offer.eligible)
            missed = b.all_of((left, b.negation(eligible.true)))
            losses.append(Loss("eligibility", missed, b.all_of((missed, b.negation(eligible.false)))))
            left = b.all_of((left, eligible.true))
        covering = [(rule, fires) for rule, fires, x in self._exclusions if _covers(x, offer)]
        if covering:
            acts = _acts(b, [fires for _, fires in covering])
            taken = b.all_of((left, acts))
            certain = b.any_of(fires.true for _, fires in covering)
            by = tuple((rule, b.all_of((taken, _acts(b, [fires])))) for rule, fires in covering)
            losses.append(Loss("exclusion", taken, b.all_of((taken, b.negation(certain))), by))
            left = b.all_of((left, b.negation(acts)))
        any_channel, channels, guessed, closing = self._channels(offer, grants)
        stands = b.all_of((left, b.any_of((any_channel, *channels.values()))))
        lost = b.all_of((left, b.negation(stands)))
        losses.append(Loss("channel", lost, b.all_of((lost, guessed)), _each_with(b, lost, closing)))
        return Candidate(offer, tuple(grants), granted, stands, tuple(losses), any_channel, channels, guessed)

    def _channels(
        self, offer: m.Offer, grants: list[tuple[m.Rule, m.GrantOffer]]
    ) -> tuple[n.Formula, dict[str, n.Formula], n.Formula, list[tuple[m.Rule, n.Formula]]]:
        """Where any channel will do, where each is left, and where wanted ones are closed.

        Those closed, but not for certain, come first; then, by exclusion, where it closes one that is wanted.

        An offer that names no channel may go by any: by any that is left, where some are closed.
        """
        b = self._b
        by_any: list[n.Formula] = []
        wanted: dict[str, list[n.Formula]] = {name: [] for name in sorted(self._o.program.channels)}
        for rule, grant in grants:
            fires = self._o.fires(rule).true
            named = offer.channels if grant.channels is None else grant.channels
            for name in named:
                wanted[name].append(fires)
            if not named:
                by_any.append(fires)
        closing = [(rule, fires, x) for rule, fires, x in self._exclusions if x.kind == "channel"]
        anyhow, some_closed = b.any_of(by_any), _acts(b, [fires for _, fires, _ in closing])
        channels: dict[str, n.Formula] = {}
        guessed: list[n.Formula] = []
        by: list[tuple[m.Rule, n.Formula]] = []
        for name, granted in wanted.items():
            closers = self.closing(name)
            limited = b.all_of((anyhow, some_closed))
            here = b.any_of((*granted, limited))
            if here is FALSE:
                continue
            closed = _acts(b, [fires for _, fires in closers])
            channels[name] = b.all_of((here, b.negation(closed)))
            guessed.append(b.all_of((here, closed, b.negation(b.any_of(fires.true for _, fires in closers)))))
            by += [(rule, b.all_of((here, _acts(b, [fires])))) for rule, fires in closers]
        return b.all_of((anyhow, b.negation(some_closed))), channels, b.any_of(guessed), by

    # --- which offers win ---

    def _entries(self) -> list[Entry]:
        b = self._b
        found: list[tuple[Candidate, int, n.Formula]] = []
        for candidate in self.candidates.values():
            levels: dict[int, list[n.Formula]] = {}
            for rule, grant in candidate.grants:
                priority = candidate.offer.priority if grant.priority is None else grant.priority
                levels.setdefault(priority, []).append(self._o.fires(rule).true)
            ranked = sorted(levels, reverse=True)
            if len(ranked) == 1:  # where it stands, it is granted
                found.append((candidate, ranked[0], candidate.stands))
                continue
            highest = b.exclusive(b.any_of(levels[priority]) for priority in ranked)
            found += [(candidate, p, b.all_of((candidate.stands, at))) for p, at in zip(ranked, highest, strict=True)]
        found.sort(key=lambda x: (-x[1], x[0].offer.name))
        return self._capped(self._best_of_groups(found))

    def _best_of_groups(self, found: list[tuple[Candidate, int, n.Formula]]) -> list[tuple[str, int, n.Formula]]:
        b = self._b
        taken: dict[str, n.Formula] = {}
        out = []
        for candidate, priority, stands in found:
            group = candidate.offer.group
            wins = stands
            if group is not None:
                before = taken.get(group, FALSE)
                wins = b.all_of((stands, b.negation(before)))
                taken[group] = b.any_of((before, stands))
            out.append((candidate.offer.name, priority, wins))
        return out

    def _capped(self, ranked: list[tuple[str, int, n.Formula]]) -> list[Entry]:
        """Of the entries a customer is in, the first so many; the cap is counted up one by one."""
        limit = self._o.program.offer_limit
        if limit is None:
            return [Entry(offer, priority, wins, wins) for offer, priority, wins in ranked]
        b = self._b
        has: list[n.Formula] = [TRUE, *(FALSE for _ in range(limit))]  # at least so many before
        out = []
        for offer, priority, wins in ranked:
            out.append(Entry(offer, priority, wins, b.all_of((wins, b.negation(has[limit])))))
            for count in range(limit, 0, -1):
                has[count] = b.any_of((has[count], b.all_of((has[count - 1], wins))))
        return out


def _acts(b: Builder, exclusions: list[Truth]) -> n.Formula:
    """Where one of some exclusions counts: it does also where it is unknown."""
    return b.negation(b.all_of(x.false for x in exclusions))


def _each_with(
    b: Builder, lost: n.Formula, closing: list[tuple[m.Rule, n.Formula]]
) -> tuple[tuple[m.Rule, n.Formula], ...]:
    """Where an offer that is lost for want of a channel is lost to each exclusion."""
    return tuple((rule, b.all_of((lost, where))) for rule, where in closing)


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
