"""The check phase: resolved units to a checked program. The function ``check`` is the list of its steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar, cast

from dsl.check import params as p
from dsl.check import record as r
from dsl.check.bans import check_bans
from dsl.check.blame import blamed
from dsl.check.context import Context
from dsl.check.digits import Digits, check_digits, compared
from dsl.check.expressions import Expressions
from dsl.check.kinds import KIND_WORDS
from dsl.check.lengths import check_lengths, decided, declared
from dsl.check.open_names import OpenKind
from dsl.check.outcomes import Outcomes
from dsl.check.overlaps import Sources, check_overlaps
from dsl.check.ranges import Ranges, check_ranges
from dsl.check.readable import Readable
from dsl.check.sizes import check_sizes
from dsl.check.strata import order
from dsl.check.symbols import Symbol, SymbolTable, Unit
from dsl.check.tables import Tables
from dsl.check.tests import Tests
from dsl.diagnostics.model import Diagnostic, Label, Words
from dsl.lean import dataclass
from dsl.program import expr as e
from dsl.program import model as m
from dsl.program.walk import references
from dsl.source import NOWHERE, Span
from dsl.syntax import nodes as n

S = TypeVar("S", bound=n.Statement)


@dataclass(frozen=True, slots=True)
class Checked:
    """The result: ``program`` is None if any error was found."""

    program: m.Program | None
    context: Context


def check(main: Unit, units: dict[str, Unit], symbols: SymbolTable, diagnostics: list[Diagnostic]) -> Checked:
    """Check a policy and everything it uses.

    What names were declared as is checked by their uses; where that is the mistake, it is told instead of theirs.
    """
    resolved = tuple(diagnostics)
    checked = _check(main, units, Context(symbols, diagnostics))
    wrong = blamed(checked.context)
    if not wrong:
        return checked
    symbols.forget_unknown()
    diagnostics[:] = [*resolved, *(one.diagnostic for one in wrong)]
    return _check(main, units, Context(symbols, diagnostics, unfit=frozenset(one.name for one in wrong)))


def _check(main: Unit, units: dict[str, Unit], context: Context) -> Checked:
    symbols, diagnostics = context.symbols, context.diagnostics
    found = r.find_record(context, units)
    if found is None:
        if not any(s.head in ("CUSTOMER", "USE", None) for _, s in _statements(units, n.BrokenDecl)):
            header = next(iter(_statements({main.name: main}, n.PolicyDecl)), None)
            context.report("E401", header[1].span if header else _start(main))
        return Checked(None, context)
    r.check_types(context, found)
    outcomes = {name: Outcomes(context, name) for name in units}
    check_sizes(context, [*_kind(symbols, "ladder"), *_kind(symbols, "choice")])
    ladders: dict[str, m.Ladder] = {}
    rung_spans: dict[str, tuple[Span, ...]] = {}
    for symbol in _kind(symbols, "ladder"):
        built = outcomes[symbol.unit].ladder(symbol)
        if built is not None:
            ladders[symbol.name], rung_spans[symbol.name] = built
    defines = _defines(context, symbols)
    record = r.check_record(context, found)
    classes = {s.name: m.ClassDef(s.name, s.further, s.span) for s in _kind(symbols, "class")}
    points = {s.name: outcomes[s.unit].points(s) for s in _kind(symbols, "points")}
    choices = {s.name: _choice(s) for s in _kind(symbols, "choice")}
    offers = {s.name: outcomes[s.unit].offer(s) for s in symbols.all("offer")}
    rules = _rules(context, units, symbols, outcomes)
    tables = {
        s.name: table
        for s in symbols.all("rule")
        if s.kind == "table" and (table := Tables(context, s.unit, outcomes[s.unit]).table(s)) is not None
    }
    nevers = tuple(x for u, s in _statements(units, n.NeverDecl) if (x := outcomes[u].never(s)) is not None)
    requirements = p.check_requirements(context, units)
    params = p.check_params(context)
    profiles = p.check_profiles(context, params)
    tests = tuple(
        (unit, case)
        for unit, statement in _statements(units, n.TestDecl)
        for case in Tests(context, unit, outcomes[unit], params, record, r.typical_day(found)).cases(statement)
    )
    for unit, broken in _statements(units, n.BrokenDecl):
        Readable(context, unit, outcomes[unit], params, record).check(broken)
    limit = _limit(context, units)
    # What follows looks at the parts that are sound, so that all mistakes of a policy come in one run.
    header = next(iter(_statements({main.name: main}, n.PolicyDecl)), None)
    effective = p.period(header[1].period if header else None)
    p.check_order(context, ladders, requirements, params, profiles, rung_spans, effective)
    all_rules = rules + tuple(row for table in tables.values() for row in table.rows)
    nodes = [("ladder", x) for x in ladders] + [("class", x) for x in classes]
    nodes += [("points", x) for x in points] + [("choice", x) for x in choices]
    strata = order(context, nodes, ladders, rules, tables.values(), defines)
    if record is not None:
        spans = {s.name: s.span for s in symbols.all("value")}
        ranges = Ranges(record.fields, params, defines, points)
        if not _is_faulty(found.node, diagnostics):  # bounds in doubt would give mistakes of their own
            sound = {k: d for k, d in defines.items() if _knows_params(d.expr, params, defines)}
            check_ranges(context, ranges, sound, points, _countable(all_rules, params, defines), tables, spans)
        check_overlaps(context, tables, Sources(ranges, defines, ladders, all_rules))
    _check_first_tables(context, tables, all_rules)
    check_bans(context, outcomes, _statements(units, n.BanDecl), offers, all_rules)
    _check_ids(context, all_rules)
    if record is not None and not any(d.severity == "error" for d in diagnostics):
        calculations = [*declared(record, defines, ladders), *decided(offers, all_rules, nevers)]
        check_lengths(context, ranges, calculations)
        digits = Digits(record.fields, params, defines, all_rules)
        check_digits(context, digits, [*calculations, *compared(ladders)])
    if record is None or any(d.severity == "error" for d in diagnostics):
        return Checked(None, context)
    policy = header[1] if header else None
    program = m.Program(
        name=policy.name.text if policy else main.name,
        title=policy.title.value if policy and policy.title else None,
        period=effective,
        record=record,
        params=params,
        profiles=profiles,
        requirements=requirements,
        defines=defines,
        ladders=ladders,
        classes=classes,
        points=points,
        choices=choices,
        offers=offers,
        rules=rules,
        tables=tables,
        nevers=nevers,
        tests=tuple(case for unit, case in tests if unit == main.name),
        channels={s.name: s.further for s in symbols.all("channel")},
        roles={s.name: s.further for s in symbols.all("role")},
        groups=_with_further(symbols, "group", {o.group for o in offers.values() if o.group is not None}),
        tasks=_with_further(
            symbols, "task", {x.task for rule in all_rules for x in rule.effects if isinstance(x, m.CreateTask)}
        ),
        offer_limit=limit,
        order=strata,
        further=policy.name.further if policy else (),
        files=frozenset(file.path for file in main.files),
        policies={file.path: unit.name for unit in units.values() for file in unit.files},
    )
    return Checked(program, context)


def _with_further(symbols: SymbolTable, kind: OpenKind, names: set[str]) -> dict[str, tuple[str, ...]]:
    """Names that came into being, with their further names where they are declared."""
    further = {s.name: s.further for s in symbols.all(kind)}
    return {name: further.get(name, ()) for name in sorted(names)}


def _is_faulty(node: n.RecordDecl, diagnostics: list[Diagnostic]) -> bool:
    """Whether an error lies inside the record."""
    span = node.span
    return any(
        d.severity == "error" and d.span.path == span.path and span.line <= d.span.line <= span.end_line
        for d in diagnostics
    )


def _knows_params(node: e.Expr, params: dict[str, m.Param], defines: dict[str, m.Define]) -> bool:
    """Whether every parameter an expression goes back to has its values."""
    return all(
        ref.name in params
        if ref.kind == "param"
        else ref.kind != "define" or (ref.name in defines and _knows_params(defines[ref.name].expr, params, defines))
        for ref in references(node)
    )


def _countable(
    rules: tuple[m.Rule, ...], params: dict[str, m.Param], defines: dict[str, m.Define]
) -> tuple[m.Rule, ...]:
    """The rules whose points can be added up."""
    return tuple(
        rule
        for rule in rules
        if all(_knows_params(x.amount, params, defines) for x in rule.effects if isinstance(x, m.AddPoints))
    )


def _start(unit: Unit) -> Span:
    return Span(unit.files[0].path, 1, 1, 1, 2) if unit.files else NOWHERE


def _choice(symbol: Symbol) -> m.Choice:
    values = cast("n.ChoiceDecl", symbol.node).values
    further = {name: value.text for value in values for name in value.further}
    return m.Choice(symbol.name, symbol.further, symbol.span, tuple(v.text for v in values), further)


def _kind(symbols: SymbolTable, kind: str) -> list[Symbol]:
    return [s for s in symbols.all("value") if s.kind == kind]


def _statements(units: dict[str, Unit], kind: type[S]) -> Iterator[tuple[str, S]]:
    for unit in units.values():
        for file in unit.files:
            for statement in file.statements:
                if isinstance(statement, kind):
                    yield unit.name, statement


def _defines(context: Context, symbols: SymbolTable) -> dict[str, m.Define]:
    defines: dict[str, m.Define] = {}
    for symbol in _kind(symbols, "define"):
        declaration = cast("n.DefineDecl", symbol.node)
        reference = Expressions(context, symbol.unit).reference(symbol, declaration.name)
        checked = context.defines.get(symbol.name)
        if reference is not None and checked is not None:
            defines[symbol.name] = m.Define(symbol.name, symbol.further, symbol.span, checked)
    return defines


def _rules(
    context: Context, units: dict[str, Unit], symbols: SymbolTable, outcomes: dict[str, Outcomes]
) -> tuple[m.Rule, ...]:
    rules: list[m.Rule] = [rule for s in _kind(symbols, "class") for rule in outcomes[s.unit].class_rules(s)]
    for unit, statement in _statements(units, n.RuleDecl):
        rule = outcomes[unit].rule(statement)
        if rule is not None:
            rules.append(rule)
    for unit, exclusion in _statements(units, n.ExcludeDecl):
        rule = outcomes[unit].exclude(exclusion)
        if rule is not None:
            rules.append(rule)
    unique: dict[str, m.Rule] = {}
    for rule in rules:
        former = unique.setdefault(rule.id if rule.name is None else f"`{rule.name}`", rule)
        if former is not rule and rule.name is None:
            context.repeated.append((former.span, rule.span))
    return tuple(unique.values())


def _check_ids(context: Context, rules: tuple[m.Rule, ...]) -> None:
    """No name in backquotes is the id of an unnamed rule or of a row."""
    unnamed = {rule.id: rule for rule in rules if rule.name is None}
    for rule in rules:
        if rule.name is not None and rule.id in unnamed:
            first = Label(unnamed[rule.id].span, Words("the id of this one", "这一条的编号"))
            context.report("E202", rule.span, {"name": rule.id, "is": KIND_WORDS["rule"]}, labels=(first,))


def _limit(context: Context, units: dict[str, Unit]) -> int | None:
    found = list(_statements(units, n.LimitDecl))
    for _, extra in found[1:]:
        context.report("E413", extra.span, labels=(Label(found[0][1].span, Words("the first one", "第一句")),))
    if not found:
        return None
    digits = found[0][1].count.digits
    if not digits.isdigit() or int(digits) == 0:
        context.report(
            "E311",
            found[0][1].count.span,
            {"expected": Words("a whole number above zero", "大于零的整数"), "what": "range"},
        )
        return None
    return int(digits)


def _check_first_tables(context: Context, tables: dict[str, m.Table], rules: tuple[m.Rule, ...]) -> None:
    """A choice that a ``first`` table decides has no other source."""
    for table in tables.values():
        if table.hit != "first":
            continue
        chosen = {x.choice for row in table.rows for x in row.effects if isinstance(x, m.SetChoice)}
        for rule in rules:
            for effect in rule.effects:
                if rule.table != table.name and isinstance(effect, m.SetChoice) and effect.choice in chosen:
                    at = Label(table.span, Words("decided by this table", "由此表决定"))
                    context.report("E421", rule.span, {"name": effect.choice}, labels=(at,))
