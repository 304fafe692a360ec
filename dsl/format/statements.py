"""Statements as they are printed: a head at the margin, clauses below it, rows of tables."""

from __future__ import annotations

from typing import assert_never

from dsl.format import outcomes
from dsl.format.expressions import CONDITION, SUM, expression
from dsl.format.layout import CLAUSE_BREAK, CLAUSE_INDENT, Line, Segments, glue, join, led, segment, unbreakable
from dsl.format.tables import decision_rows, record_rows, test_rows
from dsl.format.writer import Writer
from dsl.syntax import nodes as n


def lines_of(w: Writer, statement: n.AnyStatement) -> list[Line]:
    """The logical lines of a statement.

    Raises:
        ValueError: the statement could not be read, so it cannot be printed.
    """
    lines = [line for line in _lines(w, statement) if line.segments]
    head = lines[0]
    begins = [s for s in head.segments if s.first] if head.swaps else []  # the clause written first may be the second
    first = min(begins, key=lambda s: s.first, default=head.segments[0])
    first.first, first.last = statement.span.line, max(first.last, statement.span.line)
    return lines


def _lines(w: Writer, statement: n.AnyStatement) -> list[Line]:
    match statement:
        case n.PolicyDecl():
            title = w.text(statement.title) if statement.title is not None else None
            return [_head(w.word("POLICY"), w.declared(statement.name), title, w.period(statement.period))]
        case n.UseDecl():
            return [_head(w.word("USE"), w.names(statement.targets))]
        case n.RecordDecl():
            return _record(w, statement)
        case n.ParamDecl():
            return _param(w, statement)
        case n.ProfileDecl():
            head = _head(w.word("PROFILE"), w.declared(statement.name))
            return [head, *(_clause(_setting(w, setting)) for setting in statement.settings)]
        case n.RequireDecl():
            return [_head(w.word("REQUIRE"), expression(w, statement.condition))]
        case n.DefineDecl():
            return [_head(w.word("DEFINE"), w.declared(statement.name), "=", expression(w, statement.value))]
        case n.TiersDecl():
            return _tiers(w, statement)
        case n.ClassDecl():
            return _class(w, statement)
        case n.OfferDecl():
            return _offer(w, statement)
        case n.PointsDecl():
            low = led(w.word("FROM"), expression(w, statement.low, SUM))
            high = led(w.word("TO"), expression(w, statement.high, SUM))
            return [_head(w.word("POINTS"), w.declared(statement.name), low, high)]
        case n.ChoiceDecl():
            values = join((segment(w.value(v), v) for v in statement.values), ",", 1, fill=True)
            return [_head(w.word("CHOICE"), w.declared(statement.name), w.word("ONE_OF"), values)]
        case n.ListDecl():
            return [_head(w.word(f"{statement.kind.upper()}S"), _declared_list(w, statement.items))]
        case n.LimitDecl():
            what = w.pick("offer" if statement.count.digits == "1" else "offers", "推荐")
            count = w.number(statement.count) + w.pick("", "个")
            return [_head(w.word("AT_MOST"), segment(count, statement.count), what)]
        case n.RuleDecl():
            return _rule(w, statement)
        case n.ExcludeDecl():
            condition = glue(w.word("IF"), expression(w, statement.condition))
            head = Line(0, _beside(outcomes.exclude(w, statement.scope), condition))
            return [head, *_reason(w, statement.because, statement.period)]
        case n.NeverDecl():
            head = Line(0, _never(w, statement), swaps=statement.condition is not None)
            return [head, *_reason(w, statement.because, None)]
        case n.BanDecl():
            group = led(w.word("GROUP"), w.names(statement.groups))
            via = led(w.word("VIA"), w.names(statement.via))
            return [_head(outcomes.ban(w, statement)), _clause(group), _clause(via)]
        case n.TableDecl():
            head = _head(w.word("TABLE"), w.declared(statement.name), w.word(statement.hit.upper()))
            return [head, *_reason(w, statement.because, statement.period), *decision_rows(w, statement)]
        case n.TestDecl():
            return _test(w, statement)
        case n.BrokenDecl():
            raise ValueError(f"{statement.span}: a statement that could not be read cannot be printed")
        case _:
            assert_never(statement)


def _head(*parts: str | Segments | None) -> Line:
    return Line(0, glue(*parts))


def _clause(segments: Segments) -> Line:
    """A clause; one without segments is not printed."""
    return Line(CLAUSE_INDENT, segments)


def _beside(head: Segments, clause: Segments) -> Segments:
    """A clause on the line of the head if there is room, else below it."""
    if head:
        clause[0].depth = CLAUSE_BREAK
    return [*head, *clause]


def _reason(w: Writer, because: n.Text | None, period: n.Period | None) -> list[Line]:
    """The clauses that rules, exclusions and tables share."""
    return [_clause(w.long_text(w.word("BECAUSE"), because)), _clause(w.period(period))]


