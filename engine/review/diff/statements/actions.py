"""What differs in what rules do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dsl.format.phrases import Phrases
from dsl.syntax import nodes as n

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from engine.review.diff.statements.model import Affects, PartChange
    from engine.review.diff.statements.voice import Voice
    from engine.review.diff.told import Told


def actions(voice: Voice, olds: tuple[n.Action, ...], news: tuple[n.Action, ...]) -> Iterator[PartChange]:
    """Outcomes that were added, removed or changed."""
    gone = [action for action in olds if action not in news]
    come = [action for action in news if action not in olds]
    for action in gone:
        partner = next((other for other in come if _about(other) == _about(action)), None)
        if partner is None:
            yield from voice.part("outcome", action, None, Phrases.action)
        else:
            come = [other for other in come if other is not partner]
            yield from _changed(voice, action, partner)
    for action in come:
        yield from voice.part("outcome", None, action, Phrases.action)
    if set(olds) == set(news) and olds != news:
        yield from voice.part("outcome", olds, news, _listed, "nothing")


def _listed(say: Phrases, listed: tuple[n.Action, ...]) -> str:
    return "; ".join(map(say.action, listed))


def _about(action: n.Action) -> Hashable:
    """What an outcome gives, whatever its details."""
    match action:
        case n.OfferAction(offers):
            return "offer", offers
        case n.TaskAction(task):
            return "task", task
        case n.PointsAction(_, account):
            return "points", account
        case n.ChoiceAction(choice):
            return "choice", choice
        case n.TierAction(_, ladder):
            return "tier", ladder
        case _:
            return type(action).__name__


def _changed(voice: Voice, old: n.Action, new: n.Action) -> Iterator[PartChange]:
    """The details of an outcome that differ."""
    match old, new:
        case n.OfferAction(), n.OfferAction():
            about = voice.about(lambda say: say.named(new.offers, "offer"))
            yield from channels(voice, old.via, new.via, about)
            yield from voice.part("priority", old.priority, new.priority, Phrases.expression, of=about)
        case n.TaskAction(), n.TaskAction():
            about = voice.about(lambda say: say.name(new.task, "task"))
            yield from voice.part("role", old.role, new.role, _role, of=about)
            yield from voice.part("channels", old.via, new.via, _channel, of=about)
            yield from voice.part("due", old.within, new.within, Phrases.expression, of=about)
            yield from voice.part("due", old.on, new.on, Phrases.expression, of=about)
        case n.PointsAction(), n.PointsAction():
            about = voice.about(lambda say: say.name(new.account))
            yield from voice.part("points", old.amount, new.amount, Phrases.expression, of=about)
        case _:
            yield from voice.part("outcome", old, new, Phrases.action)


def _role(say: Phrases, role: n.Name) -> str | None:
    return say.name(role, "role")


def _channel(say: Phrases, channel: n.Name) -> str | None:
    return say.name(channel, "channel")


def channels(
    voice: Voice, old: tuple[n.Name, ...], new: tuple[n.Name, ...], of: Told | None = None
) -> Iterator[PartChange]:
    """Ways to go; none is any."""
    affects: Affects = "nothing" if set(old) == set(new) else "decisions"
    yield from voice.part("channels", old or None, new or None, lambda say, x: say.named(x, "channel"), affects, of)
