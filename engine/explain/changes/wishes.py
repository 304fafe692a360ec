"""What might be wished for a customer: what was decided says what she lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.explain.changes.model import Wish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dsl.program.model import Program
    from engine.decision import Decision
    from engine.explain.asked import Asked

# Other offers, or the calendar, took these: no field of the customer is what is wrong.
_BEATEN: Final = frozenset({"cap", "group", "period"})


def wishes(program: Program, decision: Decision, asked: Asked) -> tuple[Wish, ...]:
    """The next rung of every ladder, what would undo a lift, every offer not made; and what is asked for by name."""
    found = [*_rungs(program, decision, asked), *_offers(program, decision, asked)]
    return tuple(dict.fromkeys(found))


def _rungs(program: Program, decision: Decision, asked: Asked) -> Iterator[Wish]:
    for name, tier in decision.tiers.items():
        rungs = program.ladders[name].rungs
        place = rungs.index(tier.rung) if tier.rung is not None else -1
        if tier.rung is None:
            yield Wish("known_rung", ladder=name)
        elif place + 1 < len(rungs):
            yield Wish("rung", rungs[place + 1], name)
        if tier.rung is not None and tier.lifted_by:
            yield Wish("no_lift", tier.rung, name)
        asked_for = [rung for ladder, rung in asked.rungs if ladder == name]
        yield from (Wish("rung", rung, name) for rung in asked_for if rungs.index(rung) > place)


def _offers(program: Program, decision: Decision, asked: Asked) -> Iterator[Wish]:
    made = {offer.offer for offer in decision.offers}
    beaten = {lost.offer for lost in decision.lost if lost.cause in _BEATEN}
    for name in program.offers:
        if name not in made and (name not in beaten or name == asked.offer):
            yield Wish("offer", name)
