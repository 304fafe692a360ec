"""Checks parameters, profiles and what they must keep to: periods without gaps, lines that rise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import cast

from dsl.check import literals
from dsl.check.context import Context
from dsl.check.expressions import Expressions, declared_at
from dsl.check.kinds import KIND_WORDS
from dsl.check.settle import settle_param
from dsl.check.slips import named_at
from dsl.check.symbols import Symbol, Unit
from dsl.diagnostics.model import Arg, Label, Words
from dsl.program import model as m
from dsl.program.constant import constant_value
from dsl.program.types import Value
from dsl.program.walk import references
from dsl.source import Span
from dsl.syntax import nodes as n


def period(node: n.Period | None) -> m.Period:
    """The period of a statement."""
    return m.Period(node.start, node.end) if node is not None else m.ALWAYS


def check_params(context: Context) -> dict[str, m.Param]:
    """All parameters with typed values; called when every use has been seen, so types are settled."""
    params: dict[str, m.Param] = {}
    for symbol in context.symbols.all("value"):
        if symbol.kind != "param":
            continue
        declaration = cast("n.ParamDecl", symbol.node)
        of = context.param_types.get(symbol.name) or settle_param(context, symbol, None)
        if of is None:
            continue
        values: list[tuple[m.Period, Value]] = []
        for given in declaration.values:
            value = literals.plain_value(context, given.value, of, strict=True)
            if value is not None:
                values.append((period(given.period), value))
        _check_periods(context, declaration, symbol)
        if len(values) == len(declaration.values):
            params[symbol.name] = m.Param(symbol.name, symbol.further, symbol.span, of, tuple(values), {})
    return params


def _check_periods(context: Context, declaration: n.ParamDecl, symbol: Symbol) -> None:
    """Periods of one parameter are disjoint and leave no gap between them; one that is not sound is told already."""
    if not all(v.period is None or v.period.is_sound for v in declaration.values):
        return
    spans = sorted(declaration.values, key=lambda v: period(v.period).start or date.min)
    for former, later in pairwise(spans):
        end, start = period(former.period).end, period(later.period).start
        at = Label(former.span, Words("the value before it", "前一个值"))
        if end is None or start is None or start <= end:
            context.report("E405", later.span, {"what": "overlap", "name": symbol.text}, labels=(at,))
        elif start != end + timedelta(days=1):
            first, last = str(end + timedelta(days=1)), str(start - timedelta(days=1))
            gap = {"what": "gap", "name": symbol.text, "from": first, "until": last}
            context.report("E405", later.span, gap, labels=(at,))


def check_profiles(context: Context, params: dict[str, m.Param]) -> dict[str, m.Profile]:
    """All profiles; their values are put into the parameters."""
    profiles: dict[str, m.Profile] = {}
    for symbol in context.symbols.all("profile"):
        declaration = cast("n.ProfileDecl", symbol.node)
        profiles[symbol.name] = m.Profile(symbol.name, symbol.further, symbol.span)
        sound = 0
        for name, value, _ in settings(context, declaration.settings, symbol.unit, params):
            sound += 1
            params[name].profiles[symbol.name] = value
        if sound < len(declaration.settings):
            context.faulty_profiles.add(symbol.name)
    return profiles


def settings(
    context: Context, given: tuple[n.Setting, ...], unit: str, params: dict[str, m.Param]
) -> Iterator[tuple[str, Value, n.Setting]]:
    """The settings that name a parameter and give it a value of its type; the others, and second ones, are reported."""
    seen: set[str] = set()
    for setting in given:
        symbol = context.symbols.find("value", setting.name, unit, KIND_WORDS["param"])
        if symbol is None:
            continue
        if symbol.kind != "param":
            args: dict[str, Arg] = {"name": setting.name.text, "is": KIND_WORDS[symbol.kind]}
            context.report("E408", setting.name.span, args, labels=(declared_at(symbol),))
            continue
        if symbol.name in seen:
            context.report("E424", setting.name.span, {"name": setting.name.text})
        seen.add(symbol.name)
        param = params.get(symbol.name)
        if param is None:
            continue
        context.uses.append((symbol.name, setting.value.span))
        value = literals.plain_value(context, setting.value, param.type, strict=True)
        if value is not None:
            yield symbol.name, value, setting


def bindings(
    params: dict[str, m.Param], profiles: dict[str, m.Profile], effective: m.Period
) -> Iterator[tuple[str | None, date | None, dict[str, Value]]]:
    """Every combination of profile and interval between changes of values: (profile, first day, values).

    The first day is None where values do not change over time. Days on which the policy is not in effect do not count.
    """
    starts = sorted({p.start for param in params.values() for p, _ in param.values if p.start is not None})
    ends = sorted(
        {p.end + timedelta(days=1) for param in params.values() for p, _ in param.values if p.end is not None}
    )
    days: list[date | None] = (
        [None] if not starts and not ends else [min([*starts, *ends]) - timedelta(days=1), *sorted({*starts, *ends})]
    )
    days = _effective(days, effective)
    for profile in (None, *profiles):
        for day in days:
            values: dict[str, Value] = {}
            for name, param in params.items():
                value = value_in_force(param, day)
                if profile is not None and profile in param.profiles:
                    value = param.profiles[profile]
                if value is not None:
                    values[name] = value
            yield profile, day, values


def _effective(days: list[date | None], effective: m.Period) -> list[date | None]:
    """Of the first days of intervals, those whose interval the period meets, moved to the first day in both."""
    known = [day for day in days if day is not None]
    if not known:
        return days
    ends = [*(day - timedelta(days=1) for day in known[1:]), date.max]
    start, end = effective.start or date.min, effective.end or date.max
    return [max(first, start) for first, last in zip(known, ends, strict=True) if first <= end and last >= start]


def value_in_force(param: m.Param, day: date | None) -> Value | None:
    """The value of a parameter on a day; without a day, of one that never changes."""
    if day is None:
        return param.values[0][1] if len(param.values) == 1 else None
    return next((value for when, value in param.values if day in when), None)


def check_order(
    context: Context,
    ladders: dict[str, m.Ladder],
    requirements: tuple[m.Requirement, ...],
    params: dict[str, m.Param],
    profiles: dict[str, m.Profile],
    rung_spans: dict[str, tuple[Span, ...]],
    effective: m.Period,
) -> None:
    """Lines of ladders rise and requirements hold, in every profile, on every day on which the policy is in effect."""
    done: set[tuple[str, int]] = set()
    required: set[Span] = set()
    for profile, day, values in bindings(params, profiles, effective):
        if profile in context.faulty_profiles:
            continue
        scope: dict[str, Arg] = {"scope": _scope_words(profile, day)} if profiles or day else {}
        broken = [r for r in requirements if constant_value(r.condition, values, day) is False]
        blamed = {ref.name for requirement in broken for ref in references(requirement.condition)}
        for name, ladder in ladders.items():
            found = broken_rung(ladder, values, day)
            if found is None or (name, found[0]) in done:
                continue
            used = params_of(ladder, found[0])
            if used & blamed:  # one value is wrong, and the requirement says it in the owner's words
                continue
            done.add((name, found[0]))
            args: dict[str, Arg] = {"rung": ladder.rungs[found[0]], "former": ladder.rungs[found[0] - 1]}
            context.report("E404", rung_spans[name][found[0]], args | (scope if used else {}))
        for requirement in broken:
            if requirement.span not in required:
                required.add(requirement.span)
                context.report("E409", requirement.span, scope)


def params_of(ladder: m.Ladder, rung: int) -> set[str]:
    """The parameters in the line of a rung and in those below it."""
    return {ref.name for line in ladder.lines[: rung + 1] if line is not None for ref in references(line)}


def broken_rung(ladder: m.Ladder, values: dict[str, Value], today: date | None) -> tuple[int, Value] | None:
    """The first rung whose line is not above the one before it, under these parameter values on a day."""
    former: Value | None = None
    for i, line in enumerate(ladder.lines):
        value = constant_value(line, values, today) if line is not None else None
        if value is None:
            continue
        if former is not None and not value > former:  # type: ignore[operator]
            return i, value
        former = value
    return None


def _scope_words(profile: str | None, day: date | None) -> Words:
    en = f"in profile `{profile}`" if profile else "by default"
    zh = f"在方案`{profile}`中" if profile else "按缺省值"
    return Words(f"{en} as of {day}", f"{zh}（{day}）") if day else Words(en, zh)


def check_requirements(context: Context, units: dict[str, Unit]) -> tuple[m.Requirement, ...]:
    """The ``require`` statements; they speak of parameters only."""
    found: list[m.Requirement] = []
    for unit in units.values():
        expressions = Expressions(context, unit.name)
        for file in unit.files:
            for statement in file.statements:
                if isinstance(statement, n.RequireDecl):
                    checked = expressions.condition(statement.condition)
                    if checked is None:
                        continue
                    stray = next((r for r in references(checked) if r.kind != "param"), None)
                    if stray is not None:
                        at = named_at(context, unit.name, statement.condition, stray)
                        name = at.text if at is not None else context.symbols.words_for(stray.name)
                        context.report("E410", at.span if at is not None else statement.span, {"name": name})
                        continue
                    found.append(m.Requirement(checked, statement.span))
    return tuple(found)
