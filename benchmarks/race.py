"""Times contestants in turns, so that whatever disturbs the machine disturbs all of them alike.

pytest-benchmark runs all rounds of one benchmark before it begins the next. So a race is run when its first benchmark
asks for it, and what was timed is replayed to pytest-benchmark by a clock of its own.
"""

from __future__ import annotations

import gc
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from benchmarks.settings import LEAST_ROUNDS, ROUNDS, SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytest_benchmark.fixture import BenchmarkFixture

_now = 0.0


def replayed() -> float:
    """The clock that pytest-benchmark sees: ``@pytest.mark.benchmark(timer=replayed)``."""
    return _now


@dataclass(frozen=True, slots=True)
class Raced:
    """Seconds of every round, by contestant; those who used up their time have fewer rounds."""

    seconds: Mapping[str, list[float]]

    def replay(self, benchmark: BenchmarkFixture, name: str, units: float = 1) -> None:
        """Report a contestant to pytest-benchmark.

        Args:
            benchmark: the fixture.
            name: of the contestant.
            units: of work done in a round, where contestants do different amounts: seconds are for one unit.
        """
        rounds = [seconds / units for seconds in self.seconds[name]]
        benchmark.extra_info |= {"seconds": rounds}
        waiting = iter(rounds)

        def advance() -> None:
            global _now  # noqa: PLW0603 - there is one time
            _now += next(waiting)

        benchmark.pedantic(advance, rounds=len(rounds))  # type: ignore[no-untyped-call]


def race(contestants: Mapping[str, Callable[[], Any]], *, timed: bool = True) -> Raced:
    """Let everybody run once a round, beginning with another one every time.

    Args:
        contestants: what to run, by name; all have run before.
        timed: many rounds; else one.
    """
    names = list(contestants)
    found: dict[str, list[float]] = {name: [] for name in names}
    for number in range(ROUNDS if timed else 1):
        turn = number % len(names)
        for name in (*names[turn:], *names[:turn]):
            if number >= LEAST_ROUNDS and sum(found[name]) * (number + 1) / number > SECONDS:
                continue
            gc.collect()
            begin = perf_counter()
            result = contestants[name]()
            found[name].append(perf_counter() - begin)
            del result
    return Raced(found)


def times_slower(seconds: list[float], than: list[float]) -> float:
    """How many times longer one took than another in the same round."""
    return median(one / other for one, other in zip(seconds, than, strict=False))
