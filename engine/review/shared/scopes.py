"""On which days, and under which profiles, two policies have to be compared: wherever either may decide differently."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from dsl.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dsl.program.model import Period, Program

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Scope:
    """Days in a row on which the same statements and values are in force, under one profile.

    Attributes:
        profile: None for the default values.
        first, last: as-of dates.
    """

    profile: str | None
    first: date
    last: date


def scopes(*programs: Program) -> list[Scope]:
    """Every profile, every stretch of days between two on which something begins or ends."""
    profiles: list[str | None] = [None]
    for program in programs:
        profiles += [name for name in program.profiles if name not in profiles]
    begins = {date.min}
    for program in programs:
        for period in _periods(program):
            if period.start is not None:
                begins.add(period.start)
            if period.end is not None and period.end < date.max:
                begins.add(period.end + _DAY)
    firsts = sorted(begins)
    lasts = [*(first - _DAY for first in firsts[1:]), date.max]
    return [Scope(profile, first, last) for profile in profiles for first, last in zip(firsts, lasts, strict=True)]


def _periods(program: Program) -> Iterator[Period]:
    yield program.period
    for rule in program.all_rules:
        yield rule.period
    for offer in program.offers.values():
        yield offer.period
    for param in program.params.values():
        for period, _ in param.values:
            yield period
