"""A decision of which only what is asked for is worked out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from engine.review.diff.telling.deciding import answer_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from engine.decision import Decision, OfferDecision, OfferLost, PointsDecision, TaskDecision, TierDecision
    from engine.review.shared.aspects import Aspect
    from engine.testing.look import Look

T = TypeVar("T")


class _Lazy(Mapping[str, T], Generic[T]):
    """Values by name, each worked out when it is asked for."""

    def __init__(self, names: Iterable[str], ask: Callable[[str], T]) -> None:
        self._names = names
        self._ask = ask

    def __getitem__(self, name: str) -> T:
        if name not in self:
            raise KeyError(name)
        return self._ask(name)

    def __contains__(self, name: object) -> bool:
        return name in self._names  # type: ignore[operator]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return sum(1 for _ in self._names)


class Asked:
    """What a decision has, of a look at a customer."""

    def __init__(self, look: Look) -> None:
        program, evaluation = look.program, look.evaluation
        self._look = look
        self.tiers: Mapping[str, TierDecision] = _Lazy(program.ladders, evaluation.tier)
        self.classes: Mapping[str, bool | None] = _Lazy(program.classes, evaluation.member)
        self.points: Mapping[str, PointsDecision] = _Lazy(program.points, evaluation.points)
        self.choices: Mapping[str, str | None] = _Lazy(program.choices, lambda name: evaluation.choice(name)[0])

    @property
    def offers(self) -> tuple[OfferDecision, ...]:
        """What is offered."""
        return tuple(self._look.offers.values())

    @property
    def lost(self) -> tuple[OfferLost, ...]:
        """What was granted, but is not given."""
        return tuple(self._look.lost.values())

    @property
    def tasks(self) -> tuple[TaskDecision, ...]:
        """Who has what to do."""
        return self._look.tasks

    @property
    def broken(self) -> tuple[str, ...]:
        """Promises that are broken."""
        return tuple(never.id for never in self._look.program.nevers if self._look.breaks(never))


def answer(look: Look, aspect: Aspect) -> object:
    """What a customer's decision answers, without the rest of it."""
    return answer_of(cast("Decision", Asked(look)), aspect)