def _declared_list(w: Writer, items: tuple[n.Declared, ...]) -> Segments:
    return join((w.declared(item) for item in items), ",", 1, fill=True)


def _setting(w: Writer, setting: n.Setting) -> Segments:
    return glue(w.name(setting.name), "=", expression(w, setting.value, SUM))


def _record(w: Writer, record: n.RecordDecl) -> list[Line]:
    currency = led(w.word("CURRENCY"), w.name(record.currency))
    head = _head(w.word("CUSTOMER"), w.declared(record.name), currency)
    assumptions = (_clause(glue(w.word("ASSUME"), expression(w, a.condition))) for a in record.assumptions)
    return [head, _as_of(w, record.as_of), *record_rows(w, record), *assumptions]


def _param(w: Writer, param: n.ParamDecl) -> list[Line]:
    head = glue(w.word("PARAM"), w.declared(param.name))
    values = [glue("=", expression(w, v.value, SUM), w.period(v.period)) for v in param.values]
    if len(values) == 1:
        return [_head(head, values[0])]
    return [_head(head), *map(_clause, values)]


def _tiers(w: Writer, tiers: n.TiersDecl) -> list[Line]:
    measure = led(w.word("BY"), expression(w, tiers.measure, SUM))
    # In a statement whose every line begins with a name, none goes on with the head.
    lines = [_head(unbreakable(glue(w.word("TIERS"), w.declared(tiers.name), measure)))]
    for rung in tiers.rungs:
        start = led(w.word("FROM"), expression(w, rung.start, SUM))
        lines.append(_clause(glue(w.declared(rung.name), start)))
    return lines


def _class(w: Writer, declaration: n.ClassDecl) -> list[Line]:
    head = glue(w.word("CLASS"), w.declared(declaration.name))
    cases = [
        (glue(w.word("IF"), expression(w, case.condition)), _reason(w, case.because, None))
        for case in declaration.cases
    ]
    if len(cases) == 1:
        condition, reason = cases[0]
        return [Line(0, _beside(head, condition)), *reason]
    return [_head(head), *(line for condition, reason in cases for line in (_clause(condition), *reason))]


def _offer(w: Writer, offer: n.OfferDecl) -> list[Line]:
    clauses = (
        led(w.word("PRIORITY"), expression(w, offer.priority, SUM)),
        led(w.word("GROUP"), w.name(offer.group)),
        led(w.word("VIA"), w.names(offer.via)),
        w.period(offer.period),
        led(w.word("IF"), expression(w, offer.eligible)),
        w.long_text(w.word("SAY"), offer.say),
    )
    return [_head(w.word("PRODUCT"), w.declared(offer.name)), *map(_clause, clauses)]


def _rule(w: Writer, rule: n.RuleDecl) -> list[Line]:
    condition = led(w.word("IF"), expression(w, rule.condition))
    actions = join((outcomes.action(w, a) for a in rule.actions), w.pick(" and", " 并且"), 1)
    # Below a name, outcomes without a condition need no word that says what they follow from.
    then = actions if rule.name is not None and not condition else glue(w.word("THEN"), actions)
    reason = _reason(w, rule.because, rule.period)
    if rule.name is None:
        return [Line(0, _beside(condition, then)), *reason]
    return [_head(w.word("RULE"), w.declared(rule.name)), _clause(condition), _clause(then), *reason]


def _never(w: Writer, never: n.NeverDecl) -> Segments:
    """What is promised, and when: behind it in English, before it in Chinese."""
    parts = (
        outcomes.outcome(w, o) if isinstance(o, n.HasOutcome) else expression(w, o, CONDITION) for o in never.outcomes
    )
    promise = glue(w.word("NEVER"), join(parts, f" {w.word('AND')}", 1))
    condition = led(w.word("IF"), expression(w, never.condition))
    if not condition:
        return promise
    return _beside(promise, condition) if w.lang == "en" else _beside(condition, glue(w.word("THEN"), promise))


def _as_of(w: Writer, day: n.Day | None) -> Line:
    return _clause(led(w.word("AS_OF"), expression(w, day)))


def _test(w: Writer, test: n.TestDecl) -> list[Line]:
    given = join((outcomes.given(w, g) for g in test.given), ",", 1, fill=True)
    expected = join((outcomes.expectation(w, e) for e in test.expect), ",", 1, fill=True)
    return [
        _head(w.word("TEST"), w.text(test.title)),
        _as_of(w, test.as_of),
        _clause(led(w.word("PROFILE"), w.name(test.profile))),
        *(_clause(glue(w.word("PARAM"), _setting(w, setting))) for setting in test.params),
        _clause(led(w.word("GIVEN"), given)),
        _clause(led(w.word("EXPECT"), expected)),
        *(test_rows(w, test.table) if test.table is not None else ()),
    ]
