"""What rules do, read back in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never, cast

from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.values import shift
from engine.explain.reading.words import reading_word
from engine.punctuation import SEMICOLON

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dsl.syntax.nodes import ScopeKind
    from engine.binding import Binding
    from engine.explain.names import Names
    from engine.explain.reading.phrases import Phrases


class Effects:
    """Reads the effects of rules."""

    def __init__(self, program: m.Program, names: Names, phrases: Phrases, binding: Binding | None) -> None:
        self._program = program
        self._names = names
        self._phrases = phrases
        self._binding = binding

    def said(self, effect: m.Effect) -> str:
        """One effect."""
        match effect:
            case m.LiftTier(ladder, rung):
                return self._word("lift", ladder=self._names.of("ladder", ladder), rung=self._names.rung(ladder, rung))
            case m.GrantClass(name):
                return self._word("grant", name=self._names.of("class", name))
            case m.GrantOffer():
                details = SEMICOLON[self._names.lang].join(self.offer(effect))
                return self._word("offer", name=self._names.of("offer", effect.offer), details=details)
            case m.AddPoints(account, amount):
                key = "points" if self._phrases.each_full(amount) is None else "points_each"
                return self._word(key, account=self._names.of("points", account), amount=self._phrases.points(amount))
            case m.SetChoice(choice, value):
                given = self._names.choice(choice, value)
                return self._word("choice", choice=self._names.of("choice", choice), value=given)
            case m.CreateTask():
                return self._task(effect)
            case m.Exclude(kind, names):
                return self._word(f"exclude_{kind}", names=self._excluded(kind, names))
            case _:  # pragma: no cover - every effect is above
                assert_never(effect)

    def period(self, period: m.Period, *, short: bool = False) -> str:
        """The days a period lasts; in short, without saying that its ends are included."""
        key = "until" if period.start is None else "from" if period.end is None else "from_until"
        return self._word(f"{key}_short" if short else key, start=period.start, end=period.end)

    def in_force(self, period: m.Period) -> str | None:
        """When something is in force, and whether it is on the day of the run; None where it always is."""
        if period == m.ALWAYS:
            return None
        day = self._binding.as_of if self._binding is not None else None
        if day is not None and day not in period:
            return self._word("out_of_force", period=self.period(period), day=day)
        return self._word("in_force", period=self.period(period))

    def offer(self, grant: m.GrantOffer, *, alone: bool = False) -> Iterator[str]:
        """How an offer is made; what the grant does not say is the offer's own.

        Args:
            grant: of the offer.
            alone: whether its own condition is read elsewhere.
        """
        offer = self._program.offers[grant.offer]
        yield self._word("priority", priority=offer.priority if grant.priority is None else grant.priority)
        channels = offer.channels if grant.channels is None else grant.channels
        listed = self._names.listed(self._names.of("channel", channel) for channel in channels)
        yield self._word("by_channels", channels=listed) if channels else self._word("any_channel")
        if offer.group is not None:
            yield self._word("group", group=self._names.of("group", offer.group))
        if (period := self.in_force(offer.period)) is not None:
            yield period
        if offer.eligible is not None and not alone:
            yield self._word("eligible", test=self._phrases.test(offer.eligible))

    def _task(self, task: m.CreateTask) -> str:
        said = self._word("task", name=self._names.of("task", task.task))
        if task.role is not None:
            said += self._word("by_role", role=self._names.of("role", task.role))
        if task.channel is not None:
            said += self._word("by_way", channel=self._names.of("channel", task.channel))
        if task.within is not None:
            length, day = self._phrases.value(task.within), self._last_day(task.within)
            key = "within" if day is None else "within_day"
            said += self._word(key, length=length, day=day)
        if task.on is not None:
            said += self._word("on", day=self._phrases.value(task.on))
        return said

    def _last_day(self, within: e.Expr) -> date | None:
        """The day a task is due if the run is today's."""
        today, length = self._phrases.constant(e.Today()), self._phrases.constant(within)
        if today is None or length is None:
            return None
        return shift(cast("date", today), cast("int", length), within.type)

    def _excluded(self, kind: ScopeKind, names: tuple[str, ...]) -> str:
        known = (self._names.of(kind, name) for name in names) if kind != "all" else ()
        return self._names.listed(known)

    def _word(self, key: str, **args: object) -> str:
        return reading_word(key, self._names.lang, **args)
