"""Binds a program to a run: the as-of date, a profile, and values given from outside."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dsl.check.context import Context
from dsl.check.digits import Digits, check_digits, compared
from dsl.check.lengths import check_lengths, decided, declared
from dsl.check.params import broken_rung, params_of, value_in_force
from dsl.check.ranges import Ranges, check_ranges
from dsl.check.symbols import SymbolTable
from dsl.diagnostics.model import Words
from dsl.lean import dataclass
from dsl.program.constant import constant_value
from dsl.program.model import ALWAYS
from dsl.program.walk import references
from engine.messages import called, rung_names
from engine.not_there import not_there

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dsl.program.model import Ladder, Param, Program
    from dsl.program.types import Value


@dataclass(frozen=True, slots=True)
class Binding:
    """What a run adds to a policy.

    Attributes:
        as_of: ``today`` of the run; None only in tests that do not depend on it.
        profile: canonical name, or None for the defaults.
        params: the value of every parameter in force; one that changes over time has none without a date.
        overrides: parameters whose value came from outside.
    """

    as_of: date | None
    profile: str | None
    params: Mapping[str, Value]
    overrides: tuple[str, ...] = ()


class BindingError(ValueError):
    """A run that the policy cannot be bound to; ``words`` says why in both languages."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def bind(
    program: Program, as_of: date | None, profile: str | None = None, given: Mapping[str, Value] | None = None
) -> Binding:
    """Bind a program; later sources win: periods, then the profile, then given values.

    Args:
        program: the checked policy.
        as_of: the day to decide on.
        profile: any name of a profile.
        given: values by canonical parameter name, of the right type.

    Raises:
        BindingError: unknown profile, policy or parameter not in force, ladder lines that do not rise or
            requirements that fail with these values.
    """
    given = given or {}
    canonical = profile_named(program, profile)
    if as_of is not None and as_of not in program.period:
        start, end = program.period.start or "…", program.period.end or "…"
        own = called(program.all_names)
        raise BindingError(
            Words(
                f"the policy {own.en} is in force from {start} until {end}, not on {as_of}",
                f"政策 {own.zh} 的有效期为 {start} 至 {end}，{as_of} 不在其内",
            )
        )
    params: dict[str, Value] = {}
    for name, param in program.params.items():
        value = value_in_force(param, as_of)
        if canonical is not None and canonical in param.profiles:
            value = param.profiles[canonical]
        value = given.get(name, value)
        if value is not None:
            params[name] = value
        elif as_of is not None:
            raise BindingError(_no_value(param, as_of))
    _check_values(program, params, as_of)
    if given:
        _check_amounts(program, params)
    return Binding(as_of, canonical, params, tuple(sorted(given)))


def _no_value(param: Param, day: date) -> Words:
    """That a day is before the first value of a parameter or after the last; where it stands, and what to do."""
    name = called(param.all_names)
    return Words(
        f"the param {name.en} has no value on {day} ({param.span}): add a line there for that day, "
        "or give the run a value with --set",
        f"参数 {name.zh} 在 {day} 没有取值（{param.span}）：请在那里为这一天加一行，或者用 --set 给出取值",
    )


def profile_named(program: Program, profile: str | None) -> str | None:
    """The canonical name of a profile.

    Raises:
        BindingError: there is none of that name.
    """
    if profile is None:
        return None
    known = {name: p.name for p in program.profiles.values() for name in p.all_names}
    if profile in known:
        return known[profile]
    raise BindingError(not_there(Words("profile", "方案"), profile, [p.all_names for p in program.profiles.values()]))


def _check_values(program: Program, params: Mapping[str, Value], as_of: date | None) -> None:
    """Values from outside must keep what the check proved for those in the policy; all they break is told.

    A ladder of which a value is that of a broken requirement is not told as well: the requirement is in the words of
    the owner.
    """
    broken = [r for r in program.requirements if constant_value(r.condition, params, as_of) is False]
    blamed = {ref.name for requirement in broken for ref in references(requirement.condition)}
    found = [
        Words(
            f"these values break the requirement at {requirement.span}",
            f"这些取值违反了 {requirement.span} 处的要求",
        )
        for requirement in broken
    ]
    for ladder in program.ladders.values():
        rung = broken_rung(ladder, dict(params), as_of)
        if rung is not None and not params_of(ladder, rung[0]) & blamed:
            found.append(_does_not_rise(ladder, rung[0]))
    if found:
        raise BindingError(Words("; ".join(one.en for one in found), "；".join(one.zh for one in found)))


def _does_not_rise(ladder: Ladder, at: int) -> Words:
    """That the line of a rung is not above the one before it."""
    rung, former = (called(rung_names(ladder, ladder.rungs[i])) for i in (at, at - 1))
    of = called(ladder.all_names)
    return Words(
        f"with these values the line of {rung.en} is not above that of {former.en} in {of.en}",
        f"按这些取值，{of.zh} 中 {rung.zh} 的起点不高于 {former.zh}",
    )


def _check_amounts(program: Program, params: Mapping[str, Value]) -> None:
    """Values from outside must leave whole what is kept, and in its range."""
    bound = {
        name: replace(param, values=((ALWAYS, params[name]),), profiles={}) if name in params else param
        for name, param in program.params.items()
    }
    context = Context(SymbolTable({}, []), [])
    ranges = Ranges(program.record.fields, bound, program.defines, program.points)
    spans = {x.name: x.span for x in (*program.defines.values(), *program.points.values())}
    check_ranges(context, ranges, program.defines, program.points, program.all_rules, program.tables, spans)
    found = [
        *declared(program.record, program.defines, program.ladders),
        *decided(program.offers, program.all_rules, program.nevers),
    ]
    check_lengths(context, ranges, found)
    digits = Digits(program.record.fields, bound, program.defines, program.all_rules)
    check_digits(context, digits, [*found, *compared(program.ladders)])
    for fault in context.diagnostics:
        raise BindingError(
            Words(
                f"with these values an amount at {fault.span} is not always whole, or leaves its range",
                f"按这些取值，{fault.span} 处的数额不一定是整数，或超出范围",
            )
        )
