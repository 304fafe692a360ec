"""Lists of days to come that have come to their end: what waits for the next of them waits for ever, in silence."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from dsl.diagnostics.model import Words
from dsl.program.types import Date
from engine.show import many

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commands.summary.layout import Screen
    from dsl.program.model import Param

_AHEAD: Final = timedelta(60)  # in time to put the next days down


def run_out(screen: Screen) -> Iterator[Words]:
    """Parameters that list one day to come after the other, the last of which has passed or soon will."""
    run = screen.manifest
    for param in screen.program.params.values():
        last = _last_day(param)
        if last is None or run.profile in param.profiles or not run.overrides.keys().isdisjoint(param.all_names):
            continue
        name = screen.names.of("param", param.name)
        if last < run.as_of:
            yield Words(
                f"the last day of the param {name}, {last}, has passed; add the next at {param.span}",
                f"参数 {name} 的最后一个日期 {last} 已过；在 {param.span} 补上",
            )
        elif last - run.as_of <= _AHEAD:
            left = (last - run.as_of).days
            yield Words(
                f"the param {name} lists no day after {last} ({many(left, 'day')} left); add the next at {param.span}",
                f"参数 {name} 只列到 {last}（还有 {left} 天）；在 {param.span} 补上",
            )


def _last_day(param: Param) -> date | None:
    """The last day a parameter lists, if each holds until it has come; None for any other."""
    if not isinstance(param.type, Date) or len(param.values) == 1:
        return None
    *former, (_, last) = sorted(param.values, key=lambda value: value[0].start or date.min)
    comes = (isinstance(day, date) and (period.end or date.max) <= day for period, day in former)
    return last if isinstance(last, date) and all(comes) else None
